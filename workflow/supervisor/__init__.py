"""`communique run`: one foreground parent that starts web server, worker, broker and mailbox, and ends them all."""

from workflow.supervisor.lock import Running, running
from workflow.supervisor.parent import run

__all__ = ["Running", "run", "running"]

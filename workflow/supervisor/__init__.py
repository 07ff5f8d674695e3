"""`communique run`: one foreground parent that starts web server, worker, broker and mailbox, and ends them all."""

from workflow.supervisor.lock import RunRecord, as_it_runs, running
from workflow.supervisor.parent import run

__all__ = ["RunRecord", "as_it_runs", "run", "running"]

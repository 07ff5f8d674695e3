"""`communique run`: one foreground parent that starts web server, worker, broker and mailbox, and ends them all."""

from workflow.supervisor.lock import RunRecord, as_it_runs, is_on_its_record, running
from workflow.supervisor.parent import run

__all__ = ["RunRecord", "as_it_runs", "is_on_its_record", "run", "running"]

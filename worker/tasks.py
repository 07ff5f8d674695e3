"""What a message can do: wake the timers. It carries nothing, so a forged or doubled one does no harm."""

from worker.celery import app, wake_timers
from workflow.bell import WAKE


@app.task(name=WAKE, ignore_result=True)
def wake() -> None:
    """Have the record looked at now."""
    wake_timers()

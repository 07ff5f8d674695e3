"""The worker with sweeps that look once a minute, for the tests: what comes sooner came by the broker."""

from worker.celery import app
from worker.sweep import Sweep

__all__ = ["app"]
INTERVAL = 60.0
Sweep.__init__.__defaults__ = (INTERVAL,)  # type: ignore[misc]

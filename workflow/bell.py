"""Wakes the worker after a commit. Nobody waits for it and nobody hears it fail: the worker looks by itself as well.

With the broker refusing, Celery's send_task takes 0.6 s, with a deaf one over 6 s, so a thread of our own does it.
"""

import logging
import os
import queue
import threading
from typing import Any

from celery import Celery

WAKE = "communique.wake"
QUEUE = "communique"
STALE_AFTER = 60  # seconds: a note that waited longer tells the worker nothing that it has not seen

log = logging.getLogger(__name__)


class _Bell:
    """A queue of one and the thread that empties it; rings while one is under way are one ring."""

    def __init__(self, broker_url: str | None = None) -> None:
        self.broker_url = broker_url
        self.forget()

    def forget(self) -> None:
        # After a fork no thread is left, and the lock inside the queue may be held for ever.
        self._notes: queue.Queue[None] = queue.Queue(maxsize=1)
        self._thread: threading.Thread | None = None

    def ring(self) -> None:
        try:
            self._notes.put_nowait(None)
        except queue.Full:
            return
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._keep_ringing, name="bell", daemon=True)
            self._thread.start()

    def _keep_ringing(self) -> None:
        app, notes = _app(self.broker_url or ""), self._notes
        while True:
            notes.get()
            try:
                app.send_task(WAKE, queue=QUEUE, ignore_result=True, retry=False, expires=STALE_AFTER)
            except Exception as error:  # whatever a broker's library raises, a lost ring costs seconds, nothing else
                log.info("the worker could not be woken: %s", type(error).__name__)


_bells = [_Bell()]


def use(broker_url: str | None) -> None:
    """Ring over the broker at `broker_url` from now on; None: never ring."""
    if broker_url != _bells[-1].broker_url:
        _bells[:] = [_Bell(broker_url)]


def ring() -> None:
    """Have the worker look at the record soon. Returns at once, in microseconds."""
    if _bells[-1].broker_url is not None:
        _bells[-1].ring()


def answers(broker_url: str) -> bool:
    """Whether the broker takes a connection; waits a few seconds at most."""
    try:
        with _app(broker_url).connection_for_write(connect_timeout=2) as connection:
            connection.ensure_connection(max_retries=1, timeout=3)
            return True
    except Exception as error:  # each broker's library has faults of its own
        log.info("the broker does not answer: %s", type(error).__name__)
        return False


def transport_options(broker_url: str) -> dict[str, Any]:
    """Short limits for a broker that does not answer; only Redis and Valkey know them by these names."""
    if not broker_url.startswith(("redis", "valkey")):
        return {}
    return {"socket_connect_timeout": 1, "socket_timeout": 2}


def _app(broker_url: str) -> Celery:
    app = Celery("bell", broker=broker_url, set_as_current=False)
    app.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        broker_connection_timeout=2,
        broker_transport_options=transport_options(broker_url),
    )
    return app


def _forget() -> None:
    _bells[-1].forget()


os.register_at_fork(after_in_child=_forget)

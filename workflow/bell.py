"""Tells the worker's lines what is due, over the broker, and asks how much waits there.

The bell wakes the worker after a commit: nobody waits for it and nobody hears it fail, as the worker looks by itself
as well. With the broker refusing Celery's send_task takes 0.6 s, with a deaf one over 6 s: threads of our own do it.
"""

import logging
import os
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from celery import Celery
from kombu import Connection

from workflow.rules.shared.queues import Queue

HAND_OUT = "communique.hand_out"
"""The task that looks for what is due and hands it out."""
# Seconds: a message that waited longer tells a line nothing that the record has not told another. By the clocks of who
# sends and who hears: of two machines whose clocks are further apart one would hear nothing of the other.
STALE_AFTER = 3600
WITHIN = 1.5  # seconds after which a broker that does not answer is taken to be down

log = logging.getLogger(__name__)
AnswerT = TypeVar("AnswerT")


class BrokerDown(Exception):
    """The broker refuses, does not answer, or takes nothing more."""


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
                _send(app, HAND_OUT, (), Queue.DEADLINES)
            except Exception as error:  # whatever a broker's library raises, a lost ring costs seconds, nothing else
                log.info("the worker could not be woken: %s", type(error).__name__)


class Sender:
    """Sends tasks from within the worker, by one thread: no sweep waits longer than WITHIN for a broker."""

    def __init__(self, broker_url: str) -> None:
        self._app = _app(broker_url)
        self._connection: Connection | None = None  # kept for asking; a task has a pool of its own
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sender")
        self._asking = threading.Lock()
        self._asked: Future[Any] | None = None

    def send(self, task: str, ids: Sequence[object], to: Queue) -> None:
        """Tell a line of it; raises BrokerDown. One that was not heard to arrive in time may arrive still."""
        self._within(lambda: _send(self._app, task, ids, to))

    def waiting(self, in_queue: Queue) -> int:
        """How many messages wait in a queue for a line; raises BrokerDown."""
        return self._within(lambda: self._count(in_queue))

    def _count(self, in_queue: Queue) -> int:
        kept, self._connection = self._connection, None  # one on which something fails is not kept
        connection = kept or _connection(self._app)
        number = _count(connection, in_queue)
        self._connection = connection
        return number

    def _within(self, ask: Callable[[], AnswerT]) -> AnswerT:
        if not self._asking.acquire(timeout=WITHIN):
            raise BrokerDown("it is being asked")
        try:
            if self._asked is not None and not self._asked.done():
                raise BrokerDown("it has not answered yet")
            self._asked = asked = self._thread.submit(ask)
            return asked.result(WITHIN)
        except Exception as error:  # each broker's library has faults of its own; TimeoutError where none comes
            raise BrokerDown(type(error).__name__) from error
        finally:
            self._asking.release()


_bells = [_Bell()]


def use(broker_url: str | None) -> None:
    """Ring over the broker at `broker_url` from now on; None: never ring."""
    if broker_url != _bells[-1].broker_url:
        _bells[:] = [_Bell(broker_url)]


def ring() -> None:
    """Have the worker look at the record soon. Returns at once, in microseconds."""
    if _bells[-1].broker_url is not None:
        _bells[-1].ring()


def waiting(broker_url: str) -> dict[Queue, int] | None:
    """How many messages wait in each queue; None where the broker takes no connection within a few seconds."""
    try:
        with _connection(_app(broker_url)) as connection:
            return {each: _count(connection, each) for each in Queue}
    except Exception as error:  # each broker's library has faults of its own
        log.info("the broker does not answer: %s", type(error).__name__)
        return None


def _connection(app: Celery) -> Connection:
    return app.connection_for_write(connect_timeout=2).ensure_connection(max_retries=1, timeout=3)


def _count(connection: Connection, queue: Queue) -> int:
    try:
        with connection.channel() as channel:
            there: Any = channel  # what the types of Kombu call a channel knows no queues
            number: int = there.queue_declare(queue.value, passive=True).message_count
            return number
    except connection.channel_errors:  # no worker has served it yet
        return 0


def _send(app: Celery, task: str, ids: Sequence[object], to: Queue) -> None:
    app.send_task(task, args=tuple(ids), queue=to.value, ignore_result=True, retry=False, expires=STALE_AFTER)


def transport_options(broker_url: str) -> dict[str, Any]:
    """Short limits for a broker that does not answer, by the names that each transport knows."""
    if broker_url.startswith("redis"):
        return {"socket_connect_timeout": 1, "socket_timeout": 2}
    return {"read_timeout": 2, "write_timeout": 2} if broker_url.startswith(("amqp", "pyamqp")) else {}


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

"""How a worker begins and ends: the sweeps beside its lines, and ten seconds for what is under way."""

import logging
import os
import signal
import sys
import threading
from typing import Any

from billiard import active_children
from celery import bootsteps
from celery.signals import worker_process_init, worker_shutting_down
from celery.worker import state
from kombu.transport import redis, virtual
from sqlalchemy.exc import DBAPIError

from worker import mailing
from worker.faults import fault_place
from worker.sweep import Presence, Sweep
from worker.workplace import end_of_process, workplace
from workflow import database, schema
from workflow.bell import Sender
from workflow.rules.shared.queues import Queue

HANG_UP_AFTER, END_AFTER = 4.0, 9.0  # seconds after SIGTERM

log = logging.getLogger(__name__)


class _FreeingQoS(redis.QoS):
    """What a worker has taken from Redis or Valkey and not answered for.

    Kombu 5.7 counts a message for ever whose end the broker could not be told, as it was away: a worker of which every
    line was at work then takes none again, and does not notice either that its connection is gone.
    """

    def ack(self, delivery_tag: str) -> None:
        """Answer for it; where that fails it is not counted any more, and comes again after the visibility time."""
        try:
            super().ack(delivery_tag)
        except Exception:
            virtual.QoS.ack(self, delivery_tag)
            raise


redis.Channel.QoS = _FreeingQoS


class SweepStep(bootsteps.StartStopStep):
    """Starts the sweeps when the pool stands and before the broker is asked for: they do not need one."""

    requires = ("celery.worker.components:Pool",)

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self.sweeps: list[Sweep] = []
        self.presence: Presence | None = None

    def start(self, parent: Any) -> None:
        """Begin."""
        served = [queue for queue in Queue if queue.value in parent.app.amqp.queues.consume_from]
        try:
            if Queue.MAIL in served and workplace().settings.smtp_url is None:
                sys.exit("COMMUNIQUE_SMTP_URL is not set: a worker for the mail would take it and could not send it.")
            workplace()
            _require_schema()
            press = workplace().press.sign
            name = f"{parent.hostname[:100]} {os.getpid()}"  # as Celery's tools call it
            self.presence = Presence(served, parent.concurrency, lambda: len(state.active_requests), press, name=name)
            sender = Sender(parent.app.conf.broker_url)
            self.sweeps = [Sweep(queue, sender, self.presence) for queue in served]
            for sweep in self.sweeps:
                sweep.start()
        except Exception as error:
            # Celery would go on without the sweeps, and nobody would know.
            sys.exit(f"The worker cannot start: {fault_place(error)}")

    def stop(self, parent: Any) -> None:
        """End the sweeps; the lines end after them."""
        ask_to_end()
        for sweep in self.sweeps:
            sweep.wait(END_AFTER)
        if self.presence is not None:
            self.presence.sign_out()


def _require_schema() -> None:
    try:
        is_current = schema.is_current(database.engine())
    except DBAPIError as error:  # it may come; the sweeps say so until it does
        log.warning("the database does not answer yet: %s", fault_place(error))
        return
    if not is_current:
        sys.exit("The database is empty or from another release than this worker; `communique doctor` says what to do.")


@worker_process_init.connect
def begin_child(**_: object) -> None:
    """Make what a process of the pool works with, and have it end when its worker is asked to."""
    workplace()
    signal.signal(signal.SIGUSR2, lambda *_: ask_to_end())


@worker_shutting_down.connect
def ask_to_end(**_: object) -> None:
    """Have lines and sweeps end after what is under way; what has not in nine seconds goes, and its leases run out."""
    if end_of_process().is_set():
        return
    end_of_process().set()
    for after, act in ((HANG_UP_AFTER, mailing.hang_up), (END_AFTER, _go)):
        timer = threading.Timer(after, act)
        timer.daemon = True
        timer.start()
    for child in active_children():
        if child.pid is not None:
            os.kill(child.pid, signal.SIGUSR2)


def _go() -> None:
    log.error("the worker did not end in %.0f s; what it had is free when the leases run out", END_AFTER)
    os._exit(0)

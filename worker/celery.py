"""The Celery application. Its messages only wake; what there is to do stands in the record (see worker/timers.py)."""

import sys

from celery import Celery
from celery.signals import worker_init, worker_shutdown, worker_shutting_down

from worker.timers import Timer, log
from workflow import database
from workflow.bell import QUEUE
from workflow.config import Settings

END_WITHIN = 5.0  # seconds that a mail under way has after SIGTERM

settings = Settings.from_environment()
if settings.broker_url is None:
    sys.exit("COMMUNIQUE_BROKER_URL is not set; `communique run` starts a broker and a worker by itself.")

_timers: list[Timer] = []

app = Celery("worker", broker=settings.broker_url, include=["worker.tasks"])
app.conf.update(
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    task_default_queue=QUEUE,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    # One process: its task lasts microseconds, and the timers are threads of it. See docs/decisions/worker-pool.md.
    worker_pool="solo",
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    worker_hijack_root_logger=False,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    broker_connection_retry_on_startup=True,
    # The default of 100 tries ends the worker, and with it the sweep that needs no broker.
    broker_connection_max_retries=None,
    broker_transport_options=(
        {"visibility_timeout": 300, "unacked_restore_interval": 10, "socket_keepalive": True}
        if settings.broker_url.startswith(("redis", "valkey"))
        else {}
    ),
)


def wake_timers() -> None:
    """Have every timer of this process look at the record now."""
    for timer in _timers:
        timer.wake()


@worker_init.connect
def _start(**_: object) -> None:
    try:
        from worker.schedule import timers
        from workflow.app import create_app

        _timers.extend(timers(create_app(settings), settings))
        database.when_recorded(wake_timers)
        for timer in _timers:
            timer.start()
    except Exception:
        log.exception("the worker cannot start")
        sys.exit(1)  # Celery would go on without the timers, and nobody would know


@worker_shutting_down.connect
def _ask_to_end(**_: object) -> None:
    for timer in _timers:
        timer.ask_to_end()


@worker_shutdown.connect
def _end(**_: object) -> None:
    _ask_to_end()
    for timer in _timers:
        timer.wait(END_WITHIN)

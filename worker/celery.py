"""The Celery application: queues, pool and limits, and the sweep that a worker runs beside its lines.

The rows of the record are the truth and a message only says what to look at; docs/decisions/worker-pool.md says why.
"""

import sys

from celery import Celery
from celery.signals import worker_init
from kombu import Exchange
from kombu import Queue as BrokerQueue

from workflow.config import Settings
from workflow.rules.shared.queues import Queue

settings = Settings.from_environment()
broker_url = settings.broker_url or "memory://"

# Longer than a mail server may take over its yes (RFC 5321: ten minutes), which ends by itself.
HARD_LIMIT = 15 * 60

app = Celery("worker", broker=broker_url, include=["worker.tasks"])
app.conf.update(
    accept_content=["json"],
    task_serializer="json",
    task_ignore_result=True,
    # Each bound by a name of its own: who sends to the exchange of one, by whatever tool, reaches no other.
    task_queues=[BrokerQueue(each.value, Exchange(each.value), routing_key=each.value) for each in Queue],
    task_default_queue=Queue.DEADLINES.value,
    task_routes={},  # each kind adds its own
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    worker_pool=settings.worker_pool,
    worker_concurrency=settings.worker_lines,
    worker_proc_alive_timeout=60.0,  # a process of the pool makes its workplace first; the default of 4 s kills it then
    worker_enable_remote_control=settings.worker_seen,
    worker_send_task_events=settings.worker_seen,
    worker_hijack_root_logger=False,
    worker_cancel_long_running_tasks_on_connection_loss=False,  # a task is done once: its rows say so
    # Celery 5.7 raises it again from the lines' threads and waits for RabbitMQ's answer on the socket that the consumer
    # reads: after a restart of the broker each line hung in it, until the next one.
    worker_enable_prefetch_count_reduction=False,
    broker_connection_retry_on_startup=True,
    # The default of 100 tries ends the worker, and with it the sweep that needs no broker.
    broker_connection_max_retries=None,
    broker_transport_options=(
        {"visibility_timeout": HARD_LIMIT, "unacked_restore_interval": 10, "socket_keepalive": True}
        if broker_url.startswith("redis")
        else {}
    ),
)
if settings.worker_pool == "prefork":  # threads cannot be ended from outside
    app.conf.update(task_soft_time_limit=HARD_LIMIT - 60, task_time_limit=HARD_LIMIT)


app.steps["worker"].add("worker.life:SweepStep")


@worker_init.connect
def _refuse_without_broker(**_: object) -> None:
    if settings.broker_url is None:
        sys.exit("COMMUNIQUE_BROKER_URL is not set; `communique run` starts a broker and a worker by itself.")

"""A Celery application that notes when its tasks begin: the worker's own, or (as a peer) one of empty tasks.

celery --app bench.timed:ours worker, or bench.timed:peer. BENCH_BEGUN names the file of the notes.
"""

import os
import time
from pathlib import Path

from celery import Celery
from celery.signals import task_prerun

from worker.celery import app as ours

peer = Celery("peer", broker=os.environ.get("COMMUNIQUE_BROKER_URL"))
peer.conf.update(
    task_ignore_result=True,
    worker_pool="threads",
    worker_concurrency=4,
    worker_prefetch_multiplier=1,
    task_acks_late=True,
    task_default_queue="peer",
)
__all__ = ["ours", "peer"]


@peer.task(name="bench.empty")
def empty() -> None:
    """Do nothing."""


@task_prerun.connect
def _note(task: object = None, **_: object) -> None:
    begun = time.perf_counter()
    with Path(os.environ["BENCH_BEGUN"]).open("a", encoding="ascii") as notes:
        notes.write(f"{getattr(task, 'name', '')} {begun}\n")

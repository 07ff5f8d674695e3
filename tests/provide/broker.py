"""A real broker that nobody else uses: a private number on a running Redis or Valkey, else a Valkey of our own."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from workflow.supervisor import services
from workflow.supervisor.service import Child

STANDARD = "redis://127.0.0.1:6379"
MARK = "communique:test"


@contextmanager
def private_broker() -> Iterator[str]:
    """The address of an empty broker, emptied again at the end of the block."""
    if given := os.environ.get("TEST_BROKER_URL"):
        yield given
    elif (number := _free_number()) is not None:
        yield f"{STANDARD}/{number}"
        redis.Redis.from_url(f"{STANDARD}/{number}").flushdb()
    else:
        with own_broker() as url:
            yield url


def _free_number() -> int | None:
    for number in range(1, 16):
        line = redis.Redis.from_url(f"{STANDARD}/{number}", socket_connect_timeout=10)
        try:
            # The mark makes the choice one step: two runs at once never take the same. That of a killed run expires.
            if line.dbsize() == 0 and line.set(MARK, os.getpid(), nx=True, ex=3600):
                return number
        except redis.RedisError:
            return None
    return None


@contextmanager
def own_broker() -> Iterator[str]:
    """The address of a Valkey of our own on a unix socket."""
    with tempfile.TemporaryDirectory(prefix="valkey-", ignore_cleanup_errors=True) as folder:
        service, url = services.broker(Path(folder), os.environ, 2)
        child = Child(service)
        child.start()
        try:
            until = time.monotonic() + 60
            while not service.ready():
                assert child.is_alive() and time.monotonic() < until, "no broker: Valkey did not start"
                time.sleep(0.02)
            yield url
        finally:
            child.kill()

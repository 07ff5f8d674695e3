"""A broker that ends while lines are at work: the worker hears it again."""

from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any

import pytest
import redis
from kombu.transport import virtual
from kombu.transport.redis import Channel

import worker.life  # noqa: F401  (mends what Kombu keeps)
from worker.celery import app


class _Gone:
    """A connection to a broker that is not there."""

    def __getattr__(self, _name: str) -> Any:
        raise redis.exceptions.ConnectionError


def test_a_message_whose_end_the_broker_could_not_be_told_takes_no_line_for_ever() -> None:
    held = Channel.QoS(SimpleNamespace(), prefetch_count=1)
    held.restore_at_shutdown = False
    virtual.QoS.append(held, SimpleNamespace(), "tag")
    held.pipe_or_acquire = lambda *_: nullcontext(_Gone())
    assert not held.can_consume()
    with pytest.raises(redis.exceptions.ConnectionError):
        held.ack("tag")
    assert held.can_consume()


def test_no_line_asks_rabbitmq_anything_on_the_connection_that_the_consumer_reads() -> None:
    assert app.conf.worker_enable_prefetch_count_reduction is False

"""The bell: heard by the worker's queue, waited for by nobody."""

import os
import socket
import time
from collections.abc import Iterator

import pytest
from kombu import Connection

from workflow import bell


@pytest.fixture(autouse=True)
def _silent_afterwards() -> Iterator[None]:
    yield
    bell.use(None)


def _heard(broker_url: str, within: float = 5.0) -> list[str]:
    """The tasks in the worker's queue, taken out."""
    with Connection(broker_url) as connection, connection.SimpleQueue(bell.QUEUE) as waiting:
        tasks, until = [], time.monotonic() + within
        while time.monotonic() < until:
            try:
                message = waiting.get(block=True, timeout=0.3)
            except waiting.Empty:
                if tasks:
                    break
                continue
            assert message.content_type == "application/json"
            tasks.append(message.headers["task"])
            message.ack()
        return tasks


def test_a_ring_is_one_wake_and_a_storm_of_rings_is_few(broker_url: str) -> None:
    bell.use(broker_url)
    for _ in range(200):
        bell.ring()
    heard = _heard(broker_url)
    assert set(heard) == {bell.WAKE}
    assert len(heard) < 50


def test_without_a_broker_nothing_is_rung() -> None:
    bell.use(None)
    bell.ring()


@pytest.mark.parametrize("deaf", [False, True], ids=["refusing", "deaf"])
def test_nobody_waits_for_a_broker_that_is_down(deaf: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        if not deaf:
            listener.close()
        bell.use(f"redis://127.0.0.1:{port}/0")
        began = time.monotonic()
        for _ in range(20):
            bell.ring()
            time.sleep(0.005)
        assert time.monotonic() - began < 0.5


def test_it_rings_in_a_process_that_was_forked_while_it_rang(broker_url: str) -> None:
    bell.use(broker_url)
    bell.ring()
    assert _heard(broker_url)
    child = os.fork()
    if child == 0:
        bell.ring()
        time.sleep(2)
        os._exit(0)
    assert _heard(broker_url) == [bell.WAKE]
    os.waitpid(child, 0)

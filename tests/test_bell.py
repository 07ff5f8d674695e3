"""The bell: heard by the worker's queue, waited for by nobody."""

import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from celery import Celery
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


def test_a_ring_is_one_wake(broker_url: str) -> None:
    with Connection(broker_url) as connection, connection.SimpleQueue(bell.QUEUE) as waiting:
        waiting.clear()  # what an earlier test rang for a worker that it had stopped
    bell.use(broker_url)
    bell.ring()
    assert _heard(broker_url) == [bell.WAKE]


def test_a_storm_of_rings_while_one_is_under_way_is_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    sent, under_way, answered = [], threading.Event(), threading.Event()

    def send_task(_app: Celery, name: str, **_options: object) -> None:
        sent.append(name)
        under_way.set()
        assert answered.wait(5)

    monkeypatch.setattr(Celery, "send_task", send_task)
    bell.use("memory://")
    bell.ring()
    assert under_way.wait(5)
    for _ in range(200):
        bell.ring()
    answered.set()
    until = time.monotonic() + 5
    while len(sent) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.2)  # in which a third would come
    assert sent == [bell.WAKE, bell.WAKE]


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

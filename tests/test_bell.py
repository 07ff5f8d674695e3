"""The bell: heard by the worker's queue, waited for by nobody."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from celery import Celery
from kombu import Connection

from workflow import bell
from workflow.bell import BrokerDown, Sender
from workflow.rules.shared.queues import Queue


@pytest.fixture(autouse=True)
def _silent_afterwards() -> Iterator[None]:
    yield
    bell.use(None)


@pytest.fixture(name="broker_url", params=["valkey", "rabbitmq"])
def _broker_url(request: pytest.FixtureRequest, broker_url: str) -> str:
    """Each broker in turn."""
    url: str = broker_url if request.param == "valkey" else request.getfixturevalue("rabbitmq_url")
    return url


def _heard(broker_url: str, within: float = 30.0) -> list[str]:
    """The tasks in the worker's queue, taken out."""
    with Connection(broker_url) as connection, connection.SimpleQueue(Queue.DEADLINES.value) as waiting:
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
    with Connection(broker_url) as connection, connection.SimpleQueue(Queue.DEADLINES.value) as waiting:
        waiting.clear()  # what an earlier test rang for a worker that it had stopped
    bell.use(broker_url)
    bell.ring()
    assert _heard(broker_url) == [bell.HAND_OUT]


@pytest.mark.unit
def test_a_line_hears_a_machine_whose_clock_is_half_an_hour_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    with Connection("memory://behind") as connection:
        bell._send(bell._app("memory://behind"), bell.HAND_OUT, (), Queue.MAIL)
        expires = datetime.fromisoformat(connection.SimpleQueue(Queue.MAIL.value).get(timeout=30).headers["expires"])
    assert expires - datetime.now(UTC) > timedelta(minutes=30)


def test_a_storm_of_rings_while_one_is_under_way_is_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    sent, under_way, answered = [], threading.Event(), threading.Event()

    def send_task(_app: Celery, name: str, **_options: object) -> None:
        sent.append(name)
        under_way.set()
        assert answered.wait(30)

    monkeypatch.setattr(Celery, "send_task", send_task)
    bell.use("memory://")
    bell.ring()
    assert under_way.wait(30)
    for _ in range(200):
        bell.ring()
    answered.set()
    until = time.monotonic() + 30
    while len(sent) < 2 and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.2)  # in which a third would come
    assert sent == [bell.HAND_OUT, bell.HAND_OUT]


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
        waited = 0.0
        for _ in range(20):
            began = time.monotonic()
            bell.ring()
            waited += time.monotonic() - began
            time.sleep(0.005)
        assert waited < bell.WITHIN / 2


def test_it_rings_in_a_process_that_was_forked_while_it_rang(broker_url: str) -> None:
    bell.use(broker_url)
    bell.ring()
    assert _heard(broker_url)
    child = os.fork()
    if child == 0:
        bell.ring()
        time.sleep(60)
        os._exit(0)
    try:
        assert _heard(broker_url) == [bell.HAND_OUT]
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_what_is_sent_waits_in_its_queue_until_a_line_takes_it(broker_url: str) -> None:
    sender = Sender(broker_url)
    before = sender.waiting(Queue.PUBLISHING)
    sender.send("communique.print_statement", (7,), Queue.PUBLISHING)
    assert sender.waiting(Queue.PUBLISHING) == before + 1
    found = bell.waiting(broker_url)
    assert found is not None and found[Queue.PUBLISHING] == before + 1
    with Connection(broker_url) as connection, connection.SimpleQueue(Queue.PUBLISHING.value) as waiting:
        message = waiting.get(block=True, timeout=30)
        message.ack()
        assert (message.headers["task"], message.payload[0]) == ("communique.print_statement", [7])


@pytest.mark.parametrize("deaf", [False, True], ids=["refusing", "deaf"])
def test_a_sender_says_within_two_seconds_that_the_broker_is_down(deaf: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        if not deaf:
            listener.close()
        sender = Sender(f"redis://127.0.0.1:{port}/0")
        for _ in range(3):
            began = time.monotonic()
            with pytest.raises(BrokerDown):
                sender.waiting(Queue.MAIL)
            with pytest.raises(BrokerDown):
                sender.send("communique.send_mails", (0,), Queue.MAIL)
            assert time.monotonic() - began < 2 * (bell.WITHIN + 1)  # a second for a busy machine
        assert bell.waiting(f"redis://127.0.0.1:{port}/0") is None


def test_a_sender_finds_a_broker_that_has_come_back(broker_url: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        sender = Sender(f"redis://127.0.0.1:{listener.getsockname()[1]}/0")
        listener.close()
    with pytest.raises(BrokerDown):
        sender.waiting(Queue.MAIL)
    sender._app.conf.broker_url = broker_url
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with suppress(BrokerDown):
            assert sender.waiting(Queue.MAIL) >= 0
            break
        time.sleep(0.1)
    else:
        raise AssertionError("it was not found again")

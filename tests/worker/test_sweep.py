"""The sweeps: nothing that is done ends them, no broker holds them up, and what they log names no one."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, event, select, text
from sqlalchemy.orm import Session

from tests.decisions import every
from tests.worker.hands import at_work
from worker import dispatch, faults
from worker.celery import app as celery_app
from worker.chores import PULSE_EVERY, Chore
from worker.faults import fault_place
from worker.leases import keep_renewed
from worker.life import SweepStep
from worker.sweep import Presence, Sweep
from worker.workplace import Workplace
from workflow import database as record
from workflow import storage
from workflow.app import create_app
from workflow.bell import Sender
from workflow.config import Settings
from workflow.models.event import Pulse
from workflow.models.worker import Errand, WorkerProcess
from workflow.rules.shared.queues import Queue
from workflow.services.shared import errands


def _until(holds: Callable[[], Any], within: float = 30.0) -> None:
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


@pytest.fixture
def place(database: Engine, settings: Settings) -> Iterator[Workplace]:
    """A workplace on an empty record."""
    with at_work(create_app(settings), settings) as made:
        yield made


def _run(place: Workplace, holds: Callable[[], Any], sender: Sender | None = None) -> None:
    sweep = Sweep(Queue.MAIL, sender, Presence([Queue.MAIL], 4), interval=0.01)
    sweep.start()
    try:
        _until(holds)
    finally:
        place.ending.set()
        assert sweep.wait(30)


def _only(monkeypatch: pytest.MonkeyPatch, *works: Callable[[], None]) -> None:
    """Kinds of work that are always due."""

    def made(number: int, work: Callable[[], None]) -> Chore:
        def once() -> timedelta:
            work()
            return timedelta()

        return Chore(f"k{number}", Queue.MAIL, lambda *_: [()], once, by_the_clock=False, held=False)

    monkeypatch.setattr(dispatch, "CHORES", [made(number, work) for number, work in enumerate(works)])


def test_work_that_fails_ends_neither_the_sweep_nor_what_is_due_besides(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[str] = []

    def fails() -> None:
        turns.append("fails")
        raise RuntimeError

    _only(monkeypatch, fails, lambda: turns.append("works"))
    _run(place, lambda: turns.count("works") >= 3)
    assert turns[0] == "fails"


def test_it_leaves_a_pulse_and_signs_its_worker_in_and_out(place: Workplace) -> None:
    presence = Presence([Queue.DEADLINES, Queue.MAIL], 4, lambda: 3)
    sweep = Sweep(Queue.MAIL, None, presence, interval=0.01)
    sweep.start()
    _until(lambda: every(Pulse) and every(WorkerProcess))
    place.ending.set()
    assert sweep.wait(30)
    (worker,) = every(WorkerProcess)
    assert (worker.queues, worker.lines, worker.busy) == ("deadlines,mail", 4, 3)
    assert {pulse.name for pulse in every(Pulse)} == {"mail"}
    presence.sign_out()
    assert not every(WorkerProcess)


def test_one_sweep_says_for_all_that_they_were_heard_of_and_for_none_that_was_not(place: Workplace) -> None:
    presence = Presence(tuple(Queue), 4)
    deadlines, _, mail = (Sweep(queue, None, presence) for queue in Queue)
    began: list[str] = []
    event.listen(record.engine(), "begin", lambda _: began.append("begun"))
    deadlines._beat()
    for _ in range(20):
        deadlines._beat()
        mail._beat()
    assert len(began) == 2, "each says that it began, and no more"
    assert {pulse.name for pulse in every(Pulse)} == {"deadlines", "mail"}
    first = {pulse.name: pulse.at for pulse in every(Pulse)}
    mail._beat()
    presence.beaten_at -= PULSE_EVERY
    deadlines._beat()
    later = {pulse.name: pulse.at for pulse in every(Pulse)}
    assert set(later) == set(first), "the one for publishing hangs"
    assert all(later[name] > first[name] for name in first)


def test_a_database_that_is_gone_ends_nothing(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    real = dispatch.hand_out
    monkeypatch.setattr("worker.sweep.hand_out", lambda *ask: looks.append(1) or real(*ask))
    record.connect(f"sqlite:///{tmp_path}/nowhere/x.sqlite3")
    _run(place, lambda: len(looks) > 3)


def test_a_log_says_what_and_where_but_not_whose(
    place: Workplace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        with record.reading() as session:
            session.execute(text("select * from no_table where name = :name"), {"name": "Vigías del Estero"})

    _only(monkeypatch, fails)
    with caplog.at_level(logging.INFO):
        _run(place, lambda: "k0 failed" in caplog.text)
    assert "Error at" in caplog.text
    assert "Estero" not in caplog.text


@pytest.mark.parametrize("deaf", [False, True], ids=["refusing", "deaf"])
def test_without_a_broker_it_does_within_six_seconds_what_is_due(
    place: Workplace, monkeypatch: pytest.MonkeyPatch, deaf: bool
) -> None:
    done: list[float] = []
    _only(monkeypatch, lambda: done.append(time.monotonic()))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        if not deaf:
            listener.close()
        began = time.monotonic()
        _run(place, lambda: done, Sender(f"redis://127.0.0.1:{port}/0"))
    assert done[0] - began < 6


def test_a_claim_is_renewed_while_the_block_lasts(database: Engine) -> None:
    renewed: list[bool] = []

    def renew(session: Session) -> None:
        renewed.append(session.is_active)

    with keep_renewed(renew, timedelta(seconds=0.02)):
        _until(lambda: len(renewed) >= 3)
    count = len(renewed)
    time.sleep(0.1)
    assert len(renewed) <= count + 1
    _until(lambda: not [thread for thread in threading.enumerate() if thread.name == "lease" and thread.is_alive()])


@pytest.mark.unit
def test_a_fault_is_described_by_its_kind_and_our_own_line(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as fault:
        storage.move_out(tmp_path / "Estero", "x", tmp_path, "x")
    assert fault_place(fault.value).startswith(f"FileNotFoundError at {storage.__file__}:"), (
        "not the library's below it"
    )


@pytest.mark.unit
def test_our_own_line_is_named_where_we_are_installed_beside_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    site = "/venv/lib/python3.14/site-packages"
    monkeypatch.setattr(faults, "OURS", (f"{site}/worker/", f"{site}/workflow/"))
    library = compile("def ask(): 1 / 0", f"{site}/sqlalchemy/engine.py", "exec")
    ours = compile("\nask()", f"{site}/worker/mailing.py", "exec")
    names: dict[str, object] = {}
    exec(library, names)  # noqa: S102
    with pytest.raises(ZeroDivisionError) as fault:
        exec(ours, names)  # noqa: S102
    assert fault_place(fault.value) == f"ZeroDivisionError at {site}/worker/mailing.py:2"


@pytest.mark.unit
def test_what_goes_on_is_said_at_once_and_then_once_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    at, seldom = [0.0], faults.Seldom()
    monkeypatch.setattr(faults, "time", SimpleNamespace(monotonic=lambda: at[0]))
    said = []
    for seconds in range(150):
        at[0] = float(seconds)
        said += [seconds] if seldom.may_say("it is away") else []
    assert said == [0, 60, 120]
    assert seldom.may_say("it is full")


def test_a_record_that_is_away_is_said_once_a_minute(
    place: Workplace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record.connect(f"sqlite:///{tmp_path}/nowhere/x.sqlite3")
    sweep = Sweep(Queue.MAIL, None, Presence([Queue.MAIL], 4))
    for _ in range(20):
        assert not sweep._attempt(sweep._beat)
        assert not sweep._attempt(sweep.look)
    assert 1 <= len(caplog.records) <= 3


def test_what_a_killed_line_left_in_the_book_is_forgotten_once_nobody_needs_it_done(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _only(monkeypatch)
    with record.transaction() as session:
        at = record.now(session)
        for name, seconds, times in (("left", -15, 1), ("just told", -2, 1), ("at work", 5, 1), ("put off", -15, 0)):
            session.add(Errand(name=name, until=at + timedelta(seconds=seconds), times=times))
    _run(place, lambda: every(Pulse))
    assert {errand.name for errand in every(Errand)} == {"just told", "at work", "put off"}


def test_a_worker_begins_on_no_database_of_another_release(empty_database_url: str, settings: Settings) -> None:
    worker: Any = SimpleNamespace(app=celery_app, concurrency=4)
    settings = replace(settings, database_url=empty_database_url)
    with at_work(create_app(settings), replace(settings, smtp_url="smtp://127.0.0.1:1")):
        with pytest.raises(SystemExit, match="empty or from another release"):
            SweepStep(worker).start(worker)
        record.engine().dispose()


def test_a_worker_that_is_to_end_gives_back_what_it_has_not_begun(place: Workplace) -> None:
    done: list[str] = []
    piece = Chore("k", Queue.MAIL, lambda *_: [()], lambda: done.append("k"), by_the_clock=False, held=False)
    with record.transaction() as session:
        errands.hand_out(session, ["k"])
    place.ending.set()
    piece.do()
    assert not done
    assert every(Errand) == [], "the next worker is told of it at once"


def test_each_queue_is_heard_of_as_soon_as_its_sweep_begins(place: Workplace) -> None:
    presence = Presence(list(Queue), 4)
    for queue in Queue:
        presence.beat(queue)
    with record.reading() as session:
        assert {pulse.name for pulse in session.scalars(select(Pulse))} >= {queue.value for queue in Queue}

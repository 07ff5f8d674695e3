"""The timers: nothing that a chore does ends them, and what they log names no one."""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, text

from worker.leases import keep_renewed
from worker.timers import Chore, Timer, fault_place
from workflow import database as record
from workflow.models.event import Pulse


def _until(holds: Callable[[], Any], within: float = 5.0) -> None:
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


def _run(timer: Timer, holds: Callable[[], Any]) -> None:
    timer.start()
    try:
        _until(holds)
    finally:
        timer.ask_to_end()
        assert timer.wait(5)


def test_a_chore_that_fails_ends_neither_the_timer_nor_the_others(database: Engine) -> None:
    turns: list[str] = []

    def fails() -> bool:
        turns.append("fails")
        raise RuntimeError

    def works() -> bool:
        turns.append("works")
        return False

    _run(Timer("t", [Chore("a", fails), Chore("b", works)], interval=0.01), lambda: len(turns) >= 6)
    assert turns[:6] == ["fails", "works"] * 3


def test_it_leaves_a_pulse_that_is_fresh(database: Engine) -> None:
    def beaten() -> bool:
        with record.reading() as session:
            return session.get(Pulse, "t") is not None

    _run(Timer("t", [], interval=0.01), beaten)


def test_a_database_that_is_gone_ends_nothing(tmp_path: Any) -> None:
    record.connect(f"sqlite:///{tmp_path}/nowhere/x.sqlite3")
    turns: list[int] = []

    def looks() -> bool:
        turns.append(1)
        with record.reading() as session:
            session.execute(text("select 1"))
        return False

    _run(Timer("t", [Chore("looking", looks)], interval=0.01), lambda: len(turns) > 3)


def test_woken_it_looks_at_once_and_a_wake_during_a_look_is_not_lost(database: Engine) -> None:
    looks: list[float] = []
    going = threading.Event()

    def look() -> bool:
        looks.append(time.monotonic())
        if len(looks) == 1:
            timer.wake()
            going.set()
        return False

    timer = Timer("t", [Chore("looking", look)], interval=60)
    timer.start()
    _until(lambda: len(looks) == 2)
    timer.wake()
    _until(lambda: len(looks) == 3)
    timer.ask_to_end()
    assert timer.wait(5)


def test_while_there_is_work_it_does_not_rest(database: Engine) -> None:
    left = list(range(50))

    def work() -> bool:
        return bool(left) and left.pop() >= 0

    began = time.monotonic()
    _run(Timer("t", [Chore("working", work)], interval=5), lambda: not left)
    assert time.monotonic() - began < 3


def test_a_claim_is_renewed_while_the_block_lasts(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    monkeypatch.setattr("worker.leases.LEASE", timedelta(seconds=0.06))
    renewed: list[bool] = []
    with keep_renewed(lambda session: renewed.append(session.is_active)):
        _until(lambda: len(renewed) >= 3)
    count = len(renewed)
    time.sleep(0.1)
    assert len(renewed) <= count + 1


def test_a_log_says_what_and_where_but_not_whose(database: Engine, caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> bool:
        with record.reading() as session:
            session.execute(text("select * from no_table where name = :name"), {"name": "Vigías del Estero"})
        return False

    with caplog.at_level(logging.INFO):
        _run(Timer("t", [Chore("telling", fails)], interval=0.01), lambda: "telling failed" in caplog.text)
    assert "Error at" in caplog.text
    assert "Estero" not in caplog.text


@pytest.mark.unit
def test_a_fault_is_described_by_its_kind_and_our_own_line() -> None:
    try:
        int("Estero")
    except ValueError as error:
        assert fault_place(error).startswith(f"ValueError at {__file__}:")

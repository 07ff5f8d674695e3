"""The chores: what fails each time stands back for what is due after it."""

import logging
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from tests import calls
from tests.decisions import adopt, every, on_the_table
from tests.rooms import Room, furnished_open
from worker.schedule import AT_ONCE, clear_daily, each, timers
from workflow import database as record
from workflow import storage
from workflow.app import create_app
from workflow.config import Settings
from workflow.models.ballot import Ballot
from workflow.models.person import Limit, Person
from workflow.models.statement import Statement
from workflow.rules.decision.decision import BallotOutcome
from workflow.services.consultation import consulting
from workflow.services.decision import deciding
from workflow.text.document import parse


def _second_on_the_table(room: Room) -> None:
    closes_at = room.clock.at + timedelta(days=4)
    with record.transaction() as session:
        sara = session.get_one(Person, room.people["sara"])
        facts = {"title": "Two", "occasion": "", "blocks": parse("Two.\n"), "language": "en"}
        key = calls.create_statement(session, sara, **facts).key  # type: ignore[arg-type]
        calls.open_consultation(session, sara, key, closes_at=closes_at)
        consulting.close_consultation(session, sara, key)
        deciding.open_ballot(session, sara, key, version=1, languages=["en"], closes_at=closes_at)


def test_a_ballot_that_cannot_be_settled_does_not_hold_up_the_next(
    database: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with furnished_open() as room:
        on_the_table(room)
        _second_on_the_table(room)
        with record.transaction() as session:
            session.execute(update(Statement).where(Statement.key == room.key).values(procedure={"broken": 1}))
        room.clock.pass_by(days=9)
        with caplog.at_level(logging.ERROR):
            assert each(deciding.due_ballots, deciding.settle)
        assert not each(deciding.due_ballots, deciding.settle)
        first, second = every(Ballot)
        assert first.outcome is BallotOutcome.PENDING
        assert second.outcome is not BallotOutcome.PENDING
        assert f"settle of statement {room.key} failed" in caplog.text
        assert "broken" not in caplog.text


@pytest.mark.parametrize("bad", [3, AT_ONCE + 5])
def test_each_that_fails_leaves_nothing_and_the_others_are_done(database: Engine, bad: int) -> None:
    done: list[str] = []
    keys = [f"bad{number}" for number in range(bad)] + [f"good{number}" for number in range(AT_ONCE + 1)]

    def act(session: Session, key: str) -> bool:
        session.scalar(select(Statement.id))
        if key.startswith("bad"):
            raise RuntimeError
        done.append(key)
        return True

    assert each(lambda _: keys, act)
    assert done == [f"good{number}" for number in range(AT_ONCE)]
    assert not each(lambda _: keys[:bad], act)


def test_a_consultation_is_closed_once_and_a_reminder_sent_once(database: Engine) -> None:
    with furnished_open() as room:
        assert not each(consulting.due_consultations, consulting.close_due)
        room.clock.pass_by(days=3)
        assert each(consulting.due_consultations, consulting.close_due)
        assert not each(consulting.due_consultations, consulting.close_due)
        with record.transaction() as session:
            assert not consulting.close_due(session, room.key)
        room.do("sara", deciding.open_ballot, version=1, languages=["en"], closes_at=room.clock.at + timedelta(days=1))
        room.clock.pass_by(hours=13)
        assert each(deciding.due_reminders, deciding.remind)
        assert not each(deciding.due_reminders, deciding.remind)


def test_what_has_ended_is_cleared_once_a_day(database: Engine) -> None:
    with furnished_open() as room:
        counts = []
        for hours in (0, 23, 1):
            room.clock.pass_by(hours=hours)
            with record.transaction() as session:
                session.add(Limit(key=f"k{hours}", count=1, ends_at=room.clock.at - timedelta(seconds=1)))
            assert not clear_daily()
            counts.append(len(every(Limit)))
        assert counts == [0, 1, 0]


def test_printing_that_hangs_holds_up_no_deadline(
    database: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that does not answer, met while a statement goes out: the consultation of another closes on time."""
    hangs, free, closed = Event(), Event(), Event()

    def hang(*_: object) -> None:
        hangs.set()
        free.wait(20)

    with furnished_open() as room:
        on_the_table(room)
        adopt(room)
        with record.transaction() as session:
            sara = session.get_one(Person, room.people["sara"])
            facts = {"title": "Two", "occasion": "", "blocks": parse("Two.\n"), "language": "en"}
            key = calls.create_statement(session, sara, **facts).key  # type: ignore[arg-type]
            calls.open_consultation(session, sara, key, closes_at=room.clock.at + timedelta(hours=1))
        made = timers(create_app(settings), settings)
        monkeypatch.setattr(storage, "write_all", hang)
        real = consulting.close_due
        monkeypatch.setattr(consulting, "close_due", lambda at, of: real(at, of) and not closed.set())
        for timer in made[:2]:
            timer.start()
        try:
            assert hangs.wait(15), "nothing was printed"
            room.clock.pass_by(hours=2)
            made[0].wake()
            assert closed.wait(15), "the consultation was not closed while the disk hung"
            assert not free.is_set()
        finally:
            free.set()
            for timer in made[:2]:
                timer.ask_to_end()
            assert all(timer.wait(15) for timer in made[:2])


def test_printing_has_a_timer_of_its_own(settings: Settings, database: Engine) -> None:
    record_timer, printing, _mail = timers(create_app(settings), settings)
    assert [each.name for each in printing.chores] == ["looking at the clock", "publishing", "printing"]
    assert not {"publishing", "printing"} & {each.name for each in record_timer.chores}

"""Each kind of work: done once when it is due, harmless when it is not, and what fails holds up nobody else's."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread

import pytest
from sqlalchemy import Engine, select, update

from tests import calls
from tests.decisions import adopt, every, newest, on_the_table
from tests.machines.asking import checksum
from tests.rooms import Room, furnished_open
from tests.worker.hands import at_work, do_all_due, do_due, forget_put_off
from worker import chores, tasks
from worker.celery import app as celery_app
from worker.sweep import Presence, Sweep
from workflow import database as record
from workflow import storage
from workflow.app import create_app
from workflow.bell import HAND_OUT
from workflow.config import Settings
from workflow.models.ballot import Ballot
from workflow.models.consultation import Consultation
from workflow.models.event import Delivery
from workflow.models.person import Limit, Person
from workflow.models.statement import Statement
from workflow.models.worker import Errand
from workflow.rules.decision.decision import BallotOutcome
from workflow.rules.shared.queues import Queue
from workflow.services.consultation import consulting
from workflow.text.document import parse

ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def room(database: Engine, settings: Settings) -> Iterator[Room]:
    """A consultation that is open, and a workplace."""
    with furnished_open() as made, at_work(create_app(settings), settings):
        do_all_due()
        yield made


def _second_statement(room: Room, hours: float = 1) -> str:
    with record.transaction() as session:
        sara = session.get_one(Person, room.people["sara"])
        facts = {"title": "Two", "occasion": "", "blocks": parse("Two.\n"), "language": "en"}
        key = calls.create_statement(session, sara, **facts).key  # type: ignore[arg-type]
        calls.open_consultation(session, sara, key, closes_at=room.clock.at + timedelta(hours=hours))
    return key


def test_a_ballot_that_cannot_be_settled_does_not_hold_up_the_next(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    closes_at = room.clock.at + timedelta(days=4)
    on_the_table(room)
    key = _second_statement(room)
    with record.transaction() as session:
        sara = session.get_one(Person, room.people["sara"])
        consulting.close_consultation(session, sara, key)
        calls.open_ballot(session, sara, key, version=1, languages=["en"], closes_at=closes_at)
        of_the_room = select(Statement.id).where(Statement.key == room.key).scalar_subquery()
        session.execute(update(Ballot).where(Ballot.statement_id == of_the_room).values(rule={"broken": 1}))
    room.clock.pass_by(days=9)
    with caplog.at_level(logging.ERROR):
        do_all_due([Queue.DEADLINES])
    assert not do_due([Queue.DEADLINES]), "it stands back for a while"
    first, second = every(Ballot)
    assert first.outcome is BallotOutcome.PENDING
    assert second.outcome is not BallotOutcome.PENDING
    assert f"settle_ballot {room.key} failed" in caplog.text
    assert "broken" not in caplog.text
    room.clock.pass_by(seconds=11)
    assert do_due([Queue.DEADLINES]) == [f"settle_ballot {room.key}"]


def test_a_consultation_is_closed_once_and_a_reminder_sent_once(room: Room) -> None:
    room.clock.pass_by(days=3)
    assert do_due([Queue.DEADLINES])[0] == f"close_consultation {room.key}"
    room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=room.clock.at + timedelta(days=1))
    room.clock.pass_by(hours=13)
    assert do_due([Queue.DEADLINES]) == [f"remind_committee {room.key}"]
    assert not do_due([Queue.DEADLINES])


@ON_ONE
def test_what_has_ended_is_cleared_once_a_day(room: Room) -> None:
    counts = []
    for hours in (0, 23, 2):
        room.clock.pass_by(hours=hours)
        with record.transaction() as session:
            session.add(Limit(key=f"k{hours}", count=1, ends_at=room.clock.at - timedelta(seconds=1)))
        do_due([Queue.DEADLINES])
        counts.append(len(every(Limit)))
    assert counts == [1, 2, 0], "it was done once before the first"


def test_each_task_that_was_sent_doubled_late_or_by_somebody_else_changes_nothing(room: Room, database: Engine) -> None:
    on_the_table(room)
    adopt(room)
    do_all_due()
    forget_put_off()
    passing = frozenset({"errand", "pulse", "worker_process", "machine_clock"})
    before = checksum(database, passing)
    for key in (room.key, "nobody", "'; DROP TABLE statement"):
        for kind in (tasks.close_consultation, tasks.settle_ballot, tasks.remind_committee):
            kind.do(key)
    for number in (1, 2, 999_999, -1):
        for kind in (tasks.publish_statement, tasks.print_statement, tasks.make_deliveries, tasks.send_mails):
            kind.do(number)
    for kind in (tasks.print_lists, tasks.check_files, tasks.clear_ended):
        kind.do()
    assert checksum(database, passing) == before


@ON_ONE
def test_every_kind_of_work_is_a_task_of_its_queue_and_nothing_else_is(room: Room) -> None:
    ours = {name: task for name, task in celery_app.tasks.items() if not name.startswith("celery.")}
    assert set(ours) == {HAND_OUT, *(kind.name for kind in chores.CHORES)}
    for kind in chores.CHORES:
        assert celery_app.amqp.router.route({}, kind.name)["queue"].name == kind.queue
    assert celery_app.amqp.router.route({}, HAND_OUT)["queue"].name == Queue.DEADLINES


@pytest.mark.unit
def test_each_queue_has_an_exchange_and_a_key_of_its_own() -> None:
    bound = {(queue.name, queue.exchange.name, queue.routing_key) for queue in celery_app.amqp.queues.values()}
    assert bound == {(queue, queue, queue) for queue in Queue}


@ON_ONE
def test_a_task_is_off_the_book_when_it_is_done_and_stays_on_it_when_it_failed(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.clock.pass_by(days=3)
    with monkeypatch.context() as broken:
        broken.setattr(consulting, "close_due", lambda *_: 1 / 0)
        do_due([Queue.DEADLINES])
    name = f"communique.close_consultation {room.key}"
    assert name in {errand.name for errand in every(Errand)}
    room.clock.pass_by(seconds=11)
    do_due([Queue.DEADLINES])
    assert name not in {errand.name for errand in every(Errand)}
    assert newest(Consultation).closed_at is not None


@ON_ONE
def test_asked_to_end_it_begins_nothing(room: Room) -> None:
    room.clock.pass_by(days=3)
    chores.workplace().ending.set()
    do_due([Queue.DEADLINES])
    assert newest(Consultation).closed_at is None


@ON_ONE
def test_the_mails_of_an_event_are_made_and_then_sent_by_as_many_lines_as_there_is_work_for(room: Room) -> None:
    assert every(Delivery), "they are made where there is no mail server, and wait for one"
    place = chores.workplace()
    with record.reading() as session:
        assert not list(tasks.send_mails.due(session, 4))
        place.settings = replace(place.settings, smtp_url="smtp://127.0.0.1:1")
        assert list(tasks.send_mails.due(session, 4)) == [(0,)]


@ON_ONE
def test_printing_that_hangs_holds_up_no_deadline_without_a_broker(
    room: Room, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that does not answer, met while a statement goes out: the consultation of another closes on time."""
    hangs, free = Event(), Event()
    on_the_table(room)
    adopt(room)
    _second_statement(room)

    def hang(*_: object) -> None:
        hangs.set()
        free.wait(20)

    monkeypatch.setattr(storage, "write_all", hang)
    sweeps = {queue: Sweep(queue, None, Presence(tuple(Queue), 4)) for queue in Queue}
    printing = Thread(target=sweeps[Queue.PUBLISHING].look)
    printing.start()
    try:
        assert hangs.wait(15), "nothing was printed"
        room.clock.pass_by(hours=2)
        sweeps[Queue.DEADLINES].look()
        assert newest(Consultation).closed_at is not None
        assert not free.is_set()
    finally:
        free.set()
        printing.join(15)

"""A batch of mails on one line: what is marked when, what is given back, what a line that is killed leaves behind."""

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, insert, select, update

from tests.decisions import delivery, every, fan_out_all
from tests.provide.smtp import CUT, HANG, SmtpSink
from tests.rooms import Room, furnished_open
from tests.worker.processes import until
from worker import mailing
from workflow import database as record
from workflow.app import create_app
from workflow.config import Settings
from workflow.models.event import Delivery, Event
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.publication import Progress
from workflow.rules.notifications.delivery import LEASE
from workflow.rules.notifications.events import EventKind
from workflow.services.notifications import claiming, notifying
from workflow.services.shared.record import new_key, record_event

PEOPLE = 60  # more than one batch


@pytest.fixture
def room(database: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    """A consultation that was just opened, of which sixty people more are to be told, on each database."""
    monkeypatch.setattr(mailing, "_channel", mailing._Channel())
    with furnished_open() as made:
        _add_people(made)
        fan_out_all()
        yield made


def _add_people(room: Room) -> None:
    at = room.clock.at
    shared = {"organisation_id": room.organisations["fen"], "invited_at": at, "joined_at": at}
    with record.transaction() as session:
        people = [{"key": new_key(), "email": f"p{n}@fen.example", **shared} for n in range(PEOPLE)]
        session.execute(insert(Person), people)


def _send(settings: Settings, sink: SmtpSink, **how: Any) -> timedelta | None:
    how = {"ending": threading.Event(), "seconds": 60.0, **how}
    settings = replace(settings, smtp_url=sink.url)
    return mailing.send_due(create_app(settings), settings, **how)


def _waiting() -> list[Delivery]:
    return [row for row in every(Delivery) if row.progress is Progress.WAITING]


def _claimed(most: int = claiming.BATCH) -> claiming.Batch:
    with record.transaction() as session:
        return claiming.claim_batch(session, most)


def test_a_claim_leases_fifty_and_spends_the_attempt_of_the_first_alone(room: Room) -> None:
    batch = _claimed()
    rows = every(Delivery)
    leased = [row for row in rows if row.leased_until is not None]
    assert [claim.delivery_id for claim in batch.claims] == [row.id for row in leased]
    assert len(leased) == claiming.BATCH and {row.lease for row in leased} == {1}
    assert [row.attempts for row in leased] == [1, *[0] * 49]
    assert [row.id for row in rows if row.begun_at is not None] == [batch.claims[0].delivery_id]
    assert len(_claimed().claims) == len(rows) - claiming.BATCH, "what is leased is nobody else's"


def test_all_are_sent_batch_after_batch_over_one_line(room: Room, settings: Settings, smtp_sink: SmtpSink) -> None:
    assert _send(settings, smtp_sink) is None
    rows = every(Delivery)
    assert {row.progress for row in rows} == {Progress.DONE}
    assert {(row.attempts, row.lease, row.leased_until, row.begun_at) for row in rows} == {(0, 1, None, None)}
    assert len({mail.message["Message-ID"] for mail in smtp_sink.received}) == len(smtp_sink.received) == len(rows)
    assert smtp_sink.connections == 1


def test_several_lines_at_once_send_each_mail_once(room: Room, settings: Settings, smtp_sink: SmtpSink) -> None:
    lines = [threading.Thread(target=_send, args=(settings, smtp_sink)) for _ in range(4)]
    for line in lines:
        line.start()
    for line in lines:
        line.join(60)
    assert not _waiting()
    assert len({mail.message["Message-ID"] for mail in smtp_sink.received}) == len(smtp_sink.received)


def test_recording_one_marks_the_next_in_the_same_commit(room: Room, settings: Settings, smtp_sink: SmtpSink) -> None:
    seen: list[tuple[int, int]] = []

    def look(number: int) -> None:
        rows = every(Delivery)
        begun = [row.attempts for row in rows if row.begun_at is not None]
        assert begun == [1]
        seen.append((sum(row.progress is Progress.DONE for row in rows), sum(row.attempts for row in rows)))

    smtp_sink.before_answer = look
    _send(settings, smtp_sink)
    # Of a mail that was taken no attempt is left, so that at each moment one is spent: the one that is under way.
    assert seen == [(number, 1) for number in range(len(every(Delivery)))]


@pytest.mark.parametrize("why", ["ending", "seconds"])
def test_what_is_not_tried_any_more_is_free_at_once(
    room: Room, settings: Settings, smtp_sink: SmtpSink, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending = threading.Event()

    def end(number: int) -> None:
        if number == 3 and why == "ending":
            ending.set()
        elif number == 3:
            monkeypatch.setattr(mailing._Line, "_is_over", lambda _: True)

    smtp_sink.before_answer = end
    assert _send(settings, smtp_sink, ending=ending) is None
    assert len(smtp_sink.received) == 3
    rows = _waiting()
    assert {(row.attempts, row.leased_until, row.begun_at, row.in_doubt) for row in rows} == {(0, None, None, False)}
    assert len(_claimed().claims) == claiming.BATCH


def test_a_line_that_is_cut_gives_the_rest_back_and_another_one_goes_on(
    room: Room, settings: Settings, smtp_sink: SmtpSink
) -> None:
    smtp_sink.answer("250 taken", CUT)
    _send(settings, smtp_sink)
    (doubtful,) = _waiting()
    assert doubtful.in_doubt and doubtful.due_at == room.clock.at + timedelta(minutes=5)
    assert smtp_sink.connections == 2


@pytest.mark.parametrize("farewell", ["421 enough for one line", None])
def test_a_line_that_the_server_closes_between_two_mails_delays_none(
    room: Room, settings: Settings, smtp_sink: SmtpSink, farewell: str | None
) -> None:
    smtp_sink.mails_a_line, smtp_sink.farewell = 30, farewell
    assert _send(settings, smtp_sink) is None
    assert not _waiting() and smtp_sink.connections == 3
    assert len(smtp_sink.received) == len(every(Delivery)) > 60


def test_a_line_that_hangs_is_hung_up_records_doubt_and_gives_the_rest_back(
    room: Room, settings: Settings, smtp_sink: SmtpSink
) -> None:
    ending = threading.Event()
    smtp_sink.answer("250 taken", HANG)
    line = threading.Thread(target=_send, args=(settings, smtp_sink), kwargs={"ending": ending})
    line.start()
    until(lambda: len(smtp_sink.received) == 2)
    ending.set()
    mailing.hang_up()
    line.join(15)  # the server would have been waited for for minutes
    assert not line.is_alive()
    rows = _waiting()
    assert sorted((row.in_doubt, row.attempts) for row in rows)[-2:] == [(False, 0), (True, 0)]
    assert not [row for row in rows if row.leased_until is not None or row.begun_at is not None]


def test_a_server_that_hangs_holds_its_line_alone(room: Room, settings: Settings, smtp_sink: SmtpSink) -> None:
    ending = threading.Event()
    smtp_sink.answer(HANG)
    held = threading.Thread(target=_send, args=(settings, smtp_sink), kwargs={"ending": ending})
    held.start()
    until(lambda: len(smtp_sink.received) == 1)
    _send(settings, smtp_sink)
    assert {row.lease for row in _waiting()} == {1} and len(_waiting()) == claiming.BATCH
    room.clock.at += LEASE  # of the forty-nine that nobody tries; the one under way is renewed by its line
    with record.transaction() as session:
        (hanging,) = (row for row in every(Delivery) if row.begun_at is not None)
        session.execute(update(Delivery).where(Delivery.id == hanging.id).values(leased_until=room.clock.at + LEASE))
    _send(settings, smtp_sink)
    assert [row.id for row in _waiting()] == [hanging.id]
    assert not [row for row in every(Delivery) if row.in_doubt]
    ending.set()
    mailing.hang_up()
    held.join(15)
    assert not held.is_alive()


def test_a_worker_that_slept_over_its_lease_sends_nothing_of_its_batch(
    room: Room, settings: Settings, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after SIGSTOP: another line took all over meanwhile, and both clocks of this one have gone on."""
    others: list[claiming.Batch] = []
    real = mailing._Moment.is_past

    def wake(moment: mailing._Moment) -> bool:
        return bool(others) or real(moment)

    def sleep(number: int) -> None:
        if number == 2:
            room.clock.at += LEASE
            while (other := _claimed()).claims:
                others.append(other)

    monkeypatch.setattr(mailing._Moment, "is_past", wake)
    smtp_sink.before_answer = sleep
    _send(settings, smtp_sink)
    assert len(smtp_sink.received) == 2
    done = [row for row in every(Delivery) if row.progress is Progress.DONE]
    assert len(done) == 2, "what the server took is on record under whatever lease"
    assert {row.lease for row in _waiting()} == {1, 2}


@pytest.mark.parametrize("clock", ["monotonic", "time"])
def test_what_was_asked_holds_for_five_seconds_by_either_clock(monkeypatch: pytest.MonkeyPatch, clock: str) -> None:
    clocks = {"monotonic": time.monotonic, "time": time.time}
    moment = mailing._Moment()
    assert not moment.is_past()
    later = clocks[clock]() + mailing.FRESH + 0.1
    monkeypatch.setattr(mailing, "time", SimpleNamespace(**{**clocks, clock: lambda: later}))
    assert moment.is_past()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_database_that_ends_every_connection_costs_no_mail_and_doubles_none(
    room: Room,
    settings: Settings,
    smtp_sink: SmtpSink,
    caplog: pytest.LogCaptureFixture,
    request: pytest.FixtureRequest,
) -> None:
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"

    def restart(number: int) -> None:
        if number in (3, 4, 50, 51):  # within a batch, and with its last
            with psycopg.connect(settings.database_url.replace("+psycopg", "")) as connection:
                connection.execute(f"{others} AND pid <> pg_backend_pid()")
            request.getfixturevalue("_postgres_with_tables").dispose()  # of the tests themselves, also gone

    smtp_sink.before_answer = restart
    assert _send(settings, smtp_sink) is None
    assert "is not on record yet" in caplog.text
    rows = every(Delivery)
    assert {(row.progress, row.attempts, row.in_doubt) for row in rows} == {(Progress.DONE, 0, False)}
    assert len({mail.message["Message-ID"] for mail in smtp_sink.received}) == len(smtp_sink.received) == len(rows)


def test_who_is_removed_while_a_batch_is_under_way_gets_nothing_when_it_is_older_than_five_seconds(
    room: Room, settings: Settings, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    def remove(number: int) -> None:
        if number == 2:
            with record.transaction() as session:
                last = session.scalars(select(Person).where(Person.email == "p9@fen.example")).one()
                last.removed_at = room.clock.at
                session.get_one(Organisation, room.organisations["lacs"]).suspended_at = room.clock.at
            monkeypatch.setattr(mailing, "FRESH", -1.0)

    smtp_sink.before_answer = remove
    _send(settings, smtp_sink)
    got = {mail.recipients[0] for mail in smtp_sink.received}
    assert "p9@fen.example" not in got and "p8@fen.example" in got
    dropped = {row.person_id for row in every(Delivery) if row.progress is Progress.DROPPED}
    assert delivery("p9", EventKind.CONSULTATION_OPENED).person_id in dropped
    assert len(got) + len(dropped) == len(every(Delivery))


def test_the_audience_is_asked_once_for_a_batch(
    room: Room, settings: Settings, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = mailing._ask
    monkeypatch.setattr(mailing, "FRESH", 60.0)  # on a busy machine five seconds may not be enough for fifty mails
    monkeypatch.setattr(mailing, "_ask", lambda claims: asked.append(len(claims)) or real(claims))
    _send(settings, smtp_sink)
    assert asked == [50, len(every(Delivery)) - 50]


def test_one_urgent_mail_leaves_with_the_next_batch(room: Room, settings: Settings, smtp_sink: SmtpSink) -> None:
    def forget(number: int) -> None:
        if number == 2:
            with record.transaction() as session:
                record_event(session, EventKind.PASSWORD_CHANGED, data={"person": room.people["fred"]})
            fan_out_all()

    smtp_sink.before_answer = forget
    _send(settings, smtp_sink)
    urgent = delivery("fred", EventKind.PASSWORD_CHANGED)
    order = [mail.message["Message-ID"] for mail in smtp_sink.received]
    assert order.index(f"<{urgent.message_id}@localhost.localdomain>") == claiming.BATCH


def test_events_are_fanned_out_the_urgent_first(room: Room) -> None:
    with record.transaction() as session:
        session.execute(update(Event).values(fanned_at=room.clock.at))
        kinds = (EventKind.STATEMENT_ADOPTED, EventKind.PASSWORD_CHANGED, EventKind.BALLOT_CLOSING)
        ids = [record_event(session, kind, data={"ballot": 0}).id for kind in kinds]
        assert notifying.waiting_events(session) == [ids[1], ids[2], ids[0]]


# A line in a process of its own, which kills itself before the statement of that number since it began to send.
_LINE = """
import os, signal, sys, threading
from dataclasses import replace
from sqlalchemy import event
from worker import mailing
from workflow import database
from workflow.app import create_app
from workflow.config import Settings
settings = Settings.from_environment(os.environ)
app, left = create_app(settings), [int(sys.argv[1])]
def count(*_):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
for name in ("before_cursor_execute", "commit"):
    event.listen(database.engine(), name, count)
mailing.send_due(app, settings, ending=threading.Event(), seconds=60.0)
"""


def _run_line(settings: Settings, sink: SmtpSink, statement: int) -> int:
    environment = {
        "COMMUNIQUE_DATA": str(settings.data),
        "COMMUNIQUE_DATABASE_URL": settings.database_url,
        "COMMUNIQUE_SECRET_KEY": settings.secret_key,
        "COMMUNIQUE_SMTP_URL": sink.url,
        "COMMUNIQUE_TIME_ZONE": "UTC",
    }
    command = [sys.executable, "-c", _LINE, str(statement)]
    return subprocess.run(command, env=environment, check=False, timeout=60).returncode


def _leases_run_out() -> None:
    with record.transaction() as session:
        leased = update(Delivery).where(Delivery.leased_until.is_not(None))
        session.execute(leased.values(leased_until=record.now(session) - timedelta(seconds=1)))


# Of the first mail and the second: to look, to claim, to ask, to make a body; then two changes and their commit.
@pytest.mark.parametrize("statements", [(5, 8, 9, 20), (7, 18, 23, 24)])
def test_a_line_killed_between_any_two_statements_loses_nothing_and_doubles_one_at_most(
    room: Room, settings: Settings, smtp_sink: SmtpSink, statements: tuple[int, ...]
) -> None:
    for statement in statements:
        before = sum(row.attempts for row in every(Delivery))
        assert _run_line(settings, smtp_sink, statement) == -signal.SIGKILL
        rows = every(Delivery)
        assert sum(row.attempts for row in rows) - before <= 1, "the others spend no attempt"
        assert sum(row.begun_at is not None for row in rows) <= 1
        _leases_run_out()
    assert _run_line(settings, smtp_sink, 1_000_000) == 0
    rows = every(Delivery)
    assert {row.progress for row in rows} == {Progress.DONE}
    copies = Counter((mail.message["Message-ID"], mail.recipients) for mail in smtp_sink.received)
    assert len(copies) == len(rows)
    doubtful = {f"<{row.message_id}@localhost.localdomain>" for row in rows if row.in_doubt}
    twice = {message_id for (message_id, _), count in copies.items() if count > 1}
    assert twice <= doubtful and len(doubtful) <= len(statements)
    assert sum(copies.values()) - len(rows) <= len(statements)

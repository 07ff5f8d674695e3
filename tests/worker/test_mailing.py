"""The channel mail: a real server, scripted; what each of its answers does to the rows."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from flask import Flask
from sqlalchemy import Engine, delete, event, select, update
from sqlalchemy.exc import OperationalError

from tests.decisions import claim, delivery, every, fan_out_all, newest, reason_not_to_send
from tests.provide.smtp import ACCEPT, CUT, SmtpSink
from tests.rooms import Room, furnished_open
from tests.worker.processes import until
from worker import mailing
from workflow import database as record
from workflow.app import create_app
from workflow.config import Settings
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.models.publication import Progress
from workflow.rules.notifications.delivery import LEASE, REFUSED_IN_A_ROW, DeliveryVerdict, Outcome
from workflow.rules.notifications.events import EventKind
from workflow.services.notifications import claiming, notifying, recording
from workflow.services.notifications.changes import DeliveryClaim
from workflow.services.people import joining
from workflow.services.shared.record import record_event

OPENED = EventKind.CONSULTATION_OPENED


@dataclass
class Office:
    """A consultation that was just opened, six focal points to tell of it, and the worker's way to do so."""

    room: Room
    sink: SmtpSink
    app: Flask
    settings: Settings
    ending: threading.Event

    def fan_out(self) -> bool:
        """Make the deliveries of what waits; whether there was any."""
        with record.reading() as session:
            waiting = notifying.waiting_events(session)
        return sum(mailing.fan_out(event_id) for event_id in waiting) > 0

    def send_all(self, seconds: float = 60.0) -> timedelta | None:
        """Send until nothing is due, or the channel pauses; then for how long."""
        return mailing.send_due(self.app, self.settings, ending=self.ending, seconds=seconds)

    def progress(self) -> dict[str, Progress]:
        """How far each one's mail has come."""
        with record.reading() as session:
            return {
                session.get_one(Person, row.person_id).email.partition("@")[0]: row.progress for row in every(Delivery)
            }


@pytest.fixture
def office(
    database: Engine, settings: Settings, smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """The office, on each database."""
    _start_anew(monkeypatch)
    settings = replace(settings, smtp_url=smtp_sink.url)
    with furnished_open() as room:
        yield Office(room, smtp_sink, create_app(settings), settings, threading.Event())


def _start_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process of its own, or in this one started anew."""
    monkeypatch.setattr(mailing, "_channel", mailing._Channel())


def test_each_focal_point_gets_one_mail_of_their_own(office: Office) -> None:
    assert office.fan_out()
    office.send_all()
    assert {mail.recipients for mail in office.sink.taken} == {
        (f"{each}@{house}.example",)
        for each, house in (
            ("dana", "delta"),
            ("dilip", "delta"),
            ("lucie", "lacs"),
            ("elena", "estero"),
            ("nadia", "nahr"),
            ("fred", "fen"),
        )
    }
    assert len(office.sink.taken) == 6
    assert set(office.progress().values()) == {Progress.DONE}
    assert not office.fan_out()
    assert office.send_all() is None
    assert office.sink.connections == 1, "where nothing is due the server is left alone"
    assert len({mail.message["Message-ID"] for mail in office.sink.taken}) == 6


def test_a_fault_of_ours_is_no_pause_and_its_words_are_not_told(
    office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("Vigías del Estero")

    fan_out_all()
    monkeypatch.setattr(claiming, "claim_batch", fails)
    with pytest.raises(ValueError, match="Estero"):  # of which the log says the place alone: see chores
        office.send_all()
    assert "pauses" not in caplog.text and "Estero" not in caplog.text


def test_a_password_that_cannot_be_said_to_the_server_is_the_channels_fault_and_not_told(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.settings = replace(office.settings, smtp_url=office.sink.url.replace("smtp://", "smtp://me:gehe%C3%AFm@"))
    fan_out_all()
    assert office.send_all() is not None
    assert "mail pauses" in caplog.text
    assert not any(told in caplog.text for told in ("gehe", "ï", "xef", "position"))


def test_one_line_serves_a_batch(office: Office) -> None:
    fan_out_all()
    office.send_all()
    assert office.sink.connections == 1


def test_later_for_one_delays_no_other(office: Office) -> None:
    office.sink.by_recipient["lucie@lacs.example"] = "450 greylisted"
    fan_out_all()
    office.send_all()
    progress = office.progress()
    assert progress.pop("lucie") is Progress.WAITING
    assert set(progress.values()) == {Progress.DONE}
    del office.sink.by_recipient["lucie@lacs.example"]
    office.room.clock.pass_by(minutes=1)
    office.send_all()
    assert office.progress()["lucie"] is Progress.DONE


def _minutes(office: Office, *minutes: int) -> None:
    """Send what is due after so many minutes each."""
    for each in minutes:
        office.room.clock.pass_by(minutes=each)
        office.send_all()


def test_never_for_one_is_believed_when_it_is_repeated_and_others_got_their_mail(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.sink.by_recipient["lucie@lacs.example"] = "550 no such reader: lucie@lacs.example"
    fan_out_all()
    office.send_all()
    row = delivery("lucie", OPENED)
    assert (row.progress, row.others_taken) == (Progress.WAITING, True)
    assert "550" in row.trouble
    with caplog.at_level(logging.WARNING):
        _minutes(office, 1, 3, 12)
    row = delivery("lucie", OPENED)
    assert (row.progress, row.lease) == (Progress.REFUSED, 4)
    assert f"delivery {row.id} is refused" in caplog.text
    assert "lucie" not in caplog.text and "no such reader" not in caplog.text
    _minutes(office, 60, 60 * 24)
    assert delivery("lucie", OPENED).lease == 4
    assert len(office.sink.taken) == 5


def test_a_server_that_refuses_everybody_for_twelve_seconds_loses_no_mail(office: Office) -> None:
    office.sink.otherwise = "550 not here"
    fan_out_all()
    office.send_all()
    assert len(office.sink.received) == REFUSED_IN_A_ROW, "after so many in a row the server is left alone"
    office.room.clock.pass_by(seconds=12)
    office.send_all()
    assert set(office.progress().values()) == {Progress.WAITING}
    office.sink.otherwise = ACCEPT
    _minutes(office, 1)
    assert set(office.progress().values()) == {Progress.DONE}
    assert len({mail.recipients for mail in office.sink.taken}) == len(office.sink.taken) == 6


def test_a_worker_that_starts_anew_knows_that_the_server_refuses_everybody(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.sink.otherwise = "550 not here"
    fan_out_all()
    assert office.send_all() == timedelta(minutes=1)
    _start_anew(monkeypatch)
    assert office.send_all() == timedelta(minutes=1)
    assert len(office.sink.received) == REFUSED_IN_A_ROW
    office.sink.otherwise = ACCEPT
    office.room.clock.pass_by(minutes=1)
    office.send_all()
    assert set(office.progress().values()) == {Progress.DONE}


def test_a_server_that_refuses_everybody_for_hours_is_asked_ever_less_and_loses_no_mail(office: Office) -> None:
    office.sink.otherwise = "554 policy"
    fan_out_all()
    _minutes(office, *[1] * 20, *[15] * 32)
    assert set(office.progress().values()) == {Progress.WAITING}
    assert {row.attempts for row in every(Delivery)} == {0}
    assert len(office.sink.received) < 45
    office.sink.otherwise = ACCEPT
    _minutes(office, 15, 1)
    assert set(office.progress().values()) == {Progress.DONE}
    assert len(office.sink.taken) == 6


def _told_of_a_password(office: Office, name: str) -> None:
    """A mail more, to that person alone."""
    with record.transaction() as session:
        record_event(session, EventKind.PASSWORD_CHANGED, data={"person": office.room.people[name]})
    fan_out_all()


def test_dead_addresses_refused_in_a_row_slow_nobodys_mail_and_are_believed(office: Office) -> None:
    dead = ("dana", "dilip", "lucie")
    for each, home in (("dana", "delta"), ("dilip", "delta"), ("lucie", "lacs")):
        office.sink.by_recipient[f"{each}@{home}.example"] = "550 no such user"
    fan_out_all()
    paused, slow = 0, []
    for minute in range(0, 24 * 60, 3):
        if minute % 60 == 36:
            _told_of_a_password(office, "fred")
        office.send_all()
        with record.reading() as session:
            paused += claiming.is_paused(session, office.room.clock.at)
            if session.scalar(select(Delivery.id).where(Delivery.waits(), Delivery.person_id.not_in(
                    office.room.people[each] for each in dead))):  # fmt: skip
                slow.append(minute)
        office.room.clock.pass_by(minutes=3)
    assert paused <= 1, "of 480 looks in a day"
    assert len(slow) <= 1, f"mail to others waited in these minutes: {slow}"
    ends = [delivery(each, OPENED) for each in dead]
    assert {row.progress for row in ends} == {Progress.REFUSED}
    assert max(row.lease for row in ends) <= 7


def test_a_server_that_takes_one_mail_and_then_refuses_everybody_for_hours_more_loses_none(office: Office) -> None:
    office.sink.before_answer = lambda _number: office.room.clock.pass_by(seconds=1)
    office.sink.otherwise = "554 policy"
    fan_out_all()
    _minutes(office, 1, 1)
    office.sink.script.append(ACCEPT)
    _minutes(office, *[1] * 20, *[15] * 32)
    assert sorted(office.progress().values()) == [Progress.DONE, *[Progress.WAITING] * 5]
    office.sink.otherwise = ACCEPT
    _minutes(office, 60, 1)
    assert set(office.progress().values()) == {Progress.DONE}


def _alone(office: Office, name: str) -> None:
    """That person's mail is the only one that is owed."""
    fan_out_all()
    with record.transaction() as session:
        session.execute(delete(Delivery).where(Delivery.person_id != office.room.people[name]))


def test_one_mail_alone_that_is_refused_in_an_outage_goes_out_after_it(office: Office) -> None:
    _alone(office, "fred")
    office.sink.answer("550 not here")
    office.send_all()
    assert office.progress() == {"fred": Progress.WAITING}
    _minutes(office, 1)
    assert office.progress() == {"fred": Progress.DONE}


def test_one_mail_alone_that_is_refused_for_good_is_believed_after_two_days(office: Office) -> None:
    _alone(office, "fred")
    office.sink.otherwise = "550 no such reader"
    _minutes(office, 0, 1, 3, 12, *[240] * 11)
    assert office.progress() == {"fred": Progress.WAITING}
    _minutes(office, 240)
    assert office.progress() == {"fred": Progress.REFUSED}


def test_a_link_to_choose_a_password_is_not_sent_when_nobody_waits_for_it_any_more(office: Office) -> None:
    with record.transaction() as session:
        session.execute(update(Event).values(fanned_at=office.room.clock.at))
        joining.request_reset(session, "fred@fen.example")
    fan_out_all()
    office.sink.answer("550 not here", "550 not here", "550 not here")
    _minutes(office, 0, 1, 3, 60)
    assert (newest(Delivery).progress, newest(Delivery).trouble) == (Progress.DROPPED, "overtaken")
    assert office.sink.taken == []


class _Away:
    """The record, which refuses every transaction while `away`."""

    def __init__(self) -> None:
        self.away = False

    def __call__(self, _connection: object) -> None:
        if self.away:
            raise OperationalError("BEGIN", None, Exception("it is being restarted"))


@pytest.fixture
def record_away(office: Office) -> Iterator[_Away]:
    """A record that is away from the first mail that the server takes, until a test brings it back."""
    fan_out_all()
    away = _Away()

    def leave(number: int) -> None:
        away.away = number == 1

    office.sink.before_answer = leave
    event.listen(record.engine(), "begin", away)
    yield away
    event.remove(record.engine(), "begin", away)


@contextmanager
def _sending(office: Office) -> Iterator[threading.Thread]:
    """A line that sends while the block is gone through, and has ended at its end."""
    line = threading.Thread(target=office.send_all)
    line.start()
    yield line
    line.join(60)
    assert not line.is_alive()


def test_what_the_server_took_while_the_record_was_away_is_recorded_when_it_is_back(
    office: Office, record_away: _Away, caplog: pytest.LogCaptureFixture
) -> None:
    with _sending(office):
        office.sink.wait(1)
        time.sleep(4 * mailing.AGAIN)
        assert len(office.sink.taken) == 1, "nothing else is sent before that is on record"
        record_away.away = False
    assert caplog.text.count("is not on record yet") == 1, "it is said once, and then once a minute"
    assert set(office.progress().values()) == {Progress.DONE}
    assert len({mail.message["Message-ID"] for mail in office.sink.received}) == len(office.sink.received) == 6
    assert not [row for row in every(Delivery) if row.in_doubt]


def test_what_the_server_took_is_not_sent_again_by_a_worker_that_has_the_claim_by_now(
    office: Office, record_away: _Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    others: list[DeliveryClaim] = []

    def come_back(seconds: float) -> None:
        record_away.away = False
        office.room.clock.at += LEASE
        while (other := claim()) is not None:
            others.append(other)

    monkeypatch.setattr(mailing, "time", SimpleNamespace(monotonic=time.monotonic, time=time.time, sleep=come_back))
    office.send_all()
    assert {other.lease for other in others} == {2} and len(others) == 6
    assert len(office.sink.taken) == 1
    (taken,) = (row for row in every(Delivery) if row.progress is Progress.DONE)
    (other,) = (each for each in others if each.delivery_id == taken.id)
    with record.transaction() as session:
        assert reason_not_to_send(session, other) is not None
        assert recording.record(session, other, Outcome(DeliveryVerdict.LATER)) is None


def test_a_worker_that_ends_asks_an_absent_record_for_some_seconds(
    office: Office, record_away: _Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "AT_THE_END", 30.0)
    with _sending(office) as line:
        office.sink.wait(1)
        office.ending.set()
        line.join(0.5)
        assert line.is_alive()
        record_away.away = False
    assert sorted(office.progress().values()) == [Progress.DONE, *[Progress.WAITING] * 5]
    assert not [row for row in every(Delivery) if row.leased_until is not None]


def test_a_worker_that_ends_gives_up_a_record_that_stays_away(
    office: Office, record_away: _Away, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "AT_THE_END", 0.5)
    with _sending(office):
        office.sink.wait(1)
        office.ending.set()
    record_away.away = False
    assert {row.attempts for row in every(Delivery)} == {0, 1}


def test_an_end_that_is_recorded_twice_counts_once(office: Office) -> None:
    fan_out_all()
    held = claim()
    assert held is not None
    for answer in (Progress.WAITING, None):
        with record.transaction() as session:
            assert recording.record(session, held, Outcome(DeliveryVerdict.LATER, "451")) is answer
            assert not claiming.renew(session, held)
    assert delivery("dana", OPENED).attempts == 0


def test_a_server_that_is_gone_spends_no_row_and_is_asked_again_after_a_pause(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fan_out_all()
    office.sink.stop()
    for _ in range(10):
        assert office.send_all() == timedelta(seconds=mailing.PAUSE)
        _start_anew(monkeypatch)
    assert {(row.attempts, row.lease) for row in every(Delivery)} == {(0, 0)}
    office.sink.start()
    office.send_all()
    assert set(office.progress().values()) == {Progress.DONE}


def test_while_it_pauses_the_server_is_left_alone(office: Office) -> None:
    fan_out_all()
    office.sink.stop()
    assert office.send_all() == timedelta(seconds=mailing.PAUSE)
    office.sink.start()
    wait = office.send_all()
    assert wait is not None and timedelta() < wait < timedelta(seconds=mailing.PAUSE)
    assert office.sink.connections == 0


def test_a_line_cut_after_the_last_dot_sends_again_later_under_the_same_id(office: Office) -> None:
    office.sink.answer(CUT)
    fan_out_all()
    office.send_all()
    doubtful = [row for row in every(Delivery) if row.in_doubt]
    assert len(doubtful) == 1
    office.room.clock.pass_by(minutes=5)
    office.send_all()
    ids = [mail.message["Message-ID"] for mail in office.sink.received]
    assert len(ids) == 7
    assert len(set(ids)) == 6
    assert set(office.progress().values()) == {Progress.DONE}


def test_a_row_that_cannot_be_made_a_mail_is_set_aside_and_the_rest_flows(office: Office) -> None:
    fan_out_all()
    with record.transaction() as session:
        session.get_one(Person, office.room.people["dana"]).email = "dana@delta.example\r\nBcc: x@example.org"
    for _ in range(6):
        office.send_all()
        office.room.clock.pass_by(hours=1)
    assert office.progress().pop("dana\r\nbcc: x", None) is None
    states = sorted(office.progress().values())
    assert states == [Progress.DONE] * 5 + [Progress.SET_ASIDE]
    assert len(office.sink.received) == 5


def test_who_is_removed_between_fan_out_and_sending_gets_nothing(office: Office) -> None:
    fan_out_all()
    with record.transaction() as session:
        session.get_one(Person, office.room.people["dana"]).removed_at = office.room.clock.at
    office.send_all()
    assert office.progress()["dana"] is Progress.DROPPED
    assert not [mail for mail in office.sink.received if "dana@delta.example" in mail.recipients]


def test_asked_to_end_it_ends_after_the_mail_under_way(office: Office) -> None:
    fan_out_all()
    office.sink.before_answer = lambda number: office.ending.set() if number == 2 else None
    office.send_all()
    assert len(office.sink.taken) == 2
    assert sorted(office.progress().values()) == [Progress.DONE] * 2 + [Progress.WAITING] * 4
    kept = [row for row in every(Delivery) if row.progress is Progress.WAITING]
    assert {(row.attempts, row.leased_until, row.begun_at) for row in kept} == {(0, None, None)}


def test_while_a_server_takes_its_time_nobody_else_may_send_the_same_mail(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.leases.LEASE", timedelta(seconds=0.06))
    fan_out_all()
    under_way: list[bool] = []

    def leased_until() -> datetime | None:
        return delivery("dana", OPENED).leased_until

    def slow(number: int) -> None:
        if number == 1:
            for _ in range(3):  # a minute and a half by the clock of the record
                office.room.clock.at += LEASE - timedelta(seconds=1)
                until(lambda: leased_until() == office.room.clock.at + LEASE)
            under_way.append(True)

    office.sink.before_answer = slow
    office.send_all()
    assert under_way == [True]
    assert len(office.sink.received) == 6
    assert not [row for row in every(Delivery) if row.in_doubt]


def test_a_hundred_events_that_cannot_be_told_of_do_not_hold_up_the_next(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with record.transaction() as session:
        session.execute(update(Event).values(fanned_at=office.room.clock.at))
        at = office.room.clock.at
        poisoned = [Event(kind=EventKind.BALLOT_CLOSING, at=at, data={"ballot": 0}) for _ in range(100)]
        session.add_all(poisoned)
        session.flush()
        sound = Event(kind=EventKind.PASSWORD_CHANGED, at=at, data={"person": office.room.people["fred"]})
        session.add(sound)
    monkeypatch.setattr(notifying, "audience", _poisoned(notifying.audience))
    office.fan_out()
    office.fan_out()
    assert newest(Event).fanned_at is not None
    for _ in range(6):
        office.room.clock.pass_by(hours=2)
        office.fan_out()
    with record.reading() as session:
        assert notifying.waiting_events(session) == []
        assert {row.attempts for row in every(Event) if row.fanned_at is None} == {5}


def _poisoned(real):  # type: ignore[no-untyped-def]
    def audience(session, event, *, only=None):  # type: ignore[no-untyped-def]
        if event.kind is EventKind.BALLOT_CLOSING:
            raise RuntimeError
        return real(session, event, only=only)

    return audience


def test_a_try_that_the_pool_ends_at_its_time_limit_may_have_arrived(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(*_: object) -> Outcome:
        raise SoftTimeLimitExceeded

    office.fan_out()
    with monkeypatch.context() as limited:
        limited.setattr("workflow.smtp.ServerLine.send", too_long)
        office.send_all(seconds=0.5)
    tried = [row for row in every(Delivery) if row.trouble]
    assert tried and all(row.in_doubt and row.progress is Progress.WAITING for row in tried)

"""The channel mail: a real server, scripted; what each of its answers does to the rows."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from tests.decisions import delivery, every, fan_out_all, newest
from tests.provide.smtp import CUT, SmtpSink
from tests.rooms import Room, furnished_open
from worker import mailing
from worker.mailing import Post
from workflow import database as record
from workflow.app import create_app
from workflow.config import Settings
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.models.publication import Progress
from workflow.rules.delivery import LEASE
from workflow.rules.events import EventKind
from workflow.services import notifying

OPENED = EventKind.ROUND_OPENED


@dataclass
class Office:
    """A round that was just opened, six focal points to tell of it, and the worker's way to do so."""

    room: Room
    sink: SmtpSink
    post: Post

    def send_all(self) -> None:
        """Send until nothing is due, or the channel pauses."""
        while self.post.send():
            pass

    def progress(self) -> dict[str, Progress]:
        """How far each one's mail has come."""
        with record.reading() as session:
            return {
                session.get_one(Person, row.person_id).email.partition("@")[0]: row.progress for row in every(Delivery)
            }


@pytest.fixture
def office(database: Engine, settings: Settings, smtp_sink: SmtpSink) -> Iterator[Office]:
    """The office, on each database."""
    settings = replace(settings, smtp_url=smtp_sink.url)
    with furnished_open() as room:
        yield Office(room, smtp_sink, Post(create_app(settings), settings, threading.Event()))


def test_each_focal_point_gets_one_mail_of_their_own(office: Office) -> None:
    assert office.post.fan_out()
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
    assert not office.post.fan_out()
    assert not office.post.send()
    assert len({mail.message["Message-ID"] for mail in office.sink.taken}) == 6


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


def test_never_for_one_is_recorded_and_not_tried_again(office: Office) -> None:
    office.sink.by_recipient["lucie@lacs.example"] = "550 no such reader"
    fan_out_all()
    office.send_all()
    office.room.clock.pass_by(days=1)
    office.send_all()
    assert office.progress()["lucie"] is Progress.REFUSED
    assert "550" in delivery("lucie", OPENED).trouble


def test_a_server_that_is_gone_spends_no_row_and_is_asked_again_after_a_pause(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "PAUSE", 0.0)
    fan_out_all()
    office.sink.stop()
    for _ in range(10):
        assert not office.post.send()
    assert {(row.attempts, row.lease) for row in every(Delivery)} == {(0, 0)}
    office.sink.start()
    office.send_all()
    assert set(office.progress().values()) == {Progress.DONE}


def test_while_it_pauses_the_server_is_left_alone(office: Office) -> None:
    fan_out_all()
    office.sink.stop()
    assert not office.post.send()
    office.sink.start()
    assert not office.post.send()
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
    ending = office.post._ending
    office.sink.before_answer = lambda number: ending.set() if number == 2 else None
    office.send_all()
    assert len(office.sink.taken) == 2
    assert sorted(office.progress().values()) == [Progress.DONE] * 2 + [Progress.WAITING] * 4
    assert {row.lease for row in every(Delivery) if row.progress is Progress.WAITING} == {0}


def test_while_a_server_takes_its_time_nobody_else_may_send_the_same_mail(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("worker.leases.LEASE", timedelta(seconds=0.06))
    fan_out_all()
    under_way: list[bool] = []

    def slow(number: int) -> None:
        if number == 1:
            for _ in range(3):  # a minute and a half by the clock of the record
                office.room.clock.at += LEASE - timedelta(seconds=1)
                time.sleep(0.3)
            under_way.append(delivery("dana", OPENED).leased_until > office.room.clock.at)  # type: ignore[operator]

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
    office.post.fan_out()
    office.post.fan_out()
    assert newest(Event).fanned_at is not None
    office.room.clock.pass_by(hours=2)
    for _ in range(6):
        office.post.fan_out()
    with record.reading() as session:
        assert notifying.waiting_events(session) == []
        assert {row.attempts for row in every(Event) if row.fanned_at is None} == {5}


def _poisoned(real):  # type: ignore[no-untyped-def]
    def audience(session, event, only=None):  # type: ignore[no-untyped-def]
        if event.kind is EventKind.BALLOT_CLOSING:
            raise RuntimeError
        return real(session, event, only=only)

    return audience

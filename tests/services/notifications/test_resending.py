"""Sending again what did not arrive: once for each time it is asked for, by the secretariat alone, on the record."""

import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, update

from tests.decisions import claim, delivery, every, fan_out_all, newest, reason_not_to_send
from tests.races import at_once
from tests.rooms import Room, furnished_open
from workflow import database as record
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.models.publication import Progress
from workflow.rules.notifications.delivery import FAN_OUT_WAITS, DeliveryVerdict, Outcome
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import NotFound
from workflow.services.notifications import notifying, resending
from workflow.services.shared.record import record_event

OPENED = EventKind.CONSULTATION_OPENED


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """Six focal points to be told of a consultation: Lucie's email was refused, Fred's and Nadia's set aside."""
    with furnished_open() as made:
        fan_out_all()
        for name, progress in (("lucie", "REFUSED"), ("fred", "SET_ASIDE"), ("nadia", "SET_ASIDE")):
            ended(made, name, Progress[progress])
        yield made


def ended(room: Room, name: str, progress: Progress, kind: EventKind = OPENED) -> int:
    """Have that person's email come to such an end now; its id."""
    with record.transaction() as session:
        row = session.get_one(Delivery, delivery(name, kind).id)
        row.progress, row.ended_at, row.trouble, row.lease = progress, room.clock.at, f"550 no {name}", 4
        row.attempts, row.refused_since, row.others_taken = 5, room.clock.at, True
        return row.id


def _again(room: Room, name: str = "lucie", *, by: str = "sara", **facts: object) -> int:
    with room.acting(by) as (session, person):
        facts.setdefault("seen", room.clock.at)
        return resending.send_again(session, person, delivery(name, OPENED).id, **facts)  # type: ignore[arg-type]


def test_one_email_is_sent_again_as_if_it_had_never_been_tried(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    room.clock.pass_by(hours=3)
    with caplog.at_level(logging.INFO):
        assert _again(room) == 1
    row = delivery("lucie", OPENED)
    assert (row.progress, row.due_at, row.ended_at, row.attempts) == (Progress.WAITING, room.clock.at, None, 0)
    assert (row.refused_since, row.refused_at, row.others_taken, row.later_since) == (None, None, False, None)
    assert delivery("fred", OPENED).progress is Progress.SET_ASIDE
    assert f"[{row.id}]" in caplog.text and f"person {room.people['sara']}" in caplog.text
    assert "lucie" not in caplog.text.lower() and "sara" not in caplog.text.lower()


def test_it_is_on_the_record_who_had_it_sent_again(room: Room) -> None:
    _again(room)
    event = newest(Event)
    row = delivery("lucie", OPENED)
    assert (event.kind, event.person_id) == (EventKind.EMAIL_SENT_AGAIN, room.people["sara"])
    assert event.data == {"event": row.event_id, "deliveries": [row.id]}


def test_pressed_twice_it_is_sent_once(room: Room) -> None:
    seen = room.clock.at
    assert (_again(room, seen=seen), _again(room, seen=seen)) == (1, 0)
    room.clock.pass_by(minutes=1)
    ended(room, "lucie", Progress.REFUSED)
    assert _again(room, seen=seen) == 0, "and so where the first trial has failed before the second press arrives"
    assert _again(room) == 1


def test_pressed_by_two_at_once_it_is_sent_once(room: Room) -> None:
    assert sorted(at_once(lambda: _again(room), lambda: _again(room, by="sol"))) == [0, 1]


def test_all_whom_an_email_did_not_reach_get_it_again_and_nobody_else(room: Room) -> None:
    with room.acting("sara") as (session, person):
        event = delivery("lucie", OPENED).event_id
        assert resending.send_all_again(session, person, event, seen=room.clock.at) == 3
    assert {row.progress for row in every(Delivery)} == {Progress.WAITING}
    assert {row.lease for row in every(Delivery)} == {0, 4}


def test_a_link_to_choose_a_password_is_never_sent_again(room: Room) -> None:
    with record.transaction() as session:
        record_event(session, EventKind.PASSWORD_FORGOTTEN, data={"person": room.people["fred"]})
    fan_out_all()
    id_ = ended(room, "fred", Progress.REFUSED, EventKind.PASSWORD_FORGOTTEN)
    with room.acting("sara") as (session, person):
        assert resending.send_again(session, person, id_, seen=room.clock.at) == 0
    assert delivery("fred", EventKind.PASSWORD_FORGOTTEN).progress is Progress.REFUSED


@pytest.mark.parametrize("progress", [Progress.WAITING, Progress.DONE, Progress.DROPPED])
def test_what_has_arrived_or_waits_is_not_sent_again(room: Room, progress: Progress) -> None:
    ended(room, "lucie", progress)
    assert _again(room) == 0


def test_a_member_has_nothing_sent_again(room: Room) -> None:
    with pytest.raises(NotFound):
        _again(room, by="dana")
    with pytest.raises(NotFound), room.acting("dana") as (session, person):
        resending.make_again(session, person, 1)
    assert delivery("lucie", OPENED).progress is Progress.REFUSED


def test_an_event_whose_emails_could_not_be_made_is_tried_again_once(room: Room) -> None:
    with record.transaction() as session:
        event = record_event(session, EventKind.PASSWORD_CHANGED, data={"person": room.people["fred"]})
        event.attempts, id_ = len(FAN_OUT_WAITS), event.id
    with room.acting("sara") as (session, person):
        assert notifying.waiting_events(session) == []
        assert resending.make_again(session, person, id_) == 1
        assert resending.make_again(session, person, id_) == 0
        assert id_ in notifying.waiting_events(session)


def test_who_may_no_longer_be_told_gets_nothing_for_all_that(room: Room) -> None:
    with record.transaction() as session:
        others = update(Delivery).where(Delivery.person_id != room.people["lucie"])
        session.execute(others.values(progress=Progress.DONE))
        session.get_one(Person, room.people["lucie"]).removed_at = room.clock.at
    assert _again(room) == 1
    held = claim()
    assert held is not None
    with record.transaction() as session:
        assert reason_not_to_send(session, held) == Outcome(DeliveryVerdict.NOBODY)

"""Seats of the Committee: each change has its reason, stands on the record with who made it, and is told to all.

Before the first ballot one person sets the roll; what follows it stands in test_roll.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.decisions import event, every, fan_out_all, newest, told
from tests.rooms import Room, furnished_open
from tests.seats import is_on_roll
from workflow import database as record
from workflow.formats.organisations_csv import parse_lines
from workflow.models.event import Delivery, Event
from workflow.models.organisation import Organisation
from workflow.models.seat import Seat, SeatChange
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.organisation_facts import OrganisationFacts
from workflow.rules.shared.refusals import ReasonNeeded
from workflow.services.people import membership

COMMITTEE = {"dana", "dilip", "lucie", "elena"}


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """The furnished room with its first consultation open, on each database."""
    with furnished_open() as made:
        yield made


def _change(room: Room, house: str, **changes: Any) -> None:
    with room.acting("sara") as (session, person):
        key = session.get_one(Organisation, room.organisations[house]).key
        membership.change_organisation(session, person, key, **changes)


def _changes() -> list[dict[str, Any]]:
    return [each.data for each in every(Event) if each.kind == "seat_changed"]


def test_a_seat_is_not_taken_away_without_a_reason(room: Room) -> None:
    for reason in ({}, {"reason": ""}, {"reason": " \n "}):
        with pytest.raises(ReasonNeeded):
            _change(room, "lacs", has_seat=False, **reason)
    with record.reading() as session:
        assert is_on_roll(session, session.get_one(Organisation, room.organisations["lacs"]))


def test_all_members_of_the_committee_are_told_of_a_seat_taken_away_the_one_that_lost_it_too(room: Room) -> None:
    _change(room, "lacs", has_seat=False, reason="Its term ended.")
    fan_out_all()
    assert told(EventKind.SEAT_CHANGED) == COMMITTEE


def test_a_seat_taken_away_stands_on_the_record_with_old_and_new_and_its_reason(room: Room) -> None:
    _change(room, "lacs", has_seat=False, reason="Its term ended.")
    kept = event(EventKind.SEAT_CHANGED)
    assert (kept.data["from"], kept.data["to"], kept.organisation_id) == (True, False, room.organisations["lacs"])
    change = newest(SeatChange)
    assert (change.id, change.reason, change.act, change.state) == (
        kept.data["change"],
        "Its term ended.",
        "end",
        "confirmed",
    )
    assert (change.asked_by, change.ended_by) == (room.people["sara"], None), "one person, before the first ballot"
    seat = next(each for each in every(Seat) if each.organisation_id == room.organisations["lacs"])
    assert (seat.until, seat.ended_by) == (change.ended_at, change.id)


def test_a_seat_that_is_given_stands_on_the_record_and_all_of_the_committee_are_told(room: Room) -> None:
    _change(room, "fen", has_seat=True)
    fan_out_all()
    assert told(EventKind.SEAT_CHANGED) == COMMITTEE | {"fred"}
    with room.acting("sara") as (session, person):
        membership.add_organisation(session, person, OrganisationFacts(name="Marsh Keepers", has_seat=True))
    assert [(each["from"], each["to"]) for each in _changes()] == [(False, True), (False, True)]
    assert newest(Seat).given_by == newest(SeatChange).id


def _import(room: Room, houses: int) -> None:
    lines = "".join(f"House {number},yes,x{number}@house.example\n" for number in range(houses))
    with room.acting("sara") as (session, person):
        membership.import_organisations(session, person, parse_lines(b"name,seat,email\n" + lines.encode()))


def test_a_list_of_twenty_seats_is_told_to_the_committee_with_one_mail_and_each_seat_is_on_record(room: Room) -> None:
    fan_out_all()
    before = len(every(Delivery))
    _import(room, 20)
    fan_out_all()
    assert told(EventKind.SEAT_CHANGED) == COMMITTEE
    mails = [row for row in every(Delivery)[before:] if row.event_id in _of_seats()]
    assert len(mails) == len(COMMITTEE), "one each, and none to the secretariat or to who has not joined"
    assert [change.act for change in every(SeatChange)] == ["give"] * 20
    of_each = [each for each in every(Event) if each.kind == "seat_changed" and each.organisation_id]
    assert [each.data["change"] for each in of_each] == [change.id for change in every(SeatChange)]
    assert event(EventKind.SEAT_CHANGED).data["changes"] == [change.id for change in every(SeatChange)]


def _of_seats() -> set[int]:
    return {each.id for each in every(Event) if each.kind == "seat_changed"}


def test_a_list_that_gives_one_seat_is_told_as_a_seat_that_is_given(room: Room) -> None:
    _import(room, 1)
    fan_out_all()
    assert told(EventKind.SEAT_CHANGED) == COMMITTEE
    assert event(EventKind.SEAT_CHANGED).data["change"] == newest(SeatChange).id


def test_suspending_an_organisation_with_a_seat_is_told_like_a_seat_taken_away_to_the_organisation_too(
    room: Room,
) -> None:
    with pytest.raises(ReasonNeeded):
        _change(room, "lacs", suspended=True)
    _change(room, "lacs", suspended=True, reason="Its address was taken over.")
    fan_out_all()
    assert told(EventKind.SEAT_CHANGED) == COMMITTEE
    _change(room, "lacs", suspended=False)
    assert [(each["act"], each["to"]) for each in _changes()] == [("suspend", False), ("resume", True)]


def test_a_seat_is_taken_away_with_a_reason_also_while_its_organisation_is_suspended(room: Room) -> None:
    _change(room, "lacs", suspended=True, reason="Its address was taken over.")
    with pytest.raises(ReasonNeeded):
        _change(room, "lacs", has_seat=False)
    _change(room, "lacs", has_seat=False, suspended=False, reason="It left.")
    assert [each["act"] for each in _changes()] == ["suspend", "end"]


def test_what_leaves_the_seat_alone_needs_no_reason_and_is_told_to_nobody(room: Room) -> None:
    _change(room, "lacs", name="Lacs unis", has_seat=True, suspended=False)
    _change(room, "nahr", suspended=True)
    assert not _changes()

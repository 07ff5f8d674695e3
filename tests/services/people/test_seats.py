"""Seats of the Committee: each change has its reason, stands on the record with old and new, and is told to all."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests.decisions import event, every, fan_out_all, newest, on_the_table, told
from tests.rooms import Room, furnished_open
from workflow import database as record
from workflow.formats.organisations_csv import parse_lines
from workflow.models.ballot import Ballot, Elector
from workflow.models.event import Delivery, Event
from workflow.models.organisation import MembershipChange, Organisation
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
        assert session.get_one(Organisation, room.organisations["lacs"]).has_seat


def test_all_members_of_the_committee_are_told_of_a_seat_taken_away_the_one_that_lost_it_too(room: Room) -> None:
    _change(room, "lacs", has_seat=False, reason="Its term ended.")
    fan_out_all()
    assert told(EventKind.SEAT_CHANGED) == COMMITTEE


def test_a_seat_taken_away_stands_on_the_record_with_old_and_new_and_its_reason(room: Room) -> None:
    _change(room, "lacs", has_seat=False, reason="Its term ended.")
    kept = event(EventKind.SEAT_CHANGED)
    assert (kept.data["from"], kept.data["to"], kept.organisation_id) == (True, False, room.organisations["lacs"])
    change = newest(MembershipChange)
    assert (change.id, change.reason, change.turn) == (kept.data["change"], "Its term ended.", "seat_removed")
    assert change.person_id == room.people["sara"]


def test_a_seat_that_is_given_stands_on_the_record_and_all_of_the_committee_are_told(room: Room) -> None:
    _change(room, "fen", has_seat=True)
    fan_out_all()
    assert told(EventKind.SEAT_CHANGED) == COMMITTEE | {"fred"}
    with room.acting("sara") as (session, person):
        membership.add_organisation(session, person, OrganisationFacts(name="Marsh Keepers", has_seat=True))
    assert [(each["from"], each["to"]) for each in _changes()] == [(False, True), (False, True)]


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
    assert [change.turn for change in every(MembershipChange)] == ["seat_given"] * 20
    of_each = [each for each in every(Event) if each.kind == "seat_changed" and each.organisation_id]
    assert [each.data["change"] for each in of_each] == [change.id for change in every(MembershipChange)]
    assert event(EventKind.SEAT_CHANGED).data["changes"] == [change.id for change in every(MembershipChange)]


def _of_seats() -> set[int]:
    return {each.id for each in every(Event) if each.kind == "seat_changed"}


def test_a_list_that_gives_one_seat_is_told_as_a_seat_that_is_given(room: Room) -> None:
    _import(room, 1)
    fan_out_all()
    assert told(EventKind.SEAT_CHANGED) == COMMITTEE
    assert event(EventKind.SEAT_CHANGED).data["change"] == newest(MembershipChange).id


def test_suspending_an_organisation_with_a_seat_is_told_like_a_seat_taken_away(room: Room) -> None:
    with pytest.raises(ReasonNeeded):
        _change(room, "lacs", suspended=True)
    _change(room, "lacs", suspended=True, reason="Its address was taken over.")
    fan_out_all()
    assert told(EventKind.SEAT_CHANGED) == COMMITTEE - {"lucie"}, "its people are let in no more"
    _change(room, "lacs", suspended=False)
    assert [(each["turn"], each["to"]) for each in _changes()] == [("seat_suspended", False), ("seat_resumed", True)]


def test_a_seat_is_taken_away_with_a_reason_also_while_its_organisation_is_suspended(room: Room) -> None:
    _change(room, "lacs", suspended=True, reason="Its address was taken over.")
    with pytest.raises(ReasonNeeded):
        _change(room, "lacs", has_seat=False)
    _change(room, "lacs", has_seat=False, suspended=False, reason="It left.")
    assert _changes()[-1]["turn"] == "seat_removed"


def test_what_leaves_the_seat_alone_needs_no_reason_and_is_told_to_nobody(room: Room) -> None:
    _change(room, "lacs", name="Lacs unis", has_seat=True, suspended=False)
    _change(room, "nahr", suspended=True)
    assert not _changes()


def test_a_ballot_that_is_open_keeps_the_seats_that_it_opened_with(room: Room) -> None:
    on_the_table(room)
    _change(room, "lacs", has_seat=False, reason="Its term ended.")
    with record.reading() as session:
        electors = session.scalars(select(Elector.organisation_id).where(Elector.ballot_id == newest(Ballot).id))
        assert room.organisations["lacs"] in set(electors)

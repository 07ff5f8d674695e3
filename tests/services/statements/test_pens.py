"""Who is told when the pen changes hands: those who held it, those who get it, and who wrote to the penholder only."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests import posting
from tests.decisions import claim, fan_out_all, reason_not_to_send
from tests.rooms import Room, furnished_open
from tests.services.consultations import events
from workflow import database as record
from workflow.models.event import Delivery
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import TakingPart
from workflow.rules.notifications.events import EventKind
from workflow.services.shared.choosing import SECRETARIAT
from workflow.services.statements import changing_settings


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """An open consultation whose pen Sara of the secretariat holds."""
    with furnished_open() as furnished:
        yield furnished


def write(room: Room, who: str, **facts: Any) -> None:
    room.do(who, posting.post_comment, version=1, body="Between us.", language="en", **facts)


def key(room: Room, name: str) -> str:
    with record.reading() as session:
        if name in room.organisations:
            return session.get_one(Organisation, room.organisations[name]).key
        return session.get_one(Person, room.people[name]).key


def told() -> set[str]:
    """The first names of those who have a mail of the newest hand-over."""
    fan_out_all()
    with record.reading() as session:
        newest = max(event.id for event in events(EventKind.PEN_HANDED_OVER))
        people = select(Person.email).join(Delivery, Delivery.person_id == Person.id)
        return {each.partition("@")[0] for each in session.scalars(people.where(Delivery.event_id == newest))}


def sent() -> set[str]:
    """Of these, to whom the mail still goes at the moment of sending."""
    found, newest = set(), max(event.id for event in events(EventKind.PEN_HANDED_OVER))
    while (made := claim()) is not None:
        with record.transaction() as session:
            row = session.get_one(Delivery, made.delivery_id)
            if row.event_id == newest and reason_not_to_send(session, made) is None:
                found.add(session.get_one(Person, row.person_id).email.partition("@")[0])
    return found


def test_former_and_new_penholders_and_who_wrote_to_the_penholder_only_are_told(room: Room) -> None:
    write(room, "dana", private=True)
    write(room, "lucie")
    room.do("sol", changing_settings.hand_over_pen, to=[key(room, "fen")])
    assert told() == sent() == {"sara", "fred", "dana", "dilip"}


def test_nobody_is_told_of_the_own_act(room: Room) -> None:
    write(room, "elena", private=True)
    room.do("sara", changing_settings.hand_over_pen, to=[SECRETARIAT])
    assert told() == {"sol", "elena"}


def test_a_point_kept_as_a_draft_or_sent_after_it_tells_its_authors_nothing(room: Room) -> None:
    write(room, "lucie", private=True, keep=True)
    room.do("sol", changing_settings.hand_over_pen, to=[key(room, "fen")])
    room.clock.pass_by(minutes=1)
    write(room, "nadia", private=True)
    assert told() == {"sara", "fred"}


def test_a_penholder_less_reads_nothing_new_and_tells_no_author(room: Room) -> None:
    write(room, "dana", private=True)
    room.do("sara", changing_settings.hand_over_pen, to=[SECRETARIAT])
    told()
    room.clock.pass_by(minutes=1)
    room.do("sara", changing_settings.hand_over_pen, to=[key(room, "sara")])
    assert told() == {"sol"}


def test_the_same_hands_are_no_event(room: Room) -> None:
    room.do("sara", changing_settings.hand_over_pen, to=[key(room, "sara")])
    assert not events(EventKind.PEN_HANDED_OVER)


def test_a_former_penholder_is_told_who_may_not_see_the_statement_any_more(room: Room) -> None:
    with record.transaction() as session:
        statement = room.statement().id
        session.delete(session.get_one(TakingPart, (statement, room.organisations["fen"])))
    room.do("sara", changing_settings.hand_over_pen, to=[key(room, "fen")])
    told()
    sent()
    room.clock.pass_by(minutes=1)
    room.do("sara", changing_settings.hand_over_pen, to=[key(room, "sara")])
    assert told() == sent() == {"fred"}


def test_a_former_penholder_who_was_removed_or_suspended_since_is_not_told(room: Room) -> None:
    room.do("sara", changing_settings.hand_over_pen, to=[key(room, "fen"), key(room, "lacs")])
    told()
    sent()
    room.clock.pass_by(minutes=1)
    room.do("sol", changing_settings.hand_over_pen, to=[key(room, "sol")])
    assert told() == {"fred", "lucie"}
    with record.transaction() as session:
        session.get_one(Person, room.people["fred"]).removed_at = room.clock.at
        session.get_one(Organisation, room.organisations["lacs"]).suspended_at = room.clock.at
    assert sent() == set()

"""Support: an organisation stands behind another's item, once, while the consultation is open."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from tests import posting
from tests.races import at_once
from tests.rooms import CLOSES, Room, furnished_open
from workflow import database as record
from workflow.models.event import Event
from workflow.models.item import Disposition, DispositionKind, Support
from workflow.rules.consultation.refusals import ConsultationClosed
from workflow.rules.items.refusals import ItemWithdrawn
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import AlreadyDone, NotAllowed, NotFound
from workflow.services.items import revising, supporting


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open, with C1 by delta and C2 by the secretariat."""
    with furnished_open() as furnished_room:
        for who in ("dana", "sara"):
            furnished_room.do(who, posting.post_comment, version=1, body="A thought.", language="en")
        yield furnished_room


def supporters(room: Room) -> list[str]:
    names = {number: name for name, number in room.organisations.items()}
    with record.reading() as session:
        return sorted(names[row] for row in session.scalars(select(Support.organisation_id)))


def told(kind: EventKind) -> int:
    with record.reading() as session:
        return len(session.scalars(select(Event).where(Event.kind == kind)).all())


def test_members_support_items_of_others_and_of_the_secretariat(room: Room) -> None:
    room.do("nadia", supporting.support, item="C1")
    room.do("elena", supporting.support, item="c1")
    assert supporters(room) == ["estero", "nahr"]
    room.do("dana", supporting.support, item="C2")
    assert supporters(room) == ["delta", "estero", "nahr"]


def test_an_organisation_supports_once_whoever_clicks_and_however_often(room: Room) -> None:
    at_once(*[lambda: room.do("nadia", supporting.support, item="C1") for _ in range(4)])
    assert supporters(room) == ["nahr"]
    assert told(EventKind.SUPPORT_GIVEN) == 1


def test_nobody_supports_an_own_item(room: Room) -> None:
    for who in ("dana", "dilip"):
        with pytest.raises(NotAllowed):
            room.do(who, supporting.support, item="C1")


def test_the_secretariat_gives_no_support_not_even_as_penholder(room: Room) -> None:
    for who in ("sara", "sol"):
        with pytest.raises(NotAllowed):
            room.do(who, supporting.support, item="C1")


def test_support_is_taken_back(room: Room) -> None:
    room.do("nadia", supporting.support, item="C1")
    for _ in range(2):
        room.do("nadia", supporting.end_support, item="C1")
    assert supporters(room) == []
    assert told(EventKind.SUPPORT_TAKEN_BACK) == 1


def test_a_withdrawn_item_is_not_supported(room: Room) -> None:
    room.do("dana", revising.withdraw_item, item="C1")
    with pytest.raises(ItemWithdrawn) as refused:
        room.do("nadia", supporting.support, item="C1")
    assert refused.value.reference == "C1"


def test_an_item_that_was_answered_is_not_supported(room: Room) -> None:
    with record.transaction() as session:
        facts = {"kind": DispositionKind.NOTED, "person_id": room.people["sara"], "given_at": room.clock()}
        session.add(Disposition(item_id=room.item("C1").id, **facts))
    room.do("nadia", supporting.support, item="C1")
    assert supporters(room) == ["nahr"], "what the penholder has not issued yet is told to nobody"
    with record.transaction() as session:
        session.get_one(Disposition, room.item("C1").id).version_id = room.version(1)
    with pytest.raises(AlreadyDone):
        room.do("fred", supporting.support, item="C1")


def test_an_unsent_item_is_not_there_to_support(room: Room) -> None:
    kept = room.do("dana", posting.post_comment, version=1, body="", language="en", keep=True)
    with pytest.raises(NotFound):
        room.do("nadia", supporting.support, item=kept.id)
    with pytest.raises(NotAllowed):
        room.do("dilip", supporting.support, item=kept.id)


def test_support_ends_with_the_consultation(room: Room) -> None:
    room.do("nadia", supporting.support, item="C1")
    room.clock.at = CLOSES
    for use_case in (supporting.support, supporting.end_support):
        with pytest.raises(ConsultationClosed):
            room.do("nadia", use_case, item="C1")
    assert supporters(room) == ["nahr"]

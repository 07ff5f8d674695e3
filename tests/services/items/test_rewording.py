"""What was sent and is changed: earlier wordings stay on the record, and who supported them is asked again."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests import posting
from tests.rooms import CLOSES, Room, furnished_open
from workflow import database as record
from workflow.models.event import Event
from workflow.models.item import Item, PastWording, Support
from workflow.models.person import Person
from workflow.queries.home.asked_again import support_to_confirm
from workflow.queries.items.items import one
from workflow.queries.shared.standing import standing
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.refusals import Reworded, StaleItem
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.refusals import NotAllowed, NotFound
from workflow.services.items import replying, sending, supporting
from workflow.services.notifications.recipients import audience


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open, with A1 of the first member on one word."""
    with furnished_open() as furnished_room:
        propose(furnished_room)
        yield furnished_room


def propose(room: Room, **facts: Any) -> Item:
    facts = {"version": 1, "reason": "It is worse.", "language": "en", "words": "difficult", **facts}
    facts = {"kind": ItemKind.REPLACE, "block": room.blocks()[3].id, "proposal": "critical", **facts}
    return room.do("dana", posting.propose_amendment, **facts)


def edit(room: Room, who: str = "dana", **facts: Any) -> Item:
    found = item()
    room.clock.pass_by(minutes=5)
    facts = {"body": found.body, "proposal": found.proposal, "seen": sending.sign(found), **facts}
    return room.do(who, posting.edit_item, item="A1", version=1, language="en", **facts)


def item() -> Item:
    with record.reading() as session:
        return session.scalars(select(Item).where(Item.number == 1)).one()


def past() -> list[PastWording]:
    with record.reading() as session:
        return list(session.scalars(select(PastWording).order_by(PastWording.wording)))


def support_as_shown(room: Room, who: str) -> tuple[int, bool, bool]:
    """How many support A1, whether the reader's own does, and whether it supported an earlier wording."""
    with room.acting(who) as (session, person):
        stand = standing(session, Viewer(person.id, person.organisation_id), room.key)
        assert stand is not None
        shown = one(session, stand, Item.number == 1)
        assert shown is not None
        return shown.support, shown.supported, shown.supported_before


def told_of(kind: EventKind) -> set[str]:
    with record.reading() as session:
        events = session.scalars(select(Event).where(Event.kind == kind)).all()
        told = {person for event in events for person in audience(session, event)}
        return {session.get_one(Person, person).email for person in told}


def test_every_wording_of_what_was_sent_stays_on_the_record(room: Room) -> None:
    edit(room, proposal="grave")
    edit(room, body="It is far worse.")
    assert [(each.wording, each.proposal, each.body) for each in past()] == [
        (1, "critical", "It is worse."),
        (2, "grave", "It is worse."),
    ]
    assert item().wording == 3


def test_the_record_keeps_who_wrote_each_wording(room: Room) -> None:
    before = item().person_id
    edit(room, proposal="grave")
    assert past()[0].person_id == before


def test_a_draft_that_was_never_sent_has_no_earlier_wordings(room: Room) -> None:
    kept = propose(room, proposal="dire", keep=True)
    facts = {"seen": sending.sign(kept), "body": "Because.", "proposal": "dark", "keep": True}
    room.do("dana", posting.edit_item, item=kept.id, version=1, language="en", **facts)
    assert not past()


def test_a_support_is_for_the_words_that_were_read(room: Room) -> None:
    room.do("nadia", supporting.support, item="A1")
    assert support_as_shown(room, "nadia") == (1, True, False)
    edit(room, proposal="grave")
    assert support_as_shown(room, "nadia") == (0, False, True)
    room.do("nadia", supporting.support, item="A1", wording=2)
    assert support_as_shown(room, "nadia") == (1, True, False)


def test_a_support_is_taken_back_when_its_organisation_says_no_to_the_new_words(room: Room) -> None:
    room.do("nadia", supporting.support, item="A1")
    edit(room, proposal="grave")
    room.do("nadia", supporting.end_support, item="A1")
    assert support_as_shown(room, "nadia") == (0, False, False)


def test_another_reason_leaves_the_support(room: Room) -> None:
    room.do("nadia", supporting.support, item="A1")
    edit(room, body="It is far worse.")
    assert support_as_shown(room, "nadia") == (1, True, False)
    assert not told_of(EventKind.AMENDMENT_REWORDED)


def test_another_place_is_another_wish(room: Room) -> None:
    room.do("nadia", supporting.support, item="A1")
    edit(room, words="difficult moment")
    assert support_as_shown(room, "nadia") == (0, False, True)


def test_supporters_of_the_former_words_are_told_and_nobody_else(room: Room) -> None:
    room.do("nadia", supporting.support, item="A1")
    edit(room, proposal="grave")
    assert {address.split("@")[0] for address in told_of(EventKind.AMENDMENT_REWORDED)} == {"nadia"}
    room.do("nadia", supporting.support, item="A1")
    assert not told_of(EventKind.AMENDMENT_REWORDED)


def test_nobody_is_told_where_nobody_supported(room: Room) -> None:
    edit(room, proposal="grave")
    with record.reading() as session:
        assert not session.scalars(select(Event).where(Event.kind == EventKind.AMENDMENT_REWORDED)).all()


def test_words_that_changed_under_a_page_are_not_supported_unseen(room: Room) -> None:
    edit(room, proposal="grave")
    with pytest.raises(Reworded) as refused:
        room.do("nadia", supporting.support, item="A1", wording=1)
    assert refused.value.reference == "A1"
    with record.reading() as session:
        assert not session.scalars(select(Support)).all()


def test_the_same_change_sent_twice_is_one_and_another_is_asked_about(room: Room) -> None:
    seen = sending.sign(item())
    edit(room, proposal="grave", seen=seen)
    edit(room, proposal="grave", seen=seen)
    assert item().wording == 2
    with pytest.raises(StaleItem):
        edit(room, proposal="dire", seen=seen)


def test_an_item_for_the_penholder_only_is_for_its_organisation_and_the_penholder(room: Room) -> None:
    room.do("dana", posting.post_comment, version=1, body="Between us.", language="en", private=True)
    assert room.do("sara", replying.post_reply, item="C1", body="Thank you.", language="en").body == "Thank you."
    for who in ("nadia", "fred"):
        with pytest.raises(NotFound):
            room.do(who, replying.post_reply, item="C1", body="I see it.", language="en")
    room.do("dana", replying.post_reply, item="C1", body="With pleasure.", language="en")


def test_what_was_sent_to_the_penholder_only_stays_so_when_it_is_changed(room: Room) -> None:
    made = room.do("dana", posting.post_comment, version=1, body="Between us.", language="en", private=True)
    facts = {"seen": sending.sign(made), "body": "Between you and me.", "private": False}
    assert room.do("dana", posting.edit_item, item="C1", version=1, language="en", **facts).private


def test_nobody_supports_what_is_for_the_penholder_only(room: Room) -> None:
    propose(room, proposal="dire", private=True)
    with pytest.raises((NotFound, NotAllowed)):
        room.do("nadia", supporting.support, item="A2")


def asked_on_the_consolidation(room: Room, who: str) -> list[str]:
    with room.acting(who) as (session, person):
        return [each.reference for each in support_to_confirm(session, Viewer(person.id, person.organisation_id))]


def test_the_consolidation_asks_those_who_supported_the_former_words_until_they_answer(room: Room) -> None:
    room.do("nadia", supporting.support, item="A1")
    assert asked_on_the_consolidation(room, "nadia") == []
    edit(room, proposal="grave")
    assert (asked_on_the_consolidation(room, "nadia"), asked_on_the_consolidation(room, "fred")) == (["A1"], [])
    room.do("nadia", supporting.end_support, item="A1")
    assert asked_on_the_consolidation(room, "nadia") == []


def test_nobody_is_asked_again_after_the_consultation(room: Room) -> None:
    room.do("nadia", supporting.support, item="A1")
    edit(room, proposal="grave")
    room.clock.at = CLOSES
    assert asked_on_the_consolidation(room, "nadia") == []

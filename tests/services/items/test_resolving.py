"""Threads: talked out by those whose they are, and open again when somebody answers."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from tests import posting
from tests.rooms import CLOSES, Room, furnished_open
from workflow import database as record
from workflow.models.event import Event
from workflow.rules.items.refusals import ItemWithdrawn, RepliedSince
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import NotAllowed, NotFound
from workflow.services.items import replying, resolving, revising


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open, with C1 of the first member."""
    with furnished_open() as furnished_room:
        furnished_room.do("dana", posting.post_comment, version=1, body="Say more.", language="en")
        furnished_room.clock.pass_by(minutes=1)
        yield furnished_room


def count(kind: EventKind) -> int:
    with record.reading() as session:
        return len(session.scalars(select(Event).where(Event.kind == kind)).all())


@pytest.mark.parametrize("who", ["dana", "sara"])
def test_its_organisation_and_the_penholder_say_that_a_thread_is_talked_out(room: Room, who: str) -> None:
    at = room.clock.at
    room.do(who, resolving.resolve, item="C1")
    assert room.item("C1").resolved_at == room.item("C1").touched_at == at


def test_others_do_not_end_a_thread(room: Room) -> None:
    with pytest.raises(NotAllowed):
        room.do("nadia", resolving.resolve, item="C1")
    room.do("dana", resolving.resolve, item="C1")
    with pytest.raises(NotAllowed):
        room.do("nadia", resolving.reopen, item="C1")


def test_a_thread_is_not_ended_over_a_reply_that_the_page_did_not_show(room: Room) -> None:
    room.do("sara", replying.post_reply, item="C1", body="Where?", language="en")
    with pytest.raises(RepliedSince):
        room.do("dana", resolving.resolve, item="C1", seen=0)
    assert room.item("C1").resolved_at is None
    room.do("dana", resolving.resolve, item="C1", seen=1)


def test_a_second_click_changes_nothing(room: Room) -> None:
    for act in (resolving.resolve, resolving.resolve, resolving.reopen, resolving.reopen):
        room.do("dana", act, item="C1")
        room.clock.pass_by(minutes=1)
    assert (count(EventKind.THREAD_RESOLVED), count(EventKind.THREAD_REOPENED)) == (1, 1)


def test_a_reply_opens_a_thread_again(room: Room) -> None:
    room.do("dana", resolving.resolve, item="C1")
    room.do("nadia", replying.post_reply, item="C1", body="One more thing.", language="en")
    assert room.item("C1").resolved_at is None


def test_a_thread_is_ended_after_the_consultation_too(room: Room) -> None:
    room.clock.at = CLOSES
    room.do("dana", resolving.resolve, item="C1")


def test_there_is_no_thread_of_a_withdrawn_item_or_a_draft(room: Room) -> None:
    room.do("dana", revising.withdraw_item, item="C1")
    with pytest.raises(ItemWithdrawn):
        room.do("dana", resolving.resolve, item="C1")
    kept = room.do("dana", posting.post_comment, version=1, body="Later.", language="en", keep=True)
    with pytest.raises(NotFound):
        room.do("dana", resolving.resolve, item=kept.id)

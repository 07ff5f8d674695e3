"""What is open in a consultation: amendments to chosen paragraphs alone, comments on everything, and blind
consultations.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine

from tests import calls, posting
from tests.rooms import CLOSES, Room, furnished
from tests.services.consultations import rows
from workflow import database as record
from workflow.models.item import Item, ItemState
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.refusals import ParagraphClosed
from workflow.rules.shared.refusals import NotFound
from workflow.services.consultation import consulting
from workflow.services.items import replying, revising, sending, supporting
from workflow.services.statements import versions

REPLACE = ItemKind.REPLACE
ADD = ItemKind.ADD
REMOVE = ItemKind.REMOVE
MOVE = ItemKind.MOVE
TITLE = ItemKind.TITLE


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A draft before its first consultation."""
    with furnished() as furnished_room:
        yield furnished_room


def opened(room: Room, *places: int, **facts: Any) -> list[str]:
    """A consultation in which the paragraphs at these places are open; the ids of all."""
    with record.reading() as session:
        blocks = versions.original(session, session.merge(room.statement(), load=False)).blocks
    ids = [block.id for block in blocks]
    chosen = {"open_blocks": [ids[place] for place in places]} if places else {}
    room.do("sara", calls.open_consultation, closes_at=CLOSES, **chosen, **facts)
    return ids


def amend(room: Room, who: str = "nadia", **facts: Any) -> Item:
    made: Item = room.do(who, posting.propose_amendment, version=1, reason="Better.", language="en", **facts)
    return made


def comment(room: Room, who: str = "nadia", **facts: Any) -> Item:
    made: Item = room.do(who, posting.post_comment, version=1, body="Say more.", language="en", **facts)
    return made


CLOSED: list[tuple[ItemKind, int | None, int | None]] = [
    (REPLACE, 1, None),
    (REMOVE, 1, None),
    (MOVE, 1, 2),
    (ADD, None, 1),
    (ADD, None, -1),
]


@pytest.mark.parametrize(("kind", "about", "after"), CLOSED)
def test_an_amendment_outside_the_open_paragraphs_is_refused(
    room: Room, kind: ItemKind, about: int | None, after: int | None
) -> None:
    ids = opened(room, 2, 3)
    facts = _facts(ids, kind, about, after)
    with pytest.raises(ParagraphClosed):
        amend(room, **facts)
    assert not rows(Item)


@pytest.mark.parametrize(
    ("kind", "about", "after"), [(REPLACE, 3, None), (REMOVE, 3, None), (MOVE, 3, 0), (ADD, None, 2)]
)
def test_one_on_an_open_paragraph_is_taken(room: Room, kind: ItemKind, about: int | None, after: int | None) -> None:
    ids = opened(room, 2, 3)
    assert amend(room, **_facts(ids, kind, about, after)).state is ItemState.SENT


def _facts(ids: list[str], kind: ItemKind, about: int | None, after: int | None) -> dict[str, Any]:
    place = None if after is None else "" if after < 0 else ids[after]
    words = {"proposal": "Other words."} if kind in (REPLACE, ADD) else {}
    return {"kind": kind, "block": None if about is None else ids[about], "after": place, **words}


@pytest.mark.parametrize(("more", "taken"), [(("title",), True), ((), False)])
def test_a_title_is_proposed_where_it_was_opened(room: Room, more: tuple[str, ...], taken: bool) -> None:
    with record.reading() as session:
        ids = [each.id for each in versions.original(session, session.merge(room.statement(), load=False)).blocks]
    room.do("sara", calls.open_consultation, closes_at=CLOSES, open_blocks=[*ids, *more][-1:] if more else ids)
    facts = {"kind": TITLE, "block": None, "proposal": "On free rivers"}
    if taken:
        assert amend(room, **facts).state is ItemState.SENT
        with pytest.raises(ParagraphClosed):
            amend(room, kind=REMOVE, block=ids[3])
    else:
        with pytest.raises(ParagraphClosed) as refused:
            amend(room, **facts)
        assert refused.value.title is True


def test_everything_can_be_commented_on(room: Room) -> None:
    ids = opened(room, 3)
    for block in (None, ids[0], ids[3]):
        assert comment(room, block=block).state is ItemState.SENT


def test_a_draft_kept_on_a_closed_paragraph_is_not_sent(room: Room) -> None:
    ids = opened(room, 3)
    kept = amend(room, kind=REMOVE, block=ids[1], keep=True)
    with pytest.raises(ParagraphClosed):
        room.do("nadia", revising.send_kept, item=kept.id, version=1)


def test_a_new_paragraph_that_was_sent_is_not_moved_behind_a_closed_one(room: Room) -> None:
    ids = opened(room, 3)
    sent = amend(room, kind=ADD, block=None, after=ids[3], proposal="A new one.")
    facts = {"item": sent.id, "seen": sending.sign(sent), "version": 1, "body": "So.", "language": "en"}
    with pytest.raises(ParagraphClosed):
        room.do("nadia", posting.edit_item, after=ids[0], proposal="A new one.", **facts)


def test_in_a_blind_consultation_others_items_cannot_be_answered_or_supported(room: Room) -> None:
    ids = opened(room, blind=True)
    comment(room)
    amend(room, kind=REMOVE, block=ids[1])
    for who in ("dana", "elena"):
        with pytest.raises(NotFound):
            room.do(who, supporting.support, item="A1")
        with pytest.raises(NotFound):
            room.do(who, replying.post_reply, item="C1", body="No.", language="en")
    room.do("sara", replying.post_reply, item="C1", body="Where?", language="en")
    room.do("nadia", replying.post_reply, item="C1", body="There.", language="en")
    room.do("sara", consulting.close_consultation)
    room.do("dana", replying.post_reply, item="C1", body="No.", language="en")

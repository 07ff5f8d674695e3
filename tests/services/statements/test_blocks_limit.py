"""A text has at most 2,000 paragraphs, headings and list items, whichever way they come into it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from tests import calls, posting
from tests.rooms import Room, furnished, furnished_open
from tests.services.writing import created, gathered
from workflow import database as record
from workflow.models.item import Item
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.items.kinds import ItemKind
from workflow.rules.shared.refusals import TooManyBlocks
from workflow.services.consolidation import issuing
from workflow.services.consultation import consulting
from workflow.services.shared.checking import BLOCKS_LIMIT
from workflow.text.document import parse
from workflow.text.values import Block


def many(count: int) -> list[Block]:
    return parse("\n\n".join("a" for _ in range(count)))


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A draft."""
    with furnished() as furnished_room:
        yield furnished_room


def counted(what: Any) -> int:
    with record.reading() as session:
        return session.scalar(select(func.count()).select_from(what)) or 0


def save(room: Room, blocks: list[Block], serial: int = 1, language: str = "en") -> Draft:
    facts = {"title": "On open rivers", "occasion": "", "language": language, "serial": serial}
    saved: Draft = room.do("sara", calls.save_draft, blocks=blocks, **facts)
    return saved


@pytest.mark.usefixtures("database")
def test_no_statement_begins_with_more_blocks_than_a_text_may_have() -> None:
    people = gathered()
    with pytest.raises(TooManyBlocks) as refused:
        created(people, text="\n\n".join("a" * (BLOCKS_LIMIT + 1)))
    assert (refused.value.count, refused.value.limit) == (2001, 2000)
    assert counted(Statement) == 0
    assert created(people, text="\n\n".join("a" * BLOCKS_LIMIT)).number == 1


def test_no_save_of_a_text_or_a_paragraph_goes_beyond_the_limit(room: Room) -> None:
    with pytest.raises(TooManyBlocks):
        save(room, many(BLOCKS_LIMIT + 1))
    facts = {"language": "en", "serial": 1, "block": "", "after": ""}
    with pytest.raises(TooManyBlocks):
        room.do("sara", calls.save_paragraph, text="\n\n".join("b" * BLOCKS_LIMIT), **facts)
    facts["block"] = save(room, many(1)).blocks[0].id
    facts["serial"] = 2
    del facts["after"]
    with pytest.raises(TooManyBlocks):
        room.do("sara", calls.save_paragraph, text="\n\n".join("c" * (BLOCKS_LIMIT + 1)), **facts)
    assert counted(Draft) == 2


def test_no_translation_goes_beyond_the_limit(room: Room) -> None:
    with pytest.raises(TooManyBlocks):
        save(room, many(BLOCKS_LIMIT + 1), serial=0, language="fr")
    assert counted(Draft) == 1


def test_a_text_that_has_more_from_before_can_be_written_on_and_grows_no_further(room: Room) -> None:
    with record.transaction() as session:
        draft = session.scalars(select(Draft)).one()
        draft.blocks = tuple(
            Block(f"b{place}", each.kind, each.text) for place, each in enumerate(many(BLOCKS_LIMIT + 2))
        )
    facts = {"language": "en", "serial": 1}
    saved = room.do("sara", calls.save_paragraph, block="b5", text="Other words.", **facts)
    assert len(saved.blocks) == BLOCKS_LIMIT + 2
    with pytest.raises(TooManyBlocks):
        room.do("sara", calls.save_paragraph, block="", after="b5", text="One more.", language="en", serial=2)


@pytest.mark.parametrize("keep", [True, False])
def test_no_amendment_adds_more_paragraphs_than_a_text_may_have(room: Room, keep: bool) -> None:
    room.do("sara", calls.open_consultation, closes_at=room.clock.at.replace(day=9))
    facts = {"version": 1, "language": "en", "kind": ItemKind.ADD, "block": None, "after": "", "keep": keep}
    with pytest.raises(TooManyBlocks) as refused:
        room.do("dana", posting.propose_amendment, proposal="\n\n".join("d" * 1997), reason="Why.", **facts)
    assert refused.value.field == "proposal"
    assert counted(Item) == 0
    room.do("dana", posting.propose_amendment, proposal="\n\n".join("d" * 1996), reason="Why.", **facts)


def test_no_version_is_issued_in_which_accepted_paragraphs_go_beyond_the_limit(database: Engine) -> None:
    with furnished_open() as room:
        facts = {"version": 1, "language": "en", "kind": ItemKind.ADD, "block": None, "reason": "Why."}
        for place in (0, 1):
            proposal, after = "\n\n".join("de"[place] * 1100), room.blocks()[place].id
            room.do("dana", posting.propose_amendment, proposal=proposal, after=after, **facts)
        room.do("sara", consulting.close_consultation)
        answers = [issuing.Answer(ref, DispositionKind.ACCEPTED) for ref in ("A1", "A2")]
        room.do("sara", issuing.dispose_all, answers=answers)
        with pytest.raises(TooManyBlocks):
            room.do("sara", issuing.issue_version)
        assert len(room.blocks()) == 4

"""Amendments of the title: proposed, accepted, and in the next version."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests.rooms import Room, furnished_open
from workflow import database as record
from workflow.models.item import Item
from workflow.models.version import Edition, Version
from workflow.rules.errors import NothingChanged, NothingWritten, OverLength
from workflow.services import amending, commenting
from workflow.text.amendments import AmendmentKind


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A round that is open on a statement called "On open rivers"."""
    with furnished_open() as furnished_room:
        yield furnished_room


def propose(room: Room, who: str = "dana", proposal: str = "On rivers without gates", **facts: Any) -> Item:
    facts = {"version": 1, "reason": "It says more.", "language": "en", "block": None, **facts}
    return room.do(who, amending.propose_amendment, change=AmendmentKind.TITLE, proposal=proposal, **facts)


def test_a_title_is_proposed_against_the_one_on_the_table(room: Room) -> None:
    item = propose(room)
    assert (item.reference, item.block, item.quote) == ("A1", None, "On open rivers")
    assert item.proposal == "On rivers without gates"


def test_the_title_that_stands_there_is_no_amendment(room: Room) -> None:
    with pytest.raises(NothingChanged):
        propose(room, proposal="  On open\nrivers ")


@pytest.mark.parametrize(("proposal", "refusal"), [("", NothingWritten), ("river " * 60, OverLength)])
def test_a_title_has_words_and_a_length(room: Room, proposal: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as refused:
        propose(room, proposal=proposal)
    assert refused.value.field == "proposal"  # type: ignore[attr-defined]


def test_an_edit_does_not_take_the_title_out(room: Room) -> None:
    item = propose(room)
    facts = {"seen": commenting.sign(item), "body": "Because.", "proposal": ""}
    with pytest.raises(NothingWritten):
        room.do("dana", commenting.edit_item, item="A1", version=1, language="en", **facts)


def title_of(room: Room, number: int, language: str = "en") -> tuple[str, list[Any]]:
    with record.reading() as session:
        row = session.execute(
            select(Edition.title, Edition.sources)
            .join(Version, Version.id == Edition.version_id)
            .where(Version.number == number, Edition.language == language)
        ).one()
        return row.title, row.sources

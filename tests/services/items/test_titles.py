"""Amendments of the title: proposed, accepted, and in the next version."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from tests import calls, posting
from tests.consolidations import accept, answer, as_it_will_read, draft, issue
from tests.rooms import Room, furnished_open
from workflow import database as record
from workflow.models.item import Item
from workflow.models.version import Edition, Version
from workflow.queries.history.changes import comparison
from workflow.queries.shared.standing import standing
from workflow.rules.consolidation.refusals import AmendmentsConflict
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.refusals import NothingChanged, NothingWritten
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.refusals import OverLength
from workflow.services.consultation import consulting
from workflow.services.items import sending
from workflow.services.shared.record import lock_statement
from workflow.services.statements import versions


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open on a statement called "On open rivers"."""
    with furnished_open() as furnished_room:
        yield furnished_room


def propose(room: Room, who: str = "dana", proposal: str = "On rivers without gates", **facts: Any) -> Item:
    facts = {"version": 1, "reason": "It says more.", "language": "en", "block": None, **facts}
    return room.do(who, posting.propose_amendment, kind=ItemKind.TITLE, proposal=proposal, **facts)


def test_a_title_is_proposed_against_the_one_on_the_table(room: Room) -> None:
    item = propose(room)
    assert (item.reference, item.block, item.quote) == ("A1", None, "On open rivers")
    assert item.proposal == "On rivers without gates"


def test_the_title_that_stands_there_is_no_amendment(room: Room) -> None:
    with pytest.raises(NothingChanged):
        propose(room, proposal="  On open\nrivers ")


def test_a_title_keeps_the_signs_of_the_words_that_stay(room: Room) -> None:
    with record.transaction() as session:
        session.execute(update(Edition).values(title="On the rivers’ “mouths”"))
    assert propose(room, proposal='On the rivers\' open "mouths"').proposal == "On the rivers’ open “mouths”"


@pytest.mark.parametrize(("proposal", "refusal"), [("", NothingWritten), ("river " * 60, OverLength)])
def test_a_title_has_words_and_a_length(room: Room, proposal: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal) as refused:
        propose(room, proposal=proposal)
    assert refused.value.field == "proposal"  # type: ignore[attr-defined]


def test_an_edit_does_not_take_the_title_out(room: Room) -> None:
    item = propose(room)
    facts = {"seen": sending.sign(item), "body": "Because.", "proposal": ""}
    with pytest.raises(NothingWritten):
        room.do("dana", posting.edit_item, item="A1", version=1, language="en", **facts)


def title_of(room: Room, number: int, language: str = "en") -> tuple[str, list[Any]]:
    with record.reading() as session:
        row = session.execute(
            select(Edition.title, Edition.sources)
            .join(Version, Version.id == Edition.version_id)
            .where(Version.number == number, Edition.language == language)
        ).one()
        return row.title, row.sources


def closed(room: Room) -> None:
    room.do("sara", consulting.close_consultation)


def test_the_title_accepted_is_the_next_versions_and_says_whose_it_is(room: Room) -> None:
    propose(room)
    closed(room)
    accept(room, "A1")
    assert as_it_will_read(room).title == "On rivers without gates"
    issue(room)
    title, sources = title_of(room, 2)
    assert title == room.statement().title == "On rivers without gates"
    assert sources == [["title", 3, 3, ["A1"], "replace", [3, 8]], ["title", 9, 23, ["A1"], "replace", [14, 14]]]
    assert title_of(room, 1)[0] == "On open rivers"


def test_changes_names_the_amendment_behind_the_title(room: Room) -> None:
    propose(room)
    closed(room)
    accept(room, "A1")
    issue(room)
    with room.acting("fred") as (session, person):
        stand = standing(session, Viewer(person.id, person.organisation_id), room.key)
        assert stand is not None
        found = comparison(session, stand, "en", "1", "2")
        assert found is not None
        assert found.title_refs == {"A1"}


def test_two_different_titles_are_not_accepted_together(room: Room) -> None:
    propose(room)
    propose(room, "nadia", "On free rivers")
    propose(room, "fred", "On rivers without gates")
    closed(room)
    accept(room, "A1", "A3")
    with pytest.raises(AmendmentsConflict) as refused:
        accept(room, "A2")
    assert set(refused.value.refs) >= {"A1", "A2"}
    assert as_it_will_read(room).title == "On rivers without gates"


def test_a_part_of_a_title_is_taken(room: Room) -> None:
    propose(room)
    closed(room)
    answer(room, "A1", "part", taken="On rivers", reason="Shorter.")
    assert as_it_will_read(room).title == "On rivers"


def test_a_title_that_the_penholder_wrote_by_hand_stays(room: Room) -> None:
    propose(room)
    closed(room)
    newest = draft(room)
    facts = {"title": "On water", "occasion": "", "blocks": newest.blocks, "serial": newest.serial, "language": "en"}
    room.do("sara", calls.save_draft, **facts)
    accept(room, "A1")
    made = as_it_will_read(room)
    assert (made.title, made.unapplied) == ("On water", ("A1",))


def test_a_translations_title_is_left_as_it_is(room: Room) -> None:
    propose(room)
    closed(room)
    blocks = tuple(replace(each, text=f"fr {each.text}") for each in room.blocks())
    with room.acting("sara") as (session, person):
        locked = lock_statement(session, room.key)
        text = versions.DraftText("Des fleuves ouverts", "", blocks)
        versions.keep(session, person, locked, text, language="fr")
    accept(room, "A1")
    issue(room)
    assert title_of(room, 2, "fr")[0] == "Des fleuves ouverts"


def test_an_amendment_for_the_penholder_only_is_cited_nowhere(room: Room) -> None:
    propose(room, private=True)
    closed(room)
    accept(room, "A1")
    issue(room)
    assert title_of(room, 2) == ("On rivers without gates", [])

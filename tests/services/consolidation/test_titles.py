"""Amendments of the title are those of a paragraph: what merges stands together, each word with who asked for it."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests import calls
from tests.consolidations import TITLE, accept, answer, as_it_will_read, consolidation, draft, issue, sources
from tests.rooms import Room
from workflow import database
from workflow.models.person import Person
from workflow.queries.consolidation import by_hand, conflicts
from workflow.queries.consolidation import consolidation as desk
from workflow.queries.shared.standing import standing
from workflow.rules.consolidation.refusals import AmendmentsConflict
from workflow.rules.shared.names import Viewer
from workflow.text.document import TITLE as OF_TITLE
from workflow.text.values import Source

pytestmark = pytest.mark.usefixtures("database")
LAKES, CLOSED, LONGER = "On open rivers and lakes", "On rivers", "On open rivers and lakes and wells"
FREE, WILD = "On free rivers", "On wild rivers"
BOTH = "On rivers and lakes"


def titles(*proposals: str) -> list[dict[str, Any]]:
    """Titles in the place of "On open rivers", each from another organisation."""
    return [
        {"kind": TITLE, "proposal": words, "by": by}
        for words, by in zip(proposals, ("dana", "fred", "lucie"), strict=False)
    ]


def write_title(room: Room, title: str) -> None:
    was = draft(room)
    facts = {"language": "en", "occasion": "", "serial": was.serial, "blocks": was.blocks}
    room.do("sara", calls.save_draft, title=title, **facts)


def on_desk(room: Room) -> desk.Consolidation:
    with database.reading() as session:
        person = session.get_one(Person, room.people["sara"])
        stand = standing(session, Viewer(person.id, person.organisation_id), room.key)
        assert stand is not None
        return desk.consolidation(session, stand)


def words_of(title: str, made: Sequence[Source]) -> dict[str, tuple[str, ...]]:
    """The words of the title that came -> whose they are."""
    found = [(title[each.start : each.end].strip(), each.refs) for each in made if each.block == OF_TITLE]
    return {words: refs for words, refs in found if words}


def test_two_titles_whose_changes_merge_are_both_accepted() -> None:
    with consolidation(*titles(LAKES, CLOSED)) as room:
        accept(room, "A1", "A2")
        made = as_it_will_read(room)
        assert (made.title, made.unapplied) == (BOTH, ())
        issue(room)
        found = [each for each in sources(room) if each.block == OF_TITLE]
        assert words_of(BOTH, found) == {"and lakes": ("A1",)}
        assert ("A2",) in [each.refs for each in found if each.start == each.end]


def test_two_titles_that_do_not_merge_are_not_accepted_together() -> None:
    with consolidation(*titles(FREE, WILD)) as room:
        accept(room, "A1")
        with pytest.raises(AmendmentsConflict):
            accept(room, "A2")
        found = on_desk(room)
        assert [each.refs for each in conflicts.rivalries(found, found.items, "en")] == [("A1", "A2")]


@pytest.mark.parametrize(
    ("asked", "hand", "offered"),
    [
        ((LAKES, CLOSED), BOTH, {"A1": "accepted", "A2": "accepted"}),
        ((FREE, LAKES), "On free rivers and lakes", {"A1": "accepted", "A2": "accepted"}),
        ((LAKES,), "On lakes", {"A1": "part"}),
        ((LONGER,), LAKES, {"A1": "part"}),
        ((FREE,), LAKES, {}),
    ],
)
def test_what_a_title_written_by_hand_says_is_offered(
    asked: tuple[str, ...], hand: str, offered: dict[str, str]
) -> None:
    with consolidation(*titles(*asked)) as room:
        write_title(room, hand)
        found = on_desk(room)
        got = by_hand.proposals(found, found.items, "en")
        assert {ref: each.kind.value for ref, each in got.items() if each.kind != "not_accepted"} == offered
        for ref, kind in offered.items():
            more = {} if kind == "accepted" else {"taken": got[ref].taken, "reason": "Shorter."}
            answer(room, ref, kind, **more)
        made = as_it_will_read(room)
        assert (made.title, made.unapplied, made.by_hand) == (hand, (), tuple(offered))


def test_a_title_written_by_hand_names_behind_each_word_who_asked_for_it() -> None:
    with consolidation(*titles(LAKES, CLOSED)) as room:
        write_title(room, "Now on rivers and lakes")
        accept(room, "A1", "A2")
        made = as_it_will_read(room)
        assert (made.title, made.unapplied) == ("Now on rivers and lakes", ())
        assert words_of(made.title, made.sources) == {"and lakes": ("A1",)}


def test_one_title_taken_in_part_leaves_the_other_its_words() -> None:
    with consolidation(*titles(LAKES, "On rivers now")) as room:
        write_title(room, BOTH)
        accept(room, "A1")
        answer(room, "A2", "part", taken=CLOSED, reason="Not now.")
        made = as_it_will_read(room)
        assert (made.title, made.unapplied) == (BOTH, ())
        assert words_of(BOTH, made.sources) == {"and lakes": ("A1",)}


def test_a_title_carried_over_asks_for_its_change_alone() -> None:
    with consolidation(*titles(LAKES, CLOSED, "On free and open rivers")) as room:
        accept(room, "A1")
        issue(room, carry_over=True)
        accept(room, "A2")
        made = as_it_will_read(room)
        assert (made.title, made.unapplied) == (BOTH, ())
        assert {ref for each in made.sources for ref in each.refs} == {"A2"}


def test_a_title_carried_over_that_others_rewrote_is_left_to_the_penholder() -> None:
    with consolidation(*titles(FREE, WILD)) as room:
        accept(room, "A1")
        issue(room, carry_over=True)
        assert [each.place for each in on_desk(room).items] == [None]
        accept(room, "A2")
        made = as_it_will_read(room)
        assert (made.title, made.unapplied) == (FREE, ("A2",))
        write_title(room, WILD)
        assert as_it_will_read(room).unapplied == ()


def test_a_paragraph_and_a_title_take_no_words_for_one_anothers() -> None:
    gates = {"paragraph": 2, "words": "gates open", "proposal": "locks shut", "by": "lucie"}
    with consolidation(*titles("On locks shut"), gates) as room:
        write_title(room, "On locks shut")
        found = on_desk(room)
        assert by_hand.proposals(found, found.items, "en").keys() == {"A1"}
        accept(room, "A1", "A2")
        made = as_it_will_read(room)
        assert made.unapplied == () and "locks shut" in made.blocks[2].text
        assert {each.block for each in made.sources if "A2" in each.refs} == {made.blocks[2].id}

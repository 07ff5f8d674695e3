"""What the penholder wrote is put down to the amendment that it says, and to none of the words beside them."""

from dataclasses import replace

import pytest

from workflow.text.amendments.carried import Accepted
from workflow.text.consolidation.credits import credited
from workflow.text.edits.credit import claims_of_wish
from workflow.text.values.amendment import Amendment, AmendmentKind, Source
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit
COURT = "The Court needs funds. States must act now. Victims wait for justice and for truth."
OPEN = "It is a [hard] [grave] hour. We meet in a town by the river."


def named(before: str, after: str, old: str, new: str) -> list[tuple[str, str]]:
    """What is named of either text, each change in its order."""
    start = before.index(old)
    asked = Amendment("A1", AmendmentKind.REPLACE, "p1", start, start + len(old), new)
    issued, text = ((Block("p1", BlockKind.PARAGRAPH, words),) for words in (before, after))
    return [_words(before, after, source) for source in by_hand(issued, text, asked)]


def by_hand(issued: tuple[Block, ...], text: tuple[Block, ...], asked: Amendment) -> list[Source]:
    return credited(issued, text, [Accepted(asked, issued)], {asked.ref: asked})


def _words(before: str, after: str, source: Source) -> tuple[str, str]:
    assert source.was is not None and source.refs == ("A1",)
    return before[slice(*source.was)].strip(), after[source.start : source.end].strip()


@pytest.mark.parametrize(
    ("before", "after", "old", "new", "expected"),
    [
        (COURT, COURT.replace("act", "move"), "act", "move", [("act", "move")]),
        # Words of the penholder's own beside them are not the amendment's.
        (COURT, COURT.replace("must act now", "must move at once"), "act", "move", [("act", "move")]),
        (COURT, COURT.replace("needs funds", "lacks money"), "act", "move", []),
        (COURT, f"Dear friends. {COURT.replace('Court', 'Court now')}", "The Court", "The Court now", [("", "now")]),
        (COURT, COURT.replace("must act", "shall"), "must act", "", [("must act", "")]),
        # The sentence went to the end, with its new words.
        (
            COURT,
            "The Court needs funds. Victims wait for justice and for truth. States must act at once.",
            "act now",
            "act at once",
            [("now.", ""), ("", "at once.")],
        ),
        (OPEN, OPEN.replace("[hard] [grave]", "grave"), "grave", "grave", [("[hard] [", ""), ("]", "")]),
    ],
)
def test_the_words_asked_for_are_named_and_no_others(
    before: str, after: str, old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    assert named(before, after, old, new) == expected


def test_a_new_paragraph_and_one_that_took_the_words_in_are_named_as_what_they_are() -> None:
    issued = (Block("p1", BlockKind.PARAGRAPH, COURT), Block("p2", BlockKind.PARAGRAPH, "We thank the town."))
    add = Amendment("A1", AmendmentKind.ADD, "", words="Pay the Court.", after="p1")
    written = (*issued, Block("n1", BlockKind.PARAGRAPH, "Pay the Court."))
    assert by_hand(issued, written, add) == [Source("n1", 0, 14, ("A1",), AmendmentKind.ADD)]
    town = Amendment("A2", AmendmentKind.REPLACE, "p2", 13, 17, "whole town by the river")
    joined = (Block("p1", BlockKind.PARAGRAPH, f"{COURT} We thank the whole town by the river."),)
    found = by_hand(issued, joined, town)
    end = len(COURT)
    assert {(each.block, each.kind, each.was) for each in found} == {("p1", AmendmentKind.REPLACE, (end, end))}
    assert [joined[0].text[each.start : each.end].strip() for each in found] == ["whole", "by the river."]


def test_words_asked_for_are_its_own_in_whatever_marks_and_capitals_they_were_typed() -> None:
    asked, typed = (f"{COURT} {words}" for words in ("The “herders’ union” waits.", 'the "herders\' union" waits.'))
    (found,) = claims_of_wish("A1", COURT, asked, COURT, [typed])[0].come
    assert typed[found.start : found.end].strip() == 'the "herders\' union" waits.'


def test_words_that_are_made_in_their_paragraph_are_the_penholders_own_in_another_one() -> None:
    issued = (Block("p1", BlockKind.PARAGRAPH, COURT), Block("p2", BlockKind.PARAGRAPH, "We thank the town."))
    start = COURT.index("act now")
    asked = Amendment("A1", AmendmentKind.REPLACE, "p1", start, start + 7, "move at once")
    hand = "We thank the town. Let us move at once."
    text = [Block("p1", BlockKind.PARAGRAPH, COURT.replace("act now", "move at once")), replace(issued[1], text=hand)]
    assert {source.block for source in by_hand(issued, tuple(text), asked)} == {"p1"}


def test_paragraphs_gone_and_moved_are_named_as_a_whole() -> None:
    issued = (Block("p1", BlockKind.PARAGRAPH, COURT), Block("p2", BlockKind.PARAGRAPH, "We thank the town."))
    gone = Amendment("A1", AmendmentKind.REMOVE, "p2")
    assert by_hand(issued, issued[:1], gone) == [Source("p2", 0, 0, ("A1",), AmendmentKind.REMOVE, (0, 18))]
    assert by_hand(issued, issued, gone) == []
    moved = Amendment("A2", AmendmentKind.MOVE, "p2", after="")
    assert by_hand(issued, issued[::-1], moved) == [Source("p2", 0, 0, ("A2",), AmendmentKind.MOVE)]
    anew = (Block("n1", BlockKind.PARAGRAPH, "We thank the town."), issued[0])
    assert by_hand(issued, anew, moved) == [Source("n1", 0, 0, ("A2",), AmendmentKind.MOVE)]


@pytest.mark.parametrize(
    ("hand", "own"),
    [
        (" Rain fell, and the town was glad.", []),
        (" Rain fills the wells.", []),
        (" Rain helps the herders of the upper valley.", ["the herders of the upper valley."]),
    ],
)
def test_a_stray_word_of_what_was_asked_for_is_not_its_own(hand: str, own: list[str]) -> None:
    asked = f"{COURT} It thanks the herders of the upper valley."
    found = claims_of_wish("A1", COURT, asked, COURT, [COURT + hand])[0].come
    assert [words for each in found if (words := (COURT + hand)[each.start : each.end].strip())] == own

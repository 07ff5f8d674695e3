"""The one place in which amendments that exclude one another could be replaced by a common one."""

import pytest

from workflow.text.amendments.together import common_kind, together
from workflow.text.document.brackets import TITLE, titled
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit

REPLACE = AmendmentKind.REPLACE
ADD = AmendmentKind.ADD
REMOVE = AmendmentKind.REMOVE
MOVE = AmendmentKind.MOVE
TEXT = (Block("b1", BlockKind.PARAGRAPH, "One two three."), Block("b2", BlockKind.PARAGRAPH, "Four."))


def _replaces(ref: str, start: int, end: int, block: str = "b1") -> Amendment:
    return Amendment(ref, REPLACE, block, start, end, "x")


def test_words_reach_from_the_first_to_the_last() -> None:
    assert together(TEXT, [_replaces("A1", 4, 7), _replaces("A2", 0, 5)]) == Amendment("", REPLACE, "b1", 0, 7)


def test_a_removal_makes_it_the_whole_paragraph() -> None:
    found = together(TEXT, [_replaces("A1", 4, 7), Amendment("A2", REMOVE, "b1")])
    assert found == Amendment("", REPLACE, "b1", 0, len(TEXT[0].text))


def test_new_paragraphs_share_a_place_or_none() -> None:
    one, other = (Amendment(ref, ADD, "", words="New.", after="b1") for ref in ("A1", "A2"))
    assert together(TEXT, [one, other]) == Amendment("", ADD, "", after="b1")
    assert together(TEXT, [one, Amendment("A3", ADD, "", words="New.", after="b2")]) is None


def test_two_paragraphs_or_two_places_are_no_common_words() -> None:
    assert together(TEXT, [_replaces("A1", 0, 3), _replaces("A2", 0, 3, "b2")]) is None
    assert together(TEXT, [Amendment("A1", MOVE, "b1", after="b2"), Amendment("A2", MOVE, "b1", after="")]) is None
    assert together(TEXT, [_replaces("A1", 0, 3), Amendment("A2", ADD, "", words="New.", after="b1")]) is None
    assert together(TEXT, [_replaces("A1", 0, 3, "gone")]) is None and together(TEXT, []) is None


def test_titles_stand_together() -> None:
    asked = [Amendment(ref, REPLACE, TITLE, 0, 8, ref) for ref in ("A1", "A2")]
    assert together(titled("On gates", TEXT), asked) == Amendment("", REPLACE, TITLE, 0, 8)
    assert common_kind([ADD, REPLACE]) is None and common_kind([]) is None

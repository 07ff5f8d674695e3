"""Amendments whose answers put nothing into the text, and that the text says all the same."""

import pytest

from workflow.text.consolidation import said_anyway
from workflow.text.document.brackets import TITLE, titled
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit
THANKS = Block("p1", BlockKind.PARAGRAPH, "We thank the herders. States must protect all wells each spring.")
BOTH = "A note on rivers"


def said(text: str, *asked: Amendment, title: str = BOTH, issued: Block = THANKS) -> tuple[str, ...]:
    made = (Block("p1", BlockKind.PARAGRAPH, text),)
    return said_anyway(titled(BOTH, (issued,)), titled(title, made), asked, "en")


def words(ref: str, old: str, new: str, issued: Block = THANKS) -> Amendment:
    start = issued.text.index(old)
    return Amendment(ref, AmendmentKind.REPLACE, "p1", start, start + len(old), new)


def test_words_that_are_in_whatever_was_answered_are_told() -> None:
    warmly, wells = words("A20", "We thank", "We warmly thank"), words("A21", "all wells", "every well")
    assert said(THANKS.text.replace("We thank", "We warmly thank"), warmly, wells) == ("A20",)
    assert said(THANKS.text, warmly, wells) == ()


def test_a_part_of_the_words_is_not_told() -> None:
    asked = words("A20", "all wells each spring", "every well each spring and autumn")
    assert said(THANKS.text.replace("spring", "spring and autumn"), asked) == ()


def test_words_that_stand_in_square_brackets_are_not_told() -> None:
    asked = words("A20", "all wells", "every well")
    assert said(THANKS.text.replace("all wells", "[all wells] [every well]"), asked) == ()


def test_of_an_alternative_that_was_kept_by_hand_the_words_are_told() -> None:
    before = Block("p1", BlockKind.PARAGRAPH, "States must protect all wells [each spring] [each spring and autumn].")
    asked = words("A34", "each spring", "each spring and autumn", before)
    assert said("States must protect all wells each spring and autumn.", asked, issued=before) == ("A34",)
    assert said("States must protect all wells each spring.", asked, issued=before) == ()


def test_a_title_is_told_as_the_words_of_a_paragraph_are() -> None:
    asked = Amendment("A5", AmendmentKind.REPLACE, TITLE, 0, len(BOTH), "A note on rivers and lakes")
    assert said(THANKS.text, asked, title="A short note on rivers and lakes") == ("A5",)
    assert said(THANKS.text, asked, title="A short note on rivers") == ()
    assert said(THANKS.text, asked) == ()


def test_a_paragraph_that_was_to_go_and_is_gone_is_told() -> None:
    gone = Amendment("A6", AmendmentKind.REMOVE, "p1")
    assert said_anyway(titled(BOTH, (THANKS,)), titled(BOTH, ()), [gone], "en") == ("A6",)


def test_words_that_gave_way_to_others_are_not_told_to_have_gone() -> None:
    fund = Block("p1", BlockKind.PARAGRAPH, "The fund should be open, fair and quick.")
    asked = words("A1", "open, fair and quick", "open and quick", fund)
    assert said("The fund should be open to all, just and quick.", asked, issued=fund) == ()
    assert said("The fund should now be open and quick.", asked, issued=fund) == ("A1",)

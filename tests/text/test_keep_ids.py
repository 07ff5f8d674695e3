"""A whole text edited in one field: paragraphs get their old ids back, never two the same."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text import texts
from workflow.text.document.blocks import with_ids
from workflow.text.document.likeness import keep_ids
from workflow.text.document.markdown import parse, to_markdown
from workflow.text.values.block import Block, BlockKind

STATEMENT = """Excellencies,

It is with honour that I address you today on behalf of the Coalition.

The Coalition is the world’s largest civil society partnership, committed to international justice.

As you have seen, there is tremendous interest in the work of the Court and its growing reach.

We must stand firm in our support to victims, for whom this court was created.
"""
OLD = with_ids(parse(STATEMENT), iter("spqrt").__next__)
S, P, Q, R, T = (block.text for block in OLD)


def ids(*lines: str) -> list[str]:
    return [block.id for block in keep_ids(OLD, parse("\n\n".join(lines)))]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ((S, P, Q, R, T), ["s", "p", "q", "r", "t"]),
        ((S, P, T), ["s", "p", "t"]),
        ((S, "A new beginning.", P, Q, R, T), ["s", "", "p", "q", "r", "t"]),
        ((S, P, Q.replace("largest", "broadest"), R, T), ["s", "p", "q", "r", "t"]),
        ((S, T, P, Q, R), ["s", "t", "p", "q", "r"]),
        ((S, T.replace("firm", "more firm than ever"), P, Q, R), ["s", "t", "p", "q", "r"]),
        ((S, P, Q[:60], Q[60:], R, T), ["s", "p", "q", "", "r", "t"]),
        ((S, P, f"{Q} {R}", T), ["s", "p", "r", "t"]),
        ((S, P, "Wholly other words stand here, about rivers and bridges.", R, T), ["s", "p", "", "r", "t"]),
        ((S, P, "The Coalition is large.", R, T), ["s", "p", "q", "r", "t"]),
        (("Excellencies and dear friends of every river,", P, Q, R, T), ["s", "p", "q", "r", "t"]),
        (("Excellencies and dear friends of every single river,", P, Q, R, T), ["", "p", "q", "r", "t"]),
        ((S, P, Q, R, "We must go on in our support to those who wait at the river."), ["s", "p", "q", "r", "t"]),
        ((S, P, P, Q, R, T), ["s", "p", "", "q", "r", "t"]),
        ((f"## {S}", f"> {P}", f"- {Q}", R, T), ["s", "p", "q", "r", "t"]),
        ((), []),
    ],
)
def test_paragraphs_keep_their_ids(lines: tuple[str, ...], kept: list[str]) -> None:
    assert ids(*lines) == kept


def test_equal_paragraphs_keep_their_order() -> None:
    old = [Block(name, BlockKind.PARAGRAPH, text) for name, text in (("a", "One."), ("b", "Two."), ("c", "One."))]
    assert [block.id for block in keep_ids(old, parse("One.\n\nOne."))] == ["a", "c"]


def test_short_lines_that_stand_there_often_go_with_their_neighbours() -> None:
    lines = ["Water", "*", "Bread", "*", "Houses", "*", "Roads", "*"]
    old = [Block(str(place), BlockKind.ITEM, text) for place, text in enumerate(lines)]
    moved = parse("\n\n".join([*lines[4:], *lines[:4]]))
    assert [block.id for block in keep_ids(old, moved)] == ["4", "5", "6", "7", "0", "1", "2", "3"]


def test_a_paragraph_that_moved_is_not_the_one_that_came_in_its_place() -> None:
    other = "It is with honour that we say: there is a river, and the Court and its bridge."
    assert ids(R.replace("growing", "wide"), S, P, Q, other, T) == ["r", "s", "p", "q", "", "t"]


def test_edited_items_that_changed_places_around_another_keep_their_own_ids() -> None:
    calls = [f"We call on states parties to {what} without delay." for what in ("arrest them", "pay", "protect us all")]
    old = [Block(str(place), BlockKind.ITEM, call) for place, call in enumerate(calls)]
    edited = [calls[2].replace("on states", "on all states"), calls[1], calls[0].replace("without delay", "at once")]
    assert [block.id for block in keep_ids(old, parse("\n\n".join(edited)))] == ["2", "1", "0"]


def test_a_paragraph_rewritten_between_edited_ones_is_the_same() -> None:
    edited = P.replace("today", "now"), "The Coalition is large.", R.replace("growing", "wide")
    assert ids("Dear friends,", *edited, "We go.") == ["", "p", "q", "r", ""]


def test_a_salutation_that_nobody_would_know_for_one_stays_one() -> None:
    old = [Block("a", BlockKind.SALUTATION, "Esteemed river keepers,"), Block("b", BlockKind.PARAGRAPH, "Text.")]
    kept = keep_ids(old, parse(to_markdown(old)))
    assert kept == old


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"## {P}", BlockKind.HEADING),
        (f"> {P}", BlockKind.QUOTATION),
        ("Excellencies and dear friends,", BlockKind.SALUTATION),
        ("Excellencies have said much of this.", BlockKind.PARAGRAPH),
    ],
)
def test_another_form_or_other_words_make_another_kind_of_the_same_paragraph(text: str, kind: BlockKind) -> None:
    old = [Block("a", BlockKind.SALUTATION if text.startswith("Excellencies") else BlockKind.PARAGRAPH, P)]
    after = [replace(parse(text)[0], id="a")]
    assert [(block.id, block.kind) for block in keep_ids(old, after)] == [("a", kind)]


def test_ids_that_the_edited_text_carries_are_trusted_before_likeness() -> None:
    after = [replace(block, id="") for block in OLD]
    after[1] = replace(after[1], id="q", text="Other words.")
    assert [block.id for block in keep_ids(OLD, after)] == ["s", "q", "", "r", "t"]


def test_an_id_that_was_not_there_before_is_not_taken_over() -> None:
    assert keep_ids(OLD, [Block("stranger", BlockKind.PARAGRAPH, "New words.")])[0].id == ""


@given(st.lists(texts.texts, max_size=8), st.lists(texts.texts, max_size=8))
def test_no_id_is_given_twice_and_no_word_is_changed(before: list[str], after: list[str]) -> None:
    old = [Block(f"b{place}", BlockKind.PARAGRAPH, text) for place, text in enumerate(before)]
    new = [Block("", BlockKind.PARAGRAPH, text) for text in after]
    kept = keep_ids(old, new)
    given_ids = [block.id for block in kept if block.id]
    assert len(given_ids) == len(set(given_ids))
    assert [block.text for block in kept] == after
    assert [block.id for block in keep_ids(old, [replace(block, id="") for block in old])] == [b.id for b in old]


def test_of_equal_paragraphs_the_one_keeps_its_id_whose_neighbours_stayed() -> None:
    before = [Block(name, BlockKind.PARAGRAPH, text) for name, text in (("p", P), ("q", Q), ("r", R))]
    after = parse("\n\n".join([Q, P.replace("honour", "great honour"), Q, R.replace("growing", "broad")]))
    assert [block.id for block in keep_ids(before, after)] == ["", "p", "q", "r"]

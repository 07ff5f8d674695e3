"""What the engine remembers while a page or a use case lasts, and that it holds nothing afterwards."""

import sys
from dataclasses import replace
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.text.texts import texts
from workflow.text.amendments.carried import Accepted, carried
from workflow.text.amendments.conflicts import conflicts_between
from workflow.text.consolidation import consolidate, judged, said_anyway
from workflow.text.document.brackets import titled
from workflow.text.edits.keeping import with_kept_words
from workflow.text.edits.shared import whole_words
from workflow.text.edits.uptake import uptake
from workflow.text.memory import remembered, remembering
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind
from workflow.text.values.spans import Edit

pytestmark = pytest.mark.unit
LOOKED: list[str] = []


@remembered
def looked(text: str) -> str | None:
    LOOKED.append(text)
    return text or None


@pytest.fixture(autouse=True)
def _anew() -> None:
    LOOKED.clear()


def test_outside_a_block_nothing_is_remembered() -> None:
    assert (looked("wells"), looked("wells")) == ("wells", "wells")
    assert LOOKED == ["wells", "wells"]


def test_within_a_block_one_question_is_answered_once_and_nothing_of_it_by_the_next_block() -> None:
    for _ in range(2):
        with remembering():
            assert [looked(text) for text in ("wells", "", "wells", "")] == ["wells", None, "wells", None]
    assert LOOKED == ["wells", "", "wells", ""]


def test_a_block_within_another_one_is_part_of_it_and_one_that_fails_ends() -> None:
    with pytest.raises(ZeroDivisionError), remembering():
        with remembering():
            looked("wells")
        looked("wells")
        raise ZeroDivisionError
    assert LOOKED == ["wells"]
    looked("wells")
    assert LOOKED == ["wells", "wells"]


def test_a_function_that_remembers_forgets_with_each_call() -> None:
    @remembering()
    def twice(text: str) -> bool:
        return looked(text) == looked(text)

    assert twice("wells") and twice("wells")
    assert LOOKED == ["wells", "wells"]


def test_two_threads_share_nothing() -> None:
    def other() -> None:
        looked("wells")
        with remembering():
            looked("wells")
            looked("wells")

    with remembering():
        looked("wells")
        thread = Thread(target=other)
        thread.start()
        thread.join()
        looked("wells")
    assert LOOKED == ["wells"] * 3


ISSUED = tuple(
    Block(f"p{n}", BlockKind.PARAGRAPH, f"{words} ({n})")  # made here: what is written in a program Python keeps itself
    for n, words in enumerate(
        (
            "We thank the *herders*. States must protect all wells each spring.",
            "No state’s gate may be opened at night without a warning.",
            "The Registry has received nineteen letters since the spring.",
        )
    )
)
WRITTEN = tuple(replace(block, text=f"{block.text} We ask for more.") for block in ISSUED)
WHOLE, NOW = titled("On wells", ISSUED), titled("On wells", WRITTEN)
ASKED = [
    Amendment(f"A{n}", AmendmentKind.REPLACE, block.id, at, at + len(old), new)
    for n, (block, old, new) in enumerate(
        (
            (ISSUED[0], "all wells", "every well"),
            (ISSUED[0], "all wells each spring", "all *new* wells each spring"),
            (ISSUED[1], "state’s gate", "state's new gate"),
            (ISSUED[2], "nineteen", "twenty"),
        )
    )
    for at in [block.text.index(old)]
]


def everything() -> list[object]:
    """What a page asks of the engine."""
    accepted = [Accepted(each, WHOLE, in_full=number < 3) for number, each in enumerate(ASKED)]
    return [
        consolidate(WHOLE, NOW, accepted, str, "en"),
        said_anyway(WHOLE, titled("On wells", [WRITTEN[0], *ISSUED[1:]]), ASKED, "en"),
        carried(accepted, NOW),
        conflicts_between(ISSUED, ASKED),
        [judged(WHOLE, NOW, each, "en") for each in ASKED],
        [uptake(ISSUED, WRITTEN, each) for each in ASKED],
        [with_kept_words(ISSUED[0].text, Edit(each.start, each.end, each.words)) for each in ASKED[:2]],
        [whole_words(block.text) for block in WRITTEN],
    ]


def test_no_text_is_held_after_the_block() -> None:
    held = [block.text for block in (*ISSUED, *WRITTEN)]
    everything()  # the tables of the program are made
    before = list(map(sys.getrefcount, held))
    with remembering():
        everything()
        assert sum(map(sys.getrefcount, held)) > sum(before), "within the block they are remembered"
    assert list(map(sys.getrefcount, held)) == before


def test_the_answers_within_a_block_are_those_outside() -> None:
    outside = everything()
    with remembering():
        assert everything() == outside
        assert everything() == outside


@given(texts, st.lists(st.tuples(texts, st.integers(0, 40), st.integers(0, 40)), min_size=1, max_size=4))
def test_whatever_the_text_the_answers_within_a_block_are_those_outside(
    text: str, edits: list[tuple[str, int, int]]
) -> None:
    block = Block("p1", BlockKind.PARAGRAPH, text)
    written = [replace(block, text=f"{text} {words}") for words, _, _ in edits]
    spans = [sorted((min(low, len(text)), min(high, len(text)))) for _, low, high in edits]
    asked = [Edit(low, high, words) for (words, _, _), (low, high) in zip(edits, spans, strict=True)]

    def answers() -> list[object]:
        kept = [with_kept_words(text, each) for each in asked]
        return [kept, [whole_words(each.text) for each in written]]

    outside = answers()
    with remembering():
        assert [answers(), answers()] == [outside, outside]

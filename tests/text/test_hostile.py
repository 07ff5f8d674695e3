"""Texts made to hang a careless parser: the time grows with the text, and a guard is ten times what was measured."""

import contextlib
from collections.abc import Callable

import pytest

from tests.text.growth import cost, grows_with_its_text
from workflow.text.amendments.application import apply
from workflow.text.amendments.carried import carry_all
from workflow.text.amendments.conflicts import conflicts_between
from workflow.text.anchors import quotations, suggestions
from workflow.text.document import blocks, inline, likeness, markdown, reading
from workflow.text.force.changes import kinds
from workflow.text.force.meaning import is_turned
from workflow.text.redline import marked_words
from workflow.text.tokens import sentences, tokenizer
from workflow.text.unicode import normal
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind
from workflow.text.values.spans import Hunk

INLINE = [
    "a",
    "*",
    "* ",
    "*a",
    "**a ",
    "*a **b ",
    "***a",
    "_a_",
    "*_a",
    "[",
    "](",
    "[](",
    "[a](http://x",
    "[a]((",
    "()",
]
INLINE += ["<http://", "<a", "\\", "[^1", "[^1]", "&<>'", "\u202e", "\u0301", "\u200d"]
SOURCES = ["a", "a\n", "a\n\n", "\n", "- a\n", "> ", "1. ", "1", "#", "# ", "- ", "_ ", "\\", "\t", "\r", "=\n", "a-\n"]
SOURCES += ["\u200c", "\u0627\u200c", "\u0430b", "\u0430b ", "\u00a0", "\u0301", "thank you ", "ladies ", "[^1]: a\n"]
SOURCES += [
    "[^1]: a\n\n    ",
    "(a) a\n",
    "\u0915\u094d",
    "\u094d\u0915",
    "a-a@",
    "a@a.",
    "\U0001f3f4\U000e0067",
    "\u0441 a ",
]


def within(seconds: float, act: Callable[[], object]) -> None:
    assert cost(act) < seconds


@pytest.mark.parametrize("part", INLINE)
def test_inline_marks_are_read_in_linear_time(part: str) -> None:
    assert grows_with_its_text(inline.html, part)
    assert grows_with_its_text(_marked, part)
    assert grows_with_its_text(lambda text: quotations.find(text, "who is not there"), part)
    assert grows_with_its_text(lambda text: suggestions.suggest(text, "who is not there"), part)


def _marked(text: str) -> str:
    return marked_words.marked_html(
        text, [marked_words.Marked(at, at + 3, ("A1",)) for at in range(0, len(text) - 3, 99)]
    )


@pytest.mark.parametrize("part", SOURCES)
def test_sources_are_read_in_linear_time(part: str) -> None:
    assert grows_with_its_text(lambda text: markdown.to_markdown(markdown.parse(text)), part)
    assert grows_with_its_text(normal.findings, part)
    assert grows_with_its_text(tokenizer.tokens, part)
    assert grows_with_its_text(_read, part)


def _read(text: str) -> None:
    with contextlib.suppress(reading.Unreadable):
        reading.read_text(text)


def test_endless_blank_lines_hold_no_sentence() -> None:
    within(3, lambda: sentences("\n" * 200_000))


def test_a_list_may_be_deeper_than_any_page() -> None:
    text = "\n".join(" " * (2 * depth) + "- a" for depth in range(1000))
    within(5, lambda: markdown.parse(text))
    assert max(block.level for block in markdown.parse(text)) == 5


def test_ten_megabytes_of_one_letter_are_refused_or_finished() -> None:
    text = "a" * 10_000_000
    within(10, lambda: blocks.digest(text, markdown.parse(text)))
    with pytest.raises(reading.Unreadable):
        reading.read(text.encode())


def test_thousands_of_paragraphs_keep_their_ids_in_time() -> None:
    old = [Block(f"b{n}", BlockKind.PARAGRAPH, f"the same words n{n} again m{n % 7}") for n in range(2000)]
    new = [Block("", BlockKind.PARAGRAPH, block.text + " edited") for block in reversed(old)]
    kept: list[Block] = []
    within(10, lambda: kept.extend(likeness.keep_ids(old, new)))
    assert [block.id for block in kept] == [block.id for block in reversed(old)]


def test_a_thousand_amendments_to_one_paragraph_are_placed_in_time() -> None:
    text = " ".join(f"w{n}" for n in range(400))
    before, at = [Block("p1", BlockKind.PARAGRAPH, text)], 0
    amendments = []
    for n, word in enumerate(text.split()):
        amendments.append(Amendment(f"A{n}", AmendmentKind.REPLACE, "p1", at, at + len(word), f"v{n}"))
        at += len(word) + 1
    after = [Block("p1", BlockKind.PARAGRAPH, f"New: {text}")]
    within(20, lambda: conflicts_between(before, amendments))
    within(20, lambda: apply(before, amendments, str))
    within(20, lambda: carry_all(before, after, amendments))
    assert apply(before, amendments, str).blocks[0].text == text.replace("w", "v")


def test_words_of_force_are_found_in_time() -> None:
    for part in ("shall not ", "1 ", "A ", "Aa of the ", "6 May ", "n't", "لا "):
        text = part * 1500
        within(20, lambda text=text: kinds(text, text + "must", "en"))  # type: ignore[misc]


def test_many_words_proposed_within_one_sentence_are_judged_in_time() -> None:
    text = "[] " * 1500
    spans = [Hunk(at, at + 1, at, at + 1) for at in range(0, len(text), 40)]
    within(0.5, lambda: is_turned((text, text, text), spans, [each.start for each in spans], "en"))

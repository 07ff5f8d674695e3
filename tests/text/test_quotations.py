"""Words that somebody copied are found: as a page shows them, as they are written, told apart by what is around."""

import re
from html import unescape
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.text.growth import cost
from tests.text.texts import prose, raws, texts
from workflow.text.anchors.quotations import find
from workflow.text.anchors.shown_words import folded
from workflow.text.document.inline import html, line, plain
from workflow.text.document.markdown import parse
from workflow.text.document.marks import pieces
from workflow.text.tokens.tokenizer import tokens
from workflow.text.unicode.graphemes import is_border

TEXT = "At [Rome](https://a.org) the *court* met, at the **Rome** seat, and in Rome it rose."
STATEMENTS = Path(__file__).resolve().parent.parent.parent / "workflow" / "demo" / "statements"
_WORDS = r"a _b_ **c d** __e__ *f g* [h i](https://a.org/b_(c)) ![j](https://a.org/j.png) b[^1] k[^z-1] \*l\* “m” n_o"
marked = st.lists(st.sampled_from(_WORDS.split()), min_size=1, max_size=12).map(" ".join)


@pytest.mark.parametrize(
    ("prefix", "suffix", "start"),
    [
        ("At [", "](https", 4),
        ("At ", " the court", 4),
        ("court met, at the ", " seat", 51),
        ("at the **", "** seat", 51),
        ("in", "it rose", 71),
    ],
)
def test_the_words_around_tell_one_place_from_another(prefix: str, suffix: str, start: int) -> None:
    assert find(TEXT, "Rome", prefix, suffix) == [(start, start + 4)]


def test_words_around_that_stand_nowhere_rule_nothing_out() -> None:
    assert len(find(TEXT, "Rome", "nowhere ", " else")) == 3


def test_words_that_stand_in_a_thousand_places_are_told_apart_in_time() -> None:
    text = "a b " * 2500
    assert cost(lambda: find(text, "a", text[:5000], text[5000:])) < 1


def test_a_part_of_a_word_is_told_from_the_word_elsewhere_by_both_sides() -> None:
    text = "Many told us that they met at noon, at the gate."
    assert find(text, "at", "told us th", " they met") == [(15, 17)]
    assert find(text, "at") == [(27, 29), (36, 38)]
    assert find(text, "at", "they met ", " noon") == [(27, 29)]


def test_a_copy_across_marks_is_one_beside_a_copy_without_any() -> None:
    assert find("**We** met and We met.", "We met") == [(2, 10), (15, 21)]


def test_what_nobody_sees_is_found_where_nothing_else_reads_so() -> None:
    text = "The [report](https://a.org/report) is out."
    assert find(text, "report") == [(5, 11)]
    assert find(text, "a.org") == [(21, 26)]


@pytest.mark.parametrize("words", ["the river rises", "the river3 rises", "the riverx rises", "the river[^x] rises"])
def test_a_copy_holds_the_number_of_a_footnote_or_not(words: str) -> None:
    text = "Here the river[^x] rises."
    assert find(text, words, notes={"x": 3}) == [(5, 24)]


def test_the_number_of_a_footnote_at_the_end_of_a_copy_is_left_out() -> None:
    assert find("Here the river[^1] rises.", "the river1") == [(5, 14)]
    assert find("Here the river[^1] rises.", "1 rises") == [(19, 24)]


@example("It is _so_ hard.", None)
@example("See ![the map](https://a.org/map.png) here.", None)
@given(st.one_of(marked, texts, prose, raws), st.data())
def test_any_words_shown_are_found_where_they_stand(text: str, data: st.DataObject | None) -> None:
    shown, seen = plain(text), line(text)
    stands = [at for piece in pieces(text) if not piece.style.note for at in range(piece.start, piece.end)]
    for first, last in drawn(windows(shown), data):
        words = shown[first:last].strip()
        low = shown.index(words, first)
        if folded(words) and is_border(shown, low) and is_border(shown, low + len(words)):
            start, end = stands[low], stands[low + len(words) - 1]
            here = [span for span in find(text, shown[first:last]) if span[0] <= end and start < span[1]]
            assert folded(words) in [folded(seen.words(*span)) for span in here], (text, words)


@given(st.one_of(marked, prose), st.data())
def test_any_words_copied_with_the_marks_of_footnotes_are_found(text: str, data: st.DataObject) -> None:
    shown = unescape(re.sub(r"<[^>]*>", "", html(text)))
    for low, high in drawn(windows(shown), data):
        assert find(text, shown[low:high]) or not re.search(r"[^\W\dz]", shown[low:high]), (text, shown[low:high])


@pytest.mark.parametrize("source", sorted(STATEMENTS.glob("*.md")), ids=lambda path: path.stem)
def test_any_words_of_a_statement_are_found(source: Path) -> None:
    for text in {block.text for block in parse(source.read_text("utf-8"))}:
        shown = plain(text)
        for low, high in windows(shown, longest=9)[::5]:
            assert find(text, shown[low:high]), (text, shown[low:high])


def windows(shown: str, longest: int = 60) -> list[tuple[int, int]]:
    """Each stretch of so many tokens that shows something."""
    borders = [0, *accumulate(map(len, tokens(shown)))]
    every = ((low, high) for k, low in enumerate(borders) for high in borders[k + 1 : k + 1 + longest])
    return [(low, high) for low, high in every if shown[low:high].strip()]


def drawn(every: list[tuple[int, int]], data: st.DataObject | None) -> list[tuple[int, int]]:
    """One of them, or all."""
    return every if data is None or not every else [data.draw(st.sampled_from(every))]

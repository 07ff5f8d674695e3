"""Letters that changed inside one word: marked within the word, and never against what the word says."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.text.diff.words import word_diff
from workflow.text.redline.letters import changed_letters
from workflow.text.redline.redline import after_html, before_html, redline_html


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("organisation", "organization", ["s"], ["z"]),
        ("colour", "color", ["u"], []),
        ("protect", "protection", [], ["ion"]),
        ("étatique", "étatiques", [], ["s"]),
        ("المحكمة", "محكمة", ["ال"], []),
        ("shall", "should", [], []),  # another word
        ("must", "most", [], []),
        ("2024th", "2025th", [], []),  # a number is read whole
        ("difficult", "critical", [], []),
        ("one word", "two words", [], []),
    ],
)
def test_of_a_word_of_which_most_letters_stayed_the_others_are_told(
    old: str, new: str, gone: list[str], come: list[str]
) -> None:
    left, right = changed_letters(old, new)
    assert [old[a:b] for a, b in left] == gone
    assert [new[a:b] for a, b in right] == come


def test_a_letter_keeps_its_marks() -> None:
    assert changed_letters("caf\u0323e\u0301s", "caf\u0323e\u0300s") == ((), ())


def test_in_the_redline_they_are_marked_within_the_word() -> None:
    ops = word_diff("an organisation acts", "an organization acts")
    shown = redline_html(ops, added="", removed="")
    assert 'organi<span class="letters">s</span>ation</del>' in shown
    assert 'organi<span class="letters">z</span>ation</ins>' in shown
    assert 'organi<span class="letters">s</span>ation</del>' in before_html(ops, removed="")
    assert 'organi<span class="letters">z</span>ation</ins>' in after_html(ops, added="")


def test_what_is_bold_shows_its_marks_alone() -> None:
    assert "letters" not in redline_html(word_diff("**colour**", "**color**"), added="", removed="")


WORDS = st.text(st.sampled_from("abcdeéëا\u0301ب"), min_size=5, max_size=9)


@given(WORDS, WORDS)
@example("colour", "colours")
def test_without_them_the_word_is_what_it_was(old: str, new: str) -> None:
    for word, spans in zip((old, new), changed_letters(old, new), strict=True):
        assert all(0 <= low < high <= len(word) for low, high in spans)
        assert list(spans) == sorted(spans)
    left, right = changed_letters(old, new)
    if left or right:
        assert _without(old, left) == _without(new, right)


def _without(word: str, spans: tuple[tuple[int, int], ...]) -> str:
    for low, high in reversed(spans):
        word = word[:low] + word[high:]
    return word

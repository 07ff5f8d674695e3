"""A text over the line as what changed: to the byte, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.text.diff import delta_between, line_ends, rebuilt, text_digest

pytestmark = pytest.mark.unit

BASE = "The river 😀 has risen.\n\nارتفع النهر.\n"
_TEXTS = st.text(st.sampled_from("ab \n\té\u0301😀😁𝒳نه\u200f水%+=-\\\u2028"), max_size=40)


@given(_TEXTS, _TEXTS)
def test_what_is_made_a_delta_is_rebuilt_to_the_byte(before: str, after: str) -> None:
    assert rebuilt(before, delta_between(before, after), text_digest(after)) == after


@given(_TEXTS, _TEXTS, _TEXTS)
def test_on_another_base_there_is_the_right_text_or_none(before: str, after: str, other: str) -> None:
    assert rebuilt(other, delta_between(before, after), text_digest(after)) in (after, None)


@given(st.text(st.sampled_from("=-+0123456789\t%ABCDEF😀"), max_size=30))
def test_no_text_comes_of_anything_else(delta: str) -> None:
    assert rebuilt(BASE, delta, text_digest("Other words.")) in (None, "Other words.")


@pytest.mark.parametrize(
    "delta",
    [
        "",
        "x",
        "=",
        "=-1",
        "=1e3",
        "=99999999999999999999",
        "-1",
        "+%D8",
        "+%ED%A0%BD",
        "=11\t-1\t=26",
        "\0",
        "=3\t+\ud83d",
    ],
)
def test_a_delta_that_is_cut_off_or_none_makes_no_text(delta: str) -> None:
    assert rebuilt(BASE, delta, text_digest("The river")) is None


def test_the_digest_decides_and_not_the_delta() -> None:
    delta = delta_between(BASE, BASE + "More.")
    assert rebuilt(BASE, delta, text_digest(BASE + "More.")) == BASE + "More."
    assert rebuilt(BASE, delta, text_digest(BASE + "Less.")) is None
    assert rebuilt(BASE, delta, "") is None


def test_a_delta_counts_as_browsers_do() -> None:
    assert delta_between("😀a", "😀b") == "=2\t-1\t+b"


def test_half_a_character_has_no_digest_and_is_never_rebuilt() -> None:
    assert text_digest("\ud83d") == ""
    assert rebuilt("a\ud83d", "=2", text_digest("a\ud83d")) is None


@pytest.mark.parametrize("sent", ["a\r\nb\r\n", "a\nb\n", "a\rb\r", "a\r\nb\r"])
def test_a_text_has_one_kind_of_line_end(sent: str) -> None:
    assert line_ends(sent) == "a\nb\n"


def test_a_long_text_that_is_all_new_costs_no_more_than_its_time() -> None:
    before, after = ("".join(chr(97 + (i * step) % 26) for i in range(100_000)) for step in (7, 11))
    assert rebuilt(before, delta_between(before, after), text_digest(after)) == after

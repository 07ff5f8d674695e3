"""A change told in a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.text.diff.excerpt import excerpt, shortened

pytestmark = pytest.mark.unit
LONG = "As we have heard over the past five days, this is a difficult moment for the Court of Waters and for all of us."


def test_a_few_words_stand_on_either_side_and_the_rest_is_left_out() -> None:
    assert excerpt(LONG, LONG.replace("difficult", "critical")) == (
        (0, "… five days, this is a "),
        (-1, "difficult"),
        (1, "critical"),
        (0, " moment for the Court of Waters …"),
    )


def test_a_short_paragraph_is_shown_whole() -> None:
    assert excerpt("It is so.", "It is not so.") == ((0, "It is "), (1, "not"), (0, " so."))


def test_marks_are_not_shown_unless_nothing_else_changed() -> None:
    assert excerpt("It is **so**.", "It is **thus**.") == ((0, "It is "), (-1, "so"), (1, "thus"), (0, "."))
    assert excerpt("It is so.", "It is **so**.") == ((0, "It is "), (1, "**"), (0, "so"), (1, "**"), (0, "."))


def test_what_lies_between_two_changes_is_left_out_where_it_is_long() -> None:
    ops = excerpt(LONG, LONG.replace("As we", "We all").replace("us.", "you."))
    assert [text for op, text in ops if op > 0] == ["We all", "you"]
    assert "…" in "".join(text for op, text in ops if op == 0)


def test_words_beside_a_change_do_not_begin_with_the_stop_of_a_sentence_that_is_left_out() -> None:
    before = "Each dam has a register that all may read and copy. States must protect all wells from harm."
    assert excerpt(before, before.replace("wells", "wells and springs"))[0] == (
        0,
        "… States must protect all wells ",
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_changed_words_have_no_space_around_them(before: str, after: str) -> None:
    assert all(text == text.strip() or not text.strip() for op, text in excerpt(before, after) if op)


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("**Keep** the gates open.", 60, "Keep the gates open."),
        ("Keep the gates open.", 10, "Keep the…"),
        ("Donaudampfschiff", 5, "Donau…"),
        ("", 5, ""),
    ],
)
def test_many_words_are_cut_at_a_word(text: str, most: int, shown: str) -> None:
    assert shortened(text, most) == shown

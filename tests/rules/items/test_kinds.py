"""The table of the kinds of items: each kind has its row, and rows hold together."""

from types import SimpleNamespace

import pytest

from workflow.rules.consolidation.dispositions import amendment
from workflow.rules.items.kinds import (
    BY_CODE,
    KINDS,
    Kind,
    ProposedWords,
    Subject,
    home_of,
    offered_about,
    words_before,
)
from workflow.text.values import AmendmentKind


def test_every_kind_of_amendment_and_the_comment_have_a_row() -> None:
    assert set(KINDS) == {None, *AmendmentKind}
    assert all(BY_CODE[kind.code] is kind and KINDS[change] is kind for change, kind in KINDS.items())


def test_a_form_offers_the_kinds_of_its_subject_in_one_order() -> None:
    about_a_paragraph = offered_about(Subject.ANYTHING, Subject.WORDS, Subject.PARAGRAPH)
    assert [kind.code for kind in about_a_paragraph] == ["comment", "replace", "remove", "move"]
    assert [kind.code for kind in offered_about(Subject.ANYTHING, Subject.TITLE)] == ["comment", "title"]
    assert [kind.code for kind in offered_about(Subject.NEW)] == ["add"]


def test_words_may_be_forgotten_only_where_others_stand_in_the_text() -> None:
    assert [kind.code for kind in KINDS.values() if kind.may_be_empty] == ["replace"]
    assert [kind.code for kind in KINDS.values() if kind.proposes is ProposedWords.NONE] == [
        "comment",
        "remove",
        "move",
    ]


def test_the_old_words_of_a_redline_are_those_that_the_amendment_takes_out() -> None:
    taken_out = {
        kind.code for kind in KINDS.values() if words_before(SimpleNamespace(change=kind.change, quote="the old words"))
    }
    assert taken_out == {"replace", "remove", "title"}


def test_a_row_says_with_its_columns_what_the_form_of_its_kind_has() -> None:
    assert {kind.code: " ".join(kind.form_parts) for kind in KINDS.values()} == {
        "comment": "words",
        "replace": "words proposal",
        "remove": "",
        "move": "after",
        "add": "proposal after",
        "title": "proposal",
    }


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_the_columns_of_a_row_hold_together(kind: Kind) -> None:
    assert kind.change is not None or not (kind.changes_words or kind.is_placed or kind.may_be_left_open)
    assert not kind.is_new_paragraph or (kind.proposes_words and not kind.takes_words_out)
    assert kind.proposes_words or not (kind.may_be_empty or kind.may_be_left_open)
    assert not kind.may_be_empty or kind.takes_words_out
    assert kind.change is None or not kind.proposes_words or kind.lacking != KINDS[None].lacking


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS.values() if kind.change is not None], ids=lambda kind: kind.code
)
def test_an_amendment_asks_for_what_its_row_has(kind: Kind) -> None:
    item = SimpleNamespace(change=kind.change, block="b", start=1, end=3, quote="old", proposal="new", after="c")
    asked = amendment("A1", item)
    assert (asked.kind, asked.block) == (kind.change, "b" if kind.needs_paragraph else "")
    assert (asked.words, asked.after) == ("new" if kind.proposes_words else "", "c" if kind.is_placed else None)
    assert (asked.start, asked.end) == ((1, 3) if kind.is_about_words else (0, 0))


@pytest.mark.parametrize(
    ("change", "block", "after", "home"),
    [
        (None, None, None, None),
        (AmendmentKind.REPLACE, "b", None, "b"),
        (AmendmentKind.MOVE, "b", "c", "b"),
        (AmendmentKind.ADD, None, "c", "c"),
        (AmendmentKind.ADD, None, "", None),
    ],
)
def test_a_new_paragraph_is_at_home_beside_the_one_before_it(
    change: AmendmentKind | None, block: str | None, after: str | None, home: str | None
) -> None:
    assert home_of(change, block, after) == home

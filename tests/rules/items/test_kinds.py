"""The table of the kinds of items: each kind has its row, and rows hold together."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

import workflow
from workflow.rules.consolidation.dispositions import amendment
from workflow.rules.items.kinds import (
    AMENDING,
    AMENDMENT_LETTER,
    BY_CODE,
    COMMENT,
    KINDS,
    ItemKind,
    Kind,
    ProposedWords,
    Subject,
    common,
    home_of,
    offered_about,
    words_before,
)
from workflow.text.values import AmendmentKind


def test_every_kind_has_a_row() -> None:
    assert set(KINDS) == set(ItemKind)
    assert all(kind.code is code and BY_CODE[code.value] is kind for code, kind in KINDS.items())


def test_the_kinds_that_amend_are_those_that_the_text_engine_knows_by_the_same_words() -> None:
    assert set(AMENDING) == {code for code, kind in KINDS.items() if kind.amends}
    assert {KINDS[code].change for code in AMENDING} == set(AmendmentKind)
    assert all(BY_CODE[change].change is change for change in AmendmentKind)
    for kind in KINDS.values():
        if not kind.amends:
            with pytest.raises(ValueError, match=kind.code):
                assert kind.change


def test_no_code_compares_a_kind_with_that_of_comments() -> None:
    root = Path(str(workflow.__file__)).parent
    found = [f"{path.relative_to(root)}:{line}" for path in root.rglob("*.py") for line in _comparisons(path)]
    assert not found, "ask whether the kind amends: it is a column of its row"


def _comparisons(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Compare):
            sides = {ast.unparse(each) for each in (node.left, *node.comparators)}
            if sides & {"ItemKind.COMMENT", "COMMENT", "kinds.COMMENT", "COMMENT.code"}:
                yield node.lineno


def test_amendments_are_numbered_under_one_letter_and_comments_under_another() -> None:
    assert all(len(kind.letter) == 1 and kind.letter.isupper() for kind in KINDS.values())
    assert all((kind.letter == AMENDMENT_LETTER) is kind.amends for kind in KINDS.values())


def test_what_stands_in_the_place_of_several_amendments_is_other_words_where_they_are_not_of_one_kind() -> None:
    assert common([ItemKind.ADD, ItemKind.ADD]) is KINDS[ItemKind.ADD]
    assert common([ItemKind.TITLE]) is KINDS[ItemKind.TITLE]
    assert common([ItemKind.REPLACE, ItemKind.REMOVE]) is common([ItemKind.MOVE]) is KINDS[ItemKind.REPLACE]


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
        kind.code for kind in KINDS.values() if words_before(SimpleNamespace(kind=kind.code, quote="the old words"))
    }
    assert taken_out == {"replace", "remove", "title"}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.code)
def test_the_columns_of_a_row_hold_together(kind: Kind) -> None:
    assert kind.amends or not (kind.changes_words or kind.is_placed or kind.may_be_left_open)
    assert not kind.is_new_paragraph or (kind.proposes_words and not kind.takes_words_out)
    assert kind.proposes_words or not (kind.may_be_empty or kind.may_be_left_open)
    assert not kind.may_be_empty or kind.takes_words_out
    assert not kind.proposes_words or kind.lacking != COMMENT.lacking


@pytest.mark.parametrize("kind", [KINDS[code] for code in AMENDING], ids=lambda kind: kind.code)
def test_an_amendment_asks_for_what_its_row_has(kind: Kind) -> None:
    item = SimpleNamespace(kind=kind.code, block="b", start=1, end=3, quote="old", proposal="new", after="c")
    asked = amendment("A1", item)
    of_title = kind.is_about_title
    assert (asked.kind, asked.block) == (kind.change, "b" if kind.needs_paragraph else "title" if of_title else "")
    assert (asked.words, asked.after) == ("new" if kind.proposes_words else "", "c" if kind.is_placed else None)
    assert (asked.start, asked.end) == ((1, 3) if kind.is_about_words else (0, len("old") if of_title else 0))


@pytest.mark.parametrize(
    ("kind", "block", "after", "home"),
    [
        (ItemKind.COMMENT, None, None, None),
        (ItemKind.REPLACE, "b", None, "b"),
        (ItemKind.MOVE, "b", "c", "b"),
        (ItemKind.ADD, None, "c", "c"),
        (ItemKind.ADD, None, "", None),
    ],
)
def test_a_new_paragraph_is_at_home_beside_the_one_before_it(
    kind: ItemKind, block: str | None, after: str | None, home: str | None
) -> None:
    assert home_of(kind, block, after) == home

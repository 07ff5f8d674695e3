"""The table of the kinds of items: each kind has its row, and rows hold together."""

import pytest

from workflow.rules.items.kinds import BY_CODE, KINDS, ProposedWords, Subject, home_of, offered_about
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

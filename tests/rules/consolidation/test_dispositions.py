"""What may become of an item, and what each answer needs."""

from types import SimpleNamespace

import pytest

from workflow.rules.consolidation.dispositions import (
    OFFERED,
    DispositionKind,
    Lack,
    amendment,
    lacking_in_part,
    missing,
    words_in_part,
)
from workflow.rules.items.kinds import ItemKind
from workflow.text.values import Amendment

ACCEPTED, PART, NOT_ACCEPTED, NOTED, OVERTAKEN, OUT_OF_SCOPE, DEFERRED, BRACKETED, WITHDRAWN = DispositionKind
REPLACE = ItemKind.REPLACE
ADD = ItemKind.ADD
REMOVE = ItemKind.REMOVE
MOVE = ItemKind.MOVE
TITLE = ItemKind.TITLE
COMMENT = ItemKind.COMMENT

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("kind", "of", "taken", "reason", "lacks"),
    [
        (ACCEPTED, REPLACE, "", "", ()),
        (NOTED, REPLACE, "", "", ()),
        (NOT_ACCEPTED, REPLACE, "", "", ("reason",)),
        (NOT_ACCEPTED, REPLACE, "", "Clear without it.", ()),
        (PART, REPLACE, "", "", ("taken", "reason")),
        (PART, REPLACE, "critical", "", ("reason",)),
        (PART, ADD, "", "Too long.", ("taken",)),
        (PART, REMOVE, "What stays.", "The rest is said above.", ()),
        (PART, MOVE, "words", "reason", ("kind",)),
        (PART, COMMENT, "words", "reason", ("kind",)),
        (NOTED, COMMENT, "", "", ()),
        (ACCEPTED, COMMENT, "", "", ()),
        (NOT_ACCEPTED, COMMENT, "", "", ("reason",)),
        (OVERTAKEN, REPLACE, "", "", ("other",)),
        (OUT_OF_SCOPE, COMMENT, "", "", ("reason",)),
        (DEFERRED, ADD, "", "", ()),
        (BRACKETED, REPLACE, "", "", ()),
        (BRACKETED, MOVE, "", "", ("kind",)),
        (BRACKETED, COMMENT, "", "", ("kind",)),
        (PART, TITLE, "", "Shorter.", ("taken",)),
        (WITHDRAWN, TITLE, "", "", ("kind",)),
        (WITHDRAWN, COMMENT, "", "", ("kind",)),
    ],
)
def test_an_answer_lacks_what_the_table_says(
    kind: DispositionKind, of: ItemKind, taken: str, reason: str, lacks: tuple[str, ...]
) -> None:
    assert missing(kind, of, taken=taken, reason=reason) == lacks


def test_every_kind_of_item_may_be_accepted_not_accepted_and_noted() -> None:
    assert set(OFFERED) == set(ItemKind)
    assert all({ACCEPTED, NOT_ACCEPTED, NOTED} <= set(offered) for offered in OFFERED.values())


@pytest.mark.parametrize(
    ("of", "taken", "asked"),
    [
        (REPLACE, None, Amendment("A1", REPLACE, "p2", 3, 8, "new")),
        (REPLACE, "less", Amendment("A1", REPLACE, "p2", 3, 8, "less")),
        (ADD, None, Amendment("A1", ADD, "", words="new", after="p3")),
        (ADD, "less", Amendment("A1", ADD, "", words="less", after="p3")),
        (REMOVE, None, Amendment("A1", REMOVE, "p2")),
        (REMOVE, "stays", Amendment("A1", REPLACE, "p2", 0, 5, "stays")),
        (MOVE, None, Amendment("A1", MOVE, "p2", after="p3")),
    ],
)
def test_an_accepted_item_asks_for_what_was_taken_of_it(of: ItemKind, taken: str | None, asked: Amendment) -> None:
    item = SimpleNamespace(kind=of, block="p2", start=3, end=8, quote="words", proposal="new", after="p3")
    assert amendment("A1", item, taken) == asked


def test_taking_in_part_begins_from_the_words_proposed_or_from_those_to_be_removed() -> None:
    assert words_in_part("old", "new") == "new"
    assert words_in_part("old", "") == "old"


@pytest.mark.parametrize(
    ("of", "quote", "proposal", "taken", "lack"),
    [
        (REPLACE, "difficult", "critical", "a critical point", None),
        (REPLACE, "difficult", "critical", "a difficult point", Lack.FOREIGN),
        (REPLACE, "women’s groups", "groups of women", "women’s groups and youth groups", Lack.FOREIGN),
        (REPLACE, "women’s groups", "groups of women", "groups of women and youth", None),
        (REPLACE, "the old gates", "gates", "the gates", None),
        (REPLACE, "gates and locks", "locks and gates", "locks, gates", None),
        (REPLACE, "old open gates", "open gates", "open gates, old open gates", None),
        (REPLACE, "members agree", "all members agree and can read", "all members agree", None),
        (REPLACE, "members agree", "all members agree and can read", "all young members agree", Lack.FOREIGN),
        (REPLACE, "difficult", "critical", "difficult", Lack.UNCHANGED),
        (REPLACE, "difficult", "critical", "critical", Lack.WHOLE),
        (REPLACE, "difficult", "critical", "hard", Lack.FOREIGN),
        (REPLACE, "difficult moment", "it is so", "so it is", None),
        (REMOVE, "The river has risen.", "", "The river.", None),
        (REMOVE, "The river has risen.", "", "The river has risen.", Lack.UNCHANGED),
        (ADD, "", "Keep the gates open.", "Keep them.", None),
        (ADD, "", "Keep the gates open.", "Shut all doors.", Lack.FOREIGN),
        (TITLE, "On rivers", "On open rivers", "On rivers", Lack.UNCHANGED),
        (COMMENT, "", "", "whatever", None),
        (REPLACE, "difficult", "critical", "", None),
    ],
)
def test_words_taken_are_a_part_of_what_was_proposed(
    of: ItemKind, quote: str, proposal: str, taken: str, lack: Lack | None
) -> None:
    assert lacking_in_part(of, quote, proposal, taken) == lack

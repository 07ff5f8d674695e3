"""Why two amendments cannot both stand: for every pair and every answer the reason, and who keeps whom out."""

import pytest

from tests.text.test_conflicts import WHOLE, added, gone, moved, point, retitled, words
from workflow.text.amendments.conflicts import exclusion
from workflow.text.values.amendment import Amendment
from workflow.text.values.exclusion import ConflictKind, Exclusion

pytestmark = pytest.mark.unit
CRITICAL, DECISIVE = words("A1", "difficult", "critical"), words("A2", "difficult", "decisive")
MOMENT, ALIKE = words("A2", "difficult moment", "choice"), words("A2", "difficult", "critical")
REGRET, GONE, MOVED = words("A1", "regret", "deplore", "p2"), gone("A2", "p2"), moved("A2", "p2", "p4")
ONE, TWO, NEW = added("A1", "p2", "New."), added("A2", "p2", "Newer."), added("A1", "p4", "New.")
TITLE, OTHER_TITLE = retitled("A1", "On free rivers"), retitled("A2", "On wild rivers")
ALL, HERE = point("A1", "heard", "all"), point("A2", "heard", "here")
PAIRS: list[tuple[Amendment, Amendment, ConflictKind | None]] = [
    (CRITICAL, DECISIVE, ConflictKind.SAME_WORDS),
    (CRITICAL, MOMENT, ConflictKind.SAME_WORDS),
    (CRITICAL, ALIKE, None),
    (TITLE, OTHER_TITLE, ConflictKind.SAME_WORDS),
    (ALL, HERE, ConflictKind.SAME_POINT),
    (ONE, TWO, None),
    (NEW, MOVED, None),
    (moved("A1", "p2", ""), MOVED, ConflictKind.TWO_PLACES),
    (REGRET, GONE, ConflictKind.DELETE_EDIT),
    (moved("A1", "p2", "p4"), GONE, ConflictKind.DELETE_EDIT),
    (ONE, MOVED, ConflictKind.MOVED_ANCHOR),
    (REGRET, MOVED, None),
    (ONE, GONE, None),
]


def found(*amendments: Amendment, mine: str = "A1", open_: str = "") -> Exclusion | None:
    return exclusion(WHOLE, amendments, {mine}, set(open_.split()))


@pytest.mark.parametrize(("one", "other", "why"), PAIRS)
def test_two_answers_keep_one_another_out_or_do_not(one: Amendment, other: Amendment, why: ConflictKind | None) -> None:
    led = why in (ConflictKind.DELETE_EDIT, ConflictKind.MOVED_ANCHOR)
    full = Exclusion(why, ("A2",), ("A1",)) if why and led else Exclusion(why, ("A1", "A2")) if why else None
    for mine in ("A1", "A2"):
        assert found(one, other, mine=mine) == full
        assert found(one, other, mine=mine, open_="A1") == (Exclusion(why, ("A2",), open=("A1",)) if why else None)
    assert found(one, other, open_="A1 A2") is None


def test_all_that_keep_one_another_out_are_named_and_no_other() -> None:
    third, apart = words("A3", "difficult", "hard"), words("A4", "moment for", "hour for")
    assert found(CRITICAL, DECISIVE, third, apart) == Exclusion(ConflictKind.SAME_WORDS, ("A1", "A2", "A3"))
    beside = Exclusion(ConflictKind.SAME_WORDS, ("A2",), open=("A1", "A3"))
    assert found(CRITICAL, DECISIVE, third, open_="A1 A3") == beside
    budget = words("A3", "budget", "cuts", "p2")
    assert found(REGRET, GONE, budget, mine="A3") == Exclusion(ConflictKind.DELETE_EDIT, ("A2",), ("A1", "A3"))


def test_what_conflicts_with_none_of_the_answers_at_hand_is_no_reason() -> None:
    assert found(CRITICAL, DECISIVE, words("A3", "Court", "world"), mine="A3") is None

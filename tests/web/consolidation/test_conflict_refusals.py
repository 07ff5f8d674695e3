"""What the consolidation says of two amendments that cannot both stand: true for every pair and every answer, or
nothing.
"""

import pytest
from flask import Flask
from flask_babel import Babel

from tests.text.test_conflicts import WHOLE, moved, words
from tests.text.test_exclusion import (
    ALIKE,
    ALL,
    CRITICAL,
    DECISIVE,
    GONE,
    HERE,
    MOVED,
    NEW,
    ONE,
    OTHER_TITLE,
    REGRET,
    TITLE,
    TWO,
)
from workflow.rules.consolidation.conflicts import conflict_of
from workflow.text.amendments import exclusion
from workflow.text.values import Amendment
from workflow.web.shared.refusals import sentence_of

pytestmark = pytest.mark.unit
AT_MOST = "Accept at most one of them in full."
OR_OTHER = "Accept one or the other in full."
LEAVE = "Leave A2 open too, or change the answer to A1."
CHANGE = "Change one of the two answers."
FULL: list[tuple[Amendment, Amendment, str]] = [
    (CRITICAL, DECISIVE, f"A1, A2 change the same words. {AT_MOST}"),
    (CRITICAL, ALIKE, ""),
    (TITLE, OTHER_TITLE, f"A1, A2 change the same words. {AT_MOST}"),
    (ALL, HERE, f"A1, A2 add words in the same place. {AT_MOST}"),
    (ONE, TWO, ""),
    (NEW, MOVED, ""),
    (moved("A1", "p2", ""), MOVED, f"A1, A2 move the same paragraph to different places. {AT_MOST}"),
    (REGRET, GONE, f"A2 would remove the paragraph that A1 would change or move. {OR_OTHER}"),
    (ONE, MOVED, f"A2 would move the paragraph after which A1 would come. {OR_OTHER}"),
]
BESIDE = "A2 is accepted in full, but A1 is open in [square brackets] in the same place."
OPEN: list[tuple[Amendment, Amendment, str]] = [
    (
        CRITICAL,
        DECISIVE,
        f"A2 is accepted in full, but A1, open in [square brackets], changes the same words. {LEAVE}",
    ),
    (CRITICAL, ALIKE, ""),
    (ALL, HERE, f"{BESIDE} {LEAVE}"),
    (ONE, TWO, ""),
    (NEW, MOVED, ""),
    (
        REGRET,
        GONE,
        f"A2 is accepted in full and removes the paragraph in which A1 would be open in [square brackets]. {CHANGE}",
    ),
    (
        ONE,
        MOVED,
        "A2 is accepted in full and moves the paragraph after which A1, open in [square brackets], would come. "
        f"{CHANGE}",
    ),
]


def said(*amendments: Amendment, open_: str = "") -> str:
    """The sentence that refuses these amendments; "" where they can stand together."""
    app = Flask(__name__)
    Babel(app)
    found = exclusion(WHOLE, amendments, {"A1"}, set(open_.split()))
    with app.test_request_context():
        return sentence_of(conflict_of(found, {each.ref: each.kind for each in amendments})) if found else ""


@pytest.mark.parametrize(("one", "other", "expected"), FULL)
def test_two_accepted_in_full(one: Amendment, other: Amendment, expected: str) -> None:
    assert said(one, other) == expected


@pytest.mark.parametrize(("one", "other", "expected"), OPEN)
def test_one_in_brackets_beside_one_accepted_in_full(one: Amendment, other: Amendment, expected: str) -> None:
    assert said(one, other, open_="A1") == expected


def test_all_that_keep_one_another_out_are_named() -> None:
    third = words("A3", "difficult", "hard")
    assert said(CRITICAL, DECISIVE, third) == f"A1, A2, A3 change the same words. {AT_MOST}"
    assert said(CRITICAL, DECISIVE, third, open_="A1 A3") == (
        "A2 is accepted in full, but A1, A3, open in [square brackets], change the same words. Leave A2 "
        "open too, or change the answers to A1, A3."
    )
    budget = words("A3", "budget", "cuts", "p2")
    assert said(REGRET, GONE, budget).startswith("A2 would remove the paragraph that A1, A3 would change")

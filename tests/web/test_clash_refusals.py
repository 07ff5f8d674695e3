"""What the desk says of two amendments that cannot both stand: true for every pair and every answer, or nothing."""

import pytest
from flask import Flask
from flask_babel import Babel

from tests.text.test_clashes import BLOCKS, added, gone, moved, point, words
from workflow.services.clashing import clash_of
from workflow.text.amendments import Amendment, AmendmentKind
from workflow.text.exclusion import exclusion
from workflow.web.errors import sentence

pytestmark = pytest.mark.unit
CRITICAL, DECISIVE = words("A1", "difficult", "critical"), words("A2", "difficult", "decisive")
MOMENT, ALIKE = words("A2", "difficult moment", "choice"), words("A2", "difficult", "critical")
REGRET, GONE, MOVED = words("A1", "regret", "deplore", "p2"), gone("A2", "p2"), moved("A2", "p2", "p4")
ONE, TWO, NEW = added("A1", "p2", "New."), added("A2", "p2", "Newer."), added("A1", "p4", "New.")
TITLES = [Amendment(ref, AmendmentKind.TITLE, "", words=f"On {ref}") for ref in ("A1", "A2")]
AT_MOST = "Accept at most one of them in full."
OR_OTHER = "Accept one or the other in full."
LEAVE = "in [square brackets]. Leave A2 open as well, or answer A1 otherwise."
GIVE = "in [square brackets]. Give one or the other another answer."
FULL: list[tuple[Amendment, Amendment, str]] = [
    (CRITICAL, DECISIVE, f"A1, A2 want the same words. {AT_MOST}"),
    (CRITICAL, MOMENT, f"A1, A2 want the same words. {AT_MOST}"),
    (CRITICAL, ALIKE, ""),
    (TITLES[0], TITLES[1], f"A1, A2 propose different titles. {AT_MOST}"),
    (
        point("A1", "heard", "all"),
        point("A2", "heard", "here"),
        f"A1, A2 put words into one and the same place. {AT_MOST}",
    ),
    (ONE, TWO, f"A1, A2 put paragraphs into one and the same place. {AT_MOST}"),
    (NEW, MOVED, f"A1, A2 put paragraphs into one and the same place. {AT_MOST}"),
    (moved("A1", "p2", ""), MOVED, f"A1, A2 move one paragraph to different places. {AT_MOST}"),
    (REGRET, GONE, f"A2 would take the paragraph out that A1 would change or move. {OR_OTHER}"),
    (moved("A1", "p2", "p4"), GONE, f"A2 would take the paragraph out that A1 would change or move. {OR_OTHER}"),
    (ONE, MOVED, f"A2 would move the paragraph that A1 would stand behind. {OR_OTHER}"),
    (REGRET, MOVED, ""),
    (ONE, GONE, ""),
]
OPEN: list[tuple[Amendment, Amendment, str]] = [
    (CRITICAL, DECISIVE, f"A2 is accepted in full and wants the same words as A1 {LEAVE}"),
    (CRITICAL, MOMENT, f"A2 is accepted in full and wants the same words as A1 {LEAVE}"),
    (CRITICAL, ALIKE, ""),
    (
        point("A1", "heard", "all"),
        point("A2", "heard", "here"),
        f"A2 is accepted in full and stands in the same place as A1 {LEAVE}",
    ),
    (ONE, TWO, f"A2 is accepted in full and stands in the same place as A1 {LEAVE}"),
    (NEW, MOVED, f"A2 is accepted in full and moves a paragraph to the place of A1 {GIVE}"),
    (REGRET, GONE, f"A2 is accepted in full and takes the paragraph out in which A1 would stand {GIVE}"),
    (ONE, MOVED, f"A2 is accepted in full and moves the paragraph behind which A1 would stand {GIVE}"),
    (REGRET, MOVED, ""),
    (ONE, GONE, ""),
]


def said(*amendments: Amendment, mine: str = "A1", open_: str = "") -> str:
    """The sentence that refuses these amendments; "" where they can stand together."""
    app = Flask(__name__)
    Babel(app)
    found = exclusion(BLOCKS, amendments, {mine}, set(open_.split()))
    with app.test_request_context():
        return sentence(clash_of(found, {each.ref: each.kind for each in amendments})) if found else ""


@pytest.mark.parametrize("mine", ["A1", "A2"])
@pytest.mark.parametrize(("one", "other", "expected"), FULL)
def test_two_accepted_in_full(one: Amendment, other: Amendment, expected: str, mine: str) -> None:
    assert said(one, other, mine=mine) == expected


@pytest.mark.parametrize("mine", ["A1", "A2"])
@pytest.mark.parametrize(("one", "other", "expected"), OPEN)
def test_one_in_brackets_beside_one_accepted_in_full(
    one: Amendment, other: Amendment, expected: str, mine: str
) -> None:
    assert said(one, other, mine=mine, open_="A1") == expected


@pytest.mark.parametrize(("one", "other", "_"), OPEN)
def test_two_in_brackets_stand_beside_one_another(one: Amendment, other: Amendment, _: str) -> None:
    assert said(one, other, open_="A1 A2") == ""


def test_all_that_keep_one_another_out_are_named_and_no_other() -> None:
    third, apart = words("A3", "difficult", "hard"), words("A4", "moment for", "hour for")
    assert said(CRITICAL, DECISIVE, third, apart) == f"A1, A2, A3 want the same words. {AT_MOST}"
    assert said(CRITICAL, DECISIVE, third, open_="A1 A3") == (
        "A2 is accepted in full and wants the same words as A1, A3 in [square brackets]. "
        "Leave A2 open as well, or answer A1, A3 otherwise."
    )
    budget = words("A3", "budget", "cuts", "p2")
    assert said(REGRET, GONE, budget, mine="A3").startswith("A2 would take the paragraph out that A1, A3 would change")


def test_what_clashes_with_none_of_the_answers_at_hand_is_no_reason() -> None:
    assert said(CRITICAL, DECISIVE, words("A3", "Court", "world"), mine="A3") == ""

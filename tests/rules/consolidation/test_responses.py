"""How long an answer to a proposed disposition holds, and what the Committee is told."""

from datetime import UTC, datetime, timedelta

import pytest

from workflow.rules.consolidation.dispositions import DispositionKind as D
from workflow.rules.consolidation.responses import ResponseKind as R
from workflow.rules.consolidation.responses import is_asked, is_maintained, takes_responses
from workflow.rules.wording.joint_wording import JointWordingState, are_several, is_agreed, joint_wording_state

pytestmark = pytest.mark.unit

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("kind", "answered", "serial", "asked"),
    [(None, None, 1, True), (R.NOTED, 1, 1, False), (R.MAINTAINS, 1, 2, True)],
)
def test_an_answer_to_another_disposition_is_asked_for_again(kind, answered, serial, asked) -> None:  # type: ignore[no-untyped-def]
    assert is_asked(kind, answered, serial) is asked


@pytest.mark.parametrize(
    ("kind", "answered", "disposition", "told"),
    [
        (R.MAINTAINS, 2, D.NOT_ACCEPTED, True),
        (R.MAINTAINS, 1, D.PART, True),  # changing the answer does not silence who stands by its item
        (R.MAINTAINS, 1, D.ACCEPTED, False),  # it has all that it asked for now
        (R.MAINTAINS, 2, D.ACCEPTED, True),
        (R.AGREES, 2, D.NOT_ACCEPTED, False),
        (R.NOTED, 2, D.NOT_ACCEPTED, False),
        (None, None, D.NOT_ACCEPTED, False),
    ],
)
def test_what_is_maintained_is_told_to_the_committee(kind, answered, disposition, told) -> None:  # type: ignore[no-untyped-def]
    assert is_maintained(kind, answered, 2, disposition) is told


def test_answers_are_taken_before_the_deadline_and_before_the_issue() -> None:
    assert takes_responses(NOON, NOON - SECOND, issued=False)
    assert not takes_responses(NOON, NOON, issued=False)
    assert not takes_responses(NOON, NOON - SECOND, issued=True)


@pytest.mark.parametrize(
    ("facts", "moment", "state"),
    [
        ((False, False, True), NOON - SECOND, JointWordingState.OPEN),
        ((False, False, True), NOON, JointWordingState.PASSED),
        ((True, False, True), NOON - SECOND, JointWordingState.TAKEN_BACK),
        ((True, True, True), NOON, JointWordingState.AGREED),
        ((True, True, False), NOON, JointWordingState.AGREED),
        ((False, False, False), NOON - SECOND, JointWordingState.LEFT_BEHIND),
    ],
)
def test_where_a_conflict_stands(facts, moment, state) -> None:  # type: ignore[no-untyped-def]
    ended, made, current = facts
    assert joint_wording_state(NOON, moment, ended=ended, made=made, on_current_version=current) is state


def test_a_conflict_whose_amendment_was_changed_ends_before_its_deadline() -> None:
    facts: dict[str, bool] = {"ended": False, "made": False, "on_current_version": True}
    assert joint_wording_state(NOON, NOON - SECOND, changed=True, **facts) is JointWordingState.CHANGED
    assert joint_wording_state(NOON, NOON - SECOND, **facts) is JointWordingState.OPEN


def test_a_common_wording_needs_all_of_at_least_two() -> None:
    assert are_several([1, 2]) and not are_several([1, 1]) and not are_several([1])
    assert is_agreed({1, 2}, [2, 1, 7])
    assert not is_agreed({1, 2, 3}, [1, 2]) and not is_agreed({1}, [1]) and not is_agreed(set(), [])

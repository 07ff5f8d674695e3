"""A procedure says how a ballot is steered; one that was pinned before reads as the Ordinary one."""

from datetime import timedelta

import pytest

from workflow.procedures import procedures
from workflow.rules.decision.procedure import WhenSeen, as_dict, from_dict
from workflow.rules.shared.permissions import Role

pytestmark = pytest.mark.unit

BEFORE = {
    "name": "ordinary",
    "version": 1,
    "title": {"en": "Ordinary (one consultation)"},
    "consultations": 1,
    "decision": {"threshold": "2/3", "quorum": "2/3"},
}


def test_the_ordinary_procedure_is_steered_by_penholders_and_secretariat_and_lasts_a_day() -> None:
    ordinary = procedures()["ordinary"]
    assert ordinary.minimum_ballot == timedelta(hours=24)
    assert ordinary.steers == {Role.PENHOLDER, Role.SECRETARIAT}
    assert ordinary.penholders_see is WhenSeen.DURING
    assert from_dict(as_dict(ordinary)) == ordinary


def test_a_procedure_that_was_pinned_before_reads_as_that() -> None:
    before, now = from_dict(BEFORE), procedures()["ordinary"]
    assert (before.minimum_ballot, before.steers, before.penholders_see) == (
        now.minimum_ballot,
        now.steers,
        now.penholders_see,
    )


@pytest.mark.parametrize(
    "ballot",
    [
        {"minimum_ballot": "one day"},
        {"minimum_ballot": "-1h"},
        {"steers": []},
        {"steers": ["member"]},
        {"penholders_see": "never"},
    ],
)
def test_nonsense_about_ballots_is_no_procedure(ballot: dict[str, object]) -> None:
    with pytest.raises(ValueError):
        from_dict({**BEFORE, "ballot": ballot})

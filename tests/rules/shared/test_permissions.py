"""Who sees and may do what: the sentences of the table that matter most, each said once by hand."""

import pytest

from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import TABLE, Action, Role, may

pytestmark = pytest.mark.unit


def allowed(action: Action, role: Role) -> set[Stage]:
    """The stages in which a role alone may do it."""
    return {stage for stage in Stage if may(action, {role}, stage)}


def test_every_action_has_a_line() -> None:
    assert set(TABLE) == set(Action)


def test_nobody_without_a_role_may_do_anything() -> None:
    assert not any(may(action, frozenset(), stage) for action in Action for stage in (*Stage, None))


def test_drafts_are_seen_by_penholders_the_secretariat_and_the_committee_alone() -> None:
    seen_by = {role for role in Role if may(Action.SEE_DRAFT, {role}, Stage.DRAFT)}
    assert seen_by == {Role.PENHOLDER, Role.SECRETARIAT, Role.COMMITTEE}


def test_a_member_that_takes_no_part_sees_a_statement_only_once_it_is_published() -> None:
    assert allowed(Action.SEE_STATEMENT, Role.MEMBER) == {Stage.PUBLISHED}
    assert allowed(Action.SEE_ITEMS, Role.MEMBER) == set()


def test_positions_are_seen_by_the_committee_the_secretariat_and_penholders_not_by_participants() -> None:
    seen_by = {role for role in Role if may(Action.SEE_POSITIONS, {role}, Stage.DECISION)}
    assert seen_by == {Role.PENHOLDER, Role.COMMITTEE, Role.ELECTOR, Role.NEWCOMER, Role.FORMER, Role.SECRETARIAT}


def test_only_those_whose_seat_was_frozen_into_the_ballot_take_a_position_and_only_in_decision() -> None:
    assert allowed(Action.TAKE_POSITION, Role.ELECTOR) == {Stage.DECISION}
    assert allowed(Action.TAKE_POSITION, Role.COMMITTEE) == set()
    assert allowed(Action.TAKE_POSITION, Role.SECRETARIAT) == set()


def test_items_are_posted_in_consultation_alone() -> None:
    assert allowed(Action.POST_ITEM, Role.PARTICIPANT) == {Stage.CONSULTATION}
    assert allowed(Action.SUPPORT, Role.PENHOLDER) == set()


def test_the_text_is_written_by_penholders_alone_and_never_while_others_read_or_decide_on_it() -> None:
    assert {role for role in Role if allowed(Action.EDIT_DRAFT, role)} == {Role.PENHOLDER}
    assert allowed(Action.EDIT_DRAFT, Role.PENHOLDER) == {Stage.DRAFT, Stage.CONSOLIDATION}


def test_a_statement_can_be_abandoned_in_every_stage_but_the_ends() -> None:
    assert allowed(Action.ABANDON, Role.PENHOLDER) == set(Stage) - {Stage.PUBLISHED, Stage.ABANDONED}


def test_only_the_secretariat_sets_embargoes_and_manages_organisations() -> None:
    assert {role for role in Role if allowed(Action.SET_EMBARGO, role)} == {Role.SECRETARIAT}
    assert {role for role in Role if may(Action.MANAGE_ORGANISATIONS, {role})} == {Role.SECRETARIAT}

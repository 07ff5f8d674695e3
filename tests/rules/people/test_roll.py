"""Who may change the roll of the Committee: the table, and what somebody alone could try against it."""

from datetime import UTC, datetime, timedelta

import pytest

from workflow.rules.people.roll import (
    NEEDS_REASON,
    RollPerson,
    SeatAct,
    SeatAnswer,
    SeatRequest,
    may_suit,
    seconds,
    why_not,
)

pytestmark = pytest.mark.unit

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
LONG_AGO, YESTERDAY = NOW - timedelta(days=90), NOW - timedelta(days=1)
SARA = RollPerson(1, None, LONG_AGO)
SOL = RollPerson(2, None, LONG_AGO)
NEW = RollPerson(3, None, YESTERDAY)
INVITED = RollPerson(4, None, None)
LUCIE = RollPerson(5, 50, LONG_AGO, is_seated=True)
DANA = RollPerson(6, 60, LONG_AGO, is_seated=True)
FRED = RollPerson(7, 70, LONG_AGO)  # of no seat
LATE = RollPerson(8, 60, YESTERDAY, is_seated=True)
EVERYBODY = (SARA, SOL, NEW, INVITED, LUCIE, DANA, FRED, LATE)
WITHOUT_SOL = tuple(each for each in EVERYBODY if each is not SOL)
OF_LUCIE = SeatRequest(organisation_id=50, asked_by=SARA.id)
BY_OPERATOR = SeatRequest(organisation_id=50, asked_by=None)


@pytest.mark.parametrize("answer", [SeatAnswer.CONFIRM, SeatAnswer.REFUSE])
@pytest.mark.parametrize(
    ("person", "people", "fault"),
    [
        (SARA, EVERYBODY, "own"),
        (SOL, EVERYBODY, None),
        (NEW, EVERYBODY, "too_new"),
        (INVITED, EVERYBODY, "too_new"),
        (DANA, EVERYBODY, "not_yours"),  # Sol may
        (LUCIE, EVERYBODY, "concerned"),
        (FRED, EVERYBODY, "not_yours"),
        (SARA, WITHOUT_SOL, "own"),
        (NEW, WITHOUT_SOL, "too_new"),
        (DANA, WITHOUT_SOL, None),
        (LATE, WITHOUT_SOL, "too_new"),
        (LUCIE, WITHOUT_SOL, "concerned"),
        (FRED, WITHOUT_SOL, "not_yours"),
    ],
)
def test_another_of_the_secretariat_confirms_and_where_there_is_none_a_seat_not_concerned(
    answer: SeatAnswer, person: RollPerson, people: tuple[RollPerson, ...], fault: str | None
) -> None:
    assert why_not(answer, OF_LUCIE, person, people, NOW) == fault


def test_only_who_asked_takes_a_request_back() -> None:
    may = [each for each in EVERYBODY if why_not(SeatAnswer.TAKE_BACK, OF_LUCIE, each, EVERYBODY, NOW) is None]
    assert may == [SARA]


def test_what_the_operator_asks_for_each_of_the_secretariat_who_is_settled_may_confirm() -> None:
    assert seconds(BY_OPERATOR, EVERYBODY, NOW) == {SARA.id, SOL.id}


def test_seven_days_are_seven_days() -> None:
    for joined, may in ((NOW - timedelta(days=7), True), (NOW - timedelta(days=7) + timedelta(seconds=1), False)):
        second = RollPerson(9, None, joined)
        assert (second.id in seconds(OF_LUCIE, (SARA, second, DANA), NOW)) is may


def test_a_coalition_with_nobody_else_confirms_nothing() -> None:
    assert seconds(OF_LUCIE, (SARA, NEW, LUCIE, FRED), NOW) == frozenset()


@pytest.mark.parametrize(
    ("has_seat", "suspended", "suit"),
    [
        (False, False, {SeatAct.GIVE, SeatAct.SUSPEND}),
        (True, False, {SeatAct.END, SeatAct.SUSPEND}),
        (True, True, {SeatAct.END, SeatAct.RESUME}),
        (False, True, {SeatAct.RESUME}),
    ],
)
def test_a_change_has_something_to_change(has_seat: bool, suspended: bool, suit: set[SeatAct]) -> None:
    assert {act for act in SeatAct if may_suit(act, has_seat=has_seat, suspended=suspended)} == suit


def test_no_seat_is_taken_away_without_a_reason() -> None:
    assert {SeatAct.END, SeatAct.SUSPEND} == NEEDS_REASON

"""The arithmetic of a ballot: two thirds of the positions that count, quorum two thirds of the seats."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from workflow.rules.decision.decision import BallotOutcome, DecisionRule, Stance, is_short_notice, tally

pytestmark = pytest.mark.unit

RULE = DecisionRule(threshold=Fraction(2, 3), quorum=Fraction(2, 3))
SEATS = frozenset(range(13))
LETTERS = {
    "a": Stance.APPROVE,
    "e": Stance.EXPLANATION,
    "o": Stance.OBJECT,
    "b": Stance.ABSTAIN,
    "v": Stance.RESERVE,
    "n": Stance.NOT_PARTICIPATING,
    "r": Stance.RECUSED,
}


def positions(letters: str) -> dict[int, Stance]:
    """One seat a letter, from seat 0."""
    return {seat: LETTERS[letter] for seat, letter in enumerate(letters)}


@pytest.mark.parametrize(
    ("letters", "now", "closed"),
    [
        ("", BallotOutcome.PENDING, BallotOutcome.NO_QUORUM),
        ("aaaaaaaa", BallotOutcome.PENDING, BallotOutcome.NO_QUORUM),  # eight of nine that the quorum needs
        ("aaaaaaaaa", BallotOutcome.ADOPTED, BallotOutcome.ADOPTED),  # four more objections would leave 9 of 13
        ("aaaaaaao", BallotOutcome.PENDING, BallotOutcome.NO_QUORUM),
        ("aaaaaaeob", BallotOutcome.PENDING, BallotOutcome.ADOPTED),  # 7 of 8; four more could object: 7 of 12
        ("aaaaaaeobr", BallotOutcome.PENDING, BallotOutcome.ADOPTED),  # the design's example before the last position
        ("aaaaaaeobra", BallotOutcome.ADOPTED, BallotOutcome.ADOPTED),  # and with it: 8 of 9, at worst 8 of 11
        ("aaaooo", BallotOutcome.PENDING, BallotOutcome.NO_QUORUM),
        ("aaaaaaooo", BallotOutcome.PENDING, BallotOutcome.ADOPTED),  # 6 of 9 is two thirds exactly
        ("aaaaaoooo", BallotOutcome.PENDING, BallotOutcome.NO_MAJORITY),
        ("ooooo", BallotOutcome.NO_MAJORITY, BallotOutcome.NO_QUORUM),  # at best 8 of 13
        ("oooo", BallotOutcome.PENDING, BallotOutcome.NO_QUORUM),  # at best 9 of 13
        ("rrrrr", BallotOutcome.NO_QUORUM, BallotOutcome.NO_QUORUM),  # eight seats are left, nine are needed
        ("nnnnn", BallotOutcome.NO_QUORUM, BallotOutcome.NO_QUORUM),
        ("bbbbbbbbb", BallotOutcome.PENDING, BallotOutcome.NO_MAJORITY),  # a quorum of which nothing counts
        ("aaaaaavvv", BallotOutcome.PENDING, BallotOutcome.ADOPTED),  # a reserve may become an objection
        ("aaaaaaaaav", BallotOutcome.ADOPTED, BallotOutcome.ADOPTED),
        ("bbbbbbbbbbbbb", BallotOutcome.NO_MAJORITY, BallotOutcome.NO_MAJORITY),
    ],
)
def test_a_ballot_comes_to_what_the_rule_says(letters: str, now: BallotOutcome, closed: BallotOutcome) -> None:
    assert tally(positions(letters), SEATS, RULE, closed=False).outcome is now
    assert tally(positions(letters), SEATS, RULE, closed=True).outcome is closed


def test_the_numbers_of_the_arithmetic_are_kept() -> None:
    counted = tally(positions("aaaaaaeobr"), SEATS, RULE, closed=False)
    assert counted.as_dict() == {
        "seats": 13,
        "present": 9,
        "quorum_needed": 9,
        "in_favour": 7,
        "counting": 8,
        "threshold": "2/3",
        "outstanding": 3,
        "outcome": "pending",
    }
    assert counted.has_quorum
    assert counted.has_majority


def test_positions_of_those_without_a_seat_do_not_count() -> None:
    counted = tally({**positions("a"), 99: Stance.OBJECT}, SEATS, RULE, closed=True)
    assert (counted.present, counted.in_favour, counted.counting) == (1, 1, 1)


def test_an_empty_committee_adopts_nothing() -> None:
    assert tally({}, frozenset(), RULE, closed=True).outcome is BallotOutcome.NO_QUORUM
    assert tally({}, frozenset(), RULE, closed=False).outcome is BallotOutcome.NO_QUORUM


def test_early_outcomes_are_never_undone_by_what_is_still_to_come() -> None:
    """Every outcome that is foreseen with 4 seats equals the one of each way in which the rest may vote."""
    seats, stances = frozenset(range(4)), tuple(Stance)
    for first in stances:
        for second in stances:
            held = {0: first, 1: second}
            foreseen = tally(held, seats, RULE, closed=False).outcome
            if foreseen is BallotOutcome.PENDING or Stance.RESERVE in held.values():
                continue
            ends = {
                tally({**held, 2: third, 3: fourth}, seats, RULE, closed=True).outcome
                for third in stances
                for fourth in stances
            }
            adopted = {end is BallotOutcome.ADOPTED for end in ends}
            assert adopted == {foreseen is BallotOutcome.ADOPTED}, (first, second, foreseen, ends)


@pytest.mark.parametrize(
    ("left", "is_short"),
    [
        (timedelta(hours=24), False),
        (timedelta(hours=24, seconds=-59), False),  # a form holds minutes
        (timedelta(hours=23, minutes=59), True),
        (timedelta(minutes=5), True),
    ],
)
def test_a_ballot_that_is_open_for_less_than_a_day_is_at_short_notice(left: timedelta, is_short: bool) -> None:
    opens_at = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    assert is_short_notice(opens_at, opens_at + left) is is_short

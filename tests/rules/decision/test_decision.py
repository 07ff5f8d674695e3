"""The arithmetic of a ballot: two thirds of the positions that count, quorum two thirds of the seats."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import combinations_with_replacement

import pytest

from workflow.rules.decision.decision import (
    FEWEST_SEATS,
    BallotOutcome,
    DecisionRule,
    Settling,
    Stance,
    is_short_notice,
    leaves_too_few,
    rule_from_dict,
    tally,
    tally_from_dict,
)

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
        "recused": 1,
        "present": 9,
        "quorum_needed": 9,
        "in_favour": 7,
        "counting": 8,
        "threshold": "2/3",
        "outstanding": 3,
        "missing": [10, 11, 12],
        "if_closed": "adopted",
        "certain": "pending",
        "approvals_left": 1,
        "outcome": "pending",
    }
    assert tally_from_dict(counted.as_dict()) == counted
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
    assert is_short_notice(opens_at, opens_at + left, timedelta(hours=24)) is is_short


NEW = RULE.of_a_new_ballot(Settling.ANSWERED)


def by_hand(letters: str, seats: int) -> BallotOutcome:
    """What a clerk would find at the deadline with the written rule alone: recused seats leave, three must remain."""
    left = seats - letters.count("r")
    if "r" in letters and left < 3:
        return BallotOutcome.NO_QUORUM
    took_part = sum(letters.count(each) for each in "aeobv")
    in_favour, against = letters.count("a") + letters.count("e"), letters.count("o")
    if took_part * 3 < left * 2 or took_part == 0:
        return BallotOutcome.NO_QUORUM
    is_carried = in_favour > 0 and in_favour * 3 >= (in_favour + against) * 2
    return BallotOutcome.ADOPTED if is_carried else BallotOutcome.NO_MAJORITY


@pytest.mark.parametrize("seats", [1, 2, 3, 4, 5, 6])
def test_at_the_deadline_the_tally_is_what_a_clerk_would_find(seats: int) -> None:
    for count in range(seats + 1):
        for each in combinations_with_replacement("aeobvnr", count):
            letters = "".join(each)
            found = tally(positions(letters), frozenset(range(seats)), NEW, closed=True)
            assert found.outcome is found.if_closed is by_hand(letters, seats), letters


@pytest.mark.parametrize("seats", [3, 4, 5])
def test_what_is_called_certain_no_outstanding_position_can_change(seats: int) -> None:
    """Each way in which absent and reserved seats may still act or stay silent ('-'), by the clerk's count."""
    for count in range(seats + 1):
        for each in combinations_with_replacement("aobvnr", count):
            letters = "".join(each)
            firm = letters.replace("v", "")
            outstanding = seats - len(firm)
            silent = ["v"] * letters.count("v") + ["-"] * (seats - count)
            rests = ["".join(each) for each in [*combinations_with_replacement("aobvnr-", outstanding), silent]]
            ends = {
                by_hand(firm + rest.replace("-", ""), seats)
                for rest in rests
                if "r" not in rest or seats - (firm + rest).count("r") >= FEWEST_SEATS  # else it is refused
            }
            found = tally(positions(letters), frozenset(range(seats)), NEW, closed=False)
            is_adopted, is_lost = ends == {BallotOutcome.ADOPTED}, BallotOutcome.ADOPTED not in ends
            assert (found.certain is BallotOutcome.ADOPTED) == is_adopted, (letters, ends)
            if found.certain not in (BallotOutcome.ADOPTED, BallotOutcome.PENDING):
                assert is_lost, (letters, ends)
            if found.approvals_left is not None and "v" not in letters:
                wanted = letters + "a" * found.approvals_left
                then = tally(positions(wanted), frozenset(range(seats)), NEW, closed=False)
                assert then.certain is BallotOutcome.ADOPTED, letters
                fewer = tally(positions(wanted[:-1]), frozenset(range(seats)), NEW, closed=False)
                assert fewer.certain is not BallotOutcome.ADOPTED, letters


def test_with_five_of_thirteen_recused_the_quorum_is_six_of_eight() -> None:
    counted = tally(positions("rrrrraaaaaa"), SEATS, NEW, closed=False)
    assert (counted.seats, counted.recused, counted.quorum_needed, counted.present) == (8, 5, 6, 6)
    assert counted.if_closed is BallotOutcome.ADOPTED
    before = tally(positions("rrrrraaaaaa"), SEATS, RULE, closed=True)
    assert (before.seats, before.quorum_needed, before.outcome) == (13, 9, BallotOutcome.NO_QUORUM)


@pytest.mark.parametrize(
    ("letters", "is_over"),
    [
        ("aaaaaaaaaaaa", False),  # one of thirteen has not answered, and could change nothing
        ("aaaaaaaaaaaav", False),  # a reserve is no position yet
        ("aaaaaaaaaaaao", True),
        ("aaaaaaaaaaaan", True),
        ("ooooooooooooo", True),
    ],
)
def test_a_ballot_ends_before_its_deadline_once_every_seat_has_answered(letters: str, is_over: bool) -> None:
    counted = tally(positions(letters), SEATS, NEW, closed=False)
    assert (counted.outcome is not BallotOutcome.PENDING) is is_over
    sooner = tally(positions(letters), SEATS, RULE.of_a_new_ballot(Settling.CERTAIN), closed=False)
    assert sooner.outcome is not BallotOutcome.PENDING


@pytest.mark.parametrize(("letters", "too_few"), [("rr", False), ("rrr", True), ("r", False), ("", False)])
def test_three_seats_must_remain_after_recusals(letters: str, too_few: bool) -> None:
    seats = frozenset(range(FEWEST_SEATS + 2))
    assert leaves_too_few(positions(letters), seats, NEW) is too_few
    assert not leaves_too_few(positions(letters), seats, RULE), "not in ballots that were opened before"


@pytest.mark.parametrize(
    ("kept", "rule"),
    [
        (NEW.as_dict(), NEW),
        ({"threshold": "2/3", "quorum": "2/3"}, RULE),  # of a ballot from before: it ends by the rule it had
    ],
)
def test_a_rule_is_kept_with_its_ballot(kept: Mapping[str, object], rule: DecisionRule) -> None:
    assert rule_from_dict(kept) == rule

"""When the positions of the Committee carry a text: one function is gate, progress and audit record.

Rules of procedure, "Ordinary": two thirds of the positions that count, quorum two thirds of the seats. Abstaining
counts towards the quorum but not towards the threshold; a recused member counts for neither.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil


class Stance(StrEnum):
    """A Committee member's position on one version."""

    APPROVE = "approve"
    EXPLANATION = "explanation"  # approve with an explanation of position
    OBJECT = "object"
    ABSTAIN = "abstain"
    RESERVE = "reserve"
    NOT_PARTICIPATING = "not_participating"
    RECUSED = "recused"


FAVOURS = frozenset({Stance.APPROVE, Stance.EXPLANATION})
COUNTS = FAVOURS | {Stance.OBJECT}
PRESENT = COUNTS | {Stance.ABSTAIN, Stance.RESERVE}  # towards the quorum
OPEN = frozenset({Stance.RESERVE})  # may still become anything
NEEDS_REASON = frozenset({Stance.EXPLANATION, Stance.OBJECT, Stance.RESERVE})


SHORT_NOTICE = timedelta(hours=24)
"""A ballot that is open for less needs a reason."""
_GRACE = timedelta(minutes=1)  # a form holds minutes: 24 hours that were chosen a few seconds ago are 24 hours


class BallotOutcome(StrEnum):
    """What a ballot came to; PENDING while an outstanding position can still change it."""

    PENDING = "pending"
    ADOPTED = "adopted"
    NO_QUORUM = "no_quorum"
    NO_MAJORITY = "no_majority"
    TEXT_CHANGED = "text_changed"  # the stored text no longer gives the digests on the table: nothing can be adopted
    ABANDONED = "abandoned"  # the statement was given up before the ballot was settled


@dataclass(frozen=True)
class DecisionRule:
    """threshold: share of the positions that count; quorum: share of the seats that must have taken one."""

    threshold: Fraction
    quorum: Fraction

    def quorum_needed(self, seats: int) -> int:
        """How many of the seats must have taken a position."""
        return max(1, ceil(self.quorum * seats))


@dataclass(frozen=True)
class Tally:
    """The arithmetic of a ballot at one moment: numbers and a code; the faces say them in the reader's language."""

    seats: int
    present: int
    quorum_needed: int
    in_favour: int
    counting: int
    threshold: Fraction
    outstanding: int
    outcome: BallotOutcome

    @property
    def has_quorum(self) -> bool:
        """Whether enough seats have taken a position."""
        return self.present >= self.quorum_needed > 0

    @property
    def has_majority(self) -> bool:
        """Whether those in favour reach the threshold of those that count."""
        return _carries(self.in_favour, self.counting, self.threshold)

    @property
    def share_present(self) -> float:
        """The share of the seats that have taken a position."""
        return self.present / self.seats if self.seats else 0.0

    @property
    def share_needed(self) -> float:
        """The share of the seats that make a quorum."""
        return self.quorum_needed / self.seats if self.seats else 0.0

    @property
    def share_in_favour(self) -> float:
        """The share of the positions that count which are in favour."""
        return self.in_favour / self.counting if self.counting else 0.0

    def as_dict(self) -> dict[str, int | str]:
        """The tally for the record."""
        return {
            "seats": self.seats,
            "present": self.present,
            "quorum_needed": self.quorum_needed,
            "in_favour": self.in_favour,
            "counting": self.counting,
            "threshold": str(self.threshold),
            "outstanding": self.outstanding,
            "outcome": self.outcome.value,
        }


def tally(positions: Mapping[int, Stance], electorate: Set[int], rule: DecisionRule, *, closed: bool) -> Tally:
    """How a ballot stands.

    positions: organisation id -> its stance on the digests on the table; those outside `electorate` are ignored.
    electorate: the organisations that held a seat when the ballot opened. Empty: nothing is ever carried.
    closed: the deadline has passed; else the outcome is PENDING while an outstanding position can change it.
    Source: the coalition's rules of procedure, as recorded in the pinned procedure.
    """
    held = [stance for organisation, stance in positions.items() if organisation in electorate]
    counting = sum(s in COUNTS for s in held)
    favour = sum(s in FAVOURS for s in held)
    present = sum(s in PRESENT for s in held)
    outstanding = len(electorate) - len(held) + sum(s in OPEN for s in held)
    needed = rule.quorum_needed(len(electorate))
    outcome = (
        _final(favour, counting, present, needed, rule.threshold)
        if closed
        else _foreseen(favour, counting, present, needed, rule.threshold, outstanding, len(electorate) - len(held))
    )
    return Tally(len(electorate), present, needed, favour, counting, rule.threshold, outstanding, outcome)


def _final(favour: int, counting: int, present: int, needed: int, threshold: Fraction) -> BallotOutcome:
    if present < needed:
        return BallotOutcome.NO_QUORUM
    return BallotOutcome.ADOPTED if _carries(favour, counting, threshold) else BallotOutcome.NO_MAJORITY


def _foreseen(
    favour: int, counting: int, present: int, needed: int, threshold: Fraction, outstanding: int, absent: int
) -> BallotOutcome:
    """What no outstanding position can change any more: the worst and the best that may still come agree."""
    if present >= needed and _carries(favour, counting + outstanding, threshold):
        return BallotOutcome.ADOPTED
    if present + absent < needed:
        return BallotOutcome.NO_QUORUM
    if not _carries(favour + outstanding, counting + outstanding, threshold):
        return BallotOutcome.NO_MAJORITY
    return BallotOutcome.PENDING


def _carries(favour: int, counting: int, threshold: Fraction) -> bool:
    return counting > 0 and Fraction(favour, counting) >= threshold


def is_short_notice(opens_at: datetime, closes_at: datetime) -> bool:
    """Whether a ballot from `opens_at` until `closes_at` leaves so little time that it needs a reason."""
    return closes_at - opens_at <= SHORT_NOTICE - _GRACE


def on_the_table(digests: Mapping[str, str]) -> str:
    """The digests of a ballot (language -> digest) as a form carries them, always in the same order."""
    return " ".join(f"{language}:{digests[language]}" for language in sorted(digests))

"""When the positions of the Committee carry a text: one function is gate, progress and audit record.

Rules of procedure, "Ordinary": two thirds of the positions that count, quorum two thirds of the seats. Abstaining
counts towards the quorum but not towards the threshold. A recused seat counts for neither, and leaves the seats of
which the quorum is a share: with five of thirteen recused it is 6 of 8.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import Any


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


FEWEST_SEATS = 3
"""So many seats must remain after recusals: two cannot speak for a committee."""
_GRACE = timedelta(minutes=1)  # a form holds minutes: 24 hours that were chosen a few seconds ago are 24 hours


class BallotOutcome(StrEnum):
    """What a ballot came to; PENDING while an outstanding position can still change it."""

    PENDING = "pending"
    ADOPTED = "adopted"
    NO_QUORUM = "no_quorum"
    NO_MAJORITY = "no_majority"
    TEXT_CHANGED = "text_changed"  # the stored text no longer gives the digests on the table: nothing can be adopted
    STOPPED = "stopped"  # by a person, with a reason; the text went back to the penholder
    ABANDONED = "abandoned"  # the statement was given up before the ballot was settled


class Electorate(StrEnum):
    """Who decides."""

    COMMITTEE = "committee"  # the organisations that held a seat when the ballot opened


class Settling(StrEnum):
    """When a ballot is decided; at its deadline at the latest."""

    ANSWERED = "answered"  # or once every seat has taken a position that stands: a reserve is none
    CERTAIN = "certain"  # or as soon as no missing position can change the result


@dataclass(frozen=True)
class DecisionRule:
    """threshold: share of the positions that count; quorum: share of the seats that must have taken one.

    recused_leave: whether a recused seat leaves the seats that the quorum is a share of; it did not in ballots that
    were opened before that rule. settling: when a ballot is decided before its deadline.
    """

    threshold: Fraction
    quorum: Fraction
    recused_leave: bool = False
    settling: Settling = Settling.CERTAIN

    def quorum_needed(self, seats: int) -> int:
        """How many of the seats must have taken a position."""
        return max(1, ceil(self.quorum * seats))

    def of_a_new_ballot(self, settling: Settling) -> "DecisionRule":
        """The rule of a ballot that opens now."""
        return replace(self, recused_leave=True, settling=settling)

    def as_dict(self) -> dict[str, Any]:
        """The rule as it is kept with a ballot; rule_from_dict gives it back."""
        return {
            "threshold": str(self.threshold),
            "quorum": str(self.quorum),
            "recused_leave": self.recused_leave,
            "settling": self.settling.value,
        }


def rule_from_dict(kept: Mapping[str, Any]) -> DecisionRule:
    """The rule that was kept with a ballot; what a rule of an earlier day does not say is as it was then."""
    return DecisionRule(
        Fraction(kept["threshold"]),
        Fraction(kept["quorum"]),
        bool(kept.get("recused_leave", False)),
        Settling(kept.get("settling", Settling.CERTAIN)),
    )


@dataclass(frozen=True)
class Tally:
    """The arithmetic of a ballot at one moment: numbers and codes; the faces say them in the reader's language.

    seats: those that count, without `recused`, which left them. missing: organisations that have taken no position;
    outstanding: their number and that of the reserves. outcome: what the ballot has come to. if_closed: what it would
    come to if it closed now. certain: what no outstanding position can change any more, else PENDING. approvals_left:
    how many more approvals would make its adoption certain; None where no number would, or it is.
    """

    seats: int
    recused: int
    present: int
    quorum_needed: int
    in_favour: int
    counting: int
    threshold: Fraction
    outstanding: int
    missing: tuple[int, ...]
    if_closed: BallotOutcome
    certain: BallotOutcome
    approvals_left: int | None
    outcome: BallotOutcome

    @property
    def has_quorum(self) -> bool:
        """Whether enough seats have taken a position."""
        return self.present >= self.quorum_needed > 0

    @property
    def quorum_lacks(self) -> int:
        """How many more seats must take a position."""
        return max(0, self.quorum_needed - self.present)

    @property
    def favour_needed(self) -> int:
        """How many of the positions that count must be in favour, as they stand."""
        return max(1, ceil(self.threshold * self.counting))

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

    def as_dict(self) -> dict[str, Any]:
        """The tally for the record; tally_from_dict gives it back."""
        return {
            "seats": self.seats,
            "recused": self.recused,
            "present": self.present,
            "quorum_needed": self.quorum_needed,
            "in_favour": self.in_favour,
            "counting": self.counting,
            "threshold": str(self.threshold),
            "outstanding": self.outstanding,
            "missing": list(self.missing),
            "if_closed": self.if_closed.value,
            "certain": self.certain.value,
            "approvals_left": self.approvals_left,
            "outcome": self.outcome.value,
        }


def tally_from_dict(kept: Mapping[str, Any]) -> Tally:
    """The tally that was recorded when a ballot ended: what was decided then is not counted anew."""
    return Tally(
        **{
            **kept,
            "threshold": Fraction(kept["threshold"]),
            "missing": tuple(kept["missing"]),
            "if_closed": BallotOutcome(kept["if_closed"]),
            "certain": BallotOutcome(kept["certain"]),
            "outcome": BallotOutcome(kept["outcome"]),
        }
    )


@dataclass(frozen=True)
class _Count:
    """What the positions add up to. firm: those present whose position is no reserve; absent: without a position."""

    rule: DecisionRule
    seats: int
    recused: int
    present: int
    firm: int
    favour: int
    counting: int
    absent: int

    @property
    def outstanding(self) -> int:
        return self.absent + self.present - self.firm

    @property
    def needed(self) -> int:
        return self.rule.quorum_needed(self.seats)

    @property
    def is_too_small(self) -> bool:
        """Whether recusals have left too few seats to decide at all."""
        return _are_too_few(self.rule, self.seats, self.recused)

    def if_closed(self) -> BallotOutcome:
        if self.present < self.needed or self.is_too_small:
            return BallotOutcome.NO_QUORUM
        carried = _carries(self.favour, self.counting, self.rule.threshold)
        return BallotOutcome.ADOPTED if carried else BallotOutcome.NO_MAJORITY

    def certain(self) -> BallotOutcome:
        """What no outstanding position can change any more: the worst and the best that may still come agree."""
        if self.is_adopted_after(0):
            return BallotOutcome.ADOPTED
        # A seat that recuses itself lowers the quorum by one at most, and what is present by one.
        if self.present + self.absent < self.needed or self.is_too_small:
            return BallotOutcome.NO_QUORUM
        best = (self.favour + self.outstanding, self.counting + self.outstanding)
        return BallotOutcome.PENDING if _carries(*best, self.rule.threshold) else BallotOutcome.NO_MAJORITY

    def is_adopted_after(self, approvals: int) -> bool:
        """Whether so many more approvals, of absent seats first, adopt it whatever the others say or leave unsaid.

        A recusal that left too few seats is none of it: it is refused.
        """
        carried = _carries(self.favour + approvals, self.counting + self.outstanding, self.rule.threshold)
        return self.firm + approvals >= self.needed and carried and not self.is_too_small


def tally(positions: Mapping[int, Stance], electorate: Set[int], rule: DecisionRule, *, closed: bool) -> Tally:
    """How a ballot stands.

    positions: organisation id -> its stance on the mandate; those outside `electorate` are ignored.
    electorate: the organisations that held a seat when the ballot opened. Empty: nothing is ever carried.
    closed: the deadline has passed; else the outcome is PENDING until the ballot is decided by `rule.settling`.
    Source: the coalition's rules of procedure, as recorded in the pinned procedure.
    """
    held = [stance for organisation, stance in positions.items() if organisation in electorate]
    recused = sum(s is Stance.RECUSED for s in held)
    count = _Count(
        rule,
        seats=len(electorate) - (recused if rule.recused_leave else 0),
        recused=recused,
        present=sum(s in PRESENT for s in held),
        firm=sum(s in PRESENT - OPEN for s in held),
        favour=sum(s in FAVOURS for s in held),
        counting=sum(s in COUNTS for s in held),
        absent=len(electorate) - len(held),
    )
    certain = count.certain()
    enough = None
    if certain is not BallotOutcome.ADOPTED:
        enough = next((n for n in range(1, count.outstanding + 1) if count.is_adopted_after(n)), None)
    return Tally(
        seats=count.seats,
        recused=recused,
        present=count.present,
        quorum_needed=count.needed,
        in_favour=count.favour,
        counting=count.counting,
        threshold=rule.threshold,
        outstanding=count.outstanding,
        missing=tuple(sorted(electorate - positions.keys())),
        if_closed=count.if_closed(),
        certain=certain,
        approvals_left=enough,
        outcome=_outcome(count, certain, closed=closed),
    )


def _outcome(count: _Count, certain: BallotOutcome, *, closed: bool) -> BallotOutcome:
    if closed:
        return count.if_closed()
    if count.rule.settling is Settling.CERTAIN:
        return certain
    return BallotOutcome.PENDING if count.outstanding or not count.seats else count.if_closed()


def _carries(favour: int, counting: int, threshold: Fraction) -> bool:
    return counting > 0 and Fraction(favour, counting) >= threshold


def leaves_too_few(positions: Mapping[int, Stance], electorate: Set[int], rule: DecisionRule) -> bool:
    """Whether the recusals among the positions leave fewer seats than may decide."""
    recused = sum(stance is Stance.RECUSED for seat, stance in positions.items() if seat in electorate)
    return _are_too_few(rule, len(electorate) - recused, recused)


def _are_too_few(rule: DecisionRule, seats: int, recused: int) -> bool:
    return rule.recused_leave and recused > 0 and seats < FEWEST_SEATS


def is_short_notice(opens_at: datetime, closes_at: datetime, least: timedelta) -> bool:
    """Whether a ballot from `opens_at` until `closes_at` leaves less time than `least`, so that it needs a reason."""
    return closes_at - opens_at <= least - _GRACE

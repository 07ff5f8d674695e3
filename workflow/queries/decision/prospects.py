"""What a ballot is decided by, and what follows from it by itself: numbers and moments, for the faces to say."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.database import about_now
from workflow.models.organisation import Organisation
from workflow.queries.shared.roles import is_seated
from workflow.queries.shared.standing import Standing
from workflow.rules.decision import procedure
from workflow.rules.decision.decision import DecisionRule, Settling, rule_from_dict
from workflow.rules.decision.mandate import mandate_from_dict
from workflow.rules.publication.release import ReleaseKind


@dataclass(frozen=True)
class Prospect:
    """What is decided by whom and how. threshold: share of the positions that count.

    recused_leave: whether a recused seat leaves the seats that count. settling, closes_at, release: None before they
    are chosen. release_at: the moment before which nothing goes out; None where there is none, or it is over.
    """

    seats: int
    quorum_needed: int
    threshold: Fraction
    recused_leave: bool
    settling: Settling | None = None
    closes_at: datetime | None = None
    release: ReleaseKind | None = None
    release_at: datetime | None = None


def prospect(
    rule: dict[str, Any], mandate: dict[str, Any], seats: int, embargo_at: datetime | None, closes_at: datetime
) -> Prospect:
    """The prospect of a ballot of so many seats, by the rule and the mandate that it was opened with."""
    by, put = rule_from_dict(rule), mandate_from_dict(mandate)
    found = _prospect(by, seats, embargo_at)
    at = found.release_at
    return Prospect(
        found.seats, found.quorum_needed, by.threshold, by.recused_leave, by.settling, closes_at, put.release, at
    )


def prospect_of_next(session: Session, standing: Standing) -> Prospect:
    """The prospect of a ballot that would open now."""
    seated = select(func.count()).select_from(Organisation).where(is_seated())
    rule = procedure.from_dict(standing.procedure).rule.of_a_new_ballot(Settling.ANSWERED)
    return _prospect(rule, session.scalar(seated) or 0, standing.embargo_at)


def _prospect(rule: DecisionRule, seats: int, embargo_at: datetime | None) -> Prospect:
    held = embargo_at if embargo_at is not None and embargo_at > about_now() else None
    return Prospect(seats, rule.quorum_needed(seats), rule.threshold, rule.recused_leave, release_at=held)

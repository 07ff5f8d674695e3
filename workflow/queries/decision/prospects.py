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


@dataclass(frozen=True)
class Prospect:
    """What is decided by whom and how. threshold: share of the positions that count.

    closes_at: None before it is chosen. release_at: when an embargo ends that holds back what is adopted; None where
    nothing does, and it goes out at once.
    """

    seats: int
    quorum_needed: int
    threshold: Fraction
    closes_at: datetime | None = None
    release_at: datetime | None = None


def prospect(
    pinned: dict[str, Any], seats: int, embargo_at: datetime | None, closes_at: datetime | None = None
) -> Prospect:
    """The prospect of a ballot of so many seats under the procedure that was pinned to its statement."""
    rule = procedure.from_dict(pinned).rule
    held = embargo_at is not None and embargo_at > about_now()
    return Prospect(seats, rule.quorum_needed(seats), rule.threshold, closes_at, embargo_at if held else None)


def prospect_of_next(session: Session, standing: Standing) -> Prospect:
    """The prospect of a ballot that would open now."""
    seated = select(func.count()).select_from(Organisation).where(is_seated())
    return prospect(standing.procedure, session.scalar(seated) or 0, standing.embargo_at)

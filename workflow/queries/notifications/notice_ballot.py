"""The part of a mail that is about a ballot."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot, Elector, Position
from workflow.models.event import Event
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.queries.decision.prospects import Prospect, prospect
from workflow.queries.shared.values import value_of
from workflow.rules.decision.decision import BallotOutcome, Stance
from workflow.rules.shared.names import Viewer


@dataclass(frozen=True)
class BallotPart:
    """A ballot and its arithmetic. number: which of the statement's it is. own: the position of the recipient's
    organisation; the tally is empty while open.

    short_notice: why it closes soon after its opening. same_text: why words that were not adopted are put again.
    reason: why it was extended or stopped. prospect: how it is decided and what follows; None once settled.
    """

    number: int
    version: int
    languages: tuple[str, ...]
    closes_at: datetime
    settled_at: datetime | None
    outcome: BallotOutcome
    own: Stance | None
    seats: int
    present: int
    quorum_needed: int
    in_favour: int
    counting: int
    favour_needed: int
    short_notice: str
    same_text: str
    reason: str
    prospect: Prospect | None

    @property
    def before(self) -> int:
        """The number of the ballot before it; 0 where it is the first."""
        return self.number - 1


def ballot_of(session: Session, event: Event, viewer: Viewer) -> BallotPart | None:
    """The ballot that the event names, with the position of the viewer's own organisation and nobody else's."""
    if "ballot" not in event.data:
        return None
    seats = select(func.count()).where(Elector.ballot_id == Ballot.id).scalar_subquery()
    row = session.execute(
        select(Ballot, Version.number, Position.stance, Statement.embargo_at, seats.label("seats"))
        .join(Version, Version.id == Ballot.version_id)
        .join(Statement, Statement.id == Ballot.statement_id)
        .outerjoin(Position, (Position.ballot_id == Ballot.id) & (Position.organisation_id == viewer.organisation_id))
        .where(Ballot.id == event.data["ballot"])
    ).one()
    ahead = prospect(row.Ballot.rule, row.Ballot.mandate, row.seats, row.embargo_at, row.Ballot.closes_at)
    return _ballot(row.Ballot, row.number, row.stance, ahead, event.data.get("reason", ""))


def _ballot(ballot: Ballot, version: int, own: Stance | None, ahead: Prospect, reason: str) -> BallotPart:
    tally: dict[str, Any] = ballot.tally
    counting, threshold = int(tally.get("counting", 0)), Fraction(tally.get("threshold", 1))
    return value_of(
        BallotPart,
        ballot,
        version=version,
        languages=tuple(sorted(ballot.digests)),
        own=own,
        reason=reason,
        **{name: int(tally.get(name, 0)) for name in ("seats", "present", "quorum_needed", "in_favour", "counting")},
        favour_needed=max(1, ceil(threshold * counting)),
        prospect=ahead if ballot.settled_at is None else None,
    )

"""Whether a worker has stopped for its clock: for the secretariat's pages and for the doctor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.clock import MachineClock
from workflow.rules.clocks import Doubt


@dataclass(frozen=True)
class Stopped:
    """A worker that closes, decides and publishes nothing. by: how far its clock is off. since: by that clock."""

    doubt: Doubt
    by: timedelta
    since: datetime | None

    @property
    def minutes(self) -> int:
        """How many minutes the clock is off."""
        return max(1, round(self.by.total_seconds() / 60))


def stopped(session: Session) -> Stopped | None:
    """The worker that stopped last for its clock, None where none has; one SQL statement."""
    row = session.scalars(
        select(MachineClock).where(MachineClock.doubt != "").order_by(MachineClock.doubted_at.desc()).limit(1)
    ).first()
    return Stopped(Doubt(row.doubt), timedelta(seconds=row.doubt_by), row.doubted_at) if row else None

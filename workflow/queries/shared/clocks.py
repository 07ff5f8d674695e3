"""Whether a worker has stopped for its clock: for the secretariat's pages and for the doctor."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.clock import MachineClock
from workflow.rules.shared.clocks import Doubt


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


# A worker that doubts looks every few seconds and says so each minute. One that has not for longer runs no more: the
# machine was started again, or is gone. By a clock that was set right since its last word may lie in the future.
_LATELY = timedelta(minutes=3)


def worker_that_stopped(session: Session, at: datetime | None = None) -> Stopped | None:
    """The worker that stopped last for its clock and still does, None where none has; one SQL statement.

    at: the present moment, where the caller has it; the record is asked for it else.
    """
    moment = at or now(session)
    lately = MachineClock.looked_at.between(moment - _LATELY, moment + _LATELY)
    doubting = select(MachineClock).where(MachineClock.doubt != "", lately)
    row = session.scalars(doubting.order_by(MachineClock.doubted_at.desc()).limit(1)).first()
    return Stopped(Doubt(row.doubt), timedelta(seconds=row.doubt_by), row.doubted_at) if row else None

"""What the record knows of the clocks by which it closes, decides and publishes."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base


class MachineClock(Base):
    """One start of a machine. started_at: when, by the clock that was trusted; None: by none yet.

    at: when a process on it last looked and agreed. doubt: a rules.clocks.Doubt that stops the worker there, or empty;
    doubt_by: seconds; doubted_at: since when; looked_at: when a process on it last looked and doubted, to a minute.
    """

    __tablename__ = "machine_clock"

    boot: Mapped[str] = mapped_column(String(100), primary_key=True)
    started_at: Mapped[datetime | None]
    at: Mapped[datetime | None]
    doubt: Mapped[str] = mapped_column(String(40), default="")
    doubt_by: Mapped[int] = mapped_column(default=0)
    doubted_at: Mapped[datetime | None]
    looked_at: Mapped[datetime | None]


class ClockConfirmation(Base):
    """A person has said that the clock is right. by: the account of the machine. event_id: the newest event then."""

    __tablename__ = "clock_confirmation"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(100))
    event_id: Mapped[int]

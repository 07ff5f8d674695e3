"""The roll of the Committee: its seats, and the changes of it that were asked for."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base
from workflow.rules.people.roll import SeatAct, SeatChangeState

_HELD = text("until IS NULL")
_ASKED = text("state = 'asked'")


class Seat(Base):
    """The time for which one organisation holds a seat. until: None while it lasts.

    given_by, ended_by: the changes that did so; the first is None where the seat is older than the roll.
    """

    __tablename__ = "seat"
    __table_args__ = (
        # An organisation holds one seat, whoever confirms what at the same moment.
        Index("ux_seat_held", "organisation_id", unique=True, sqlite_where=_HELD, postgresql_where=_HELD),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    given_by: Mapped[int | None] = mapped_column(ForeignKey("seat_change.id"))
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("seat_change.id"))


class SeatChange(Base):
    """A change of one organisation's seat: asked by one person, ended by another one or by time.

    asked_by None: the operator at the terminal. ended_by None: nobody had to confirm it, for there was no ballot yet;
    or it lapsed. A request whose time is over lapses without anybody writing it down: `lapses_at` says so.
    """

    __tablename__ = "seat_change"
    __table_args__ = (
        Index(
            "ux_seat_change_asked", "organisation_id", "act", unique=True, sqlite_where=_ASKED, postgresql_where=_ASKED
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(10), unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    act: Mapped[SeatAct]
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    lapses_at: Mapped[datetime]
    state: Mapped[SeatChangeState]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(index=True)

"""Ballots: one decision on exact editions, by an electorate frozen at its opening."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base
from workflow.rules.decision.decision import BallotOutcome, Stance


class Ballot(Base):
    """One decision. digests: language -> digest of each edition on the table. tally: the arithmetic, once settled."""

    __tablename__ = "ballot"
    __table_args__ = (UniqueConstraint("statement_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    number: Mapped[int]
    digests: Mapped[dict[str, Any]]
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    short_notice: Mapped[str] = mapped_column(Text, default="")  # why it closes so soon; empty where it does not
    reminded_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[BallotOutcome] = mapped_column(default=BallotOutcome.PENDING)
    tally: Mapped[dict[str, Any]] = mapped_column(default=dict)


class Elector(Base):
    """An organisation that held a seat when the ballot opened."""

    __tablename__ = "elector"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)


class Position(Base):
    """The position of one organisation on one ballot: one row, what it was before kept beside it."""

    __tablename__ = "position"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    stance: Mapped[Stance]
    reason: Mapped[str] = mapped_column(Text, default="")
    digests: Mapped[dict[str, Any]]  # as the form that took it showed them
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime]


class PastPosition(Base):
    """A position as it was before its organisation changed it: the record keeps every change."""

    __tablename__ = "past_position"

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    stance: Mapped[Stance]
    reason: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime]

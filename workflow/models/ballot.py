"""Ballots: one decision on one mandate, by an electorate and a rule that are frozen at its opening."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base, new_key
from workflow.rules.decision.decision import BallotOutcome, Electorate, Stance
from workflow.rules.decision.proposals import Means, ProposalEnd, ProposalSource
from workflow.rules.decision.steering import Steering


class Ballot(Base):
    """One decision. digests: language -> digest of each edition that is decided on. tally: its end, once settled.

    mandate: what is decided on (rules.decision.mandate), mandate_digest its digest. rule: what decides
    (rules.decision.decision.rule_from_dict). same_text: why the words of the ballot before are put again, where they
    are.
    """

    __tablename__ = "ballot"
    __table_args__ = (UniqueConstraint("statement_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    number: Mapped[int]
    digests: Mapped[dict[str, Any]]
    mandate: Mapped[dict[str, Any]]
    mandate_digest: Mapped[str] = mapped_column(String(64))
    rule: Mapped[dict[str, Any]]
    electorate: Mapped[Electorate] = mapped_column(default=Electorate.COMMITTEE)
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    short_notice: Mapped[str] = mapped_column(Text, default="")  # why it closes so soon; empty where it does not
    same_text: Mapped[str] = mapped_column(Text, default="")
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
    """The position of one organisation on one ballot: one row, what it was before kept beside it.

    person_id: who took it, or confirmed it. proposed_id: the ProposedPosition that was confirmed; None where it was
    taken in the first place.
    """

    __tablename__ = "position"

    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    stance: Mapped[Stance]
    reason: Mapped[str] = mapped_column(Text, default="")
    digests: Mapped[dict[str, Any]]  # as the form that took it showed them
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime]
    proposed_id: Mapped[int | None] = mapped_column(ForeignKey("proposed_position.id"))


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
    proposed_id: Mapped[int | None] = mapped_column(ForeignKey("proposed_position.id"))


_WAITS = text("ended_at IS NULL")


class ProposedPosition(Base):
    """A position that is entered for a seat. It is none, and counts for nothing, until somebody of it confirms it.

    key: what its form carries. person_id: who entered it. means, given_at, given_by: how, when and by whom the member
    gave it to the secretariat; None and "" for one of a newcomer. end: what became of it; None while it waits, and for
    good where the ballot ended before. One of a seat waits at a time.
    """

    __tablename__ = "proposed_position"
    __table_args__ = (
        Index(
            "ix_proposed_position_waiting",
            "ballot_id",
            "organisation_id",
            unique=True,
            sqlite_where=_WAITS,
            postgresql_where=_WAITS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(10), unique=True, default=new_key)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    stance: Mapped[Stance]
    reason: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[ProposalSource]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    means: Mapped[Means | None]
    given_at: Mapped[datetime | None]
    given_by: Mapped[str] = mapped_column(String(120), default="")
    end: Mapped[ProposalEnd | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class SteeringAct(Base):
    """What a person did to an open ballot: reminded, extended or stopped it, and why. was, until: of an extension."""

    __tablename__ = "steering_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), index=True)
    kind: Mapped[Steering]
    reason: Mapped[str] = mapped_column(Text, default="")
    was: Mapped[datetime | None]
    until: Mapped[datetime | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

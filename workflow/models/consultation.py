"""Consultation consultations, what was changed about them, and who has nothing more to say in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base


class Consultation(Base):
    """One consultation on one version. Open while closed_at is None; the worker closes it at closes_at.

    blind: others' items are hidden until it closes. open_blocks: what may be amended, None: all
    (services/statements/openness); the others can be commented on.
    """

    __tablename__ = "consultation"
    __table_args__ = (UniqueConstraint("statement_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    number: Mapped[int]
    guidance: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    blind: Mapped[bool] = mapped_column(default=False)
    open_blocks: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    reminded_at: Mapped[datetime | None]  # the silent, last


class ConsultationChangeKind(StrEnum):
    """What was changed about a consultation that was opened."""

    EXTENDED = "extended"
    CLOSED = "closed"  # before its deadline
    REOPENED = "reopened"


class ConsultationChange(Base):
    """A deadline that was moved, or a consultation closed early or opened again; the reason is read by all who take
    part.
    """

    __tablename__ = "consultation_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    kind: Mapped[ConsultationChangeKind]
    reason: Mapped[str] = mapped_column(Text, default="")
    closes_at: Mapped[datetime]  # the deadline from then on
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class NoComment(Base):
    """An organisation has nothing more to add in a consultation; the next item that it sends takes this back."""

    __tablename__ = "no_comment"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

"""Dispositions shown as proposed, and what organisations answer."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base
from workflow.rules.consolidation.responses import ResponseKind


class Showing(Base):
    """A penholder shows dispositions before the version is issued; organisations answer until `closes_at`."""

    __tablename__ = "showing"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    closes_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    shown_at: Mapped[datetime]


class Response(Base):
    """What an organisation answers to the disposition of its item: one row, what it was before kept beside it.

    serial: of the disposition that it answers; a later one is asked about again.
    """

    __tablename__ = "response"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    kind: Mapped[ResponseKind]
    words: Mapped[str] = mapped_column(Text, default="")
    serial: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class PastResponse(Base):
    """A response as it was before its organisation changed it."""

    __tablename__ = "past_response"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[ResponseKind]
    words: Mapped[str] = mapped_column(Text, default="")
    serial: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

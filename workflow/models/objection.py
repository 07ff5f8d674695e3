"""Objections: the words that a member of the Committee cannot approve, and what the penholder answers."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base
from workflow.rules.decision.objections import ObjectionAnswer, objection_reference


class Objection(Base):
    """One objection of one organisation on one ballot; a position has as many as it names words.

    number: within the statement; None until the ballot ends without adoption. block: permanent id of the paragraph,
    None for the whole text. start, end: code points of the block's text in the original edition, equal for the whole
    paragraph. quote: the words there. withdrawn_at: since when its organisation has another position; it stays in the
    record. serial: counts the answers; a form carries the one it saw. told: the serial of the one that its organisation
    was told last, 0: none yet.
    """

    __tablename__ = "objection"
    __table_args__ = (UniqueConstraint("statement_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int | None]
    block: Mapped[str | None] = mapped_column(String(16))
    start: Mapped[int] = mapped_column(default=0)
    end: Mapped[int] = mapped_column(default=0)
    quote: Mapped[str] = mapped_column(Text, default="")
    instead: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    answer: Mapped[ObjectionAnswer | None]
    answer_reason: Mapped[str] = mapped_column(Text, default="")
    serial: Mapped[int] = mapped_column(default=0)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    told: Mapped[int] = mapped_column(default=0)

    @property
    def reference(self) -> str:
        """O1; empty before the ballot has ended without adoption."""
        return objection_reference(self.number)

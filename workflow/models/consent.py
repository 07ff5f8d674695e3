"""Whether members agree to be named: asked on one mandate, before it is put to a decision."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base


class ConsentRequest(Base):
    """The mandate on which the members were asked that it names; the newest of a statement alone can be answered."""

    __tablename__ = "consent_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    mandate: Mapped[dict[str, Any]]
    mandate_digest: Mapped[str] = mapped_column(String(64))
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]


class Consent(Base):
    """What one member answered; is_given None: nothing yet. person_id: who answered in its name."""

    __tablename__ = "consent"

    request_id: Mapped[int] = mapped_column(ForeignKey("consent_request.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    is_given: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]

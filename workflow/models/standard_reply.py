"""Standard replies: reasons that penholders give again and again."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base


class StandardReply(Base):
    """A reason saved for all statements. retired_at: no longer offered."""

    __tablename__ = "standard_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(8))
    body: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]

"""Publications: what goes out after an adoption, and when; embargoes that ended before their time."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base


class Progress(StrEnum):
    """How far a thing that the worker does has come; SET_ASIDE is shown to the secretariat and not tried again."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"  # by the other side, for good
    DROPPED = "dropped"  # nobody to tell any more: removed, or no longer allowed to know
    SET_ASIDE = "set_aside"


VOICE = "voice"  # as a trouble: it was adopted in a name that is offered no longer, and a person has to choose


class Publication(Base):
    """The adopted editions on their way to the public. digests: language -> the digest that was adopted.

    due_at: the adoption, or the end of the embargo. The worker claims it with a lease; the attempt is written first.
    """

    __tablename__ = "publication"
    __table_args__ = (Index("ix_publication_progress_published_at", "progress", "published_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), unique=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    digests: Mapped[dict[str, Any]]
    due_at: Mapped[datetime] = mapped_column(index=True)
    progress: Mapped[Progress] = mapped_column(default=Progress.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[int] = mapped_column(default=0)  # counts the claims: an outcome of an older claim is not recorded
    leased_until: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None]


class EmbargoEnd(Base):
    """An embargo that a person ended early (until: None) or moved to an earlier moment, and why."""

    __tablename__ = "embargo_end"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    was: Mapped[datetime]
    until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

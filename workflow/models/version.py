"""The text of a statement: every save of the draft, and the versions that were issued from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base
from workflow.rules.drafts.sittings import Copy
from workflow.text.values import Block


class Draft(Base):
    """One save of the working text in one language. The newest serial of a language is the draft; no text is changed.

    copy: whether somebody pressed a button for it; what was saved by itself gives way to the next of the sitting.
    """

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("statement_id", "language", "serial"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    language: Mapped[str] = mapped_column(String(8))
    serial: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    occasion: Mapped[str] = mapped_column(String(300), default="")
    blocks: Mapped[tuple[Block, ...]]
    # block id -> digest of the original's words that this translation was made from; empty in the original
    translated: Mapped[dict[str, Any]] = mapped_column(default=dict)
    saved_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime]
    restored_from: Mapped[int | None]  # serial
    copy: Mapped[Copy] = mapped_column(default=Copy.KEPT)


class Version(Base):
    """An issued text: immutable. Comments, ballots and publications name a version, never "the latest"."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("statement_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"))
    number: Mapped[int]
    issued_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime]


class Edition(Base):
    """One language of a version. `digest` is that of its canonical text.

    sources: [[block id, start, end, [references]], ...]: the spans that amendments changed from the version before.
    """

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("version_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(300))
    occasion: Mapped[str] = mapped_column(String(300), default="")
    blocks: Mapped[tuple[Block, ...]]
    digest: Mapped[str] = mapped_column(String(64))
    sources: Mapped[list[Any]] = mapped_column(default=list)

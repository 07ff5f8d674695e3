"""A conflict that was handed to its proposers, and the common wordings that they tried."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base


class JointWording(Base):
    """Amendments that can't stand together, handed to those who proposed them until `closes_at`.

    block, start, end: the words of the version that their common wording would replace. item_id: the amendment that
    came of it. ended_at: when that was sent, or the penholder took the conflict back.
    """

    __tablename__ = "joint_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    block: Mapped[str] = mapped_column(String(16))
    start: Mapped[int]
    end: Mapped[int]
    note: Mapped[str] = mapped_column(Text, default="")
    closes_at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))


class JointWordingItem(Base):
    """An amendment of the conflict."""

    __tablename__ = "joint_wording_item"

    joint_wording_id: Mapped[int] = mapped_column(ForeignKey("joint_wording.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)


class CommonWording(Base):
    """Words that one of the proposers offers to the others; the newest serial is the one to agree with."""

    __tablename__ = "common_wording"
    __table_args__ = (UniqueConstraint("joint_wording_id", "serial"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    joint_wording_id: Mapped[int] = mapped_column(ForeignKey("joint_wording.id"))
    serial: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(String(8))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class NoCommonWording(Base):
    """An organisation finds no common wording, and why; its next offer or agreement takes this back."""

    __tablename__ = "no_common_wording"

    joint_wording_id: Mapped[int] = mapped_column(ForeignKey("joint_wording.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class PastNoCommonWording(Base):
    """What an organisation said of that before it gave another reason, offered or agreed: it stays on the record."""

    __tablename__ = "past_no_common_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    joint_wording_id: Mapped[int] = mapped_column(ForeignKey("joint_wording.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    reason: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class Agreement(Base):
    """An organisation agrees with a common wording; whoever wrote it does so by writing it."""

    __tablename__ = "agreement"

    wording_id: Mapped[int] = mapped_column(ForeignKey("common_wording.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

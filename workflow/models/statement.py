"""A statement: its address, its terms, its stage; who holds the pen and who takes part."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, Text, UniqueConstraint, cast
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.statements.handling import Handling
from workflow.rules.statements.voice import Voice


class Statement(Base):
    """One joint statement. Its row is the lock of everything that moves it (services.shared.record.lock_statement)."""

    __tablename__ = "statement"
    __table_args__ = (UniqueConstraint("year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(10), unique=True)  # its address for members
    prefix: Mapped[str] = mapped_column(String(12))
    year: Mapped[int]
    number: Mapped[int]
    stage: Mapped[Stage] = mapped_column(default=Stage.DRAFT, index=True)
    voice: Mapped[Voice] = mapped_column(default=Voice.COALITION)
    voice_before: Mapped[Voice | None]  # of a draft that had one which is offered no longer
    language: Mapped[str] = mapped_column(String(8))  # of the original; amendments are to this edition
    title: Mapped[str] = mapped_column(String(300))  # of the original's newest text, for lists
    occasion: Mapped[str] = mapped_column(String(300), default="")
    occasion_at: Mapped[datetime | None]
    occasion_zone: Mapped[str] = mapped_column(String(64), default="")  # of its venue; empty: the coalition's
    addressees: Mapped[str] = mapped_column(String(300), default="")  # to whom it is said
    procedure: Mapped[dict[str, Any]]  # pinned: rules.decision.procedure.from_dict reads it
    word_limit: Mapped[int | None]
    minutes_limit: Mapped[float | None]  # speaking time
    words_a_minute: Mapped[int] = mapped_column(default=130)  # of the original's language at the venue
    paces: Mapped[dict[str, Any]] = mapped_column(default=dict)  # language -> words a minute, where they differ
    count_notes: Mapped[bool] = mapped_column(default=True)  # whether footnotes count against the limits
    handling: Mapped[Handling] = mapped_column(default=Handling.TAKING_PART)
    labelling: Mapped[Labelling] = mapped_column(default=Labelling.NUMBERS)
    base_version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id", use_alter=True))
    embargo_at: Mapped[datetime | None]
    release: Mapped[ReleaseKind] = mapped_column(default=ReleaseKind.ON_ADOPTION)  # its ballot's, or since
    created_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    moved_at: Mapped[datetime]  # when it reached the present stage
    abandoned_reason: Mapped[str | None]

    @hybrid_property
    def reference(self) -> str:
        """The number for reading, such as JS 2024/17."""
        return f"{self.prefix} {self.year}/{self.number}"

    @reference.inplace.expression
    @classmethod
    def _reference(cls) -> ColumnElement[str]:
        return cls.prefix + " " + cast(cls.year, String) + "/" + cast(cls.number, String)

    @hybrid_property
    def address(self) -> str:
        """The public short address, such as JS-2024-17."""
        return f"{self.prefix}-{self.year}-{self.number}"

    @address.inplace.expression
    @classmethod
    def _address(cls) -> ColumnElement[str]:
        return cls.prefix + "-" + cast(cls.year, String) + "-" + cast(cls.number, String)


class LastNumber(Base):
    """The last number given to a statement of a year."""

    __tablename__ = "last_number"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class Penholder(Base):
    """A person who writes this statement; from the secretariat it writes as Secretariat and has no position."""

    __tablename__ = "penholder"

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    since: Mapped[datetime]


class TakingPart(Base):
    """An organisation that takes part in the consultation of this statement."""

    __tablename__ = "taking_part"

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    since: Mapped[datetime]


class NamedMember(Base):
    """A member organisation in whose name the statement speaks, where its voice is `named`."""

    __tablename__ = "named_member"

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)


class OpenedParagraph(Base):
    """A paragraph of agreed language that was opened to amendments again, and why."""

    __tablename__ = "opened_paragraph"

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    block: Mapped[str] = mapped_column(String(16), primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

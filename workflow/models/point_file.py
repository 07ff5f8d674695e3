"""Files from which points of an organisation came in, and what became of each."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base, new_key
from workflow.rules.items.file_points import FileUnit, PointFate


class PointFile(Base):
    """A file that a person gave for their organisation (None: the secretariat), on the version that was on the table.

    digest: SHA-256 of its bytes. notes: what was said of the whole of it: a code -> the fact that fills it.
    """

    __tablename__ = "point_file"
    __table_args__ = (UniqueConstraint("form_token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    notes: Mapped[dict[str, Any]]
    form_token: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]


class PointFileLine(Base):
    """A point of such a file. key: random, what an address names it by. turn: its place among those of the file.

    number: which one of its unit, as the file counts. place: where the file says that it stands, in its words. asked:
    what it asks for, as a form would, so that a form can be filled with it. facts: what fills the sentence of its fate.
    item_id: the item that it is, or says the same as, or has been put right as; None where it is none.
    """

    __tablename__ = "point_file_line"
    __table_args__ = (UniqueConstraint("key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(10), default=new_key)
    file_id: Mapped[int] = mapped_column(ForeignKey("point_file.id"), index=True)
    turn: Mapped[int]
    unit: Mapped[FileUnit]
    number: Mapped[int]
    place: Mapped[str] = mapped_column(Text, default="")
    asked: Mapped[dict[str, Any]]
    fate: Mapped[PointFate]
    facts: Mapped[dict[str, Any]]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)

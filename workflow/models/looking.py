"""What each person has looked at: versions, and items as they then were."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base


class Look(Base):
    """A person opened the text of a version. first_at: the first time; the newest one before tells what has changed."""

    __tablename__ = "look"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True, index=True)
    first_at: Mapped[datetime]


class SeenItem(Base):
    """An item stood on a person's screen; what happened to it after `at` is new to them."""

    __tablename__ = "seen_item"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    at: Mapped[datetime]

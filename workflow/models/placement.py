"""Where an item stands in a version that was issued after it was made."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base
from workflow.text.values import Verdict


class Placement(Base):
    """What became of an item's words in a later version; written once, when that version is issued.

    block: the paragraph where its note stands, None beside the whole text. start, end: its words there, equal where
    it is about the paragraph as such or its words have no place. placed_by: who put an uncertain one in its place.
    """

    __tablename__ = "placement"

    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), primary_key=True, index=True)
    verdict: Mapped[Verdict]
    block: Mapped[str | None] = mapped_column(String(16))
    start: Mapped[int] = mapped_column(default=0)
    end: Mapped[int] = mapped_column(default=0)
    placed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    placed_at: Mapped[datetime | None]

"""What was noticed when the text of a statement came in, until somebody answers it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base, new_key
from workflow.rules.drafts.import_notices import NoticeEnd, NoticeKind


class ImportNotice(Base):
    """One thing noticed at an import, shown beside the draft; never changed but by its answer.

    block, other: ids of paragraphs, "" where there is none; whoever reads asks whether these are there still.
    """

    __tablename__ = "import_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(10), unique=True, default=new_key)  # its address
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    kind: Mapped[NoticeKind]
    words: Mapped[str] = mapped_column(Text)
    block: Mapped[str] = mapped_column(String(16), default="")
    other: Mapped[str] = mapped_column(String(16), default="")
    author: Mapped[str] = mapped_column(String(300), default="")  # as the file names who wrote the words
    noticed_at: Mapped[datetime]
    end: Mapped[NoticeEnd | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]

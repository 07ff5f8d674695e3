"""The label under which a protected organisation appears in a statement."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base


class Label(Base):
    """What a protected organisation is called in one statement: fresh for each, so that two cannot be joined."""

    __tablename__ = "label"
    __table_args__ = (UniqueConstraint("statement_id", "code"),)

    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(8))

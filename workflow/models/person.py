"""People with an account, their sign-ins and the single-use links that were mailed to them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workflow.models.base import Base
from workflow.models.organisation import Organisation


def _first_invitation(context: Any) -> datetime:
    at: datetime = context.get_current_parameters()["invited_at"]
    return at


class Person(Base):
    """Someone with an account, who acts for one organisation; without one, for the secretariat.

    added_at: the first invitation, by which it is judged in which ballots the person may act; invited_at: the last one.
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(10), unique=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # as it is compared: lower case
    name: Mapped[str] = mapped_column(String(120), default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(200))  # None: invited, not joined yet
    language: Mapped[str] = mapped_column(String(8), default="en")
    time_zone: Mapped[str] = mapped_column(String(64), default="")  # empty: the coalition's
    added_at: Mapped[datetime] = mapped_column(default=_first_invitation)
    invited_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    organisation: Mapped[Organisation | None] = relationship()


class SignIn(Base):
    """One browser's session, signed in or not; the row deleted is the sign-out. Only the token's hash is kept."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime] = mapped_column(index=True)


class LinkPurpose(StrEnum):
    """What a mailed link is good for; never for anything else."""

    INVITATION = "invitation"
    RESET = "reset"


class Link(Base):
    """A single-use link for one person and one purpose. Only the token's hash is kept."""

    __tablename__ = "link"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[LinkPurpose]
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Limit(Base):
    """A counter of the rate limits: how often `key` was used in the window that ends at `ends_at`."""

    __tablename__ = "limit_count"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)

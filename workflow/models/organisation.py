"""Member organisations, and the end of their protection."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base


class Organisation(Base):
    """A member of the coalition. `protected`: its name is shown to itself and the secretariat alone."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(10), unique=True)  # random: what a URL may show
    name: Mapped[str] = mapped_column(String(200))
    name_folded: Mapped[str] = mapped_column(String(400), unique=True)  # look-alikes are one name
    language: Mapped[str] = mapped_column(String(8), default="en")
    country: Mapped[str] = mapped_column(String(2), default="")
    region: Mapped[str] = mapped_column(String(40), default="")
    protected: Mapped[bool] = mapped_column(default=False)
    suspended_at: Mapped[datetime | None]
    joined_at: Mapped[datetime]


class FactChange(Base):
    """A fact of an organisation that changed, as it was and as it became; never changed again.

    fact: one of rules.people.organisation_facts.TOLD. was, became: its words; of a yes or no "yes" or nothing. since:
    when a suspension began that ended. covered: the organisation was protected before or after, so that a name that it
    had then may never have been public. person_id None: the operator at the terminal.
    """

    __tablename__ = "fact_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    fact: Mapped[str] = mapped_column(String(20))
    was: Mapped[str] = mapped_column(String(200))
    became: Mapped[str] = mapped_column(String(200))
    since: Mapped[datetime | None]
    covered: Mapped[bool]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class ProtectionEnd(Base):
    """The end of an organisation's protection, with its reason; never changed again.

    person_id None: the operator at the terminal.
    """

    __tablename__ = "protection_end"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

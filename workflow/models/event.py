"""What happened, and who is to be told: the record, the history and the outbox."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Text, UniqueConstraint, literal, text
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base
from workflow.models.publication import Progress
from workflow.rules.notifications.events import EventKind
from workflow.rules.notifications.urgency import Urgency


class Event(Base):
    """One thing that happened, written in the transaction of the thing itself.

    data: ids, numbers and codes; words of members stand in their own tables. fanned_at: when its deliveries were made.
    attempts: how often that was begun; after five it is set aside and holds up no other. tried_at: when it was last.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_statement_id_id", "statement_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[EventKind]
    at: Mapped[datetime]
    statement_id: Mapped[int | None] = mapped_column(ForeignKey("statement.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who did it; None: the worker, at a time
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    fanned_at: Mapped[datetime | None] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]


class Channel(StrEnum):
    """By what way a person is told."""

    MAIL = "mail"


_WAITS = text("progress = 'waiting'")
_UNREACHED = text("progress IN ('refused', 'set_aside')")
_DOUBTED = text("progress = 'waiting' AND refused_since IS NOT NULL")


class Delivery(Base):
    """One person to be told of one event by one channel, once.

    urgency: of the event's kind, as a number (Urgency). leased_until: so long a line keeps it to itself. begun_at: when
    the try began that is under way; a line claims fifty and tries one, and if it dies only that one is in doubt.
    refused_since: when the server first refused it for good, while it waits to be tried once more: the server may have
    refused everybody (none again as soon as that has ended). refused_at: when it did so last. others_taken: it has
    taken a mail to somebody else since it first did.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id", "channel"),
        # Nearly all rows are done for years: what is asked again and again is about the few others, and finds them by
        # indexes of these alone. A fan-out gives ten thousand rows one moment: the next is found without sorting all.
        Index("ix_delivery_waiting", "urgency", "due_at", "id", sqlite_where=_WAITS, postgresql_where=_WAITS),
        Index("ix_delivery_doubted", "refused_since", sqlite_where=_DOUBTED, postgresql_where=_DOUBTED),
        Index("ix_delivery_ended_at", "ended_at"),
        Index("ix_delivery_unreached", "event_id", sqlite_where=_UNREACHED, postgresql_where=_UNREACHED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    channel: Mapped[Channel] = mapped_column(default=Channel.MAIL)
    message_id: Mapped[str] = mapped_column(String(80))  # random, the same at every try
    progress: Mapped[Progress] = mapped_column(default=Progress.WAITING)
    urgency: Mapped[int] = mapped_column(default=Urgency.MAY_WAIT.value)
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[int] = mapped_column(default=0)
    leased_until: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    later_since: Mapped[datetime | None]  # the server's first "not now"
    in_doubt: Mapped[bool] = mapped_column(default=False)  # a worker died between the server's yes and our record
    trouble: Mapped[str] = mapped_column(Text, default="")
    refused_since: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    others_taken: Mapped[bool] = mapped_column(default=False)
    ended_at: Mapped[datetime | None]

    @staticmethod
    def waits() -> ColumnElement[bool]:
        """Whether a row is to be tried, in the words of the indexes: one that is given a value does not match them."""
        return Delivery.progress == _in_progress(Progress.WAITING)

    @staticmethod
    def did_not_arrive() -> ColumnElement[bool]:
        """Whether a row has come to an end that somebody is to see to: refused, or set aside."""
        return Delivery.progress.in_([_in_progress(each) for each in (Progress.REFUSED, Progress.SET_ASIDE)])


def _in_progress(progress: Progress) -> ColumnElement[Progress]:
    return literal(progress, Delivery.progress.type, literal_execute=True)


class Pulse(Base):
    """When each queue of the worker was last looked at or worked on, by its name; and locks (index and feeds, roll)."""

    __tablename__ = "pulse"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]

"""What tests of consultations read back."""

from typing import Any

from sqlalchemy import select

from workflow import database as record
from workflow.models.consultation import Consultation
from workflow.models.event import Event
from workflow.rules.notifications.events import EventKind


def rows(what: Any) -> list[Any]:
    """Every row of a table."""
    with record.reading() as session:
        return list(session.scalars(select(what)))


def events(kind: EventKind) -> list[Event]:
    """Every event of that kind."""
    return [event for event in rows(Event) if event.kind is kind]


def newest_consultation() -> Consultation:
    """The consultation with the highest number."""
    newest: Consultation = max(rows(Consultation), key=lambda consultation: consultation.number)
    return newest

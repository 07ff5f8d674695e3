"""What tests of rounds read back."""

from typing import Any

from sqlalchemy import select

from workflow import database as record
from workflow.models.event import Event
from workflow.models.round import Round
from workflow.rules.notifications.events import EventKind


def rows(what: Any) -> list[Any]:
    """Every row of a table."""
    with record.reading() as session:
        return list(session.scalars(select(what)))


def events(kind: EventKind) -> list[Event]:
    """Every event of that kind."""
    return [event for event in rows(Event) if event.kind is kind]


def newest_round() -> Round:
    """The round with the highest number."""
    newest: Round = max(rows(Round), key=lambda round_: round_.number)
    return newest

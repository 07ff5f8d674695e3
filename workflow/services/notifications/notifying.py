"""Telling people: an event becomes deliveries, one for each person of its audience.

What becomes of them stands beside this: `claiming`, `rechecking` just before they go out, `recording` how it ended.
"""

import secrets
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, insert, or_, select, update
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.event import Channel, Delivery, Event
from workflow.queries.notifications.deliveries import is_to_be_made
from workflow.rules.notifications.delivery import FAN_OUT_WAITS
from workflow.rules.notifications.events import EventKind
from workflow.rules.notifications.urgency import AT_ONCE, WAITED_FOR, Urgency, urgency_of
from workflow.services.notifications.recipients import audience
from workflow.services.people.signins import rows_of

_KNOWN = tuple(EventKind)
_URGENCY = case(
    (Event.kind.in_(WAITED_FOR), Urgency.WAITED_FOR.value),
    (Event.kind.in_(AT_ONCE), Urgency.AT_ONCE.value),
    else_=Urgency.MAY_WAIT.value,
)


def waiting_events(session: Session, limit: int = 100) -> list[int]:
    """The ids of events whose deliveries are to be made now: those tried least, then the urgent, then the oldest first.

    Kinds that this release does not know are left to the one that does.
    """
    waiting = select(Event.id).where(Event.kind.in_(_KNOWN), _is_due(now(session)))
    return list(session.scalars(waiting.order_by(Event.attempts, _URGENCY, Event.id).limit(limit)))


def begin_fan_out(session: Session, event_id: int) -> bool:
    """Count a try to make an event's deliveries; commit it before the try, and it is nobody else's for a minute.

    False where there is nothing to do: they are made, or another worker is at it or was a moment ago.
    """
    at = now(session)
    ours = update(Event).where(Event.id == event_id, _is_due(at))
    return rows_of(session.execute(ours.values(attempts=Event.attempts + 1, tried_at=at))) == 1


def _is_due(at: datetime) -> ColumnElement[bool]:
    since = func.coalesce(Event.tried_at, Event.at)
    ripe = (and_(Event.attempts == tries, since <= at - wait) for tries, wait in enumerate(FAN_OUT_WAITS))
    return and_(is_to_be_made(), or_(*ripe))


def fan_out(session: Session, event_id: int) -> bool:
    """Make the deliveries of one event, all or none; False where another worker did or is at it."""
    waiting = select(Event).where(Event.id == event_id, Event.fanned_at.is_(None))
    event = session.scalar(waiting.with_for_update(skip_locked=True))
    if event is None:
        return False
    at = now(session)
    there = set(session.scalars(select(Delivery.person_id).where(Delivery.event_id == event_id)))
    told = sorted(audience(session, event) - there)
    if told:
        session.execute(insert(Delivery), [_delivery(event, person, at) for person in told])
    event.fanned_at = at
    return True


def _delivery(event: Event, person_id: int, at: datetime) -> dict[str, object]:
    # Half of a Message-ID: random, so that it tells nothing; kept, so that a second try is known as the same mail.
    return {
        "event_id": event.id,
        "person_id": person_id,
        "channel": Channel.MAIL,
        "message_id": secrets.token_hex(16),
        "urgency": urgency_of(event.kind).value,
        "due_at": at,
    }

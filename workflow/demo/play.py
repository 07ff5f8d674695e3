"""The demo's past, played through the same use cases as a real one, each at its own moment."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from workflow.database import clock, transaction
from workflow.demo.cast import stories
from workflow.demo.people import settle
from workflow.demo.story import steps
from workflow.demo.telling import Telling
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.rules.notifications.events import EventKind
from workflow.services.notifications.recipients import audience

_JOINED = timedelta(days=400)
_FIRST_MAILS = (
    (EventKind.VERSION_ISSUED, "marisol.quintana@aguas-abajo.example"),
    (EventKind.STATEMENT_NOT_ADOPTED, "matjaz.dolinar@karst-waters.example"),
    (EventKind.BALLOT_OPENED, "litiana.vakaloloma@island-lens.example"),
)
"""Kinds of events of the past and who reads the newest mail of each: what became of one's points, a ballot that failed,
a ballot that is open.
"""


def fill_when_empty() -> bool:
    """Fill an empty database with the demo, in one transaction; False where somebody is in it already."""
    start = datetime.now(UTC).replace(microsecond=0)
    with transaction() as session:
        if session.scalar(select(Person.id).limit(1)) is not None:
            return False
        organisations, people = settle(session, start - _JOINED)
        told = [each for shape in stories() for each in steps(Telling(session, organisations, people, start, shape))]
        # Sorting is stable: steps of one moment stay as their story has them.
        for at, step in sorted(told, key=lambda each: each[0]):
            with clock(_standing_still(at)):
                step()
        # What happened before the first start was told then. Today's mailbox begins with a few of those mails alone.
        session.execute(update(Event).where(Event.fanned_at.is_(None)).values(fanned_at=start))
        for kind, email in _FIRST_MAILS:
            _deliver(session, kind, people[email], start)
    return True


def _deliver(session: Session, kind: EventKind, person: Person, at: datetime) -> None:
    """Have the worker send the person the mail about the newest event of that kind of which it is told."""
    events = session.scalars(select(Event).where(Event.kind == kind).order_by(Event.at.desc()))
    told = next(event for event in events if person.id in audience(session, event, only={person.id}))
    session.add(Delivery(event_id=told.id, person_id=person.id, message_id=secrets.token_hex(16), due_at=at))


def _standing_still(at: datetime) -> Callable[[], datetime]:
    return lambda: at

"""The demo's past, played through the same use cases as a real one, each at its own moment."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update

from workflow.database import clock, transaction
from workflow.demo.cast import stories
from workflow.demo.people import settle
from workflow.demo.story import steps
from workflow.demo.telling import Telling
from workflow.models.event import Event
from workflow.models.person import Person

_JOINED = timedelta(days=400)


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
        # What happened before the first start was told then: today's mailbox begins empty.
        session.execute(update(Event).where(Event.fanned_at.is_(None)).values(fanned_at=start))
    return True


def _standing_still(at: datetime) -> Callable[[], datetime]:
    return lambda: at

"""Sending again what did not arrive: a person of the secretariat asks for it, and the record says who did."""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.models.publication import Progress
from workflow.queries.notifications.deliveries import is_unmade
from workflow.queries.notifications.unreached import NOT_AGAIN
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action, Role, may
from workflow.rules.shared.refusals import NotFound
from workflow.services.people.signins import rows_of
from workflow.services.shared.record import record_event

log = logging.getLogger(__name__)


def send_again(session: Session, person: Person, delivery_id: int, *, seen: datetime) -> int:
    """How many emails go out again: 1, or 0 where that one does not wait for it (any more).

    seen: when the page was made on which it was asked for. Pressed twice it sends once, even where the first trial has
    failed meanwhile. Raises NotFound for who may not see what did not arrive. The caller commits.
    """
    return _send_again(session, person, Delivery.id == delivery_id, seen)


def send_all_again(session: Session, person: Person, event_id: int, *, seen: datetime) -> int:
    """The same of all whom one event's email did not reach."""
    return _send_again(session, person, Delivery.event_id == event_id, seen)


def make_again(session: Session, person: Person, event_id: int) -> int:
    """Have the emails of an event made that could not be made; 1, or 0 where they are made or about to be."""
    _require(person)
    unmade = update(Event).where(Event.id == event_id, is_unmade())
    if rows_of(session.execute(unmade.values(attempts=0))) == 0:
        return 0
    record_event(session, EventKind.EMAIL_SENT_AGAIN, person=person, data={"event": event_id})
    log.warning("the emails of event %s are made again, asked for by person %s", event_id, person.id)
    return 1


def _send_again(session: Session, person: Person, chosen: ColumnElement[bool], seen: datetime) -> int:
    _require(person)
    again = select(Delivery).join(Event, Event.id == Delivery.event_id).where(chosen, Event.kind.not_in(NOT_AGAIN))
    ended = again.where(Delivery.did_not_arrive(), Delivery.ended_at <= seen).order_by(Delivery.id)
    rows = session.scalars(ended.with_for_update(of=Delivery)).all()
    for row in rows:
        _begin_anew(row, now(session))
    if rows:
        _note(session, person, rows)
    return len(rows)


def _begin_anew(row: Delivery, at: datetime) -> None:
    row.progress, row.due_at, row.ended_at, row.leased_until = Progress.WAITING, at, None, None
    row.attempts, row.begun_at, row.later_since = 0, None, None
    row.refused_since, row.refused_at, row.others_taken = None, None, False


def _note(session: Session, person: Person, rows: Sequence[Delivery]) -> None:
    ids = [row.id for row in rows]
    data = {"event": rows[0].event_id, "deliveries": ids}
    record_event(session, EventKind.EMAIL_SENT_AGAIN, person=person, data=data)
    log.warning("deliveries %s are sent again, asked for by person %s", ids, person.id)


def _require(person: Person) -> None:
    roles = {Role.SECRETARIAT if person.organisation_id is None else Role.MEMBER}
    if not may(Action.SEE_DELIVERIES, roles):
        raise NotFound

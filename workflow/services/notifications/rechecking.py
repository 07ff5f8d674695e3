"""Asking once more, just before mails go out, whether their readers are still to be told."""

from collections.abc import Collection, Mapping
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot, ProposedPosition
from workflow.models.consultation import Consultation
from workflow.models.event import Delivery, Event
from workflow.models.person import LinkPurpose, Person
from workflow.models.publication import Progress
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome
from workflow.rules.notifications.events import EventKind
from workflow.services.items.sending import is_open
from workflow.services.notifications.changes import DeliveryClaim
from workflow.services.notifications.recipients import audience
from workflow.services.people.joining import LINK_LIFE


def reasons_not_to_send(session: Session, claims: Collection[DeliveryClaim]) -> Mapping[int, Outcome]:
    """Of the mails that must not go out after all, by the id of the delivery, why; each event is asked once.

    A worker that slept over its lease, a person who may no longer know, a reminder of what has been settled.
    """
    leases = {claim.delivery_id: claim.lease for claim in claims}
    asked = select(Delivery.id, Delivery.lease, Delivery.progress, Delivery.person_id, Event)
    asked = asked.join(Event, Event.id == Delivery.event_id).where(Delivery.id.in_(leases)).order_by(Event.id)
    found: dict[int, Outcome] = {}
    for _, group in groupby(session.execute(asked), key=lambda row: row.Event.id):
        rows = list(group)
        event, people = rows[0].Event, {row.person_id for row in rows}
        told = audience(session, event, only=people)
        for row in rows:
            if row.lease != leases[row.id] or row.progress is not Progress.WAITING:
                found[row.id] = Outcome(DeliveryVerdict.LATER, "lease lost")
            elif row.person_id not in told:
                found[row.id] = Outcome(DeliveryVerdict.NOBODY)
        overtaken = _overtaken(session, event, told)
        found |= {row.id: Outcome(DeliveryVerdict.NOBODY, "overtaken") for row in rows if row.person_id in overtaken}
    return found


def _overtaken(session: Session, event: Event, people: Collection[int]) -> Collection[int]:
    """Of those people, by whom what the mail asks for has been done meanwhile."""
    if event.kind is EventKind.PERSON_INVITED:
        joined = select(Person.id).where(Person.id.in_(people), Person.joined_at.is_not(None))
        return set(session.scalars(joined))
    return people if _is_over(session, event) else ()


def _is_over(session: Session, event: Event) -> bool:
    if event.kind is EventKind.PASSWORD_FORGOTTEN:  # nobody waits for it any more: it would only lie in a mailbox
        return now(session) - event.at >= LINK_LIFE[LinkPurpose.RESET]
    if event.kind is EventKind.CONSULTATION_REMINDED:
        consultation = session.get_one(Consultation, event.data["consultation"])
        return not is_open(session, consultation)
    if event.kind in (EventKind.BALLOT_CLOSING, EventKind.BALLOT_REMINDED):
        return session.get_one(Ballot, event.data["ballot"]).settled_at is not None
    if event.kind is EventKind.POSITION_PROPOSED:  # one of the secretariat's is told all the same: it was said for them
        return session.get_one(ProposedPosition, event.data["proposed"]).ended_at is not None
    return False

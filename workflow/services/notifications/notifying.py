"""Telling people: an event becomes deliveries, each is claimed with a lease, tried outside, and its end recorded."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, insert, or_, select, update
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot
from workflow.models.consultation import Consultation
from workflow.models.event import Channel, Delivery, Event
from workflow.models.person import LinkPurpose, Person
from workflow.models.publication import Progress
from workflow.queries.notifications.deliveries import in_a_row, is_doubted, is_to_be_made, pause
from workflow.rules.notifications.delivery import (
    FAILURES,
    FAN_OUT_AGES,
    LEASE,
    REFUSED_IN_A_ROW,
    DeliveryVerdict,
    Next,
    Outcome,
    mail_wait,
    wait_after_refusal,
    what_follows,
)
from workflow.rules.notifications.events import EventKind
from workflow.services.items.sending import is_open
from workflow.services.notifications.recipients import audience
from workflow.services.people.joining import LINK_LIFE
from workflow.services.people.signins import rows_of

__all__ = [
    "DeliveryClaim",
    "audience",
    "begin_fan_out",
    "claim_next",
    "fan_out",
    "is_anything_due",
    "reason_not_to_send",
    "record",
    "renew",
    "waiting_events",
]

_ENDS = {
    Next.DONE: Progress.DONE,
    Next.REFUSED: Progress.REFUSED,
    Next.DROPPED: Progress.DROPPED,
    Next.SET_ASIDE: Progress.SET_ASIDE,
}
_KNOWN = tuple(EventKind)
_OURS = frozenset({DeliveryVerdict.FAILED})
_OVER = frozenset({Progress.DONE, Progress.DROPPED})


@dataclass(frozen=True)
class DeliveryClaim:
    """One delivery that this worker may try now. lease: its number; an outcome under an older one is not recorded."""

    delivery_id: int
    lease: int


def waiting_events(session: Session, limit: int = 100) -> list[int]:
    """The ids of events whose deliveries are to be made now: those that were tried least, then the oldest, first.

    Kinds that this release does not know are left to the one that does.
    """
    at = now(session)
    ripe = or_(*(and_(Event.attempts == tries, Event.at <= at - age) for tries, age in enumerate(FAN_OUT_AGES)))
    waiting = select(Event.id).where(Event.fanned_at.is_(None), Event.kind.in_(_KNOWN), ripe)
    return list(session.scalars(waiting.order_by(Event.attempts, Event.id).limit(limit)))


def begin_fan_out(session: Session, event_id: int) -> bool:
    """Count a try to make an event's deliveries; commit it before the try. False where there is nothing to do."""
    ours = update(Event).where(Event.id == event_id, is_to_be_made())
    return rows_of(session.execute(ours.values(attempts=Event.attempts + 1))) == 1


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
        session.execute(insert(Delivery), [_delivery(event_id, person, at) for person in told])
    event.fanned_at = at
    return True


def _delivery(event_id: int, person_id: int, at: datetime) -> dict[str, object]:
    # Half of a Message-ID: random, so that it tells nothing; kept, so that a second try is known as the same mail.
    return {
        "event_id": event_id,
        "person_id": person_id,
        "channel": Channel.MAIL,
        "message_id": secrets.token_hex(16),
        "due_at": at,
    }


def claim_next(session: Session) -> DeliveryClaim | None:
    """A delivery that is due, its attempt written; commit it before the try. None where nothing is due.

    One that was claimed several times and never heard of again is set aside instead. While the server refuses
    everybody nothing is due.
    """
    at = now(session)
    if is_paused(session, at):
        return None
    while (row := session.scalar(_due(at))) is not None:
        row.in_doubt = row.in_doubt or row.leased_until is not None
        if row.leased_until is not None and row.attempts >= FAILURES:
            _end(row, Progress.SET_ASIDE, at, row.trouble or "worker ended")
            session.flush()
            continue
        row.attempts += 1
        row.lease += 1
        row.leased_until = at + LEASE
        session.flush()
        return DeliveryClaim(row.id, row.lease)
    return None


def is_anything_due(session: Session) -> bool:
    """Whether claim_next would find something."""
    at = now(session)
    waiting = select(Delivery.id).where(Delivery.waits(), Delivery.due_at <= at).limit(1)
    return session.scalar(waiting) is not None and not is_paused(session, at)


def is_paused(session: Session, at: datetime) -> bool:
    """Whether all mail waits, since the server refused one reader after the other and has taken nothing between.

    The rows themselves say so: a worker that starts anew knows it, and so does every other one.
    """
    until = pause(session)
    return until is not None and at < until


def _due(at: datetime) -> Select[Delivery]:
    free = or_(Delivery.leased_until.is_(None), Delivery.leased_until <= at)
    waiting = select(Delivery).where(Delivery.waits(), Delivery.due_at <= at, free)
    return waiting.order_by(Delivery.due_at, Delivery.id).limit(1).with_for_update(skip_locked=True)


def reason_not_to_send(session: Session, claim: DeliveryClaim) -> Outcome | None:
    """Why the mail must not go out after all, asked just before it would; None where it may.

    A worker that slept over its lease, a person who may no longer know, a reminder of what has been settled.
    """
    row = session.get_one(Delivery, claim.delivery_id)
    if row.lease != claim.lease or row.progress is not Progress.WAITING:
        return Outcome(DeliveryVerdict.LATER, "lease lost")
    event = session.get_one(Event, row.event_id)
    if not audience(session, event, only=row.person_id):
        return Outcome(DeliveryVerdict.NOBODY)
    return Outcome(DeliveryVerdict.NOBODY, "overtaken") if _is_overtaken(session, event, row.person_id) else None


def _is_overtaken(session: Session, event: Event, person_id: int) -> bool:
    """Whether what the mail asks for has been done meanwhile."""
    if event.kind is EventKind.PERSON_INVITED:
        return session.get_one(Person, person_id).joined_at is not None
    if event.kind is EventKind.PASSWORD_FORGOTTEN:  # nobody waits for it any more: it would only lie in a mailbox
        return now(session) - event.at >= LINK_LIFE[LinkPurpose.RESET]
    if event.kind is EventKind.CONSULTATION_REMINDED:
        consultation = session.get_one(Consultation, event.data["consultation"])
        return not is_open(session, consultation)
    if event.kind is EventKind.BALLOT_CLOSING:
        return session.get_one(Ballot, event.data["ballot"]).settled_at is not None
    return False


def renew(session: Session, claim: DeliveryClaim) -> bool:
    """Keep the claim for another while; False where it is no longer ours, or its end is on record."""
    ours = (
        Delivery.id == claim.delivery_id,
        Delivery.lease == claim.lease,
        Delivery.leased_until.is_not(None),
        Delivery.progress == Progress.WAITING,
    )
    kept = session.execute(update(Delivery).where(*ours).values(leased_until=now(session) + LEASE))
    return rows_of(kept) == 1


def record(session: Session, claim: DeliveryClaim, outcome: Outcome) -> Progress | None:
    """Write how a try ended; how far the mail has come with it, or None where nothing was written.

    Nothing is where another worker has taken the delivery over meanwhile, or where this end is on record: it may be
    recorded again, by a worker that was not told whether it was. That the server took the mail is true whoever has
    the delivery now, and whoever else is about to send it asks the record first.
    """
    row = session.scalar(select(Delivery).where(Delivery.id == claim.delivery_id).with_for_update())
    if row is None or row.progress in _OVER or not (_is_ours(row, claim) or outcome.verdict is DeliveryVerdict.SENT):
        return None
    at = now(session)
    row.leased_until = None
    if outcome.verdict not in _OURS:
        row.attempts -= 1  # the other side's "later" is no failure of ours
    row.in_doubt = row.in_doubt or outcome.in_doubt
    if outcome.verdict is DeliveryVerdict.SENT:
        _trust_server(session, row, at)
    _conclude(session, row, outcome, at)
    return row.progress


def _is_ours(row: Delivery, claim: DeliveryClaim) -> bool:
    return row.progress is Progress.WAITING and row.lease == claim.lease and row.leased_until is not None


def _conclude(session: Session, row: Delivery, outcome: Outcome, at: datetime) -> None:
    since, others_taken = at, False
    if outcome.verdict is DeliveryVerdict.LATER:
        since = row.later_since = row.later_since or at
    if outcome.verdict is DeliveryVerdict.REFUSED:
        # Refused before, and then another's mail was taken: it is in no row with others again, or a few dead addresses
        # would hold up everybody's mail for as long as mail is sent.
        row.others_taken = row.others_taken or (row.refused_since is None and row.refused_at is not None)
        since = row.refused_since = row.refused_since or at
        row.refused_at = at
        others_taken = row.others_taken and _was_taken_since(session, row, since)
    age = at - since
    follows = what_follows(outcome, failures=row.attempts, age=age, others_taken=others_taken)
    if follows is not Next.AGAIN:
        _end(row, _ENDS[follows], at, outcome.trouble)
        return
    wait = wait_after_refusal(age) if outcome.verdict is DeliveryVerdict.REFUSED else mail_wait(outcome, row.lease)
    row.trouble, row.due_at = outcome.trouble, at + wait


def _was_taken_since(session: Session, row: Delivery, since: datetime) -> bool:
    """Whether the server has taken somebody else's mail since then: one that refuses everybody proves nothing."""
    taken = (Delivery.progress == Progress.DONE, Delivery.ended_at >= since, Delivery.person_id != row.person_id)
    # The newest first: the one that is looked for is among them, and all others are of years.
    newest = select(Delivery.id).where(*taken).order_by(Delivery.id.desc()).limit(1)
    return session.scalar(newest) is not None


def _trust_server(session: Session, taken: Delivery, at: datetime) -> None:
    """What follows for those that were refused from a mail that was taken.

    Where many were refused in a row it ends an outage: they are tried at once, as if nobody had refused them; which of
    them is refused once more is so for its reader's sake, as is more likely of what was refused where few were.
    """
    # Skipped where another worker is at it: to wait for its lock while holding one of our own could be for ever.
    doubted = select(Delivery).where(is_doubted(), Delivery.id != taken.id).with_for_update(skip_locked=True)
    was_out = in_a_row(session).people >= REFUSED_IN_A_ROW
    for row in session.scalars(doubted):
        if was_out:
            row.refused_since, row.due_at = None, at
        elif row.person_id != taken.person_id:
            row.others_taken = True


def _end(row: Delivery, progress: Progress, at: datetime, trouble: str) -> None:
    row.progress, row.ended_at, row.leased_until, row.trouble = progress, at, None, trouble

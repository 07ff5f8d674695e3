"""Claiming: a line leases a batch of what is due and marks the one that it tries; the caller commits before the try."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, or_, select, tuple_, update
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.event import Delivery
from workflow.models.publication import Progress
from workflow.queries.notifications.deliveries import end_of_pause, in_a_row, pause
from workflow.rules.notifications.delivery import BATCH, FAILURES, LEASE
from workflow.services.notifications.changes import DELIVERY, DeliveryClaim, change_of_one

_APART: dict[str, Any] = {"synchronize_session": False}  # nothing of it is in the session


@dataclass(frozen=True)
class Batch:
    """What a line may try now, in its order; the first is marked as under way.

    doubted: readers were refused of whom a mail that is taken may tell something.
    """

    claims: tuple[DeliveryClaim, ...] = ()
    doubted: bool = False


def claim_batch(session: Session, most: int = BATCH) -> Batch:
    """A batch of what is due, leased in one statement; empty where nothing is, or while the server refuses everybody.

    No attempt is spent but that of the first. What another line had under way when its lease ended is in doubt; when
    that has happened too often it is set aside instead.
    """
    at, refused = now(session), in_a_row(session)
    until = end_of_pause(refused)
    if until is not None and at < until:
        return Batch()
    while rows := _claim_due(session, at, most):
        dead = [row.id for row in rows if row.attempts >= FAILURES]
        if dead:
            _set_aside(session, dead, at)
        ordered = sorted((row.urgency, row.due_at, row.id, row.lease) for row in rows if row.id not in dead)
        if ordered:
            claims = tuple(DeliveryClaim(id_, lease) for *_, id_, lease in ordered)
            begin(session, claims[0])
            return Batch(claims, refused.people > 0)
    return Batch()


def is_paused(session: Session, at: datetime) -> bool:
    """Whether all mail waits, since the server refused one reader after the other and has taken nothing between.

    The rows themselves say so: a worker that starts anew knows it, and so does every other one.
    """
    until = pause(session)
    return until is not None and at < until


def due(at: datetime, most: int) -> Select[Any]:
    """The ids of what is due and in nobody's hands, the urgent first."""
    free = or_(Delivery.leased_until.is_(None), Delivery.leased_until <= at)
    waiting = select(Delivery.id).where(Delivery.waits(), Delivery.due_at <= at, free)
    return waiting.order_by(Delivery.urgency, Delivery.due_at, Delivery.id).limit(most)


def _claim_due(session: Session, at: datetime, most: int) -> Sequence[Any]:
    # By a common table expression: PostgreSQL may ask a plain subquery again for each row, and would lease too many.
    chosen = due(at, most).with_for_update(skip_locked=True).cte("chosen")
    leased = update(Delivery).where(Delivery.id.in_(select(chosen.c.id)))
    begun = or_(Delivery.in_doubt, Delivery.begun_at.is_not(None))
    leased = leased.values(lease=Delivery.lease + 1, leased_until=at + LEASE, in_doubt=begun, begun_at=None)
    leased = leased.returning(Delivery.id, Delivery.lease, Delivery.attempts, Delivery.urgency, Delivery.due_at)
    return session.execute(leased, execution_options=_APART).all()


def _set_aside(session: Session, dead: Collection[int], at: datetime) -> None:
    ended = {"progress": Progress.SET_ASIDE, "ended_at": at, "leased_until": None}
    why = case((Delivery.trouble == "", "worker ended"), else_=Delivery.trouble)
    session.execute(
        update(Delivery).where(Delivery.id.in_(dead)).values(trouble=why, **ended), execution_options=_APART
    )


_OF_CLAIM = (DELIVERY.c.lease == bindparam("under"), DELIVERY.c.progress == Progress.WAITING)
_BEGUN = case((DELIVERY.c.begun_at.is_not(None), 1), else_=0)  # tries under way
BEGIN = change_of_one(
    "claimed",
    lambda one, at, until: one.where(*_OF_CLAIM).values(
        attempts=DELIVERY.c.attempts + 1 - _BEGUN, begun_at=at, leased_until=until
    ),
)
_RENEW = change_of_one(
    "claimed",
    lambda one, _at, until: one.where(*_OF_CLAIM, DELIVERY.c.begun_at.is_not(None)).values(leased_until=until),
)


def begin(session: Session, claim: DeliveryClaim) -> bool:
    """Mark a claimed delivery as under way, with its attempt and its lease anew; False where another has it by now.

    Marked again, by a line that was not told whether it is, it counts once.
    """
    return BEGIN.carry_out(session, claimed=claim.delivery_id, under=claim.lease)


def renew(session: Session, claim: DeliveryClaim) -> bool:
    """Keep what is under way for another while; False where it is no longer ours, or its end is on record."""
    return _RENEW.carry_out(session, claimed=claim.delivery_id, under=claim.lease)


def give_back(session: Session, claims: Sequence[DeliveryClaim]) -> None:
    """Let others have at once what was claimed and is not tried after all."""
    if not claims:
        return
    leases = {claim.delivery_id: claim.lease for claim in claims}
    # By the ids too: SQLite finds no row by a pair, and would read all that waits.
    ours = (Delivery.id.in_(leases), tuple_(Delivery.id, Delivery.lease).in_(leases.items()))
    freed = update(Delivery).where(*ours, Delivery.progress == Progress.WAITING)
    freed = freed.values(leased_until=None, attempts=Delivery.attempts - _BEGUN, begun_at=None)
    session.execute(freed, execution_options=_APART)

"""Recording how a try ended, and what follows from it: for the mail, and for those that a server refused before."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.event import Delivery
from workflow.models.publication import Progress
from workflow.queries.notifications.deliveries import in_a_row, is_doubted
from workflow.rules.notifications.delivery import (
    REFUSED_IN_A_ROW,
    DeliveryVerdict,
    Next,
    Outcome,
    mail_wait,
    wait_after_refusal,
    what_follows,
)
from workflow.services.notifications.changes import DELIVERY, DeliveryClaim, change_of_one, with_another
from workflow.services.notifications.claiming import BEGIN

_ENDS = {
    Next.DONE: Progress.DONE,
    Next.REFUSED: Progress.REFUSED,
    Next.DROPPED: Progress.DROPPED,
    Next.SET_ASIDE: Progress.SET_ASIDE,
}
_OURS = frozenset({DeliveryVerdict.FAILED})
_OVER = frozenset({Progress.DONE, Progress.DROPPED})
_TAKEN = change_of_one(
    "taken",
    lambda one, at, _until: one.where(DELIVERY.c.progress.not_in(_OVER)).values(
        progress=Progress.DONE,
        ended_at=at,
        trouble="",
        attempts=DELIVERY.c.attempts - 1,
        leased_until=None,
        begun_at=None,
    ),
)
_TAKEN_THEN_BEGIN = with_another(_TAKEN, BEGIN)


def record_taken_and_begin(session: Session, claim: DeliveryClaim, following: DeliveryClaim) -> bool:
    """Write that the server took a mail, and begin the next, in one statement; whether the next is under way.

    For `statement_by_statement`. Where the next is another line's by now the first is on record all the same.
    """
    values = {"taken": claim.delivery_id, "claimed": following.delivery_id, "under": following.lease}
    return _TAKEN_THEN_BEGIN.carry_out(session, **values)


def record(session: Session, claim: DeliveryClaim, outcome: Outcome, *, doubted: bool = True) -> Progress | None:
    """Write how a try ended; how far the mail has come with it, or None where nothing was written.

    Nothing is where another worker has taken the delivery over meanwhile, or where this end is on record: it may be
    recorded again, by a worker that was not told whether it was. That the server took the mail is true whoever has
    the delivery now, and whoever else is about to send it asks the record first. doubted: see `Batch`.
    """
    if outcome.verdict is DeliveryVerdict.SENT:
        return _record_taken(session, claim, doubted)
    row = session.scalar(select(Delivery).where(Delivery.id == claim.delivery_id).with_for_update())
    if row is None or not _is_ours(row, claim):
        return None
    row.leased_until = row.begun_at = None
    if outcome.verdict not in _OURS:
        row.attempts -= 1  # the other side's "later" is no failure of ours
    row.in_doubt = row.in_doubt or outcome.in_doubt
    _conclude(session, row, outcome, now(session))
    return row.progress


def _record_taken(session: Session, claim: DeliveryClaim, doubted: bool) -> Progress | None:
    if doubted:
        _trust_server(session, claim.delivery_id, now(session))
    return Progress.DONE if _TAKEN.carry_out(session, taken=claim.delivery_id) else None


def _is_ours(row: Delivery, claim: DeliveryClaim) -> bool:
    return row.progress is Progress.WAITING and row.lease == claim.lease and row.begun_at is not None


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


def _trust_server(session: Session, taken: int, at: datetime) -> None:
    """What follows for those that were refused from a mail that was taken, by its delivery's id.

    Where many were refused in a row it ends an outage: they are tried at once, as if nobody had refused them; which of
    them is refused once more is so for its reader's sake, as is more likely of what was refused where few were.
    """
    # Skipped where another worker is at it: to wait for its lock while holding one of our own could be for ever.
    doubted = select(Delivery).where(is_doubted(), Delivery.id != taken).with_for_update(skip_locked=True)
    was_out = in_a_row(session).people >= REFUSED_IN_A_ROW
    reader = session.scalar(select(Delivery.person_id).where(Delivery.id == taken))
    for row in session.scalars(doubted):
        if was_out:
            row.refused_since, row.due_at = None, at
        elif row.person_id != reader:
            row.others_taken = True


def _end(row: Delivery, progress: Progress, at: datetime, trouble: str) -> None:
    row.progress, row.ended_at, row.leased_until, row.trouble = progress, at, None, trouble

"""How the worker stands: what waits, since when, and what was set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot
from workflow.models.event import Delivery, Event, Pulse
from workflow.models.publication import Progress, Publication
from workflow.models.round import Round
from workflow.rules.decision import Outcome
from workflow.rules.delivery import FAN_OUT_AGES

TIMERS = ("record", "printing", "mail")  # the names under which the worker's timers leave their pulse
_TRIES = len(FAN_OUT_AGES)
_WAITS = Event.fanned_at.is_(None)


@dataclass(frozen=True)
class Figures:
    """The worker's work in numbers. pulses: timer -> how long ago it went round, None: never.

    oldest: how long the oldest thing that is due has waited (an event, a mail or a publication).
    overdue: how long the round or ballot that is longest past its deadline has been so without being closed.
    """

    pulses: Mapping[str, timedelta | None]
    waiting: int
    in_doubt: int
    refused: int
    mails_set_aside: int
    events_set_aside: int
    publications_set_aside: int
    oldest: timedelta
    overdue: timedelta


def figures(session: Session) -> Figures:
    """The figures at this moment; seven SQL statements."""
    at = now(session)
    beaten = {pulse.name: at - pulse.at for pulse in session.scalars(select(Pulse).where(Pulse.name.in_(TIMERS)))}
    grouped = select(Delivery.progress, func.count()).group_by(Delivery.progress)
    counts: dict[Progress, int] = dict(session.execute(grouped).all())
    return Figures(
        pulses={name: beaten.get(name) for name in TIMERS},
        waiting=counts.get(Progress.WAITING, 0),
        in_doubt=session.scalar(select(func.count()).where(Delivery.in_doubt)) or 0,
        refused=counts.get(Progress.REFUSED, 0),
        mails_set_aside=counts.get(Progress.SET_ASIDE, 0),
        events_set_aside=session.scalar(select(func.count()).where(_WAITS, Event.attempts >= _TRIES)) or 0,
        publications_set_aside=session.scalar(select(func.count()).where(Publication.progress == Progress.SET_ASIDE))
        or 0,
        oldest=at - _oldest(session, at),
        overdue=at - _overdue(session, at),
    )


def _oldest(session: Session, at: datetime) -> datetime:
    due: Sequence[datetime | None] = session.execute(
        select(
            select(func.min(Event.at)).where(_WAITS, Event.attempts < _TRIES).scalar_subquery(),
            select(func.min(Delivery.due_at)).where(Delivery.progress == Progress.WAITING).scalar_subquery(),
            select(func.min(Publication.due_at)).where(Publication.progress == Progress.WAITING).scalar_subquery(),
        )
    ).one()
    return min([at, *(moment for moment in due if moment is not None)])


def _overdue(session: Session, at: datetime) -> datetime:
    due: Sequence[datetime | None] = session.execute(
        select(
            select(func.min(Round.closes_at)).where(Round.closed_at.is_(None)).scalar_subquery(),
            select(func.min(Ballot.closes_at)).where(Ballot.outcome == Outcome.PENDING).scalar_subquery(),
        )
    ).one()
    return min([at, *(moment for moment in due if moment is not None)])

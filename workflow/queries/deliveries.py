"""How the worker stands: what waits, since when, and what was set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot
from workflow.models.event import Delivery, Event, Pulse
from workflow.models.publication import Progress, Publication
from workflow.models.round import Round
from workflow.rules.decision import Outcome
from workflow.rules.delivery import FAN_OUT_AGES, REFUSED_IN_A_ROW, refusal_pause

TIMERS = ("record", "printing", "mail")  # the names under which the worker's timers leave their pulse
_TRIES = len(FAN_OUT_AGES)
_WAITS = Event.fanned_at.is_(None)


@dataclass(frozen=True)
class Figures:
    """The worker's work in numbers. pulses: timer -> how long ago it went round, None: never.

    oldest: how long the oldest thing that is due has waited (an event, a mail or a publication).
    overdue: how long the round or ballot that is longest past its deadline has been so without being closed.
    paused: for how long all mail still waits, as the server refuses one reader after the other; zero: it does not.
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
    paused: timedelta


@dataclass(frozen=True)
class Refused:
    """Those whose mail was refused, and who wait to be tried again, while the server has taken nobody else's since.

    people: how many; since, last: when the first and the last refusal was.
    """

    people: int
    since: datetime | None
    last: datetime | None


def is_doubted() -> ColumnElement[bool]:
    """Whether a row is one of a server that may refuse everybody: refused, and nobody else's mail taken since."""
    return and_(Delivery.waits(), Delivery.refused_since.is_not(None), Delivery.others_taken.is_(False))


def in_a_row(session: Session) -> Refused:
    """The readers refused in a row; one SQL statement over the few rows that are in doubt."""
    people = func.count(Delivery.person_id.distinct())
    found = select(people, func.min(Delivery.refused_since), func.max(Delivery.refused_at)).where(is_doubted())
    return Refused(*session.execute(found).one())


def pause(session: Session) -> datetime | None:
    """Until when all mail waits, since so many readers were refused in a row; None where it does not."""
    found = in_a_row(session)
    if found.people < REFUSED_IN_A_ROW or found.since is None or found.last is None:
        return None
    return found.last + refusal_pause(found.last - found.since)


def figures(session: Session) -> Figures:
    """The figures at this moment; eight SQL statements."""
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
        paused=max((pause(session) or at) - at, timedelta()),
    )


def _oldest(session: Session, at: datetime) -> datetime:
    due: Sequence[datetime | None] = session.execute(
        select(
            select(func.min(Event.at)).where(_WAITS, Event.attempts < _TRIES).scalar_subquery(),
            select(func.min(Delivery.due_at)).where(Delivery.waits()).scalar_subquery(),
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

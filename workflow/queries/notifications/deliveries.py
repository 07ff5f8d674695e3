"""How the worker stands: what waits, since when, and what was set aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot
from workflow.models.consultation import Consultation
from workflow.models.event import Delivery, Event, Pulse
from workflow.models.publication import Progress, Publication
from workflow.models.worker import WorkerProcess
from workflow.rules.decision.decision import BallotOutcome
from workflow.rules.notifications.delivery import BATCH, FAN_OUT_WAITS, REFUSED_IN_A_ROW, refusal_pause
from workflow.rules.shared.queues import HEARD_WITHIN, Queue

_TRIES = len(FAN_OUT_WAITS)
_LATE_AFTER = timedelta(minutes=1)  # as long as the worker leaves a mail server alone that it could not reach
_LONG = timedelta(minutes=5)
_WAITS = Event.fanned_at.is_(None)


@dataclass(frozen=True)
class WorkerAtWork:
    """A worker that was heard of lately. queues: those that it serves; busy: how many of its lines are at work.

    press, folder: how it prints pages and to where, as signs; empty where it prints none.
    """

    name: str
    queues: Sequence[str]
    lines: int
    busy: int
    began_at: datetime
    press: str
    folder: str


@dataclass(frozen=True)
class Figures:
    """The worker's work in numbers. pulses: queue -> how long ago it was swept or worked at, None: never.

    waited: what -> how long the oldest that is due of it has waited; nothing of what has none.
    paused: for how long all mail still waits, as the server refuses one reader after the other; zero: it does not.
    """

    pulses: Mapping[Queue, timedelta | None]
    waiting: int
    in_doubt: int
    refused: int
    mails_set_aside: int
    events_set_aside: int
    publications_set_aside: int
    waited: Mapping[str, timedelta]
    paused: timedelta
    workers: Sequence[WorkerAtWork]

    @property
    def lines(self) -> int:
        """How many lines they all have."""
        return sum(each.lines for each in self.workers)

    @property
    def busy(self) -> int:
        """How many of these are at work."""
        return sum(each.busy for each in self.workers)

    @property
    def presses(self) -> int:
        """In how many ways they print."""
        return len({each.press for each in self.workers if each.press})

    @property
    def apart(self) -> Sequence[WorkerAtWork]:
        """One of each folder that pages are written to, where there are several; none where all write to one."""
        by_folder = {each.folder: each for each in reversed(self.workers) if each.folder}
        return sorted(by_folder.values(), key=lambda each: each.name) if len(by_folder) > 1 else ()

    @property
    def oldest(self) -> timedelta:
        """How long the oldest event, mail or publication that is due has waited."""
        return max((self.waited.get(what, timedelta()) for what in _BY_AND_BY), default=timedelta())

    @property
    def overdue(self) -> timedelta:
        """How long the consultation or ballot that is longest past its deadline has been so without being closed."""
        return max((self.waited.get(what, timedelta()) for what in _AT_A_TIME), default=timedelta())


@dataclass(frozen=True)
class Backlog:
    """Emails that are due and on their way to nobody yet; those that a server refused are left out.

    count: emails. events: those whose emails are still to be made. since: the oldest of both; None where none waits.
    due: since when the oldest could have gone out, which is later where a server said "not now". is_late: that is over
    a minute ago and none is being sent. is_silent: the worker was not heard of as long.
    """

    count: int
    events: int
    since: datetime | None
    due: datetime | None
    is_late: bool
    is_silent: bool


@dataclass(frozen=True)
class RefusedDeliveries:
    """Those whose mail was refused, and who wait to be tried again, while the server has taken nobody else's since.

    people: how many; since, last: when the first and the last refusal was.
    """

    people: int
    since: datetime | None
    last: datetime | None


def is_unmade() -> ColumnElement[bool]:
    """Whether an event's emails could not be made, however often that was tried: a person has to see to it."""
    return and_(_WAITS, Event.attempts >= _TRIES)


def is_to_be_made() -> ColumnElement[bool]:
    """Whether an event's emails are still to be made, by the worker itself."""
    return and_(_WAITS, Event.attempts < _TRIES)


def is_doubted() -> ColumnElement[bool]:
    """Whether a row is one of a server that may refuse everybody: refused, and nobody else's mail taken since."""
    return and_(Delivery.waits(), Delivery.refused_since.is_not(None), Delivery.others_taken.is_(False))


def in_a_row(session: Session) -> RefusedDeliveries:
    """The readers refused in a row; one SQL statement over the few rows that are in doubt."""
    people = func.count(Delivery.person_id.distinct())
    found = select(people, func.min(Delivery.refused_since), func.max(Delivery.refused_at)).where(is_doubted())
    return RefusedDeliveries(*session.execute(found).one())


def pause(session: Session) -> datetime | None:
    """Until when all mail waits, since so many readers were refused in a row; None where it does not."""
    return end_of_pause(in_a_row(session))


def end_of_pause(refused: RefusedDeliveries) -> datetime | None:
    """The same of what is known of those refused in a row."""
    if refused.people < REFUSED_IN_A_ROW or refused.since is None or refused.last is None:
        return None
    return refused.last + refusal_pause(refused.last - refused.since)


def backlog(session: Session, at: datetime | None = None) -> Backlog:
    """What waits at this moment, or at `at` by a clock that costs no question of the database; one SQL statement.

    A worker that cannot reach the mail server keeps that to itself, and takes no row before it has a line: so what has
    been due for over a minute, while none is taken, waits for the server.
    """
    at = at or now(session)
    owed = (Delivery.waits(), Delivery.refused_since.is_(None))
    coming = is_to_be_made()
    taken = select(func.count()).where(Delivery.waits(), Delivery.leased_until > at)
    row = session.execute(
        select(
            select(func.count()).where(*owed).scalar_subquery().label("count_"),
            select(func.min(func.coalesce(Delivery.later_since, Delivery.due_at))).where(*owed).scalar_subquery(),
            select(func.min(Delivery.due_at)).where(*owed).scalar_subquery().label("due"),
            taken.scalar_subquery().label("taken"),
            select(func.count()).where(coming).scalar_subquery().label("events"),
            select(func.min(Event.at)).where(coming).scalar_subquery().label("event_at"),
            select(Pulse.at).where(Pulse.name == Queue.MAIL).scalar_subquery().label("pulse"),
        )
    ).one()
    since = [moment for moment in (row[1], row.event_at) if moment is not None]
    due = min((moment for moment in (row.due, row.event_at) if moment is not None), default=None)
    return Backlog(
        count=row.count_,
        events=row.events,
        since=min([at, *since]) if since else None,
        due=due,
        is_late=due is not None and at - due > _LATE_AFTER and not row.taken,
        is_silent=row.pulse is None or at - row.pulse > _LATE_AFTER,
    )


def lines_wanted(session: Session, most: int) -> int:
    """How many lines have mail to send now, and no more than `most`: fifty mails each, none while all mail pauses."""
    at = now(session)
    free = or_(Delivery.leased_until.is_(None), Delivery.leased_until <= at)
    due = select(Delivery.id).where(Delivery.waits(), Delivery.due_at <= at, free).limit(most * BATCH).subquery()
    count = session.scalar(select(func.count()).select_from(due)) or 0
    if not count or at < (pause(session) or at):
        return 0
    return -(-count // BATCH)


def overdue(session: Session, at: datetime) -> datetime | None:
    """Since when emails could have gone out that wait still, where that is long before `at`; one SQL statement."""
    due = backlog(session, at).due
    return due if due is not None and at - due > _LONG else None


def figures(session: Session) -> Figures:
    """The figures at this moment; eight SQL statements."""
    at = now(session)
    beaten = {pulse.name: at - pulse.at for pulse in session.scalars(select(Pulse).where(Pulse.name.in_(Queue)))}
    grouped = select(Delivery.progress, func.count()).group_by(Delivery.progress)
    counts: dict[Progress, int] = dict(session.execute(grouped).all())
    return Figures(
        pulses={queue: beaten.get(queue) for queue in Queue},
        waiting=counts.get(Progress.WAITING, 0),
        in_doubt=session.scalar(select(func.count()).where(Delivery.in_doubt)) or 0,
        refused=counts.get(Progress.REFUSED, 0),
        mails_set_aside=counts.get(Progress.SET_ASIDE, 0),
        events_set_aside=session.scalar(select(func.count()).where(is_unmade())) or 0,
        publications_set_aside=session.scalar(select(func.count()).where(Publication.progress == Progress.SET_ASIDE))
        or 0,
        waited=_waited(session, at),
        paused=max((pause(session) or at) - at, timedelta()),
        workers=_workers(session, at),
    )


def _workers(session: Session, at: datetime) -> list[WorkerAtWork]:
    lately = select(WorkerProcess).where(WorkerProcess.at > at - HEARD_WITHIN).order_by(WorkerProcess.name)
    return [
        WorkerAtWork(
            name=row.name,
            queues=row.queues.split(","),
            lines=row.lines,
            busy=row.busy,
            began_at=row.began_at,
            press=row.press if Queue.PUBLISHING in row.queues.split(",") else "",
            folder=row.folder,
        )
        for row in session.scalars(lately)
    ]


_AT_A_TIME, _BY_AND_BY = ("consultation", "ballot"), ("event", "mail", "publication")


def _waited(session: Session, at: datetime) -> dict[str, timedelta]:
    due = {
        "consultation": select(func.min(Consultation.closes_at)).where(Consultation.closed_at.is_(None)),
        "ballot": select(func.min(Ballot.closes_at)).where(Ballot.outcome == BallotOutcome.PENDING),
        "publication": select(func.min(Publication.due_at)).where(Publication.progress == Progress.WAITING),
        "event": select(func.min(Event.at)).where(is_to_be_made()),
        "mail": select(func.min(Delivery.due_at)).where(Delivery.waits()),
    }
    row = session.execute(select(*(each.scalar_subquery() for each in due.values()))).one()
    return {what: at - since for what, since in zip(due, row, strict=True) if since is not None and since < at}

"""The clock is watched: a process whose clock is doubted closes, decides and publishes nothing until it agrees."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from workflow import database
from workflow.database import now
from workflow.machine import MachineRun
from workflow.models.clock import ClockConfirmation, MachineClock
from workflow.models.event import Event
from workflow.rules.shared.clocks import Doubt, Judgement, KnownTimes, judgement
from workflow.rules.shared.refusals import ClockDoubted

_AGAIN = timedelta(minutes=1)  # so rarely an agreement, or that a doubt goes on, is written anew
_STEP = timedelta(seconds=1)  # so far the difference kept may follow the clock each time: steps of the network, no more


def watch_clock(session: Session, here: MachineRun, *, is_demo: bool = False) -> Judgement:
    """What is to be thought of the clock, kept for pages and for the next look. The caller commits."""
    if database.is_clock_played():
        return Judgement()
    found = clock_judgement(session, here, is_demo=is_demo)
    row = _lock_clock(session, here.boot)
    if found.doubt is None:
        _agree(session, row, here)
    else:
        moment = now(session)
        row.doubted_at = row.doubted_at or moment
        row.doubt, row.doubt_by = found.doubt.value, int(found.by.total_seconds())
        if row.looked_at is None or abs(moment - row.looked_at) >= _AGAIN:
            row.looked_at = moment
    return found


def clock_judgement(session: Session, here: MachineRun, *, is_demo: bool = False) -> Judgement:
    """What is to be thought of the clock, by what the record knows; nothing is written."""
    if database.is_clock_played():
        return Judgement()
    vouched = here.is_synchronised or is_demo  # who opens a demo again next week is not to be asked for the time
    return judgement(now(session), here.ran_for, _stored_clock(session, here), is_synchronised=vouched)


def require_clock(session: Session, here: MachineRun) -> None:
    """Raise ClockDoubted where the clock is ahead or behind; after a restart the worker alone waits."""
    if clock_judgement(session, here).doubt in (Doubt.AHEAD, Doubt.BEHIND):
        raise ClockDoubted


def confirm_clock(session: Session, here: MachineRun, *, by: str) -> ClockConfirmation:
    """Take the clock for right, as a person says it is: what was kept before counts no more. The caller commits."""
    moment = now(session)
    session.execute(delete(MachineClock))
    started = moment - here.ran_for
    session.add(MachineClock(boot=here.boot, started_at=started, at=moment, doubted_at=None, looked_at=None))
    newest = session.scalar(select(func.max(Event.id))) or 0
    said = ClockConfirmation(at=moment, by=by[:100], event_id=newest)
    session.add(said)
    session.flush()
    return said


def _lock_clock(session: Session, boot: str) -> MachineClock:
    """The row of this start, locked; of two processes that look first at the same moment one makes it."""
    found = session.get(MachineClock, boot, with_for_update=True)
    if found is not None:
        return found
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(MachineClock).values(boot=boot, doubt="", doubt_by=0).on_conflict_do_nothing())
    return session.get_one(MachineClock, boot, with_for_update=True)


def _stored_clock(session: Session, here: MachineRun) -> KnownTimes:
    row = session.get(MachineClock, here.boot)
    confirmed = select(func.max(ClockConfirmation.event_id)).scalar_subquery()
    newest = select(Event.id, Event.at).order_by(Event.id.desc()).limit(1).subquery()
    event_at: datetime | None = session.scalar(select(newest.c.at).where(newest.c.id > func.coalesce(confirmed, 0)))
    return KnownTimes(
        started_at=row.started_at if row else None,
        last=session.scalar(select(func.max(MachineClock.at))),
        newest=event_at,
    )


def _agree(session: Session, row: MachineClock, here: MachineRun) -> None:
    moment = now(session)
    if row.started_at is None or row.doubt:  # a doubt of later than now is one of a clock that was set right since
        session.execute(update(MachineClock).where(MachineClock.looked_at > moment).values(looked_at=None))
    if row.started_at is None:
        row.started_at = moment - here.ran_for
        if session.get_bind().dialect.name == "sqlite":  # one machine alone works on a file: earlier starts are over
            session.execute(delete(MachineClock).where(MachineClock.boot != here.boot))
    elif row.at is None or moment - row.at >= _AGAIN:
        apart = moment - here.ran_for - row.started_at
        row.started_at += max(-_STEP, min(_STEP, apart))
    elif not row.doubt:
        return
    row.at, row.doubt, row.doubt_by, row.doubted_at, row.looked_at = moment, "", 0, None, None

"""What the worker does, in three timers: neither a mail server that hangs nor a slow disk holds up a deadline."""

import logging
from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from worker.mailing import Post
from worker.printing import Press
from worker.sweep import Chore, Timer, beat, described
from workflow.config import Settings
from workflow.database import now, reading, transaction
from workflow.models.event import Pulse
from workflow.services import consulting, deciding, signins

CLEARING = "clearing"  # its pulse says when it was done last
AT_ONCE = 20  # of one kind, before the next kind has its turn

log = logging.getLogger(__name__)


def timers(app: Flask, settings: Settings) -> tuple[Timer, Timer, Timer]:
    """The timers of the record, of printing and of the mail, not started."""
    press = Press(app, settings)
    record = Timer(
        "record",
        [
            Chore("closing rounds", lambda: each(consulting.due_rounds, consulting.close_due)),
            Chore("settling ballots", lambda: each(deciding.due_ballots, deciding.settle)),
            Chore("reminding", lambda: each(deciding.due_reminders, deciding.remind)),
            Chore("clearing what has ended", clear_daily),
        ],
    )
    printing = Timer("printing", [Chore("publishing", press.publish), Chore("printing", press.refresh)])
    mail = Timer("mail", [])
    post = Post(app, settings, mail.ending)
    mail.chores = (Chore("fanning out", post.fan_out), Chore("sending mail", post.send))
    return record, printing, mail


def clear_daily() -> bool:
    """Remove ended sign-ins, links and limits once a day, whichever worker comes first; never more to do at once."""
    with reading() as session:
        if not _is_time_to_clear(session):
            return False
    with transaction() as session:
        session.get(Pulse, CLEARING, with_for_update=True)
        if _is_time_to_clear(session):
            beat(session, CLEARING)
            signins.clear_ended(session)
    return False


def _is_time_to_clear(session: Session) -> bool:
    pulse = session.get(Pulse, CLEARING)
    return pulse is None or now(session) - pulse.at >= timedelta(days=1)


def each(due: Callable[[Session], Sequence[str]], act: Callable[[Session, str], bool]) -> bool:
    """Do what is due of one kind, each in a transaction of its own; whether anything was done.

    One that fails stands back for the others: the longest overdue must not hold up every later deadline.
    """
    with reading() as session:
        waiting = due(session)
    done = 0
    for key in waiting:
        done += _done(act, key)
        if done == AT_ONCE:
            break
    return done > 0


def _done(act: Callable[[Session, str], bool], key: str) -> bool:
    try:
        with transaction() as session:
            return act(session, key)
    except Exception as error:
        log.error("%s of statement %s failed: %s", act.__name__, key, described(error))
        return False

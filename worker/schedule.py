"""What the worker does, in three timers: neither a mail server that hangs nor a slow disk holds up a deadline."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from worker import mailing
from worker.printing import Press
from worker.timers import Chore, Timer, beat, fault_place
from workflow.config import Settings
from workflow.database import now, reading, transaction
from workflow.machine import running
from workflow.models.event import Pulse
from workflow.rules.shared.clocks import Doubt, Judgement
from workflow.services.consultation import consulting
from workflow.services.decision import deciding
from workflow.services.notifications import notifying
from workflow.services.people import signins
from workflow.services.shared import clocks

CLEARING = "clearing"  # its pulse says when it was done last
SECONDS = 2.0  # of sending, before the next fan-out
AT_ONCE = 20  # of one kind, before the next kind has its turn

log = logging.getLogger(__name__)


def timers(app: Flask, settings: Settings) -> tuple[Timer, Timer, Timer]:
    """The timers of the record, of printing and of the mail, not started."""
    press, watch = Press(app, settings), Watch(is_demo=settings.demo)
    by_the_clock = (
        Chore("closing consultations", lambda: each(consulting.due_consultations, consulting.close_due)),
        Chore("settling ballots", lambda: each(deciding.due_ballots, deciding.settle)),
        Chore("reminding", lambda: each(deciding.due_reminders, deciding.remind)),
        Chore("clearing what has ended", clear_daily),
    )
    record = Timer("record", [Chore("looking at the clock", watch.look), *map(watch.guard, by_the_clock)])
    looking, publishing = Chore("looking at the clock", watch.look), Chore("publishing", press.publish)
    printing = Timer("printing", [looking, watch.guard(publishing), Chore("printing", press.refresh)])
    mail = Timer("mail", [])

    def fan_out() -> bool:
        with reading() as session:
            waiting = notifying.waiting_events(session)
        return sum(mailing.fan_out(event_id) for event_id in waiting if not mail.ending.is_set()) > 0

    def send() -> bool:
        began = time.monotonic()
        mailing.send_due(app, settings, ending=mail.ending, seconds=SECONDS)
        return time.monotonic() - began >= SECONDS

    mail.chores = (Chore("fanning out", fan_out), Chore("sending mail", send))
    return record, printing, mail


class Watch:
    """Looks at the clock before each round of chores; while it is doubted those that go by it wait.

    One for all timers of a process: what one of them finds holds for the others, and is said once.
    """

    def __init__(self, *, is_demo: bool = False) -> None:
        self._is_demo, self._may_go_on = is_demo, False
        self._said: Doubt | None = None
        self._looking = threading.Lock()

    def look(self) -> bool:
        """Ask whether the clock is to be trusted; never more to do at once."""
        with self._looking:
            may_go_on = False  # also where the record cannot be asked
            try:
                with transaction() as session:
                    found = clocks.watch_clock(session, running(), is_demo=self._is_demo)
                may_go_on = found.doubt is None
            finally:
                self._may_go_on = may_go_on
            self._say(found)
        return False

    def guard(self, chore: Chore) -> Chore:
        """The chore, which does nothing while the clock is doubted."""
        return replace(chore, work=lambda: self._may_go_on and chore.work())

    def _say(self, found: Judgement) -> None:
        if found.doubt is not self._said and found.doubt is not None:
            seconds = found.by.total_seconds()
            log.error(
                "the clock is not trusted (%s, %.0f s): nothing is closed, decided or published", found.doubt, seconds
            )
        elif found.doubt is not self._said:
            log.warning("the clock is trusted again")
        self._said = found.doubt


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
        done += _do_one(act, key)
        if done == AT_ONCE:
            break
    return done > 0


def _do_one(act: Callable[[Session, str], bool], key: str) -> bool:
    try:
        with transaction() as session:
            return act(session, key)
    except Exception as error:
        log.error("%s of statement %s failed: %s", act.__name__, key, fault_place(error))
        return False

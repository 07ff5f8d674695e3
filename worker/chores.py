"""The kinds of work: each is a task of Celery, knows what is due of it, and can as well be done where that was found.

A task takes ids and nothing else. It claims its rows itself, so that one that was sent twice, late, or by somebody else
finds nothing to do.
"""

import logging
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps

from sqlalchemy.orm import Session

from worker.celery import app
from worker.faults import fault_place
from worker.leases import keep_renewed
from worker.workplace import workplace
from workflow import bell
from workflow.database import transaction
from workflow.rules.shared.queues import HANDED_OUT_FOR, Queue
from workflow.services.shared import errands

PULSE_EVERY = 5.0

log = logging.getLogger(__name__)

Ids = tuple[str | int, ...]


@dataclass(frozen=True)
class Chore:
    """One kind of work.

    due: the ids of what is due, the most urgent first, and no more than so many. work: does one; it answers for how
    long nobody need be told of it again, or None where it is over. by_the_clock: it waits while the clock is doubted.
    held: it may take long, and nobody else is told of it meanwhile.
    """

    name: str
    queue: Queue
    due: Callable[[Session, int], Iterable[Ids]]
    work: Callable[..., timedelta | None]
    by_the_clock: bool
    held: bool

    def name_of(self, ids: Ids) -> str:
        """What one piece of this work is called in the worker's book."""
        return " ".join([self.name, *map(str, ids)])

    def do(self, *ids: str | int) -> None:
        """Do one piece, here and now. What fails is said, and handed out again by and by."""
        place, errand = workplace(), self.name_of(ids)
        try:
            if place.ending.is_set():
                self._give_back(errand)
                return
            if self.by_the_clock and not place.watch.may_go_on():
                return
            with self._hold(errand) if self.held else nullcontext():
                rest = self.work(*ids)
            with transaction() as session:
                if rest is None:
                    errands.end(session, [errand])
                else:
                    errands.put_off(session, errand, rest)
                _beat(session, self.queue)
        except Exception as error:
            log.error("%s failed: %s", errand, fault_place(error))
        else:
            if rest is None:
                bell.ring()  # a line is free for what was left waiting

    def _give_back(self, errand: str) -> None:
        with transaction() as session:
            errands.end(session, [errand])

    def _hold(self, errand: str) -> AbstractContextManager[None]:
        def keep(session: Session) -> None:
            errands.hold(session, errand)
            _beat(session, self.queue)

        return keep_renewed(keep, HANDED_OUT_FOR / 3)


CHORES: list[Chore] = []
"""Every kind of work, in order of urgency."""

_beaten_at = dict.fromkeys(Queue, float("-inf"))


def _beat(session: Session, queue: Queue) -> None:
    if time.monotonic() - _beaten_at[queue] >= PULSE_EVERY:
        errands.note_pulse(session, queue)
        _beaten_at[queue] = time.monotonic()


def chore(
    queue: Queue, due: Callable[[Session, int], Iterable[Ids]], *, by_the_clock: bool = False, held: bool = False
) -> Callable[[Callable[..., timedelta | None]], Chore]:
    """Make a function a kind of work and a task of the same name."""

    def made(work: Callable[..., timedelta | None]) -> Chore:
        found = Chore(f"communique.{work.__name__}", queue, due, work, by_the_clock, held)

        @wraps(work)
        def run(*ids: str | int) -> None:
            found.do(*ids)

        CHORES.append(found)
        app.conf.task_routes[found.name] = {"queue": queue.value}
        app.task(name=found.name, ignore_result=True)(run)
        return found

    return made

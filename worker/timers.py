"""Timers of the worker's own that look at the record every few seconds, whether the broker says anything or not.

There is no schedule in the broker: one that is sent through it is blind just when it is down.
"""

import logging
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflow.database import now, transaction
from workflow.models.event import Pulse

INTERVAL = 3.0  # seconds between two looks when nothing wakes us
PULSE_EVERY = 2.0

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chore:
    """One kind of work: `work` does a part of what waits and answers whether it found anything."""

    name: str
    work: Callable[[], bool]


class Timer:
    """A thread that does its chores in turn until it is asked to end. A chore that fails ends neither it nor others."""

    def __init__(self, name: str, chores: Sequence[Chore], interval: float = INTERVAL) -> None:
        self.name = name
        self.ending = threading.Event()
        self.chores, self._interval = tuple(chores), interval
        self.last: Callable[[], None] = lambda: None  # what is done when it ends
        self._woken = threading.Event()
        self._beaten_at = 0.0
        self._thread = threading.Thread(target=self._run, name=f"timer {name}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Look at the record now, or once more when the present look is over."""
        self._woken.set()

    def ask_to_end(self) -> None:
        """End after what is under way, such as one mail."""
        self.ending.set()
        self._woken.set()

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, after at most so long."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self.ending.is_set():
            self._woken.clear()
            found = [self._try(chore) for chore in self.chores if not self.ending.is_set()]
            self._beat()
            if not any(found):
                self._woken.wait(self._interval)
        self.last()

    def _try(self, chore: Chore) -> bool:
        try:
            return chore.work()
        except Exception as error:
            log.error("%s failed: %s", chore.name, fault_place(error))
            return False

    def _beat(self) -> None:
        if time.monotonic() - self._beaten_at < PULSE_EVERY:
            return
        try:
            with transaction() as session:
                beat(session, self.name)
        except Exception as error:
            log.error("the pulse of %s was not written: %s", self.name, fault_place(error))
        else:
            self._beaten_at = time.monotonic()


def beat(session: Session, name: str) -> None:
    """Write that the timer of that name went round just now."""
    pulse = session.get(Pulse, name, with_for_update=True)
    if pulse is None:
        session.add(Pulse(name=name, at=now(session)))
    else:
        pulse.at = now(session)


def fault_place(error: BaseException) -> str:
    """What went wrong and where. Never the message: a database's holds the values, and those may be somebody's name."""
    frames = traceback.extract_tb(error.__traceback__)
    where = next((frame for frame in reversed(frames) if "site-packages" not in frame.filename), None)
    return f"{type(error).__name__} at {where.filename}:{where.lineno}" if where else type(error).__name__

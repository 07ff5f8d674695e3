"""Threads of the worker's own that look at the record every few seconds, whether the broker says anything or not.

There is no schedule in the broker: one that is sent through it is blind just when it is down. Each queue has a sweep of
its own, so that with the broker down, when the sweeps do the work themselves, a mail server that hangs holds up no
deadline.
"""

import logging
import os
import platform
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from worker.chores import PULSE_EVERY
from worker.dispatch import hand_out
from worker.faults import Seldom, fault_place
from worker.workplace import workplace
from workflow import storage
from workflow.bell import Sender
from workflow.database import transaction
from workflow.rules.shared.queues import Queue
from workflow.services.shared import errands

INTERVAL = 3.0  # seconds between two looks
BY_THE_CLOCK = (Queue.DEADLINES, Queue.PUBLISHING)

log = logging.getLogger(__name__)


@dataclass
class Presence:
    """A worker as others count with it. busy: asks how many of its lines are at work.

    press: how it prints. folder: the sign of the folder that it prints to, as it was read last.
    """

    queues: Collection[Queue]
    lines: int
    busy: Callable[[], int] = lambda: 0
    press: str = ""
    folder: str = ""
    name: str = f"{platform.node()[:80]} {os.getpid()}"
    beaten_at: float = float("-inf")
    _heard: set[Queue] = field(default_factory=set)
    _told: set[Queue] = field(default_factory=set)
    _beating: threading.Lock = field(default_factory=threading.Lock)

    def beat(self, queue: Queue) -> None:
        """Note that the sweep of that queue goes on; every few seconds one of them writes it down for all that do, and
        each for itself when it begins: nobody is to take a worker that just started for one that is silent.
        """
        self._heard.add(queue)
        is_first = queue not in self._told
        if not is_first and time.monotonic() - self.beaten_at < PULSE_EVERY:
            return
        if not self._beating.acquire(blocking=is_first):
            return
        try:
            heard, self._heard = self._heard, set()
            with transaction() as session:
                for each in (each for each in Queue if each in heard):  # in one order, or two workers wait in a circle
                    errands.note_pulse(session, each)
                errands.forget_left(session)
                self.sign_in(session)
            self._told |= heard
            self.beaten_at = time.monotonic()
        finally:
            self._beating.release()

    def read_folder(self) -> None:
        """Read the sign of the folder that is printed to; a disk that hangs holds up who asks."""
        try:
            self.folder = storage.sign_of(workplace().settings.published)
        except OSError as error:
            log.info("the folder of the published pages has no sign: %s", fault_place(error))

    def sign_in(self, session: Session) -> None:
        """Say that it runs."""
        errands.sign_in_worker(
            session,
            self.name,
            self.queues,
            lines=self.lines,
            busy=self.busy(),
            press=self.press,
            folder=self.folder,
        )

    def sign_out(self) -> None:
        """Say that it runs no more; where the record is away it is found out by its silence."""
        try:
            with transaction() as session:
                errands.sign_out_worker(session, self.name)
        except Exception as error:
            log.info("the worker was not signed out: %s", fault_place(error))


class Sweep:
    """A thread that looks for what is due on one queue until it is asked to end. Nothing that fails ends it."""

    def __init__(self, queue: Queue, sender: Sender | None, presence: Presence, interval: float = INTERVAL) -> None:
        self._queue, self._sender, self._presence, self._interval = queue, sender, presence, interval
        self._woken = threading.Event()
        self._seldom = Seldom()
        self._thread = threading.Thread(target=self._run, name=f"sweep {queue}", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, after at most so long; it ends after what is under way, such as one mail."""
        self._woken.set()
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def look(self) -> bool:
        """Look once; whether there was anything that was done here."""
        if self._queue == next((queue for queue in BY_THE_CLOCK if queue in self._presence.queues), None):
            workplace().watch.may_go_on()  # a doubt is kept for pages and doctor though nothing may be due
        left = hand_out([self._queue], self._sender)
        for piece in left:
            piece.do()
        return bool(left)

    def _run(self) -> None:
        ending = workplace().ending
        while not ending.is_set():
            self._attempt(self._beat)
            if not self._attempt(self.look):
                self._woken.wait(self._interval)

    def _attempt(self, step: Callable[[], bool]) -> bool:
        try:
            return step()
        except Exception as error:
            if self._seldom.may_say(place := fault_place(error)):
                log.error("the sweep of %s failed: %s", self._queue, place)
            return False

    def _beat(self) -> bool:
        if self._queue is Queue.PUBLISHING:  # no other sweep: the disk may hang
            self._presence.read_folder()
        self._presence.beat(self._queue)
        return False

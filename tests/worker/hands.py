"""What a worker does without a broker, step by step, in the test's own process."""

import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from flask import Flask

from worker import dispatch, tasks, workplace
from worker.printing import Press
from worker.workplace import Workplace
from workflow import database as record
from workflow.config import Settings
from workflow.models.worker import Errand
from workflow.rules.shared.queues import Queue


@contextmanager
def at_work(app: Flask, settings: Settings) -> Iterator[Workplace]:
    """A workplace, which this process works at within the block."""
    place = Workplace(app, settings, ending=threading.Event())
    workplace.use(place)
    try:
        yield place
    finally:
        workplace.use(None)


def do_due(queues: Collection[Queue] = tuple(Queue)) -> list[str]:
    """Look once, as a sweep does while the broker is down, and do what is due; what that was, by name.

    The clock of a test may stand still: what is put off for two seconds only, the lists, is due again.
    """
    forget_put_off("print_lists")
    pieces = dispatch.hand_out(queues, None)
    for piece in pieces:
        piece.do()
    return [piece.name.removeprefix("communique.") for piece in pieces]


def do_all_due(queues: Collection[Queue] = tuple(Queue)) -> None:
    """Look until nothing is due."""
    while do_due(queues):
        pass


def forget_put_off(*names: str) -> None:
    """As if the time had come for what was put off."""
    with record.transaction() as session:
        for errand in session.query(Errand):
            if not names or errand.name.removeprefix("communique.").startswith(names):
                session.delete(errand)


def publish_all(app: Flask, settings: Settings) -> None:
    """What a worker does after an adoption."""
    with at_work(app, settings):
        do_all_due([Queue.PUBLISHING])


def refresh(press: Press | None = None) -> bool:
    """See to the files that are served, as a worker does when it is time; whether there was anything to do."""
    place = workplace.workplace()
    before, place.press = place.press, press or place.press
    try:
        forget_put_off("check_files")
        tasks.check_files.do()
        return any(name != "check_files" for name in do_due([Queue.PUBLISHING]))
    finally:
        place.press = before

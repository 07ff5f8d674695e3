"""What the worker does, in two timers: a mail server that hangs holds up neither deadlines nor publications."""

from collections.abc import Callable

from flask import Flask
from sqlalchemy.orm import Session

from worker.mailing import Post
from worker.printing import Press
from worker.sweep import Chore, Timer
from workflow.config import Settings
from workflow.database import transaction
from workflow.services import consulting, deciding

AT_ONCE = 20  # of one kind, before the next kind has its turn


def timers(app: Flask, settings: Settings) -> tuple[Timer, Timer]:
    """The timer of the record and the timer of the mail, not started."""
    press = Press(app, settings)
    record = Timer(
        "record",
        [
            Chore("closing rounds", lambda: repeated(consulting.close_next_due)),
            Chore("settling ballots", lambda: repeated(deciding.settle_next_due)),
            Chore("reminding", lambda: repeated(deciding.remind_next)),
            Chore("publishing", press.publish),
            Chore("printing the index", press.refresh),
        ],
    )
    mail = Timer("mail", [])
    post = Post(app, settings, mail.ending)
    mail.chores = (Chore("fanning out", post.fan_out), Chore("sending mail", post.send))
    return record, mail


def repeated(do_next: Callable[[Session], str | None]) -> bool:
    """Do what waits of one kind, each in a transaction of its own; whether anything waited."""
    for done in range(AT_ONCE):
        with transaction() as session:
            if do_next(session) is None:
                return done > 0
    return True

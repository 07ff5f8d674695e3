"""The tasks, in order of urgency: what is due of each kind, and the use case that does one."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from functools import cache

from sqlalchemy.orm import Session

from worker import dispatch, mailing
from worker.celery import app, broker_url
from worker.chores import Ids, chore
from worker.faults import fault_place
from worker.printing import SOON
from worker.workplace import workplace
from workflow.bell import HAND_OUT, Sender
from workflow.database import transaction
from workflow.queries.notifications.deliveries import lines_wanted
from workflow.rules.shared.queues import Queue
from workflow.services.consultation import consulting
from workflow.services.decision import deciding
from workflow.services.notifications import notifying
from workflow.services.people import signins
from workflow.services.publication import publishing
from workflow.services.shared import errands

DEADLINES, PUBLISHING, MAIL = Queue.DEADLINES, Queue.PUBLISHING, Queue.MAIL
A_DAY = timedelta(days=1)
SPARE = 100  # looked at besides: as many that fail each time hide no other
SECONDS = 5.0  # that a line sends mail before it looks whether there is something more urgent

log = logging.getLogger(__name__)


@cache
def _sender() -> Sender:
    return Sender(broker_url)


@app.task(name=HAND_OUT, ignore_result=True)
def hand_out() -> None:
    """Look at the record now: the bell has rung. What fails is said, as a chore says it, and left to the sweeps."""
    try:
        left = dispatch.hand_out(tuple(Queue), _sender(), overdue=False)
        if left:  # the broker is down: the sweeps take them
            with transaction() as session:
                errands.end(session, [piece.name for piece in left])
    except Exception as error:
        log.error("%s failed: %s", HAND_OUT, fault_place(error))


def _soon_unless(is_done: bool) -> timedelta | None:
    return None if is_done else SOON


def _one_by_one(due: Callable[[Session], Sequence[str | int]]) -> Callable[[Session, int], Iterable[Ids]]:
    return lambda session, most: [(each,) for each in due(session)[: most + SPARE]]


@chore(DEADLINES, _one_by_one(consulting.due_consultations), by_the_clock=True)
def close_consultation(key: str) -> timedelta | None:
    """End the consultation on a statement whose deadline has passed."""
    with transaction() as session:
        return _soon_unless(consulting.close_due(session, key))


@chore(DEADLINES, _one_by_one(deciding.due_ballots), by_the_clock=True)
def settle_ballot(key: str) -> timedelta | None:
    """Settle the ballot on a statement that has reached its deadline."""
    with transaction() as session:
        return _soon_unless(deciding.settle(session, key))


@chore(DEADLINES, _one_by_one(deciding.due_reminders), by_the_clock=True)
def remind_committee(key: str) -> timedelta | None:
    """Have the Committee reminded of the ballot on a statement."""
    with transaction() as session:
        return _soon_unless(deciding.remind(session, key))


@chore(PUBLISHING, _one_by_one(publishing.due_publications), by_the_clock=True)
def publish_statement(publication_id: int) -> timedelta | None:
    """Put out an adopted statement."""
    return _soon_unless(workplace().press.publish(publication_id))


@chore(PUBLISHING, lambda session, _: [()] if workplace().press.are_lists_due(session) else [])
def print_lists() -> timedelta:
    """Print index and feeds anew; two workers whose settings differ would do it by turns for ever."""
    workplace().press.print_lists()
    return SOON


@chore(PUBLISHING, lambda _session, _most: [()])
def check_files() -> timedelta:
    """See to it that what is served is what was written."""
    return workplace().press.check_files()


@chore(PUBLISHING, lambda session, most: [(each,) for each in workplace().press.to_print(session, most + SPARE)])
def print_statement(publication_id: int) -> timedelta | None:
    """Print the pages of a published statement anew: another release made them, or they are gone."""
    return workplace().press.print_statement(publication_id)


@chore(MAIL, _one_by_one(notifying.waiting_events))
def make_deliveries(event_id: int) -> timedelta | None:
    """Make the mails of one event, one for each person who is to be told."""
    return _soon_unless(mailing.fan_out(event_id))


def _mail_lines(session: Session, lines: int) -> Iterable[Ids]:
    if workplace().settings.smtp_url is None:
        return []
    # Those that are at it are at what is theirs, and a mail server may hang for each. One line of several is left free.
    wanted = lines_wanted(session, lines)
    at_it = errands.count_at(session, send_mails.name) if wanted else 0
    return [(line,) for line in range(min(wanted + at_it, max(lines - 1, 1)))] if wanted else []


@chore(MAIL, _mail_lines, held=True)
def send_mails(_line: int) -> timedelta | None:
    """Send what is due, for some seconds. That this process cannot reach the server is no reason for others to wait."""
    place = workplace()
    rest = mailing.send_due(place.app, place.settings, ending=place.ending, seconds=SECONDS)
    return None if rest is None else SOON


@chore(DEADLINES, lambda _session, _most: [()], by_the_clock=True)
def clear_ended() -> timedelta:
    """Remove sign-ins, links and limits that have ended, once a day."""
    with transaction() as session:
        signins.clear_ended(session)
        errands.clear_ended(session)
    return A_DAY

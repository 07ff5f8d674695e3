"""One thing that is due, done as the worker's timers do it: what is due, and then each by itself until one was."""

from sqlalchemy.orm import Session

from workflow.services.consultation import consulting
from workflow.services.decision import deciding
from workflow.services.notifications import notifying


def close_next_consultation(session: Session) -> str | None:
    """The key of the statement whose overdue consultation was closed; None where none is due."""
    return next((key for key in consulting.due_consultations(session) if consulting.close_due(session, key)), None)


def settle_next_ballot(session: Session) -> str | None:
    """The key of the statement whose overdue ballot was settled; None where none is due."""
    return next((key for key in deciding.due_ballots(session) if deciding.settle(session, key)), None)


def remind_next_committee(session: Session) -> str | None:
    """The key of the statement whose Committee was reminded; None where none is to be."""
    return next((key for key in deciding.due_reminders(session) if deciding.remind(session, key)), None)


def fan_out_next_event(session: Session) -> bool:
    """Whether the oldest event without deliveries had them made."""
    waiting = notifying.waiting_events(session, limit=1)
    return bool(waiting) and notifying.fan_out(session, waiting[0])

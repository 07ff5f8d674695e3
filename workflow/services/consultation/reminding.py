"""Organisations that are silent in a consultation, and reminded of it."""

from datetime import timedelta

from sqlalchemy import false, func, select, true
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.consultation import Consultation
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import TakingPart
from workflow.queries.consultation.silent import is_silent
from workflow.queries.shared.roles import holds_pen
from workflow.rules.consultation.refusals import NobodySilent
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action, may
from workflow.rules.shared.refusals import RemindedBefore
from workflow.services.items.sending import open_consultation_of
from workflow.services.shared.record import lock_statement, record_event, require

PAUSE = timedelta(hours=12)
"""Between two reminders of one consultation."""


def remind_silent(session: Session, person: Person, key: str) -> int:
    """Have those reminded who are silent in the open consultation, see `queries.silent`; how many organisations.

    Protected ones are reminded too and never counted, nor told by a refusal: where one takes part the use case ends
    well, whether it is silent or not. Before a person who may not know of answers for the penholder only, whoever gave
    no other counts as silent, and is not reminded.
    Raises NotAllowed, ConsultationClosed, RemindedBefore (within PAUSE), NobodySilent. The caller commits.
    """
    statement = lock_statement(session, key)
    roles = require(session, person, Action.REMIND, statement)
    consultation = open_consultation_of(session, statement)
    if consultation.reminded_at is not None and now(session) < consultation.reminded_at + PAUSE:
        raise RemindedBefore(again_at=consultation.reminded_at + PAUSE)
    count = _silent(session, consultation, sees_private=may(Action.SEE_PRIVATE, roles, statement.stage))
    if not count and not _has_protected(session, consultation):
        raise NobodySilent
    consultation.reminded_at = now(session)
    data = {"consultation": consultation.id, "number": consultation.number}
    record_event(session, EventKind.CONSULTATION_REMINDED, person=person, statement=statement, data=data)
    return count


def _silent(session: Session, consultation: Consultation, *, sees_private: bool) -> int:
    """How many organisations without protection are silent, as far as the person may know."""
    of_it = select(func.count()).select_from(TakingPart).join(Organisation)
    of_it = of_it.where(TakingPart.statement_id == consultation.statement_id, Organisation.protected.is_(False))
    known = true() if sees_private else false()
    silent = is_silent(TakingPart.organisation_id, consultation.statement_id, consultation.id, sees_private=known)
    return session.scalar(of_it.where(silent)) or 0


def _has_protected(session: Session, consultation: Consultation) -> bool:
    """Whether a protected organisation takes part of which nobody holds the pen."""
    mine = TakingPart.organisation_id
    there = (TakingPart.statement_id == consultation.statement_id, Organisation.suspended_at.is_(None))
    waited_for = (Organisation.protected.is_(True), ~holds_pen(mine, consultation.statement_id))
    return session.scalar(select(mine).join(Organisation).where(*there, *waited_for).limit(1)) is not None

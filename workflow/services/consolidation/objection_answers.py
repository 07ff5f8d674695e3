"""The answers to objections: a penholder gives them before another ballot, and each organisation is told its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.objection import Objection
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.shared.newest import newest_ballot_id
from workflow.rules.decision.objections import NEEDS_WHY, ObjectionAnswer, objection_reference
from workflow.rules.decision.refusals import AnswerReasonNeeded, ObjectionsUnanswered, StaleObjectionAnswer
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.services.shared.checking import REASON_LIMIT, check_words
from workflow.services.shared.record import lock_statement, record_event, require


@dataclass(frozen=True)
class AnsweredObjection:
    """One answer of a form. reference: such as O1. serial: how many answers the form knew of."""

    reference: str
    answer: ObjectionAnswer
    reason: str
    serial: int


def answer_objections(
    session: Session, person: Person, key: str, *, answers: Sequence[AnsweredObjection]
) -> list[Objection]:
    """Answer these objections to the newest ballot, all or none; the same answer again changes nothing.

    Returns those that have another answer now. Raises NotAllowed, NotFound, AnswerReasonNeeded, StaleObjectionAnswer
    (somebody answered since the form was shown), TextRefused, OverLength. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.DISPOSE, statement)
    found = {each.reference: each for each in _objections_to_answer(session, statement)}
    if any(each.reference not in found for each in answers):
        raise NotFound
    reasons = {each.reference: check_words(each.reason, field="reason", limit=REASON_LIMIT) for each in answers}
    fresh = [each for each in answers if not _is_given(found[each.reference], each.answer, reasons[each.reference])]
    if stale := [each.reference for each in fresh if found[each.reference].serial != each.serial]:
        raise StaleObjectionAnswer(refs=stale)
    if bare := [each.reference for each in fresh if each.answer in NEEDS_WHY and not reasons[each.reference]]:
        raise AnswerReasonNeeded(refs=bare)
    for each in fresh:
        objection = found[each.reference]
        objection.answer, objection.answer_reason = each.answer, reasons[each.reference]
        objection.answered_by, objection.answered_at = person.id, now(session)
        objection.serial += 1
    session.flush()
    if fresh:
        data = {"refs": [each.reference for each in fresh], "answers": [each.answer.value for each in fresh]}
        record_event(session, EventKind.OBJECTION_ANSWERED, person=person, statement=statement, data=data)
    return [found[each.reference] for each in fresh]


def unanswered(session: Session, statement: Statement) -> list[str]:
    """The references of the objections that wait for an answer."""
    waiting = select(Objection.number).where(*_numbered(statement), Objection.answer.is_(None))
    return [objection_reference(number) for number in session.scalars(waiting.order_by(Objection.number))]


def require_objections_answered(session: Session, statement: Statement) -> None:
    """Nothing where each objection has an answer; raises ObjectionsUnanswered."""
    if left := unanswered(session, statement):
        raise ObjectionsUnanswered(refs=left)


def tell_answers(session: Session, statement: Statement) -> None:
    """Have each organisation told the answers to its objections that it does not know yet, in one mail."""
    untold = (*_numbered(statement), Objection.told < Objection.serial)
    found = session.scalars(select(Objection).where(*untold)).all()
    if not found:
        return
    for each in found:
        each.told = each.serial
    data = {"objections": sorted(each.id for each in found)}
    record_event(session, EventKind.ANSWERS_TO_OBJECTIONS_TOLD, statement=statement, data=data)


def _numbered(statement: Statement) -> tuple[ColumnElement[bool], ...]:
    return Objection.statement_id == statement.id, Objection.number.is_not(None)


def _objections_to_answer(session: Session, statement: Statement) -> Sequence[Objection]:
    """Those of the newest ballot, as they are now: another penholder may have been quicker."""
    asked = select(Objection).where(*_numbered(statement), Objection.ballot_id == newest_ballot_id(statement.id))
    return session.scalars(asked.execution_options(populate_existing=True)).all()


def _is_given(there: Objection, answer: ObjectionAnswer, reason: str) -> bool:
    return (there.answer, there.answer_reason) == (answer, reason)

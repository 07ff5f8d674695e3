"""Organisations that have nothing more to add."""

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.consultation import Consultation, NoComment
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotAllowed
from workflow.services.items.sending import ensure_label, enter_statement, open_consultation_of
from workflow.services.shared.record import record_event


def say_no_comment(session: Session, person: Person, key: str) -> NoComment:
    """Say for the person's organisation that it has nothing more to add in the open consultation; twice is once.

    Raises NotAllowed, ConsultationClosed. The caller commits.
    """
    statement, consultation, organisation = _enter_consultation(session, person, key)
    said = session.get(NoComment, (consultation.id, organisation))
    if said is None:
        said = NoComment(
            consultation_id=consultation.id, organisation_id=organisation, person_id=person.id, at=now(session)
        )
        session.add(said)
        ensure_label(session, person, statement)
        _record_silence(session, EventKind.NO_COMMENT_SAID, person, statement, consultation)
    return said


def take_back_no_comment(session: Session, person: Person, key: str) -> None:
    """Take that back; where it was not said nothing happens. Raises NotAllowed, ConsultationClosed."""
    statement, consultation, organisation = _enter_consultation(session, person, key)
    said = session.get(NoComment, (consultation.id, organisation))
    if said is not None:
        session.delete(said)
        _record_silence(session, EventKind.NO_COMMENT_TAKEN_BACK, person, statement, consultation)


def _enter_consultation(session: Session, person: Person, key: str) -> tuple[Statement, Consultation, int]:
    """The statement, its open consultation, and the organisation of which somebody speaks."""
    statement = enter_statement(session, person, key, Action.SAY_NO_COMMENT)
    consultation = open_consultation_of(session, statement)
    if person.organisation_id is None:
        raise NotAllowed
    return statement, consultation, person.organisation_id


def _record_silence(
    session: Session, kind: EventKind, person: Person, statement: Statement, consultation: Consultation
) -> None:
    data = {"consultation": consultation.id, "number": consultation.number}
    record_event(session, kind, person=person, statement=statement, data=data)

"""A consultation that was closed is opened again, with a new deadline and a reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.consultation import Consultation, ConsultationChangeKind
from workflow.models.person import Person
from workflow.rules.consultation.refusals import VersionSince
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Move
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import MomentPast, NotFound, ReasonNeeded
from workflow.services.consultation.consulting import record_change, require_seen
from workflow.services.items.sending import newest_consultation
from workflow.services.shared.record import lock_statement, move, record_event, require
from workflow.services.statements import versions


def reopen_consultation(
    session: Session, person: Person, key: str, *, closes_at: datetime, reason: str, seen: int | None = None
) -> Consultation:
    """Open the newest consultation again until `closes_at`; the dispositions given meanwhile stay.

    It is not blind any more: what was sent in it has been seen. seen: as for `consulting.extend_consultation`. Raises
    NotAllowed, NotFound (there was no consultation), VersionSince (a version was issued after it),
    ConsultationChanged, MomentPast, ReasonNeeded. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.REOPEN_CONSULTATION, statement)
    consultation, version = newest_consultation(session, statement), versions.current(session, statement)
    if consultation is None or version is None:
        raise NotFound
    if version.id != consultation.version_id:
        raise VersionSince(number=version.number, labelling=statement.labelling)
    require_seen(session, consultation, seen)
    if closes_at <= now(session):
        raise MomentPast
    if not reason.strip():
        raise ReasonNeeded
    consultation.closes_at, consultation.closed_at, consultation.blind = closes_at, None, False
    change = record_change(session, person, consultation, ConsultationChangeKind.REOPENED, reason)
    move(session, statement, Move.REOPEN_CONSULTATION)
    data = {
        "consultation": consultation.id,
        "number": consultation.number,
        "change": change.id,
        "closes_at": closes_at.isoformat(),
    }
    record_event(session, EventKind.CONSULTATION_REOPENED, person=person, statement=statement, data=data)
    return consultation

"""A round that was closed is opened again, with a new deadline and a reason."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.person import Person
from workflow.models.round import Round, RoundChangeKind
from workflow.rules.consultation.consultation_errors import VersionSince
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.errors import MomentPast, NotFound, ReasonNeeded
from workflow.rules.shared.lifecycle import Move
from workflow.rules.shared.permissions import Action
from workflow.services.consultation.consulting import record_change, require_seen
from workflow.services.items.sending import newest_round
from workflow.services.shared.record import lock_statement, move, record_event, require
from workflow.services.statements import versions


def reopen_round(
    session: Session, person: Person, key: str, *, closes_at: datetime, reason: str, seen: int | None = None
) -> Round:
    """Open the newest round again until `closes_at`; the dispositions given meanwhile stay.

    It is not blind any more: what was sent in it has been seen. seen: as for `consulting.extend_round`. Raises
    NotAllowed, NotFound (there was no round), VersionSince (a version was issued after it), RoundChanged, MomentPast,
    ReasonNeeded. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.REOPEN_ROUND, statement)
    round_, version = newest_round(session, statement), versions.current(session, statement)
    if round_ is None or version is None:
        raise NotFound
    if version.id != round_.version_id:
        raise VersionSince(number=version.number, labelling=statement.labelling)
    require_seen(session, round_, seen)
    if closes_at <= now(session):
        raise MomentPast
    if not reason.strip():
        raise ReasonNeeded
    round_.closes_at, round_.closed_at, round_.blind = closes_at, None, False
    change = record_change(session, person, round_, RoundChangeKind.REOPENED, reason)
    move(session, statement, Move.REOPEN_ROUND)
    data = {"round": round_.id, "number": round_.number, "change": change.id, "closes_at": closes_at.isoformat()}
    record_event(session, EventKind.ROUND_REOPENED, person=person, statement=statement, data=data)
    return round_

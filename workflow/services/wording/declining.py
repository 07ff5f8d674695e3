"""A proposer of a conflict finds no common wording, and says so before the deadline does."""

from datetime import datetime

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.joint_wording import Agreement, CommonWording, NoCommonWording, PastNoCommonWording
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound, ReasonNeeded
from workflow.rules.wording.refusals import StaleFinding, StaleWording
from workflow.services.items.sending import ensure_label
from workflow.services.shared.checking import check_words
from workflow.services.shared.record import lock_statement, record_event, require
from workflow.services.wording.asked_conflicts import agreements, newest_wording, own_conflict, require_open


def sign(agrees: bool, said_at: datetime | None) -> str:
    """What an organisation says of a conflict: that it agrees with the newest wording, that it finds none, or
    nothing.
    """
    return "agrees" if agrees else said_at.isoformat() if said_at else ""


def find_none(
    session: Session, person: Person, key: str, *, joint_wording: int, reason: str, language: str, seen: int, stand: str
) -> NoCommonWording:
    """Say that one's organisation finds no common wording, and why: the other proposers and the penholders read it.

    seen: serial of the newest offer that the form showed, 0 for none. stand: `sign` of what one's organisation said.
    Its agreement with that offer ends with this; to offer or agree again takes it back. The same said again changes
    nothing. Raises NotAllowed, NotFound, JointWordingEnded, StaleWording, StaleFinding, ReasonNeeded, TextRefused,
    OverLength. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.SUGGEST_WORDING, statement)
    conflict = own_conflict(session, statement, person, joint_wording)
    why = check_words(reason, field="reason")
    if not why:
        raise ReasonNeeded
    require_open(session, statement, person, conflict)
    said = _none_found_of(session, person, joint_wording)
    if said is not None and said.reason == why:
        return said
    newest = newest_wording(session, conflict)
    if seen != (newest.serial if newest else 0):
        raise StaleWording(serial=newest.serial if newest else 0)
    agreed = _agreement_of(session, person, newest)
    if stand != sign(agreed is not None, said.at if said else None):
        raise StaleFinding
    if said is not None:
        session.add(_past(said))
    said = said or NoCommonWording(joint_wording_id=joint_wording, organisation_id=person.organisation_id)
    said.reason, said.language, said.person_id, said.at = why, language, person.id, now(session)
    session.add(said)
    if agreed is not None:
        session.delete(agreed)
    session.flush()
    _record_none_found(session, person, statement, joint_wording)
    return said


def take_back_none_found(session: Session, person: Person, joint_wording: int) -> None:
    """Take back that the organisation found none: it offers a wording, or agrees with one. The reason is kept."""
    if (said := _none_found_of(session, person, joint_wording)) is not None:
        session.add(_past(said))
        session.delete(said)
        session.flush()


def _none_found_of(session: Session, person: Person, joint_wording: int) -> NoCommonWording | None:
    if person.organisation_id is None:
        raise NotFound
    return session.get(NoCommonWording, (joint_wording, person.organisation_id), populate_existing=True)


def _agreement_of(session: Session, person: Person, wording: CommonWording | None) -> Agreement | None:
    return agreements(session, wording).get(person.organisation_id or 0) if wording else None


def _past(said: NoCommonWording) -> PastNoCommonWording:
    return PastNoCommonWording(
        joint_wording_id=said.joint_wording_id,
        organisation_id=said.organisation_id,
        reason=said.reason,
        language=said.language,
        person_id=said.person_id,
        at=said.at,
    )


def _record_none_found(session: Session, person: Person, statement: Statement, joint_wording: int) -> None:
    ensure_label(session, person, statement)
    record_event(
        session, EventKind.NO_WORDING_FOUND, person=person, statement=statement, data={"joint_wording": joint_wording}
    )

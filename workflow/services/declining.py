"""A proposer of a clash finds no common wording, and says so before the deadline does."""

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.handing import NoCommonWording
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.errors import NotFound, ReasonNeeded
from workflow.rules.events import EventKind
from workflow.rules.permissions import Action
from workflow.services.checking import checked_words
from workflow.services.clashes import Clash, agreements, newest_wording, own_clash, require_open
from workflow.services.record import locked_statement, recorded, require
from workflow.services.sending import covered


def find_none(
    session: Session, person: Person, key: str, *, handing: int, reason: str, language: str
) -> NoCommonWording:
    """Say that one's organisation finds no common wording, and why: the other proposers and the penholders read it.

    Its agreement with the wording offered last ends with that; to offer or agree again takes it back. The same said
    again changes nothing. Raises NotAllowed, NotFound, HandingEnded, ReasonNeeded, TextRefused, OverLength. The caller
    commits.
    """
    statement = locked_statement(session, key)
    require(session, person, Action.WORD_CLASH, statement)
    clash = own_clash(session, statement, person, handing)
    why = checked_words(reason, field="reason")
    if not why:
        raise ReasonNeeded(field="reason")
    require_open(session, statement, person, clash)
    said = _said(session, person, handing)
    if said is not None and said.reason == why:
        return said
    said = said or NoCommonWording(handing_id=handing, organisation_id=person.organisation_id)
    said.reason, said.language, said.person_id, said.at = why, language, person.id, now(session)
    session.add(said)
    _agrees_no_more(session, person, clash)
    _recorded(session, person, statement, handing)
    return said


def found_again(session: Session, person: Person, handing: int) -> None:
    """Take back that the organisation found none: it offers a wording, or agrees with one."""
    if (said := _said(session, person, handing)) is not None:
        session.delete(said)
        session.flush()


def _said(session: Session, person: Person, handing: int) -> NoCommonWording | None:
    if person.organisation_id is None:
        raise NotFound
    return session.get(NoCommonWording, (handing, person.organisation_id), populate_existing=True)


def _agrees_no_more(session: Session, person: Person, clash: Clash) -> None:
    wording = newest_wording(session, clash)
    agreed = agreements(session, wording).get(person.organisation_id or 0) if wording else None
    if agreed is not None:
        session.delete(agreed)
    session.flush()


def _recorded(session: Session, person: Person, statement: Statement, handing: int) -> None:
    covered(session, person, statement)
    recorded(session, EventKind.NO_WORDING_FOUND, person=person, statement=statement, data={"handing": handing})

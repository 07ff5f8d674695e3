"""Who is what to a statement, as SQL: the condition of each role stands here and nowhere else.

Ids are columns or values; each condition is one on the question around it, however deep it is asked.
"""

from typing import Any

from sqlalchemy import ColumnElement, Exists, and_, exists
from sqlalchemy.orm import aliased

from workflow.models.ballot import Ballot, Elector
from workflow.models.consent import Consent, ConsentRequest
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.seat import Seat
from workflow.models.statement import NamedMember, Penholder, Statement, TakingPart

_Id = Any


def is_penholder(person_id: _Id, statement_id: _Id = Statement.id) -> Exists:
    """Whether that person holds the pen of the statement."""
    pen = exists().where(Penholder.statement_id == statement_id, Penholder.person_id == person_id)
    return pen.correlate_except(Penholder)


def holds_pen(organisation_id: _Id, statement_id: _Id) -> Exists:
    """Whether somebody of the organisation holds the pen of the statement."""
    one, pen = aliased(Person), aliased(Penholder)
    held = (pen.statement_id == statement_id, pen.person_id == one.id, one.organisation_id == organisation_id)
    return exists().where(*held).correlate_except(one, pen)


def takes_part(organisation_id: _Id, statement_id: _Id = Statement.id) -> Exists:
    """Whether the organisation takes part in the statement."""
    part = exists().where(TakingPart.statement_id == statement_id, TakingPart.organisation_id == organisation_id)
    return part.correlate_except(TakingPart)


def is_asked_to_be_named(organisation_id: _Id, statement_id: _Id = Statement.id) -> ColumnElement[bool]:
    """Whether the organisation was asked whether it agrees to be named by the statement, and is to be named still."""
    asked = exists().where(ConsentRequest.statement_id == statement_id, Consent.request_id == ConsentRequest.id)
    ours = asked.where(Consent.organisation_id == organisation_id).correlate_except(Consent, ConsentRequest)
    listed = exists().where(NamedMember.statement_id == statement_id, NamedMember.organisation_id == organisation_id)
    return and_(ours, listed.correlate_except(NamedMember))


def is_elector(organisation_id: _Id, ballot_id: _Id) -> Exists:
    """Whether the organisation held a seat when that ballot opened."""
    seat = exists().where(Elector.ballot_id == ballot_id, Elector.organisation_id == organisation_id)
    return seat.correlate_except(Elector)


def is_elector_since(organisation_id: _Id, ballot_id: _Id, since: ColumnElement[bool]) -> Exists:
    """The same under a condition on that Ballot, such as who was there when it opened."""
    seat = (Elector.ballot_id == ballot_id, Elector.organisation_id == organisation_id)
    return exists().where(*seat, Ballot.id == Elector.ballot_id, since).correlate_except(Elector, Ballot)


def was_there(opened_at: Any) -> ColumnElement[bool]:
    """Whether a Person was invited before a ballot opened, and so may act for a seat of it."""
    there: ColumnElement[bool] = Person.added_at <= opened_at
    return there


def holds_seat(organisation_id: _Id) -> Exists:
    """Whether the organisation stands on the roll of the Committee today, suspended or not."""
    held = exists().where(Seat.organisation_id == organisation_id, Seat.until.is_(None))
    return held.correlate_except(Seat)


def is_seated() -> ColumnElement[bool]:
    """Whether an Organisation holds a seat of the Committee today, and may use it."""
    return and_(holds_seat(Organisation.id), Organisation.suspended_at.is_(None))


def is_secretariat() -> ColumnElement[bool]:
    """Whether a person is one of the secretariat."""
    return Person.organisation_id.is_(None)


def is_active() -> ColumnElement[bool]:
    """Whether a person was not removed, and is not of a suspended organisation (outwardly joined)."""
    return and_(Person.removed_at.is_(None), Organisation.suspended_at.is_(None))

"""Who may be the second person of a change of the roll: everybody who could, read in one SQL statement."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.seat import SeatChange
from workflow.queries.shared.roles import holds_seat, is_active, is_secretariat
from workflow.queries.shared.values import value_of
from workflow.rules.people.roll import RollPerson, SeatRequest, seconds


def roll_people(session: Session) -> tuple[RollPerson, ...]:
    """The people of the secretariat and of the seats who have joined and are let in; one SQL statement."""
    held = holds_seat(Person.organisation_id)
    asked = (
        select(Person.id, Person.organisation_id, Person.joined_at, held.label("is_seated"))
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(is_active(), Person.joined_at.is_not(None), or_(is_secretariat(), held))
    )
    return tuple(value_of(RollPerson, row) for row in session.execute(asked))


def request_of(change: SeatChange) -> SeatRequest:
    """The change as the rules ask about it."""
    return SeatRequest(change.organisation_id, change.asked_by)


def second_ids(session: Session, changes: Collection[int], at: datetime) -> frozenset[int]:
    """The ids of the people who may confirm at least one of these changes; two SQL statements."""
    people = roll_people(session)
    asked = session.scalars(select(SeatChange).where(SeatChange.id.in_(changes)))
    return frozenset().union(*(seconds(request_of(change), people, at) for change in asked))

"""What follows when an organisation asks for protection: a label wherever it acted, its name on no public page."""

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot, Elector, Position
from workflow.models.item import Item, Reply, Support
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import NamedMember, Penholder, Statement, TakingPart
from workflow.services.imprint import take_name_off
from workflow.services.record import label_for


def protect_where_it_acted(session: Session, person: Person | None, organisation: Organisation) -> None:
    """Give `organisation` a label in each statement in which it appears, and take its name off what is published.

    person: who does it. The caller commits.
    """
    mine = organisation.id
    acted = union(
        select(TakingPart.statement_id).where(TakingPart.organisation_id == mine),
        select(NamedMember.statement_id).where(NamedMember.organisation_id == mine),
        select(Item.statement_id).where(Item.organisation_id == mine),
        select(Item.statement_id).join(Reply, Reply.item_id == Item.id).where(Reply.organisation_id == mine),
        select(Item.statement_id).join(Support, Support.item_id == Item.id).where(Support.organisation_id == mine),
        select(Ballot.statement_id)
        .join(Elector, Elector.ballot_id == Ballot.id)
        .where(Elector.organisation_id == mine),
        select(Ballot.statement_id)
        .join(Position, Position.ballot_id == Ballot.id)
        .where(Position.organisation_id == mine),
        select(Penholder.statement_id)
        .join(Person, Person.id == Penholder.person_id)
        .where(Person.organisation_id == mine),
    )
    # A statement's row is the lock of its labels; in one order, so that two of these never block each other.
    locked = select(Statement.id).where(Statement.id.in_(acted)).order_by(Statement.id).with_for_update()
    for statement_id in session.scalars(locked).all():
        label_for(session, statement_id, mine)
    take_name_off(session, person, organisation)

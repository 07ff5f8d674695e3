"""What protection asks for: a label wherever the organisation acted before, and a record of who takes names out."""

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot, Elector, Position
from workflow.models.event import Event
from workflow.models.item import Item, Reply, Support
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import NamedMember, Penholder, Statement, TakingPart
from workflow.rules.events import EventKind
from workflow.rules.permissions import Action
from workflow.services.record import label_for, locked_statement, recorded, require


def label_where_it_acted(session: Session, organisation: Organisation) -> None:
    """Give `organisation` a label in each statement in which it appears. The caller commits."""
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


def take_names(session: Session, person: Person, key: str, *, ending: str) -> Event:
    """Record that the names of protected organisations leave the service with a file of the register.

    ending: what kind of file it is. Raises NotFound, NotAllowed. The caller commits.
    """
    statement = locked_statement(session, key)
    require(session, person, Action.SEE_NAMES, statement)
    return recorded(session, EventKind.NAMES_TAKEN, person=person, statement=statement, data={"ending": ending})

"""An organisation is protected: a label wherever it acted, its name in no page or file; or it is so no longer."""

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.ballot import Ballot, Elector, Position
from workflow.models.event import Event
from workflow.models.item import Item, Reply, Support
from workflow.models.organisation import Organisation, ProtectionEnd
from workflow.models.person import Person
from workflow.models.statement import NamedMember, Penholder, Statement, TakingPart
from workflow.queries.people.exposure import exposure
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.organisation_facts import stand
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import AlreadyDone, ReasonNeeded
from workflow.rules.shared.shown import require_seen
from workflow.services.people.organisation_record import (
    lock_organisation,
    record_facts,
    require_management,
)
from workflow.services.publication.imprint import take_name_off
from workflow.services.shared.checking import check_words
from workflow.services.shared.record import ensure_label_of, lock_statement, record_event, require


def end_protection(
    session: Session, person: Person | None, key: str, *, reason: str, seen: str | None = None
) -> Organisation:
    """The organisation, whose name everybody may read from now on; its own people are told, with the reason.

    seen: `sign` of the `queries.exposure` that the page showed, None asks nothing. Raises NotFound, AlreadyDone (it is
    not protected), StaleForm, ReasonNeeded, TextRefused, OverLength. The caller commits.
    """
    require_management(person)
    organisation = lock_organisation(session, key)
    if not organisation.protected:
        raise AlreadyDone
    shown = exposure(session, key)
    require_seen(seen, shown.stands if shown else {})
    why = check_words(reason, field="reason")
    if not why:
        raise ReasonNeeded
    before = stand(organisation, has_seat=False)  # of its seat nothing is told here
    organisation.protected = False
    record_facts(session, person, organisation, before)
    data = {"changed": ["protected"]}
    record_event(session, EventKind.ORGANISATION_CHANGED, person=person, organisation=organisation, data=data)
    end = ProtectionEnd(
        organisation_id=organisation.id, reason=why, person_id=person.id if person else None, at=now(session)
    )
    session.add(end)
    session.flush()
    ended = {"end": end.id, "from": True, "to": False}
    record_event(session, EventKind.PROTECTION_ENDED, person=person, organisation=organisation, data=ended)
    return organisation


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
        ensure_label_of(session, statement_id, mine)
    take_name_off(session, person, organisation)


def take_names(session: Session, person: Person, key: str, *, ending: str) -> Event:
    """Record that the names of protected organisations leave the service with a file of the table of responses.

    ending: what kind of file it is. Raises NotFound, NotAllowed. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.SEE_NAMES, statement)
    return record_event(session, EventKind.NAMES_TAKEN, person=person, statement=statement, data={"ending": ending})

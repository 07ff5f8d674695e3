"""Support: one organisation stands behind an item of another; once, whoever of its focal points says so."""

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import CoProposer, Disposition, Item, ItemState, Support
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.items.refusals import ItemWithdrawn, Reworded
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import AlreadyDone, NotAllowed, NotFound
from workflow.services.items.sending import enter_statement, item_of, open_consultation_of, record_item_event


def support(session: Session, person: Person, key: str, *, item: str | int, wording: int | None = None) -> Support:
    """Support an item as it reads now in the name of the person's organisation; a second time answers like the first.

    wording: the one that the page showed. Raises NotAllowed (an own item, or nobody to support in the name of),
    ConsultationClosed, ItemWithdrawn, AlreadyDone (it was dealt with), Reworded (it reads otherwise now). The caller
    commits.
    """
    statement, found, organisation = _supportable(session, person, key, item)
    if wording is not None and wording != found.wording:
        raise Reworded(reference=found.reference)
    given = session.get(Support, (found.id, organisation))
    if given is None or given.wording != found.wording:
        given = given or Support(item_id=found.id, organisation_id=organisation)
        given.person_id, given.since, given.wording = person.id, now(session), found.wording
        session.add(given)
        record_item_event(session, EventKind.SUPPORT_GIVEN, person, statement, found)
    return given


def end_support(session: Session, person: Person, key: str, *, item: str | int) -> None:
    """Take the organisation's support back; without one nothing happens."""
    statement, found, organisation = _supportable(session, person, key, item)
    given = session.get(Support, (found.id, organisation))
    if given is not None:
        session.delete(given)
        record_item_event(session, EventKind.SUPPORT_TAKEN_BACK, person, statement, found)


def _supportable(session: Session, person: Person, key: str, item: str | int) -> tuple[Statement, Item, int]:
    """The statement, an item of others that waits for its answer, and the organisation that may support it."""
    statement = enter_statement(session, person, key, Action.SUPPORT)
    open_consultation_of(session, statement)
    found = item_of(session, statement, person, item)
    if person.organisation_id is None or found.organisation_id == person.organisation_id or found.private:
        raise NotAllowed
    if session.get(CoProposer, (found.id, person.organisation_id)) is not None:  # it is made in its name already
        raise NotAllowed
    if found.state is not ItemState.SENT:
        raise ItemWithdrawn(reference=found.reference) if found.number else NotFound
    answer = session.get(Disposition, found.id)
    if answer is not None and answer.version_id is not None:  # one that was not issued yet is the penholder's alone
        raise AlreadyDone
    return statement, found, person.organisation_id

"""The order of accepted paragraphs that come after the same one, as the penholder wants it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.item import Disposition, Item
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.consolidation.refusals import StaleOrder
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.services.consolidation.accepting import accepted_amendments, texts
from workflow.services.consolidation.next_text import text_to_issue
from workflow.services.shared.record import lock_statement, record_event, require
from workflow.services.statements import versions
from workflow.text.amendments import ParagraphOrder, orders


def put_first(session: Session, person: Person, key: str, *, reference: str, seen: Sequence[str]) -> None:
    """Have the paragraph of an accepted amendment come before the others that follow the same one.

    seen: the references in the order that the form showed. A paragraph that is first stays so. Raises NotAllowed,
    NotFound or StaleOrder. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.DISPOSE, statement)
    there = next((each for each in _orders(session, statement) if any(reference in refs for refs in each.refs)), None)
    if there is None:
        raise StaleOrder(refs=[reference])
    now, wanted = there.with_first(""), there.with_first(reference)
    if now == wanted:
        return
    if now != tuple(seen):
        raise StaleOrder(refs=[reference])
    given = _dispositions(session, statement)
    for turn, ref in enumerate(wanted, 1):
        given[ref].turn = turn
    session.flush()
    data = {"references": list(wanted)}
    record_event(session, EventKind.PARAGRAPHS_ORDERED, person=person, statement=statement, data=data)


def _orders(session: Session, statement: Statement) -> list[ParagraphOrder]:
    version = versions.current(session, statement)
    if version is None:
        raise NotFound
    made = text_to_issue(session, statement)
    issued = texts(session, statement, [version.id])[version.id]
    return orders(issued, accepted_amendments(session, statement), (*made.by_hand, *made.unapplied))


def _dispositions(session: Session, statement: Statement) -> dict[str, Disposition]:
    rows = session.execute(
        select(Item, Disposition)
        .join(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == statement.id, Item.number.is_not(None), Disposition.version_id.is_(None))
        .execution_options(populate_existing=True)
    )
    return {item.reference: given for item, given in rows}

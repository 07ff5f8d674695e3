"""What one click answered is undone: its items wait for their answer again, as they did before."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.item import Disposition, Item, ItemState
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.consolidation.refusals import NotToUndo
from workflow.rules.items.kinds import KINDS
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action
from workflow.services.consolidation.overtaking import require_none_relies
from workflow.services.consolidation.unbracketing import follow_brackets, reopen_settled
from workflow.services.items.lapsing import past
from workflow.services.shared.record import lock_statement, record_event, require


def take_back_answers(session: Session, person: Person, key: str, *, given: Mapping[str, int]) -> list[str]:
    """Have the items wait for an answer that this person has answered, and nobody touched since; their references.

    given: reference -> the serial of the answer. What it said stays on the record. Raises NotAllowed, NotToUndo (one of
    them was answered anew, shown or issued, or is another penholder's), OthersRely. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.DISPOSE, statement)
    found = [(item, said) for item, said in _answered(session, statement) if given.get(item.reference) == said.serial]
    if not given or len(found) < len(given) or any(not _is_untouched(item, said, person) for item, said in found):
        raise NotToUndo
    items = [item for item, _ in found]
    require_none_relies(session, items)
    for item, said in found:
        facts = {"reference": item.reference, "disposition": said.kind.value, "serial": said.serial}
        session.add(past(said))
        session.delete(said)
        data = {**facts, "told": False, "undone": True}
        record_event(session, EventKind.DISPOSITION_LAPSED, person=person, statement=statement, item=item, data=data)
    session.flush()
    reopen_settled(session, person, statement, [item for item in items if KINDS[item.kind].amends])
    follow_brackets(session, person, statement, [item.reference for item in items])
    return [item.reference for item in items]


def _answered(session: Session, statement: Statement) -> Sequence[tuple[Item, Disposition]]:
    rows = session.execute(
        select(Item, Disposition)
        .join(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == statement.id, Item.number.is_not(None))
        .order_by(Item.letter, Item.number)
        .execution_options(populate_existing=True)
    )
    return [(item, said) for item, said in rows]


def _is_untouched(item: Item, said: Disposition, person: Person) -> bool:
    is_own = said.person_id == person.id and item.state is ItemState.SENT
    return is_own and said.version_id is None and said.showing_id is None

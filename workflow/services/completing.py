"""When an item may be sent: nothing needed is missing, and an amendment would change the text."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from workflow.models.item import Item
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.errors import NothingChanged, NothingWritten, ReasonNeeded
from workflow.rules.events import EventKind
from workflow.services.openness import require_open_to
from workflow.services.sending import Table, send, told
from workflow.text.amendments import Amendment, is_empty
from workflow.text.blocks import Block


def finish(session: Session, person: Person, statement: Statement, table: Table, item: Item, keep: bool) -> None:
    """Leave the item inside its organisation, or send it.

    Raises ParagraphClosed, and what `require_complete` raises.
    """
    if keep:
        told(session, EventKind.ITEM_KEPT, person, statement, item)
        return
    require_complete(item, table.edition.blocks)
    require_open_to(session, statement, table.round, item, table.edition.blocks)
    send(session, person, statement, item)


def require_complete(item: Item, blocks: Sequence[Block]) -> None:
    """Nothing for an item that may be sent; raises NothingWritten, ReasonNeeded, NothingChanged or ParagraphGone."""
    if item.change is None:
        if not item.body:
            raise NothingWritten
        return
    if not item.body:
        raise ReasonNeeded
    if is_empty(blocks, Amendment("", item.change, item.block or "", item.start, item.end, item.proposal, item.after)):
        raise NothingChanged

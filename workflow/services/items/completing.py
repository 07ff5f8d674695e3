"""When an item may be sent: nothing needed is missing, and an amendment would change the text."""

from sqlalchemy.orm import Session

from workflow.models.item import Item
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.rules.items.refusals import NothingChanged, NothingWritten
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import ReasonNeeded
from workflow.services.items.sending import OnTheTable, record_item_event, send
from workflow.services.statements.openness import require_open_to
from workflow.text.amendments import Amendment, AmendmentKind, is_empty


def finish(session: Session, person: Person, statement: Statement, table: OnTheTable, item: Item, keep: bool) -> None:
    """Leave the item inside its organisation, or send it.

    Raises ParagraphClosed, and what `require_complete` raises.
    """
    if keep:
        record_item_event(session, EventKind.ITEM_KEPT, person, statement, item)
        return
    require_complete(item, table.edition)
    require_open_to(session, statement, table.consultation, item, table.edition.blocks)
    send(session, person, statement, item)


def require_complete(item: Item, text: Edition) -> None:
    """Nothing for an item that may be sent; raises NothingWritten, ReasonNeeded, NothingChanged or ParagraphGone."""
    if item.change is None:
        if not item.body:
            raise NothingWritten
        return
    if not item.body:
        raise ReasonNeeded
    if not item.proposal and _needs_words(item, text):
        raise NothingWritten(field="proposal", change=item.change)
    if _changes_nothing(item, text):
        raise NothingChanged


def _needs_words(item: Item, text: Edition) -> bool:
    """Whether it is nothing without words: forgotten, they would take a paragraph out; to remove one is said so."""
    if item.change in (AmendmentKind.TITLE, AmendmentKind.ADD):
        return True
    whole = (0, len(next((block.text for block in text.blocks if block.id == item.block), "")))
    return item.change is AmendmentKind.REPLACE and (item.start, item.end) == whole


def _changes_nothing(item: Item, text: Edition) -> bool:
    if item.change is None or item.change is AmendmentKind.TITLE:
        return item.proposal == text.title
    asked = Amendment("", item.change, item.block or "", item.start, item.end, item.proposal, item.after)
    return is_empty(text.blocks, asked)

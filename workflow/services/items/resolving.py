"""Threads: what was said to an item is talked out, or open again."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Item, ItemState, Reply
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.items.refusals import ItemWithdrawn, RepliedSince
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.permissions import Action, Role
from workflow.rules.shared.refusals import NotAllowed, NotFound
from workflow.services.items.sending import item_of, record_item_event
from workflow.services.shared.record import lock_statement, mark_touched, require


def resolve(session: Session, person: Person, key: str, *, item: str | int, seen: int | None = None) -> Item:
    """Say that an item's thread is talked out, for its organisation or a penholder; twice answers like once.

    seen: how many replies the page showed, None asks nothing. Raises NotAllowed, NotFound, ItemWithdrawn, RepliedSince.
    The caller commits.
    """
    statement, found = _thread(session, person, key, item)
    if found.resolved_at is None:
        there = session.scalar(select(func.count()).where(Reply.item_id == found.id)) or 0
        if seen is not None and seen < there:
            raise RepliedSince(reference=found.reference)
        found.resolved_at = now(session)
        mark_touched(session, found)
        record_item_event(session, EventKind.THREAD_RESOLVED, person, statement, found)
    return found


def reopen(session: Session, person: Person, key: str, *, item: str | int) -> Item:
    """Open a thread again that was talked out; raises what `resolve` raises."""
    statement, found = _thread(session, person, key, item)
    if found.resolved_at is not None:
        found.resolved_at = None
        mark_touched(session, found)
        record_item_event(session, EventKind.THREAD_REOPENED, person, statement, found)
    return found


def _thread(session: Session, person: Person, key: str, item: str | int) -> tuple[Statement, Item]:
    statement = lock_statement(session, key)
    roles = require(session, person, Action.RESOLVE, statement)
    found = item_of(session, statement, person, item)
    if Role.PENHOLDER not in roles and found.organisation_id != person.organisation_id:
        raise NotAllowed
    if found.state is not ItemState.SENT:
        raise ItemWithdrawn(reference=found.reference) if found.number else NotFound
    return statement, found

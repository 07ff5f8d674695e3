"""What a person has looked at: the text of a version, and items that stood on their screen."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from workflow.database import moment_of, now
from workflow.models.item import Item
from workflow.models.looking import Look, SeenItem
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.shared.disclosure import is_disclosed
from workflow.queries.shared.standing import roles_of
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound
from workflow.services.shared.record import require

MOST = 1_000
"""Items that one form can say were seen."""


def look(session: Session, person_id: int, version_id: int) -> None:
    """Keep that a person has opened the text of a version that it may see; the first time counts. The caller commits.

    One SQL statement, for it is part of showing a page. Nobody else's business, and in nobody's way: of two windows
    that open it at once the second changes nothing.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"person_id": person_id, "version_id": version_id, "first_at": moment_of(session)}
    session.execute(insert(Look).values(values).on_conflict_do_nothing())


def mark_items_seen(session: Session, person: Person, key: str, *, items: Collection[str], at: datetime) -> int:
    """Keep that items stood on the person's screen as they were at `at`, when the page was made; how many did.

    items: their keys. What happened since is still new. Keys of what the person may not know of are passed over.
    The caller commits.
    """
    statement = _statement(session, person, key)
    known = is_disclosed(person.organisation_id, roles_of(session, person.id, statement.id))
    wanted = select(Item.id).where(Item.statement_id == statement.id, Item.number.is_not(None), known)
    ids = session.scalars(wanted.where(Item.key.in_(list(items)[:MOST]))).all()
    _alone(session, person.id)
    moment = min(at, now(session))
    before = {
        each.item_id: each
        for each in session.scalars(select(SeenItem).where(SeenItem.person_id == person.id, SeenItem.item_id.in_(ids)))
    }
    for each in ids:
        if each not in before:
            session.add(SeenItem(person_id=person.id, item_id=each, at=moment))
        else:
            before[each].at = max(before[each].at, moment)
    return len(ids)


def _statement(session: Session, person: Person, key: str) -> Statement:
    """The statement without its lock: what one person has seen is nobody else's business, and waits for nobody."""
    statement = session.scalar(select(Statement).where(Statement.key == key))
    if statement is None:
        raise NotFound
    require(session, person, Action.SEE_ITEMS, statement)
    return statement


def _alone(session: Session, person_id: int) -> None:
    """Wait for the person's other windows: two that say the same at once would both write the first line of it."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update())

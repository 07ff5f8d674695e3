"""What every use case begins and ends with: the lock, the permission, the move, the event."""

import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.base import LETTERS, SIGNS
from workflow.models.base import new_key as new_key  # used under this name too
from workflow.models.event import Event
from workflow.models.item import Item
from workflow.models.label import Label
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.queries.shared.standing import roles_of
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Move, stage_after
from workflow.rules.shared.permissions import Action, Role, may
from workflow.rules.shared.refusals import NotAllowed, NotFound
from workflow.services.shared.errands import note_pulse


def key_from(digest: bytes) -> str:
    """The key that belongs to a digest: the same for the same bytes, as random as they are."""
    return "".join(SIGNS[byte % len(SIGNS)] for byte in digest[:10])


def new_block_id() -> str:
    """A random permanent id of a paragraph; begins with a letter, as an element's id on a page must be able to."""
    return secrets.choice(LETTERS) + "".join(secrets.choice(SIGNS) for _ in range(6))


def lock_statement(session: Session, key: str) -> Statement:
    """The statement with `key`, locked until the transaction ends; raises NotFound.

    It comes first in every use case that moves a statement; what is locked besides is locked after it: no deadlock.
    """
    statement = session.scalar(select(Statement).where(Statement.key == key).with_for_update())
    if statement is None:
        raise NotFound
    return statement


def lock_roll(session: Session) -> None:
    """Keep the roll of the Committee from others who would change it, or open a ballot on it, until the end.

    It comes after the rows of organisations and statements, and before those of persons, in whatever is locked.
    """
    note_pulse(session, "roll")


def require(session: Session, person: Person, action: Action, statement: Statement) -> frozenset[Role]:
    """The roles of `person`, who may do `action`; raises NotFound (may not even see it) or NotAllowed."""
    roles = roles_of(session, person.id, statement.id)
    if not may(Action.SEE_STATEMENT, roles, statement.stage):
        raise NotFound
    if not may(action, roles, statement.stage):
        raise NotAllowed
    return roles


def move(session: Session, statement: Statement, taken: Move) -> None:
    """Take the statement to the stage that the move reaches; raises WrongStage."""
    reached = stage_after(statement.stage, taken)
    if reached is not statement.stage:
        statement.stage = reached
        statement.moved_at = now(session)


def record_event(
    session: Session,
    kind: EventKind,
    *,
    person: Person | None = None,
    statement: Statement | None = None,
    item: Item | None = None,
    organisation: Organisation | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """The event of what was just done, in the same transaction; whoever listens is woken after the commit.

    data holds ids, numbers and codes, never a name; words only of the one who acts, for all who are told of it: the
    reason of a stop, an extension or a hold, the words that a penholder shows for an item.
    """
    event = Event(
        kind=kind,
        at=now(session),
        person_id=person.id if person else None,
        organisation_id=organisation.id if organisation else (person.organisation_id if person else None),
        statement_id=statement.id if statement else None,
        item_id=item.id if item else None,
        data=data or {},
    )
    session.add(event)
    session.flush()
    session.info["recorded"] = True
    return event


def mark_touched(session: Session, item: Item) -> None:
    """Note that something happened to the item that all who see it may know."""
    item.touched_at = now(session)


def ensure_label_of(session: Session, statement_id: int, organisation_id: int) -> Label:
    """The label of a protected organisation in this statement, made now if it has none; ask under the lock."""
    label = session.get(Label, (statement_id, organisation_id))
    if label is None:
        ensure_labels(session, statement_id, [organisation_id])
        label = session.get_one(Label, (statement_id, organisation_id))
    return label


def ensure_labels(session: Session, statement_id: int, organisation_ids: Collection[int]) -> None:
    """Give those of these organisations a label in this statement that have none; ask under the lock.

    As many SQL statements for five hundred as for one.
    """
    rows = session.execute(select(Label.organisation_id, Label.code).where(Label.statement_id == statement_id)).all()
    taken, held = {row.code for row in rows}, {row.organisation_id for row in rows}
    for organisation_id in organisation_ids:
        if organisation_id not in held:
            code = _free_code(taken)
            session.add(Label(statement_id=statement_id, organisation_id=organisation_id, code=code))
            taken.add(code)
    session.flush()


def _free_code(taken: Collection[str]) -> str:
    while (code := "".join(secrets.choice(SIGNS) for _ in range(3)).upper()) in taken:
        pass
    return code

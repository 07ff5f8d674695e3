"""What a filled form makes: one item, however often it is sent; and no words are dropped for a form sent before.

A browser that goes back after a lost answer brings the same words in a form of another token: they are the same item.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Item, ItemKind, ItemState
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.rules.shared.refusals import FormSpent, Refusal
from workflow.services.items.completing import finish
from workflow.services.items.placing import Place
from workflow.services.items.sending import (
    OnTheTable,
    Writing,
    earlier_item,
    insert_draft,
    on_the_table,
    original,
    place_of,
    put_item,
    write_item,
    writing_of,
)

Aim = Callable[[Edition], tuple[Place, Writing]]
"""Where in a text an item stands and what it says; raises where it cannot stand there."""
SAME_WITHIN = timedelta(hours=1)
"""How long after an item the same words at the same place are that item, whatever form brings them."""


def receive_item(
    session: Session,
    person: Person,
    statement: Statement,
    kind: ItemKind,
    aim: Aim,
    *,
    version: int,
    keep: bool,
    form_token: str | None,
) -> Item:
    """The item that this form makes, kept or sent; the same form again with the same words: its first item. So do the
    same words of the same organisation in another form within the hour; `is_made_by` tells.

    A draft of those words goes on from there when the form says send. Raises FormSpent for other words in a form that
    was sent, what `on_the_table`, `aim` and `finish` raise.
    """
    earlier = earlier_item(session, statement, person, form_token)
    if earlier is not None and _is_same(session, statement, earlier, kind, aim, version, keep):
        return earlier
    twin = _twin(session, person, statement, kind, aim, version) if earlier is None else None
    if twin is not None and (keep or twin.state is ItemState.SENT):
        return twin
    table = on_the_table(session, statement, version)
    if earlier is not None and (keep or not is_untouched(earlier)):
        raise FormSpent
    place, writing = aim(table.edition)
    if twin is not None:
        item = take_over_draft(twin, form_token)
    elif earlier is None:
        item = insert_draft(session, person, table, kind, place, writing, form_token)
    else:
        item = rewritten(session, earlier, table, kind, place, writing)
    finish(session, person, statement, table, item, keep)
    return item


def is_made_by(item: Item, form_token: str | None) -> bool:
    """Whether the form of that token made the item; it says the same as another one did where not."""
    return item.form_token == (form_token or None)


def same_words_before(
    session: Session, person: Person, kind: ItemKind, version_id: int, place: Place, writing: Writing
) -> Item | None:
    """What the organisation said within the hour in the same words at that place; sent, rather than a draft.

    Ask under the statement's lock: of two that arrive at once the second then finds the first.
    """
    same = [item for item in _recent(session, person, kind, version_id) if _says(item, place, writing)]
    return min(same, key=lambda item: (item.state is not ItemState.SENT, item.id), default=None)


def take_over_draft(draft: Item, form_token: str | None) -> Item:
    """The draft as one of the form that brings the same words once more, and now sends them."""
    draft.form_token = form_token or draft.form_token
    return draft


def _twin(
    session: Session, person: Person, statement: Statement, kind: ItemKind, aim: Aim, version: int
) -> Item | None:
    """What was said before in the words of a form that was written on version number `version`."""
    on = session.scalar(select(Version.id).where(Version.statement_id == statement.id, Version.number == version))
    if on is None or not _recent(session, person, kind, on):
        return None
    try:
        place, writing = aim(original(session, statement, on))
    except Refusal:  # what has no place was never sent; why is said where it is put on the table
        return None
    return same_words_before(session, person, kind, on, place, writing)


def _recent(session: Session, person: Person, kind: ItemKind, version_id: int) -> list[Item]:
    ours: ColumnElement[bool] = Item.organisation_id.is_not_distinct_from(person.organisation_id)
    since = now(session) - SAME_WITHIN
    draft = (Item.state == ItemState.KEPT) & (func.coalesce(Item.edited_at, Item.made_at) > since)
    sent = (Item.state == ItemState.SENT) & (Item.sent_at > since)
    of_it = select(Item).where(Item.version_id == version_id, Item.kind == kind, ours, or_(draft, sent))
    return list(session.scalars(of_it.execution_options(populate_existing=True)))


def _says(item: Item, place: Place, writing: Writing) -> bool:
    """Whether it stands there and says that; in which language its writer said the words to be is no other point."""
    return (place_of(item), replace(writing_of(item), language="")) == (place, replace(writing, language=""))


def _is_same(
    session: Session, statement: Statement, item: Item, kind: ItemKind, aim: Aim, version: int, keep: bool
) -> bool:
    """Whether the item is what the form asks for now, word for word, and kept or sent as it asks."""
    asked = (kind, ItemState.KEPT if keep else ItemState.SENT)
    if (item.kind, item.state) != asked or session.get_one(Version, item.version_id).number != version:
        return False
    return aim(original(session, statement, item.version_id)) == (place_of(item), writing_of(item))


def is_untouched(item: Item) -> bool:
    """Whether it is a draft that nobody changed since the form kept it: a colleague's words are not written over."""
    return item.state is ItemState.KEPT and item.edited_at is None


def rewritten(session: Session, item: Item, table: OnTheTable, kind: ItemKind, place: Place, writing: Writing) -> Item:
    """The draft with other words in their place."""
    item.kind, item.edited_at = kind, now(session)
    put_item(item, table, place)
    write_item(item, writing)
    return item

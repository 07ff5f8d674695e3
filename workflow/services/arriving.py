"""What a filled form makes: one item, however often it is sent; and no words are dropped for a form sent before."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.item import Item, ItemKind, ItemState
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.rules.errors import FormSpent
from workflow.services.completing import finish
from workflow.services.placing import Place
from workflow.services.sending import (
    Table,
    Writing,
    kept,
    on_the_table,
    original,
    place_of,
    put,
    sent_before,
    writing_of,
    wrote,
)

Aim = Callable[[Edition], tuple[Place, Writing]]
"""Where in a text an item stands and what it says; raises where it cannot stand there."""


def arrived(
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
    """The item that this form makes, kept or sent; the same form again with the same words: its first item.

    A draft that it kept goes on from there when the form says send. Raises FormSpent for other words otherwise, what
    `on_the_table`, `aim` and `finish` raise.
    """
    earlier = sent_before(session, statement, person, form_token)
    if earlier is not None and _is_same(session, statement, earlier, kind, aim, version, keep):
        return earlier
    table = on_the_table(session, statement, version)
    if earlier is not None and (keep or not is_untouched(earlier)):
        raise FormSpent
    place, writing = aim(table.edition)
    if earlier is None:
        item = kept(session, person, table, kind, place, writing, form_token)
    else:
        item = rewritten(session, earlier, table, kind, place, writing)
    finish(session, person, statement, table, item, keep)
    return item


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


def rewritten(session: Session, item: Item, table: Table, kind: ItemKind, place: Place, writing: Writing) -> Item:
    """The draft with other words in their place."""
    item.kind, item.edited_at = kind, now(session)
    put(item, table, place)
    wrote(item, writing)
    return item

"""What is new to a person: others' items that were not on their screen yet, or to which something happened since."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func

from workflow.models.item import Item, ItemState
from workflow.models.looking import SeenItem


class Newness(StrEnum):
    """Why an item is worth a look."""

    NEW = "new"
    CHANGED = "changed"


def is_new(person_id: Any) -> ColumnElement[bool]:
    """Items sent that are new to that person; whose they are is asked apart: one's own never are."""
    up_to_date = exists().where(
        SeenItem.item_id == Item.id,
        SeenItem.person_id == person_id,
        SeenItem.at >= func.coalesce(Item.touched_at, Item.sent_at),
    )
    return and_(Item.state == ItemState.SENT, ~up_to_date.correlate(Item))


def newness(row: Any) -> Newness | None:
    """Why a row is worth a look. Wants state, ours and `look_at` as look."""
    if row.ours or row.state is ItemState.KEPT:
        return None
    found = LOOKS[row.look]
    return None if found is Newness.NEW and row.state is not ItemState.SENT else found


LOOKS = (None, Newness.NEW, Newness.CHANGED)
"""What the numbers of `look_at` mean."""


def look_at(seen_at: Any) -> ColumnElement[int]:
    """What a look would show of an item sent by others: the place in LOOKS. seen_at: a column."""
    touched = func.coalesce(Item.touched_at, Item.sent_at)
    return case((seen_at.is_(None), 1), (touched > seen_at, 2), else_=0)

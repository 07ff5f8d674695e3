"""Where a person last said that an item's words stand."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from workflow.models.item import Item
from workflow.models.placement import Placement
from workflow.text.amendments import Pin

_earlier = aliased(Placement)


def is_pin(of: type[Placement]) -> ColumnElement[bool]:
    """Whether `of`, an alias of Placement, is the last place that a person gave to the item beside it."""
    by_hand = (_earlier.item_id == Item.id, _earlier.placed_by.is_not(None))
    last = select(func.max(_earlier.version_id)).where(*by_hand).correlate(Item).scalar_subquery()
    return and_(of.item_id == Item.id, of.version_id == last)


def pin_columns(of: type[Placement]) -> tuple[Any, ...]:
    """The columns that `pin_of` wants."""
    names = ("version_id", "block", "start", "end")
    return tuple(getattr(of, name).label(f"pin_{name}") for name in names)


def pin_of(row: Any) -> Pin | None:
    """Where a person placed the item of the row; None where nobody did."""
    if row.pin_version_id is None:
        return None
    return Pin(row.pin_version_id, row.pin_block, row.pin_start, row.pin_end)

"""In whose name items are made besides the organisation that stands first."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists

from workflow.models.item import CoProposer, Item
from workflow.rules.shared.names import Named


def is_joint() -> ColumnElement[bool]:
    """Whether an item is made in the name of several organisations."""
    return exists().where(CoProposer.item_id == Item.id).correlate(Item)


def is_in_name_of(organisation_id: Any) -> ColumnElement[bool]:
    """Whether an item is made in that organisation's name as well, where another one stands first."""
    other = and_(CoProposer.item_id == Item.id, CoProposer.organisation_id == organisation_id)
    return exists().where(other).correlate(Item)


def in_order(names: Iterable[Named]) -> tuple[Named, ...]:
    """Several organisations as a list shows them: in the order of what is shown."""
    return tuple(sorted(names, key=lambda each: each.sorting))

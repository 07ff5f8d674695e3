"""In whose name items are made besides the organisation that stands first."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from workflow.models.item import CoProposer, Item
from workflow.models.organisation import Label, Organisation
from workflow.queries.standing import Standing
from workflow.rules.names import Named, named


def is_joint() -> ColumnElement[bool]:
    """Whether an item is made in the name of several organisations."""
    return exists().where(CoProposer.item_id == Item.id).correlate(Item)


def is_in_name_of(organisation_id: Any) -> ColumnElement[bool]:
    """Whether an item is made in that organisation's name as well, where another one stands first."""
    other = and_(CoProposer.item_id == Item.id, CoProposer.organisation_id == organisation_id)
    return exists().where(other).correlate(Item)


def co_proposers(session: Session, standing: Standing, ids: Collection[int]) -> dict[int, tuple[Named, ...]]:
    """Item id -> the further organisations in whose name it is made, by what they are called; one SQL statement."""
    if not ids:
        return {}
    rows = session.execute(
        select(
            CoProposer.item_id, Organisation.id, Organisation.name, Organisation.language, Organisation.protected,
            Label.code,
        )
        .join(Organisation, Organisation.id == CoProposer.organisation_id)
        .outerjoin(Label, (Label.organisation_id == Organisation.id) & (Label.statement_id == standing.id))
        .where(CoProposer.item_id.in_(ids))
    )  # fmt: skip
    found: dict[int, list[Named]] = {}
    for row in rows:
        who = named(row.id, row.name, row.language, row.protected, row.code, standing.viewer)
        found.setdefault(row.item_id, []).append(who)
    return {item: in_order(names) for item, names in found.items()}


def in_order(names: Iterable[Named]) -> tuple[Named, ...]:
    """Several organisations as a list shows them: in the order of what is shown."""
    return tuple(sorted(names, key=lambda each: each.sorting))

"""Who supports items, as one reader may see it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.item import Item, Support
from workflow.models.organisation import Organisation
from workflow.queries.standing import Standing
from workflow.rules.names import Named, named


@dataclass
class Backing:
    """The organisations that support an item as it reads now. unnamed: protected ones, which are only counted."""

    names: list[Named] = field(default_factory=list)
    unnamed: int = 0


def supporters(session: Session, standing: Standing, ids: Collection[int]) -> dict[int, Backing]:
    """Item id -> who supports it, by name; one SQL statement, none where none is asked about."""
    if not ids:
        return {}
    rows = session.execute(
        select(Support.item_id, Organisation.id, Organisation.name, Organisation.language, Organisation.protected)
        .join(Item, (Item.id == Support.item_id) & (Item.wording == Support.wording))
        .join(Organisation, Organisation.id == Support.organisation_id)
        .where(Support.item_id.in_(ids))
        .order_by(Organisation.name_folded)
    )
    found: dict[int, Backing] = {}
    for row in rows:
        backing = found.setdefault(row.item_id, Backing())
        who = named(row.id, row.name, row.language, row.protected, None, standing.viewer)
        if who.code:
            backing.unnamed += 1
        else:
            backing.names.append(who)
    return found

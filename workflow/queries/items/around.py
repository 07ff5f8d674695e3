"""What stands around items, as one reader sees it: replies, who supports them, in whose name they are as well."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, literal, null, select, union_all
from sqlalchemy.orm import Session

from workflow.models.item import CoProposer, Item, Reply, Support
from workflow.models.organisation import Organisation
from workflow.queries.shared.many import many
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.proposers import in_order
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.rules.shared.names import Named, Viewer

_REPLY, _SUPPORT, _NAME = "reply", "support", "name"


@dataclass(frozen=True)
class ShownReply:
    """A reply, as one reader sees it."""

    who: Named
    body: str
    language: str
    sent_at: datetime


@dataclass
class Backing:
    """The organisations by name that support an item as it reads now; protected ones are in the item's total alone."""

    names: list[Named] = field(default_factory=list)


@dataclass(frozen=True)
class Around:
    """Item id -> its replies, the oldest first; who supports it; the further organisations in whose name it is."""

    replies: Mapping[int, Sequence[ShownReply]] = field(default_factory=dict)
    backing: Mapping[int, Backing] = field(default_factory=dict)
    others: Mapping[int, tuple[Named, ...]] = field(default_factory=dict)


def around(session: Session, standing: Standing, ids: Collection[int], namer: Viewer) -> Around:
    """What stands around the items that the reader may see; one SQL statement, none where none is asked about.

    namer: before whom the organisations are named.
    """
    if not ids:
        return Around()
    replies: dict[int, list[ShownReply]] = {}
    backing: dict[int, Backing] = {}
    names: dict[int, list[Named]] = {}
    for row in many(session, _rows(), {"statement": standing.id, "ids": list(ids)}):
        who = named(row, namer)
        if row.what == _REPLY:
            replies.setdefault(row.item_id, []).append(value_of(ShownReply, row, who=who))
        elif row.what == _NAME:
            names.setdefault(row.item_id, []).append(who)
        elif not who.code:
            backing.setdefault(row.item_id, Backing()).names.append(who)
    return Around(replies, backing, {item: in_order(found) for item, found in names.items()})


@cache  # to put it together takes longer than to answer it
def _rows() -> Any:
    ids: Any = bindparam("ids", expanding=True)
    nothing = (null().label("body"), null().label("language"), null().label("sent_at"), literal(0).label("id"))
    replies = select(
        literal(_REPLY).label("what"), Reply.item_id, Reply.organisation_id, Reply.body, Reply.language, Reply.sent_at,
        Reply.id,
    )  # fmt: skip
    supports = (
        select(literal(_SUPPORT).label("what"), Support.item_id, Support.organisation_id, *nothing)
        .join(Item, (Item.id == Support.item_id) & (Item.wording == Support.wording))
        .where(Support.item_id.in_(ids))
    )
    names = select(literal(_NAME).label("what"), CoProposer.item_id, CoProposer.organisation_id, *nothing)
    said = union_all(
        replies.where(Reply.item_id.in_(ids)), supports, names.where(CoProposer.item_id.in_(ids))
    ).subquery()
    asked = with_organisation(select(said), said.c.organisation_id, bindparam("statement"))
    return asked.order_by(said.c.sent_at, said.c.id, Organisation.name_folded)

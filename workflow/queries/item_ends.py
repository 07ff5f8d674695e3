"""What became of items in a version, as the mail about it tells each organisation."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from workflow.models.event import Event
from workflow.models.item import CoProposer, Disposition, DispositionKind, Item, ItemKind, Support
from workflow.models.version import Version
from workflow.queries.items import reference
from workflow.rules.names import Viewer
from workflow.text.amendments import AmendmentKind
from workflow.text.inline import plain


@dataclass(frozen=True)
class ItemEnd:
    """What became of an item. words: the comment, what was proposed, or of a removal and a move what stands there.

    asks: what an amendment asked for where its words alone do not say it: remove, move, add, title, words (that these
    go), else empty. other: the amendment that overtook it. supported: it is another's that the recipient's
    organisation supports.
    """

    reference: str
    kind: ItemKind
    asks: str
    words: str
    language: str
    disposition: DispositionKind
    other: str
    taken: str
    reason: str
    supported: bool


def ends_of(session: Session, event: Event, viewer: Viewer) -> tuple[ItemEnd, ...]:
    """What became of the items that the viewer's organisation proposed, alone or with others, or supports.

    Of those in the version that the event names; first its own, each as numbered.
    """
    other, own, supports = aliased(Item), _own(viewer), _supports(viewer)
    rows = session.execute(
        select(Item, Disposition, other.number.label("other"), own.label("own"))
        .join(Disposition, Disposition.item_id == Item.id)
        .join(Version, Version.id == Disposition.version_id)
        .outerjoin(other, other.id == Disposition.other_id)
        .where(Version.statement_id == event.statement_id, Version.number == event.data.get("version"))
        .where(or_(own, supports))
        .order_by(Item.kind, Item.number)
    ).all()
    found = [_end(row) for row in rows]
    return tuple(sorted(found, key=lambda end: end.supported))


def _own(viewer: Viewer) -> ColumnElement[bool]:
    with_others = exists().where(CoProposer.item_id == Item.id, CoProposer.organisation_id == viewer.organisation_id)
    return or_(Item.organisation_id.is_not_distinct_from(viewer.organisation_id), with_others)


def _supports(viewer: Viewer) -> ColumnElement[bool]:
    gave = exists().where(
        Support.item_id == Item.id,
        Support.organisation_id == viewer.organisation_id,
        Support.wording == Item.wording,
    )
    # Its support from before it was made private would tell an organisation of what it may not see.
    return and_(gave, Item.private.is_(False))


def _end(row: Any) -> ItemEnd:
    item, end = row.Item, row.Disposition
    return ItemEnd(
        reference=item.reference,
        kind=item.kind,
        asks=_asks(item),
        words=item.body if item.kind is ItemKind.COMMENT else plain(item.proposal or item.quote),
        language=item.language,
        disposition=end.kind,
        other=reference(ItemKind.AMENDMENT, row.other),
        taken=end.taken,
        reason=end.reason,
        supported=not row.own,
    )


def _asks(item: Item) -> str:
    if item.change is AmendmentKind.REPLACE:
        return "" if item.proposal else "words"
    return item.change.value if item.change else ""

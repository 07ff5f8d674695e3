"""The part of a mail that is about a conflict that is with its proposers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.event import Event
from workflow.models.item import CoProposer, Item
from workflow.models.joint_wording import CommonWording, JointWording, JointWordingItem
from workflow.models.organisation import Organisation
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.proposers import in_order
from workflow.queries.shared.values import value_of
from workflow.rules.shared.names import Named, Viewer
from workflow.text.document import plain


@dataclass(frozen=True)
class OfferPart:
    """A wording and who offered it."""

    who: Named
    words: str
    reason: str
    language: str


@dataclass(frozen=True)
class JointWordingPart:
    """A conflict and what came of it so far. made: the reference of the common amendment, else empty; words: what it
    says.

    ended: it was taken back or agreed on.
    """

    id: int
    refs: tuple[str, ...]
    closes_at: datetime
    ended: bool
    note: str
    offer: OfferPart | None
    made: str
    words: str
    by: tuple[Named, ...]


def joint_wording_of(session: Session, event: Event, viewer: Viewer) -> JointWordingPart | None:
    """The conflict that the event names, its organisations as `viewer` may see them."""
    if "joint_wording" not in event.data:
        return None
    joint_wording = session.get_one(JointWording, event.data["joint_wording"])
    handed = (
        select(Item)
        .join(JointWordingItem, JointWordingItem.item_id == Item.id)
        .where(JointWordingItem.joint_wording_id == joint_wording.id)
    )
    made = session.get_one(Item, joint_wording.item_id) if joint_wording.item_id is not None else None
    return value_of(
        JointWordingPart,
        joint_wording,
        refs=tuple(item.reference for item in session.scalars(handed.order_by(Item.number))),
        ended=joint_wording.ended_at is not None,
        offer=_offer(session, event, viewer),
        made=made.reference if made else "",
        words=plain(made.proposal) if made else "",
        by=_authors(session, made, viewer) if made else (),
    )


def _offer(session: Session, event: Event, viewer: Viewer) -> OfferPart | None:
    if "wording" not in event.data:
        return None
    wording = session.get_one(CommonWording, event.data["wording"])
    ids = [] if wording.organisation_id is None else [wording.organisation_id]
    who = next(iter(_names_of(session, event.statement_id, ids, viewer)), Named())
    return OfferPart(who, plain(wording.words), wording.reason, wording.language)


def _authors(session: Session, item: Item, viewer: Viewer) -> tuple[Named, ...]:
    others = session.scalars(select(CoProposer.organisation_id).where(CoProposer.item_id == item.id))
    first = [item.organisation_id] if item.organisation_id is not None else []
    return _names_of(session, item.statement_id, [*first, *others], viewer)


def _names_of(session: Session, statement_id: int | None, ids: list[int], viewer: Viewer) -> tuple[Named, ...]:
    asked = select(Organisation.key).where(Organisation.id.in_(ids))
    rows = session.execute(with_organisation(asked, Organisation.id, statement_id))
    return in_order(named(row, viewer) for row in rows)

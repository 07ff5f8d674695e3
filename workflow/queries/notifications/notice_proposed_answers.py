"""The part of a mail that is about dispositions shown as proposed, or changed after they were shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from workflow.database import now
from workflow.models.event import Event
from workflow.models.item import CoProposer, Disposition, Item, ItemState, PastDisposition
from workflow.models.showing import Response, Showing
from workflow.queries.consolidation.item_ends import ParagraphMove, moves_of, quote_of, words_of
from workflow.queries.shared.values import value_of
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.consolidation.responses import ResponseKind
from workflow.rules.items.kinds import ItemKind
from workflow.rules.shared.names import Viewer


@dataclass(frozen=True)
class ProposedEnd:
    """What is proposed for one of the recipient's items; None where that fell away. other: what overtook it.

    proposal, words, quote, moved: the item's own, as `item_ends` says them. before: what was proposed of it formerly,
    and said: what the organisation answered to that, with its words.
    """

    reference: str
    kind: ItemKind
    proposal: str
    words: str
    quote: str
    language: str
    disposition: DispositionKind | None
    taken: str
    reason: str
    other: str
    moved: ParagraphMove | None
    before: DispositionKind | None = None
    said: ResponseKind | None = None
    said_words: str = ""


@dataclass(frozen=True)
class ShowingPart:
    """What is shown to the recipient's organisation. issued: a version went out with it meanwhile.

    changed: what was shown before is another answer now. open: until `closes_at` the organisation may answer.
    """

    closes_at: datetime
    issued: bool
    ends: tuple[ProposedEnd, ...]
    changed: bool = False
    open: bool = True

    @property
    def lapsed(self) -> bool:
        """Whether nothing of it is proposed any more: what it was about was changed or withdrawn."""
        return bool(self.ends) and all(end.disposition is None for end in self.ends)


def showing_of(session: Session, event: Event, viewer: Viewer) -> ShowingPart | None:
    """The dispositions that the event shows, those of the viewer's own organisation alone, as they stand now."""
    if "showing" not in event.data:
        return None
    showing, other, ids = session.get_one(Showing, event.data["showing"]), aliased(Item), event.data.get("changed")
    joint = select(CoProposer.item_id).where(CoProposer.organisation_id == viewer.organisation_id)
    # An answer that fell away, and that the penholder gives anew, is the penholder's alone until it is shown too.
    told = or_(Disposition.showing_id.is_not(None), Disposition.version_id.is_not(None))
    rows: Any = session.execute(
        select(Item, Disposition, other, Response)
        .outerjoin(Disposition, and_(Disposition.item_id == Item.id, told))
        .outerjoin(other, other.id == Disposition.other_id)
        .outerjoin(Response, (Response.item_id == Item.id) & (Response.organisation_id == viewer.organisation_id))
        .where(Disposition.showing_id == showing.id if ids is None else Item.id.in_(ids))
        .where(Item.state == ItemState.SENT)
        .where((Item.organisation_id == viewer.organisation_id) | Item.id.in_(joint))
        .order_by(Item.letter, Item.number)
    ).all()
    former = _former(session, event, ids or ())
    moves = moves_of(session, [item for item, *_ in rows])
    ends = tuple(_end(item, given, by, former.get(item.id), said, moves.get(item.id)) for item, given, by, said in rows)
    issued = any(given is not None and given.version_id is not None for _, given, _, _ in rows)
    return ShowingPart(showing.closes_at, issued, ends, ids is not None, now(session) < showing.closes_at)


def _former(session: Session, event: Event, ids: Collection[int]) -> dict[int, DispositionKind]:
    """Item -> its disposition before the present one; of what was given since the event, not all was shown."""
    past = select(PastDisposition).where(PastDisposition.item_id.in_(ids), PastDisposition.given_at <= event.at)
    return {row.item_id: row.kind for row in session.scalars(past.order_by(PastDisposition.id))}


def _end(
    item: Item,
    given: Disposition | None,
    by: Item | None,
    before: DispositionKind | None,
    said: Response | None,
    moved: ParagraphMove | None,
) -> ProposedEnd:
    earlier = said if before and said and (given is None or said.serial != given.serial) else None
    return value_of(
        ProposedEnd,
        item,
        words=words_of(item),
        quote=quote_of(item),
        disposition=given.kind if given else None,
        taken=given.taken if given else "",
        reason=given.reason if given else "",
        other=by.reference if by else "",
        moved=moved,
        before=before,
        said=earlier.kind if earlier else None,
        said_words=earlier.words if earlier else "",
    )

"""The part of a mail that is about dispositions shown as proposed, or changed after they were shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from workflow.database import now
from workflow.models.event import Event
from workflow.models.item import CoProposer, Disposition, Item, ItemKind, PastDisposition
from workflow.models.showing import Response, Showing
from workflow.queries.item_ends import quote_of, words_of
from workflow.rules.dispositions import DispositionKind
from workflow.rules.names import Viewer
from workflow.rules.responses import ResponseKind


@dataclass(frozen=True)
class ProposedEnd:
    """What is proposed for one of the recipient's items. other: the amendment that overtook it.

    before: what was proposed of it formerly, and said: what the organisation answered to that, with its words.
    """

    reference: str
    kind: ItemKind
    words: str
    quote: str
    language: str
    disposition: DispositionKind
    taken: str
    reason: str
    other: str
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


def showing_of(session: Session, event: Event, viewer: Viewer) -> ShowingPart | None:
    """The dispositions that the event shows, those of the viewer's own organisation alone, as they stand now."""
    if "showing" not in event.data:
        return None
    showing, other, ids = session.get_one(Showing, event.data["showing"]), aliased(Item), event.data.get("changed")
    joint = select(CoProposer.item_id).where(CoProposer.organisation_id == viewer.organisation_id)
    rows = session.execute(
        select(Item, Disposition, other, Response)
        .join(Disposition, Disposition.item_id == Item.id)
        .outerjoin(other, other.id == Disposition.other_id)
        .outerjoin(Response, (Response.item_id == Item.id) & (Response.organisation_id == viewer.organisation_id))
        .where(Disposition.showing_id == showing.id if ids is None else Item.id.in_(ids))
        .where((Item.organisation_id == viewer.organisation_id) | Item.id.in_(joint))
        .order_by(Item.kind, Item.number)
    ).all()
    former = _former(session, ids or ())
    ends = tuple(_end(item, given, by, former.get(item.id), said) for item, given, by, said in rows)
    issued = any(given.version_id is not None for _, given, _, _ in rows)
    return ShowingPart(showing.closes_at, issued, ends, ids is not None, now(session) < showing.closes_at)


def _former(session: Session, ids: Collection[int]) -> dict[int, DispositionKind]:
    """Item -> its disposition before the present one."""
    past = select(PastDisposition).where(PastDisposition.item_id.in_(ids)).order_by(PastDisposition.id)
    return {row.item_id: row.kind for row in session.scalars(past)}


def _end(
    item: Item, given: Disposition, by: Item | None, before: DispositionKind | None, said: Response | None
) -> ProposedEnd:
    earlier = said if before and said and said.serial != given.serial else None
    return ProposedEnd(
        reference=item.reference,
        kind=item.kind,
        words=words_of(item),
        quote=quote_of(item),
        language=item.language,
        disposition=given.kind,
        taken=given.taken,
        reason=given.reason,
        other=by.reference if by else "",
        before=before,
        said=earlier.kind if earlier else None,
        said_words=earlier.words if earlier else "",
    )

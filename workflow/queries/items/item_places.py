"""Where one item stands in the newest version, for who says it better."""

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from workflow.models.placement import Placement
from workflow.models.version import Edition
from workflow.queries.shared.standing import Standing
from workflow.text.document import marked_slice
from workflow.text.values import Block, Verdict


@dataclass(frozen=True)
class Stands:
    """The newest version's text, and the item's place in it. placed: by a person. seen: the sign of the place."""

    blocks: tuple[Block, ...]
    verdict: Verdict
    block: str | None
    start: int
    end: int
    placed: bool
    seen: str

    @property
    def words(self) -> str:
        """The words that it stands at; none where it is about a whole paragraph, or has none."""
        text = next((each.text for each in self.blocks if each.id == self.block), "")
        return marked_slice(text, self.start, self.end)

    @property
    def may_be_placed(self) -> bool:
        """Whether a person may say another place."""
        return self.placed or self.verdict in (Verdict.DELETED, Verdict.UNCERTAIN)


def stands(session: Session, standing: Standing, item_id: int) -> Stands | None:
    """The place of an earlier item in the newest version; None for one that was made on it. One SQL statement."""
    row = session.execute(
        select(Placement, Edition.blocks)
        .join(Edition, and_(Edition.version_id == Placement.version_id, Edition.language == standing.language))
        .where(Placement.item_id == item_id, Placement.version_id == standing.version_id)
    ).one_or_none()
    if row is None:
        return None
    place: Placement = row.Placement
    sign = place.placed_at.isoformat() if place.placed_at else "found"
    return Stands(row.blocks, place.verdict, place.block, place.start, place.end, place.placed_by is not None, sign)

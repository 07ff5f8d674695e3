"""Which notes stand beside which paragraph of a version, in the order of the words that they are about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from workflow.models.item import Disposition, Item, ItemKind, ItemState
from workflow.models.version import Version
from workflow.queries.items import own, reference, visible
from workflow.queries.standing import Standing
from workflow.text.amendments import AmendmentKind
from workflow.text.anchors import Verdict
from workflow.text.blocks import Block
from workflow.text.following import followed

SHOWN = 5
"""Notes of a paragraph that a page shows before it says how many more there are."""
WHOLE = "text"
"""Stands for the whole text where a paragraph's id would stand."""


class Show(StrEnum):
    """Which items a reader wants beside the text."""

    ALL = "all"
    AMENDMENTS = "amendments"
    COMMENTS = "comments"
    OURS = "ours"
    NONE = "none"


@dataclass(frozen=True)
class Line:
    """An item with nothing but its place. block: where its note stands; None: beside the whole text.

    verdict: None on the version that it was made on, else what became of its words there.
    """

    id: int
    kind: ItemKind
    number: int | None
    kept: bool
    ours: bool
    version: int
    block: str | None
    start: int
    end: int
    verdict: Verdict | None = None

    @property
    def reference(self) -> str:
        """C7 or A12; empty while it is kept as a draft."""
        return reference(self.kind, self.number)

    @property
    def order(self) -> tuple[bool, int, int, int]:
        """Where its note stands among the others of its paragraph: those that lost their words come last."""
        return self.verdict in (Verdict.DELETED, Verdict.UNCERTAIN), self.start, self.end, self.id


def lines(session: Session, standing: Standing, version: int) -> list[Line]:
    """What stands beside version number `version`; beside the newest also what earlier ones left unanswered."""
    before = version if version == standing.version else 0
    # An answer counts once its version is issued: until then the item would be nowhere for those who wait for it.
    unanswered = and_(Version.number < before, Disposition.version_id.is_(None))
    rows = session.execute(
        select(
            Item.id, Item.kind, Item.number, Item.state, Item.block, Item.start, Item.end, Item.change, Item.after,
            Version.number.label("version"), own(standing.viewer).label("ours"),
        )
        .join(Version, Version.id == Item.version_id)
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == standing.id, visible(standing), Item.state != ItemState.WITHDRAWN)
        .where(or_(Version.number == version, unanswered))
    )  # fmt: skip
    return [_line(row) for row in rows]


def _line(row: Any) -> Line:
    # A new paragraph is shown beside the one that it would follow.
    block, start = (row.after or None, 0) if row.change is AmendmentKind.ADD else (row.block, row.start)
    kept = row.state is ItemState.KEPT
    return Line(row.id, row.kind, row.number, kept, bool(row.ours), row.version, block, start, row.end)


def chosen(found: Sequence[Line], show: Show) -> Sequence[Line]:
    """The lines that a reader wants to see."""
    if show is Show.ALL:
        return found
    if show is Show.OURS:
        return [line for line in found if line.ours]
    kind = {Show.AMENDMENTS: ItemKind.AMENDMENT, Show.COMMENTS: ItemKind.COMMENT}.get(show)
    return [line for line in found if line.kind is kind]


def anchored(found: Iterable[Line], texts: Mapping[int, Sequence[Block]], version: int) -> dict[str | None, list[Line]]:
    """Block id (None: the whole text) -> its lines, those of earlier versions where their words stand now.

    texts: number of a version -> its blocks, in the language that items are about. A line whose paragraph is gone, and
    its words with it, stands beside the whole text.
    """
    placed: dict[str | None, list[Line]] = defaultdict(list)
    earlier: dict[int, list[Line]] = defaultdict(list)
    for line in found:
        (placed[line.block] if line.version == version or line.block is None else earlier[line.version]).append(line)
    for number, group in earlier.items():
        wanted = [(line.block or "", (line.start, line.end)) for line in group]
        for line, at in zip(group, followed(texts[number], texts[version], wanted), strict=True):
            now = replace(line, block=at.block, start=at.start, end=at.end, verdict=at.verdict)
            placed[at.block].append(now)
    return placed

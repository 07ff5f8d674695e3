"""Every item of a statement, by paragraph: the tab Comments, which shows a page of them at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.item import Disposition, Item, ItemState
from workflow.queries.items import ItemShown, is_told, own, shown, visible
from workflow.queries.margin import Show
from workflow.queries.standing import Standing
from workflow.text.amendments import AmendmentKind
from workflow.text.blocks import Block, numbers

PAGE = 50


class Answered(StrEnum):
    """Which items by what became of them."""

    ALL = "all"
    WAITING = "waiting"
    DONE = "done"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Section:
    """Items about one place. number: of the paragraph. place: "text", "paragraph" or "gone" from the newest version."""

    place: str
    block: str | None
    number: int | None
    words: str
    items: tuple[ItemShown, ...]


@dataclass(frozen=True)
class Register:
    """One page of the items, in the order of the text."""

    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class _Entry:
    id: int
    block: str | None
    order: tuple[int, int, int]


def register(
    session: Session, standing: Standing, blocks: tuple[Block, ...], *, show: Show, answered: Answered, page: int
) -> Register:
    """A page of the items that `standing`'s viewer may see; three SQL statements.

    blocks: the newest version's, in the statement's own language.
    """
    entries = sorted(_entries(session, standing, blocks, show, answered), key=lambda entry: entry.order)
    pages = max(1, -(-len(entries) // PAGE))
    here = min(max(page, 1), pages)
    picked = entries[(here - 1) * PAGE : here * PAGE]
    items = shown(session, standing, [entry.id for entry in picked])
    return Register(_sections(picked, items, blocks), blocks, len(entries), here, pages)


def _entries(
    session: Session, standing: Standing, blocks: Sequence[Block], show: Show, answered: Answered
) -> list[_Entry]:
    place = {block.id: at for at, block in enumerate(blocks)}
    rows = session.execute(
        select(
            Item.id, Item.kind, Item.state, Item.block, Item.start, Item.change, Item.after,
            own(standing.viewer).label("ours"), Disposition.kind.label("disposition"), Disposition.version_id,
        )
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == standing.id, visible(standing))
    )  # fmt: skip
    entries = []
    for row in rows:
        done = row.disposition is not None and is_told(standing, row.version_id)
        if _is_shown(show, row.kind.value, row.ours) and _is_so(answered, row.state, done):
            block = (row.after or None) if row.change is AmendmentKind.ADD else row.block
            at = -1 if block is None else place.get(block, len(blocks))
            entries.append(_Entry(row.id, block, (at, row.start, row.id)))
    return entries


def _is_shown(show: Show, kind: str, ours: bool) -> bool:
    return show is Show.ALL or (ours if show is Show.OURS else show.value == f"{kind}s")


def _is_so(answered: Answered, state: ItemState, done: bool) -> bool:
    withdrawn = state is ItemState.WITHDRAWN
    return {
        Answered.ALL: True,
        Answered.WAITING: not done and not withdrawn,
        Answered.DONE: done,
        Answered.WITHDRAWN: withdrawn,
    }[answered]


def _sections(picked: Sequence[_Entry], items: Mapping[int, ItemShown], blocks: Sequence[Block]) -> tuple[Section, ...]:
    texts, counted = {block.id: block.text for block in blocks}, numbers(blocks)
    grouped: dict[tuple[str, str | None], list[ItemShown]] = {}
    for entry in picked:
        place = "text" if entry.block is None else "paragraph" if entry.block in texts else "gone"
        key = (place, entry.block if place == "paragraph" else None)
        grouped.setdefault(key, []).append(items[entry.id])
    return tuple(
        Section(place, block, counted.get(block or ""), texts.get(block or "", ""), tuple(group))
        for (place, block), group in grouped.items()
    )

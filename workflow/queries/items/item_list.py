"""Every item of a statement, by paragraph: the tab Comments, which shows a page of them at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from workflow.models.item import ItemState
from workflow.queries.items.items import ItemShown, items_by_id
from workflow.queries.items.newness import Newness, newness
from workflow.queries.items.since import words_since
from workflow.queries.items.wanted import GONE, TEXT, RowChoice, Wanted, everything, handle, writers
from workflow.queries.shared.organisation_names import named
from workflow.queries.shared.standing import Standing
from workflow.rules.items.kinds import KINDS, home_of
from workflow.rules.shared.names import Named
from workflow.text.document import numbers
from workflow.text.values import Block, Verdict

PAGE = 8
"""Items of a page: what a telephone shows on a few screens."""
_LOST = (Verdict.DELETED, Verdict.UNCERTAIN)


@dataclass(frozen=True)
class ListedItem:
    """An item in the list. verdict: what became of its words; None on the version that it was made on.

    lost: a person may say where it stands. now: the words that stand there instead of its own.
    """

    item: ItemShown
    verdict: Verdict | None
    newness: Newness | None
    lost: bool
    now: str | None = None


@dataclass(frozen=True)
class Section:
    """Items about one place. number: of the paragraph. place: "text", "paragraph" or "gone" from the newest version."""

    place: str
    block: str | None
    number: int | None
    words: str
    listed: tuple[ListedItem, ...]

    @property
    def items(self) -> tuple[ItemShown, ...]:
        """The items alone."""
        return tuple(each.item for each in self.listed)


@dataclass(frozen=True)
class ItemListPage:
    """One page of the items, in the order of the text.

    whole: how many there are, whatever was chosen. organisations: handle -> name, of all who wrote; places: the ids of
    the paragraphs (or TEXT, GONE) that have items. fresh: as in the room. drafts, withdrawn: how many of them are kept
    by the reader's own organisation, and how many were withdrawn.
    """

    sections: tuple[Section, ...]
    blocks: tuple[Block, ...]
    total: int
    page: int
    pages: int
    whole: int = 0
    organisations: Mapping[str, Named] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    fresh: int = 0
    drafts: int = 0
    withdrawn: int = 0

    @property
    def points(self) -> int:
        """How many of them are sent and not withdrawn."""
        return self.total - self.drafts - self.withdrawn

    @property
    def new_on_page(self) -> list[str]:
        """The keys of the new items on this page."""
        return [each.item.key for section in self.sections for each in section.listed if each.newness]


@dataclass(frozen=True, slots=True)
class _ListEntry:
    row: Any
    place: str
    order: tuple[int, int, int]


def register(
    session: Session, standing: Standing, blocks: tuple[Block, ...], wanted: Wanted, *, page: int
) -> ItemListPage:
    """A page of the items that `standing`'s viewer may see, each where it stands now; some five SQL statements.

    blocks: the newest version's, in the statement's own language.
    """
    rows = everything(session, standing, wanted.words)
    order = {block.id: at for at, block in enumerate(blocks)} | {TEXT: -1, GONE: len(blocks)}
    first = blocks[0].id if blocks else TEXT
    entries = [_entry(row, order, first) for row in rows]
    choice = RowChoice(standing, wanted, writers(session, standing) if wanted.who else {})
    picked = sorted((each for each in entries if choice.takes(each.row, each.place)), key=lambda each: each.order)
    pages = max(1, -(-len(picked) // PAGE))
    here = min(max(page, 1), pages)
    on_page = picked[(here - 1) * PAGE : here * PAGE]
    items = items_by_id(session, standing, [entry.row.id for entry in on_page])
    return ItemListPage(
        sections=_sections(on_page, items, blocks, tells_news=not standing.is_adopted),
        blocks=blocks,
        total=len(picked),
        page=here,
        pages=pages,
        whole=len(rows),
        organisations=_organisations(rows, standing),
        places=tuple(sorted({each.place for each in entries}, key=lambda place: order[place])),
        fresh=0 if standing.is_adopted else sum(newness(row) is not None for row in rows),
        drafts=sum(row.state is ItemState.KEPT for row in rows),
        withdrawn=sum(row.state is ItemState.WITHDRAWN for row in rows),
    )


def _entry(row: Any, order: Mapping[str, int], first: str) -> _ListEntry:
    block, start = home_of(row.kind, row.block, row.after), row.start
    if KINDS[row.kind].is_new_paragraph and block is None:  # a new paragraph at the beginning
        return _ListEntry(row, first, (order[first], 0, row.id))
    if row.verdict is not None:
        place = row.now_block or (TEXT if block is None else GONE)
        start = row.now_start
    else:
        place = TEXT if block is None else block
    place = place if place in order else GONE
    return _ListEntry(row, place, (order[place], start, row.id))


def _organisations(rows: Sequence[Any], standing: Standing) -> dict[str, Named]:
    one_of_each = [(named(row, standing.viewer), row.key) for row in {row.who_id: row for row in rows}.values()]
    return {handle(who, key): who for who, key in sorted(one_of_each, key=lambda pair: pair[0].sorting)}


def _sections(
    picked: Sequence[_ListEntry], items: Mapping[int, ItemShown], blocks: Sequence[Block], *, tells_news: bool
) -> tuple[Section, ...]:
    texts, counted = {block.id: block.text for block in blocks}, numbers(blocks)
    grouped: dict[str, list[ListedItem]] = {}
    for entry in picked:
        if entry.row.id in items:
            grouped.setdefault(entry.place, []).append(
                _line_from_row(entry.row, items[entry.row.id], texts, newness(entry.row) if tells_news else None)
            )
    return tuple(
        Section(
            place=place if place in (TEXT, GONE) else "paragraph",
            block=place if place in texts else None,
            number=counted.get(place),
            words=texts.get(place, ""),
            listed=tuple(group),
        )
        for place, group in grouped.items()
    )


def _line_from_row(row: Any, item: ItemShown, texts: Mapping[str, str], new: Newness | None) -> ListedItem:
    may_be_placed = row.verdict in _LOST or row.placed_by is not None
    lost = may_be_placed and row.version_id is None and row.state is ItemState.SENT
    now = words_since(item, row.verdict, texts.get(row.now_block or ""), row.now_start, row.now_end)
    return ListedItem(item, row.verdict, new, lost, now)

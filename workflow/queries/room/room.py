"""The statement room: one version in one language, with the notes beside its paragraphs.

However many items there are, the page takes the same few SQL statements: every item's place is read, and the words of
those alone that are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from workflow.models.version import Draft
from workflow.queries.items.items import ItemShown, items_by_id
from workflow.queries.items.margin import FEWER, SHOWN, WHOLE, MarginLine, Show, by_place, chosen, lines
from workflow.queries.items.newness import Newness
from workflow.queries.room.room_notes import Margin, margin, notes_of
from workflow.queries.room.room_texts import RoomConsultation, behind_of, consultation_of, editions, original_of
from workflow.queries.room.sheets import NOTES, PART, Sheet, parts, sheet_with, sheets, whole_text
from workflow.queries.shared.newest import newest_saves
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.rules.items.kinds import KINDS
from workflow.rules.shared.permissions import Action
from workflow.rules.statements.translation import missing
from workflow.text.document import numbers
from workflow.text.values import Block


@dataclass(frozen=True)
class RoomParagraph:
    """A block as the room shows it; number None where it has none."""

    block: Block
    number: int | None
    margin: Margin


ANSWERED = 10
"""Answers to the points of the reader's organisation that a room says at once."""


@dataclass(frozen=True)
class Room:
    """One version in one language (number None: the draft). totals: how many items each choice of notes would show.

    unopened: the id of a version that the reader has never opened before. fresh: how many items are new to the reader,
    fresh_past: how many of these are dealt with.
    paragraphs: those of page number `page` among the `sheets` of the text; blocks: the whole text. is_first_look:
    nothing that others wrote was seen before, so that all of it is new. original: of a translation. first_new: where
    the new ones begin, where not all are. drafts, sent: how many the reader's own organisation keeps, which the totals
    leave out, and how many it has sent. behind: how many paragraphs of a translation, in the newest version, were made
    from words that the original no longer has. became: the first of the items of the reader's organisation that this
    version answered, became_all: how many it did.
    """

    number: int | None
    numbers: tuple[int, ...]
    language: str
    languages: tuple[str, ...]
    title: str
    paragraphs: tuple[RoomParagraph, ...]
    whole: Margin
    totals: Mapping[Show, int]
    drafts: int
    opened: str
    consultation: RoomConsultation | None
    unopened: int | None = None
    fresh: int = 0
    fresh_past: int = 0
    blocks: tuple[Block, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    page: int = 1
    is_first_look: bool = False
    original: tuple[Block, ...] = ()
    first_new: MarginLine | None = None
    sent: int = 0
    behind: int = 0
    became: tuple[ItemShown, ...] = ()
    became_all: int = 0

    @property
    def missing(self) -> int:
        """How many paragraphs of the original a translation lacks."""
        return len(missing(self.original, self.blocks))

    def is_older_than(self, standing: Standing) -> bool:
        """Whether a newer version than this one was issued."""
        return bool(self.number) and self.number != standing.version

    def is_worked_on(self, standing: Standing) -> bool:
        """Whether this is the text that a consultation is on or that is being consolidated."""
        is_newest = bool(self.number) and self.number == standing.version
        return is_newest and (standing.is_in_consultation or standing.is_in_consolidation)

    @property
    def is_last_page(self) -> bool:
        """Whether the text ends on this page."""
        return self.page >= len(self.sheets)

    @property
    def new_on_page(self) -> list[str]:
        """The keys of the new items whose words are on the page."""
        margins = [*(paragraph.margin for paragraph in self.paragraphs), self.whole]
        return [note.item.key for margin in margins for note in margin.notes if note.newness]


@dataclass(frozen=True)
class RoomView:
    """What a reader wants to see of a text.

    show: which notes. opened: a reference or a block's id whose notes are all shown, page by page: part. at: a block's
    id, whose page is shown; page: the number of a page. Of these three the first that leads to one is followed.
    of: the ids of the items among which notes are chosen; None: all.
    """

    show: Show = Show.ALL
    opened: str = ""
    at: str = ""
    page: int = 1
    part: int = 0
    of: frozenset[int] | None = None


def room(
    session: Session, standing: Standing, *, version: int | None, language: str | None, wish: RoomView, own: str = ""
) -> Room | None:
    """The room as `standing`'s viewer sees it; None where there is no such version or language for this viewer.

    version None: the newest, before the first the draft. language None: the reader's `own`, else the original.
    """
    if standing.version is None:
        wanted = language or standing.language
        return _draft(session, standing, wanted) if version is None and standing.may(Action.SEE_DRAFT) else None
    number, sees_items = version or standing.version, standing.may(Action.SEE_ITEMS)
    rows = editions(session, standing, number, language or own)
    texts = {row.language: row for row in rows if row.number == number}
    text = texts.get(language) if language else texts.get(own, texts.get(standing.language))
    if text is None or not (sees_items or number == standing.version):
        return None
    found = _with_what_is_new(standing, lines(session, standing, number)) if sees_items else []
    return _room(session, standing, rows, text, found, wish)


def _with_what_is_new(standing: Standing, found: list[MarginLine]) -> list[MarginLine]:
    """The lines as they are, of a text that is settled without what is new: nothing waits there to be read."""
    return [line._replace(newness=None) for line in found] if standing.is_adopted else found


def _draft(session: Session, standing: Standing, language: str) -> Room | None:
    """The newest save in one language, before there is a version."""
    found = select(Draft.language, Draft.title, Draft.blocks).where(Draft.id.in_(newest_saves(standing.id)))
    newest = {draft.language: draft for draft in session.execute(found)}
    if (draft := newest.get(language)) is None:
        return None
    text, totals, (sheet,) = _paragraphs(draft.blocks, {}), dict.fromkeys(Show, 0), whole_text(draft.blocks)
    languages = _original_first(newest, standing.language)
    made = Room(None, (), language, languages, draft.title, text, Margin(), totals, 0, "", None)
    return replace(made, blocks=draft.blocks, sheets=(sheet,), original=newest.get(standing.language, draft).blocks)


def _original_first(languages: Iterable[str], original: str) -> tuple[str, ...]:
    return tuple(sorted(languages, key=lambda code: (code != original, code)))


def _room(
    session: Session,
    standing: Standing,
    rows: Sequence[Row[Any]],
    text: Row[Any],
    found: Sequence[MarginLine],
    wish: RoomView,
) -> Room:
    there = {block.id for block in text.blocks}
    wanted = found if wish.of is None else [line for line in found if line.id in wish.of]
    beside = _beside(by_place(_picked(found, wanted, wish)), there)
    past = _beside(by_place(chosen(wanted, Show.PAST)), there) if wish.show not in (Show.PAST, Show.OURS) else {}
    full, most = _block_to_open(beside, wish.opened), _at_most(beside)
    pages = _sheets(text.blocks, beside, most, wish)
    page = _page(text.blocks, pages, full, wish)
    blocks = text.blocks[pages[page - 1].start : pages[page - 1].end]
    here = {block.id for block in blocks} | ({WHOLE} if page == len(pages) else set())
    cut, parted = _part(beside.get(full, ()), wish)
    picked = {block: cut if block == full else group[:most] for block, group in beside.items() if block in here}
    answered = _our_answers(found, text.number) if text.number == standing.version else []
    ids = [line.id for group in picked.values() for line in group]
    items = items_by_id(session, standing, list(dict.fromkeys([*ids, *answered[:ANSWERED]])))
    original, first_look = original_of(standing, rows, text), _is_first_look(found)
    notes = notes_of(picked.values(), items, {block.id: block.text for block in original})
    marked = text.language == standing.language
    margins = {block: margin(beside[block], group, notes, marked) for block, group in picked.items()}
    if full in margins:
        margins[full] = replace(margins[full], opened=True, more=0, **parted)
    for block, before in past.items():
        margins[block] = replace(margins.get(block, Margin()), past=len(before))
    return value_of(
        Room,
        text,
        numbers=tuple(dict.fromkeys(row.number for row in rows)),
        languages=_original_first((row.language for row in rows if row.number == text.number), standing.language),
        paragraphs=_paragraphs(text.blocks, margins, pages[page - 1]),
        whole=margins.get(WHOLE, Margin()) if page == len(pages) else Margin(),
        totals=_totals(wanted),
        drafts=sum(line.kept for line in found),
        sent=sum(line.ours and not line.kept and not line.past for line in found),
        opened=wish.opened,
        consultation=consultation_of(rows),
        unopened=None if text.looked else text.id,
        fresh=sum(line.newness is not None for line in found),
        fresh_past=sum(line.newness is not None and line.past for line in found),
        sheets=pages,
        page=page,
        is_first_look=first_look,
        original=original,
        behind=behind_of(session, standing, text, original),
        first_new=None if first_look else _first_new(found, text.blocks),
        became=tuple(items[id_] for id_ in answered[:ANSWERED] if id_ in items),
        became_all=len(answered),
    )


def _picked(found: Sequence[MarginLine], wanted: Sequence[MarginLine], wish: RoomView) -> Sequence[MarginLine]:
    """The lines that the reader chose, with the item that the address names: who follows a link to it looks for it."""
    picked, name = chosen(wanted, wish.show), wish.opened.lower()
    named = [line for line in found if _version_label(line) == name] if name else []
    return [*picked, *(line for line in named if line not in picked)]


def _our_answers(found: Sequence[MarginLine], version: int) -> list[int]:
    """The ids of the items of the reader's organisation that went out with that version, as they are numbered."""
    ours = [line for line in found if line.ours and not line.kept and line.answered_with == version]
    return [line.id for line in sorted(ours, key=lambda line: (KINDS[line.kind].letter, line.number or 0))]


def _totals(found: Sequence[MarginLine]) -> dict[Show, int]:
    """How many items each choice shows, without the drafts that are kept: these are counted apart."""
    sent = [line for line in found if not line.kept]
    return {show: len(chosen(sent, show)) for show in Show}


def _first_new(found: Sequence[MarginLine], blocks: Sequence[Block]) -> MarginLine | None:
    """The first in the order of the text among those that are new to the reader; those answered before come last."""
    places = {block.id: place for place, block in enumerate(blocks)}
    new = (line for line in found if line.newness)
    return min(new, key=lambda line: (line.past, places.get(line.block or "", len(blocks)), line.order), default=None)


def _is_first_look(found: Sequence[MarginLine]) -> bool:
    others = [line for line in found if not line.ours and not line.kept]
    return len(others) > SHOWN and all(line.newness is Newness.NEW for line in others)


def _sheets(
    blocks: Sequence[Block], beside: Mapping[str, Sequence[MarginLine]], most: int, wish: RoomView
) -> tuple[Sheet, ...]:
    """The pages; none but one for those who want the text alone, to read or to print it."""
    if wish.show is Show.NONE:
        return whole_text(blocks)
    return sheets(blocks, lambda block: min(len(beside.get(block, ())), most))


def _page(blocks: Sequence[Block], pages: Sequence[Sheet], full: str, wish: RoomView) -> int:
    """The number of the page that the reader's wish leads to."""
    if full == WHOLE:
        return len(pages)
    place_of = {block.id: place for place, block in enumerate(blocks)}
    for named in (full, wish.at):
        if named in place_of:
            return sheet_with(pages, place_of[named])
    return min(max(wish.page, 1), len(pages))


def _part(group: Sequence[MarginLine], wish: RoomView) -> tuple[Sequence[MarginLine], dict[str, Any]]:
    """The notes of the opened paragraph that a page shows, and what its margin says of the others."""
    if not (cuts := parts(len(group))):
        return group, {}
    name = wish.opened.lower()
    at = next((place for place, line in enumerate(group) if _version_label(line) == name), 0)
    part = min(wish.part or at // PART + 1, len(cuts))
    cut = cuts[part - 1]
    return group[cut.first - 1 : cut.last], {"parts": cuts, "part": part}


def _at_most(beside: Mapping[str, Sequence[MarginLine]]) -> int:
    """How many notes each paragraph shows: fewer of a text that everybody spoke of, so that its pages are not many."""
    return SHOWN if sum(min(len(group), SHOWN) for group in beside.values()) <= NOTES else FEWER


def _beside(placed: Mapping[str | None, Iterable[MarginLine]], ids: set[str]) -> dict[str, list[MarginLine]]:
    """Block id or WHOLE -> its lines; a translation may lack the paragraph that an item is about."""
    beside: dict[str, list[MarginLine]] = {}
    for block, group in placed.items():
        beside.setdefault(block if block in ids else WHOLE, []).extend(group)
    return {block: sorted(group, key=lambda line: line.order) for block, group in beside.items()}


def _block_to_open(beside: Mapping[str, Sequence[MarginLine]], opened: str) -> str:
    """The block whose notes are all shown: the one named, or the one that holds the item named."""
    if not opened or opened in beside:
        return opened
    name = opened.lower()
    called = ((block, _version_label(line)) for block, group in beside.items() for line in group)
    return next((block for block, call in called if call == name), "")


def _version_label(line: MarginLine) -> str:
    return line.reference.lower() or f"k{line.key}"


def _paragraphs(
    blocks: Sequence[Block], margins: Mapping[str, Margin], sheet: Sheet | None = None
) -> tuple[RoomParagraph, ...]:
    counted = numbers(blocks)
    here = blocks[sheet.start : sheet.end] if sheet else blocks
    return tuple(RoomParagraph(block, counted.get(block.id), margins.get(block.id, Margin())) for block in here)

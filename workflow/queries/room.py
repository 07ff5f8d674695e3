"""The statement room: one version in one language, with the notes beside its paragraphs.

However many items there are, the page takes the same few SQL statements: every item's place is read, and the words of
those alone that are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from workflow.models.item import ItemKind
from workflow.models.version import Draft
from workflow.queries.items import ItemShown, shown
from workflow.queries.margin import PAGE, SHOWN, WHOLE, Line, Show, by_place, chosen, lines
from workflow.queries.newness import Newness
from workflow.queries.room_texts import RoomRound, editions, round_of
from workflow.queries.standing import Standing
from workflow.rules.permissions import Action
from workflow.text.anchors import Verdict
from workflow.text.blocks import Block, numbers
from workflow.text.markup import Marked


@dataclass(frozen=True)
class Note:
    """An item beside the text; verdict: what became of its words since the version that it was made on.

    newness: why it is worth a look to this reader. lost: its words are gone or their place is uncertain, or a person
    has placed it: it can be placed.
    """

    item: ItemShown
    verdict: Verdict | None
    newness: Newness | None = None
    lost: bool = False


@dataclass(frozen=True)
class Margin:
    """The notes beside one paragraph, or beside the whole text. more: how many are not shown, but marked.

    past: how many were answered by this version or an earlier one. fresh: how many of all are new to the reader.
    """

    notes: tuple[Note, ...] = ()
    marks: tuple[Marked, ...] = ()
    amendments: int = 0
    comments: int = 0
    more: int = 0
    opened: bool = False
    past: int = 0
    fresh: int = 0


@dataclass(frozen=True)
class Paragraph:
    """A block as the room shows it; number None where it has none."""

    block: Block
    number: int | None
    margin: Margin


@dataclass(frozen=True)
class Room:
    """One version in one language (number None: the draft). totals: how many items each choice of notes would show.

    unopened: the id of a version that the reader has never opened before. fresh: how many items are new to the reader.
    as_of: when something last happened to one of them; what happens later is not on this page.
    """

    number: int | None
    numbers: tuple[int, ...]
    language: str
    languages: tuple[str, ...]
    title: str
    paragraphs: tuple[Paragraph, ...]
    whole: Margin
    totals: Mapping[Show, int]
    drafts: int
    opened: str
    round: RoomRound | None
    unopened: int | None = None
    fresh: int = 0
    as_of: datetime | None = None

    @property
    def new_on_page(self) -> list[int]:
        """The ids of the new items whose words are on the page."""
        margins = [*(paragraph.margin for paragraph in self.paragraphs), self.whole]
        return [note.item.id for margin in margins for note in margin.notes if note.newness]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The text alone."""
        return tuple(paragraph.block for paragraph in self.paragraphs)


def room(
    session: Session, standing: Standing, *, version: int | None, language: str | None, show: Show, opened: str = ""
) -> Room | None:
    """The room as `standing`'s viewer sees it; None where there is no such version or language for this viewer.

    version None: the newest, before the first the draft. opened: a reference or a block's id whose notes are all shown.
    """
    wanted = language or standing.language
    if standing.version is None:
        return _draft(session, standing, wanted) if version is None and standing.may(Action.SEE_DRAFT) else None
    number, sees_items = version or standing.version, standing.may(Action.SEE_ITEMS)
    rows = session.execute(editions(standing, number, wanted)).all()
    text = next((row for row in rows if row.number == number and row.language == wanted), None)
    if text is None or not (sees_items or number == standing.version):
        return None
    found = lines(session, standing, number) if sees_items else []
    return _room(session, standing, rows, text, found, show, opened)


def _draft(session: Session, standing: Standing, language: str) -> Room | None:
    """The newest save in one language, before there is a version."""
    last = select(func.max(Draft.id)).where(Draft.statement_id == standing.id).group_by(Draft.language)
    found = select(Draft.language, Draft.title, Draft.blocks).where(Draft.id.in_(last))
    newest = {draft.language: draft for draft in session.execute(found)}
    if (draft := newest.get(language)) is None:
        return None
    text, totals = _paragraphs(draft.blocks, {}), dict.fromkeys(Show, 0)
    return Room(
        None, (), language, _original_first(newest, standing.language), draft.title, text, Margin(), totals, 0, "", None
    )


def _original_first(languages: Iterable[str], original: str) -> tuple[str, ...]:
    return tuple(sorted(languages, key=lambda code: (code != original, code)))


def _room(
    session: Session,
    standing: Standing,
    rows: Sequence[Row[Any]],
    text: Row[Any],
    found: Sequence[Line],
    show: Show,
    opened: str,
) -> Room:
    there = {block.id for block in text.blocks}
    beside = _beside(by_place(chosen(found, show)), there)
    past = _beside(by_place(chosen(found, Show.PAST)), there) if show is not Show.PAST else {}
    full = _opened(beside, opened)
    most = _at_most(beside)
    picked = {block: group if block == full else group[:most] for block, group in beside.items()}
    items = shown(session, standing, [line.id for group in picked.values() for line in group])
    marked = text.language == standing.language
    margins = {block: _margin(group, picked[block], items, marked, block == full) for block, group in beside.items()}
    for block, answered in past.items():
        margins[block] = replace(margins.get(block, Margin()), past=len(answered))
    return Room(
        number=text.number,
        numbers=tuple(dict.fromkeys(row.number for row in rows)),
        language=text.language,
        languages=_original_first((row.language for row in rows if row.number == text.number), standing.language),
        title=text.title,
        paragraphs=_paragraphs(text.blocks, margins),
        whole=margins.get(WHOLE, Margin()),
        totals={show: len(chosen(found, show)) for show in Show},
        drafts=sum(line.kept for line in found),
        opened=opened,
        round=round_of(rows),
        unopened=None if text.looked else text.id,
        fresh=sum(line.newness is not None for line in found),
        as_of=max((line.touched_at for line in found if line.touched_at), default=None),
    )


def _at_most(beside: Mapping[str, Sequence[Line]]) -> int:
    """How many notes each paragraph shows: fewer of a long text that everybody spoke of, else its page is too long."""
    return next((most for most in range(SHOWN, 1, -1) if sum(min(len(g), most) for g in beside.values()) <= PAGE), 1)


def _beside(placed: Mapping[str | None, Iterable[Line]], ids: set[str]) -> dict[str, list[Line]]:
    """Block id or WHOLE -> its lines; a translation may lack the paragraph that an item is about."""
    beside: dict[str, list[Line]] = {}
    for block, group in placed.items():
        beside.setdefault(block if block in ids else WHOLE, []).extend(group)
    return {block: sorted(group, key=lambda line: line.order) for block, group in beside.items()}


def _opened(beside: Mapping[str, Sequence[Line]], opened: str) -> str:
    """The block whose notes are all shown: the one named, or the one that holds the item named."""
    if not opened or opened in beside:
        return opened
    name = opened.lower()
    called = ((block, line.reference.lower() or f"k{line.id}") for block, group in beside.items() for line in group)
    return next((block for block, call in called if call == name), "")


def _margin(
    group: Sequence[Line], picked: Sequence[Line], items: Mapping[int, ItemShown], marked: bool, opened: bool
) -> Margin:
    notes = tuple(_note(line, items[line.id]) for line in picked if line.id in items)
    there = {line.id for line in picked}
    # Words are marked also where their note is one of those not shown: a reader sees that somebody spoke of them.
    marks = [
        Marked(line.start, line.end, (line.reference,) if line.reference and line.id in there else ())
        for line in group
        if marked and line.start < line.end
    ]
    amendments = sum(line.kind is ItemKind.AMENDMENT for line in group)
    return Margin(
        notes=notes,
        marks=tuple(marks),
        amendments=amendments,
        comments=len(group) - amendments,
        more=len(group) - len(picked),
        opened=opened,
        fresh=sum(line.newness is not None for line in group),
    )


def _note(line: Line, item: ItemShown) -> Note:
    return Note(item, line.verdict, line.newness, (line.is_lost or line.by_hand) and not line.answered)


def _paragraphs(blocks: Sequence[Block], margins: Mapping[str, Margin]) -> tuple[Paragraph, ...]:
    counted = numbers(blocks)
    return tuple(Paragraph(block, counted.get(block.id), margins.get(block.id, Margin())) for block in blocks)

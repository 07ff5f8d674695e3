"""A row of a comment sheet as a point: its kind, place and words, and what it proposes; or why they cannot be told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workflow.rules.items.comment_sheet import CellFault, SheetColumn, SheetMark, SheetRow, SheetText, mark_from
from workflow.rules.items.file_points import FilePoint, FileUnit, PointFate
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.proposals import Proposal
from workflow.rules.items.sheet_changes import SheetChange, change_in, unquoted, words_before
from workflow.rules.items.sheet_places import SheetPlace, place_in
from workflow.rules.items.sheet_words import EITHER, KINDS_BY_NAME, folded
from workflow.text.anchors import find
from workflow.text.document import note_numbers, numbers
from workflow.text.unicode import normalise
from workflow.text.values import Block

_FAULTS = {
    CellFault.TRACKED: PointFate.TRACKED,
    CellFault.FORMULA: PointFate.FORMULA,
    CellFault.UNREAD: PointFate.CELL_UNREAD,
}


def file_point(row: SheetRow, text: SheetText) -> FilePoint:
    """The point of a row that says something, or the row with why it is none."""
    said = _Said(row, text)
    if fault := next(iter(row.faults.items()), None):
        return said.refuse(_FAULTS[fault[1]], column=fault[0].value)
    if stranger := _stranger(said):
        return stranger
    kind = said.kind
    if isinstance(kind, PointFate):
        return said.refuse(kind, kind=said.cell(SheetColumn.KIND)[:80])
    place = _place(said)
    if isinstance(place, PointFate):
        return said.refuse(place, count=len(numbers(text.blocks)))
    return _READERS[kind](said, place) if kind in _READERS else _words_point(said, place, kind)


@dataclass(frozen=True)
class _Said:
    """A row beside the text that it is about."""

    row: SheetRow
    text: SheetText

    def cell(self, column: SheetColumn) -> str:
        """What stands in a column."""
        return self.row.cells.get(column, "").strip()

    @property
    def words(self) -> str:
        """The words of the text without the quotation marks around them."""
        return unquoted(self.cell(SheetColumn.WORDS))

    @property
    def proposal(self) -> str:
        """What is proposed, as it was written."""
        return self.cell(SheetColumn.PROPOSAL)

    @property
    def mark(self) -> SheetMark | None:
        """For what the sheet of the row was made; None where the row does not say."""
        return mark_from(self.cell(SheetColumn.MARK))

    @property
    def kind(self) -> ItemKind | PointFate | None:
        """What its type says; None where it says nothing, or may be a comment as well as an amendment."""
        name = folded(self.cell(SheetColumn.KIND))
        if not name or name in EITHER:
            return None
        found = KINDS_BY_NAME.get(name)
        return found if isinstance(found, ItemKind) else PointFate.KIND_UNREAD

    def refuse(self, fate: PointFate, **facts: str | int) -> FilePoint:
        """The row as one that is no point, with all its words and the kind that a form for it would have."""
        otherwise = ItemKind.REPLACE if self.proposal else ItemKind.COMMENT
        kind = self.kind if isinstance(self.kind, ItemKind) else otherwise
        return replace(self.point(kind, words=self.words, proposal=self.proposal), refused=fate, facts=facts)

    def point(
        self, kind: ItemKind, block: Block | None = None, change: SheetChange | None = None, **asked: str | None
    ) -> FilePoint:
        """The row as a point of that kind about that paragraph."""
        if change is not None:
            beside = {"prefix": change.prefix, "suffix": change.suffix}
            asked = {"words": change.words, "proposal": change.proposal, **beside, **asked}
        given: dict[str, str | None] = {"block": block.id if block else None, **asked}
        proposal = Proposal(
            version=self.text.mark.version,
            language=self.text.mark.language,
            kind=kind,
            body=self.cell(SheetColumn.BODY),
            **given,  # type: ignore[arg-type]  # names of text alone
        )
        place = self.cell(SheetColumn.PLACE)
        return FilePoint(unit=FileUnit.ROW, number=self.row.number, place=place, asked=proposal)


def _stranger(said: _Said) -> FilePoint | None:
    """The row as one of a sheet that was made for something else; None where it was made for this, or does not say."""
    mark, ours = said.mark, said.text.mark
    if mark is None:
        return None
    if mark.statement != ours.statement:
        return said.refuse(PointFate.OTHER_STATEMENT)
    if mark.organisation != ours.organisation:
        return said.refuse(PointFate.OTHER_ORGANISATION)
    if mark.version == ours.version:
        return None
    point = said.refuse(PointFate.OTHER_VERSION, version=mark.version)
    place = place_in(said.cell(SheetColumn.PLACE), said.text.before.get(mark.version, ()))
    if isinstance(place, PointFate) or place.block is None:
        return point
    return replace(point, asked=replace(point.asked, block=place.block.id))


def _place(said: _Said) -> SheetPlace | PointFate:
    """Where the row stands; where it names no paragraph, the only one that has its words."""
    named = said.cell(SheetColumn.PLACE)
    words = said.words or words_before(said.proposal)
    if named or not words:
        return place_in(named, said.text.blocks)
    notes = note_numbers(said.text.blocks)
    having = [each for each in said.text.blocks if find(each.text, normalise(words), "", "", notes)]
    return SheetPlace(having[0]) if len(having) == 1 else PointFate.PLACE_UNREAD


def _words_point(said: _Said, place: SheetPlace, kind: ItemKind | None) -> FilePoint:
    """A comment, or an amendment of words: words that are proposed make it one, whatever its type says."""
    proposal = said.proposal
    if not proposal:
        return _comment(said, place, kind)
    if place.is_title:
        return said.point(ItemKind.TITLE, proposal=unquoted(proposal))
    if place.after is not None:
        return said.point(ItemKind.ADD, place.block, proposal=proposal, after=place.after)
    if place.block is None:
        return said.refuse(PointFate.PLACE_UNREAD, count=len(numbers(said.text.blocks)))
    change = change_in(said.words, proposal, place.block, said.text.blocks)
    if change is None:
        point = said.refuse(PointFate.CHANGE_UNREAD)
        return replace(point, asked=replace(point.asked, block=place.block.id))
    if change.is_removal:
        return said.point(ItemKind.REMOVE, place.block)
    return said.point(ItemKind.REPLACE, place.block, change)


def _comment(said: _Said, place: SheetPlace, kind: ItemKind | None) -> FilePoint:
    if kind is ItemKind.REPLACE:  # an amendment without the words that it proposes
        return said.refuse(PointFate.NOTHING_WRITTEN, kind=kind.value)
    return said.point(ItemKind.COMMENT, place.block, words=said.words if place.block else "")


def _removal(said: _Said, place: SheetPlace) -> FilePoint:
    """The paragraph, or the words of it that are named."""
    if said.words and place.block is not None:
        return said.point(ItemKind.REPLACE, place.block, words=said.words)
    if place.block is None or place.after is not None or (said.proposal and not _is_removal(said, place.block)):
        return said.refuse(PointFate.CHANGE_UNREAD if said.proposal else PointFate.PLACE_UNREAD, **_count(said))
    return said.point(ItemKind.REMOVE, place.block)


def _is_removal(said: _Said, block: Block) -> bool:
    change = change_in("", said.proposal, block, said.text.blocks)
    return change is not None and change.is_removal


def _addition(said: _Said, place: SheetPlace) -> FilePoint:
    """A new paragraph behind the place, or at the beginning."""
    if place.is_title or (place.block is None and place.after is None):
        return said.refuse(PointFate.PLACE_UNREAD, **_count(said))
    after = place.after if place.after is not None else place.block.id if place.block else ""
    return said.point(ItemKind.ADD, proposal=said.proposal, after=after)


def _move(said: _Said, place: SheetPlace) -> FilePoint:
    """A paragraph that goes behind the one that stands in the column of proposed words."""
    to = place_in(said.proposal, said.text.blocks)
    if place.block is None or isinstance(to, PointFate) or (to.block is None and to.after is None):
        return said.refuse(PointFate.PLACE_UNREAD, **_count(said))
    after = to.after if to.after is not None else to.block.id if to.block else ""
    return said.point(ItemKind.MOVE, place.block, after=after)


def _title(said: _Said, _place: SheetPlace) -> FilePoint:
    return said.point(ItemKind.TITLE, proposal=unquoted(said.proposal))


def _count(said: _Said) -> Mapping[str, int]:
    return {"count": len(numbers(said.text.blocks))}


_READERS = {
    ItemKind.REMOVE: _removal,
    ItemKind.ADD: _addition,
    ItemKind.MOVE: _move,
    ItemKind.TITLE: _title,
}

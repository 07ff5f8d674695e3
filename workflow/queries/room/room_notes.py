"""The notes beside the paragraphs of the room, and the words that are marked for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflow.queries.items.items import ItemShown
from workflow.queries.items.margin import MarginLine
from workflow.queries.items.newness import Newness
from workflow.queries.items.since import words_since
from workflow.queries.room.sheets import NotesPage
from workflow.rules.items.kinds import KINDS
from workflow.text.redline import Marked
from workflow.text.values import Verdict


@dataclass(frozen=True)
class RoomNote:
    """An item beside the text; verdict: what became of its words since the version that it was made on.

    newness: why it is worth a look to this reader. lost: its words are gone or their place is uncertain, or a person
    has placed it: it can be placed. now: the words that stand there instead of its own; None where they are the same.
    """

    item: ItemShown
    verdict: Verdict | None
    newness: Newness | None = None
    lost: bool = False
    now: str | None = None


@dataclass(frozen=True)
class Margin:
    """The notes beside one paragraph, or beside the whole text. more: how many are not shown, but marked.

    past: how many were answered by this version or an earlier one. fresh: how many of all are new to the reader.
    drafts: how many the reader's own organisation keeps, which the other counts leave out. ours: how many of the
    comments and amendments it sent itself.
    parts: the pages of an opened paragraph's notes, nothing where all are shown; part: the number of the one shown.
    """

    notes: tuple[RoomNote, ...] = ()
    marks: tuple[Marked, ...] = ()
    amendments: int = 0
    comments: int = 0
    more: int = 0
    opened: bool = False
    past: int = 0
    fresh: int = 0
    parts: tuple[NotesPage, ...] = ()
    part: int = 1
    drafts: int = 0
    ours: int = 0

    @property
    def points(self) -> int:
        """How many comments and amendments there are, shown or not."""
        return self.amendments + self.comments


def notes_of(
    picked: Iterable[Sequence[MarginLine]], items: Mapping[int, ItemShown], texts: Mapping[str, str]
) -> dict[int, RoomNote]:
    """Item id -> its note. texts: of the original's paragraphs, by their ids."""
    lines = (line for group in picked for line in group if line.id in items)
    return {line.id: _note(line, items[line.id], texts.get(line.block or "")) for line in lines}


def margin(
    group: Sequence[MarginLine], picked: Sequence[MarginLine], notes: Mapping[int, RoomNote], marked: bool
) -> Margin:
    """What stands beside a paragraph: `picked` of its lines as notes, and the words of all, where they are `marked`."""
    there = {line.id for line in picked}
    marks = [_mark(line, line.id in there) for line in group if marked and line.start < line.end]
    sent = [line.kind for line in group if not line.kept]
    amendments = sum(KINDS[kind].amends for kind in sent)
    return Margin(
        notes=tuple(notes[line.id] for line in picked if line.id in notes),
        marks=tuple(marks),
        amendments=amendments,
        comments=len(sent) - amendments,
        drafts=len(group) - len(sent),
        ours=sum(line.ours and not line.kept for line in group),
        more=len(group) - len(picked),
        fresh=sum(line.newness is not None for line in group),
    )


def _mark(line: MarginLine, is_shown: bool) -> Marked:
    """The words of a note, also of one that is not shown: a reader sees that somebody spoke of them, and gets there."""
    named = (line.reference,) if line.reference else ()
    return Marked(line.start, line.end, named) if is_shown else Marked(line.start, line.end, (), named)


def _note(line: MarginLine, item: ItemShown, text: str | None) -> RoomNote:
    now = words_since(item, line.verdict, text, line.start, line.end)
    return RoomNote(item, line.verdict, line.newness, (line.is_lost or line.by_hand) and not line.answered, now)

"""What a Word file of ours holds, before it is bytes: paragraphs of runs, who stands behind each change, remarks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from workflow.formats.table import Words
from workflow.text.document import Style
from workflow.text.values import Block


@dataclass(frozen=True, slots=True)
class Hand:
    """Who stands behind a change, as readers may see it. at: when, as `2026-12-01T14:30:00Z`; "" says nothing.

    ref: the point that it comes from (`A12`), "" for none.
    """

    author: str
    at: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class WrittenRun:
    """Words set in one way that came, went or stayed together; of a footnote's mark no words, but its `note`.

    start, end: where they stood in the old text of their block, code points; both -1 where they are new.
    """

    text: str
    style: Style = field(default_factory=Style)
    put_in: Hand | None = None
    taken_out: Hand | None = None
    start: int = -1
    end: int = -1
    note: "WrittenNote | None" = None


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A footnote: its block's id, its label, and its words."""

    block: str
    label: str
    runs: tuple[WrittenRun, ...]


class Moving(StrEnum):
    """Which end of a move a paragraph is."""

    AWAY = "moveFrom"
    HERE = "moveTo"


@dataclass(frozen=True, slots=True)
class WrittenParagraph:
    """A paragraph. was, now: the block that it is in the old text and in the new one, None where it is not in that one.

    hand: who put it in, took it out or moved it, with its mark; None for one that stays. moving: which end of a move it
    is, move: the number of that move. is_numbered: it has the number that it is read by; number: which one that is
    whatever stands before it, 0 where paragraphs are counted.
    """

    was: Block | None
    now: Block | None
    runs: tuple[WrittenRun, ...]
    hand: Hand | None = None
    moving: Moving | None = None
    move: int = 0
    is_numbered: bool = True
    number: int = 0

    @property
    def block(self) -> Block:
        """What it is, in the newer text where it is in both."""
        found = self.now or self.was
        if found is None:
            raise ValueError("a paragraph of no text")
        return found

    @property
    def goes(self) -> bool:
        """Whether it is not in the newer text, or not here."""
        return self.now is None

    @property
    def comes(self) -> bool:
        """Whether it is not in the older text, or not here."""
        return self.was is None


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment beside the text. said: its paragraphs. block: what it stands on, "" for the title.

    start, end: the words, code points of the block's old text; equal: the whole paragraph. One whose reference,
    `hand.ref`, is behind changes of the file stands on these. answers: the place in the remarks of the one to
    which it replies. is_done: nothing more is to be said.
    """

    hand: Hand
    said: tuple[Words, ...]
    block: str = ""
    start: int = 0
    end: int = 0
    answers: int | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class WordFile:
    """A text with what is to stand in its file. language: of the text; spoken: of what is said about it, where that
    names none. paragraphs: the title first.

    above: the lines over the first page. mark: at the head of every other page, and of the foot of all. version:
    what `own_names.VersionMark` writes, "" for a file that is of no one text. is_tracked: who edits it has every change
    tracked.
    """

    title: str
    language: str
    spoken: str
    paragraphs: Sequence[WrittenParagraph]
    above: Sequence[Words]
    mark: str
    version: str = ""
    remarks: Sequence[Remark] = ()
    is_tracked: bool = False

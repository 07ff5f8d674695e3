"""The pages of a long text: a page ends at a paragraph, after so many notes or paragraphs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workflow.text.document import numbers
from workflow.text.values import Block

NOTES, PARAGRAPHS = 60, 40
"""A page ends at the next paragraph after so many notes, or after so many paragraphs."""
_REST = 30, 15
"""A last page of fewer notes and fewer paragraphs than these goes with the one before it."""
PART = 40
"""Notes of one opened paragraph that stand on one page."""


@dataclass(frozen=True)
class Sheet:
    """One page of a text: blocks `start` to `end`; first and last: the numbers that its paragraphs are read by."""

    start: int
    end: int
    first: int | None
    last: int | None


@dataclass(frozen=True)
class NotesPage:
    """Some of the notes of an opened paragraph, by their place among all of them. first: from 1."""

    number: int
    first: int
    last: int


def sheets(blocks: Sequence[Block], notes_of: Callable[[str], int]) -> tuple[Sheet, ...]:
    """The pages of a text, one at least; notes_of: how many notes a page shows beside a block."""
    starts, notes = [0], 0
    for place, block in enumerate(blocks):
        if notes >= NOTES or place - starts[-1] >= PARAGRAPHS:
            starts.append(place)
            notes = 0
        notes += notes_of(block.id)
    if len(starts) > 1 and notes < _REST[0] and len(blocks) - starts[-1] < _REST[1]:
        starts.pop()
    counted = numbers(blocks)
    ends = [*starts[1:], len(blocks)]
    return tuple(_sheet(blocks, counted.get, start, end) for start, end in zip(starts, ends, strict=True))


def _sheet(blocks: Sequence[Block], number: Callable[[str], int | None], start: int, end: int) -> Sheet:
    read = [found for block in blocks[start:end] if (found := number(block.id)) is not None]
    return Sheet(start, end, min(read, default=None), max(read, default=None))


def whole_text(blocks: Sequence[Block]) -> tuple[Sheet, ...]:
    """The whole text as one page."""
    counted = numbers(blocks)
    return (_sheet(blocks, counted.get, 0, len(blocks)),)


def sheet_with(found: Sequence[Sheet], place: int) -> int:
    """The number, from 1, of the page that holds the block at `place`."""
    return next((number for number, sheet in enumerate(found, 1) if place < sheet.end), len(found))


def parts(count: int) -> tuple[NotesPage, ...]:
    """The pages of one paragraph's notes; nothing where one is enough, or nearly."""
    if count <= PART * 3 // 2:
        return ()
    return tuple(
        NotesPage(number, first + 1, min(first + PART, count)) for number, first in enumerate(range(0, count, PART), 1)
    )

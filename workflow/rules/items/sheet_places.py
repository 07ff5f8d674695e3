"""Where a row of a comment sheet says that it stands: “3”, “para 3”, “§ 3”, “3, line 2”, “whole text”, first words."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.rules.items.file_points import PointFate
from workflow.rules.items.sheet_words import AFTER, BEFORE, BEGINNING, NOT_PARAGRAPHS, TITLE, WHOLE, folded
from workflow.text.document import numbers, plain
from workflow.text.values import Block

_LEAST = 3
"""Letters of the first words by which a paragraph without a number is named."""


@dataclass(frozen=True)
class SheetPlace:
    """A paragraph, the title, or the whole text where it is neither.

    after: the paragraph that the place says something follows, "" for the beginning; None where it says no such thing.
    """

    block: Block | None = None
    is_title: bool = False
    after: str | None = None


def place_in(text: str, blocks: Sequence[Block]) -> SheetPlace | PointFate:
    """The place that a cell names; PLACE_UNREAD for none or several, NO_SUCH_PARAGRAPH for a number too high."""
    said = folded(text)
    if not said or said in WHOLE:
        return SheetPlace()
    if said in TITLE:
        return SheetPlace(is_title=True)
    if said in BEGINNING:
        return SheetPlace(after="")
    first, _, rest = said.partition(" ")
    if first in AFTER | BEFORE and rest:
        found = _paragraph(rest, blocks)
        return found if isinstance(found, PointFate) else _beside(found, blocks, is_after=first in AFTER)
    found = _paragraph(said, blocks)
    return found if isinstance(found, PointFate) else SheetPlace(found)


def _beside(block: Block, blocks: Sequence[Block], *, is_after: bool) -> SheetPlace:
    if is_after:
        return SheetPlace(block, after=block.id)
    ids = ["", *(each.id for each in blocks)]
    return SheetPlace(block, after=ids[ids.index(block.id) - 1])


def _paragraph(said: str, blocks: Sequence[Block]) -> Block | PointFate:
    """The paragraph by its number, which stands once among others of lines and pages; else by its first words."""
    parts = said.split()
    pairs = list(zip(["", *parts], parts, strict=False))
    named = [part for before, part in pairs if part.isdecimal() and before not in NOT_PARAGRAPHS]
    if not named:
        return _by_first_words(said, blocks)
    if len(named) > 1:
        return PointFate.PLACE_UNREAD
    by_number = {number: id_ for id_, number in numbers(blocks).items()}
    id_ = by_number.get(int(named[0]))
    return next((each for each in blocks if each.id == id_), PointFate.NO_SUCH_PARAGRAPH)


def _by_first_words(said: str, blocks: Sequence[Block]) -> Block | PointFate:
    if len(said) < _LEAST:
        return PointFate.PLACE_UNREAD
    found = [each for each in blocks if f"{folded(plain(each.text))} ".startswith(f"{said} ")]
    found = found or [each for each in blocks if folded(plain(each.text)).startswith(said)]
    return found[0] if len(found) == 1 else PointFate.PLACE_UNREAD

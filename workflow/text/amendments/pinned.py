"""An amendment at the place that a person gave it, because nobody else could tell where its words stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a person said that the words stand in a version; block None: nowhere. Equal ends: the whole paragraph."""

    version: int
    block: str | None
    start: int
    end: int


def pinned(
    asked: Amendment, made_to: Sequence[Block], pin: Pin, there: Sequence[Block]
) -> tuple[Amendment, tuple[Block, ...]]:
    """The amendment with the text that it counts as made to: `there`, where it was placed; none where it has no place.

    Words of a paragraph that were placed at another paragraph as such would take all of it out: that is for the hand,
    there; and so are words that a person said are nowhere, in any paragraph.
    """
    text = next((block.text for block in there if block.id == pin.block), None)
    if text is None or pin.block is None:
        return (replace(asked, block="") if asked.kind is AmendmentKind.REPLACE else asked), ()
    if asked.kind is AmendmentKind.ADD:
        return replace(asked, after=pin.block), tuple(there)
    if asked.kind is not AmendmentKind.REPLACE:
        return replace(asked, block=pin.block), tuple(there)
    if pin.start < pin.end:
        return replace(asked, block=pin.block, start=pin.start, end=pin.end), tuple(there)
    old = next((block.text for block in made_to if block.id == asked.block), "")
    if (asked.start, asked.end) != (0, len(old)):
        return replace(asked, block=pin.block), ()
    return replace(asked, block=pin.block, start=0, end=len(text)), tuple(there)

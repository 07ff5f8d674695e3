"""Blocks read as one text, and where each of their words stands in it."""

from collections.abc import Sequence
from itertools import accumulate

from workflow.text.values.block import Block
from workflow.text.values.spans import Span

_BETWEEN = "\n\n"


def whole_text(blocks: Sequence[Block]) -> str:
    """The text of all blocks, in their order."""
    return _BETWEEN.join(block.text for block in blocks)


def spans_of(blocks: Sequence[Block], wanted: Sequence[tuple[str, Span]]) -> list[Span]:
    """The spans in the whole text."""
    offsets = dict(zip((block.id for block in blocks), starts_of(blocks), strict=True))
    return [(offsets[block] + start, offsets[block] + end) for block, (start, end) in wanted]


def starts_of(blocks: Sequence[Block]) -> list[int]:
    """Where each block begins in the whole text."""
    return [0, *accumulate(len(block.text) + len(_BETWEEN) for block in blocks)][: len(blocks)]

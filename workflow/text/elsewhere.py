"""Words found again in another paragraph than their own, where one was split, joined or pasted into another."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from workflow.text.anchors import Verdict, reanchor_all
from workflow.text.block import Block

_BETWEEN = "\n\n"

Span = tuple[int, int]


def found_elsewhere(
    before: Sequence[Block], after: Sequence[Block], wanted: Sequence[tuple[str, Span]]
) -> list[tuple[str, int] | None]:
    """For each block id and span of `before`: the block of `after` that holds these words now, and their start there.

    None where they are not all in one block, or it is not certain. The spans are not empty and their blocks are there.
    """
    if not wanted:
        return []
    offsets = dict(zip((block.id for block in before), _starts(before), strict=True))
    spans = [(offsets[block] + start, offsets[block] + end) for block, (start, end) in wanted]
    whole = [_BETWEEN.join(block.text for block in blocks) for blocks in (before, after)]
    starts = _starts(after)
    return [
        _within(after, starts, at, end - start)
        for at, (start, end) in zip(certain_starts(whole[0], whole[1], spans), spans, strict=True)
    ]


def certain_starts(before: str, after: str, spans: Iterable[Span]) -> list[int | None]:
    """Where the words of each span stand unchanged in `after`; None where that is not certain."""
    wanted = list(spans)
    anchors = zip(reanchor_all(before, after, wanted), wanted, strict=True)
    return [
        anchor.start
        if anchor.verdict in (Verdict.SAME, Verdict.MOVED) and after[anchor.start : anchor.end] == before[start:end]
        else None
        for anchor, (start, end) in anchors
    ]


def _starts(blocks: Sequence[Block]) -> list[int]:
    return [0, *accumulate(len(block.text) + len(_BETWEEN) for block in blocks)][: len(blocks)]


def _within(blocks: Sequence[Block], starts: Sequence[int], at: int | None, length: int) -> tuple[str, int] | None:
    if at is None:
        return None
    block = blocks[bisect_right(starts, at) - 1]
    start = at - starts[bisect_right(starts, at) - 1]
    return (block.id, start) if start + length <= len(block.text) else None

"""Words found again in another paragraph than their own, where one was split, joined or pasted into another."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from workflow.text.align import kept
from workflow.text.anchors import Anchor, Verdict, reanchor_all
from workflow.text.block import Block
from workflow.text.moves import LIKELY, moved
from workflow.text.sentences import sentences
from workflow.text.steady import steady
from workflow.text.survivors import Pieces
from workflow.text.trust import Neighbourhood, weight

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
    spans, starts = _spans(before, wanted), _starts(after)
    return [
        _within(after, starts, at, end - start)
        for at, (start, end) in zip(certain_starts(_whole(before), _whole(after), spans), spans, strict=True)
    ]


def landed(
    before: Sequence[Block], after: Sequence[Block], wanted: Sequence[tuple[str, Span]]
) -> list[tuple[str, Anchor] | None]:
    """For each block id and span of `before`: the block of `after` that has most of these words now, and where there.

    They may have been edited on the way. None where they are gone, or it is not certain, or no block has half of them.
    The spans are not empty and their blocks are there.
    """
    if not wanted:
        return []
    texts = {block.id: block.text for block in before}
    around = [(block, _around(texts[block], span)) for block, span in wanted]
    anchors = reanchor_all(_whole(before), _whole(after), _spans(before, [*wanted, *around]))
    words = [texts[block][start:end] for block, (start, end) in (*wanted, *around)]
    places = [_most(after, anchor, said) for anchor, said in zip(anchors, words, strict=True)]
    return [
        own if own and about and own[0] == about[0] else None
        for own, about in zip(places[: len(wanted)], places[len(wanted) :], strict=True)
    ]


def _around(text: str, span: Span) -> Span:
    """The sentences that the span stands in: two words alone could be others in another paragraph."""
    there = [(start, end) for start, end in sentences(text) if start < span[1] and end > span[0]]
    return min([span[0], *(start for start, _ in there)]), max([span[1], *(end for _, end in there)])


def may_stand(before: Sequence[Block], after: Sequence[Block], wanted: Sequence[tuple[str, Span]]) -> list[bool]:
    """Whether the words of each span are there as often as before, or half of them seem to be, torn apart or edited.

    Where that is so nobody can say that they are gone, though no place is certain.
    """
    if not wanted:
        return []
    texts = {block.id: block.text for block in before}
    around = _spans(before, [(block, _around(texts[block], span)) for block, span in wanted])
    old, new = _whole(before), _whole(after)
    runs = steady(old, new)
    stayed, went = (Neighbourhood(old, new, found) for found in (runs, moved(old, new, runs, LIKELY)))
    return [
        new.count(old[slice(*span)]) >= old.count(old[slice(*span)])
        or 2 * (_left(stayed, span) + _left(went, span)) >= weight(old[slice(*span)])
        or 2 * _left(went, about) >= weight(old[slice(*about)])  # its sentence seems to be elsewhere
        for span, about in zip(_spans(before, wanted), around, strict=True)
    ]


def _left(near: Neighbourhood, span: Span) -> int:
    """The weight of what is kept of a span."""
    return Pieces(near, *span).weight


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


def _whole(blocks: Sequence[Block]) -> str:
    return _BETWEEN.join(block.text for block in blocks)


def _spans(blocks: Sequence[Block], wanted: Sequence[tuple[str, Span]]) -> list[Span]:
    """The spans in the whole text."""
    offsets = dict(zip((block.id for block in blocks), _starts(blocks), strict=True))
    return [(offsets[block] + start, offsets[block] + end) for block, (start, end) in wanted]


def _starts(blocks: Sequence[Block]) -> list[int]:
    return [0, *accumulate(len(block.text) + len(_BETWEEN) for block in blocks)][: len(blocks)]


def _within(blocks: Sequence[Block], starts: Sequence[int], at: int | None, length: int) -> tuple[str, int] | None:
    if at is None:
        return None
    block = blocks[bisect_right(starts, at) - 1]
    start = at - starts[bisect_right(starts, at) - 1]
    return (block.id, start) if start + length <= len(block.text) else None


def _most(blocks: Sequence[Block], anchor: Anchor, words: str) -> tuple[str, Anchor] | None:
    """The block that holds half of the words or more where the anchor is, and the stretch of it there."""
    if anchor.start is None or anchor.end is None:
        return None
    found = []
    for at, block in zip(_starts(blocks), blocks, strict=True):
        start, end = max(anchor.start - at, 0), min(anchor.end - at, len(block.text))
        if start < end:
            same = sum(weight(words[run.start : run.end]) for run in kept(words, block.text[start:end]))
            found.append((same, block.id, Anchor(anchor.verdict, start, end)))
    same, id_, place = max(found, key=lambda each: each[0])
    return (id_, place) if 2 * same >= weight(words) else None

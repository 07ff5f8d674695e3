"""Words found again in another paragraph than their own, where one was split, joined or pasted into another."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from workflow.text.alignment.align import kept
from workflow.text.alignment.pair import Pair, pair_of
from workflow.text.alignment.survivors import Pieces
from workflow.text.alignment.trust import Neighbourhood, weight
from workflow.text.anchors.anchors import Anchor, anchors_in
from workflow.text.anchors.whose import was_there
from workflow.text.document.whole import spans_of, starts_of, whole_text
from workflow.text.tokens.sentences import sentences
from workflow.text.values.answers import Verdict
from workflow.text.values.block import Block
from workflow.text.values.spans import Span

_HALF = 0.5  # share of a sentence that must be in another block for it to be that one
_SOME = 0.4  # the same of words within it, as for words that stayed in their block


def found_elsewhere(
    before: Sequence[Block], after: Sequence[Block], wanted: Sequence[tuple[str, Span]]
) -> list[tuple[str, int] | None]:
    """For each block id and span of `before`: the block of `after` that holds these words now, and their start there.

    None where they are not all in one block, or it is not certain. The spans are not empty and their blocks are there.
    """
    if not wanted:
        return []
    spans, starts = spans_of(before, wanted), starts_of(after)
    found = certain_starts(pair_of(whole_text(before), whole_text(after)), spans)
    return [_within(after, starts, at, end - start) for at, (start, end) in zip(found, spans, strict=True)]


def landed(
    before: Sequence[Block], after: Sequence[Block], wanted: Sequence[tuple[str, Span]]
) -> list[tuple[str, Anchor] | None]:
    """For each block id and span of `before`: the block of `after` that has most of these words now, and where there.

    They may have been edited on the way. None where they are gone, or it is not certain, or no block has enough of them
    and half of their sentence. The spans are not empty and their blocks are there.
    """
    if not wanted:
        return []
    texts, now = ({block.id: block.text for block in blocks} for blocks in (before, after))
    around = [(block, _around(texts[block], span)) for block, span in wanted]
    anchors = anchors_in(pair_of(whole_text(before), whole_text(after)), spans_of(before, [*wanted, *around]))
    words = [texts[block][start:end] for block, (start, end) in (*wanted, *around)]
    shares = [_SOME] * len(wanted) + [_HALF] * len(around)
    places = [_most(after, *each) for each in zip(anchors, words, shares, strict=True)]
    stayed = {block: kept(texts.get(block, ""), now[block]) for block in {place[0] for place in places if place}}
    about = [
        place and not was_there(stayed[place[0]], now[place[0]], said, place[1]) and place[0]
        for place, said in list(zip(places, words, strict=True))[len(wanted) :]
    ]
    return [own if own and own[0] == block else None for own, block in zip(places, about, strict=False)]


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
    around = spans_of(before, [(block, _around(texts[block], span)) for block, span in wanted])
    pair = pair_of(whole_text(before), whole_text(after))
    old, new = pair.before, pair.after
    stayed, went = Neighbourhood(old, new, pair.runs), pair.likely
    return [
        new.count(old[slice(*span)]) >= old.count(old[slice(*span)])
        or 2 * (_left(stayed, span) + _left(went, span)) >= weight(old[slice(*span)])
        or 2 * _left(went, about) >= weight(old[slice(*about)])  # its sentence seems to be elsewhere
        for span, about in zip(spans_of(before, wanted), around, strict=True)
    ]


def _left(near: Neighbourhood, span: Span) -> int:
    """The weight of what is kept of a span."""
    return Pieces(near, *span).weight


def certain_starts(pair: Pair, spans: Iterable[Span]) -> list[int | None]:
    """Where the words of each span stand unchanged in the later text; None where that is not certain."""
    wanted, before, after = list(spans), pair.before, pair.after
    anchors = zip(anchors_in(pair, wanted), wanted, strict=True)
    return [
        anchor.start
        if anchor.verdict in (Verdict.SAME, Verdict.MOVED) and after[anchor.start : anchor.end] == before[start:end]
        else None
        for anchor, (start, end) in anchors
    ]


def _within(blocks: Sequence[Block], starts: Sequence[int], at: int | None, length: int) -> tuple[str, int] | None:
    if at is None:
        return None
    block = blocks[bisect_right(starts, at) - 1]
    start = at - starts[bisect_right(starts, at) - 1]
    return (block.id, start) if start + length <= len(block.text) else None


def _most(blocks: Sequence[Block], anchor: Anchor, words: str, share: float) -> tuple[str, Anchor] | None:
    """The block that holds such a share of the words or more where the anchor is, and the stretch of it there."""
    if anchor.start is None or anchor.end is None:
        return None
    found = []
    for at, block in zip(starts_of(blocks), blocks, strict=True):
        start, end = max(anchor.start - at, 0), min(anchor.end - at, len(block.text))
        if start < end:
            same = sum(weight(words[run.start : run.end]) for run in kept(words, block.text[start:end]))
            found.append((same, block.id, Anchor(anchor.verdict, start, end)))
    same, id_, place = max(found, key=lambda each: each[0])
    return (id_, place) if same >= share * weight(words) else None

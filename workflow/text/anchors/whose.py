"""Whose words stand at a place: those of the block itself, or of another one that gave them up for it."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from workflow.text.alignment.align import kept
from workflow.text.alignment.pair import pair_of
from workflow.text.alignment.runs import Run
from workflow.text.alignment.trust import weight
from workflow.text.anchors.anchors import Anchor
from workflow.text.document.whole import spans_of, starts_of, whole_text
from workflow.text.values.block import Block
from workflow.text.values.spans import Span


def others_words(before: Sequence[Block], after: Sequence[Block], places: Sequence[tuple[str, Span]]) -> list[bool]:
    """For each block id and span of `after` whether most of what was kept there left another block of `before` for it.

    Whoever makes one item read as another one did, and takes that one out, has moved it.
    """
    if not places:
        return []
    pair = pair_of(whole_text(before), whole_text(after))
    gone = sorted(pair.gone, key=lambda run: run.place)
    starts, now = starts_of(before), {block.id: block.text for block in after}
    answers = []
    for (block, _), span in zip(places, spans_of(after, places), strict=True):
        weights = [0, 0]
        for at, piece in (*_kept_in(pair.before, pair.runs, span), *_kept_in(pair.before, gone, span)):
            source = before[bisect_right(starts, at) - 1].id
            weights[source != block and piece not in now.get(source, "")] += weight(piece)
        answers.append(weights[1] > weights[0])
    return answers


def _kept_in(before: str, runs: Sequence[Run], span: Span) -> Iterator[tuple[int, str]]:
    """What of `before` stands in a span of the other text, and where it stood; the runs in the order of that text."""
    for k in range(bisect_right(runs, span[0], key=lambda run: run.place_end), len(runs)):
        if runs[k].place >= span[1]:
            break
        shift = runs[k].start - runs[k].place
        start, end = max(runs[k].place, span[0]) + shift, min(runs[k].place_end, span[1]) + shift
        yield start, before[start:end]


def was_there(stayed: Sequence[Run], block: str, words: str, place: Anchor) -> bool:
    """Whether what stands at a place in a block, of which the runs stayed, was its own before rather than the words."""
    start, end = place.start or 0, place.end or 0
    own = sum(
        weight(block[max(run.place, start) : min(run.place_end, end)])
        for run in stayed
        if run.place < end and run.place_end > start
    )
    return own >= sum(weight(words[run.start : run.end]) for run in kept(words, block[start:end]))

"""Words that stand unchanged in a later text, in whatever paragraph, and words that another paragraph brought along."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from workflow.text.alignment.comparison import Comparison
from workflow.text.alignment.runs import Run
from workflow.text.alignment.trust import weight
from workflow.text.anchors.anchors import anchors_in
from workflow.text.document.whole import spans_of, starts_of, whole_text
from workflow.text.values.answers import Verdict
from workflow.text.values.block import Block
from workflow.text.values.spans import Span


def found_elsewhere(
    before: Sequence[Block],
    after: Sequence[Block],
    wanted: Sequence[tuple[str, Span]],
    comparison: Comparison | None = None,
) -> list[tuple[str, int] | None]:
    """For each block id and span of `before`: the block of `after` that holds these words now, and their start there.

    comparison: of the two whole texts, where it was made already. None where they are not all in one block, or it is
    not certain. The spans are not empty and their blocks are there.
    """
    if not wanted:
        return []
    spans, starts = spans_of(before, wanted), starts_of(after)
    found = certain_starts(comparison or Comparison(whole_text(before), whole_text(after)), spans)
    return [_within(after, starts, at, end - start) for at, (start, end) in zip(found, spans, strict=True)]


def certain_starts(comparison: Comparison, spans: Iterable[Span]) -> list[int | None]:
    """Where the words of each span stand unchanged in the later text; None where that is not certain."""
    wanted, before, after = list(spans), comparison.before, comparison.after
    anchors = zip(anchors_in(comparison, wanted), wanted, strict=True)
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


def others_words(
    before: Sequence[Block],
    after: Sequence[Block],
    places: Sequence[tuple[str, Span]],
    comparison: Comparison | None = None,
) -> list[bool]:
    """For each block id and span of `after` whether most of what was kept there left another block of `before` for it.

    Whoever makes one item read as another one did, and takes that one out, has moved it.
    """
    if not places:
        return []
    both = comparison or Comparison(whole_text(before), whole_text(after))
    came = sorted(both.gone, key=lambda run: run.place)
    starts, now = starts_of(before), {block.id: block.text for block in after}
    answers = []
    for (block, _), span in zip(places, spans_of(after, places), strict=True):
        weights = [0, 0]
        for at, piece in (*_kept_in(both.before, both.runs, span), *_kept_in(both.before, came, span)):
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

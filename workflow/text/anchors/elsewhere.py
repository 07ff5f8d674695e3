"""Two versions in blocks, each read as one text: where words stand unchanged, and which another paragraph brought."""

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


class TwoVersions:
    """Two versions, by id and in their order, and what the whole of them share."""

    def __init__(self, before: Sequence[Block], after: Sequence[Block]) -> None:
        self.before, self.after = before, after
        self.old, self.new = ({block.id: block.text for block in blocks} for blocks in (before, after))
        self.starts = starts_of(after)
        self.whole = Comparison(whole_text(before), whole_text(after))

    def unchanged(self, wanted: Sequence[tuple[str, Span]]) -> list[tuple[str, int] | None]:
        """For each block id and span of `before`: the block of `after` that holds these words now, and their start.

        None where they are not all in one block, or it is not certain. The spans are not empty and their blocks are
        there.
        """
        spans = spans_of(self.before, wanted)
        starts = certain_starts(self.whole, spans) if spans else []
        return [self._within(at, end - start) for at, (start, end) in zip(starts, spans, strict=True)]

    def _within(self, at: int | None, length: int) -> tuple[str, int] | None:
        if at is None:
            return None
        n = bisect_right(self.starts, at) - 1
        start, block = at - self.starts[n], self.after[n]
        return (block.id, start) if start + length <= len(block.text) else None

    def others_words(self, places: Sequence[tuple[str, Span]]) -> list[bool]:
        """For each block id and span of `after` whether most of what was kept there left another block for it.

        Whoever makes one item read as another one did, and takes that one out, has moved it.
        """
        if not places:
            return []
        came, starts = sorted(self.whole.gone, key=lambda run: run.place), starts_of(self.before)
        answers = []
        for (block, _), span in zip(places, spans_of(self.after, places), strict=True):
            weights = [0, 0]
            for at, piece in (*self._kept_in(self.whole.runs, span), *self._kept_in(came, span)):
                source = self.before[bisect_right(starts, at) - 1].id
                weights[source != block and piece not in self.new.get(source, "")] += weight(piece)
            answers.append(weights[1] > weights[0])
        return answers

    def _kept_in(self, runs: Sequence[Run], span: Span) -> Iterator[tuple[int, str]]:
        """What of the text before stands in a span of the later one, and where it stood; the runs in its order."""
        for run in runs[bisect_right(runs, span[0], key=lambda run: run.place_end) :]:
            if run.place >= span[1]:
                break
            shift = run.start - run.place
            start, end = max(run.place, span[0]) + shift, min(run.place_end, span[1]) + shift
            yield start, self.whole.before[start:end]


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

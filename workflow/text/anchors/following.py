"""Where words of one version stand in a later one: all blocks are read as one text, in which they are looked for."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.text.alignment.align import common_runs
from workflow.text.alignment.comparison import Comparison
from workflow.text.alignment.runs import Run
from workflow.text.alignment.trust import weight
from workflow.text.anchors.anchors import Anchor, anchors_in, reanchor_all
from workflow.text.document.unopened import Remainder, unopened
from workflow.text.document.whole import spans_of, starts_of, whole_text
from workflow.text.unicode.spans import require_span
from workflow.text.values.answers import Verdict
from workflow.text.values.block import Block
from workflow.text.values.spans import Span

_LOST = frozenset({Verdict.DELETED, Verdict.UNCERTAIN})


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of words or of a whole paragraph, and where they stand now; an empty span is the whole paragraph.

    block: beside which they belong; None where it is gone and its words stand in no other.
    """

    verdict: Verdict
    block: str | None
    start: int = 0
    end: int = 0


def followed(before: Sequence[Block], after: Sequence[Block], wanted: Sequence[tuple[str, Span]]) -> list[Followed]:
    """For each block id and span of `before` what became of it in `after`; an empty span is the whole paragraph.

    Raises ValueError when a span lies outside its paragraph, is reversed, or cuts a character.
    """
    old = {block.id: block.text for block in before}
    read = {block.id: unopened(old.get(block.id, ""), block.text) for block in after}
    found = _Follower(before, [replace(block, text=read[block.id].text) for block in after]).all(wanted)
    if not any(each.cuts for each in read.values()):
        return found
    return [_opened(read, each) for each in found]


def unchanged(
    before: Sequence[Block], after: Sequence[Block], wanted: Sequence[tuple[str, Span]]
) -> list[tuple[str, int] | None]:
    """For each block id and span of `before` the block of `after` that has these words now, and where they begin in it.

    None where they are not all in one block, or it is not certain. No span is empty.
    """
    old, new = ({block.id: block.text for block in blocks} for blocks in (before, after))
    found = followed(before, after, wanted) if wanted else []
    return [
        (at.block, at.start) if at.block and new[at.block][at.start : at.end] == old[block][slice(*span)] else None
        for at, (block, span) in zip(found, wanted, strict=True)
    ]


def agreed_place(direct: Followed, by_steps: Followed) -> Followed:
    """What became of words that two ways lead from, one past the versions in between, the other by way of the last.

    Where both find a place and not the same one, nobody can tell.
    """
    if direct.verdict in _LOST or by_steps.verdict in _LOST:
        return direct
    is_one = min(direct.end, by_steps.end) > max(direct.start, by_steps.start) or direct.start == direct.end
    if direct.block == by_steps.block and (is_one or by_steps.start == by_steps.end):
        return direct
    return Followed(Verdict.UNCERTAIN, direct.block)


def _opened(read: Mapping[str, Remainder], found: Followed) -> Followed:
    """The same in the text with what was left open anew."""
    if found.block is None or not read[found.block].cuts or found.verdict in _LOST:
        return found
    if found.start == found.end:
        return replace(found, verdict=Verdict.EDITED if found.verdict is Verdict.SAME else found.verdict)
    whole = read[found.block]
    is_apart = len(list(whole.pieces(found.start, found.end))) > 1
    verdict = Verdict.EDITED if is_apart and found.verdict is Verdict.SAME else found.verdict
    return Followed(verdict, found.block, *whole.whole(found.start, found.end))


class _Follower:
    """Two versions, by id and in their order, and what the whole of them share."""

    def __init__(self, before: Sequence[Block], after: Sequence[Block]) -> None:
        self.before, self.after = before, after
        self.old, self.new = ({block.id: block.text for block in blocks} for blocks in (before, after))
        self.starts_before, self.starts = starts_of(before), starts_of(after)
        self.whole = Comparison(whole_text(before), whole_text(after))

    def all(self, wanted: Sequence[tuple[str, Span]]) -> list[Followed]:
        for block, span in wanted:
            require_span(self.old[block], *span, block)
        spans = [(block, span if span[0] < span[1] else (0, len(self.old[block]))) for block, span in wanted]
        anchors = anchors_in(self.whole, spans_of(self.before, spans))
        found = [self._in_block(*where, anchor) for where, anchor in zip(spans, anchors, strict=True)]
        self._look_at_home(spans, found)
        for n, (home, span) in enumerate(wanted):
            if span[0] == span[1] and home in self.new:
                found[n] = Followed(Verdict.SAME if self.old[home] == self.new[home] else Verdict.EDITED, home)
            elif span[0] == span[1]:
                found[n] = Followed(found[n].verdict, found[n].block)
        return found

    def _look_at_home(self, spans: Sequence[tuple[str, Span]], found: list[Followed]) -> None:
        """Place those that were lost where their own paragraph has them, unless another one brought these words."""
        lost = defaultdict[str, list[int]](list)
        for n, (home, _) in enumerate(spans):
            if found[n].verdict in _LOST and home in self.new and self.new[home] and spans[n][1][0] < spans[n][1][1]:
                lost[home].append(n)
        for home, numbers in lost.items():
            anchors = reanchor_all(self.old[home], self.new[home], [spans[n][1] for n in numbers])
            for n, anchor in zip(numbers, anchors, strict=True):
                if anchor.start is None or anchor.end is None:
                    continue
                if not self._is_others(home, (anchor.start, anchor.end)):
                    found[n] = Followed(anchor.verdict, home, anchor.start, anchor.end)

    def _in_block(self, home: str, span: Span, anchor: Anchor) -> Followed:
        if span[0] == span[1]:  # of a paragraph without words
            return Followed(Verdict.DELETED, None)
        block = home if home in self.new else None
        if anchor.start is None or anchor.end is None:
            words = self.old[home][slice(*span)]
            stands = self.whole.after.count(words) >= self.whole.before.count(words)
            return Followed(Verdict.UNCERTAIN if stands else anchor.verdict, block)
        _, n, start, end = max(self._parts(anchor.start, anchor.end))
        there, words, now = self.after[n].id, self.old[home][slice(*span)], self.after[n].text[start:end]
        if there != home:
            own = self._own_weight(there, start, end) if words != now else 0
            is_own = own and own >= sum(weight(words[run.start : run.end]) for run in common_runs(words, now))
            return Followed(Verdict.UNCERTAIN, block) if is_own else Followed(Verdict.MOVED, there, start, end)
        return Followed(Verdict.SAME if words == now else Verdict.EDITED, home, start, end)

    def _own_weight(self, block: str, start: int, end: int) -> int:
        """The weight of what a block had before of what stands in a stretch of it."""
        if block not in self.old:
            return 0
        new = self.new[block]
        runs = common_runs(self.old[block], new)
        return sum(weight(new[max(run.place, start) : min(run.place_end, end)]) for run in runs if run.place < end)

    def _parts(self, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
        """How much of a stretch is in each of the blocks: the length, number of the block, and the span there."""
        for n in range(bisect_right(self.starts, start) - 1, len(self.after)):
            at = self.starts[n]
            if at >= end:
                break
            low, high = max(start - at, 0), min(end - at, len(self.after[n].text))
            yield high - low, n, low, high

    def _is_others(self, block: str, span: Span) -> bool:
        """Whether most of what was kept in a span of a block of `after` left another block for it.

        Whoever makes one item read as another one did, and takes that one out, has moved it.
        """
        weights, came = [0, 0], sorted(self.whole.gone, key=lambda run: run.place)
        [span] = spans_of(self.after, [(block, span)])
        for at, piece in (*self._kept_in(self.whole.runs, span), *self._kept_in(came, span)):
            source = self.before[bisect_right(self.starts_before, at) - 1].id
            weights[source != block and piece not in self.new.get(source, "")] += weight(piece)
        return weights[1] > weights[0]

    def _kept_in(self, runs: Sequence[Run], span: Span) -> Iterator[tuple[int, str]]:
        """What of the text before stands in a span of the later one, and where it stood; the runs in its order."""
        for run in runs[bisect_right(runs, span[0], key=lambda run: run.place_end) :]:
            if run.place >= span[1]:
                break
            shift = run.start - run.place
            start, end = max(run.place, span[0]) + shift, min(run.place_end, span[1]) + shift
            yield start, self.whole.before[start:end]

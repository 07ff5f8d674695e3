"""Where a comment's words stand after the text has changed; it says when it lost them and never guesses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow.text.alignment.comparison import Comparison
from workflow.text.alignment.levels import FAR, FAR_LENGTHS, HALF, LONGER
from workflow.text.alignment.runs import Run
from workflow.text.alignment.trust import Neighbourhood, weight
from workflow.text.anchors.levels import FOUND, GONE
from workflow.text.unicode.spans import require_span
from workflow.text.values.answers import Verdict
from workflow.text.values.spans import Span


@dataclass(frozen=True, slots=True)
class Anchor:
    """What became of some words and where they stand now, in code points; without a place when gone or uncertain."""

    verdict: Verdict
    start: int | None = None
    end: int | None = None


def reanchor(before: str, after: str, start: int, end: int) -> Anchor:
    """What became of `before[start:end]` in `after`; an empty span is a point between two words.

    Raises ValueError when the offsets are outside the text, reversed, or cut a character.
    """
    return reanchor_all(before, after, [(start, end)])[0]


def reanchor_all(before: str, after: str, spans: Iterable[Span]) -> list[Anchor]:
    """`reanchor` of each span, at the price of one difference of the texts."""
    return anchors_in(Comparison(before, after), spans)


def anchors_in(pair: Comparison, spans: Iterable[Span]) -> list[Anchor]:
    """`reanchor_all` in two texts of which others ask too."""
    wanted = list(spans)
    for start, end in wanted:
        require_span(pair.before, start, end)
    if pair.before == pair.after:
        return [Anchor(Verdict.SAME, start, end) for start, end in wanted]
    return [_of_words(pair, start, end) if start < end else _of_point(pair, start) for start, end in wanted]


def _of_words(pair: Comparison, start: int, end: int) -> Anchor:
    here, there = pair.here, pair.there
    if run := here.holder(start, end):  # within a long stretch that nobody touched
        return Anchor(Verdict.SAME, start - run.start + run.place, end - run.start + run.place)
    if not (whole := weight(here.before[start:end])):
        return Anchor(Verdict.UNCERTAIN)  # white space alone: one is like the other
    stayed, went = _Pieces(here, start, end), _Pieces(there, start, end)
    share, share_there = stayed.weight / whole, went.weight / whole
    is_away = share_there >= FOUND and (share < FOUND or went.strength > stayed.strength)
    if is_away and not (stayed.pieces and stayed.span() == went.span()):
        return Anchor(Verdict.MOVED, *went.span())
    if max(share, share_there) < GONE:
        is_doubtful = _Pieces(pair.doubtful, start, end).weight >= FOUND * whole
        return Anchor(Verdict.UNCERTAIN if is_doubtful else Verdict.DELETED)
    if share < FOUND or not stayed.is_certain(share):
        return Anchor(Verdict.UNCERTAIN)
    a, b = stayed.span()
    return Anchor(Verdict.SAME if here.after[a:b] == here.before[start:end] else Verdict.EDITED, a, b)


def _of_point(pair: Comparison, at: int) -> Anchor:
    """Where a point stands: between the same neighbours, beside the one that is left, or nowhere.

    Within a passage that moved the two neighbours prove the place: what stands around it now is others by rights.
    """
    here = pair.here
    stayed, went = here.sides(at), pair.there.sides(at)
    for place in stayed:
        if place is not None and here.vouches(at, at, place, place):
            return Anchor(Verdict.SAME if stayed[0] == stayed[1] else Verdict.EDITED, place, place)
    if went[0] is not None and went[0] == went[1]:
        return Anchor(Verdict.MOVED, went[0], went[0])
    return Anchor(Verdict.DELETED if {*stayed, *went} == {None} else Verdict.UNCERTAIN)


class _Pieces:
    """The kept pieces of a span: the group of neighbours among them that weighs most."""

    def __init__(self, near: Neighbourhood, start: int, end: int) -> None:
        self.near, self.start, self.end = near, start, end
        groups = list(self._groups(max(FAR, FAR_LENGTHS * (end - start))))
        weights = [sum(weight(near.before[low:high]) for low, high, _ in group) for group in groups]
        self.weight = max(weights, default=0)
        self.pieces = groups[weights.index(self.weight)] if groups else []
        self.strength = max((near.runs[k].length for _, _, k in self.pieces), default=0)

    def _groups(self, far: int) -> Iterator[list[tuple[int, int, int]]]:
        """Pieces (start, end, number of the run) that still stand near each other."""
        group: list[tuple[int, int, int]] = []
        for low, high, k in self._pieces():
            gap = self.near.runs[k].place - self.near.runs[group[-1][2]].place_end if group else 0
            if not 0 <= gap <= far:
                yield group
                group = []
            group.append((low, high, k))
        if group:
            yield group

    def _pieces(self) -> Iterator[tuple[int, int, int]]:
        runs = self.near.runs
        for k in range(self.near.at(self.start), len(runs)):
            low, high = max(self.start, runs[k].start), min(self.end, runs[k].end)
            if runs[k].start >= self.end:
                return
            if not self.near.before[low:high].isspace():
                yield low, high, k

    def is_certain(self, share: float) -> bool:
        """Whether one of the pieces, or what is kept around the span, vouches for the place; `share`: of the words."""
        if any(self.near.strong[k] for _, _, k in self.pieces):
            return True
        return share >= HALF and self.near.vouches(self.start, self.end, *self._bare_span())

    def span(self) -> Span:
        """Where the pieces stand now, from the first to the last, with what replaced the words at their rims."""
        start, end = self._bare_span()
        if self.near.after[start:end] == self.near.before[self.start : self.end]:
            return start, end
        before, behind = self._replaced()
        start, end = start - before, end + behind
        words = self.near.after[start:end]
        return start + len(words) - len(words.lstrip()), start + len(words.rstrip())

    def _bare_span(self) -> Span:
        (low, _, first), (_, high, last) = self.pieces[0], self.pieces[-1]
        runs = self.near.runs
        return low - runs[first].start + runs[first].place, high - runs[last].start + runs[last].place

    def _replaced(self) -> tuple[int, int]:
        """Characters that stand where the first and where the last words stood, when just those were replaced."""
        (low, _, first), (_, high, last) = self.pieces[0], self.pieces[-1]
        runs = self.near.runs
        before, behind = self.near.at(self.start - 1) if self.start else -1, self.near.at(self.end)
        left = runs[before] if 0 <= before < first else Run(0, 0, 0)
        right = runs[behind] if last < behind < len(runs) else Run(len(self.near.before), len(self.near.after), 0)
        new = runs[first].place - left.place_end, right.place - runs[last].place_end
        return (
            new[0] if left.end == self.start and 0 < new[0] <= LONGER * (low - self.start) else 0,
            new[1] if right.start == self.end and 0 < new[1] <= LONGER * (self.end - high) else 0,
        )

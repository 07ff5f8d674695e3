"""What an alignment keeps of one span, as far as it still stands together."""

from collections.abc import Iterator

from workflow.text.alignment.levels import FAR, FAR_LENGTHS, HALF, LONGER
from workflow.text.alignment.runs import Run
from workflow.text.alignment.trust import Neighbourhood, weight
from workflow.text.values.spans import Span


class Pieces:
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
        start, end = start - self._replaced_before(), end + self._replaced_after()
        words = self.near.after[start:end]
        return start + len(words) - len(words.lstrip()), start + len(words.rstrip())

    def _bare_span(self) -> Span:
        (low, _, first), (_, high, last) = self.pieces[0], self.pieces[-1]
        runs = self.near.runs
        return low - runs[first].start + runs[first].place, high - runs[last].start + runs[last].place

    def _replaced_before(self) -> int:
        """Characters that stand where the first words of the span stood, when just those were replaced."""
        low, _, k = self.pieces[0]
        at = self.near.at(self.start - 1) if self.start else -1
        left = self.near.runs[at] if 0 <= at < k else Run(0, 0, 0)
        new = self.near.runs[k].place - left.place_end
        return new if low > self.start and left.end == self.start and _is_like(low - self.start, new) else 0

    def _replaced_after(self) -> int:
        _, high, k = self.pieces[-1]
        runs = self.near.runs
        at = self.near.at(self.end)
        right = runs[at] if k < at < len(runs) else Run(len(self.near.before), len(self.near.after), 0)
        new = right.place - runs[k].place_end
        return new if high < self.end and right.start == self.end and _is_like(self.end - high, new) else 0


def _is_like(old: int, new: int) -> bool:
    return 0 < new <= LONGER * old

"""How far a kept stretch can be trusted: a word between two rewritten sentences proves nothing."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from workflow.text.runs import Run

_WINDOW = 60  # characters beside a stretch that are asked whether they were kept too
_ENOUGH = 0.55  # share of them, on both sides together, that vouches for the stretch
_STRONG = 30  # weight of a stretch that vouches for itself
_WIDE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")


def weight(text: str) -> int:
    """How much a stretch says: its characters without white space, those of scripts with short words twice."""
    return sum(map(len, text.split())) + len(_WIDE.findall(text))


class Neighbourhood:
    """The runs of an alignment, asked how much is kept around a place."""

    def __init__(self, before: str, after: str, runs: Sequence[Run]) -> None:
        self.before, self.after = before, after
        self.runs = runs
        self.strong = [_is_strong(before[run.start : run.end]) for run in runs]
        self._starts = [run.start for run in runs], [run.place for run in runs]
        self._kept = [0, *accumulate(run.length for run in runs)]

    def at(self, start: int) -> int:
        """The number of the first run that ends behind `start`."""
        k = max(0, bisect_right(self._starts[0], start) - 1)
        return k + (k < len(self.runs) and self.runs[k].end <= start)

    def holder(self, start: int, end: int) -> Run | None:
        """The run that holds all of `before[start:end]` and is so long that it can't stand there by chance."""
        k = self.at(start)
        whole = k < len(self.runs) and self.runs[k].start <= start and end <= self.runs[k].end
        return self.runs[k] if whole and self.strong[k] else None

    def vouches(self, start: int, end: int, place: int, place_end: int) -> bool:
        """Whether enough is kept beside `before[start:end]`, or beside its place in `after`."""
        return max(self._share(0, start, end), self._share(1, place, place_end)) >= _ENOUGH

    def _share(self, side: int, start: int, end: int) -> float:
        low, high = max(0, start - _WINDOW), min(len(self.after if side else self.before), end + _WINDOW)
        return (self._ratio(side, low, start) + self._ratio(side, end, high)) / 2

    def _ratio(self, side: int, low: int, high: int) -> float:
        return (self._upto(side, high) - self._upto(side, low)) / (high - low) if low < high else 1.0

    def _upto(self, side: int, at: int) -> int:
        """Characters kept before `at`."""
        k = bisect_right(self._starts[side], at) - 1
        return self._kept[k] + min(at - self._starts[side][k], self.runs[k].length) if k >= 0 else 0


def _is_strong(text: str) -> bool:
    return 2 * len(text) >= _STRONG and weight(text) >= _STRONG

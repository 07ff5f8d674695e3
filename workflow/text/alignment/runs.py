"""Stretches that two texts have in common."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from workflow.text.values.spans import Hunk, Span


class Run(NamedTuple):
    """A stretch kept: `before[start:start + length]` is `after[place:place + length]`."""

    start: int
    place: int
    length: int

    @property
    def end(self) -> int:
        """Where it ends in `before`."""
        return self.start + self.length

    @property
    def place_end(self) -> int:
        """Where it ends in `after`."""
        return self.place + self.length


class CoveredSpans:
    """How much of a text spans cover, which are in order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = list(spans)
        self._starts = [start for start, _ in self._spans]
        self._upto = [0, *accumulate(end - start for start, end in self._spans)]

    def of(self, start: int, end: int) -> int:
        """How many signs of a stretch are covered."""
        return self.before(end) - self.before(start)

    def before(self, at: int) -> int:
        """How many signs before `at`."""
        k = bisect_right(self._starts, at) - 1
        return self._upto[k] + min(at, self._spans[k][1]) - self._spans[k][0] if k >= 0 else 0


def runs_from(found: Iterable[tuple[int, int, int]]) -> list[Run]:
    """The runs of (start, place, length) in order, without empty ones; neighbours on both sides made one."""
    runs: list[Run] = []
    start = place = length = 0
    for i, j, n in found:
        if i == start + length and j == place + length:
            length += n
        elif n:
            if length:
                runs.append(Run(start, place, length))
            start, place, length = i, j, n
    if length:
        runs.append(Run(start, place, length))
    return runs


def hunks_between(runs: Iterable[Run], length: int, length_after: int) -> Iterator[Hunk]:
    """What the runs leave out of two texts of these lengths."""
    i = j = 0
    for run in [*runs, Run(length, length_after, 0)]:
        if run.start > i or run.place > j:
            yield Hunk(i, run.start, j, run.place)
        i, j = run.end, run.place_end


def elsewhere(runs: Sequence[Run], gone: Sequence[Run]) -> list[Run]:
    """Those that left their place: one of which a run holds words at its new place too did not move."""
    shifts: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        shifts[run.place - run.start].append(run)
    return [move for move in gone if not any(_overlap(move, run) for run in shifts.get(move.place - move.start, ()))]


def outside_moves(runs: Sequence[Run], gone: Sequence[Run]) -> list[Run]:
    """What the runs keep outside the stretches that moved: words left where one stood, or standing where it came to,
    are there by chance."""
    away = elsewhere(runs, gone)
    left = sorted((move.start, move.end) for move in away)
    came = sorted((move.place, move.place_end) for move in away)
    staying = [piece for run in runs for piece in _outside(run, run.start, left)]
    return [piece for run in staying for piece in _outside(run, run.place, came)]


def _overlap(one: Run, other: Run) -> bool:
    return one.start < other.end and other.start < one.end


def _outside(run: Run, start: int, spans: Sequence[Span]) -> Iterator[Run]:
    """What is left outside the spans of a run that begins at `start` in their text."""
    at, end = start, start + run.length
    k = max(0, bisect_right(spans, start, key=itemgetter(0)) - 1)
    while k < len(spans) and spans[k][0] < end:
        if at < spans[k][0]:
            yield Run(run.start + at - start, run.place + at - start, spans[k][0] - at)
        at = max(at, spans[k][1])
        k += 1
    if at < end:
        yield Run(run.start + at - start, run.place + at - start, end - at)


def in_a_row(pieces: Sequence[str], count: int) -> Iterator[tuple[str, ...]]:
    """Each `count` neighbours of the pieces, in their order."""
    return zip(*(pieces[k:] for k in range(count)), strict=False)


def common_prefix(a: Sequence[str], b: Sequence[str]) -> int:
    """How many signs of two texts, or pieces of two lists, are the same at the beginning."""
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


def slides(text: str, first: int, second: int, back: int, forth: int) -> tuple[int, int]:
    """How far the stretch between two places may slide with the same outcome: characters to the left, to the right.

    back, forth: how far at most.
    """
    left = common_prefix(text[first - back : first][::-1], text[second - back : second][::-1])
    return left, common_prefix(text[first : first + forth], text[second : second + forth])

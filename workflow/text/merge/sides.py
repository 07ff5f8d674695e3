"""One side of a merge: what it changed of the base, and which passages it carried elsewhere."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from workflow.text.alignment.levels import SENTENCE
from workflow.text.alignment.moves import LIKELY, moved_runs
from workflow.text.alignment.runs import Run, outside_moves
from workflow.text.alignment.steady import steady_runs
from workflow.text.alignment.touched import touched_sentences
from workflow.text.alignment.trust import weight
from workflow.text.diff.cleanup import is_speck


@dataclass(frozen=True, slots=True)
class SideChange:
    """`base[start:end]` became `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class SideMove:
    """`base[start:end]` left with one change and came back, as it was, within another at `offset` of its text.

    Not `is_sure`: perhaps; enough to ask a person, too little to carry an edit along.
    """

    start: int
    end: int
    left: int
    came: int
    offset: int
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What one side changed, word by word and, in order, as a reader sees it; its moves, and the sentences it brought.

    brought: a sentence -> the number of the change with which it came.
    """

    words: frozenset[SideChange]
    changes: tuple[SideChange, ...]
    moves: tuple[SideMove, ...]
    brought: dict[str, int]


def side_of(base: str, text: str) -> Side:
    """What `text` changed of `base`."""
    runs = steady_runs(base, text)
    words, _ = _changes(base, text, runs)
    gone = _elsewhere(runs, moved_runs(base, text, runs, LIKELY))
    changes, places = _changes(base, text, list(_without_specks(base, text, outside_moves(runs, gone))))
    sure = [(run.start, run.end) for run in moved_runs(base, text, runs)] if gone else []
    brought = dict(_new_sentences(text, changes, places))
    return Side(frozenset(words), tuple(changes), tuple(_moves(gone, sure, changes, places)), brought)


def _elsewhere(runs: Sequence[Run], gone: Sequence[Run]) -> list[Run]:
    """Those that left their place: a short line between two edits is like itself as well."""
    return [run for run in gone if not _is_kept(runs, run)]


def _is_kept(runs: Sequence[Run], found: Run) -> bool:
    k = bisect_right(runs, found.start, key=lambda run: run.start) - 1
    return k >= 0 and found.start < runs[k].end and found.place - found.start == runs[k].place - runs[k].start


def _without_specks(base: str, text: str, runs: Sequence[Run]) -> Iterator[Run]:
    """The runs without those that a rewriting of the words around them left by chance."""
    borders = [*runs, Run(len(base), len(text), 0)]
    left = max(weight(base[: borders[0].start]), weight(text[: borders[0].place]))
    for run, following in pairwise(borders):
        right = max(weight(base[run.end : following.start]), weight(text[run.place_end : following.place]))
        if is_speck(base[run.start : run.end], left, right):
            left += right
        else:
            yield run
            left = right


def _changes(base: str, text: str, runs: Sequence[Run]) -> tuple[list[SideChange], list[int]]:
    """The changes and where each begins in the text."""
    changes, places, i, j = [], [], 0, 0
    for run in [*runs, Run(len(base), len(text), 0)]:
        if run.start > i or run.place > j:
            changes.append(SideChange(i, run.start, text[j : run.place]))
            places.append(j)
        i, j = run.end, run.place_end
    return changes, places


def _moves(
    gone: Sequence[Run], sure: Sequence[tuple[int, int]], changes: Sequence[SideChange], places: Sequence[int]
) -> Iterator[SideMove]:
    leaving = [(c.start, c.end) for c in changes]
    coming = [(place, place + len(c.text)) for place, c in zip(places, changes, strict=True)]
    for run in gone:
        left, came = _holder(leaving, run.start, run.end), _holder(coming, run.place, run.place_end)
        if left is not None and came is not None and left != came:
            is_sure = _holder(sure, run.start, run.end) is not None
            yield SideMove(run.start, run.end, left, came, run.place - places[came], is_sure)


def _new_sentences(text: str, changes: Sequence[SideChange], places: Sequence[int]) -> Iterator[tuple[str, int]]:
    """The sentences that say something and are mostly new."""
    ends = [place + len(change.text) for place, change in zip(places, changes, strict=True)]
    kept = list(zip([0, *ends], [*places, len(text)], strict=True))
    for start, end, stays in touched_sentences(text, kept):
        if 2 * stays < end - start and weight(text[start:end]) >= SENTENCE:
            yield text[start:end], bisect_right(places, end - 1) - 1


def _holder(spans: Sequence[tuple[int, int]], start: int, end: int) -> int | None:
    k = bisect_right(spans, start, key=lambda span: span[0]) - 1
    return k if k >= 0 and end <= spans[k][1] else None

"""A difference made fit for the eye: no confetti between changes, borders where a reader would put them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from workflow.text.alignment.runs import runs_from
from workflow.text.alignment.settle import at_best_borders
from workflow.text.alignment.trust import weight
from workflow.text.diff.levels import SPECK_FACTOR, SPECK_MOST
from workflow.text.diff.words import ops_of

Ops = list[tuple[int, str]]
_ENOUGH = SPECK_FACTOR * SPECK_MOST  # characters that are weighed: more are no speck


def tidy(ops: Iterable[tuple[int, str]]) -> Ops:
    """The same change in fewer, wider pieces: specks kept between two changes count as changed too.

    Still gives both texts back: the deletions with the kept pieces are `before`, the insertions with them `after`.
    A line break is never swallowed.
    """
    done = list(ops)
    # Fewer pieces may slide to other places.
    while len(tidied := _without_specks(_with_best_borders(done))) < len(done):
        done = tidied
    return tidied


def _without_specks(ops: Ops) -> Ops:
    """The pieces without the specks between changes."""
    hunks = list(_hunks(ops))
    done: list[_HunkGroup] = []
    for place, hunk in enumerate(hunks):
        done.append(_HunkGroup(place, weight(hunk[0]), weight(hunk[1])))
        while len(done) > 1 and is_speck(kept := hunks[done[-1].first - 1][2], done[-2].weight, done[-1].weight):
            last = done.pop()
            done[-1] = _HunkGroup(
                done[-1].first, done[-1].old + weight(kept) + last.old, done[-1].new + weight(kept) + last.new
            )
    borders = [*(part.first for part in done), len(hunks)]
    return [piece for first, end in pairwise(borders) for piece in _as_one(hunks[first:end])]


class _HunkGroup(NamedTuple):
    """Hunks that are one change: the number of the first, and what they weigh on either side."""

    first: int
    old: int
    new: int

    @property
    def weight(self) -> int:
        return max(self.old, self.new)


def is_speck(kept: str, left: int, right: int) -> bool:
    """Whether what is kept between changes of these weights says too little to stand between them."""
    near = min(left, SPECK_MOST) + min(right, SPECK_MOST)
    return bool(left and right) and "\n" not in kept and SPECK_FACTOR * weight(kept[:_ENOUGH]) <= near


def _as_one(hunks: Sequence[tuple[str, str, str]]) -> Ops:
    """One change for all of them, and what is kept after the last."""
    last = len(hunks) - 1
    old = "".join(old + kept * (k < last) for k, (old, _, kept) in enumerate(hunks))
    new = "".join(new + kept * (k < last) for k, (_, new, kept) in enumerate(hunks))
    return [piece for piece in ((-1, old), (1, new), (0, hunks[last][2])) if piece[1]]


def _hunks(ops: Ops) -> Iterable[tuple[str, str, str]]:
    """Deleted, inserted and what is kept after them, again and again."""
    old = new = kept = ""
    for op, text in ops:
        if op and kept:
            yield old, new, kept
            old = new = kept = ""
        old, new, kept = old + text * (op < 0), new + text * (op > 0), kept + text * (op == 0)
    yield old, new, kept


def _with_best_borders(ops: Ops) -> Ops:
    """The same pieces, insertions and deletions slid to where words and sentences begin."""
    before = "".join(text for op, text in ops if op <= 0)
    after = "".join(text for op, text in ops if op >= 0)
    return ops_of(before, after, at_best_borders(before, after, runs_from(_runs(ops))))


def _runs(ops: Ops) -> Iterable[tuple[int, int, int]]:
    i = j = 0
    for op, text in ops:
        if op == 0:
            yield i, j, len(text)
        i, j = i + len(text) * (op <= 0), j + len(text) * (op >= 0)

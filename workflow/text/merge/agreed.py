"""Where an insertion or a deletion may stand, and what two sides changed alike, told at one place.

Beside words that it repeats an insertion may stand before or behind them: “the [the ]globe” is “[the ]the globe”. Two
sides that made one change may be told at two places; taken from both it would be made twice.
"""

from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import pairwise

from workflow.text.alignment.levels import FARTHEST
from workflow.text.alignment.runs import slides
from workflow.text.merge.sides import Side
from workflow.text.values.spans import Edit, Span

_START = Edit(0, 0, "")


def at_agreed_places(base: str, ours: Side, theirs: Side) -> tuple[Side, Side]:
    """The sides, insertions and deletions that both made at the place where the first of them stands."""
    changes = _at_one_place(base, ours.changes, theirs.changes, _carriers(ours), _carriers(theirs))
    alike = _at_one_place(base, ours.words, theirs.words, frozenset(), frozenset())
    one, other = (
        replace(side, changes=tuple(new), words=tuple(told))
        for side, new, told in zip((ours, theirs), changes, alike, strict=True)
    )
    return one, other


def reaches(base: str, changes: Sequence[Edit]) -> list[Span]:
    """For each change the stretch of the base in which it may stand; it touches what lies there.

    A line or more stays where the alignment put it, unless its equal is beside it: that two begin or end alike is
    common there.
    """
    found = []
    for last, change, following in zip(
        [_START, *changes], changes, [*changes[1:], Edit(len(base), 0, "")], strict=False
    ):
        back, forth = _slack(base, change, last.end, following.start)
        moving = change.words or base[change.start : change.end]
        slides = "\n" not in moving or back + forth >= len(moving)
        found.append((change.start - back * slides, change.end + forth * slides))
    return found


def _carriers(side: Side) -> Set[int]:
    """The numbers of the changes with which passages left and came; what is told of them is counted from there."""
    return {number for move in side.moves for number in (move.left, move.came)}


def _at_one_place(
    base: str, ours: Sequence[Edit], theirs: Sequence[Edit], still: Set[int], theirs_still: Set[int]
) -> tuple[list[Edit], list[Edit]]:
    one, other = _leftmost(base, ours, still), _leftmost(base, theirs, theirs_still)
    told, told_there = list(ours), list(theirs)
    for key in one.keys() & other.keys():
        i, j = one[key], other[key]
        told[i] = told_there[j] = min(ours[i], theirs[j], key=lambda change: change.start)
    return told, told_there


def _leftmost(base: str, changes: Sequence[Edit], still: Set[int]) -> dict[Edit, int]:
    """The insertions and deletions slid as far to the left as may be -> their numbers."""
    found = {}
    for number, (low, change) in enumerate(pairwise([_START, *changes])):
        if number not in still and (change.start == change.end or not change.words):
            back, _ = _slack(base, change, low.end, change.end)
            start = change.start - back
            text = (base[start : change.start] + change.words)[: len(change.words)]
            found[Edit(start, change.end - back, text)] = number
    return found


def _slack(base: str, change: Edit, low: int, high: int) -> tuple[int, int]:
    """How far an insertion or a deletion may slide to the left and to the right, within `base[low:high]`."""
    if change.words and change.start < change.end:
        return 0, 0
    before = base[max(low, change.start - FARTHEST) : change.start]
    behind = base[change.end : min(high, change.end + FARTHEST)]
    moving = change.words or base[change.start : change.end]
    first, second = len(before), len(before) + len(moving)
    return slides(before + moving + behind, first, second, first, len(behind))

"""The changes that two sides made, those together that touch each other: what a merge decides as one.

Beside words that it repeats an insertion may stand before or behind them: “the [the ]globe” is “[the ]the globe”. Two
sides that made one change may be told at two places; taken from both it would be made twice.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from workflow.text.alignment.levels import FARTHEST
from workflow.text.alignment.runs import slides
from workflow.text.alignment.touched import sentence_spans
from workflow.text.alignment.trust import weight
from workflow.text.merge.levels import TWINS_APART
from workflow.text.merge.sides import Side
from workflow.text.values.spans import Edit, Span

_START = Edit(0, 0, "")


@dataclass(slots=True)
class TouchingGroup:
    """Changes of both sides (their numbers) that touch each other: who wins, or whether a person must decide."""

    start: int
    end: int
    changes: tuple[list[int], list[int]]
    winner: int = 0
    is_conflict: bool = False


def groups_of(base: str, ours: Side, theirs: Side) -> Iterator[TouchingGroup]:
    """The changes of both sides, those together that touch, that only white space parts or that are twins."""
    twins = _twins(base, ours, theirs)
    numbered = [
        (reach, n, k) for n, side in enumerate((ours, theirs)) for k, reach in enumerate(reaches(base, side.changes))
    ]
    group, end, edge = None, 0, _START
    for (low, high), n, k in sorted(numbered):
        change = (ours, theirs)[n].changes[k]
        if group and (_parts(base, edge, change) if low == end else low > end and not _is_gap(base[end:low])):
            yield group
            group = None
        group = group or TouchingGroup(change.start, change.end, ([], []))
        group.changes[n].append(k)
        group.start, group.end = min(group.start, change.start), max(group.end, change.end)
        if (reach := max(high, twins.get(change, 0))) >= end:
            end, edge = reach, change
    if group:
        yield group


def _parts(base: str, left: Edit, right: Edit) -> bool:
    """Whether a line break parts two changes that meet: one took out whole lines, the other edited one beside."""
    if left.end != right.start or left.start == left.end or right.start == right.end:
        return False
    gone, last = base[left.start : left.end], base[right.start : right.end]
    before = not left.words and gone.endswith("\n") and (left.start == 0 or base[left.start - 1] == "\n")
    behind = not right.words and last.startswith("\n") and (right.end == len(base) or base[right.end] == "\n")
    return before or behind


def _is_gap(text: str) -> bool:
    return text.isspace() and "\n" not in text


def _twins(base: str, ours: Side, theirs: Side) -> dict[Edit, int]:
    """Change -> where the other side's ends that brought the same new sentence, with fewer words between than it has.

    Beside other edits one new sentence may seem to stand at two places; taken from both it would be there twice.
    """
    ends: dict[Edit, int] = {}
    both = ours.brought.keys() & theirs.brought.keys()
    for words in both - {base[start:end] for start, end in sentence_spans(base)} if both else ():
        first, last = sorted(side.changes[side.brought[words]] for side in (ours, theirs))
        upto = min(last.start, first.end + TWINS_APART * len(words))  # two texts may have thousands of them, far apart
        if first.end < last.start and weight(base[first.end : upto]) < weight(words):
            ends[first] = max(last.end, ends.get(first, 0))
    return ends


def at_agreed_places(base: str, ours: Side, theirs: Side) -> tuple[Side, Side]:
    """The sides, insertions and deletions that both made at the place where the first of them stands."""
    sides = ours, theirs
    changes = _at_one_place(base, [side.changes for side in sides], [_carriers(side) for side in sides])
    words = _at_one_place(base, [side.words for side in sides])
    one, other = (replace(side, changes=new, words=told) for side, new, told in zip(sides, changes, words, strict=True))
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
    base: str, sides: Sequence[Sequence[Edit]], still: Sequence[Set[int]] = (frozenset(), frozenset())
) -> list[tuple[Edit, ...]]:
    told = [list(changes) for changes in sides]
    one, other = (_leftmost(base, changes, numbers) for changes, numbers in zip(sides, still, strict=True))
    for key in one.keys() & other.keys():
        i, j = one[key], other[key]
        told[0][i] = told[1][j] = min(told[0][i], told[1][j])
    return [tuple(changes) for changes in told]


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

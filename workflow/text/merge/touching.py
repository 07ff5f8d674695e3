"""The changes that two sides made, those together that touch each other: what a merge decides as one."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.text.alignment.touched import sentence_spans
from workflow.text.alignment.trust import weight
from workflow.text.merge.agreed import reaches
from workflow.text.merge.levels import TWINS_APART
from workflow.text.merge.sides import Side
from workflow.text.values.spans import Edit


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
    group, end, edge = None, 0, Edit(0, 0, "")
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

"""What became of each block: kept, changed, added, removed, moved, split or joined."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from workflow.text.block import Block
from workflow.text.heaviest import heaviest_chain
from workflow.text.tidy import tidy
from workflow.text.worddiff import word_diff


class Change(StrEnum):
    """What became of a block."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    MOVED_CHANGED = "moved_changed"
    MOVED_AWAY = "moved_away"
    SPLIT = "split"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class BlockChange:
    """One block of the comparison: what it was, what it is, and the tidy word difference inside."""

    kind: Change
    before: Block | None
    after: Block | None
    ops: tuple[tuple[int, str], ...] = ()
    before_at: int | None = None
    after_at: int | None = None


def block_diff(before: Sequence[Block], after: Sequence[Block]) -> list[BlockChange]:
    """What became of every block, in the order of `after`.

    Removed blocks, and the old places of moved ones (`moved_away`), stand where they stood.
    """
    places = {block.id: j for j, block in enumerate(after)}
    pairs = [(i, places[block.id]) for i, block in enumerate(before) if block.id in places]
    steady = dict(heaviest_chain(pairs, [len(before[i].text) + 1 for i, _ in pairs]))
    return _in_order(before, after, dict(pairs), steady)


def _in_order(
    before: Sequence[Block], after: Sequence[Block], pairs: dict[int, int], steady: dict[int, int]
) -> list[BlockChange]:
    sources = {j: i for i, j in pairs.items()}
    changes: list[BlockChange] = []
    i = 0
    for j, block in enumerate(after):
        source = sources.get(j)
        if source is not None and source in steady:
            changes += [_left(before, after, k, pairs) for k in range(i, source)]
            i = source + 1
        if source is None:
            changes.append(BlockChange(Change.ADDED, None, block, (), None, j))
        else:
            changes.append(_changed(before[source], block, source, j, source not in steady))
    return changes + [_left(before, after, k, pairs) for k in range(i, len(before))]


def _left(before: Sequence[Block], after: Sequence[Block], i: int, pairs: dict[int, int]) -> BlockChange:
    j = pairs.get(i)
    if j is None:
        return BlockChange(Change.REMOVED, before[i], None, (), i, None)
    return BlockChange(Change.MOVED_AWAY, before[i], after[j], (), i, j)


def _changed(old: Block, new: Block, i: int, j: int, moved: bool) -> BlockChange:
    if (old.text, old.kind) == (new.text, new.kind):
        return BlockChange(Change.MOVED if moved else Change.SAME, old, new, (), i, j)
    ops = tuple(tidy(word_diff(old.text, new.text)))
    return BlockChange(Change.MOVED_CHANGED if moved else Change.CHANGED, old, new, ops, i, j)

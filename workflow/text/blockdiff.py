"""What became of each block: kept, changed, added, removed, moved, split or joined."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from workflow.text.block import Block
from workflow.text.blockpairs import Pairs, cut, paired
from workflow.text.heaviest import heaviest_chain
from workflow.text.tidy import tidy
from workflow.text.worddiff import word_diff


class Change(StrEnum):
    """What became of a block. MOVED_AWAY: the old place of one that moved, or whose words went into another."""

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
    """One block of the comparison: what it was, what it is, and the tidy word difference inside.

    Of a split block each part has an entry, whose `before` holds the words that came into it; of joined blocks the one
    entry's `before` holds the words of all, and the others are MOVED_AWAY.
    """

    kind: Change
    before: Block | None
    after: Block | None
    ops: tuple[tuple[int, str], ...] = ()
    before_at: int | None = None
    after_at: int | None = None


def block_diff(before: Sequence[Block], after: Sequence[Block]) -> list[BlockChange]:
    """What became of every block, in the order of `after`.

    Removed blocks, and the old places of moved ones (`moved_away`), stand where they stood. Blocks are the same by
    permanent id, or by likeness where the id is new.
    """
    return list(_Comparison(before, after).changes())


class _Comparison:
    def __init__(self, before: Sequence[Block], after: Sequence[Block]) -> None:
        self.before, self.after = before, after
        self.pairs: Pairs = paired(before, after)
        self.steady = self._steady()
        self.arrived = {i: j for j, i in self.pairs.old_of.items()}
        self.arrived |= {i: j for j, places in self.pairs.joined.items() for i in places}
        self.parts = {j: i for i, places in self.pairs.split.items() for j in places}

    def _steady(self) -> set[int]:
        """Places in `after` of the blocks that kept their order, as many words as can be."""
        pairs = sorted((i, j) for j, i in self.pairs.old_of.items())
        return {j for _, j in heaviest_chain(pairs, [len(self.before[i].text) + 1 for i, _ in pairs])}

    def changes(self) -> Iterator[BlockChange]:
        halts = [*(self.pairs.old_of[j] for j in sorted(self.steady)), len(self.before)]
        yield from map(self._left, range(halts[0]))
        passed = 0
        for j in range(len(self.after)):
            yield self._arrived(self.pairs.old_of.get(j), j)
            if j in self.steady:
                yield from map(self._left, range(halts[passed] + 1, halts[passed + 1]))
                passed += 1

    def _left(self, i: int) -> BlockChange:
        j = self.arrived.get(i)
        if j is None:
            return BlockChange(Change.REMOVED, self.before[i], None, (), i, None)
        return BlockChange(Change.MOVED_AWAY, self.before[i], self.after[j], (), i, j)

    def _arrived(self, i: int | None, j: int) -> BlockChange:
        if j in self.parts:
            return self._part(self.parts[j], j)
        if i is None:
            return BlockChange(Change.ADDED, None, self.after[j], (), None, j)
        if j in self.pairs.joined:
            words = " ".join(self.before[n].text for n in self.pairs.joined[j])
            return _compared(Change.JOINED, replace(self.before[i], text=words), self.after[j], i, j)
        old, new, is_moved = self.before[i], self.after[j], j not in self.steady
        if (old.text, old.kind, old.level) == (new.text, new.kind, new.level):
            return BlockChange(Change.MOVED if is_moved else Change.SAME, old, new, (), i, j)
        return _compared(Change.MOVED_CHANGED if is_moved else Change.CHANGED, old, new, i, j)

    def _part(self, i: int, j: int) -> BlockChange:
        places = self.pairs.split[i]
        texts = cut(self.before[i].text, [self.after[n].text for n in places])
        words = texts[places.index(j)].strip()
        return _compared(Change.SPLIT, replace(self.before[i], text=words), self.after[j], i, j)


def _compared(kind: Change, old: Block, new: Block, i: int, j: int) -> BlockChange:
    ops = tuple(tidy(word_diff(old.text, new.text))) if old.text != new.text else ()
    return BlockChange(kind, old, new, ops, i, j)

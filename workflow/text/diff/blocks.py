"""What became of each block: kept, changed, added, removed, moved, split or joined."""

from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum

from workflow.text.alignment.heaviest import heaviest_chain
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.pairs import GAP, Pairs, block_pairs, parts_from
from workflow.text.diff.words import word_diff
from workflow.text.values.block import Block, BlockKind


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
    A block that reads as it did but is another kind of block, or has another mark, is CHANGED, without ops.
    offset: where the words of `before` begin in the old block; below 0 where joined blocks stand before it.
    joined: the old places of all blocks that became one, in each of their entries. is_moved: it stands elsewhere.
    """

    kind: Change
    before: Block | None
    after: Block | None
    ops: tuple[tuple[int, str], ...] = ()
    before_at: int | None = None
    after_at: int | None = None
    offset: int = 0
    joined: tuple[int, ...] = ()
    is_moved: bool = False


def block_diff(
    before: Sequence[Block], after: Sequence[Block], moved: Collection[str] = (), gone: Collection[str] = ()
) -> list[BlockChange]:
    """What became of every block, in the order of `after`.

    Removed blocks, and the old places of moved ones (`moved_away`), stand where they stood. Blocks are the same by
    permanent id, or by likeness where the id is new. moved: ids of blocks that somebody is known to have moved; where
    two changed places, such a one is told as moved and not its neighbour. One that stands where it stood is not.
    gone: of blocks that somebody is known to have taken out; none that is new is taken for such a one.
    """
    return list(_BlockDiff(before, after, moved, gone).changes())


class _BlockDiff:
    def __init__(
        self, before: Sequence[Block], after: Sequence[Block], moved: Collection[str], gone: Collection[str]
    ) -> None:
        self.before, self.after = before, after
        self.marks = _own_marks(before), _own_marks(after)
        self.pairs: Pairs = block_pairs(before, after, gone)
        self.steady = self._steady(frozenset(moved))
        self.arrived = {i: j for j, i in self.pairs.old_of.items()}
        self.arrived |= {i: j for j, places in self.pairs.joined.items() for i in places}
        self.parts = {j: i for i, places in self.pairs.split.items() for j in places}

    def _steady(self, moved: Set[str]) -> set[int]:
        """Places in `after` of the blocks that kept their order, as many words as can be.

        The words of those not in `moved` count first: all that moved together weigh less than one other word.
        """
        pairs = sorted((i, j) for j, i in self.pairs.old_of.items())
        weights = [len(self.before[i].text) + 1 for i, _ in pairs]
        others = 1 + sum(weights) if moved else 1
        counted = [w if self.after[j].id in moved else w * others for w, (_, j) in zip(weights, pairs, strict=True)]
        return {j for _, j in heaviest_chain(pairs, counted)}

    def changes(self) -> Iterator[BlockChange]:
        halts = [*(self.pairs.old_of[j] for j in sorted(self.steady)), len(self.before)]
        yield from map(self._departure, range(halts[0]))
        passed = 0
        for j in range(len(self.after)):
            yield self._arrival(self.pairs.old_of.get(j), j)
            if j in self.steady:
                yield from map(self._departure, range(halts[passed] + 1, halts[passed + 1]))
                passed += 1

    def _departure(self, i: int) -> BlockChange:
        j = self.arrived.get(i)
        if j is None:
            return BlockChange(Change.REMOVED, self.before[i], None, (), i, None)
        joined = tuple(self.pairs.joined.get(j, ()))
        return BlockChange(Change.MOVED_AWAY, self.before[i], self.after[j], (), i, j, joined=joined)

    def _arrival(self, i: int | None, j: int) -> BlockChange:
        if j in self.parts:
            return self._part(self.parts[j], j)
        if i is None:
            return BlockChange(Change.ADDED, None, self.after[j], (), None, j)
        if j in self.pairs.joined:
            return self._joint(i, j)
        old, new, is_moved = self.before[i], self.after[j], j not in self.steady
        is_marked_so = old.mark == new.mark or self.marks[0][i] == self.marks[1][j]
        if is_marked_so and replace(old, id="", mark="") == replace(new, id="", mark=""):
            return BlockChange(Change.MOVED if is_moved else Change.SAME, old, new, (), i, j, is_moved=is_moved)
        found = _change_of(Change.MOVED_CHANGED if is_moved else Change.CHANGED, old, new, i, j)
        return replace(found, is_moved=is_moved)

    def _joint(self, i: int, j: int) -> BlockChange:
        places = self.pairs.joined[j]
        texts = [self.before[n].text for n in places]
        found = _change_of(Change.JOINED, replace(self.before[i], text=GAP.join(texts)), self.after[j], i, j)
        offset = -sum(len(text) + len(GAP) for text in texts[: places.index(i)])
        return replace(found, offset=offset, joined=tuple(places), is_moved=j not in self.steady)

    def _part(self, i: int, j: int) -> BlockChange:
        places = self.pairs.split[i]
        texts = parts_from(self.before[i].text, [self.after[n].text for n in places])
        at = places.index(j)
        words = texts[at].strip()
        found = _change_of(Change.SPLIT, replace(self.before[i], text=words), self.after[j], i, j)
        offset = sum(map(len, texts[:at])) + len(texts[at]) - len(texts[at].lstrip())
        return replace(found, offset=offset, is_moved=self.arrived[i] not in self.steady)


def _change_of(kind: Change, old: Block, new: Block, i: int, j: int) -> BlockChange:
    ops = tuple(tidy(word_diff(old.text, new.text))) if old.text != new.text else ()
    return BlockChange(kind, old, new, ops, i, j)


def _own_marks(blocks: Sequence[Block]) -> list[str]:
    """The marks, "" for a number that goes on from the item before: it follows from what stands above, as a whole list
    is numbered anew behind an item that was put in.
    """
    found: list[str] = []
    last: dict[int, int | None] = {}  # depth of an item -> its number
    for block in blocks:
        is_item, digits = block.kind is BlockKind.ITEM, block.mark[:-1]
        number = int(digits) if digits.isdecimal() else None
        last = {level: n for level, n in last.items() if is_item and level <= block.level}
        before = last.get(block.level)
        found.append("" if is_item and before is not None and number == before + 1 else block.mark)
        if is_item:
            last[block.level] = number
    return found

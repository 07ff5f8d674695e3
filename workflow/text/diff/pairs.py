"""Which block became which, which were split and which were joined."""

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from workflow.text.alignment.align import common_runs
from workflow.text.alignment.runs import Run
from workflow.text.alignment.trust import weight
from workflow.text.diff.levels import PART_LEAST, PART_SHARE
from workflow.text.document.likeness import keep_ids
from workflow.text.values.block import Block

GAP = " "  # between blocks that are read as one


@dataclass(frozen=True, slots=True)
class Pairs:
    """Places in `before` by places in `after`, and of the split and the joined blocks the places of all their parts."""

    old_of: dict[int, int]
    split: dict[int, list[int]]  # before -> after
    joined: dict[int, list[int]]  # after -> before


def block_pairs(before: Sequence[Block], after: Sequence[Block], gone: Collection[str] = ()) -> Pairs:
    """The pairs by permanent id, and by likeness where an id is new. gone: ids of those that became none of `after`."""
    old = [block if block.id else replace(block, id=f"\n{i}") for i, block in enumerate(before)]
    places = {block.id: i for i, block in enumerate(old)}
    there = [block for block in old if block.id not in gone]
    old_of = {j: places[block.id] for j, block in enumerate(keep_ids(there, after)) if block.id}
    new_of = {i: j for j, i in old_of.items()}
    return Pairs(old_of, _groups(before, after, new_of), _groups(after, before, old_of))


def _groups(wholes: Sequence[Block], parts: Sequence[Block], part_of: dict[int, int]) -> dict[int, list[int]]:
    """Place of a block -> the places of the blocks on the other side that make it up, where they are several."""
    free = set(range(len(parts))) - set(part_of.values())
    found = {}
    for whole, home in sorted(part_of.items()):
        if free.isdisjoint((home - 1, home + 1)) or wholes[whole].text == parts[home].text:
            continue
        group = [home]
        for step in (1, -1):
            place = home + step
            while place in free and _is_part(wholes[whole].text, parts, sorted([*group, place]), place):
                group.append(place)
                free.discard(place)
                place += step
        if len(group) > 1:
            found[whole] = sorted(group)
    return found


def _is_part(whole: str, blocks: Sequence[Block], places: Sequence[int], place: int) -> bool:
    """Whether the block at `place` comes out of `whole`, beside the others."""
    texts = [blocks[n].text for n in places]
    start = len(GAP.join([*texts[: places.index(place)], ""]))
    end = start + len(blocks[place].text)
    runs = common_runs(whole, GAP.join(texts))
    pieces = [whole[run.start + max(0, start - run.place) : run.end - max(0, run.place_end - end)] for run in runs]
    inside = sum(weight(piece) for piece, run in zip(pieces, runs, strict=True) if run.place < end)
    return inside >= max(PART_LEAST, PART_SHARE * weight(blocks[place].text))


def parts_from(whole: str, texts: Sequence[str]) -> list[str]:
    """The parts of `whole` from which the texts came; together they are `whole`."""
    runs = common_runs(whole, GAP.join(texts))
    borders = accumulate(len(text) + len(GAP) for text in texts[:-1])
    cuts = [0, *(_cut_at(whole, runs, border) for border in borders), len(whole)]
    return [whole[a:b] for a, b in pairwise(cuts)]


def _cut_at(whole: str, runs: Sequence[Run], border: int) -> int:
    """Where `whole` is cut when the other text is cut at `border`: before the first word kept behind it."""
    k = bisect_right(runs, border, key=lambda run: run.place_end)
    return runs[k].start + max(0, border - runs[k].place) if k < len(runs) else len(whole)

"""Amendments put into a text exactly where their words stand; what can't stand there is handed back to a person.

Offsets are code points of the block's text in the version that the amendments were made to. The order in which they
are given does not matter: the same set makes the same text, and of amendments that exclude each other none is applied.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain

from workflow.text.amendments.conflicts import as_made, conflicts_of
from workflow.text.amendments.kinds import anchor_of, has_place
from workflow.text.amendments.order import in_order
from workflow.text.amendments.readings import Readings
from workflow.text.document.markdown import parse
from workflow.text.values.amendment import Amendment, AmendmentKind, Source, by_reference
from workflow.text.values.block import Block


@dataclass(frozen=True, slots=True)
class Applied:
    """The text after amendments, the spans they changed in it, and the references that found no place.

    unapplied: those whose paragraph is not there and those that exclude one another, in the order given.
    """

    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]
    unapplied: tuple[str, ...]


def apply(
    blocks: Sequence[Block],
    amendments: Sequence[Amendment],
    new_id: Callable[[], str],
    solid: Set[str] = frozenset(),
) -> Applied:
    """The text with all the amendments that can stand together; see `Applied`. solid: as in `conflicts_between`.

    An edit in a paragraph that moves goes with it. Of replacements that a merge takes two by two, but not all at once,
    as many as need be are left out. A block left without words is taken out. Raises ValueError for offsets outside a
    paragraph, reversed, or inside a character.
    """
    by_id = {block.id: block for block in blocks}
    readings = Readings(by_id)
    placed = [as_made(each, by_id, solid) for each in amendments if has_place(each, by_id)]
    excluded = {ref for each in conflicts_of(readings, placed, solid) if each.exclusive for ref in each.refs}
    changing: dict[str, list[Amendment]] = defaultdict(list)  # by their paragraph
    coming: dict[str, list[Amendment]] = defaultdict(list)  # by the one after which they would have one come
    for each in placed:
        if each.ref not in excluded:
            anchor = anchor_of(each)
            (changing[each.block] if anchor is None else coming[anchor]).append(each)
    made = [_made(block, changing[block.id], put, readings, solid) for block, put in _ordered(blocks, coming, new_id)]
    sources = tuple(chain.from_iterable(behind for _, behind in made))
    applied = {ref for source in sources for ref in source.refs}
    unapplied = tuple(each.ref for each in amendments if each.ref not in applied)
    return Applied(tuple(block for block, _ in made if block), sources, unapplied)


def preview(blocks: Sequence[Block], block_id: str, amendments: Sequence[Amendment]) -> Block | None:
    """What one block reads with these amendments, if they do not conflict; None when it is removed or not there."""
    mine = [a for a in amendments if a.block == block_id and a.kind in (AmendmentKind.REPLACE, AmendmentKind.REMOVE)]
    here = [block for block in blocks if block.id == block_id]
    return next(iter(apply(here, mine, str).blocks), None)


def is_empty(blocks: Sequence[Block], amendment: Amendment) -> bool:
    """Whether the amendment would change nothing."""
    return apply(blocks, [amendment], str).blocks == tuple(blocks)


def _ordered(
    blocks: Sequence[Block], coming: Mapping[str, Sequence[Amendment]], new_id: Callable[[], str]
) -> Iterator[tuple[Block, Source | None]]:
    """The blocks in their new order, each with what put it there."""
    by_id = {block.id: block for block in blocks}
    moving = {each.block for group in coming.values() for each in group if each.kind is AmendmentKind.MOVE}
    for place in ["", *by_id]:
        if place and place not in moving:
            yield by_id[place], None
        for group in in_order(coming.get(place, ())):
            refs = by_reference([each.ref for each in group])
            if group[0].kind is AmendmentKind.MOVE:
                yield by_id[group[0].block], Source(group[0].block, 0, 0, refs, AmendmentKind.MOVE)
            else:
                for block in parse(group[0].words):
                    new = replace(block, id=new_id())
                    yield new, Source(new.id, 0, len(new.text), refs, AmendmentKind.ADD)


def _made(
    block: Block, amendments: Sequence[Amendment], put: Source | None, readings: Readings, solid: Set[str]
) -> tuple[Block | None, list[Source]]:
    """The block as it reads, None where it goes, and what is behind that."""
    here = [put] if put else []
    if any(each.kind is AmendmentKind.REMOVE for each in amendments):
        return None, [_removal(block, [each.ref for each in amendments])]
    if not amendments:
        return block, here
    text, spans = readings.together(block, amendments, solid)
    if not text:
        return None, [_removal(block, [ref for span in spans for ref in span.refs])]
    return replace(block, text=text), here + spans


def _removal(block: Block, refs: Sequence[str]) -> Source:
    return Source(block.id, 0, 0, by_reference(refs), AmendmentKind.REMOVE, (0, len(block.text)))

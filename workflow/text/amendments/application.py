"""Amendments put into a text exactly where their words stand; what can't stand there is handed back to a person.

Offsets are code points of the block's text in the version that the amendments were made to. The order in which they
are given does not matter: the same set makes the same text, and of amendments that exclude each other none is applied.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace

from workflow.text.amendments.conflicts import conflicts_of, with_whole_marks
from workflow.text.amendments.order import in_order
from workflow.text.amendments.places import has_place
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


@dataclass(slots=True)
class _Plan:
    """What happens to each block: its edits, whether it goes, and what comes after it ("" is the beginning)."""

    edits: dict[str, list[Amendment]] = field(default_factory=lambda: defaultdict(list))
    removed: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    coming: dict[str, list[Amendment]] = field(default_factory=lambda: defaultdict(list))


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
    placed = [with_whole_marks(each, by_id) for each in amendments if has_place(each, by_id)]
    excluded = {ref for each in conflicts_of(readings, placed, solid) if each.exclusive for ref in each.refs}
    plan = _planned([each for each in placed if each.ref not in excluded])
    made: list[Block] = []
    sources: list[Source] = []
    for block, put in _ordered(blocks, plan, new_id):
        result, spans = _made(block, plan, put, readings)
        made += [result] if result else []
        sources += spans
    applied = {ref for source in sources for ref in source.refs}
    return Applied(tuple(made), tuple(sources), tuple(each.ref for each in amendments if each.ref not in applied))


def preview(blocks: Sequence[Block], block_id: str, amendments: Sequence[Amendment]) -> Block | None:
    """What one block reads with these amendments, if they do not conflict; None when it is removed or not there."""
    mine = [a for a in amendments if a.block == block_id and a.kind in (AmendmentKind.REPLACE, AmendmentKind.REMOVE)]
    here = [block for block in blocks if block.id == block_id]
    return next(iter(apply(here, mine, _no_id).blocks), None)


def is_empty(blocks: Sequence[Block], amendment: Amendment) -> bool:
    """Whether the amendment would change nothing."""
    return apply(blocks, [amendment], _no_id).blocks == tuple(blocks)


def _no_id() -> str:
    """For a text that is only looked at: a new paragraph in it is never called by its id."""
    return ""


def _planned(amendments: Sequence[Amendment]) -> _Plan:
    plan = _Plan()
    for amendment in amendments:
        match amendment.kind:
            case AmendmentKind.REPLACE:
                plan.edits[amendment.block].append(amendment)
            case AmendmentKind.REMOVE:
                plan.removed[amendment.block].append(amendment.ref)
            case AmendmentKind.MOVE | AmendmentKind.ADD:
                plan.coming[str(amendment.after)].append(amendment)
    return plan


def _ordered(
    blocks: Sequence[Block], plan: _Plan, new_id: Callable[[], str]
) -> list[tuple[Block, tuple[AmendmentKind, tuple[str, ...]] | None]]:
    """The blocks in their new order, each with what put it there."""
    by_id = {block.id: block for block in blocks}
    moving = {each.block for group in plan.coming.values() for each in group if each.kind is AmendmentKind.MOVE}
    ordered: list[tuple[Block, tuple[AmendmentKind, tuple[str, ...]] | None]] = []
    for place in ["", *by_id]:
        if place and place not in moving:
            ordered.append((by_id[place], None))
        for group in in_order(plan.coming[place]):
            kind, refs = group[0].kind, by_reference([each.ref for each in group])
            came = [by_id[group[0].block]] if kind is AmendmentKind.MOVE else _parsed(group[0], new_id)
            ordered += [(block, (kind, refs)) for block in came]
    return ordered


def _parsed(amendment: Amendment, new_id: Callable[[], str]) -> list[Block]:
    return [replace(block, id=new_id()) for block in parse(amendment.words)]


def _made(
    block: Block, plan: _Plan, put: tuple[AmendmentKind, tuple[str, ...]] | None, readings: Readings
) -> tuple[Block | None, list[Source]]:
    if refs := plan.removed.get(block.id):
        return None, [Source(block.id, 0, 0, by_reference(refs), AmendmentKind.REMOVE, (0, len(block.text)))]
    if put and put[0] is AmendmentKind.ADD:
        return block, [Source(block.id, 0, len(block.text), put[1], AmendmentKind.ADD)]
    sources = [Source(block.id, 0, 0, put[1], AmendmentKind.MOVE)] if put else []
    if not (edits := plan.edits.get(block.id)):
        return block, sources
    text, spans = readings.together(block, edits)
    if not text:
        refs = [ref for span in spans for ref in span.refs]
        return None, [Source(block.id, 0, 0, by_reference(refs), AmendmentKind.REMOVE, (0, len(block.text)))]
    return replace(block, text=text), sources + spans

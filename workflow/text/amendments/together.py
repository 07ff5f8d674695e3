"""The one place in which amendments that exclude one another could be replaced by a common one."""

from collections.abc import Collection, Mapping, Sequence

from workflow.text.amendments.kinds import has_place
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block

_WORDED = frozenset({AmendmentKind.REPLACE, AmendmentKind.REMOVE})


def common_kind(kinds: Collection[AmendmentKind]) -> AmendmentKind | None:
    """What a common amendment in the place of amendments of these kinds asks for; None where words can't settle it."""
    there = set(kinds)
    if there and there <= _WORDED:
        return AmendmentKind.REPLACE
    return AmendmentKind.ADD if there == {AmendmentKind.ADD} else None


def together(blocks: Sequence[Block], amendments: Sequence[Amendment]) -> Amendment | None:
    """An amendment without words whose place holds the places of all; None where they have no such place.

    Replacements and removals of one paragraph: the words from the first to the last of them, of a removal all. New
    paragraphs after the same one: that place. Where a paragraph goes is no question of words.
    """
    by_id = {block.id: block for block in blocks}
    kind = common_kind([each.kind for each in amendments])
    if kind is None or not all(has_place(each, by_id) for each in amendments):
        return None
    if len({(each.block, each.after) for each in amendments}) > 1:
        return None
    first = amendments[0]
    return Amendment("", kind, "", after=first.after) if kind is AmendmentKind.ADD else _words(by_id, amendments)


def _words(blocks: Mapping[str, Block], amendments: Sequence[Amendment]) -> Amendment:
    block = amendments[0].block
    whole = (0, len(blocks[block].text))
    spans = [whole if each.kind is AmendmentKind.REMOVE else (each.start, each.end) for each in amendments]
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    return Amendment("", AmendmentKind.REPLACE, block, start, end)

"""The same amendment to another version of the text, where its words stand there; else none."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from workflow.text.alignment.comparison import Comparison
from workflow.text.anchors.elsewhere import TwoVersions, certain_starts
from workflow.text.anchors.neighbours import with_neighbours
from workflow.text.document.brackets import TITLE, divided
from workflow.text.edits.fitting import rewritten
from workflow.text.merge.merge import merge3
from workflow.text.unicode.spans import require_span
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block
from workflow.text.values.spans import Edit, Span


def carry(before: Sequence[Block], after: Sequence[Block], amendment: Amendment) -> Amendment | None:
    """The amendment with its place in `after`; None when its words or paragraphs were edited or can't be told.

    A removal is carried only where the paragraph reads as it did. Raises ValueError when the words lie outside their
    paragraph, are reversed, or cut a character.
    """
    return carry_all(before, after, [amendment])[0]


def carry_all(
    before: Sequence[Block], after: Sequence[Block], amendments: Sequence[Amendment]
) -> list[Amendment | None]:
    """`carry` of each amendment, at the price of one difference for each paragraph."""
    titles, texts = (TwoVersions(*parts) for parts in zip(divided(before), divided(after), strict=True))
    for each in amendments:
        if each.kind is AmendmentKind.REPLACE and each.block in texts.old:
            require_span(texts.old[each.block], each.start, each.end, each.ref)
    carried = [_retitled(titles, each) if each.block == TITLE else _carried_whole(texts, each) for each in amendments]
    wording = {
        place: _wording(texts.old[amendment.block], amendment)
        for place, amendment in enumerate(amendments)
        if carried[place] is None and amendment.kind is AmendmentKind.REPLACE and amendment.block in texts.old
    }
    wanted = {place: (amendments[place], span) for place, span in wording.items() if span[0] < span[1]}
    found = _without_others(texts, wanted, _found_in_place(texts, wanted))
    rest = {place: wanted[place] for place in wanted if place not in found}
    spans = [(amendment.block, span) for amendment, span in rest.values()]
    places = texts.unchanged(spans)
    found |= {place: _placed(*rest[place], *at) for place, at in zip(rest, places, strict=True) if at}
    return [found.get(place, amendment) for place, amendment in enumerate(carried)]


def _retitled(texts: TwoVersions, amendment: Amendment) -> Amendment | None:
    """The amendment to a title that reads otherwise: whole ones are proposed, and their changes alone are meant."""
    old, new = texts.old.get(TITLE), texts.new.get(TITLE)
    if old is None or new is None:
        return None
    if old == new:
        return amendment
    text, conflicts = merge3(old, new, rewritten(old, [Edit(amendment.start, amendment.end, amendment.words)])[0])
    return None if conflicts else replace(amendment, start=0, end=len(new), words=text)


def _carried_whole(texts: TwoVersions, amendment: Amendment) -> Amendment | None:
    """The amendment as it is, where it is about whole paragraphs or one that reads as before."""
    old, new = texts.old.get(amendment.block), texts.new.get(amendment.block)
    anchored = not amendment.after or amendment.after in texts.new
    untouched = old is not None and old == new
    match amendment.kind:
        case AmendmentKind.ADD:
            return amendment if anchored else None
        case AmendmentKind.MOVE:
            return amendment if anchored and old is not None and new is not None else None
        case _:
            return amendment if untouched else None


def _wording(text: str, amendment: Amendment) -> Span:
    """The words replaced; for an insertion the words on both sides of it."""
    start, end = amendment.start, amendment.end
    return (start, end) if start < end else with_neighbours(text, start, end)


def _found_in_place(texts: TwoVersions, wanted: dict[int, tuple[Amendment, Span]]) -> dict[int, Amendment]:
    """Those whose words stand in the paragraph of the same id."""
    by_block: dict[str, list[int]] = defaultdict(list)
    for place, (amendment, _) in wanted.items():
        if amendment.block in texts.new:
            by_block[amendment.block].append(place)
    found: dict[int, Amendment] = {}
    for block, places in by_block.items():
        old, new = texts.old[block], texts.new[block]
        starts = certain_starts(Comparison(old, new), [wanted[place][1] for place in places])
        for place, start in zip(places, starts, strict=True):
            if start is not None:
                found[place] = _placed(*wanted[place], block, start)
    return found


def _without_others(
    texts: TwoVersions, wanted: dict[int, tuple[Amendment, Span]], found: dict[int, Amendment]
) -> dict[int, Amendment]:
    """Those found in their paragraph, without those where words of another paragraph stand there now."""
    spans = []
    for place, carried in found.items():
        amendment, (start, end) = wanted[place]
        shift = carried.start - amendment.start
        spans.append((carried.block, (start + shift, end + shift)))
    theirs = zip(found, texts.others_words(spans), strict=True)
    return {place: found[place] for place, is_theirs in theirs if not is_theirs}


def _placed(amendment: Amendment, span: Span, block: str, start: int) -> Amendment:
    at = start + amendment.start - span[0]
    return replace(amendment, block=block, start=at, end=at + amendment.end - amendment.start)

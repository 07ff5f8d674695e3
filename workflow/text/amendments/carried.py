"""Amendments where their words stand in another version of the text than that to which they were made; else none."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.text.anchors.following import unchanged
from workflow.text.anchors.neighbours import with_neighbours
from workflow.text.document.brackets import TITLE, divided
from workflow.text.edits.fitting import rewritten
from workflow.text.memory import remembered
from workflow.text.merge.merge import merge3
from workflow.text.unicode.spans import require_span
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block
from workflow.text.values.spans import Edit, Span

Texts = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """An amendment that enters the text, and the text that it was made to.

    in_full: no less than it asked for. bracketed: it stands there as an alternative in square brackets, never in full.
    shown: the id of a block, and the words there of which the penholder says that they say it.
    """

    amendment: Amendment
    made_to: Texts
    in_full: bool = True
    bracketed: bool = False
    shown: tuple[str, str] | None = None


def carried(made: Sequence[Accepted], after: Sequence[Block]) -> list[Amendment | None]:
    """Each amendment where its words stand in `after`; None where they don't. Most were made to that very text."""
    to = tuple(after)
    texts = {id(each.made_to): each.made_to for each in made}  # most share it, and to compare texts takes long
    asked: dict[int, list[Amendment]] = defaultdict(list)
    for each in made:
        asked[id(each.made_to)].append(each.amendment)
    known = {text: _carried(texts[text], to, there) for text, there in asked.items()}
    return [known[id(each.made_to)][each.amendment] for each in made]


def _carried(text: Texts, to: Texts, asked: Sequence[Amendment]) -> Mapping[Amendment, Amendment | None]:
    if text == to:
        return {each: each for each in asked}
    known = _known(text, to)
    new = [each for each in asked if each not in known]
    known.update(zip(new, carry_all(text, to, new), strict=True) if new else ())
    return known


@remembered
def _known(_before: Texts, _after: Texts) -> dict[Amendment, Amendment | None]:
    """The amendments to a version -> where their words stand in another, filled in as they are asked for."""
    return {}


def carry(before: Sequence[Block], after: Sequence[Block], amendment: Amendment) -> Amendment | None:
    """The amendment with its place in `after`; None when its words or paragraphs were edited or can't be told.

    A removal is carried only where the paragraph reads as it did. Raises ValueError when the words lie outside their
    paragraph, are reversed, or cut a character.
    """
    return carry_all(before, after, [amendment])[0]


def carry_all(
    before: Sequence[Block], after: Sequence[Block], amendments: Sequence[Amendment]
) -> list[Amendment | None]:
    """`carry` of each amendment, at the price of one difference of the texts."""
    (title, old), (new_title, new) = divided(before), divided(after)
    texts, now = ({block.id: block.text for block in blocks} for blocks in (old, new))
    titles = [next((block.text for block in of), None) for of in (title, new_title)]
    for each in amendments:
        if each.kind is AmendmentKind.REPLACE and each.block in texts:
            require_span(texts[each.block], each.start, each.end, each.ref)
    carried = [
        _retitled(titles, each) if each.block == TITLE else _carried_whole(texts, now, each) for each in amendments
    ]
    wanted: dict[int, tuple[str, Span]] = {}
    for place, each in enumerate(amendments):
        if carried[place] is None and each.kind is AmendmentKind.REPLACE and each.block in texts:
            words = each.start, each.end
            span = words if each.start < each.end else with_neighbours(texts[each.block], *words)
            wanted |= {place: (each.block, span)} if span[0] < span[1] else {}
    for (place, (_, span)), found in zip(wanted.items(), unchanged(old, new, list(wanted.values())), strict=True):
        if found:
            asked, at = amendments[place], found[1] - span[0]
            carried[place] = replace(asked, block=found[0], start=asked.start + at, end=asked.end + at)
    return carried


def _retitled(titles: Sequence[str | None], amendment: Amendment) -> Amendment | None:
    """The amendment to a title that reads otherwise: whole ones are proposed, and their changes alone are meant."""
    old, new = titles
    if old is None or new is None:
        return None
    if old == new:
        return amendment
    text, conflicts = merge3(old, new, rewritten(old, [Edit(amendment.start, amendment.end, amendment.words)])[0])
    return None if conflicts else replace(amendment, start=0, end=len(new), words=text)


def _carried_whole(texts: Mapping[str, str], now: Mapping[str, str], amendment: Amendment) -> Amendment | None:
    """The amendment as it is, where it is about whole paragraphs or one that reads as before."""
    old, new = texts.get(amendment.block), now.get(amendment.block)
    anchored = not amendment.after or amendment.after in now
    untouched = old is not None and old == new
    match amendment.kind:
        case AmendmentKind.ADD:
            return amendment if anchored else None
        case AmendmentKind.MOVE:
            return amendment if anchored and old is not None and new is not None else None
        case _:
            return amendment if untouched else None

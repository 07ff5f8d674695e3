"""The next version: a draft with the accepted amendments put in, and what is left for the penholder's hand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256

from workflow.text.amendments import Amendment, AmendmentKind, Source, apply, carry, clash_list
from workflow.text.block import Block
from workflow.text.bracketing import bracketing, parted
from workflow.text.notes import word_count


@dataclass(frozen=True, slots=True)
class Accepted:
    """An amendment that enters the text, and the text that it was made to.

    in_full: no less than it asked for. bracketed: it stands there as an alternative in square brackets, never in full.
    """

    amendment: Amendment
    made_to: tuple[Block, ...]
    in_full: bool = True
    bracketed: bool = False


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The text as it will read, the amendments behind its changes, and those of them that the machine can't place.

    sources: spans of `blocks`; their old spans are of the version issued last. unapplied: references whose words the
    penholder rewrote, or which another one accepted in full leaves no room for: written by hand, or not in the text.
    title: "" until `titles.with_title` has put it there.
    """

    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]
    unapplied: tuple[str, ...]
    title: str = ""

    @property
    def words(self) -> int:
        """The words as a reader counts them, marks left out."""
        return _words(self.blocks, with_notes=True)

    @property
    def words_without_notes(self) -> int:
        """The same without footnotes."""
        return _words(self.blocks)


_words = lru_cache(maxsize=64)(word_count)  # a desk says it at every answer, most of which leave the text as it is


def consolidate(
    issued: Sequence[Block], draft: Sequence[Block], accepted: Sequence[Accepted], new_id: Callable[[], str]
) -> Consolidated:
    """The draft with every amendment that enters it and whose words still stand there; see `Consolidated`.

    issued: the text of the version issued last, to which most amendments were made. new_id: gives the ids of new
    paragraphs. Titles are left out: they are in no paragraph.
    """
    accepted = [each for each in accepted if each.amendment.kind is not AmendmentKind.TITLE]
    placed = [found for each, found in zip(accepted, carried(accepted, draft), strict=True) if found]
    aside = _set_aside(draft, placed, {each.amendment.ref: each for each in accepted})
    in_brackets = {each.amendment.ref for each in accepted if each.bracketed}
    open_ = bracketing(draft, [each for each in placed if each.ref in in_brackets - aside])
    whole = [each for each in placed if each.ref not in aside | in_brackets]
    applied = apply(draft, [*whole, *(each.amendment for each in open_)], new_id)
    sources = parted(applied.sources, applied.blocks, open_)
    made = {source_ref for source in sources for source_ref in source.refs}
    return Consolidated(
        blocks=applied.blocks,
        sources=tuple(_since(issued, draft, sources, accepted)),
        unapplied=tuple(each.amendment.ref for each in accepted if each.amendment.ref not in made),
    )


def carried(made: Sequence[Accepted], after: Sequence[Block]) -> list[Amendment | None]:
    """Each amendment where its words stand in `after`; None where they don't. Most were made to that very text."""
    same = {id(text): text == tuple(after) for text in {id(each.made_to): each.made_to for each in made}.values()}
    made_to = {id(each.made_to): each.made_to for each in made if not same[id(each.made_to)]}
    texts = {place: _signed(text) for place, text in made_to.items()}
    to = _signed(after)
    return [
        each.amendment if same[id(each.made_to)] else _carried(texts[id(each.made_to)], to, each.amendment)
        for each in made
    ]


@dataclass(frozen=True)
class _Signed:
    """A text by a sign that no other one has."""

    sign: bytes
    blocks: tuple[Block, ...] = field(compare=False)


def _signed(blocks: Sequence[Block]) -> _Signed:
    return _Signed(sha256(repr(tuple(blocks)).encode(errors="surrogatepass")).digest(), tuple(blocks))


@lru_cache(maxsize=4096)  # a desk asks the same of the same two texts at each answer
def _carried(made_to: _Signed, after: _Signed, amendment: Amendment) -> Amendment | None:
    return carry(made_to.blocks, after.blocks, amendment)


def exclusive(blocks: Sequence[Block], amendments: Sequence[Amendment]) -> list[tuple[str, ...]]:
    """Groups of references of which at most one can be accepted in full, each in the order given."""
    order = {amendment.ref: place for place, amendment in enumerate(amendments)}
    groups: dict[str, set[str]] = {}
    for clash in clash_list(blocks, amendments):
        if clash.exclusive:
            merged = set().union(*(groups.get(ref, {ref}) for ref in clash.refs))
            groups |= dict.fromkeys(merged, merged)
    found = {tuple(sorted(group, key=order.__getitem__)) for group in groups.values()}
    return sorted(found, key=lambda group: order[group[0]])


def _set_aside(draft: Sequence[Block], placed: Sequence[Amendment], accepted: Mapping[str, Accepted]) -> set[str]:
    """Of two that exclude one another the lesser: one accepted in full goes in before alternatives in brackets, and
    these before one taken in part, which is for the hand.
    """
    aside: set[str] = set()
    for clash in clash_list(draft, placed):
        first, other = sorted(clash.refs, key=lambda ref: _rank(accepted[ref]))
        if clash.exclusive and _rank(accepted[first]) < _rank(accepted[other]):
            aside.add(other)
    return aside


def _rank(each: Accepted) -> int:
    return 0 if each.in_full else 1 if each.bracketed else 2


def _since(
    issued: Sequence[Block], draft: Sequence[Block], sources: Iterable[Source], accepted: Sequence[Accepted]
) -> Iterable[Source]:
    """The sources with their old spans in the version issued last, since the draft's own are of no text on record."""
    there = {each.amendment.ref: found for each, found in zip(accepted, carried(accepted, issued), strict=True)}
    lengths = {block.id: len(block.text) for block in issued}
    same = {block.id for block in set(draft).intersection(issued)}
    in_brackets = {each.amendment.ref for each in accepted if each.bracketed}
    for source in sources:
        if in_brackets.issuperset(source.refs):
            yield source if source.block in same else replace(source, was=None)
        elif source.kind is AmendmentKind.REMOVE and source.block in lengths:
            yield replace(source, was=(0, lengths[source.block]))
        else:
            yield replace(source, was=_span(source, there))


def _span(source: Source, there: Mapping[str, Amendment | None]) -> tuple[int, int] | None:
    behind = [there.get(ref) for ref in source.refs]
    found = [(each.start, each.end) for each in behind if each and each.block == source.block]
    if source.kind is not AmendmentKind.REPLACE or not found:
        return None
    return min(start for start, _ in found), max(end for _, end in found)

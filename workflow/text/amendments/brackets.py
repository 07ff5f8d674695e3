"""Alternatives that stand in a text in [square brackets]: put down to their amendments, and settled."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from workflow.text.amendments.levels import NEAR
from workflow.text.document.brackets import Alternative, Bracket, open_brackets
from workflow.text.document.likeness import bag_likeness
from workflow.text.document.unopened import cuts_for, remainder
from workflow.text.edits.fitting import exact
from workflow.text.values.amendment import Amendment, Source, by_reference
from workflow.text.values.block import Block
from workflow.text.values.spans import Edit, Span


def with_references(brackets: Sequence[Bracket], sources: Sequence[Source]) -> tuple[Bracket, ...]:
    """The brackets with the references behind each alternative; sources: spans of the text that they stand in."""
    return tuple(_named(each, [s for s in sources if s.block == each.block]) for each in brackets)


def merged(earlier: Bracket, later: Bracket) -> Bracket:
    """The later of two passages that read alike, with the references behind either."""
    named = tuple(
        replace(each, refs=by_reference([*other.refs, *each.refs]))
        for other, each in zip(earlier.alternatives, later.alternatives, strict=True)
    )
    return _shared_out(later, named, (*earlier.left_out, *later.left_out))


def standing(earlier: Bracket, later: Bracket) -> Bracket | None:
    """The earlier of two passages in one place, with the references behind what the later one reads nearly as before.

    None where it has another number of alternatives, or none that is left of those that somebody is behind.
    """
    if len(earlier.alternatives) != len(later.alternatives):
        return None
    near = [_nearness(*both) >= NEAR for both in zip(earlier.words, later.words, strict=True)]
    left = tuple(
        each if stays else replace(each, refs=()) for each, stays in zip(earlier.alternatives, near, strict=True)
    )
    found = replace(earlier, alternatives=left, left_out=earlier.left_out if any(near) else ())
    return found if found.refs else None


def choices(earlier: Bracket, later: Bracket) -> tuple[int, ...]:
    """Of each alternative of the later passage its place among those of the earlier one, of which it is left: the same
    words, else the nearest. None where one is no alternative of the earlier passage.
    """
    found: list[int] = []
    for words in later.words:
        left = [place for place, was in enumerate(earlier.words) if was == words or was not in later.words]
        best = max(
            (at for at in left if at not in found), key=lambda at: _nearness(earlier.words[at], words), default=-1
        )
        if best < 0 or _nearness(earlier.words[best], words) < NEAR:
            return ()
        found.append(best)
    return tuple(found)


def _nearness(one: str, other: str) -> float:
    """The share of pairs of letters that are the same: many of a word put right, or where one of several is another."""
    return bag_likeness(*(Counter(a + b for a, b in pairwise(f" {each.casefold()} ")) for each in (one, other)))


def settled(text: str, bracket: Bracket, words: str) -> str:
    """The block's text with these words, one of its alternatives', in the place of the passage; "" leaves it out, and
    closes the gap.
    """
    kept = next((each for each in bracket.alternatives if each.words == words), None)
    return remainder(text, cuts_of(text, bracket, [kept] if kept else [])).text


def cuts_of(text: str, bracket: Bracket, left: Sequence[Alternative], *, is_open: bool = False) -> tuple[Span, ...]:
    """What goes of the block's text where these alternatives are left of the passage: one is what stands there then,
    more stay open; with none, or one without words, the gap is closed. is_open: one stays in its brackets too.
    """
    if is_open or len(left) > 1:
        return tuple(_cuts_between(bracket, left))
    if left and left[0].words:
        return cuts_for(text, bracket, left[0])
    gone = exact(text, Edit(bracket.start, bracket.end, ""))
    return ((gone.start, gone.end),)


def _cuts_between(bracket: Bracket, left: Sequence[Alternative]) -> Iterator[Span]:
    at = bracket.start
    for each in left:
        if at < each.start - 1:
            yield at, each.start - 1
        at = each.end + 2  # behind its bracket and the space
    if at < bracket.end:
        yield at - 1, bracket.end


def settled_round(block: Block, amendment: Amendment) -> tuple[Block, Amendment]:
    """The paragraph with the passage settled for the alternative in which the amendment's words stand, and it there.

    As they are where its words stand in no open passage.
    """
    for bracket in open_brackets([block]):
        for each in bracket.alternatives:
            if each.start <= amendment.start and amendment.end <= each.end:
                rest = remainder(block.text, ((bracket.start, each.start), (each.end, bracket.end)))
                by = bracket.start - each.start
                moved = replace(amendment, start=amendment.start + by, end=amendment.end + by)
                return replace(block, text=rest.text), moved
    return block, amendment


def _named(bracket: Bracket, sources: Sequence[Source]) -> Bracket:
    named = tuple(replace(each, refs=_behind(each, sources)) for each in bracket.alternatives)
    return _shared_out(bracket, named, _behind(bracket, sources))


def _behind(stretch: Alternative | Bracket, sources: Sequence[Source]) -> tuple[str, ...]:
    here = [source for source in sources if source.start < stretch.end and stretch.start < source.end]
    return by_reference([ref for source in here for ref in source.refs])


def _shared_out(bracket: Bracket, alternatives: tuple[Alternative, ...], refs: Iterable[str]) -> Bracket:
    """The bracket with these alternatives; those of `refs` that are behind none of them would have nothing there."""
    taken = {ref for each in alternatives for ref in each.refs}
    left_out = by_reference([ref for ref in refs if ref not in taken])
    return replace(bracket, alternatives=alternatives, left_out=left_out)

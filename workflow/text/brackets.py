"""Alternatives that stand in a text in [square brackets]: found, put down to their amendments, and settled."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from workflow.text.amendment import Amendment, Source, by_reference
from workflow.text.block import Block, BlockKind
from workflow.text.edit import Edit
from workflow.text.edits import rewritten
from workflow.text.likeness import likeness
from workflow.text.pieces import Span, marks

_SIGN = re.compile(r"\\[!-/:-@\[-`{-~]|[\[\]]")
# Stands for words that a quotation leaves out, or says that they are the speaker's own: nothing is open.
_EDITORIAL = frozenset({"…", "...", ". . .", "sic", "sic!", "كذا"})
_NEAR = 0.5  # share of pairs of letters
TITLE = ""
"""The id of the block that a title is read as; a change of a title is of that block."""
_STOPS = tuple(",.)…،")  # no language has a space before them


@dataclass(frozen=True, slots=True)
class Alternative:
    """What may stand in a passage: its words without the brackets, `text[start:end]`, and the amendments behind it."""

    start: int
    end: int
    words: str
    refs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bracket:
    """A passage of a block that is left open, `text[start:end]` with its brackets; one of the alternatives or nothing
    is to stand there. left_out: the amendments that would have nothing stand there.
    """

    block: str
    start: int
    end: int
    alternatives: tuple[Alternative, ...]
    left_out: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the alternatives, by which the passage is known again in another version."""
        return tuple(each.words for each in self.alternatives)

    @property
    def refs(self) -> tuple[str, ...]:
        """All amendments behind it."""
        return by_reference([*(ref for each in self.alternatives for ref in each.refs), *self.left_out])


def open_brackets(blocks: Iterable[Block]) -> tuple[Bracket, ...]:
    """The open brackets of a text in reading order; those with one space between them are alternatives of one passage.

    No bracket is open that is a footnote's mark, a link's, escaped (`\\[`), without its other half, or holds nothing
    but `…`, `...` or `sic`.
    """
    return tuple(bracket for block in blocks for bracket in _of(block))


def titled(title: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The text with its title before it, as a block whose id is TITLE: words stand open in a title as well."""
    return (Block(TITLE, BlockKind.HEADING, title), *blocks)


def with_references(brackets: Sequence[Bracket], sources: Sequence[Source]) -> tuple[Bracket, ...]:
    """The brackets with the references behind each alternative; sources: spans of the text that they stand in."""
    return tuple(_named(each, [s for s in sources if s.block == each.block]) for each in brackets)


def merged(earlier: Bracket, later: Bracket) -> Bracket:
    """The later of two passages that read alike, with the references behind either."""
    named = tuple(
        replace(each, refs=by_reference([*other.refs, *each.refs]))
        for other, each in zip(earlier.alternatives, later.alternatives, strict=True)
    )
    taken = {ref for each in named for ref in each.refs}
    left_out = by_reference([ref for ref in (*earlier.left_out, *later.left_out) if ref not in taken])
    return replace(later, alternatives=named, left_out=left_out)


def standing(earlier: Bracket, later: Bracket) -> Bracket | None:
    """The earlier of two passages in one place, with the references behind what the later one reads nearly as before.

    None where it has another number of alternatives, or none that is left of those that somebody is behind.
    """
    if len(earlier.alternatives) != len(later.alternatives):
        return None
    near = [_is_near(*both) for both in zip(earlier.words, later.words, strict=True)]
    left = tuple(
        each if stays else replace(each, refs=()) for each, stays in zip(earlier.alternatives, near, strict=True)
    )
    found = replace(earlier, alternatives=left, left_out=earlier.left_out if any(near) else ())
    return found if found.refs else None


def _is_near(one: str, other: str) -> bool:
    """Whether half of the pairs of letters are the same: a word put right, or one of several rewritten."""
    return likeness(*(Counter(a + b for a, b in pairwise(f" {each.casefold()} ")) for each in (one, other))) >= _NEAR


def settled(text: str, bracket: Bracket, words: str) -> str:
    """The block's text with these words in the place of the passage; "" leaves it out, and closes the gap."""
    if not words:
        return rewritten(text, [Edit(bracket.start, bracket.end, "")])[0]
    before = text[: bracket.start]
    return (before.rstrip(" ") if words.startswith(_STOPS) else before) + words + text[bracket.end :]


def settled_round(block: Block, amendment: Amendment) -> tuple[Block, Amendment]:
    """The paragraph with the passage settled for the alternative in which the amendment's words stand, and it there.

    As they are where its words stand in no open passage.
    """
    for bracket in open_brackets([block]):
        for each in bracket.alternatives:
            if each.start <= amendment.start and amendment.end <= each.end:
                text = block.text[: bracket.start] + block.text[each.start : each.end] + block.text[bracket.end :]
                by = bracket.start - each.start
                moved = replace(amendment, start=amendment.start + by, end=amendment.end + by)
                return replace(block, text=text), moved
    return block, amendment


def _outermost(text: str) -> list[Span]:
    """Where square brackets stand that hold words, the outermost of those in one another."""
    outer: list[Span] = []
    for span in sorted(_matched(text)):
        if not outer or span[1] > outer[-1][1]:
            outer.append(span)
    return outer


def unmatched(text: str) -> list[int]:
    """The places of the square brackets that have no other half."""
    matched = {place for start, end in _matched(text) for place in (start, end - 1)}
    return [place for place in _signs(text) if place not in matched]


def _of(block: Block) -> Iterator[Bracket]:
    for run in _runs(block.text, _outermost(block.text)):
        found = tuple(Alternative(a + 1, b - 1, block.text[a + 1 : b - 1].strip()) for a, b in run)
        if any(each.words.casefold() not in _EDITORIAL for each in found):
            yield Bracket(block.id, run[0][0], run[-1][1], found)


def _runs(text: str, spans: Sequence[Span]) -> list[list[Span]]:
    runs = [[span] for span in spans[:1]]
    for one, other in pairwise(spans):
        if text[one[1] : other[0]] == " ":
            runs[-1].append(other)
        else:
            runs.append([other])
    return runs


def _matched(text: str) -> Iterator[Span]:
    opened: list[int] = []
    for place in _signs(text):
        if text[place] == "[":
            opened.append(place)
        elif opened:
            yield opened.pop(), place + 1


def _signs(text: str) -> list[int]:
    """The places of square brackets that are no marks and not escaped."""
    if "[" not in text and "]" not in text:
        return []
    hidden = {place for mark, _ in marks(text) for place in range(*mark)}
    found = (sign for sign in _SIGN.finditer(text) if len(sign.group()) == 1)
    return [sign.start() for sign in found if sign.start() not in hidden]


def _named(bracket: Bracket, sources: Sequence[Source]) -> Bracket:
    behind = by_reference([ref for s in sources if s.start < bracket.end and bracket.start < s.end for ref in s.refs])
    named = tuple(replace(each, refs=_behind(each, sources)) for each in bracket.alternatives)
    taken = {ref for each in named for ref in each.refs}
    return replace(bracket, alternatives=named, left_out=tuple(ref for ref in behind if ref not in taken))


def _behind(alternative: Alternative, sources: Sequence[Source]) -> tuple[str, ...]:
    here = [s for s in sources if s.start < alternative.end and alternative.start < s.end]
    return by_reference([ref for source in here for ref in source.refs])

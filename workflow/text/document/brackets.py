"""Words that a text leaves open in [square brackets], with the alternatives that may stand there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workflow.text.document.marks import marks
from workflow.text.values.amendment import by_reference
from workflow.text.values.block import Block, BlockKind
from workflow.text.values.spans import Span

_SIGN = re.compile(r"\\[!-/:-@\[-`{-~]|[\[\]]")
# Stands for words that a quotation leaves out, or says that they are the speaker's own: nothing is open.
_EDITORIAL = frozenset({"…", "...", ". . .", "sic", "sic!", "كذا"})
TITLE = "title"
"""The id of the block that a title is read as; a change of a title is of that block. No permanent id has a vowel."""


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
    def every(self) -> tuple[Alternative, ...]:
        """All that may stand there: the alternatives, and nothing in their place, which has the first bracket."""
        return (*self.alternatives, Alternative(self.start, self.start + 1, "", self.left_out))

    def named(self, behind: Iterable[Sequence[str]], every: Iterable[str] = ()) -> "Bracket":
        """The passage with references behind its alternatives; those of `every` behind none want nothing there."""
        named = [replace(a, refs=by_reference(refs)) for a, refs in zip(self.alternatives, behind, strict=True)]
        taken = {ref for each in named for ref in each.refs}
        left_out = by_reference([ref for ref in every if ref not in taken])
        return replace(self, alternatives=tuple(named), left_out=left_out)

    def moved(self, by: int) -> "Bracket":
        """The passage that far behind where it stands."""
        found = [replace(each, start=each.start + by, end=each.end + by) for each in self.alternatives]
        return replace(self, start=self.start + by, end=self.end + by, alternatives=tuple(found))

    @property
    def refs(self) -> tuple[str, ...]:
        """All amendments behind it."""
        return by_reference([ref for each in self.every for ref in each.refs])


def open_brackets(blocks: Iterable[Block]) -> tuple[Bracket, ...]:
    """The open brackets of a text in reading order; those with one space between them are alternatives of one passage.

    No bracket is open that is a footnote's mark, a link's, escaped (`\\[`), without its other half, or holds nothing
    but `…`, `...` or `sic`.
    """
    return tuple(bracket for block in blocks for bracket in _of(block))


def titled(title: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The text with its title before it, as a block whose id is TITLE: words stand open in a title as well."""
    return (Block(TITLE, BlockKind.HEADING, title), *blocks)


def divided(text: Iterable[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """The title of a text and its paragraphs: of neither words have gone into the other, however alike they read."""
    blocks = tuple(text)
    return tuple(each for each in blocks if each.id == TITLE), tuple(each for each in blocks if each.id != TITLE)


def unmatched(text: str) -> list[int]:
    """The places of the square brackets that have no other half."""
    matched = {place for start, end in _matched(text) for place in (start, end - 1)}
    return [place for place in _signs(text) if place not in matched]


def _of(block: Block) -> Iterator[Bracket]:
    for run in _runs(block.text):
        found = tuple(Alternative(a + 1, b - 1, block.text[a + 1 : b - 1].strip()) for a, b in run)
        if any(each.words.casefold() not in _EDITORIAL for each in found):
            yield Bracket(block.id, run[0][0], run[-1][1], found)


def _runs(text: str) -> list[list[Span]]:
    """Where square brackets stand that hold words, the outermost of those in one another; alternatives together."""
    runs: list[list[Span]] = []
    for start, end in sorted(_matched(text)):
        last = runs[-1][-1][1] if runs else 0
        if runs and text[last:start] == " ":
            runs[-1].append((start, end))
        elif start >= last:
            runs.append([(start, end)])
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

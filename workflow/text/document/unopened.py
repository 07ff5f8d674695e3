"""What is left of a text without some spans of it: without alternatives that an answer took out, and without those that
an earlier text does not have. What an open passage leaves as it was is looked for there, and not in its neighbours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow.text.document.brackets import Alternative, Bracket, open_brackets
from workflow.text.values.block import Block, BlockKind
from workflow.text.values.spans import Span


@dataclass(frozen=True, slots=True)
class Remainder:
    """A text without `cuts`, spans of the whole one in reading order."""

    text: str
    cuts: tuple[Span, ...] = ()

    def pieces(self, start: int, end: int) -> Iterator[Span]:
        """Where `text[start:end]` stands in the whole text, in pieces where something was cut out of it."""
        for low, high, by in self._held():
            if max(low, start) < min(high, end):
                yield max(low, start) + by, min(high, end) + by

    def whole(self, start: int, end: int) -> Span:
        """Where words stand in the whole text, with what was cut out among them."""
        found = list(self.pieces(start, end))
        return found[0][0], found[-1][1]

    def left(self, start: int, end: int) -> Span | None:
        """Where a span of the whole text stands in what is left; None where it was cut out, or is cut through."""
        if any(low < at < high for low, high in self.cuts for at in (start, end)):
            return None
        if any(low <= start < end <= high for low, high in self.cuts):
            return None
        low, high = (at - sum(b - a for a, b in self.cuts if b <= at) for at in (start, end))
        return low, high

    def _held(self) -> Iterator[tuple[int, int, int]]:
        """The stretches of `text` that stand together in the whole one, and by how much they moved."""
        at = by = 0
        for start, end in self.cuts:
            yield at, start - by, by
            at, by = start - by, by + end - start
        yield at, len(self.text), by


def remainder(whole: str, cuts: Sequence[Span]) -> Remainder:
    """What is left without these spans."""
    return Remainder("".join(whole[low:high] for low, high in _between(cuts, len(whole))), tuple(cuts))


def unopened(before: str, after: str) -> Remainder:
    """`after` with each passage that it alone leaves open read as the alternative that `before` has; as it is where
    there is none.
    """
    if "[" not in after:
        return Remainder(after)
    former = open_brackets([_paragraph(before)])
    cuts = [
        cut
        for passage in open_brackets([_paragraph(after)])
        if (stays := _that_stays(before, after, former, passage))
        for cut in cuts_for(after, passage, stays)
    ]
    return remainder(after, cuts)


def cuts_for(text: str, passage: Bracket, kept: Alternative) -> tuple[Span, Span]:
    """What goes where the passage is settled for one of its alternatives."""
    words = text[kept.start : kept.end]
    low = kept.start + len(words) - len(words.lstrip())
    return (passage.start, low), (low + len(kept.words), passage.end)


def _between(cuts: Sequence[Span], end: int) -> Iterator[Span]:
    at = 0
    for low, high in [*cuts, (end, end)]:
        yield at, low
        at = high


def _that_stays(before: str, after: str, former: Sequence[Bracket], passage: Bracket) -> Alternative | None:
    is_within = after[: passage.start][-1:].isalnum() or after[passage.end : passage.end + 1].isalnum()
    if is_within or any(passage.words == each.words for each in former):
        return None
    outside = [before[low:high] for low, high in _between([(each.start, each.end) for each in former], len(before))]
    held = [each for each in passage.alternatives if any(_holds(text, each.words) for text in outside)]
    return max(held, key=lambda each: len(each.words), default=None)  # one may begin with another one's words


def _holds(text: str, words: str) -> bool:
    """Whether the words stand there as whole ones."""
    at = text.find(words) if words else -1
    while at >= 0:
        if not text[:at][-1:].isalnum() and not text[at + len(words) :][:1].isalnum():
            return True
        at = text.find(words, at + 1)
    return False


def _paragraph(text: str) -> Block:
    return Block("", BlockKind.PARAGRAPH, text)

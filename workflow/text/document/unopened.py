"""What is left of a text without some spans of it: without alternatives that an answer took out, and without those that
an earlier text does not have. What an open passage leaves as it was is looked for there, and not in its neighbours.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workflow.text.document.brackets import Alternative, Bracket, open_brackets
from workflow.text.values.block import Block, BlockKind
from workflow.text.values.spans import Span

_STOPS = tuple(",.)…،")  # no language has a space before them
_LETTER = r"[^\W_]"


@dataclass(frozen=True, slots=True)
class Remainder:
    """A text without `cuts`, spans of the whole one in reading order."""

    text: str
    cuts: tuple[Span, ...] = ()

    def pieces(self, start: int, end: int) -> Iterator[Span]:
        """Where `text[start:end]` stands in the whole text, in pieces where something was cut out of it."""
        done = 0
        for low, high in _between(self.cuts, len(self.text) + sum(high - low for low, high in self.cuts)):
            first, last = max(start - done, 0), min(end - done, high - low)
            if first < last:
                yield low + first, low + last
            done += high - low

    def whole(self, start: int, end: int) -> Span:
        """Where words stand in the whole text, with what was cut out among them."""
        found = list(self.pieces(start, end))
        return found[0][0], found[-1][1]

    def left(self, start: int, end: int) -> Span | None:
        """Where a span of the whole text stands in what is left; None where it was cut out, or is cut through."""
        if any(low < at < high for low, high in self.cuts for at in (start, end)):
            return None
        low, high = (at - sum(b - a for a, b in self.cuts if b <= at) for at in (start, end))
        return (low, high) if low < high or start == end else None


def remainder(whole: str, cuts: Sequence[Span]) -> Remainder:
    """What is left without these spans."""
    return Remainder("".join(whole[low:high] for low, high in _between(cuts, len(whole))), tuple(cuts))


def unopened(before: str, after: str) -> Remainder:
    """`after` with each passage that it alone leaves open read as the alternative that `before` has; as it is where
    there is none.
    """
    if "[" not in after:
        return Remainder(after)
    former, passages = (open_brackets([Block("", BlockKind.PARAGRAPH, text)]) for text in (before, after))
    stood = {each.words for each in former}
    outside = "\n".join(before[low:high] for low, high in _between([(p.start, p.end) for p in former], len(before)))
    cuts = list[Span]()
    for each in passages:
        if each.words not in stood and not _is_within_word(after, each):
            held = [alternative for alternative in each.alternatives if _holds(outside, alternative.words)]
            # One may begin with another one's words.
            cuts += cuts_for(after, each, max(held, key=lambda it: len(it.words))) if held else ()
    return remainder(after, cuts)


def cuts_for(text: str, passage: Bracket, kept: Alternative) -> tuple[Span, Span]:
    """What goes where the passage is settled for the words of one of its alternatives."""
    words, before = text[kept.start : kept.end], text[: passage.start]
    low = kept.start + len(words) - len(words.lstrip())
    start = len(before.rstrip(" ")) if kept.words.startswith(_STOPS) else passage.start
    return (start, low), (low + len(kept.words), passage.end)


def _between(cuts: Sequence[Span], end: int) -> Iterator[Span]:
    at = 0
    for low, high in [*cuts, (end, end)]:
        yield at, low
        at = high


def _is_within_word(text: str, passage: Bracket) -> bool:
    return text[: passage.start][-1:].isalnum() or text[passage.end : passage.end + 1].isalnum()


def _holds(text: str, words: str) -> bool:
    """Whether the words stand there as whole ones."""
    return bool(words and re.search(f"(?<!{_LETTER}){re.escape(words)}(?!{_LETTER})", text))

"""A stretch of a text, and one change of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

Span = tuple[int, int]
"""Where a stretch of a text begins and ends, in code points, the end exclusive."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`words` in place of `text[start:end]`."""

    start: int
    end: int
    words: str


class Hunk(NamedTuple):
    """One change between two texts: `before[start:end]` became `after[place:place_end]`; either may be empty."""

    start: int
    end: int
    place: int
    place_end: int

    @property
    def was(self) -> Span:
        """What it took of the text before."""
        return self.start, self.end

    @property
    def now(self) -> Span:
        """What it put into the text after."""
        return self.place, self.place_end


def edited_text(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """`text[start:end]` with edits made to the letter; they are in order, and none overlaps another."""
    pieces, at = list[str](), start
    for edit in edits:
        pieces += [text[at : edit.start], edit.words]
        at = edit.end
    return "".join([*pieces, text[at:end]])

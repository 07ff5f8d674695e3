"""A stretch of a text, and one change of it."""

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

"""A stretch of a text, and one change of it."""

from dataclasses import dataclass

Span = tuple[int, int]
"""Where a stretch of a text begins and ends, in code points, the end exclusive."""


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`words` in place of `text[start:end]`."""

    start: int
    end: int
    words: str

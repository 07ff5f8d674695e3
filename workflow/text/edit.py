"""One change of a text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`words` in place of `text[start:end]`."""

    start: int
    end: int
    words: str

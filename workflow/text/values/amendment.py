"""An amendment, what it does to a text, and the span that it changed there."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workflow.text.values.spans import Span


class AmendmentKind(StrEnum):
    """What an amendment asks for: other words (or none, or more), a new, a removed or a moved paragraph."""

    REPLACE = "replace"
    ADD = "add"
    REMOVE = "remove"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class Amendment:
    """One proposal to a version.

    ref: how it is called (`A12`). block: the paragraph it is about, or the title; "" when it adds one.
    start, end: the words replaced, code points of the block's text, end exclusive; equal: `words` go in there.
    words: the new words, "" to take the old ones out; of an added paragraph its Markdown, which may hold several.
    after: the block that an added or moved paragraph follows, "" for the very beginning. turn: where a person put it
    among those that follow the same one, from 1; 0: nobody did.
    """

    ref: str
    kind: AmendmentKind
    block: str
    start: int = 0
    end: int = 0
    words: str = ""
    after: str | None = None
    turn: int = 0


NOTHING = (0, 0)
"""The old span of words to which none gave way."""


@dataclass(frozen=True, slots=True)
class Source:
    """A span of a result and the references behind it, in reading order.

    start, end: code points of the block's new text; equal where words only went. was: the span in the old text.
    kind REMOVE: the block is gone. kind MOVE: the block as a whole was moved; start, end are 0.
    """

    block: str
    start: int
    end: int
    refs: tuple[str, ...]
    kind: AmendmentKind = AmendmentKind.REPLACE
    was: Span | None = None

    def as_list(self) -> list[Any]:
        """The source as JSON holds it."""
        return [self.block, self.start, self.end, list(self.refs), self.kind.value, list(self.was or ())]


def source_from_list(shape: Sequence[Any]) -> Source:
    """The source that `as_list` wrote; kind and old span may be missing."""
    block, start, end, refs, *rest = shape
    kind = AmendmentKind(rest[0]) if rest else AmendmentKind.REPLACE
    was = (int(rest[1][0]), int(rest[1][1])) if len(rest) > 1 and rest[1] else None
    return Source(str(block), int(start), int(end), tuple(refs), kind, was)


def by_reference(refs: Sequence[str]) -> tuple[str, ...]:
    """References in reading order, each once: A2 before A12, amendments before comments."""
    return tuple(sorted(set(refs), key=reading_order))


def reading_order(ref: str) -> tuple[str, int, str]:
    """The key by which references are sorted."""
    return ref.rstrip("0123456789"), len(ref), ref

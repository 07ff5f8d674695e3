"""What a replacement really changes: of a quoted sentence in which one word is another, that word."""

from collections.abc import Sequence
from functools import cached_property
from itertools import product
from typing import Self

from workflow.text.edits.fitting import composed, rewritten
from workflow.text.edits.shared import has_word
from workflow.text.merge.sides import Side, side_of
from workflow.text.merge.touching import reaches
from workflow.text.values.spans import Edit, Span


class Replacement:
    """A paragraph as it reads with one replacement, and what a merge takes for the changes of which that consists."""

    def __init__(self, base: str, edit: Edit) -> None:
        self.base = base
        self.text = rewritten(base, [edit])[0]

    @cached_property
    def side(self) -> Side:
        """The changes and moves as a merge sees them."""
        return side_of(self.base, self.text)

    @cached_property
    def reach(self) -> list[Span]:
        """Of each change the words among which it may stand as well."""
        return reaches(self.base, self.side.changes)

    @property
    def changes(self) -> tuple[Edit, ...]:
        """The changes in reading order: to be made to the letter, in offsets of the paragraph as it was."""
        return self.side.changes

    def is_apart(self, other: Self) -> bool:
        """Whether a merge certainly is the text with the changes of both: a word at least stands between them, and
        neither moved or brought a sentence that the other may know elsewhere.
        """
        if self.side.moves or other.side.moves or self.side.brought.keys() & other.side.brought.keys():
            return False
        mine, theirs = (zip(each.side.changes, each.reach, strict=True) for each in (self, other))
        return all(
            one == its or _has_word_between(self.base, *sorted((low, high)))
            for (one, low), (its, high) in product(mine, theirs)
        )

    def leaves_alone(self, span: Span) -> bool:
        """Whether a word at least stands between its changes and these words, and it moved no sentence."""
        return not self.side.moves and all(_has_word_between(self.base, *sorted((low, span))) for low in self.reach)


def _has_word_between(text: str, first: Span, second: Span) -> bool:
    return has_word(text[first[1] : second[0]])


def spliced(text: str, edits: Sequence[Edit]) -> tuple[str, list[tuple[Span, Span]]]:
    """`text` with edits made to the letter, and for each what gave way and where its words stand now; edits: sorted,
    none overlaps another.
    """
    pieces: list[str] = []
    spans: list[tuple[Span, Span]] = []
    at = size = 0
    for edit in edits:
        pieces += [text[at : edit.start], edit.words]
        size += edit.start - at
        spans.append(((edit.start, edit.end), (size, size + len(edit.words))))
        at, size = edit.end, size + len(edit.words)
    result, now = composed("".join([*pieces, text[at:]]), [new for _, new in spans])
    return result, [(old, new) for (old, _), new in zip(spans, now, strict=True)]

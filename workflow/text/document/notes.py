"""Footnotes: their labels are permanent as ids are, their numbers follow the text."""

from collections.abc import Iterable

from workflow.text.document.inline import plain
from workflow.text.document.marks import pieces
from workflow.text.tokens.tokenizer import count
from workflow.text.values.block import Block, BlockKind


def note_numbers(blocks: Iterable[Block]) -> dict[str, int]:
    """Label of a footnote -> number for reading, from 1 in the order of first mention; notes never mentioned come last.

    Only labels that have a text are numbered.
    """
    texts = list(blocks)
    written = [block.mark for block in texts if block.kind is BlockKind.FOOTNOTE]
    named = [label for block in texts for label in labels(block.text)]
    known = [label for label in [*named, *written] if label in set(written)]
    return {label: number for number, label in enumerate(dict.fromkeys(known), start=1)}


def labels(text: str) -> list[str]:
    """The labels of the footnotes that are mentioned in a block's text, in order."""
    return [piece.style.note for piece in pieces(text) if piece.style.note]


def word_count(blocks: Iterable[Block], *, with_notes: bool = False) -> int:
    """The words of a text as a reader counts them; footnotes alone may be left out."""
    counted = (block for block in blocks if with_notes or block.kind is not BlockKind.FOOTNOTE)
    return sum(count(plain(block.text)) for block in counted)

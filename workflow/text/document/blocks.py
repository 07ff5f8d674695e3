"""What a text of blocks comes to: its canonical form and digest, the numbers of its paragraphs and notes, its words."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace

from workflow.text.document.inline import plain
from workflow.text.document.levels import DEEPEST_HEADING
from workflow.text.document.markdown import to_markdown
from workflow.text.document.marks import pieces
from workflow.text.tokens.tokenizer import count
from workflow.text.unicode.normal import one_line
from workflow.text.values.block import Block, BlockKind


def with_ids(blocks: Iterable[Block], new_id: Callable[[], str]) -> list[Block]:
    """The blocks, those without an id with a new one; the others keep theirs."""
    return [block if block.id else replace(block, id=new_id()) for block in blocks]


def numbers(blocks: Iterable[Block]) -> dict[str, int]:
    """Block id -> number for reading, from 1. Paragraphs alone have one: no heading, item, quotation or greeting."""
    paragraphs = (block for block in blocks if block.kind is BlockKind.PARAGRAPH)
    return {block.id: number for number, block in enumerate(paragraphs, start=1)}


def heading_levels(blocks: Iterable[Block]) -> dict[str, int]:
    """Block id of a heading -> its level on a page whose title is a heading of level 1: from 2 to 6.

    The levels that a text skips are closed: a heading stands one below the heading that it is under, however deep it
    was written, so that whoever goes through the page by its headings finds none missing.
    """
    found: dict[str, int] = {}
    above: list[int] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            above = [*(level for level in above if level < block.level), block.level]
            found[block.id] = min(len(above) + 1, DEEPEST_HEADING)
    return found


def note_numbers(blocks: Iterable[Block]) -> dict[str, int]:
    """Label of a footnote -> number for reading, from 1 in the order of first mention; notes never mentioned come last.

    Labels are permanent as ids are, numbers follow the text. Only labels that have a text are numbered.
    """
    texts = list(blocks)
    written = [block.mark for block in texts if block.kind is BlockKind.FOOTNOTE]
    noted = [piece.style.note for block in texts for piece in pieces(block.text) if piece.style.note]
    labels = dict.fromkeys([*(label for label in noted if label in written), *written])
    return {label: number for number, label in enumerate(labels, start=1)}


def word_count(blocks: Iterable[Block], *, with_notes: bool = False) -> int:
    """The words of a text as a reader counts them; footnotes alone may be left out."""
    counted = (block for block in blocks if with_notes or block.kind is not BlockKind.FOOTNOTE)
    return sum(count(plain(block.text)) for block in counted)


def canonical(title: str, blocks: Iterable[Block]) -> str:
    """The text that a decision binds to: the title on a line, then the blocks in their Markdown form.

    One blank line between, a final line end, NFC. Ids, language and version are outside it.
    """
    body = to_markdown(blocks)
    return unicodedata.normalize("NFC", f"{one_line(title)}\n\n{body}" if body else f"{one_line(title)}\n")


def digest(title: str, blocks: Iterable[Block]) -> str:
    """SHA-256 of the canonical text in UTF-8, 64 hexadecimal digits. Raises ValueError for half characters."""
    return hashlib.sha256(canonical(title, blocks).encode()).hexdigest()

"""The text of a statement as blocks with permanent ids: read, written, numbered, joined, and its canonical form."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from workflow.text.document.likeness import bag, keep_ids
from workflow.text.document.lines import one_line
from workflow.text.document.markdown import parse, to_markdown
from workflow.text.document.notes import note_numbers, word_count
from workflow.text.unicode.seams import joined
from workflow.text.values.block import Block, BlockKind, from_dict

__all__ = [
    "Block",
    "BlockKind",
    "canonical",
    "digest",
    "from_dict",
    "join",
    "keep_ids",
    "note_numbers",
    "numbers",
    "one_line",
    "parse",
    "to_markdown",
    "with_ids",
    "word_count",
]


def with_ids(blocks: Iterable[Block], new_id: Callable[[], str]) -> list[Block]:
    """The blocks, those without an id with a new one; the others keep theirs."""
    return [block if block.id else replace(block, id=new_id()) for block in blocks]


def numbers(blocks: Iterable[Block]) -> dict[str, int]:
    """Block id -> number for reading, from 1. Paragraphs alone have one: no heading, item, quotation or greeting."""
    paragraphs = (block for block in blocks if block.kind is BlockKind.PARAGRAPH)
    return {block.id: number for number, block in enumerate(paragraphs, start=1)}


def canonical(title: str, blocks: Iterable[Block]) -> str:
    """The text that a decision binds to: the title on a line, then the blocks in their Markdown form.

    One blank line between, a final line end, NFC. Ids, language and version are outside it.
    """
    body = to_markdown(blocks)
    return unicodedata.normalize("NFC", f"{one_line(title)}\n\n{body}" if body else f"{one_line(title)}\n")


def digest(title: str, blocks: Iterable[Block]) -> str:
    """SHA-256 of the canonical text in UTF-8, 64 hexadecimal digits. Raises ValueError for half characters."""
    return hashlib.sha256(canonical(title, blocks).encode()).hexdigest()


def join(blocks: Sequence[Block], index: int) -> list[Block]:
    """The blocks with the one at `index` and the next as one, which keeps the first one's id and kind.

    One space between them; none where the script has none or a hyphen divides a word. Raises IndexError.
    """
    if not 0 <= index < len(blocks) - 1:
        raise IndexError(f"no block after {index} to join")
    one, other = blocks[index], blocks[index + 1]
    known = {word for block in blocks for word in bag(block.text)}
    whole = replace(one, text=joined(one.text.rstrip(), other.text.lstrip(), known))
    return [*blocks[:index], whole, *blocks[index + 2 :]]

"""One paragraph changed, added, removed or moved in a text whose other paragraphs keep their ids."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from workflow.text.document.likeness import bag
from workflow.text.document.markdown import parse
from workflow.text.unicode.seams import flowed
from workflow.text.values.block import Block, BlockKind


def replaced(blocks: Sequence[Block], block: str, source: str) -> list[Block]:
    """The blocks, the one with id `block` reading as the Markdown `source`; further blocks in it follow without ids.

    A salutation or closing line stays one, and an item one as deep as it was, since a single paragraph doesn't show
    what it is. Raises KeyError.
    """
    at = _place(blocks, block)
    old, written = blocks[at], typed_for(blocks[at], source)
    if not written:
        return removed(blocks, block)
    new = written[0]
    kind = old.kind if old.kind.is_prose and new.kind.is_prose else new.kind
    level = old.level if old.kind is new.kind is BlockKind.ITEM else new.level
    rest = [_as_prose(each) for each in written[1:]]
    return [*blocks[:at], replace(new, id=old.id, kind=kind, level=level), *rest, *blocks[at + 1 :]]


def typed_for(block: Block, source: str) -> list[Block]:
    """The blocks of Markdown typed in the place of a block: items in that of one, though typed without their mark."""
    written = parse(source)
    if block.kind is not BlockKind.ITEM or not written or not written[0].kind.is_prose:
        return written
    return [replace(block, id="", text=each.text) if each.kind.is_prose else each for each in written]


def inserted(blocks: Sequence[Block], after: str | None, source: str) -> list[Block]:
    """The blocks with those of `source` after the one with id `after`; "" is the beginning, None the end.

    Raises KeyError.
    """
    at = len(blocks) if after is None else _after(blocks, after)
    return [*blocks[:at], *(_as_prose(each) for each in parse(source)), *blocks[at:]]


def removed(blocks: Sequence[Block], block: str) -> list[Block]:
    """The blocks without the one with id `block`; raises KeyError."""
    at = _place(blocks, block)
    return [*blocks[:at], *blocks[at + 1 :]]


def moved(blocks: Sequence[Block], block: str, after: str) -> list[Block]:
    """The blocks with `block` after the one with id `after` ("" is the beginning; itself: nothing moves)."""
    if block == after:
        return list(blocks)
    rest, at = removed(blocks, block), _place(blocks, block)
    to = _after(rest, after)
    return [*rest[:to], blocks[at], *rest[to:]]


def joined(blocks: Sequence[Block], places: Collection[int]) -> list[Block]:
    """The blocks with the one at each of `places` and its next as one, which keeps the first one's id and kind.

    One space between them; none where the script has none or a hyphen divides a word. Places without a next are left
    out.
    """
    whole = list(blocks)
    for place in sorted(places, reverse=True):
        if 0 <= place < len(whole) - 1:
            one, other = whole[place : place + 2]
            is_broken = one.text.rstrip().endswith(("-", "\u2010"))  # for a hyphen alone all words are asked
            known = {word for block in whole for word in bag(block.text)} if is_broken else ()
            text = flowed([one.text.rstrip(), other.text.lstrip()], known)
            whole[place : place + 2] = [replace(one, text=text)]
    return whole


def joined_over(blocks: Sequence[Block], block: str, other: str) -> list[Block]:
    """The blocks with the one with id `other` as the end of the one with id `block`; what stood between follows both.

    Raises KeyError, and ValueError where `other` stands before `block`.
    """
    at, end = _place(blocks, block), _place(blocks, other)
    if end <= at:
        raise ValueError("the words to be joined stand before those that they should follow")
    return joined([*blocks[: at + 1], blocks[end], *blocks[at + 1 : end], *blocks[end + 1 :]], [at])


def headed(headings: Sequence[str], blocks: Sequence[Block]) -> list[Block]:
    """The blocks below these headings, empty ones left out."""
    return [*(Block("", BlockKind.HEADING, each, level=2) for each in headings if each), *blocks]


def _as_prose(block: Block) -> Block:
    return replace(block, kind=BlockKind.PARAGRAPH) if block.kind.is_prose else block


def _after(blocks: Sequence[Block], after: str) -> int:
    return _place(blocks, after) + 1 if after else 0


def _place(blocks: Sequence[Block], block: str) -> int:
    for place, each in enumerate(blocks):
        if each.id == block:
            return place
    raise KeyError(block)

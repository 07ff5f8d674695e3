"""When a translation is behind: each of its blocks remembers the words of the original that it was made from."""

import hashlib
from collections.abc import Mapping, Sequence

from workflow.text.blocks import Block


def words_digest(block: Block) -> str:
    """A short digest of a block's words, to tell later whether they are still the same."""
    return hashlib.sha256(block.text.encode()).hexdigest()[:16]


def behind(original: Sequence[Block], translated: Mapping[str, str]) -> frozenset[str]:
    """The ids of the original's blocks whose translation was made from other words; those without one are not among."""
    return frozenset(b.id for b in original if b.id in translated and translated[b.id] != words_digest(b))


def missing(original: Sequence[Block], translation: Sequence[Block]) -> tuple[str, ...]:
    """The ids of the original's blocks that have no translation yet, in their order."""
    there = {block.id for block in translation}
    return tuple(block.id for block in original if block.id not in there)


def in_order(original: Sequence[Block], translation: Sequence[Block]) -> tuple[Block, ...]:
    """The translation's blocks in the original's order, without those whose paragraph the original no longer has."""
    by_id = {block.id: block for block in translation}
    return tuple(by_id[block.id] for block in original if block.id in by_id)

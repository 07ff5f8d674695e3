"""When a translation is behind: each of its blocks remembers the words of the original that it was made from."""

import hashlib
from collections.abc import Mapping, Sequence

from workflow.text.values import Block


def words_digest(block: Block) -> str:
    """A short digest of a block's words, to tell later whether they are still the same."""
    return hashlib.sha256(block.text.encode()).hexdigest()[:16]


def behind(original: Sequence[Block], translated: Mapping[str, str]) -> frozenset[str]:
    """The ids of the original's blocks whose translation was made from other words; those without one are not among."""
    return frozenset(b.id for b in original if b.id in translated and translated[b.id] != words_digest(b))


def behind_in(
    original: Sequence[Block], edition: Sequence[Block], saves: Sequence[tuple[Sequence[Block], Mapping[str, str]]]
) -> frozenset[str]:
    """The ids of an edition's blocks that no one of the `saves` (blocks, what they were made from) vouches for.

    A save vouches for a block that reads as in the edition and was made from the words that `original` has. A block
    that reads otherwise in all of them, or remembers nothing, is not among the ids.
    """
    wanted = {block.id: words_digest(block) for block in original}
    words = {block.id: block.text for block in edition if block.id in wanted}
    made_from: dict[str, set[str]] = {}
    for blocks, translated in saves:
        for block in blocks:
            if words.get(block.id) == block.text and block.id in translated:
                made_from.setdefault(block.id, set()).add(translated[block.id])
    return frozenset(block for block, found in made_from.items() if wanted[block] not in found)


def missing(original: Sequence[Block], translation: Sequence[Block]) -> tuple[str, ...]:
    """The ids of the original's blocks that have no translation yet, in their order."""
    there = {block.id for block in translation}
    return tuple(block.id for block in original if block.id not in there)


def in_order(original: Sequence[Block], translation: Sequence[Block]) -> tuple[Block, ...]:
    """The translation's blocks in the original's order, without those whose paragraph the original no longer has."""
    by_id = {block.id: block for block in translation}
    return tuple(by_id[block.id] for block in original if block.id in by_id)

"""Agreed language: what a text keeps, word for word, of the adopted text that it started from."""

from collections.abc import Sequence

from workflow.text.values import Block


def agreed_blocks(base: Sequence[Block], blocks: Sequence[Block]) -> frozenset[str]:
    """The ids of those of `blocks` that still have the words of the same block of the base, wherever they stand."""
    words = {block.id: (block.kind, block.text) for block in base}
    return frozenset(block.id for block in blocks if words.get(block.id) == (block.kind, block.text))


def agreed_blocks_lost(agreed_ids: frozenset[str], before: Sequence[Block], after: Sequence[Block]) -> tuple[str, ...]:
    """Those of `agreed_ids` that `after` no longer has so, in the order of `before`; a move changes nothing."""
    still = agreed_blocks(before, after)
    return tuple(block.id for block in before if block.id in agreed_ids and block.id not in still)

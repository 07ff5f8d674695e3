"""Amendments that enter a text, where their words stand in another one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from workflow.text.amendments import Amendment, carry
from workflow.text.block import Block


@dataclass(frozen=True, slots=True)
class Accepted:
    """An amendment that enters the text, and the text that it was made to.

    in_full: no less than it asked for. bracketed: it stands there as an alternative in square brackets, never in full.
    """

    amendment: Amendment
    made_to: tuple[Block, ...]
    in_full: bool = True
    bracketed: bool = False


def carried(made: Sequence[Accepted], after: Sequence[Block]) -> list[Amendment | None]:
    """Each amendment where its words stand in `after`; None where they don't. Most were made to that very text."""
    same = {id(text): text == tuple(after) for text in {id(each.made_to): each.made_to for each in made}.values()}
    made_to = {id(each.made_to): each.made_to for each in made if not same[id(each.made_to)]}
    texts = {place: _signed(text) for place, text in made_to.items()}
    to = _signed(after)
    return [
        each.amendment if same[id(each.made_to)] else _carried(texts[id(each.made_to)], to, each.amendment)
        for each in made
    ]


@dataclass(frozen=True)
class _Signed:
    """A text by a sign that no other one has."""

    sign: bytes
    blocks: tuple[Block, ...] = field(compare=False)


def _signed(blocks: Sequence[Block]) -> _Signed:
    return _Signed(sha256(repr(tuple(blocks)).encode(errors="surrogatepass")).digest(), tuple(blocks))


@lru_cache(maxsize=4096)  # a desk asks the same of the same two texts at each answer
def _carried(made_to: _Signed, after: _Signed, amendment: Amendment) -> Amendment | None:
    return carry(made_to.blocks, after.blocks, amendment)

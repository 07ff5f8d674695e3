"""The comparison of two whole texts, one for all who ask of them; it goes when they hand it down."""

from functools import lru_cache

from workflow.text.alignment.comparison import Comparison as Pair

__all__ = ["Pair", "pair_of"]


@lru_cache(maxsize=16)
def pair_of(before: str, after: str) -> Pair:
    """The comparison, one for all who ask of the same whole texts: a desk does for each amendment."""
    return Pair(before, after)

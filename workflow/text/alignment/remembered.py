"""Answers about two versions of a text, kept while a desk asks of the two.

A desk asks the same of the same two versions, for hundreds of amendments, at each answer. What is kept is counted in
versions, of which each may be long, so that few texts are held however many amendments there are.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from workflow.text.values.block import Block

_PAIRS = 16
_MOST = 4096  # answers about each pair

Blocks = tuple[Block, ...]
Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Remembered(Generic[Asked, Answer]):
    """The answers to one question."""

    def __init__(self) -> None:
        self._known = lru_cache(maxsize=_PAIRS)(self._nothing)
        self._last: tuple[Blocks, Blocks, dict[Asked, Answer]] = ((), (), {})

    def all(
        self, before: Blocks, after: Blocks, asked: Sequence[Asked], find: Callable[[list[Asked]], Iterable[Answer]]
    ) -> list[Answer]:
        """The answer to each that is asked of the two versions; `find` answers those that nobody asked before."""
        known = self._of(before, after)
        new = [each for each in asked if each not in known]
        fresh = dict(zip(new, find(new), strict=True)) if new else {}
        if len(known) + len(fresh) <= _MOST:
            known.update(fresh)
        return [fresh[each] if each in fresh else known[each] for each in asked]

    def _of(self, before: Blocks, after: Blocks) -> dict[Asked, Answer]:
        """What is known of the two; most ask with the very objects of the call before, so that nothing is compared."""
        last = self._last
        if last[0] is not before or last[1] is not after:
            last = self._last = (before, after, self._known(before, after))
        return last[2]

    @staticmethod
    def _nothing(_before: Blocks, _after: Blocks) -> dict[Asked, Answer]:
        return {}

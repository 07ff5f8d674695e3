"""What the engine found for a page or a use case, kept as long as that lasts: no text of a member is held any longer.

A page asks the same of the same paragraphs for each of many answers. Within `remembering` a function that is
`remembered` looks once for all that it is asked again; outside it always looks, and its answers are the same.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import wraps
from threading import local
from typing import Any, TypeVar, TypeVarTuple

__all__ = ["remembered", "remembering"]

_Asked = TypeVarTuple("_Asked")
_Found = TypeVar("_Found")


class _Memory(local):
    """That of one thread: function -> what it was asked -> what it found; None outside a block."""

    found: dict[Callable[..., Any], dict[Hashable, Any]] | None = None


_MEMORY = _Memory()


@contextmanager
def remembering() -> Iterator[None]:
    """What is found in this block is remembered until it ends; a block within another one is part of that one.

    Also a decorator: for as long as each call lasts.
    """
    if _MEMORY.found is not None:
        yield
        return
    _MEMORY.found = {}
    try:
        yield
    finally:
        _MEMORY.found = None


def remembered(find: Callable[[*_Asked], _Found]) -> Callable[[*_Asked], _Found]:
    """The function, which within `remembering` finds the answer to one question once.

    It is asked by place with values that never change, and nobody changes what it found.
    """

    @wraps(find)
    def found(*asked: *_Asked) -> _Found:
        memory = _MEMORY.found
        if memory is None:
            return find(*asked)
        answers = memory.setdefault(find, {})
        try:
            answer: _Found = answers[asked]
        except KeyError:
            answer = answers[asked] = find(*asked)
        return answer

    return found

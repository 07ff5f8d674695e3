"""The words right beside a place."""

from collections.abc import Iterable

from workflow.text.alignment.trust import weight
from workflow.text.anchors.levels import NEAR, SAYS
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.spans import Span


def with_neighbours(text: str, start: int, end: int) -> Span:
    """The span with the word on either side: up to white space, of scripts without spaces a few characters."""
    left, right = tokens(text[max(0, start - NEAR) : start]), tokens(text[end : end + NEAR])
    # What the window may have cut is left out.
    before, behind = left[start > NEAR :], right[: len(right) - (end + NEAR < len(text))]
    return start - _reach(reversed(before)), end + _reach(behind)


def _reach(found: Iterable[str]) -> int:
    """How far the first word reaches, with the white space before it."""
    length = said = 0
    for token in found:
        if said and (token.isspace() or said >= SAYS):
            break
        length, said = length + len(token), said + weight(token)
    return length if said else 0

"""A text typed over one that showed more than what lies beneath it: what of the writer's change goes to the latter."""

from collections.abc import Iterator, Sequence

from workflow.text.merge import merge3
from workflow.text.worddiff import word_diff

_Hunk = tuple[int, int, str]  # `base[start:end]` became this


def beneath(shown: str, typed: str, below: str) -> Iterator[str]:
    """`below` with what the writer changed of `shown`; then, where there is one, with more of what was shown.

    shown: what the writer had before them, made of `below` by others. Where the writer wrote over the others' words no
    text has both; the second keeps those words, as they were typed, and no other of theirs.
    """
    merged, conflicts = merge3(shown, typed, below)
    if not conflicts:
        yield merged
        return
    hand = _hunks(word_diff(shown, typed))
    theirs = _hunks(word_diff(shown, below))
    free = [each for each in theirs if not any(each[0] <= end and start <= each[1] for start, end, _ in hand)]
    merged, conflicts = merge3(shown, typed, _made(shown, free))
    if free and not conflicts:
        yield merged


def _hunks(ops: Sequence[tuple[int, str]]) -> list[_Hunk]:
    found, at = [], 0
    for op, text in ops:
        end = at if op > 0 else at + len(text)
        if op:
            found.append((at, end, text if op > 0 else ""))
        at = end
    return found


def _made(base: str, hunks: Sequence[_Hunk]) -> str:
    pieces, at = [], 0
    for start, end, text in hunks:
        pieces += [base[at:start], text]
        at = end
    return "".join([*pieces, base[at:]])

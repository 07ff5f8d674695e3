"""A second, finer look into what changed: the parts of addresses and numbers that are still there."""

import re
from collections.abc import Iterator, Sequence

from workflow.text.alignment.heaviest import heaviest_common
from workflow.text.alignment.runs import Run, joined
from workflow.text.tokens.tokenizer import parts

_COMPOUND = re.compile(r"://|www\.|mailto:|\d[.,:٫٬'’\u00a0\u202f\u2009]\d")
_LARGEST = 4000  # characters of a change that is looked at again


def refined(before: str, after: str, runs: Sequence[Run]) -> list[Run]:
    """The runs, and between them the parts of addresses and numbers that both texts keep."""
    return joined(_refined(before, after, runs))


def _refined(before: str, after: str, runs: Sequence[Run]) -> Iterator[tuple[int, int, int]]:
    i = j = 0
    for run in [*runs, Run(len(before), len(after), 0)]:
        old, new = before[i : run.start], after[j : run.place]
        if old and new and max(len(old), len(new)) <= _LARGEST and _COMPOUND.search(old) and _COMPOUND.search(new):
            yield from _common_parts(old, new, i, j)
        yield run.start, run.place, run.length
        i, j = run.end, run.place_end


def _common_parts(old: str, new: str, at: int, to: int) -> Iterator[tuple[int, int, int]]:
    a, b = parts(old), parts(new)
    starts_a, starts_b = _starts(a), _starts(b)
    for i, j in heaviest_common(a, b):
        yield at + starts_a[i], to + starts_b[j], len(a[i])


def _starts(pieces: list[str]) -> list[int]:
    starts, at = [], 0
    for piece in pieces:
        starts.append(at)
        at += len(piece)
    return starts

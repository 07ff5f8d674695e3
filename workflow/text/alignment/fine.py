"""A second, finer look into what changed: parts of addresses, paths and numbers, and words but for their capitals."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from workflow.text.alignment.heaviest import heaviest_common
from workflow.text.alignment.levels import LARGEST_FINE
from workflow.text.alignment.runs import Run, runs_from
from workflow.text.tokens.tokenizer import parts


def finer_runs(before: str, after: str, runs: Sequence[Run]) -> list[Run]:
    """The runs, and between them the parts of tokens that both texts keep."""
    return runs_from(_finer(before, after, runs))


def _finer(before: str, after: str, runs: Sequence[Run]) -> Iterator[tuple[int, int, int]]:
    i = j = 0
    for run in [*runs, Run(len(before), len(after), 0)]:
        old, new = before[i : run.start], after[j : run.place]
        if old and new and max(len(old), len(new)) <= LARGEST_FINE:
            yield from _common_parts(old, new, i, j)
        yield run
        i, j = run.end, run.place_end


def _common_parts(old: str, new: str, at: int, to: int) -> Iterator[tuple[int, int, int]]:
    a, b = parts(old), parts(new)
    starts_a, starts_b = list(accumulate(map(len, a), initial=at)), list(accumulate(map(len, b), initial=to))
    for i, j in heaviest_common([_small(part) for part in a], [_small(part) for part in b]):
        yield from _common_letters(a[i], b[j], starts_a[i], starts_b[j])


def _small(part: str) -> str:
    """The part in small letters, where each stands in its place."""
    low = part.lower()
    return low if len(low) == len(part) else part


def _common_letters(one: str, other: str, at: int, to: int) -> Iterator[tuple[int, int, int]]:
    if one == other:
        yield at, to, len(one)
        return
    for k, (x, y) in enumerate(zip(one, other, strict=True)):
        if x == y:
            yield at + k, to + k, 1

"""A second, finer look into what changed: parts of addresses, paths and numbers, and words but for their capitals."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from workflow.text.alignment.heaviest import heaviest_common
from workflow.text.alignment.levels import LARGEST_FINE
from workflow.text.alignment.runs import Run, hunks_between, runs_from
from workflow.text.tokens.tokenizer import parts
from workflow.text.unicode.folding import lower_in_place


def finer_runs(before: str, after: str, runs: Sequence[Run]) -> list[Run]:
    """The runs, and between them the parts of tokens that both texts keep."""
    found: list[tuple[int, int, int]] = list(runs)
    for hunk in hunks_between(runs, len(before), len(after)):
        old, new = before[slice(*hunk.was)], after[slice(*hunk.now)]
        if old and new and max(len(old), len(new)) <= LARGEST_FINE:
            found += _common_parts(old, new, hunk.start, hunk.place)
    return runs_from(sorted(found))


def _common_parts(old: str, new: str, at: int, to: int) -> Iterator[tuple[int, int, int]]:
    a, b = parts(old), parts(new)
    starts_a, starts_b = list(accumulate(map(len, a), initial=at)), list(accumulate(map(len, b), initial=to))
    for i, j in heaviest_common(list(map(lower_in_place, a)), list(map(lower_in_place, b))):
        yield from _common_letters(a[i], b[j], starts_a[i], starts_b[j])


def _common_letters(one: str, other: str, at: int, to: int) -> Iterator[tuple[int, int, int]]:
    if one == other:
        yield at, to, len(one)
        return
    for k, (x, y) in enumerate(zip(one, other, strict=True)):
        if x == y:
            yield at + k, to + k, 1

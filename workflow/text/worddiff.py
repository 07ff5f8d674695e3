"""What changed between two texts, by whole words."""

from workflow.text.alignment.align import kept
from workflow.text.alignment.runs import Run


def word_diff(before: str, after: str) -> list[tuple[int, str]]:
    """The pieces deleted (-1), kept (0) and inserted (1), the cheapest by characters over whole tokens.

    Without the insertions they are `before`, without the deletions `after`; no piece is empty, a deletion stands
    before the insertion that replaces it.
    """
    return ops_of(before, after, kept(before, after))


def ops_of(before: str, after: str, runs: list[Run]) -> list[tuple[int, str]]:
    """The pieces for the runs that are kept."""
    ops: list[tuple[int, str]] = []
    i = j = 0
    for run in [*runs, Run(len(before), len(after), 0)]:
        pieces = (-1, before[i : run.start]), (1, after[j : run.place]), (0, before[run.start : run.start + run.length])
        ops += [piece for piece in pieces if piece[1]]
        i, j = run.start + run.length, run.place + run.length
    return ops

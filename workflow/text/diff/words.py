"""What changed between two texts, by whole words."""

from collections.abc import Iterable, Iterator, Sequence

from workflow.text.alignment.align import common_runs
from workflow.text.alignment.runs import Run, hunks_between, runs_from
from workflow.text.document.unopened import Remainder, unopened
from workflow.text.values.spans import Hunk, Span


def word_diff(before: str, after: str) -> list[tuple[int, str]]:
    """The pieces deleted (-1), kept (0) and inserted (1), of whole tokens; `align.common_runs` says how cheap they are.

    Without the insertions they are `before`, without the deletions `after`; no piece is empty, a deletion stands
    before the insertion that replaces it. Words that `after` leaves open are kept as the alternative that `before` has.
    """
    read = unopened(before, after)
    runs = common_runs(before, read.text)
    if read.cuts:
        runs = [Run(run.start + done, low, high - low) for run in runs for done, (low, high) in _placed(read, run)]
    return ops_of(before, after, runs)


def _placed(read: Remainder, run: Run) -> Iterator[tuple[int, Span]]:
    """The pieces of a run in the whole text, each with how much of the run stands before it."""
    done = 0
    for low, high in read.pieces(run.place, run.place + run.length):
        yield done, (low, high)
        done += high - low


def ops_of(before: str, after: str, runs: Sequence[Run]) -> list[tuple[int, str]]:
    """The pieces for the runs that are kept."""
    ops: list[tuple[int, str]] = []
    i = j = 0
    for run in [*runs, Run(len(before), len(after), 0)]:
        pieces = (-1, before[i : run.start]), (1, after[j : run.place]), (0, before[run.start : run.end])
        ops += [piece for piece in pieces if piece[1]]
        i, j = run.end, run.place_end
    return ops


def runs_of(ops: Iterable[tuple[int, str]]) -> list[Run]:
    """The runs that a difference keeps."""
    found, i, j = list[tuple[int, int, int]](), 0, 0
    for op, text in ops:
        if op == 0:
            found.append((i, j, len(text)))
        i, j = i + len(text) * (op <= 0), j + len(text) * (op >= 0)
    return runs_from(found)


def hunks(ops: Iterable[tuple[int, str]]) -> Iterator[Hunk]:
    """The changes of a difference: where each one's words start and end in the old text, and where in the new one."""
    pieces = list(ops)
    old, new = (sum(len(text) for op, text in pieces if op != other) for other in (1, -1))
    return hunks_between(runs_of(pieces), old, new)

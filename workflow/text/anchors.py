"""Where a comment's words stand after the text has changed; it says when it lost them and never guesses."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from workflow.text.align import Run, kept
from workflow.text.search import closest, find
from workflow.text.words import is_border

__all__ = ["Anchor", "Verdict", "closest", "find", "reanchor", "reanchor_all"]


class Verdict(StrEnum):
    """What became of the words."""

    SAME = "same"
    EDITED = "edited"
    MOVED = "moved"
    DELETED = "deleted"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class Anchor:
    """What became of some words and where they stand now, in code points; without a place when gone or uncertain."""

    verdict: Verdict
    start: int | None = None
    end: int | None = None


def reanchor(before: str, after: str, start: int, end: int) -> Anchor:
    """What became of `before[start:end]` in `after`.

    Raises ValueError when the offsets are outside the text, reversed or empty, or cut a character.
    """
    return reanchor_all(before, after, [(start, end)])[0]


def reanchor_all(before: str, after: str, spans: Iterable[tuple[int, int]]) -> list[Anchor]:
    """`reanchor` of each span, at the price of one difference of the texts."""
    wanted = list(spans)
    for start, end in wanted:
        _require_span(before, start, end)
    runs = kept(before, after)
    return [_placed(before, after, runs, start, end) for start, end in wanted]


def _require_span(text: str, start: int, end: int) -> None:
    if not 0 <= start <= len(text) or not 0 <= end <= len(text):
        raise ValueError(f"span {start}..{end} is outside the text of {len(text)} code points")
    if start >= end:
        raise ValueError(f"span {start}..{end} is reversed or empty")
    if not is_border(text, start) or not is_border(text, end):
        raise ValueError(f"span {start}..{end} cuts a character in two")


def _placed(before: str, after: str, runs: list[Run], start: int, end: int) -> Anchor:
    first = max(0, bisect_right(runs, start, key=lambda run: run.start) - 1)
    parts = []
    for run in runs[first:]:
        if run.start >= end:
            break
        low, high = max(start, run.start), min(end, run.start + run.length)
        if low < high and before[low:high].strip():
            parts.append((low, high, run.place - run.start))
    if not parts:
        return Anchor(Verdict.DELETED)
    a, b = parts[0][0] + parts[0][2], parts[-1][1] + parts[-1][2]
    if after[a:b] == before[start:end]:
        return Anchor(Verdict.SAME, a, b)
    if 2 * sum(high - low for low, high, _ in parts) < end - start:
        return Anchor(Verdict.UNCERTAIN)
    return Anchor(Verdict.EDITED, a, b)

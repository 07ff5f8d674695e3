"""How far a kept stretch can be trusted: a word between two rewritten sentences proves nothing."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from workflow.text.alignment.levels import ENOUGH, LINE, MOST_OF_LINE, STRONG, UNKNOWN, WINDOW
from workflow.text.alignment.runs import CoveredSpans, Run
from workflow.text.unicode import letters
from workflow.text.unicode.graphemes import char_class
from workflow.text.values.spans import Span

_DENSE = re.compile(f"[{char_class(letters.SOUTH_EAST_ASIAN, letters.IDEOGRAPHIC)}\uac00-\ud7a3]")  # and Hangul


def weight(text: str) -> int:
    """How much a stretch says: its characters without white space, those of scripts with short words twice."""
    return sum(map(len, text.split())) + (0 if text.isascii() else len(_DENSE.findall(text)))


class Neighbourhood:
    """The runs of an alignment, asked how much is kept around a place.

    They ascend in the old text; `vouches` asks both texts, so there they must ascend in the new one too, which those of
    passages that moved do not.
    """

    def __init__(self, before: str, after: str, runs: Sequence[Run]) -> None:
        self.before, self.after = before, after
        self.runs = runs
        self.strong = [_is_strong(before[run.start : run.end]) for run in runs]
        self._ends = [run.end for run in runs]
        self._kept = (
            CoveredSpans((run.start, run.end) for run in runs),
            CoveredSpans((run.place, run.place_end) for run in runs),
        )

    def at(self, start: int) -> int:
        """The number of the first run that ends behind `start`."""
        return bisect_right(self._ends, start)

    def holder(self, start: int, end: int) -> Run | None:
        """The run that holds all of `before[start:end]` and is so long that it can't stand there by chance."""
        k = self.at(start)
        whole = k < len(self.runs) and self.runs[k].start <= start and end <= self.runs[k].end
        return self.runs[k] if whole and self.strong[k] else None

    def sides(self, at: int) -> tuple[int | None, int | None]:
        """Where the character before a point ends now and the one after it begins, None where it is gone."""
        left: int | None = 0 if at == 0 else None
        right: int | None = len(self.after) if at == len(self.before) else None
        for run in self.runs[max(0, self.at(at) - 1) : self.at(at) + 1]:
            left = at - run.start + run.place if run.start < at <= run.end else left
            right = at - run.start + run.place if run.start <= at < run.end else right
        return left, right

    def vouches(self, start: int, end: int, place: int, place_end: int) -> bool:
        """Whether enough is kept of `before[start:end]` and of what stands beside it.

        A span that is whole is vouched for by the better of its two surroundings, the old and the new; one that lost
        words by both. And a line of which most is kept, before and now, vouches for all that it has.
        """
        if self._is_of_kept_line((start, end), (place, place_end)):
            return True
        kept = self._kept[0].of(start, end)
        beyond = max(0, WINDOW - start), max(0, end + WINDOW - len(self.before))
        beyond_now = max(0, WINDOW - place), max(0, place_end + WINDOW - len(self.after))
        old = self._beside(0, start, end) + UNKNOWN * sum(beyond)
        new = self._beside(1, place, place_end) + UNKNOWN * sum(map(min, beyond, beyond_now))
        beside = max(old, new) if kept == end - start else (old + new) / 2
        return beside + kept >= ENOUGH * (2 * WINDOW + end - start)

    def _is_of_kept_line(self, *spans: Span) -> bool:
        """Whether most is kept of the line around a span of the text before, and of the one around where it stands."""
        lines = [_line(text, *span) for text, span in zip((self.before, self.after), spans, strict=True)]
        kept = [cover.of(*line) for cover, line in zip(self._kept, lines, strict=True)]
        is_kept = all(n >= MOST_OF_LINE * (high - low) for n, (low, high) in zip(kept, lines, strict=True))
        return is_kept and weight(self.before[slice(*lines[0])]) >= LINE

    def _beside(self, side: int, start: int, end: int) -> int:
        """Characters kept on both sides of a stretch."""
        return self._kept[side].of(start - WINDOW, end + WINDOW) - self._kept[side].of(start, end)


def _line(text: str, start: int, end: int) -> Span:
    """What of the line around a stretch is near it."""
    low, high = max(0, start - WINDOW), min(len(text), end + WINDOW)
    stop = text.find("\n", end, high)
    return max(low, text.rfind("\n", low, start) + 1), high if stop < 0 else stop


def _is_strong(text: str) -> bool:
    return 2 * len(text) >= STRONG and weight(text) >= STRONG

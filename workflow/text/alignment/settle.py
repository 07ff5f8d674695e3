"""Diff sliders: of equally cheap alignments the one that reads best, in few pieces and with borders at sentences.

An insertion (or deletion) may slide over what it has in common with the text beside it: “the [new and the ]old” is
also “[the new and ]the old”. Sliding never changes the cost.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

from workflow.text.alignment.heaviest import heaviest_stretches
from workflow.text.alignment.levels import BORDER, FARTHEST, NEAR, REST
from workflow.text.alignment.runs import Run, runs_from, slides
from workflow.text.alignment.touched import END
from workflow.text.tokens.sentences import CLOSING, PAUSES, SPACED, STOPS, WIDE_CLOSING, WIDE_PAUSES, WIDE_STOPS
from workflow.text.tokens.tokenizer import tokens

_GOOD_BORDERS = (  # what stands before a border, worst first
    re.compile(r"\s\Z"),
    re.compile(f"[{STOPS}][{CLOSING}]*{SPACED}\\Z|[{PAUSES}—–][ \t]\\Z|[{WIDE_PAUSES}]\\Z"),
    re.compile(f"[{STOPS}][{CLOSING}]*{SPACED}[ \t]\\Z|[{WIDE_STOPS}][{WIDE_CLOSING}]*\\Z"),
    re.compile(r"\n\Z"),
    re.compile(r"(?:\A|\n\n)\Z"),
)


def at_best_borders(before: str, after: str, runs: Sequence[Run]) -> list[Run]:
    """The runs, together as long as they were, with every insertion and deletion slid to its best place."""
    old, new = _BorderedText(before), _BorderedText(after)
    done: list[Run] = []
    slid = False
    for run in runs:
        done.append(run)
        while len(done) > 1 and done[-1].length and _is_slidable(done[-2], done[-1]):
            if not (shift := _best_shift(old, new, done[-2], done[-1])):
                break
            slid = True
            right, left = done.pop(), done.pop()
            shifted = Run(right.start + shift, right.place + shift, right.length - shift)
            done += [r for r in (Run(left.start, left.place, left.length + shift), shifted) if r.length]
            if shift > -left.length:
                break
    ended = _with_own_ends(before, after, done)
    return runs_from(done) if slid or ended else done


def _is_slidable(left: Run, right: Run) -> bool:
    return (left.end == right.start) != (left.place_end == right.place)


class _BorderedText:
    """One of the texts, with the token borders of the lines that were asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.low = self.high = 0
        self.borders: list[int] = [0]

    def is_border(self, at: int) -> bool:
        near = self.text[at - 1 : at + 1] if at else ""
        if " " in near and near.strip().isalnum():
            return True  # between a word and a space, as most are: no need to cut the line
        if not self.low <= at <= self.high or self.high == 0:
            self.low = self.text.rfind("\n", 0, at) + 1
            self.high = self.text.find("\n", at) + 1 or len(self.text)
            self.borders = list(accumulate(map(len, tokens(self.text[self.low : self.high])), initial=self.low))
        k = bisect_left(self.borders, at)
        return k < len(self.borders) and self.borders[k] == at

    def score(self, at: int) -> int:
        """How good a border stands at `at`."""
        near = max(0, at - BORDER)
        return max((k for k, good in enumerate(_GOOD_BORDERS, 1) if good.search(self.text, near, at)), default=0)


def _best_shift(old: _BorderedText, new: _BorderedText, left: Run, right: Run) -> int:
    """How far to slide to the right (to the left below 0); as far as a run's whole length where it disappears."""
    side, other = (new, old) if left.end == right.start else (old, new)
    first, second = (left.place_end, right.place) if side is new else (left.end, right.start)
    beside = left.end if side is new else left.place_end
    back, forth = slides(side.text, first, second, min(left.length, FARTHEST), min(right.length, FARTHEST))
    if not back and not forth:
        return 0
    may = [
        shift
        for shift in range(-back, forth + 1)
        if not shift or (side.is_border(first + shift) and other.is_border(beside + shift))
    ]
    may = [shift for shift in may if not shift or side.is_border(second + shift)]
    for whole in sorted((-left.length, right.length), key=abs):
        if whole in may:
            return whole
    return max(may, key=lambda shift: (side.score(first + shift) + side.score(second + shift), -abs(shift)))


def _with_own_ends(before: str, after: str, runs: list[Run]) -> bool:
    """Let a sentence keep its own end in the runs where one that ends like it came or went behind it; whether any did.

    “in [2019→2024, by law. Pay now], by law.” is as cheap as “in [2019→2024], by law.[ Pay now, by law.]”.
    """
    found = False
    for k in reversed(_overruns(before, after, runs)):
        near = runs[k : k + NEAR]
        i, j = (runs[k - 1].end, runs[k - 1].place_end) if k else (0, 0)
        if added := END.search(after, j, near[0].place):
            n, own = _own_end(before, after, near, (i, j), added.end())
        elif removed := END.search(before, i, near[0].start):
            n, own = _own_end(after, before, _mirror(near), (j, i), removed.end())
            own = _mirror(own)
        if n:
            runs[k : k + n] = own
            found = True
    return found


def _overruns(before: str, after: str, runs: Sequence[Run]) -> list[int]:
    """The runs before which a sentence ends in just one of the texts."""
    found: list[int] = []
    i = j = 0
    for k, run in enumerate(runs):
        start, place = run.start, run.place
        if max(start - i, place - j) >= 2 * REST and bool(END.search(before, i, start)) != bool(
            END.search(after, j, place)
        ):
            found.append(k)
        i, j = start + run.length, place + run.length
    return found


def _own_end(old: str, new: str, runs: Sequence[Run], at: tuple[int, int], stop: int) -> tuple[int, list[Run]]:
    """How many of the runs give way to those that keep the rest of the sentence `at` within that sentence, which ends
    at `stop` in the new text; none where less of it would be kept."""
    found = END.search(old, runs[0].start, runs[0].start + FARTHEST)
    end = found.end() if found else len(old)
    if max(end - at[0], stop - at[1]) > FARTHEST:
        return 0, []
    for one, other in (old[at[0] : end], new[at[1] : stop]), (old[at[0] : end].rstrip(), new[at[1] : stop].rstrip()):
        last = at[0] + len(one)
        far = [run for run in runs if run.start < last]
        kept = [old[run.start : min(run.end, last)] for run in far]
        longest = max(kept, key=len, default="")
        if len(far) == NEAR or len(longest) < REST or longest not in other:
            continue
        own = runs_from(heaviest_stretches(tokens(one), tokens(other), *at))
        if sum(run.length for run in own) >= sum(map(len, kept)):
            over = max(0, far[-1].end - last)
            return len(far), [*own, Run(last, far[-1].place_end - over, over)]
    return 0, []


def _mirror(runs: Sequence[Run]) -> list[Run]:
    return [Run(run.place, run.start, run.length) for run in runs]

"""A difference made fit for the eye: no confetti between changes, borders where a reader would put them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from workflow.text.alignment.runs import Run
from workflow.text.alignment.settle import at_best_borders
from workflow.text.alignment.trust import weight
from workflow.text.diff.levels import SPECK_FACTOR, SPECK_MOST
from workflow.text.diff.words import ops_of, runs_of

_ENOUGH = SPECK_FACTOR * SPECK_MOST  # characters that are weighed: more are no speck


def tidy(ops: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The same change in fewer, wider pieces: specks kept between two changes count as changed too.

    Still gives both texts back: the deletions with the kept pieces are `before`, the insertions with them `after`.
    A line break is never swallowed.
    """
    done = list(ops)
    before = "".join(text for op, text in done if op <= 0)
    after = "".join(text for op, text in done if op >= 0)
    runs = runs_of(done)
    while True:  # fewer pieces may slide to other places
        tidied = without_specks(before, after, at_best_borders(before, after, runs))
        if len(tidied) >= len(runs):
            return ops_of(before, after, tidied)
        runs = tidied


def without_specks(before: str, after: str, runs: Sequence[Run]) -> list[Run]:
    """The runs without those that say too little to stand between the changes beside them."""
    borders = [Run(0, 0, 0), *runs, Run(len(before), len(after), 0)]
    changes = [  # what each weighs, before and after
        (weight(before[one.end : two.start]), weight(after[one.place_end : two.place]))
        for one, two in pairwise(borders)
    ]
    kept, weights = list[Run](), changes[:1]  # and what is changed before each, and behind the last
    for run, change in zip(runs, changes[1:], strict=True):
        kept.append(run)
        weights.append(change)
        while kept and _is_speck(before[kept[-1].start : kept[-1].end], max(weights[-2]), max(weights[-1])):
            speck, (old, new) = kept.pop(), weights.pop()
            says = weight(before[speck.start : speck.end])
            weights[-1] = weights[-1][0] + says + old, weights[-1][1] + says + new
    return kept


def _is_speck(kept: str, left: int, right: int) -> bool:
    near = min(left, SPECK_MOST) + min(right, SPECK_MOST)
    return bool(left and right) and "\n" not in kept and SPECK_FACTOR * weight(kept[:_ENOUGH]) <= near

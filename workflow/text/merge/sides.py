"""One side of a merge: what it changed of the base, and which passages it carried elsewhere."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from workflow.text.alignment.comparison import steady_runs
from workflow.text.alignment.levels import LIKELY, SENTENCE
from workflow.text.alignment.moves import moves
from workflow.text.alignment.runs import Run, elsewhere, hunks_between, outside_moves
from workflow.text.alignment.touched import touched_sentences
from workflow.text.alignment.trust import weight
from workflow.text.diff.cleanup import without_specks
from workflow.text.memory import remembered
from workflow.text.values.spans import Edit, Hunk, Span


@dataclass(frozen=True, slots=True)
class SideMove:
    """`base[start:end]` left with one change and came back, as it was, within another at `offset` of its words.

    Not `is_sure`: perhaps; enough to ask a person, too little to carry an edit along.
    """

    start: int
    end: int
    left: int
    came: int
    offset: int
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What one side changed in order, word by word and as a reader sees it; its moves, and the sentences it brought.

    brought: a sentence -> the number of the change with which it came.
    """

    words: tuple[Edit, ...]
    changes: tuple[Edit, ...]
    moves: tuple[SideMove, ...]
    brought: dict[str, int]


@remembered  # of many changes of one paragraph each meets the others
def side_of(base: str, text: str) -> Side:
    """What `text` changed of `base`."""
    runs = steady_runs(base, text)
    words = hunks_between(runs, len(base), len(text))
    gone = elsewhere(runs, moves(base, text, runs, LIKELY).certain)
    seen = without_specks(base, text, outside_moves(runs, gone))
    hunks = list(hunks_between(seen, len(base), len(text)))
    sure = [(run.start, run.end) for run in moves(base, text, runs).certain] if gone else []
    return Side(
        tuple(_edits(words, text)),
        tuple(_edits(hunks, text)),
        tuple(_moves(gone, sure, hunks)),
        dict(_new_sentences(text, hunks)),
    )


def _edits(hunks: Iterable[Hunk], text: str) -> Iterator[Edit]:
    return (Edit(*hunk.was, text[slice(*hunk.now)]) for hunk in hunks)


def _moves(gone: Sequence[Run], sure: Sequence[Span], hunks: Sequence[Hunk]) -> Iterator[SideMove]:
    leaving, coming = [hunk.was for hunk in hunks], [hunk.now for hunk in hunks]
    for run in gone:
        left, came = _holder(leaving, run.start, run.end), _holder(coming, run.place, run.place_end)
        if left is not None and came is not None and left != came:
            is_sure = _holder(sure, run.start, run.end) is not None
            yield SideMove(run.start, run.end, left, came, run.place - hunks[came].place, is_sure)


def _new_sentences(text: str, hunks: Sequence[Hunk]) -> Iterator[tuple[str, int]]:
    """The sentences that say something and are mostly new."""
    places = [hunk.place for hunk in hunks]
    kept = list(zip([0, *(hunk.place_end for hunk in hunks)], [*places, len(text)], strict=True))
    for each in touched_sentences(text, kept):
        if not each.stays and weight(each.text) >= SENTENCE:
            yield each.text, bisect_right(places, each.end - 1) - 1


def _holder(spans: Sequence[Span], start: int, end: int) -> int | None:
    k = bisect_right(spans, start, key=lambda span: span[0]) - 1
    return k if k >= 0 and end <= spans[k][1] else None

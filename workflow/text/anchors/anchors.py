"""Where a comment's words stand after the text has changed; it says when it lost them and never guesses."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.text.alignment.comparison import Comparison
from workflow.text.alignment.survivors import Pieces
from workflow.text.alignment.trust import weight
from workflow.text.anchors.levels import FOUND, GONE
from workflow.text.unicode.spans import require_span
from workflow.text.values.answers import Verdict
from workflow.text.values.spans import Span


@dataclass(frozen=True, slots=True)
class Anchor:
    """What became of some words and where they stand now, in code points; without a place when gone or uncertain."""

    verdict: Verdict
    start: int | None = None
    end: int | None = None


def reanchor(before: str, after: str, start: int, end: int) -> Anchor:
    """What became of `before[start:end]` in `after`; an empty span is a point between two words.

    Raises ValueError when the offsets are outside the text, reversed, or cut a character.
    """
    return reanchor_all(before, after, [(start, end)])[0]


def reanchor_all(before: str, after: str, spans: Iterable[Span]) -> list[Anchor]:
    """`reanchor` of each span, at the price of one difference of the texts."""
    return anchors_in(Comparison(before, after), spans)


def anchors_in(pair: Comparison, spans: Iterable[Span]) -> list[Anchor]:
    """`reanchor_all` in two texts of which others ask too."""
    wanted = list(spans)
    for start, end in wanted:
        require_span(pair.before, start, end)
    if pair.before == pair.after:
        return [Anchor(Verdict.SAME, start, end) for start, end in wanted]
    return [_of_words(pair, start, end) if start < end else _of_point(pair, start) for start, end in wanted]


def _of_words(pair: Comparison, start: int, end: int) -> Anchor:
    here, there = pair.here, pair.there
    if run := here.holder(start, end):  # within a long stretch that nobody touched
        return Anchor(Verdict.SAME, start - run.start + run.place, end - run.start + run.place)
    if not (whole := weight(here.before[start:end])):
        return Anchor(Verdict.UNCERTAIN)  # white space alone: one is like the other
    stayed, went = Pieces(here, start, end), Pieces(there, start, end)
    share, share_there = stayed.weight / whole, went.weight / whole
    is_away = share_there >= FOUND and (share < FOUND or went.strength > stayed.strength)
    if is_away and not (stayed.pieces and stayed.span() == went.span()):
        return Anchor(Verdict.MOVED, *went.span())
    if max(share, share_there) < GONE:
        is_doubtful = Pieces(pair.doubtful, start, end).weight >= FOUND * whole
        return Anchor(Verdict.UNCERTAIN if is_doubtful else Verdict.DELETED)
    if share < FOUND or not stayed.is_certain(share):
        return Anchor(Verdict.UNCERTAIN)
    a, b = stayed.span()
    return Anchor(Verdict.SAME if here.after[a:b] == here.before[start:end] else Verdict.EDITED, a, b)


def _of_point(pair: Comparison, at: int) -> Anchor:
    """Where a point stands: between the same neighbours, beside the one that is left, or nowhere.

    Within a passage that moved the two neighbours prove the place: what stands around it now is others by rights.
    """
    here = pair.here
    stayed, went = here.sides(at), pair.there.sides(at)
    for place in stayed:
        if place is not None and here.vouches(at, at, place, place):
            return Anchor(Verdict.SAME if stayed[0] == stayed[1] else Verdict.EDITED, place, place)
    if went[0] is not None and went[0] == went[1]:
        return Anchor(Verdict.MOVED, went[0], went[0])
    return Anchor(Verdict.DELETED if {*stayed, *went} == {None} else Verdict.UNCERTAIN)

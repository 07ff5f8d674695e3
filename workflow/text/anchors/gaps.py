"""What stands now between the words that some words stood between: the same ones, others, or nothing."""

from collections.abc import Iterable

from workflow.text.alignment.pair import pair_of
from workflow.text.alignment.trust import Neighbourhood, weight
from workflow.text.values.spans import Span

_WIDE = 200  # characters more than before, between which nobody can say that it is the same place
_LEAST = 12  # weight of a kept stretch beside the words


def gaps(before: str, after: str, spans: Iterable[Span]) -> list[Span | None]:
    """For each span of `before` the span of `after` between the characters that stood on either side of it.

    It holds what became of the words, whatever that is. None where one of the two characters is gone, where they are
    not neighbours any more, or where too little around them is kept. The price is that of one difference.
    """
    pair = pair_of(before, after)
    return [_gap(pair.stayed, span, stays=True) or _gap(pair.there, span, stays=False) for span in spans]


def _gap(near: Neighbourhood, span: Span, *, stays: bool) -> Span | None:
    """stays: the surroundings must vouch for the place; those of a passage that moved are others by rights."""
    start, end = span
    left, right = near.sides(start)[0], near.sides(end)[1]
    if left is None or right is None or not 0 <= right - left <= end - start + _WIDE:
        return None
    if not _says_enough(near, start - 1) and not _says_enough(near, end):
        return None
    return (left, right) if not stays or near.vouches(start, end, left, right) else None


def _says_enough(near: Neighbourhood, at: int) -> bool:
    """Whether the stretch that was kept with the character is more than a word or two, which may stand by chance."""
    k = near.at(at)
    return k < len(near.runs) and weight(near.before[near.runs[k].start : near.runs[k].end]) >= _LEAST

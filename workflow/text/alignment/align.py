"""What two texts keep in common: the one alignment behind the diff, the anchors and the merge.

Long texts are divided first: at lines, then at clauses, then at runs of words that occur once on both sides. Between
those the exact engine (`heaviest`) finds the common words that weigh most, so the cost grows with the text and not
with its square.
"""

import re
from collections.abc import Callable, Sequence
from itertools import accumulate

from workflow.text.alignment.heaviest import HEAVIEST, heaviest_common
from workflow.text.alignment.landmarks import Pairs, common, common_end, common_pieces, unique_runs
from workflow.text.alignment.runs import Run, runs_from
from workflow.text.alignment.settle import at_best_borders
from workflow.text.tokens.sentences import PAUSES, STOPS, WIDE_PAUSES, WIDE_STOPS
from workflow.text.tokens.tokenizer import tokens

_SMALL = 1 << 20  # characters of one side times the other: the exact engine at once
_LARGE = 1 << 20  # above this, landmarks within the line are looked for first
_LARGEST = 1 << 28  # above this the exact engine would take too long
_HUGE = 1 << 36  # above this even looking for landmarks would take too much room
_CLAUSE = re.compile(f"(?<=[{STOPS}{PAUSES}] )(?=[^\\W_])|(?<=[{WIDE_STOPS}{WIDE_PAUSES}])(?=[^\\W_])")

_Found = list[tuple[int, int, int]]  # start, place, length


def common_runs(before: str, after: str) -> list[Run]:
    """The runs of whole tokens that both texts share, in the order of both; neighbours joined.

    Together they have as many characters as can be, when a token counts for `HEAVIEST` at most. Texts of more than
    about a thousand characters (`_SMALL`) are divided at whole lines and clauses first, which may cost them a few.
    """
    if before == after:
        return [Run(0, 0, len(before))] if before else []
    found: _Found = []
    _align(before, after, (0, 0), _LEVELS, found)
    return at_best_borders(before, after, runs_from(found))


kept = common_runs  # what rooms above still call it


def _lines(text: str) -> list[str]:
    *lines, last = text.split("\n")
    return [line + "\n" for line in lines] + [last]


_LEVELS: tuple[Callable[[str], list[str]], ...] = (_lines, _CLAUSE.split)


def _align(
    before: str, after: str, at: tuple[int, int], levels: Sequence[Callable[[str], list[str]]], found: _Found
) -> None:
    """Add what two stretches keep, which begin at the places `at` of the whole texts."""
    if not before or not after:
        return
    if not levels or len(before) * len(after) <= _SMALL:
        _align_words(tokens(before), tokens(after), at, found)
        return
    a, b = levels[0](before), levels[0](after)
    x, y = _offsets(a, at[0]), _offsets(b, at[1])
    i = j = 0
    for p, q in [*common_pieces(a, b), (len(a), len(b))]:
        if i < p and j < q:
            _align("".join(a[i:p]), "".join(b[j:q]), (x[i], y[j]), levels[1:], found)
        if p < len(a):
            found.append((x[p], y[q], len(a[p])))
        i, j = p + 1, q + 1


def _align_words(a: list[str], b: list[str], at: tuple[int, int], found: _Found, may_divide: bool = True) -> None:
    head = common(a, b)
    tail = common_end(a, b, head)
    x, y = _offsets(a, at[0]), _offsets(b, at[1])
    p, q = len(a) - tail, len(b) - tail
    found.append((x[0], y[0], x[head] - x[0]))
    if head < p and head < q:
        size = (x[p] - x[head]) * (y[q] - y[head])
        pairs = unique_runs(a[head:p], b[head:q]) if _LARGE < size < _HUGE and may_divide else []
        middle = a[head:p], b[head:q], (x[head], y[head])
        if pairs:
            _align_between(*middle, pairs, found)
        elif size > _LARGEST and _effort(*middle[:2]) > _LARGEST:
            _align_halves(*middle, found, size >= _HUGE)
        else:
            found.extend((x[head + i], y[head + j], len(a[head + i])) for i, j in heaviest_common(*middle[:2]))
    found.append((x[p], y[q], x[-1] - x[p]))


def _effort(a: list[str], b: list[str]) -> int:
    """What the exact engine would have to do: a token that only one side has costs nothing, nor does a long one."""
    both = set(a) & set(b)
    of_a, of_b = (sum(min(len(token), HEAVIEST) for token in side if token in both) for side in (a, b))
    return of_a * of_b


def _align_between(a: list[str], b: list[str], at: tuple[int, int], pairs: Pairs, found: _Found) -> None:
    """Add what two lists of tokens keep that are divided at `pairs` of equal tokens."""
    x, y = _offsets(a, at[0]), _offsets(b, at[1])
    i = j = 0
    for p, q in [*pairs, (len(a), len(b))]:
        if i < p and j < q:
            _align_words(a[i:p], b[j:q], (x[i], y[j]), found)
        if p < len(a):
            found.append((x[p], y[q], len(a[p])))
        i, j = p + 1, q + 1


def _align_halves(a: list[str], b: list[str], at: tuple[int, int], found: _Found, may_divide: bool) -> None:
    """Add what two long lists of tokens keep that have nothing to hold on to: both are cut in the middle."""
    i, j = len(a) // 2, len(b) // 2
    middle = at[0] + sum(map(len, a[:i])), at[1] + sum(map(len, b[:j]))
    _align_words(a[:i], b[:j], at, found, may_divide)
    _align_words(a[i:], b[j:], middle, found, may_divide)


def _offsets(pieces: Sequence[str], start: int) -> list[int]:
    return list(accumulate(map(len, pieces), initial=start))

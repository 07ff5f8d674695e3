"""What two texts keep in common: the one alignment behind the diff, the anchors and the merge.

Long texts are divided first at landmarks, which both certainly have (patience diff): lines, then clauses,
then runs of words that occur once on both sides, of which those are taken that keep their order and weigh most.
Between those the exact engine (`heaviest`) finds the common words that weigh most, so the cost grows with the text and
not with its square.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from workflow.text.alignment.heaviest import heaviest_chain, heaviest_common, heaviest_stretches, pairs_of_equal
from workflow.text.alignment.levels import GRAM, HEAVIEST, HUGE, LARGEST, LARGEST_FINE, SMALL, UNIQUE
from workflow.text.alignment.runs import Run, common_prefix, hunks_between, in_a_row, runs_from
from workflow.text.alignment.settle import at_best_borders
from workflow.text.tokens.sentences import PAUSES, STOPS, WIDE_PAUSES, WIDE_STOPS
from workflow.text.tokens.tokenizer import parts, tokens
from workflow.text.unicode.folding import lower_in_place

_CLAUSE = re.compile(f"(?<=[{STOPS}{PAUSES}] )(?=[^\\W_])|(?<=[{WIDE_STOPS}{WIDE_PAUSES}])(?=[^\\W_])")

_Found = list[tuple[int, int, int]]  # start, place, length
_Pairs = list[tuple[int, int]]


def common_runs(before: str, after: str) -> list[Run]:
    """The runs of whole tokens that both texts share, in the order of both; neighbours joined.

    Together they have as many characters as can be, when a token counts for `HEAVIEST` at most. Texts of more than
    about a thousand characters (`SMALL`) are divided at whole lines and clauses first, which may cost them a few.
    """
    if before == after:
        return [Run(0, 0, len(before))] if before else []
    found: _Found = []
    _align(before, after, (0, 0), _LEVELS, found)
    return at_best_borders(before, after, runs_from(found))


def finer_runs(before: str, after: str, runs: Sequence[Run]) -> list[Run]:
    """The runs, and between them the parts of addresses, paths and numbers, and words but for their capitals."""
    found: list[tuple[int, int, int]] = list(runs)
    for hunk in hunks_between(runs, len(before), len(after)):
        old, new = before[slice(*hunk.was)], after[slice(*hunk.now)]
        if old and new and max(len(old), len(new)) <= LARGEST_FINE:
            found += _common_parts(old, new, hunk.start, hunk.place)
    return runs_from(sorted(found))


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
    if not levels or len(before) * len(after) <= SMALL:
        _align_words(tokens(before), tokens(after), at, found)
        return
    a, b = levels[0](before), levels[0](after)
    for old, new, where in _between(a, b, at, _common_pieces(a, b), found):
        _align("".join(old), "".join(new), where, levels[1:], found)


def _between(
    a: list[str], b: list[str], at: tuple[int, int], pairs: _Pairs, found: _Found
) -> Iterator[tuple[list[str], list[str], tuple[int, int]]]:
    """What stands between `pairs` of equal pieces on both sides, and where; the pairs are added to what was found."""
    x, y = _offsets(a, at[0]), _offsets(b, at[1])
    i = j = 0
    for p, q in [*pairs, (len(a), len(b))]:
        if i < p and j < q:
            yield a[i:p], b[j:q], (x[i], y[j])
        if p < len(a):
            found.append((x[p], y[q], len(a[p])))
        i, j = p + 1, q + 1


def _align_words(a: list[str], b: list[str], at: tuple[int, int], found: _Found, may_divide: bool = True) -> None:
    head = common_prefix(a, b)
    tail = _common_end(a, b, head)
    x, y = _offsets(a, at[0]), _offsets(b, at[1])
    p, q = len(a) - tail, len(b) - tail
    found.append((x[0], y[0], x[head] - x[0]))
    if head < p and head < q:
        size = (x[p] - x[head]) * (y[q] - y[head])
        pairs = _unique_runs(a[head:p], b[head:q]) if SMALL < size < HUGE and may_divide else []
        middle = a[head:p], b[head:q], (x[head], y[head])
        if pairs:
            for gap in _between(*middle, pairs, found):
                _align_words(*gap, found)
        elif size > LARGEST and _effort(*middle[:2]) > LARGEST:
            _align_halves(*middle, found, size >= HUGE)
        else:
            found.extend(heaviest_stretches(*middle[:2], *middle[2]))
    found.append((x[p], y[q], x[-1] - x[p]))


def _effort(a: list[str], b: list[str]) -> int:
    """What the exact engine would have to do: a token that only one side has costs nothing, nor does a long one."""
    both = set(a) & set(b)
    of_a, of_b = (sum(min(len(token), HEAVIEST) for token in side if token in both) for side in (a, b))
    return of_a * of_b


def _align_halves(a: list[str], b: list[str], at: tuple[int, int], found: _Found, may_divide: bool) -> None:
    """Add what two long lists of tokens keep that have nothing to hold on to: both are cut in the middle."""
    i, j = len(a) // 2, len(b) // 2
    middle = at[0] + sum(map(len, a[:i])), at[1] + sum(map(len, b[:j]))
    _align_words(a[:i], b[:j], at, found, may_divide)
    _align_words(a[i:], b[j:], middle, found, may_divide)


def _offsets(pieces: Sequence[str], start: int) -> list[int]:
    return list(accumulate(map(len, pieces), initial=start))


def _common_pieces(a: Sequence[str], b: Sequence[str]) -> _Pairs:
    """Pairs of equal pieces in order: the landmarks, and between them what is equal beside them and at both ends."""
    found, i, j = list[tuple[int, int]](), 0, 0
    for p, q in [*_unique(a, b), (len(a), len(b))]:
        forth = common_prefix(a[i:p], b[j:q])
        back = _common_end(a[i:p], b[j:q], forth)
        found += [(i + k, j + k) for k in range(forth)] + [(p - k, q - k) for k in range(back, 0, -1)]
        if p < len(a):
            found.append((p, q))
        i, j = p + 1, q + 1
    return found


def _common_end(a: Sequence[str], b: Sequence[str], head: int) -> int:
    """How many pieces at the end are the same, the first `head` left out."""
    n, most = 0, min(len(a), len(b)) - head
    while n < most and a[-1 - n] == b[-1 - n]:
        n += 1
    return n


def _unique_runs(a: Sequence[str], b: Sequence[str]) -> _Pairs:
    """Tokens with which a run begins that stands once on either side, in order."""
    grams, grams_now = (list(in_a_row(side, GRAM)) for side in (a, b))
    pairs = pairs_of_equal(grams, grams_now)
    return heaviest_chain(pairs, [len(a[i]) for i, _ in pairs])


def _unique(a: Sequence[str], b: Sequence[str]) -> _Pairs:
    """Pieces that stand once on either side; of pairs that cross those that weigh most."""
    pairs = [(i, j) for i, j in pairs_of_equal(a, b) if len(a[i]) >= UNIQUE]
    return heaviest_chain(pairs, [len(a[i]) for i, _ in pairs])


def _common_parts(old: str, new: str, at: int, to: int) -> Iterator[tuple[int, int, int]]:
    a, b = parts(old), parts(new)
    x, y = _offsets(a, at), _offsets(b, to)
    for i, j in heaviest_common(list(map(lower_in_place, a)), list(map(lower_in_place, b))):
        yield from _common_letters(a[i], b[j], x[i], y[j])


def _common_letters(one: str, other: str, at: int, to: int) -> Iterator[tuple[int, int, int]]:
    if one == other:
        yield at, to, len(one)
        return
    for k, (x, y) in enumerate(zip(one, other, strict=True)):
        if x == y:
            yield at + k, to + k, 1

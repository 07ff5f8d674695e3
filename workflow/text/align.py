"""What two texts keep in common: the one alignment behind the diff, the anchors and the merge.

Long texts are divided first: at lines, then at clauses, then at runs of words that occur once on both sides. Between
those the exact engine (`heaviest`) finds the common words that weigh most, so the cost grows with the text and not
with its square.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from workflow.text.heaviest import heaviest_chain, heaviest_common
from workflow.text.runs import Run, joined
from workflow.text.settle import settled
from workflow.text.words import tokens

_SMALL = 1 << 20  # characters of one side times the other: the exact engine at once
_EXACT = 1 << 32  # above this the exact engine would take seconds
_GRAM = 8
_LEAST = 8  # characters of a piece that may be an anchor
_CLAUSE = re.compile("(?<=[.,;:!?\u060c\u061b\u061f] )(?=[^\\W_])|(?<=[。，；、！？])(?=[^\\W_])")


def kept(before: str, after: str) -> list[Run]:
    """The runs of whole tokens that both texts share, in the order of both, as heavy as can be; neighbours joined."""
    if before == after:
        return [Run(0, 0, len(before))] if before else []
    return settled(before, after, joined(_align(before, after, 0, 0, 0)))


def _lines(text: str) -> list[str]:
    *lines, last = text.split("\n")
    return [line + "\n" for line in lines] + [last]


def _clauses(text: str) -> list[str]:
    return _CLAUSE.split(text)


_LEVELS: tuple[Callable[[str], list[str]], ...] = (_lines, _clauses)


def _align(before: str, after: str, at: int, to: int, level: int) -> Iterator[Run]:
    """Runs of the stretches that begin at `at` and `to` of the whole texts."""
    if not before or not after:
        return
    if len(before) * len(after) <= _SMALL or level == len(_LEVELS):
        yield from _by_words(tokens(before), tokens(after), at, to)
        return
    a, b = _LEVELS[level](before), _LEVELS[level](after)
    for i, n, j, m, same in _divided(a, b, _unique_pairs):
        if same:
            yield Run(at + i, to + j, n)
        else:
            yield from _align(before[i : i + n], after[j : j + m], at + i, to + j, level + 1)


def _divided(
    a: Sequence[str], b: Sequence[str], pairs: Callable[[Sequence[str], Sequence[str]], list[tuple[int, int]]]
) -> Iterator[tuple[int, int, int, int, bool]]:
    """The stretches between anchors and the anchored ones: start, length, place, length, kept or not; in characters."""
    x, y = _offsets(a), _offsets(b)
    i = j = 0
    for p, q in [*_blocks(a, b, pairs), (len(a), len(b))]:
        if i < p or j < q:
            yield x[i], x[p] - x[i], y[j], y[q] - y[j], False
        if p < len(a) and q < len(b) and a[p] == b[q]:
            yield x[p], x[p + 1] - x[p], y[q], y[q + 1] - y[q], True
        i, j = p + 1, q + 1


def _blocks(
    a: Sequence[str], b: Sequence[str], pairs: Callable[[Sequence[str], Sequence[str]], list[tuple[int, int]]]
) -> list[tuple[int, int]]:
    """Pairs of equal pieces to hold on to: the common beginning and end, the anchors and their equal neighbours."""
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    chain = [(head + i, head + j) for i, j in pairs(a[head : len(a) - tail], b[head : len(b) - tail])]
    found, i, j = [(k, k) for k in range(head)], head, head
    for p, q in [*chain, (len(a) - tail, len(b) - tail)]:
        forward = _common(a[i:p], b[j:q])
        back = _common(a[i + forward : p][::-1], b[j + forward : q][::-1])
        found += [(i + k, j + k) for k in range(forward)] + [(p - k, q - k) for k in range(back, 0, -1)]
        if (p, q) != (len(a) - tail, len(b) - tail):
            found.append((p, q))
        i, j = p + 1, q + 1
    return found + [(len(a) - k, len(b) - k) for k in range(tail, 0, -1)]


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many pieces at the beginning are the same."""
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


def _unique_pairs(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Pieces that stand once on either side, as many characters of them as keep their order."""
    many_a, many_b = Counter(a), Counter(b)
    places = {piece: j for j, piece in enumerate(b) if many_b[piece] == 1}
    pairs = [(i, places[x]) for i, x in enumerate(a) if x in places and many_a[x] == 1 and len(x) >= _LEAST]
    return heaviest_chain(pairs, [len(a[i]) for i, _ in pairs])


def _unique_runs(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Tokens whose run of eight stands once on either side."""
    grams_a = [tuple(a[i : i + _GRAM]) for i in range(len(a) - _GRAM + 1)]
    grams_b = [tuple(b[j : j + _GRAM]) for j in range(len(b) - _GRAM + 1)]
    many_a, many_b = Counter(grams_a), Counter(grams_b)
    places = {gram: j for j, gram in enumerate(grams_b) if many_b[gram] == 1}
    pairs = [(i, places[gram]) for i, gram in enumerate(grams_a) if gram in places and many_a[gram] == 1]
    return heaviest_chain(pairs, [len(a[i]) for i, _ in pairs])


def _by_words(a: list[str], b: list[str], at: int, to: int) -> Iterator[Run]:
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    x, y = _offsets(a), _offsets(b)
    if head:
        yield Run(at, to, x[head])
    middle_a, middle_b = a[head : len(a) - tail], b[head : len(b) - tail]
    size = (x[len(a) - tail] - x[head]) * (y[len(b) - tail] - y[head])
    if size > _SMALL * 16 and (pairs := _unique_runs(middle_a, middle_b)):
        yield from _between(middle_a, middle_b, pairs, at + x[head], to + y[head])
    elif size > _EXACT:
        yield from _halved(middle_a, middle_b, at + x[head], to + y[head])
    else:
        for i, j in heaviest_common(middle_a, middle_b):
            yield Run(at + x[head + i], to + y[head + j], len(a[head + i]))
    if tail:
        yield Run(at + x[len(a) - tail], to + y[len(b) - tail], x[len(a)] - x[len(a) - tail])


def _between(a: list[str], b: list[str], pairs: list[tuple[int, int]], at: int, to: int) -> Iterator[Run]:
    x, y = _offsets(a), _offsets(b)
    i = j = 0
    for p, q in [*pairs, (len(a), len(b))]:
        yield from _by_words(a[i:p], b[j:q], at + x[i], to + y[j])
        if p < len(a):
            yield Run(at + x[p], to + y[q], len(a[p]))
        i, j = p + 1, q + 1


def _halved(a: list[str], b: list[str], at: int, to: int) -> Iterator[Run]:
    """Runs of two long texts without a common unique run: cut both in the middle, for want of anything better."""
    i, j = len(a) // 2, len(b) // 2
    yield from _by_words(a[:i], b[:j], at, to)
    yield from _by_words(a[i:], b[j:], at + sum(map(len, a[:i])), to + sum(map(len, b[:j])))


def _offsets(pieces: Sequence[str]) -> list[int]:
    return [0, *accumulate(map(len, pieces))]

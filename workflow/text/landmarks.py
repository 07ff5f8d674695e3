"""Landmarks: pieces that two long texts certainly have in common, by which they are divided into short ones."""

from collections import Counter
from collections.abc import Sequence

from workflow.text.heaviest import heaviest_chain

_LEAST = 16  # characters of a line or clause that may be a landmark
_GRAM = 8  # tokens in a row that may be one

Pairs = list[tuple[int, int]]


def common_pieces(a: Sequence[str], b: Sequence[str]) -> Pairs:
    """Pairs of equal pieces in order: the common beginning and end, the landmarks and their equal neighbours."""
    head = common(a, b)
    tail = common_end(a, b, head)
    last = len(a) - tail, len(b) - tail
    chain = [(head + i, head + j) for i, j in _unique(a[head : last[0]], b[head : last[1]])]
    found, i, j = [(k, k) for k in range(head)], head, head
    for p, q in [*chain, last]:
        forth = common(a[i:p], b[j:q])
        back = common_end(a[i:p], b[j:q], forth)
        found += [(i + k, j + k) for k in range(forth)] + [(p - k, q - k) for k in range(back, 0, -1)]
        if (p, q) != last:
            found.append((p, q))
        i, j = p + 1, q + 1
    return found + [(len(a) - k, len(b) - k) for k in range(tail, 0, -1)]


def common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many pieces at the beginning are the same."""
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


def common_end(a: Sequence[str], b: Sequence[str], head: int) -> int:
    """How many pieces at the end are the same, the first `head` left out."""
    n, most = 0, min(len(a), len(b)) - head
    while n < most and a[-1 - n] == b[-1 - n]:
        n += 1
    return n


def unique_runs(a: Sequence[str], b: Sequence[str]) -> Pairs:
    """Tokens with which a run begins that stands once on either side, in order."""
    grams_a = list(zip(*(a[k:] for k in range(_GRAM)), strict=False))
    grams_b = list(zip(*(b[k:] for k in range(_GRAM)), strict=False))
    return _chain(grams_a, grams_b, [len(token) for token in a])


def _unique(a: Sequence[str], b: Sequence[str]) -> Pairs:
    weights = [len(piece) for piece in a]
    return _chain([piece if len(piece) >= _LEAST else None for piece in a], b, weights)


def _chain(a: Sequence[object], b: Sequence[object], weights: Sequence[int]) -> Pairs:
    """Pairs of things that stand once on either side, as heavy as keep their order."""
    many_a, many_b = Counter(a), Counter(b)
    places = {thing: j for j, thing in enumerate(b) if many_b[thing] == 1}
    pairs = [(i, places[thing]) for i, thing in enumerate(a) if many_a[thing] == 1 and thing in places]
    return heaviest_chain(pairs, [weights[i] for i, _ in pairs])

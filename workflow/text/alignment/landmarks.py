"""Landmarks: pieces that two long texts certainly have in common, by which they are divided into short ones."""

from collections import Counter
from collections.abc import Sequence

from workflow.text.alignment.heaviest import heaviest_chain

_LEAST = 16  # characters of a line or clause that may be a landmark when it stands there once
_LONG = 40  # of one that may be a landmark though it stands there several times
_GRAM = 16  # tokens in a row that may be one

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
    many_a, many_b = Counter(grams_a), Counter(grams_b)
    places = {gram: j for j, gram in enumerate(grams_b) if many_b[gram] == 1}
    pairs = [(i, places[gram]) for i, gram in enumerate(grams_a) if gram in places and many_a[gram] == 1]
    return heaviest_chain(pairs, [len(a[i]) for i, _ in pairs])


def _unique(a: Sequence[str], b: Sequence[str]) -> Pairs:
    """Pieces that stand once on either side; long ones also as often on the one as on the other, the first with the
    first. Of pairs that cross those are taken that weigh most."""
    many_a, many_b = Counter(a), Counter(b)
    places: dict[str, list[int]] = {}
    for j in range(len(b) - 1, -1, -1):
        if many_b[b[j]] == many_a[b[j]] and len(b[j]) >= (_LEAST if many_b[b[j]] == 1 else _LONG):
            places.setdefault(b[j], []).append(j)
    pairs = [(i, places[piece].pop()) for i, piece in enumerate(a) if piece in places]
    return heaviest_chain(pairs, [len(a[i]) for i, _ in pairs])

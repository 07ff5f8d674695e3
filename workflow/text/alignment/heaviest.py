"""The exact engine: the weighted longest common subsequence, by the bits of long integers.

Hyyrö's bit-parallel LCS (2004), over tokens written out once for each of their characters; so the lightest edit by
characters comes out of a few machine words a token instead of a table of n times m numbers.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import accumulate

from workflow.text.alignment.levels import HEAVIEST


def heaviest_common(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of equal tokens in order, together as many characters as can be; of two as heavy those that stand later."""
    both = set(a) & set(b)
    rows = [i for i, token in enumerate(a) if token in both]
    columns = [j for j, token in enumerate(b) if token in both]
    ends, table = _table([a[i] for i in rows], [b[j] for j in columns])

    def weight(i: int, j: int) -> int:
        """That of the heaviest common subsequence of the first i and the first j tokens."""
        return ends[j] - (table[i] & ((1 << ends[j]) - 1)).bit_count()

    i, j, found = len(rows), len(columns), []
    left = weight(i, j)
    while left:
        if a[rows[i - 1]] == b[columns[j - 1]]:
            i, j = i - 1, j - 1
            left -= ends[j + 1] - ends[j]
            found.append((rows[i], columns[j]))
        elif weight(i - 1, j) == left:
            i -= 1
        else:
            j -= 1
    return found[::-1]


def heaviest_stretches(a: Sequence[str], b: Sequence[str], at: int, to: int) -> Iterator[tuple[int, int, int]]:
    """Where those pairs stand, of tokens that begin at `at` and `to`, and how long they are."""
    x, y = (list(accumulate(map(len, side), initial=start)) for side, start in ((a, at), (b, to)))
    return ((x[i], y[j], len(a[i])) for i, j in heaviest_common(a, b))


def _table(a: Sequence[str], b: Sequence[str]) -> tuple[list[int], list[int]]:
    """Where the columns of each token end, and rows of common weights, which grow where a bit is zero."""
    ends = [0, *accumulate(min(len(token), HEAVIEST) for token in b)]
    full = (1 << ends[-1]) - 1
    starts = dict.fromkeys(b, 0)
    for token, start in zip(b, ends, strict=False):
        starts[token] |= 1 << start
    masks = {token: [bits << k for k in range(min(len(token), HEAVIEST))] for token, bits in starts.items()}
    row, rows = full, [full]
    for token in a:
        for mask in masks[token]:
            grown = row & mask
            row = (row + grown) | (row ^ grown)
        row &= full
        rows.append(row)
    return ends, rows


def pairs_of_equal(a: Sequence[Hashable], b: Sequence[Hashable], most: int = 1) -> list[tuple[int, int]]:
    """Where those stand that are as often in either list, `most` times at most: the first with the first.

    In the order of the first list.
    """
    many_a, many_b = Counter(a), Counter(b)
    places: dict[Hashable, list[int]] = {}
    for j in range(len(b) - 1, -1, -1):
        if many_a[b[j]] == many_b[b[j]] <= most:
            places.setdefault(b[j], []).append(j)
    return [(i, places[each].pop()) for i, each in enumerate(a) if each in places]


def heaviest_chain(pairs: Sequence[tuple[int, int]], weights: Sequence[int]) -> list[tuple[int, int]]:
    """The heaviest increasing subsequence (Hunt and Szymanski 1977): of pairs in the order of their first number those
    that also keep the order of the second, as heavy as can be.
    """
    ends: list[int] = []  # second numbers, ascending; the chain that ends at each is heavier than those before
    chains: list[int] = []  # the pair that ends the chain
    totals: list[int] = []
    before: list[int] = []
    for k, (_, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        before.append(chains[at - 1] if at else -1)
        total = weights[k] + (totals[at - 1] if at else 0)
        upto = bisect_right(totals, total, lo=at)
        ends[at:upto], chains[at:upto], totals[at:upto] = [j], [k], [total]
    found, k = [], chains[-1] if chains else -1
    while k >= 0:
        found.append(pairs[k])
        k = before[k]
    return found[::-1]

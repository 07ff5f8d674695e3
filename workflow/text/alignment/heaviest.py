"""The exact engine: the weighted longest common subsequence, by the bits of long integers.

Hyyrö's bit-parallel LCS (2004), over tokens written out once for each of their characters; so the lightest edit by
characters comes out of a few machine words a token instead of a table of n times m numbers.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import accumulate

from workflow.text.alignment.levels import BLOCK, HEAVIEST, ROOM


def heaviest_common(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of equal tokens in order, together as many characters as can be."""
    both = set(a) & set(b)
    rows = [i for i, token in enumerate(a) if token in both]
    columns = [j for j, token in enumerate(b) if token in both]
    if not rows or not columns:
        return []
    found = _Matrix([a[i] for i in rows], [b[j] for j in columns]).path()
    return [(rows[i], columns[j]) for i, j in found]


class _Matrix:
    """Rows of the table of common weights: a zero bit is a column in which the weight grows by one."""

    def __init__(self, a: list[str], b: list[str]) -> None:
        self.a, self.b = a, b
        self.ends = [0, *accumulate(min(len(token), HEAVIEST) for token in b)]
        self.full = (1 << self.ends[-1]) - 1
        starts = dict.fromkeys(b, 0)
        for token, start in zip(b, self.ends, strict=False):
            starts[token] |= 1 << start
        self.masks = {t: [bits << k for k in range(min(len(t), HEAVIEST))] for t, bits in starts.items()}
        self.block = BLOCK if len(a) * self.ends[-1] > ROOM else len(a)
        self.saved = [self.full]
        for first in range(0, len(a), self.block):
            self.rows = self._rows(first)
            self.saved.append(self.rows[-1])
        self.at = len(a) - 1 - (len(a) - 1) % self.block  # the row with which `rows` begins

    def _rows(self, first: int) -> list[int]:
        """The rows of a block, from `first` on, both ends included."""
        row, full = self.saved[first // self.block], self.full
        rows = [row]
        for token in self.a[first : first + self.block]:
            for mask in self.masks[token]:
                grown = row & mask
                row = (row + grown) | (row ^ grown)
            row &= full
            rows.append(row)
        return rows

    def weight(self, i: int, j: int) -> int:
        """Of the heaviest common subsequence of the first i and the first j tokens; i never grows from call to call."""
        if i < self.at:
            self.at = i - i % self.block
            self.rows = self._rows(self.at)
        end = self.ends[j]
        return end - (self.rows[i - self.at] & ((1 << end) - 1)).bit_count()

    def path(self) -> list[tuple[int, int]]:
        """The pairs of the heaviest common subsequence; of two as heavy, the one that stands later."""
        i, j, found = len(self.a), len(self.b), []
        weight = self.weight(i, j)
        while i and j and weight:
            if self.a[i - 1] == self.b[j - 1]:
                i, j = i - 1, j - 1
                weight -= min(len(self.a[i]), HEAVIEST)
                found.append((i, j))
            elif self.weight(i - 1, j) == weight:
                i -= 1
            else:
                j -= 1
        return found[::-1]


def pairs_of_unique(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Where those stand that are once in either list, in the order of the first."""
    many_a, many_b = Counter(a), Counter(b)
    places = {each: j for j, each in enumerate(b) if many_b[each] == 1}
    return [(i, places[each]) for i, each in enumerate(a) if each in places and many_a[each] == 1]


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

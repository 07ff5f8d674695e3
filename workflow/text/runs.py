"""Stretches that two texts have in common."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch kept: `before[start:start + length]` is `after[place:place + length]`."""

    start: int
    place: int
    length: int

    @property
    def end(self) -> int:
        """Where it ends in `before`."""
        return self.start + self.length

    @property
    def place_end(self) -> int:
        """Where it ends in `after`."""
        return self.place + self.length


def joined(found: Iterable[tuple[int, int, int]]) -> list[Run]:
    """The runs of (start, place, length) in order, without empty ones; neighbours on both sides made one."""
    runs: list[Run] = []
    start = place = length = 0
    for i, j, n in found:
        if i == start + length and j == place + length:
            length += n
        elif n:
            if length:
                runs.append(Run(start, place, length))
            start, place, length = i, j, n
    if length:
        runs.append(Run(start, place, length))
    return runs

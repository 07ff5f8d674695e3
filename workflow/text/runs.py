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


def joined(runs: Iterable[Run]) -> list[Run]:
    """The runs without empty ones, neighbours on both sides made one."""
    done: list[Run] = []
    for run in runs:
        if done and (done[-1].end, done[-1].place_end) == (run.start, run.place):
            done[-1] = Run(done[-1].start, done[-1].place, done[-1].length + run.length)
        elif run.length:
            done.append(run)
    return done

"""Whether something takes time as long as its text, or as long as its text squared."""

import time
from collections.abc import Callable

_TIMES = 4  # the longer text
_FLOOR = 0.03  # seconds: below, a quadratic costs nobody anything


def cost(act: Callable[[], object]) -> float:
    """What it costs, in seconds of processor time."""
    start = time.process_time()
    act()
    return time.process_time() - start


def grows_with_its_text(act: Callable[[str], object], part: str, size: int = 10_000) -> bool:
    """Whether four times as much of `part` costs at most eight times as much: squared, it would be sixteen times.

    One of three tries is enough, since other work on the machine makes things slower and nothing makes them faster.
    """
    long, short = part * (size // len(part)), part * (size // len(part) // _TIMES)
    return any(cost(lambda: act(long)) < max(_FLOOR, 2 * _TIMES * cost(lambda: act(short))) for _ in range(3))

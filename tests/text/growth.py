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

    The best of three, since other work on the machine makes it slower and nothing makes it faster.
    """
    long, short = part * (size // len(part)), part * (size // len(part) // _TIMES)
    if cost(lambda: act(long)) < _FLOOR:
        return True
    costs = [[cost(lambda text=text: act(text)) for text in (long, short)] for _ in range(3)]  # type: ignore[misc]
    slow, fast = (min(each) for each in zip(*costs, strict=True))
    return slow < max(_FLOOR, 2 * _TIMES * fast)

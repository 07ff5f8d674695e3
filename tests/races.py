"""Two people at the same moment: both stand ready, a barrier lets them go at once, and each one's outcome is kept.

RACE_ROUNDS=200 in the environment has each race of ballots, of the roll and of what goes out run that often, and prints
how often each side won: `make races`.
"""

import os
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

ROUNDS = int(os.environ.get("RACE_ROUNDS", "3"))
"""How often a race is run."""
_DECISIVE = 100  # of so many rounds each side must have won some
_HEAD_STARTS = (0.002, 0.01, 0.05, 0.2)  # seconds: one SQL statement's time, and that of many on a busy machine
_won: dict[str, Counter[str]] = defaultdict(Counter)


def at_once(*deeds: Callable[[], Any], late: int | None = None, by: float = 0) -> list[Any]:
    """What each deed returned or raised, in the order given; all begin when the last is ready.

    late: which of them starts `by` seconds after the others.
    """
    barrier = Barrier(len(deeds), timeout=20)

    def run(number: int, deed: Callable[[], Any]) -> Any:
        barrier.wait()
        if number == late:
            time.sleep(by)
        try:
            return deed()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, range(len(deeds)), deeds))


def rounds(*sides: str) -> Iterator[Callable[..., list[Any]]]:
    """ROUNDS times a function that lets two deeds or more meet: by turns all at once, and each of them a moment late.

    sides: what the test says to `won`, one word for each way in which a round may end. Of many rounds each side must
    have won some, else the race was none.
    """
    before = Counter(_won[_test()])
    for number in range(ROUNDS):

        def meet(*deeds: Callable[[], Any], number: int = number) -> list[Any]:
            # One that always went first would never meet what the other leaves behind.
            turn, start = number % (len(deeds) + 1), number // (len(deeds) + 1) % len(_HEAD_STARTS)
            return at_once(*deeds, late=turn - 1 if turn else None, by=_HEAD_STARTS[start])

        yield meet
    here = _won[_test()] - before
    assert set(here) <= set(sides) and here.total() == ROUNDS, (here, sides)
    assert ROUNDS < _DECISIVE or set(here) == set(sides), f"never won: {set(sides) - set(here)}"


def won(side: str) -> None:
    """Note that a round of the race that the running test is went to `side`."""
    _won[_test()][side] += 1


def _test() -> str:
    return os.environ["PYTEST_CURRENT_TEST"].rpartition(" (")[0]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how often each side of each race won, where it was asked for."""
    if "RACE_ROUNDS" not in os.environ or not _won:
        return
    terminalreporter.section(f"who won, of {ROUNDS} rounds each")
    for test, sides in _won.items():
        counts = ", ".join(f"{side} {count}" for side, count in sorted(sides.items()))
        terminalreporter.line(f"{test.rpartition('::')[2]}: {counts}")

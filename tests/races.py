"""Two people at the same moment: both stand ready, a barrier lets them go at once, and each one's outcome is kept.

RACE_ROUNDS=200 in the environment has the races of the roll run that often.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

ROUNDS = int(os.environ.get("RACE_ROUNDS", "3"))
"""How often a race is run."""


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What each deed returned or raised, in the order given; all begin when the last is ready."""
    barrier = Barrier(len(deeds), timeout=20)

    def run(deed: Callable[[], Any]) -> Any:
        barrier.wait()
        try:
            return deed()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))

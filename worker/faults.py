"""What a log says of a fault: where it was, and never whose."""

import time
import traceback
from pathlib import Path

import worker
import workflow

OURS = tuple(str(Path(package).resolve()) + "/" for each in (worker, workflow) for package in each.__path__)
AGAIN_AFTER = 60.0  # seconds


def fault_place(error: BaseException) -> str:
    """What went wrong and where. Never the message: a database's holds the values, and those may be somebody's name."""
    frames = traceback.extract_tb(error.__traceback__)
    where = next((frame for frame in reversed(frames) if _is_ours(frame.filename)), None)
    return f"{type(error).__name__} at {where.filename}:{where.lineno}" if where else type(error).__name__


def _is_ours(name: str) -> bool:
    return str(Path(name).resolve()).startswith(OURS)


class Seldom:
    """Tells what goes on and on from what is new: each is said at once, and then once a minute."""

    def __init__(self) -> None:
        self._said: dict[str, float] = {}

    def may_say(self, what: str) -> bool:
        """Whether it is to be said now."""
        at = time.monotonic()
        if at - self._said.get(what, float("-inf")) < AGAIN_AFTER:
            return False
        self._said[what] = at
        return True

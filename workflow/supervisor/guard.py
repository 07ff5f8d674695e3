"""A small process that ends the children of a killed parent, by force where they linger.

It reads their ids from a pipe that only the parent holds; when the pipe ends, the parent is gone. On Linux the kernel
asks them to end as well (see service.py), but a worker with a hanging mail server would take minutes, and until it is
gone no new run may begin. It runs alone, without the package, to stay small.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

PATIENCE = 6.0


class Guard:
    """The parent's end: tell it who lives, and dismiss it when nobody does."""

    def __init__(self) -> None:
        command = (sys.executable, "-I", "-S", __file__)
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)

    def watch(self, pids: Iterable[int]) -> None:
        """End these, and no others, if the parent dies."""
        if self._process.stdin is not None:
            with suppress(BrokenPipeError):  # a killed guard is a loss of safety, not of service
                self._process.stdin.write(" ".join(map(str, pids)).encode() + b"\n")
                self._process.stdin.flush()

    def dismiss(self) -> None:
        """Let it end, when no child is left."""
        self.watch([])
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait()


def end(pids: Iterable[int]) -> None:
    """Ask the leaders to end; after PATIENCE kill their groups."""
    left = set(pids)
    for pid in left:
        _signal(os.kill, pid, signal.SIGTERM)
    until = time.monotonic() + PATIENCE
    while left and time.monotonic() < until:
        left = {pid for pid in left if _signal(os.kill, pid, 0)}
        time.sleep(0.1)
    for pid in left:
        _signal(os.killpg, pid, signal.SIGKILL)


def _signal(how: Callable[[int, int], None], pid: int, number: int) -> bool:
    with suppress(ProcessLookupError, PermissionError):
        how(pid, number)
        return True
    return False


def main() -> None:
    """Wait for the end of the pipe, then end those whom its last line named."""
    last = ""
    for line in sys.stdin:
        last = line
    end(map(int, last.split()))


if __name__ == "__main__":
    main()

"""One child process: what it is, and its life from start to end."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

BACK_OFF = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
STEADY_AFTER = 60.0
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Service:
    """A child to be kept running.

    keep_open: descriptors that it inherits. ready: asked again and again after its start.
    stop_within: seconds it has between SIGTERM and SIGKILL. log: the file that says more, if any.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    keep_open: tuple[int, ...] = ()
    ready: Callable[[], bool] = lambda: True
    ready_within: float = 30.0
    stop_within: float = 6.0
    log: str = ""


class Child:
    """The process of a service: leader of a session of its own, so that a signal to our group does not reach it."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.again_at: float | None = None
        self.failures = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0

    def start(self) -> None:
        """Start the process."""
        self.again_at = None
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            self.service.command,
            env=dict(self.service.environment),
            pass_fds=self.service.keep_open,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            # The parent has one thread, so that nothing can hold a lock at the fork.
            preexec_fn=_die_with(os.getpid()) if sys.platform == "linux" else None,  # noqa: PLW1509
        )

    @property
    def pid(self) -> int:
        """The process id, 0 before the first start."""
        return self._process.pid if self._process else 0

    @property
    def code(self) -> int | None:
        """The exit code, negative when killed by a signal; None while it runs."""
        return self._process.poll() if self._process else None

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self.code is None

    def clear_away(self) -> str:
        """Kill what the dead process left of its group; how it ended, in words."""
        self._signal_group(signal.SIGKILL)
        how = f"was killed by signal {-self.code}" if self.code and self.code < 0 else f"ended with code {self.code}"
        return f"{how} (see {self.service.log})" if self.service.log else how

    def wait_to_start_again(self) -> float:
        """Plan the next start; seconds until then, longer each time it dies soon."""
        if time.monotonic() - self._started_at > STEADY_AFTER:
            self.failures = 0
        delay = BACK_OFF[min(self.failures, len(BACK_OFF) - 1)]
        self.failures += 1
        self.again_at = time.monotonic() + delay
        return delay

    def ask_to_end(self) -> None:
        """SIGTERM to the leader alone: it ends its own children in the order that suits their work."""
        if self._process is not None and self.is_alive():
            self._process.terminate()

    def kill(self) -> None:
        """SIGKILL to the whole group, and wait until the leader is gone."""
        self._signal_group(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def _signal_group(self, number: int) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
                os.killpg(self._process.pid, number)


def _die_with(parent: int) -> Callable[[], None]:
    """What the new process does first on Linux: have the kernel end it when this parent dies, however it dies."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def arrange() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:  # the parent died before the arrangement held
            os._exit(1)

    return arrange

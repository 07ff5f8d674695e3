"""Which start of which machine this is, and for how long it has run since: whatever the clocks are set to."""

import ctypes
import os
import platform
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

_BOOT = Path("/proc/sys/kernel/random/boot_id")
_THIS_THREAD = Path("/proc/thread-self/stat")
_STARTED_AT = 19  # the field after the command's name; in ticks since the machine started
_NOT_SYNCHRONISED = 5  # TIME_ERROR of adjtimex(2)


@dataclass(frozen=True)
class MachineRun:
    """One start of a machine. ran_for: sleep included."""

    boot: str
    ran_for: timedelta
    is_synchronised: bool = False


def running() -> MachineRun:
    """This machine, as of now."""
    return MachineRun(_boot(), timedelta(seconds=_ran_for()), _is_synchronised())


@cache
def _boot() -> str:
    with suppress(OSError):
        return _BOOT.read_text("ascii").strip()
    with suppress(OSError, subprocess.SubprocessError):  # macOS
        asked = ("sysctl", "-n", "kern.bootsessionuuid")
        found = subprocess.run(asked, capture_output=True, text=True, timeout=5, check=True).stdout.strip()
        if found:
            return found
    # Without a sign of its own a start of this machine looks like the one before with a clock that has jumped: a
    # person is asked then, which is the safe side.
    return platform.node() or "machine"


def _ran_for() -> float:
    """Seconds. From a file of the kernel: what gives one process a clock of its own replaces all clocks alike."""
    found: list[float] = []

    def read() -> None:
        with suppress(OSError, ValueError, IndexError):
            fields = _THIS_THREAD.read_text("utf-8", "replace").rpartition(")")[2].split()
            found.append(int(fields[_STARTED_AT]) / os.sysconf("SC_CLK_TCK"))

    thread = threading.Thread(target=read, name="ran for", daemon=True)  # its beginning is this moment
    thread.start()
    thread.join()
    # Elsewhere CLOCK_MONOTONIC counts sleep too, as macOS has it; time.monotonic() there does not.
    return found[0] if found else time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _is_synchronised() -> bool:
    """Whether the kernel says that the network sets its clock; False where it cannot be asked."""
    with suppress(OSError, AttributeError):
        asked = ctypes.create_string_buffer(1024)  # all zeros: it changes nothing; larger than the structure anywhere
        return 0 <= int(ctypes.CDLL(None).adjtimex(asked)) != _NOT_SYNCHRONISED
    return False

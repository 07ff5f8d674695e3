"""Starting a run as a person does, and finding every process that it left."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from workflow.supervisor import RunRecord, running

ROOT = Path(__file__).resolve().parents[2]
MARK = "COMMUNIQUE_TEST_RUN"
PATIENCE = 60.0
"""Seconds in which what takes one or two comes about on the busiest machine: a guard against hanging, no promise."""


@dataclass
class Started:
    """A run that was started, and what it has said so far."""

    process: "subprocess.Popen[str]"
    data: Path
    mark: str
    log: Path

    def said(self) -> str:
        """All that it wrote, its children's words too."""
        return self.log.read_text()

    def wait_for(self, words: str, within: float = PATIENCE) -> None:
        """Return when it has said `words`; fails when it does not."""
        until(lambda: words in self.said(), within, lambda: f"not said: {words!r} in\n{self.said()}")

    def end(self, how: int = signal.SIGTERM, *, group: bool = False) -> tuple[int, float]:
        """Its exit code after the signal, and the seconds it took."""
        before = time.monotonic()
        (os.killpg if group else os.kill)(self.process.pid, how)
        return self.process.wait(PATIENCE), time.monotonic() - before

    def processes(self) -> dict[int, str]:
        """Every process of it that lives, children's children too: id -> command line."""
        return living(self.mark, self.data)

    def pid(self, words: str) -> int:
        """The first process whose command line contains `words`."""
        return min(pid for pid, line in self.processes().items() if words in line)

    def told(self) -> RunRecord:
        """What it tells other commands."""
        found = running(self.data)
        assert found is not None
        return found


def living(mark: str, data: Path | None = None) -> dict[int, str]:
    """The processes that carry the mark in their environment, or name the data: Valkey writes over its environment."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
            marked = f"{MARK}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0")
            if marked or (data is not None and f"{data}/" in line):
                found[int(folder.name)] = line
    return found


def until(
    holds: Callable[[], bool], within: float = PATIENCE, otherwise: Callable[[], str] = lambda: "it never held"
) -> None:
    """Return as soon as `holds()`; fails after `within` seconds."""
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, otherwise()
        time.sleep(0.03)


def free_port() -> int:
    """A port that nobody listens on now; below those that a system gives to whoever asks for any meanwhile."""
    while True:
        with suppress(OSError), socket.socket() as trial:
            trial.bind(("127.0.0.1", port := secrets.choice(range(20_000, 32_000))))
            return port


@contextmanager
def started(data: Path, *command: str, **environment: str) -> Iterator[Started]:
    """A run in a session of its own; whatever lives at the end of the block is killed."""
    mark = secrets.token_hex(8)
    data.parent.mkdir(parents=True, exist_ok=True)
    log = data.parent / f"said-{mark}"
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**os.environ, MARK: mark, "PYTHONPATH": str(ROOT), **environment},
            stdout=said,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
    try:
        yield Started(process, data, mark, log)
    finally:
        for pid in living(mark):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait(PATIENCE)

"""A real worker in a process of its own, with what it stands on."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.supervisor.processes import PATIENCE, ROOT
from workflow.config import Settings
from workflow.supervisor import services

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@dataclass
class Worker:
    """A worker that was started."""

    process: "subprocess.Popen[bytes]"
    log: Path

    def kill(self) -> None:
        """kill -9."""
        os.killpg(self.process.pid, signal.SIGKILL)  # and its children
        self.process.wait(PATIENCE)

    def end(self) -> float:
        """Ask it to end; the seconds that it took. Fails where it does not end well."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(PATIENCE) == 0, self.log.read_text()
        return time.monotonic() - began


@contextmanager
def worker(
    settings: Settings, smtp_url: str, broker_url: str, app: str = "worker.celery", **more: str
) -> Iterator[Worker]:
    """A worker on the record of `settings`; killed at the end of the block if it still lives.

    app: another than its own. more: settings of the worker, such as pool="prefork".
    """
    environment = {
        **os.environ,
        "COMMUNIQUE_DATA": str(settings.data),
        "COMMUNIQUE_DATABASE_URL": settings.database_url,
        "COMMUNIQUE_SECRET_KEY": settings.secret_key,
        "COMMUNIQUE_BROKER_URL": broker_url,
        "COMMUNIQUE_SMTP_URL": smtp_url,
        "COMMUNIQUE_TIME_ZONE": "UTC",
        "PYTHONPATH": str(ROOT),
        **{f"COMMUNIQUE_WORKER_{name.upper()}": value for name, value in more.items()},
    }
    log = settings.data / "worker.log"
    with log.open("ab") as file:
        command = [app if part == "worker.celery" else part for part in services.worker(environment, 0).command]
        process = subprocess.Popen(command, env=environment, stdout=file, stderr=file, start_new_session=True)
    try:
        yield Worker(process, log)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(PATIENCE)


def until(holds: Callable[[], Any], within: float = PATIENCE) -> None:
    """Return when it holds; fails when it does not come to that."""
    end = time.monotonic() + within
    while not holds():
        assert time.monotonic() < end, f"it did not come about within {within} s"
        time.sleep(0.02)

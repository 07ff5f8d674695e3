"""A room of our own in a RabbitMQ that runs on the standard port; there is none in a wheel."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

MISSING = "no RabbitMQ of which rabbitmqctl makes us a room: what is tested on Valkey is not tested on it"


@contextmanager
def private_room() -> Iterator[str]:
    """The address of a virtual host that nobody else uses; skips the test, and says so, where there is no server."""
    name = f"communique-test-{os.getpid()}-{secrets.token_hex(3)}"
    if run("add_vhost", name):
        pytest.skip(MISSING)
    try:
        assert not run("set_permissions", "-p", name, "guest", ".*", ".*", ".*")
        yield f"amqp://guest:guest@127.0.0.1:5672/{name}"
    finally:
        run("delete_vhost", name)


def run(*arguments: str) -> int:
    """The exit code of rabbitmqctl; not 0 where there is none."""
    program = shutil.which("rabbitmqctl")
    if program is None:
        return 1
    return subprocess.run([program, "--quiet", *arguments], capture_output=True, timeout=60, check=False).returncode

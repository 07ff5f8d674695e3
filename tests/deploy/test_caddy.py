"""The reverse proxy of production itself, where it is installed: deploy/Caddyfile before two real web processes."""

import http.client
import os
import secrets
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.deploy.compose import ROOT, filled, services, web_command
from tests.supervisor.processes import free_port

HOST = "statements.example"  # a name that the machine does not have: a loopback one would be taken by chance
CADDYFILE = ROOT / "deploy" / "Caddyfile"
pytestmark = pytest.mark.skipif(shutil.which("caddy") is None, reason="caddy is not installed here")


@contextmanager
def _started(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(12)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Where the proxy answers, over https, for two web processes on SQLite."""
    front, webs = free_port(), (free_port(), free_port())
    base = f"https://{HOST}:{front}"
    environment = _of_application(tmp_path / "data", base)
    subprocess.run([sys.executable, "-m", "workflow.cli", "migrate"], env=environment, cwd=ROOT, check=True, timeout=60)
    with ExitStack() as stack:
        for port in webs:
            command = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in web_command()]
            stack.enter_context(_started(command, environment))
        stack.enter_context(_started(_caddy("run", tmp_path), _of_proxy(tmp_path, front, webs)))
        yield base


def _of_application(data: Path, base: str) -> dict[str, str]:
    data.mkdir(mode=0o700)
    given = filled(
        services()["web1"],
        POSTGRES_PASSWORD="unused",
        COMMUNIQUE_SECRET_KEY=secrets.token_urlsafe(48),
        COMMUNIQUE_BASE_URL=base,
        COMMUNIQUE_SMTP_URL="smtp://127.0.0.1:9",
        COMMUNIQUE_MAIL_FROM="statements@office.example",
        COMMUNIQUE_COALITION="Coalition for Open Rivers",
    )
    here = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    given |= {"COMMUNIQUE_DATABASE_URL": f"sqlite:///{data / 'test.sqlite3'}", "COMMUNIQUE_BROKER_URL": ""}
    return given | {"COMMUNIQUE_DATA": str(data)} | here


def _of_proxy(folder: Path, front: int, webs: tuple[int, int]) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "certificates"),
        "XDG_CONFIG_HOME": str(folder / "certificates"),
        "COMMUNIQUE_SITE": f"{HOST}:{front}",
        "COMMUNIQUE_WEB": " ".join(f"127.0.0.1:{port}" for port in webs),
        "COMMUNIQUE_PUBLISHED": str(folder / "data" / "published"),
    }


def _caddy(verb: str, folder: Path) -> list[str]:
    """The command on the file as it is, with what keeps a test off this machine's own ports and trust."""
    whole = folder / "Caddyfile"
    apart = (
        "admin off",
        "local_certs",
        "skip_install_trust",
        "auto_https disable_redirects",
        f"http_port {free_port()}",
    )
    # Into the file's own block of options: there may be one only, and it comes first.
    whole.write_text(CADDYFILE.read_text("utf-8").replace("\n{\n", "\n".join(("\n{", *apart, "")), 1), "utf-8")
    return ["caddy", verb, "--adapter", "caddyfile", "--config", str(whole)]


class _Line(http.client.HTTPSConnection):
    """A connection to this machine, whatever the name in the address."""

    def connect(self) -> None:
        """Connect, and tell the proxy the name that is asked for."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        unproved = ssl._create_unverified_context()  # noqa: S323  the certificate is of the proxy's own making
        self.sock = unproved.wrap_socket(line, server_hostname=self.host)


def _status(url: str, body: bytes | None = None) -> int:
    asked = urlsplit(url)
    line = _Line(asked.netloc)
    line.request("POST" if body else "GET", asked.path, body)
    with line.getresponse() as answer:
        return answer.status


def _until_it_answers(url: str) -> None:
    end = time.monotonic() + 40
    while True:
        try:
            if _status(url) == 200:
                return
        except OSError:
            pass
        assert time.monotonic() < end, f"no answer from {url}"
        time.sleep(0.3)


def test_the_file_as_it_stands_is_valid(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "COMMUNIQUE_SITE": "statements.example.org"}
    done = subprocess.run(
        ["caddy", "validate", "--adapter", "caddyfile", "--config", str(CADDYFILE)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert done.returncode == 0, done.stderr


def test_readers_are_served_over_https_and_stay_so_after_the_health_checks(address: str, tmp_path: Path) -> None:
    _until_it_answers(f"{address}/sign-in")
    time.sleep(12)  # the proxy asks every ten seconds; whom it finds ill gets no request any more
    assert [_status(f"{address}/sign-in") for _ in range(4)] == [200] * 4
    assert _status(f"{address}/") == 200
    assert _status(f"{address}/sign-in", b"email=" + b"x" * 2_050_000) == 400, "the application's answer: no token"
    kept = tmp_path / "certificates" / "caddy"
    assert list(kept.rglob("*.crt")), "certificates stand where the volume is"
    page = tmp_path / "data" / "published" / "JS-2026-1"
    page.mkdir(parents=True)
    (page / "index.html").write_text("What was said.", "utf-8")
    assert _status(f"{address}/JS-2026-1") == 200

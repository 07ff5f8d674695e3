"""The processes of docker-compose.yml with its settings, on loopback: PostgreSQL, a broker, two web, two workers.

A reverse proxy with TLS stands before them, as in production: forms, cookies and links are other ones over https.
"""

import os
import re
import secrets
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.deploy.compose import ROOT, filled, services, web_command
from tests.deploy.proxy import secured
from tests.provide.chromium import PATIENCE
from tests.provide.smtp import SmtpSink
from tests.supervisor.processes import free_port

PASSWORD = "seven heavy stones"


@dataclass
class Production:
    """The installation: its address, its environment, the processes by the service's name."""

    address: str
    environment: dict[str, str]
    processes: dict[str, "subprocess.Popen[bytes]"]

    def command(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """One command of it, run to its end."""
        return subprocess.run(
            [sys.executable, "-m", "workflow.cli", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.fixture
def production(bare_postgres_url: str, broker_url: str, smtp_sink: SmtpSink, tmp_path: Path) -> Iterator[Production]:
    """Production as its files describe it, with the addresses of what runs here."""
    front, webs = free_port(), (free_port(), free_port())
    address = f"https://127.0.0.1:{front}"
    environment = filled(
        services()["web1"],
        POSTGRES_PASSWORD="unused",
        COMMUNIQUE_SECRET_KEY=secrets.token_urlsafe(48),
        COMMUNIQUE_BASE_URL=address,
        COMMUNIQUE_SMTP_URL=smtp_sink.url,
        COMMUNIQUE_MAIL_FROM="statements@office.example",
        COMMUNIQUE_COALITION="Coalition for Open Rivers",
    )
    environment |= {"COMMUNIQUE_DATABASE_URL": bare_postgres_url, "COMMUNIQUE_BROKER_URL": broker_url}
    environment |= {"COMMUNIQUE_DATA": str(tmp_path / "data"), "PATH": _path(), "PYTHONPATH": str(ROOT)}
    (tmp_path / "data").mkdir()
    made = Production(address, environment, {})
    with ExitStack() as stack:
        assert made.command("migrate").returncode == 0
        for name, port in zip(("web1", "web2"), webs, strict=True):
            command = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in web_command()]
            made.processes[name] = stack.enter_context(_started(command, environment))
        for name in ("worker", "mail-worker"):
            made.processes[name] = stack.enter_context(_started(services()[name]["command"], environment))
        stack.enter_context(secured(front, webs))
        for port in webs:
            _wait_for(port, address)
        yield made


def _path() -> str:
    return f"{Path(sys.executable).parent}:{os.environ['PATH']}"


@contextmanager
def _started(command: list[str], environment: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(command, env=environment, cwd=ROOT, start_new_session=True)
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(12)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)


def _wait_for(port: int, address: str) -> None:
    """Return when that web process answers as the health check of the compose file asks it."""
    asked = urllib.request.Request(
        f"http://127.0.0.1:{port}/sign-in", headers={"Host": address.removeprefix("https://")}
    )
    end = time.monotonic() + 90
    while True:
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
                assert answer.status == 200
                return
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < end, f"no web server on {port}"
            time.sleep(0.2)


def test_the_same_code_works_behind_a_proxy_over_https_with_two_of_each(
    production: Production, smtp_sink: SmtpSink, chromium: Browser
) -> None:
    link = production.command("secretariat", "add", "sara@office.example").stdout.strip()
    assert link.startswith(production.address)
    context = chromium.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    _join(page, link)
    cookie = next(each for each in context.cookies() if each["value"] and each["name"] != "language")
    assert cookie["name"].startswith("__Host-")
    assert (cookie["secure"], cookie["httpOnly"], cookie["sameSite"]) == (True, True, "Lax")
    key = _begin_a_statement(page, production.address)
    for _ in range(4):  # both web processes take the same sign-in and the same forms
        page.goto(f"{production.address}/statements/{key}")
        assert "On the rivers" in page.locator("h1").inner_text()
    _invite(page, production.address)
    smtp_sink.wait(1, within=60)
    assert production.address in smtp_sink.taken[0].message.get_body(("plain",)).get_content()
    doctor = production.command("doctor")
    assert doctor.returncode == 0, doctor.stdout + doctor.stderr
    context.close()


def test_the_work_goes_on_when_one_of_each_is_killed(
    production: Production, smtp_sink: SmtpSink, chromium: Browser
) -> None:
    link = production.command("secretariat", "add", "sara@office.example").stdout.strip()
    context = chromium.new_context(ignore_https_errors=True)
    page = context.new_page()
    _join(page, link)
    os.killpg(production.processes["worker"].pid, signal.SIGKILL)
    _invite(page, production.address)
    smtp_sink.wait(1, within=90)
    context.close()


def test_production_without_a_secret_key_does_not_start(production: Production) -> None:
    bare = {**production.environment}
    del bare["COMMUNIQUE_SECRET_KEY"]
    done = subprocess.run(
        [sys.executable, "-m", "workflow.cli", "doctor"], env=bare, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "COMMUNIQUE_SECRET_KEY must be set" in done.stderr


def _join(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("main [name=name]").fill("Sara")
    page.locator("main [name=password]").fill(PASSWORD)
    _press(page, "main button.primary")


def _begin_a_statement(page: Page, address: str) -> str:
    page.goto(f"{address}/statements/new")
    page.locator("main [name=text]").fill("# On the rivers\n\nThe gauges of the upper basin are silent.\n")
    _press(page, "main button.primary")
    _press(page, "main button.primary")
    found = re.search(r"/statements/([a-z0-9]{10})", page.url)
    assert found, page.url
    return found[1]


def _invite(page: Page, address: str) -> None:
    page.goto(f"{address}/organisations/import")
    rows = "name,email\nHeron Watch,hanna@heron.example\n"
    page.locator("main input[type=file]").set_input_files(
        {"name": "members.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    )
    _press(page, "main button.primary")


def _press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).first.click()
    assert "went wrong" not in page.locator("main").inner_text()

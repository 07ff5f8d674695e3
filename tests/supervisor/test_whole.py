"""`communique run` with its real children: pages, worker, broker, mailbox."""

import os
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest

from tests.supervisor.processes import PATIENCE, ROOT, Started, started, until
from workflow.rules.shared.queues import Queue

UP = "Ctrl-C ends it"


def _run(data: Path, *options: str) -> AbstractContextManager[Started]:
    return started(data, "workflow.cli", "run", "--port", "0", "--data", str(data), *options)


def _command(data: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "workflow.cli", "--data", str(data), *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def _page(run: Started, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(run.told().address + path, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """A run without the demo, with its worker at work."""
    with _run(tmp_path_factory.mktemp("real") / "data", "--no-demo") as run:
        run.wait_for(UP)
        until(lambda: _worker_has_looked(run.data))
        yield run


def _worker_has_looked(data: Path) -> bool:
    with closing(sqlite3.connect(data / "communique.sqlite3")) as record:
        return record.execute("select count(*) from pulse").fetchone()[0] >= len(Queue)


def test_a_page_is_served_and_no_demo_is_on_it(real: Started) -> None:
    status, page = _page(real, "/sign-in")
    assert status == 200
    assert "Sign in as" not in page
    assert "secretariat add" in real.said()


def test_the_doctor_finds_all_well(real: Started) -> None:
    well = _command(real.data, "doctor")
    assert well.returncode == 0, well.stdout
    said = [line for line in well.stdout.splitlines() if not line.startswith(" ")]  # what stands below says more of it
    assert {line.split()[0] for line in said} == {"ok"}
    assert "deadlines, publishing, mail" in well.stdout


def test_a_command_for_the_wrong_folder_makes_nothing_there(tmp_path: Path) -> None:
    looked = _command(tmp_path, "demo", "reset", "--yes")
    assert looked.returncode == 1
    assert len(looked.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("name", "words"), [("worker", "celery"), ("web server", "gunicorn")])
def test_a_killed_child_comes_back(real: Started, name: str, words: str) -> None:
    os.kill(real.pid(words), signal.SIGKILL)
    real.wait_for(f"The {name} was started again")
    assert _page(real, "/sign-in")[0] == 200


def test_nothing_is_a_demo_by_mistake(real: Started) -> None:
    refused = _command(real.data, "demo", "reset", "--yes")
    assert refused.returncode == 1
    assert "are not a demo's" in refused.stderr


def test_a_demo_can_begin_anew_and_a_second_start_keeps_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with _run(data) as first:
        first.wait_for(UP)
        assert "Sign in as" in _page(first, "/sign-in")[1]
        assert _command(data, "demo", "reset").returncode == 1, "nobody said yes"
        assert _command(data, "demo", "reset", "--yes").returncode == 0
        code, seconds = first.end(signal.SIGTERM, group=True)
        assert (code, first.processes()) == (0, {})
        assert seconds < 10
    with _run(data) as second:
        second.wait_for(UP)
        assert "Sign in as" in _page(second, "/sign-in")[1]
        second.end(signal.SIGKILL)
        until(lambda: second.processes() == {})

"""The parent of a run keeps its word about start, restart and end, whatever happens to it or its children."""

import os
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.supervisor import family
from tests.supervisor.processes import PATIENCE, ROOT, Started, free_port, started, until

FAMILY = "tests.supervisor.family"
UP = "Ctrl-C ends it"
PARTS = ("parent", "guard", "broker", "mailbox", "web server", "worker", "the worker's own child")


def _start(data: Path, kind: str = "usual", port: int | None = None) -> AbstractContextManager[Started]:
    return started(data, FAMILY, str(data), str(port or free_port()), kind)


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Started]:
    with _start(tmp_path / "data") as one:
        one.wait_for(UP)
        until(lambda: len(one.processes()) == len(PARTS))
        yield one


def _web_process(one: Started) -> int:
    with urllib.request.urlopen(one.told().address, timeout=PATIENCE) as answer:  # noqa: S310
        return int(answer.read())


def test_it_says_where_it_is_and_what_to_try(run: Started) -> None:
    assert f"Communiqué runs at {run.told().address}" in run.said()
    assert f"Data: {run.data}" in run.said()
    assert "Try first:" in run.said()


@pytest.mark.parametrize(
    ("how", "group"), [(signal.SIGINT, False), (signal.SIGTERM, False), (signal.SIGTERM, True), (signal.SIGHUP, True)]
)
def test_a_signal_ends_every_child(run: Started, how: int, group: bool) -> None:
    code, seconds = run.end(how, group=group)
    assert code == 0
    assert seconds < 10
    assert run.processes() == {}


def test_a_child_that_ignores_the_request_is_killed_in_time(tmp_path: Path) -> None:
    with _start(tmp_path / "data", "deaf") as one:
        one.wait_for(UP)
        code, seconds = one.end()
        assert code == 0
        assert seconds < 10
        assert one.processes() == {}


def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    with _start(tmp_path / "data", "patient") as one:
        one.wait_for(UP)
        os.kill(one.process.pid, signal.SIGINT)
        until(lambda: not any("http.server" in line for line in one.processes().values()))
        code, seconds = one.end(signal.SIGINT)
        assert code == 0
        assert seconds < family.PATIENT / 2


def test_a_signal_while_it_starts_leaves_nothing(tmp_path: Path) -> None:
    with _start(tmp_path / "data") as one:
        until(lambda: len(one.processes()) > 1)
        assert one.end()[0] == 0
        assert one.processes() == {}


@pytest.mark.parametrize(("name", "words"), [("web server", "http.server"), ("worker", "subprocess.Popen")])
def test_a_killed_child_comes_back_and_that_is_said(run: Started, name: str, words: str) -> None:
    dead, before = run.pid(words), run.processes()
    os.kill(dead, signal.SIGKILL)
    run.wait_for(f"The {name} was killed by signal 9; it is started again in 0.5 s.")
    run.wait_for(f"The {name} was started again")
    until(lambda: len(run.processes()) == len(PARTS))
    assert dead not in run.processes()
    # Of the worker's group nothing stays: its own child went with it.
    assert (run.pid("sleep 600") in before) == (name != "worker")


def test_nobody_is_turned_away_while_the_web_server_comes_back(run: Started) -> None:
    dead = _web_process(run)
    os.kill(dead, signal.SIGKILL)
    assert _web_process(run) != dead


def test_a_child_that_dies_again_and_again_is_given_more_time(run: Started) -> None:
    for times, delay in enumerate(("0.5", "1", "2"), 1):
        os.kill(run.pid("http.server"), signal.SIGKILL)
        run.wait_for(f"it is started again in {delay} s.")
        until(lambda times=times: run.said().count("was started again") == times)


def test_a_killed_parent_leaves_no_child_and_a_new_run_starts(run: Started) -> None:
    before = run.processes()
    run.end(signal.SIGKILL)
    with _start(run.data) as again:
        again.wait_for(UP)
        until(lambda: not before.keys() & run.processes().keys())
        assert again.end()[0] == 0


def test_a_second_run_on_the_same_data_is_refused(run: Started) -> None:
    with _start(run.data) as second:
        assert second.process.wait(PATIENCE) == 1
        assert second.said() == f"Communiqué already runs on {run.data} (process {run.process.pid}).\n"
    assert _web_process(run)


def test_a_child_that_cannot_start_ends_the_run(tmp_path: Path) -> None:
    with _start(tmp_path / "data", "broken") as one:
        assert one.process.wait(PATIENCE) == 1
        assert "The worker could not start: it ended with code 3.\n" in one.said()
        assert one.processes() == {}


def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with _start(tmp_path / "data", port=port) as one:
            assert one.process.wait(PATIENCE) == 1
            assert one.said() == (
                f"Port {port} on 127.0.0.1 is taken by another program; choose another with --port.\n"
            )


def test_a_folder_that_cannot_be_written_to_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with started(tmp_path / "one", FAMILY, str(tmp_path / "file" / "data"), "0", "usual") as one:
        assert one.process.wait(PATIENCE) == 1
        assert one.said() == f"The data folder {tmp_path / 'file' / 'data'} cannot be written to: Not a directory.\n"


@pytest.mark.skipif(os.getuid() != 0, reason="only root can start it as somebody else; the case above has the rest")
def test_a_read_only_folder_is_one_sentence(tmp_path: Path) -> None:
    for folder in (tmp_path, *tmp_path.parents):
        if folder.name.startswith(("pytest-", "popen-", "test_")):  # pytest's own, closed to others
            folder.chmod(0o755)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o755)
    with started(tmp_path / "one", FAMILY, str(closed / "data"), "0", "usual", TEST_AS_USER="65534") as one:
        assert one.process.wait(PATIENCE) == 1
        assert one.said() == f"The data folder {closed / 'data'} cannot be written to: Permission denied.\n"


def test_the_demo_is_refused_on_an_address_that_others_reach(tmp_path: Path) -> None:
    from workflow import supervisor
    from workflow.config import Settings

    settings = Settings.from_environment({"COMMUNIQUE_DATA": str(tmp_path / "data"), "COMMUNIQUE_DEMO": "1"})
    assert supervisor.run(settings, "0.0.0.0", 0) == 1  # noqa: S104
    assert supervisor.run(replace(settings, base_url="https://statements.example"), "127.0.0.1", 0) == 1
    assert supervisor.run(replace(settings, proxies=1), "127.0.0.1", 0) == 1
    assert not (tmp_path / "data").exists()


def test_the_data_are_closed_to_others_and_the_secret_key_stays(run: Started) -> None:
    key = (run.data / "secret-key").read_text()
    assert len(key.strip()) >= 48
    assert stat.S_IMODE((run.data / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(run.data.stat().st_mode) == 0o700
    run.end()
    with _start(run.data) as again:
        again.wait_for(UP)
        assert (run.data / "secret-key").read_text() == key


def test_the_parent_stays_small() -> None:
    loaded = (
        "import sys, workflow.commands.run; print(*{'sqlalchemy', 'alembic', 'flask', 'celery'} & sys.modules.keys())"
    )
    assert (
        subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True).stdout
        == "\n"
    )

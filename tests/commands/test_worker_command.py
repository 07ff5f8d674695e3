"""`communique worker`: more lines, for all queues or some."""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner

from workflow import schema
from workflow.commands.worker import worker
from workflow.config import SettingRefused, Settings
from workflow.rules.shared.queues import Queue
from workflow.supervisor import demonstration, lock, services

pytestmark = pytest.mark.unit


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Collection[Queue], int, str]]:
    """What workers were begun."""
    found: list[tuple[Collection[Queue], int, str]] = []
    monkeypatch.setattr(services, "become_worker", lambda _settings, *chosen: found.append(chosen))
    monkeypatch.setattr(demonstration, "is_new", lambda _settings: False)
    monkeypatch.setattr(schema, "state", lambda _engine: schema.SchemaState.CURRENT)
    return found


BROKER, POST = "redis://127.0.0.1:1/0", "smtp://127.0.0.1:1"


@contextmanager
def _run(settings: Settings) -> Iterator[None]:
    """A `communique run` with these settings."""
    with lock.hold_lock(settings.data) as held:
        lock.tell(held, lock.RunRecord(os.getpid(), "", BROKER, POST, record=lock.record_sign(settings)))
        yield


@pytest.mark.parametrize(
    "changed",
    [
        {"database_url": "postgresql+psycopg://other@127.0.0.1/x"},
        {"secret_key": "another-key-" * 4},
        {"given": frozenset({"COMMUNIQUE_DATABASE_URL"})},
    ],
)
def test_beside_a_run_on_another_database_it_refuses_and_tells_no_secret(
    settings: Settings, begun: list[object], changed: dict[str, Any]
) -> None:
    told = replace(settings, given=frozenset({"COMMUNIQUE_DATABASE_URL"}), database_url="postgresql://me:geheim@h/x")
    if "given" in changed:
        told = replace(settings, given=frozenset())
    with _run(told):
        assert "geheim" not in (settings.data / lock.NAME).read_text()
        answer = CliRunner().invoke(worker, [], obj=replace(told, **changed))
        assert answer.exit_code == 1 and "COMMUNIQUE_DATABASE_URL and COMMUNIQUE_SECRET_KEY" in answer.output
        assert not begun
        assert CliRunner().invoke(worker, [], obj=told).exit_code == 0
    assert len(begun) == 1


@pytest.mark.parametrize(
    ("state", "said"),
    [("empty", "There is no database"), ("older", "communique migrate"), ("trial", "trial version")],
)
def test_on_an_empty_or_old_database_it_refuses(
    settings: Settings, begun: list[object], monkeypatch: pytest.MonkeyPatch, state: str, said: str
) -> None:
    monkeypatch.setattr(schema, "state", lambda _engine: schema.SchemaState(state))
    answer = CliRunner().invoke(worker, [], obj=replace(settings, broker_url=BROKER, smtp_url=POST))
    assert answer.exit_code == 1 and said in answer.output
    assert not begun


def test_it_serves_all_queues_or_those_that_are_named(
    settings: Settings, begun: list[tuple[Collection[Queue], int, str]]
) -> None:
    settings = replace(settings, broker_url="redis://127.0.0.1:1/0", smtp_url="smtp://127.0.0.1:1")
    for arguments in ([], ["--queues", "mail", "--concurrency", "8"], ["--queues=publishing,mail", "--pool=prefork"]):
        assert CliRunner().invoke(worker, arguments, obj=settings).exit_code == 0
    assert begun == [
        (list(Queue), 4, "threads"),
        ([Queue.MAIL], 8, "threads"),
        ([Queue.PUBLISHING, Queue.MAIL], 4, "prefork"),
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--queues", "post"], "there is no queue post; there are deadlines, publishing, mail."),
        (["--queues", ""], "there is no queue"),
        (["--concurrency", "0"], "0"),
        (["--pool", "eventlet"], "'threads', 'prefork'"),
    ],
)
def test_what_it_cannot_do_is_said_and_nothing_begins(
    settings: Settings, begun: list[object], arguments: list[str], said: str
) -> None:
    answer = CliRunner().invoke(
        worker, arguments, obj=replace(settings, broker_url="redis://127.0.0.1:1/0", smtp_url="smtp://127.0.0.1:1")
    )
    assert answer.exit_code == 2 and said in answer.output
    assert not begun


def test_without_a_broker_it_says_what_to_do(settings: Settings, begun: list[object]) -> None:
    answer = CliRunner().invoke(worker, [], obj=settings)
    assert answer.exit_code == 1 and "COMMUNIQUE_BROKER_URL is not set" in answer.output
    assert f"under way on {settings.data}: --data FOLDER" in answer.output
    assert not begun


def test_for_the_mail_it_needs_a_mail_server_and_else_none(settings: Settings, begun: list[object]) -> None:
    settings = replace(settings, broker_url="redis://127.0.0.1:1/0")
    answer = CliRunner().invoke(worker, [], obj=settings)
    assert answer.exit_code == 1 and "COMMUNIQUE_SMTP_URL is not set" in answer.output
    answer = CliRunner().invoke(worker, ["--queues", "deadlines,publishing"], obj=settings)
    assert answer.exit_code == 0 and len(begun) == 1
    assert "A worker for deadlines, publishing: 4 lines (threads)." in answer.output


@pytest.mark.parametrize(("name", "value"), [("LINES", "0"), ("LINES", "many"), ("POOL", "solo"), ("POOL", "gevent")])
def test_settings_of_a_worker_that_cannot_be_are_refused_by_name(settings: Settings, name: str, value: str) -> None:
    environ = {"COMMUNIQUE_DATA": str(settings.data), f"COMMUNIQUE_WORKER_{name}": value}
    with pytest.raises(SettingRefused, match=f"COMMUNIQUE_WORKER_{name}"):
        Settings.from_environment(environ)


def test_two_workers_on_one_machine_have_a_name_each() -> None:
    commands = [services.worker({}, 0, queues=queues).command for queues in ([Queue.MAIL], [Queue.MAIL], list(Queue))]
    names = [command[command.index("--hostname") + 1] for command in commands]
    assert len(set(names)) == 3 and all(name.endswith("@%h") for name in names)
    assert [name.partition("-")[0] for name in names] == ["mail", "mail", "worker"]


def test_the_command_of_a_worker_names_its_queues() -> None:
    command = services.worker({}, 0, queues=[Queue.MAIL]).command
    assert command[command.index("--queues") + 1] == "mail"
    assert "--without-heartbeat" in command
    assert "--without-heartbeat" not in services.worker({"COMMUNIQUE_WORKER_SEEN": "1"}, 0).command

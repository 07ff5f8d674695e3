"""`communique worker`: more lines, for all queues or some."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from click.testing import CliRunner

from workflow.commands.worker import worker
from workflow.config import SettingRefused, Settings
from workflow.rules.shared.queues import Queue
from workflow.supervisor import services

pytestmark = pytest.mark.unit


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Collection[Queue], int, str]]:
    """What workers were begun."""
    found: list[tuple[Collection[Queue], int, str]] = []
    monkeypatch.setattr(services, "become_worker", lambda _settings, *chosen: found.append(chosen))
    return found


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


def test_the_command_of_a_worker_names_its_queues() -> None:
    command = services.worker({}, 0, queues=[Queue.MAIL]).command
    assert command[command.index("--queues") + 1] == "mail"
    assert "--without-heartbeat" in command
    assert "--without-heartbeat" not in services.worker({"COMMUNIQUE_WORKER_SEEN": "1"}, 0).command

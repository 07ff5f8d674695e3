"""`communique`: the commands, each loaded when it is asked for."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

import click

from workflow.config import SettingRefused, Settings

_COMMANDS = {
    "run": "workflow.commands.run:run",
    "worker": "workflow.commands.worker:worker",
    "migrate": "workflow.commands.migrate:migrate",
    "demo": "workflow.commands.demo:demo",
    "doctor": "workflow.commands.doctor:doctor",
    "secretariat": "workflow.commands.people:secretariat",
    "organisations": "workflow.commands.people:organisations",
    "publications": "workflow.commands.publications:publications",
    "statement": "workflow.commands.statement:statement",
}


class _Loaded(click.Group):
    """A group whose commands are imported on demand: `run` keeps a small parent, and none waits for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=_Loaded, epilog="--data FOLDER anywhere on the line, or COMMUNIQUE_DATA, says where the data lies.")
def communique() -> None:
    """Communiqué: a coalition drafts, discusses, approves and publishes joint statements."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command that the line names; ends the process with its exit code."""
    data, rest = _data_chosen(list(sys.argv[1:] if arguments is None else arguments))
    try:
        settings = Settings.from_environment({**os.environ, **({"COMMUNIQUE_DATA": data} if data else {})})
    except SettingRefused as refused:
        sys.exit(str(refused))
    except OSError as error:
        sys.exit(f"The data folder cannot be read: {error}.")
    communique.main(rest, prog_name="communique", obj=settings)


def _data_chosen(arguments: list[str]) -> tuple[str, list[str]]:
    """The folder that --data names, and the line without it."""
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--data" and place + 1 < len(arguments):
            return arguments[place + 1], arguments[:place] + arguments[place + 2 :]
        if argument.startswith("--data="):
            return argument.removeprefix("--data="), arguments[:place] + arguments[place + 1 :]
    return "", arguments


if __name__ == "__main__":
    main()

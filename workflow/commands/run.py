"""`communique run`: the service and all its parts in the foreground."""

import sys
from dataclasses import replace
from zoneinfo import ZoneInfo

import click

from workflow import supervisor
from workflow.config import Settings
from workflow.demo.cast import cast
from workflow.supervisor import demonstration


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--demo/--no-demo", default=None, help="With a fictional coalition, or without; the default for new data."
)
@click.pass_obj
def run(settings: Settings, host: str, port: int, demo: bool | None) -> None:
    """Start web server and worker, with all that is not set elsewhere, until Ctrl-C."""
    wanted = demonstration.is_wanted(settings) if demo is None else demo
    sys.exit(supervisor.run(_with_the_cast(settings) if wanted else replace(settings, demo=False), host, port))


def _with_the_cast(settings: Settings) -> Settings:
    """The settings of a demo: the fictional coalition's name and clock, unless another name was set."""
    told = cast()["coalition"]
    if "COMMUNIQUE_COALITION" in settings.given:
        return replace(settings, demo=True)
    return replace(settings, demo=True, coalition=told["name"], time_zone=ZoneInfo(told["time_zone"]))

"""`communique run`: the service and all its parts in the foreground."""

import sys
from dataclasses import replace

import click

from workflow import supervisor
from workflow.config import Settings
from workflow.supervisor import demonstration


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--demo/--no-demo", default=None, help="With a fictional coalition, or without; the default for new data."
)
@click.pass_obj
def run(settings: Settings, host: str, port: int, demo: bool | None) -> None:
    """Start web server and worker, with all that is not set elsewhere, until Ctrl-C."""
    wanted = demonstration.is_wanted(settings) if demo is None else demo
    sys.exit(supervisor.run(replace(settings, demo=wanted), host, port))

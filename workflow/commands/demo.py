"""`communique demo reset`: the demo as on its first day."""

import shutil

import click
from sqlalchemy import delete
from sqlalchemy.orm import Session

from workflow.commands import open_record
from workflow.config import Settings
from workflow.database import transaction
from workflow.demo.play import fill_when_empty
from workflow.models import Base
from workflow.supervisor import demonstration


@click.group()
def demo() -> None:
    """The fictional coalition."""


@demo.command()
@click.confirmation_option(prompt="This deletes everything written in this demo. Continue?")
@click.pass_obj
def reset(settings: Settings) -> None:
    """Start the demo again, with dates from today on."""
    if not demonstration.is_marked(settings):
        raise click.ClickException(f"The data in {settings.data} are not a demo's; nothing was changed.")
    with open_record(settings):
        with transaction() as session:
            _empty(session)
        for folder in (settings.published, settings.set_aside, settings.mailbox):
            shutil.rmtree(folder, ignore_errors=True)
        fill_when_empty()
    click.echo("The demo has started again. Sign in again.")


def _empty(session: Session) -> None:
    for table in reversed(Base.metadata.sorted_tables):
        session.execute(delete(table))

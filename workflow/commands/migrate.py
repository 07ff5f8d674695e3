"""`communique migrate`: the database brought to this release."""

import click

from workflow import database, schema
from workflow.config import Settings


@click.command()
@click.pass_obj
def migrate(settings: Settings) -> None:
    """Bring the database to the newest schema; `communique run` does it by itself."""
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    engine = database.connect(settings.database_url)
    state = schema.state(engine)
    if state is schema.SchemaState.TRIAL:
        raise click.ClickException(schema.TRIAL_REFUSED)
    if state is schema.SchemaState.NEWER:
        raise click.ClickException("The database is from a newer release of Communiqué than this one.")
    schema.upgrade(engine)
    click.echo("The database is up to date.")

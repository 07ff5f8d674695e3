"""The commands, and how each of them reaches the record."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from workflow import database, schema
from workflow.config import Settings

_REFUSALS = {
    schema.SchemaState.EMPTY: "There is no database in {data} yet: `communique run` or `communique migrate` makes it.",
    schema.SchemaState.OLDER: "The database is from an older release: run `communique migrate` first.",
    schema.SchemaState.NEWER: "The database is from a newer release of Communiqué than this one; start that release.",
}


@contextmanager
def opened(settings: Settings) -> Iterator[None]:
    """Within the block transaction() and reading() work on the record; refuses one that this release cannot use."""
    engine = database.connect(settings.database_url)
    try:
        if sentence := _REFUSALS.get(schema.state(engine)):
            raise click.ClickException(sentence.format(data=settings.data))
        yield
    finally:
        engine.dispose()

"""The commands, and how each of them reaches the record."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from workflow.config import Settings
from workflow.supervisor import demonstration, is_on_its_record

ANOTHER_RECORD = (
    "The `communique run` on {data} has another database or secret key than this command: "
    "give it the same COMMUNIQUE_DATABASE_URL and COMMUNIQUE_SECRET_KEY."
)
_REFUSALS = {
    "empty": "There is no database in {data} yet: `communique run` or `communique migrate` makes it.",
    "older": "The database is from an older release: run `communique migrate` first.",
    "newer": "The database is from a newer release of Communiqué than this one; start that release.",
}


@contextmanager
def open_record(settings: Settings) -> Iterator[None]:
    """Within the block transaction() and reading() work on the record; refuses one that this release cannot use.

    It refuses as well another one than that of a run on the same data.
    """
    from workflow import database, schema  # here: the parent of `communique run` does without them and stays small

    if not is_on_its_record(settings):
        raise click.ClickException(ANOTHER_RECORD.format(data=settings.data))
    if demonstration.is_new(settings):
        raise _refusal("empty", settings)
    engine = database.connect(settings.database_url)
    try:
        state = schema.state(engine)
        if state is schema.SchemaState.TRIAL:
            raise click.ClickException(schema.TRIAL_REFUSED)
        if state in _REFUSALS:
            raise _refusal(state, settings)
        yield
    finally:
        engine.dispose()


def _refusal(state: str, settings: Settings) -> click.ClickException:
    return click.ClickException(_REFUSALS[state].format(data=settings.data))

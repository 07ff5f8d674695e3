"""The commands, and how each of them reaches the record."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from workflow.config import Settings
from workflow.supervisor import demonstration

_REFUSALS = {
    "empty": "There is no database in {data} yet: `communique run` or `communique migrate` makes it.",
    "older": "The database is from an older release: run `communique migrate` first.",
    "newer": "The database is from a newer release of Communiqué than this one; start that release.",
}


@contextmanager
def open_record(settings: Settings) -> Iterator[None]:
    """Within the block transaction() and reading() work on the record; refuses one that this release cannot use."""
    from workflow import database, schema  # here: the parent of `communique run` does without them and stays small

    if demonstration.is_new(settings):
        raise _refusal("empty", settings)
    engine = database.connect(settings.database_url)
    try:
        state = schema.state(engine)
        if state in _REFUSALS:
            raise _refusal(state, settings)
        yield
    finally:
        engine.dispose()


def _refusal(state: str, settings: Settings) -> click.ClickException:
    return click.ClickException(_REFUSALS[state].format(data=settings.data))

"""`python -m workflow.commands.prepare`: the database at this release's schema and, in demo mode, filled.

A process of its own, so that the parent stays small and forks before any connection is open.
"""

import sys

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from workflow import database, schema
from workflow.config import Settings
from workflow.supervisor import demonstration


class DatabaseRefused(Exception):
    """The database cannot be used; the message is one sentence."""


def prepare(settings: Settings) -> None:
    """Bring the database up to date; in demo mode fill an empty one. Raises Refused."""
    engine = database.connect(settings.database_url)
    try:
        state = schema.state(engine)
    except OperationalError as error:
        raise DatabaseRefused(f"The database does not answer: {str(error.orig).strip()}") from error
    if state is schema.SchemaState.TRIAL:
        raise DatabaseRefused(schema.TRIAL_REFUSED)
    if state is schema.SchemaState.NEWER:
        raise DatabaseRefused("The database is from a newer release of Communiqué than this one; start that release.")
    if settings.demo:
        _require_demo(settings, state)
    if state is not schema.SchemaState.CURRENT:
        schema.upgrade(engine)
    if settings.demo:
        _fill(engine)


def _require_demo(settings: Settings, state: schema.SchemaState) -> None:
    if state is schema.SchemaState.EMPTY:
        demonstration.mark(settings)
    elif not demonstration.is_marked(settings):
        raise DatabaseRefused("This database is not a demo. Start it with --no-demo.")


def _fill(engine: Engine) -> None:
    from workflow.demo.play import fill_when_empty  # the services are not wanted where there is no demo

    fill_when_empty()


def main() -> None:
    """Prepare as the environment says; a sentence and code 1 when it cannot be done."""
    try:
        prepare(Settings.from_environment())
    except DatabaseRefused as refused:
        sys.exit(str(refused))


if __name__ == "__main__":
    main()

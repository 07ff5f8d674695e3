"""The tables of a database brought to this release, and back; which release a database is from."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

_PACKAGE = Path(__file__).resolve().parent
# A wheel brings them inside the package; in a checkout, and in the image made from it, they stand at the top.
_PACKED = _PACKAGE / "migrations"
MIGRATIONS = _PACKED if _PACKED.is_dir() else _PACKAGE.parent / "migrations"
# The revisions of databases made before the first release; no migration leads from them to this one.
_TRIALS = frozenset(f"{number:04}" for number in range(1, 12))
TRIAL_REFUSED = (
    "This database was made by a trial version from before the first release, and cannot be brought to this one. "
    "Move its data folder away, or name another with DATA=... (COMMUNIQUE_DATA); "
    "on a database server, name an empty database with COMMUNIQUE_DATABASE_URL."
)


class SchemaState(StrEnum):
    """How a database compares with this release.

    TRIAL: made before the first release, of no use to any; NEWER: migrated by a later release.
    """

    EMPTY = "empty"
    TRIAL = "trial"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def newest() -> str:
    """The number of this release's last migration, by the names of the files."""
    return max(each.name[:4] for each in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def is_current(engine: Engine) -> bool:
    """Whether the tables are as this release needs them; asked without Alembic, which takes 7 MiB for good."""
    if not inspect(engine).has_table("alembic_version"):
        return False
    with engine.connect() as connection:
        return bool(connection.scalar(text("SELECT version_num FROM alembic_version")) == newest())


def state(engine: Engine) -> SchemaState:
    """How the database's tables compare with what this release needs."""
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    script = ScriptDirectory.from_config(_config())
    if present is None:
        return SchemaState.EMPTY
    if present == script.get_current_head():
        return SchemaState.CURRENT
    if present in _TRIALS:
        return SchemaState.TRIAL
    known = {revision.revision for revision in script.walk_revisions()}
    return SchemaState.OLDER if present in known else SchemaState.NEWER


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the tables to the revision `to`; all of it, or (where the database can) nothing."""
    from alembic import command

    _run(engine, command.upgrade, to)


def downgrade(engine: Engine, to: str = "base") -> None:
    """Take the tables back to the revision `to`."""
    from alembic import command

    _run(engine, command.downgrade, to)


def differences(engine: Engine) -> list[object]:
    """What the models say that the tables do not, or the other way; empty where they agree."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from workflow.models import Base

    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": is_of_the_models}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, Base.metadata))


def is_of_the_models(name: str | None, kind: str, parents: object) -> bool:
    """Whether a table or index is one that the models describe: the full-text index is no table of theirs."""
    from workflow.models.publication import SEARCHED

    return not (name or "").startswith(SEARCHED)


def _run(engine: Engine, action: "Callable[[Config, str], object]", argument: str) -> None:
    config = _config()
    # A writing connection: SQLite's migrations must hold the write lock from their start.
    with engine.execution_options(writing=True).connect() as connection, _loose_tables(connection):
        config.attributes["connection"] = connection
        action(config, argument)
        _require_whole(connection)
        connection.commit()


@contextmanager
def _loose_tables(connection: Connection) -> Iterator[None]:
    """SQLite alters a table by copying it, and while the old one is dropped what points at it points at nothing.

    Outside the transaction, since inside one SQLite ignores the switch.
    """
    raw: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    raw.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=ON")


def _require_whole(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
        raise RuntimeError(f"{len(lost)} rows would point at nothing after this migration")


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config

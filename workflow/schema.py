"""The tables of a database brought to this release, and back; which release a database is from."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

_PACKAGE = Path(__file__).resolve().parent
# A wheel brings them inside the package; in a checkout, and in the image made from it, they stand at the top.
_PACKED = _PACKAGE / "migrations"
_MIGRATIONS = _PACKED if _PACKED.is_dir() else _PACKAGE.parent / "migrations"
# Only the columns that every release has, so that a migration of any age may use them.
_EVENT = sa.table(
    "event",
    sa.column("id"),
    sa.column("kind"),
    sa.column("at"),
    sa.column("statement_id"),
    sa.column("data", sa.JSON),
    sa.column("fanned_at"),
)
_DELIVERY = sa.table(
    "delivery", sa.column("event_id"), sa.column("progress"), sa.column("leased_until"), sa.column("ended_at")
)


class SchemaState(StrEnum):
    """How a database compares with this release; NEWER is one that a later release has migrated."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    NEWER = "newer"


def state(engine: Engine) -> SchemaState:
    """How the database's tables compare with what this release needs."""
    with engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    script = ScriptDirectory.from_config(_config())
    if present is None:
        return SchemaState.EMPTY
    if present == script.get_current_head():
        return SchemaState.CURRENT
    known = {revision.revision for revision in script.walk_revisions()}
    return SchemaState.OLDER if present in known else SchemaState.NEWER


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the tables to the revision `to`; all of it, or (where the database can) nothing."""
    _run(engine, command.upgrade, to)


def downgrade(engine: Engine, to: str = "base") -> None:
    """Take the tables back to the revision `to`."""
    _run(engine, command.downgrade, to)


def drop_mails(record: Connection, kinds: Sequence[str]) -> None:
    """For a migration back: mails of which the release before has no words are not sent by it; what was sent stays."""
    of_kinds = sa.select(_EVENT.c.id).where(_EVENT.c.kind.in_(kinds))
    unsent = sa.update(_DELIVERY).where(_DELIVERY.c.progress != "done", _DELIVERY.c.event_id.in_(of_kinds))
    ended_at = sa.func.coalesce(_DELIVERY.c.ended_at, sa.func.current_timestamp())
    record.execute(unsent.values(progress="dropped", leased_until=None, ended_at=ended_at))


def keep_as_changes(record: Connection, kinds: Sequence[str]) -> None:
    """For a migration back: events of kinds that the release before does not know become one that it shows nowhere.

    Their data says what they were, and of which statement.
    """
    for row in record.execute(sa.select(_EVENT).where(_EVENT.c.kind.in_(kinds))).all():
        data = {**(row.data or {}), "kind": row.kind, "statement": row.statement_id}
        kept = sa.update(_EVENT).where(_EVENT.c.id == row.id)
        fanned_at = sa.func.coalesce(_EVENT.c.fanned_at, _EVENT.c.at)
        record.execute(kept.values(kind="organisation_changed", statement_id=None, data=data, fanned_at=fanned_at))


def draw_up(engine: Engine, message: str) -> None:
    """Write the migration that leads from the database's tables to the models: to be read before it is kept."""
    _run(engine, lambda config, text: command.revision(config, text, autogenerate=True), message)


def differences(engine: Engine) -> list[object]:
    """What the models say that the tables do not, or the other way; empty where they agree."""
    from alembic.autogenerate import compare_metadata

    from workflow.models import Base

    with engine.connect() as connection:
        opts = {"compare_type": True, "include_name": is_of_the_models}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, Base.metadata))


def is_of_the_models(name: str | None, kind: str, parents: object) -> bool:
    """Whether a table or index is one that the models describe: the full-text index is no table of theirs."""
    from workflow.models.publication import SEARCHED

    return not (name or "").startswith(SEARCHED)


def _run(engine: Engine, action: Callable[[Config, str], object], argument: str) -> None:
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


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config

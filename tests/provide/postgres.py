"""A PostgreSQL server and fresh databases on it."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from tests.provide.own_postgres import own_server

STANDARD = "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
OLDEST = 130000  # DROP DATABASE … WITH (FORCE)


@contextmanager
def server_url() -> Iterator[str]:
    """The address of a server on which databases can be made: the one named, the one that runs, else our own."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
    elif _serves(STANDARD):
        yield STANDARD
    else:
        with own_server() as url:
            yield url


def _serves(url: str) -> bool:
    engine = create_engine(url, connect_args={"connect_timeout": 3})
    try:
        with engine.connect() as connection:
            asked = "select current_setting('server_version_num')::int, rolcreatedb from pg_roles"
            version, may_create = connection.execute(text(f"{asked} where rolname = current_user")).one()
            return version >= OLDEST and may_create
    except OperationalError:
        return False
    finally:
        engine.dispose()


@contextmanager
def fresh_database(server: str) -> Iterator[str]:
    """The address of an empty database, dropped at the end of the block whoever still holds it.

    Its commits do not wait for the disk: no test here pulls the plug.
    """
    name = f"communique_test_{os.getpid()}_{secrets.token_hex(4)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        _execute(engine, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'")
        _execute(engine, f"ALTER DATABASE {name} SET synchronous_commit = off")
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _execute(engine, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        engine.dispose()


def _execute(engine: Engine, statement: str) -> None:
    with engine.connect() as connection:
        connection.execute(text(statement))

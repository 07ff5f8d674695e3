"""A record of its own for each measurement: a fresh SQLite file, or a fresh database on a PostgreSQL server."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, make_url, text

from bench.coalition import ORGANISATIONS, Coalition, coalition, environment, settings
from tests.provide.tables import make_tables
from workflow import app as roof
from workflow import database
from workflow.config import Settings


@dataclass(frozen=True)
class House:
    """The application on a fresh record with the coalition in it; environ: for processes on the same record."""

    app: Flask
    settings: Settings
    members: Coalition
    environ: dict[str, str]


@contextmanager
def house(server: str | None, broker_url: str, organisations: int = ORGANISATIONS) -> Iterator[House]:
    """A house on SQLite, or on a database of its own on `server`, whose commits wait for the disk like SQLite's."""
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as folder, _record(server, Path(folder)) as url:
        given = {"data": Path(folder), "database_url": url, "BROKER_URL": broker_url}
        held = settings(**given)  # type: ignore[arg-type]
        app = roof.create_app(held)
        make_tables(database.engine())
        try:
            yield House(app, held, coalition(organisations), environment(**given))  # type: ignore[arg-type]
        finally:
            database.engine().dispose()


@contextmanager
def _record(server: str | None, folder: Path) -> Iterator[str]:
    if server is None:
        yield f"sqlite:///{folder / 'bench.sqlite3'}"
        return
    name = f"communique_bench_{os.getpid()}_{secrets.token_hex(3)}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"))
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        engine.dispose()

"""The fixtures that hand out what this package provides."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine, create_engine

from tests.provide import broker, chromium, postgres, rabbitmq
from tests.provide.smtp import SmtpSink
from tests.provide.tables import filled, make_tables

BACKENDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server on which databases can be made."""
    with postgres.server_url() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of this run's own PostgreSQL database, dropped at the end. Its tables are emptied for each test."""
    with postgres.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def broker_url() -> Iterator[str]:
    """The address of a real broker that no other run uses."""
    with broker.private_broker() as url:
        yield url


@pytest.fixture(scope="session")
def rabbitmq_url() -> Iterator[str]:
    """The address of a room in a RabbitMQ; skips where there is none."""
    with rabbitmq.private_room() as url:
        yield url


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """A real SMTP server that records and can be scripted."""
    sink = SmtpSink()
    sink.start()
    yield sink
    sink.close()


@pytest.fixture(scope="session", name="chromium")
def _chromium() -> Iterator[Browser]:
    """A browser; each test opens a context of its own in it."""
    with chromium.browser() as browser:
        yield browser


@pytest.fixture(params=BACKENDS)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    else:
        with postgres.fresh_database(request.getfixturevalue("postgres_server")) as url:
            yield url


@pytest.fixture
def bare_postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of a PostgreSQL database of this test's own, without any table."""
    with postgres.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(params=BACKENDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a database with all tables and no rows, of each kind in turn; the same for all tests of a kind."""
    if request.param == "sqlite":
        tables: Path = request.getfixturevalue("_sqlite_with_tables")
        file = tables.with_name("test.sqlite3")
        # Removed, not written over: whoever still has the last test's file open keeps it and harms nobody.
        for old in file.parent.glob(f"{file.name}*"):
            old.unlink()
        shutil.copyfile(tables, file)
        return f"sqlite:///{file}"
    made: Engine = request.getfixturevalue("_postgres_with_tables")
    _empty(made)
    return made.url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def _sqlite_with_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("tables") / "tables.sqlite3"
    engine = create_engine(f"sqlite:///{where}")
    make_tables(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA journal_mode=WAL")  # once here, not with a flush at the start of each test
    engine.dispose()
    return where


@pytest.fixture(scope="session")
def _postgres_with_tables(postgres_url: str) -> Iterator[Engine]:
    engine = create_engine(postgres_url)
    make_tables(engine)
    yield engine
    engine.dispose()


def _empty(engine: Engine) -> None:
    # TRUNCATE makes a new file of each table and flushes it: for few rows a hundred times the work of DELETE.
    # A statement may start from a version, which is of a statement: one of the two has to let go first.
    steps = ["SET LOCAL lock_timeout = '10s'", "UPDATE statement SET base_version_id = NULL"]
    with engine.begin() as connection:
        steps += [f"{table.delete()}" for table in reversed(filled(connection))]
        connection.exec_driver_sql(";".join(steps))  # one errand instead of one for each table

"""What every test may ask for: settings and a database of each kind; the services come from tests/provide."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as pace
from sqlalchemy import Engine

from tests.provide.engines import share_engines
from tests.provide.routes import build_routes_when_asked
from tests.provide.templates import share_compiled_templates
from workflow import database as record
from workflow.config import Settings

pytest_plugins = ["tests.provide.fixtures", "tests.races"]
share_compiled_templates()
share_engines()
build_routes_when_asked()
# On a busy machine the time of one example says nothing about the code.
pace.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
pace.load_profile("busy")


def pytest_collection_finish() -> None:
    """Search for garbage less often, and never in what is imported by now: it stays, and a search reads all of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings with a data folder of this test's own; its database is the one of `database` where the test has one."""
    environ = {
        "COMMUNIQUE_DATA": str(tmp_path / "data"),
        "COMMUNIQUE_SECRET_KEY": "tests-only-" * 4,
        "COMMUNIQUE_COALITION": "Coalition for Open Rivers",
        "COMMUNIQUE_TIME_ZONE": "UTC",
    }
    if "database_url" in request.fixturenames:
        environ["COMMUNIQUE_DATABASE_URL"] = request.getfixturevalue("database_url")
    (tmp_path / "data").mkdir(mode=0o700)
    return Settings.from_environment(environ)


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """This process's engine on an empty record, once on SQLite and once on PostgreSQL."""
    engine = record.connect(database_url)
    yield engine
    if engine.dialect.name == "sqlite":
        engine.dispose()

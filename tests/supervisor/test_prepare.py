"""A run uses only a database that this release understands, and never takes a real coalition's for a demo's."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.supervisor.processes import PATIENCE, started
from workflow import schema
from workflow.commands.prepare import DatabaseRefused, prepare
from workflow.config import Settings
from workflow.demo import play
from workflow.supervisor import demonstration


@pytest.fixture
def fresh(tmp_path: Path, empty_database_url: str) -> Settings:
    data = tmp_path / "data"
    data.mkdir()
    environ = {"COMMUNIQUE_DATA": str(data), "COMMUNIQUE_DATABASE_URL": empty_database_url}
    return Settings.from_environment({**environ, "COMMUNIQUE_SECRET_KEY": "k" * 40})


def test_an_empty_database_gets_its_tables_and_keeps_them(fresh: Settings) -> None:
    prepare(fresh)
    prepare(fresh)
    assert schema.state(create_engine(fresh.database_url)) is schema.SchemaState.CURRENT


def test_a_database_of_a_newer_release_is_refused(fresh: Settings) -> None:
    prepare(fresh)
    with create_engine(fresh.database_url).begin() as connection:
        connection.execute(text("update alembic_version set version_num = 'from-the-future'"))
    with pytest.raises(DatabaseRefused, match="from a newer release"):
        prepare(fresh)


def test_a_database_from_before_the_first_release_is_refused_with_what_to_do(fresh: Settings) -> None:
    prepare(fresh)
    with create_engine(fresh.database_url).begin() as connection:
        connection.execute(text("update alembic_version set version_num = '0011'"))
    with pytest.raises(DatabaseRefused, match=r"trial version.*Move its data folder away"):
        prepare(fresh)


def test_a_database_that_does_not_answer_is_one_sentence(fresh: Settings) -> None:
    gone = replace(fresh, database_url="postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(DatabaseRefused, match="does not answer"):
        prepare(gone)


def test_a_real_database_is_never_run_as_a_demo(fresh: Settings) -> None:
    prepare(fresh)
    with pytest.raises(DatabaseRefused, match="is not a demo"):
        prepare(replace(fresh, demo=True))
    assert not demonstration.is_marked(fresh)


def test_a_demo_is_filled_again_when_the_first_filling_was_killed(
    fresh: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled: list[str] = []

    def killed() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(play, "fill_when_empty", killed)
    with pytest.raises(KeyboardInterrupt):
        prepare(replace(fresh, demo=True))
    monkeypatch.setattr(play, "fill_when_empty", lambda: filled.append("once"))
    prepare(replace(fresh, demo=True))
    assert filled == ["once"]


def test_a_demo_is_one_for_its_own_database_alone(fresh: Settings, tmp_path: Path) -> None:
    demonstration.mark(fresh)
    assert demonstration.is_wanted(fresh)
    other = replace(fresh, database_url="postgresql+psycopg://other")
    assert not demonstration.is_wanted(other)
    file = tmp_path / "a #draft? 1%.sqlite3"
    new = replace(other, database_url=f"sqlite:///{file}")
    assert demonstration.is_wanted(new)
    with closing(sqlite3.connect(file)) as record:
        record.execute("PRAGMA journal_mode = WAL")  # somebody looked into it
        assert demonstration.is_wanted(new)
        record.execute("CREATE TABLE organisation (id)")
        assert not demonstration.is_wanted(new)


def test_the_command_says_it_in_one_sentence(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with create_engine(f"sqlite:///{data / 'communique.sqlite3'}").begin() as connection:
        connection.execute(text("create table alembic_version (version_num varchar(32))"))
        connection.execute(text("insert into alembic_version values ('from-the-future')"))
    with started(data, "workflow.cli", "run", "--port", "0", "--data", str(data)) as one:
        assert one.process.wait(PATIENCE) == 1
        assert one.said() == ("The database is from a newer release of Communiqué than this one; start that release.\n")

"""The tables: from nothing to this release and back, on both databases, and no difference from the models."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, inspect, text

from workflow import database, schema
from workflow.models import Base


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    """A database without any table, of each kind in turn."""
    made = database.connect(empty_database_url)
    yield made
    made.dispose()


def test_from_nothing_to_the_head_and_back_and_there_again(engine: Engine) -> None:
    assert schema.state(engine) is schema.SchemaState.EMPTY
    assert not schema.is_current(engine)
    for _ in range(2):
        schema.upgrade(engine)
        assert schema.state(engine) is schema.SchemaState.CURRENT
        assert schema.is_current(engine)
        assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())
        schema.downgrade(engine)
        assert schema.state(engine) is schema.SchemaState.EMPTY
        assert set(inspect(engine).get_table_names()) <= {"alembic_version"}


def test_the_tables_and_the_models_say_the_same(engine: Engine) -> None:
    schema.upgrade(engine)
    assert schema.differences(engine) == []
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE pulse ADD COLUMN stray INTEGER"))
    assert schema.differences(engine), "a difference is seen where there is one"


def test_a_database_of_a_later_release_is_known_as_such(engine: Engine) -> None:
    schema.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert schema.state(engine) is schema.SchemaState.NEWER
    assert not schema.is_current(engine)


@pytest.mark.parametrize("revision", ["0001", "0011"])
def test_a_database_from_before_the_first_release_is_known_and_left_as_it_is(engine: Engine, revision: str) -> None:
    schema.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    assert schema.state(engine) is schema.SchemaState.TRIAL


def test_no_migration_has_the_number_of_a_trial() -> None:
    numbers = {path.name[:4] for path in schema.MIGRATIONS.glob("versions/*.py")}
    assert numbers and min(numbers) > "1000"

"""The tables: from nothing to this release and back, on both databases, and no difference from the models."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, inspect, text
from sqlalchemy.orm import Session

from workflow import database, schema
from workflow.models import Base
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.rules.notifications.events import EventKind


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


def test_the_release_before_finds_no_event_of_a_kind_that_it_does_not_know(engine: Engine) -> None:
    schema.upgrade(engine)
    at = datetime(2026, 12, 1, tzinfo=UTC)
    with Session(engine) as session:
        person = Person(key="k" * 10, email="dana@delta.example", invited_at=at)
        sent, kept = (Event(kind=each, at=at) for each in (EventKind.POINTS_SENT, EventKind.ITEM_KEPT))
        session.add_all([person, sent, kept])
        session.flush()
        for event in (sent, kept):
            session.add(Delivery(event_id=event.id, person_id=person.id, message_id=f"<{event.id}@x>", due_at=at))
        session.commit()
    schema.downgrade(engine, "1003")
    with engine.begin() as connection:
        assert connection.scalars(text("SELECT kind FROM event")).all() == ["item_kept"]
        assert connection.scalar(text("SELECT count(*) FROM delivery")) == 1

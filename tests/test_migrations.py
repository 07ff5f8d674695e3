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
    for _ in range(2):
        schema.upgrade(engine)
        assert schema.state(engine) is schema.SchemaState.CURRENT
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


_OLD_RECORD = (
    "INSERT INTO person (id, key, email, name, language, time_zone, invited_at)"
    " VALUES (1, 'p', 'p@example.org', 'P', 'en', '', :at)",
    "INSERT INTO organisation (id, key, name, name_folded, language, country, region, has_seat, protected, joined_at)"
    " VALUES (1, 'o', 'O', 'o', 'en', '', '', :no, :no, :at)",
    "INSERT INTO statement (id, key, prefix, year, number, stage, voice, language, title, occasion, procedure,"
    " words_a_minute, comments, amendments, created_by, created_at, moved_at)"
    " VALUES (1, 's', 'JS', 2024, 1, 'consultation', 'coalition', 'en', 'T', '', '{}', 130, 0, 1, 1, :at, :at)",
    "INSERT INTO version (id, statement_id, number, issued_by, issued_at) VALUES (1, 1, 1, 1, :at)",
    "INSERT INTO round (id, statement_id, version_id, number, guidance, opened_at, closes_at)"
    " VALUES (1, 1, 1, 1, '', :at, :at)",
    'INSERT INTO item (id, statement_id, version_id, round_id, kind, number, state, person_id, language, start, "end",'
    " quote, proposal, body, made_at, sent_at)"
    " VALUES (1, 1, 1, 1, 'amendment', 1, 'sent', 1, 'en', 0, 0, '', 'words', 'reason', :at, :at)",
    "INSERT INTO support (item_id, organisation_id, person_id, since) VALUES (1, 1, 1, :at)",
    "INSERT INTO disposition (item_id, kind, taken, reason, serial, person_id, given_at)"
    " VALUES (1, 'noted', '', '', 1, 1, :at)",
)


def test_a_record_of_the_first_release_goes_up_and_comes_back_whole(engine: Engine) -> None:
    schema.upgrade(engine, "0001")
    with engine.execution_options(writing=True).begin() as connection:
        for statement in _OLD_RECORD:
            connection.execute(text(statement), {"at": "2024-12-01 10:00:00+00:00", "no": False})
    schema.upgrade(engine)
    with engine.connect() as connection:
        item = connection.execute(text("SELECT private, late, wording, sent_at, touched_at FROM item")).one()
        assert (bool(item.private), bool(item.late), item.wording) == (False, False, 1)
        assert item.touched_at == item.sent_at
        assert connection.execute(text("SELECT wording FROM support")).scalar_one() == 1
        assert connection.execute(text("SELECT handling FROM statement")).scalar_one() == "taking_part"
    schema.downgrade(engine, "0001")
    with engine.connect() as connection:
        for table in ("person", "organisation", "statement", "version", "round", "item", "support", "disposition"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 1  # noqa: S608


_INVITED = (
    "INSERT INTO person (id, key, email, name, language, time_zone, invited_at)"
    " VALUES (1, 'p', 'p@example.org', 'P', 'en', '', :late), (2, 'q', 'q@example.org', 'Q', 'en', '', :late)",
    "INSERT INTO event (id, kind, at, data, attempts) VALUES"
    " (1, 'person_invited', :early, '{\"person\": 1}', 0), (2, 'person_invited', :late, '{\"person\": 1}', 0)",
)


def test_who_was_invited_twice_before_the_upgrade_counts_from_the_first_invitation(engine: Engine) -> None:
    schema.upgrade(engine, "0007")
    early, late = "2024-12-01 10:00:00+00:00", "2024-12-05 10:00:00+00:00"
    with engine.execution_options(writing=True).begin() as connection:
        for statement in _INVITED:
            values = {name: value for name, value in (("early", early), ("late", late)) if f":{name}" in statement}
            connection.execute(text(statement), values)
    schema.upgrade(engine)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT added_at FROM person ORDER BY id")).scalars()
        assert [str(at)[:10] for at in rows] == ["2024-12-01", "2024-12-05"]

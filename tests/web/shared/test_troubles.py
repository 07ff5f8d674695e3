"""A record that is busy or out of reach: said as such, with the writer's words; and a page is one view of it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, create_engine, func, select, text, update
from sqlalchemy.exc import OperationalError

from tests.web.house import House, hidden, house_of
from tests.web.items.test_items import COMMENT
from tests.web.items.test_items import form as form_of
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Item
from workflow.models.person import Person

WORDS = "The gauges have been silent since spring."


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with its consultation open."""
    with house_of(settings) as made:
        yield made


@contextmanager
def _held(url: str) -> Iterator[None]:
    """Somebody else writes, and does not end."""
    other = create_engine(url)
    sqlite = other.dialect.name == "sqlite"
    with other.connect() as connection:
        connection.execute(text("BEGIN IMMEDIATE" if sqlite else "LOCK TABLE item IN EXCLUSIVE MODE"))
        yield
        connection.rollback()
    other.dispose()


def test_words_that_a_lock_keeps_out_come_back(house: House, database_url: str) -> None:
    dana, form = house.visitor("dana"), form_of(house)
    dana.get(form)
    fields = {**hidden(dana.page), **COMMENT, "body": WORDS}
    page = dana.page
    with _held(database_url):
        answer = dana.post(form, fields)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert WORDS in answer.text
    dana.page = page
    assert dana.post(form, fields).status_code == 303, "and go in when they are sent again"
    with record.reading() as session:
        assert session.scalars(select(Item.body)).all() == [WORDS]


def test_a_record_that_cannot_be_reached_is_no_fault_and_loses_no_words(house: House) -> None:
    dana, form = house.visitor("dana"), form_of(house)
    dana.get(form)
    fields = {**hidden(dana.page), **COMMENT, "body": WORDS}
    record.connect("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    answer = dana.post(form, fields)
    assert answer.status_code == 503
    assert WORDS in answer.text
    assert dana.get(house.address).status_code == 503


def test_what_will_not_pass_is_still_a_fault(house: House) -> None:
    dana = house.visitor("dana")
    with record.transaction() as session:
        session.execute(text("ALTER TABLE item RENAME TO item_before"))
    try:
        answer = dana.get(f"{house.address}/comments")
    finally:
        with record.transaction() as session:
            session.execute(text("ALTER TABLE item_before RENAME TO item"))
    assert answer.status_code == 500


def test_a_page_is_one_view_of_the_record(house: House) -> None:
    with record.reading() as session:
        before = session.scalar(select(func.max(Person.name)))
        with record.transaction() as other:
            other.execute(update(Person).values(name="Zzyzx"))
        assert session.scalar(select(func.max(Person.name))) == before
    with record.reading() as session:
        assert session.scalar(select(func.max(Person.name))) == "Zzyzx"


def test_nothing_is_written_while_reading_where_the_database_can_tell(house: House, database: Engine) -> None:
    if database.dialect.name != "postgresql":
        return
    with pytest.raises(Exception, match="read-only"), record.reading() as session:
        session.execute(update(Person).values(name="Zzyzx"))


def test_a_lock_is_waited_for_as_long_on_either_database(database: Engine) -> None:
    asked = "SHOW lock_timeout" if database.dialect.name == "postgresql" else "PRAGMA busy_timeout"
    with record.reading() as session:
        assert str(session.scalar(text(asked))) in ("5s", "5000")


@pytest.mark.parametrize(("said", "passing"), [("database is locked", True), ("no such table: item", False)])
def test_only_a_lock_is_worth_another_try_on_sqlite(tmp_path: object, said: str, passing: bool) -> None:
    record.connect(f"sqlite:///{tmp_path}/none.sqlite3")
    assert record.is_passing(OperationalError("", {}, Exception(said))) is passing

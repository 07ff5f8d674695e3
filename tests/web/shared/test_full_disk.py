"""A disk that is full or closed for writing: nothing is saved and nothing is lost, and what is there can be read."""

import errno
import html
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import DBAPIError, OperationalError

from tests.cast import PASSWORD
from tests.web.house import House, hidden, house_of
from tests.web.items.test_items import COMMENT
from tests.web.items.test_items import form as form_of
from tests.web.site import Site, open_site
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Item
from workflow.web.shared import rate_limits

WORDS = "The gauges have been silent since spring."
SAID = "the disk of the service is full, or closed for writing"
KINDS = ("full", "read-only")


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with its consultation open."""
    with house_of(settings) as made:
        yield made


@contextmanager
def closed(engine: Engine, kind: str) -> Iterator[None]:
    """Every connection that is made in the block is to a database which takes nothing, as a disk's would be."""

    def close(connection: Any, _record: Any) -> None:
        if engine.dialect.name == "postgresql":  # it has no bound on its size: full is told apart in a test below
            connection.execute("SET default_transaction_read_only = on")
            connection.commit()
        elif kind == "full":
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages}")
        else:
            connection.execute("PRAGMA query_only = ON")

    engine.dispose()
    event.listen(engine, "connect", close)
    try:
        yield
    finally:
        event.remove(engine, "connect", close)
        engine.dispose()


def _long(kind: str) -> str:
    """Words that need a page of their own, where a full file still has room in the last one."""
    return WORDS + " And before." * (320 if kind == "full" else 0)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_typed_comes_back_with_503_and_can_be_sent_again_by_a_button(
    house: House, database: Engine, kind: str
) -> None:
    dana, form = house.visitor("dana"), form_of(house)
    dana.get(form)
    fields = {**hidden(dana.page), **COMMENT, "body": _long(kind)}
    with closed(database, kind):
        answer = dana.post(form, fields)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert SAID in answer.text
        assert WORDS in answer.text
        again = dana.post(form, _carried(answer.text))
        assert (again.status_code, WORDS in again.text) == (503, True)
    assert f'action="{form}"' in html.unescape(again.text)
    assert dana.post(form, _carried(again.text)).status_code == 303, "the disk was mended, and the button pressed"
    with record.reading() as session:
        assert session.scalars(select(Item.body)).all() == [_long(kind)]


def _carried(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def test_pages_are_read_as_before_and_what_would_be_noted_is_let_go(house: House, database: Engine) -> None:
    dana = house.visitor("dana")
    house.room.clock.pass_by(minutes=10)  # a sign-in is noted as used, and a first look as taken
    with closed(database, "read-only"):
        for path in ("/home", house.address, f"{house.address}/comments", f"{house.address}/history", "/settings", "/"):
            assert dana.get(path).status_code == 200, path


def test_a_search_of_the_public_is_answered_and_bounded_where_its_count_cannot_be_kept(
    database: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "SEARCHING", {"network": "2/minute"})
    visitor = open_site(database, settings).visitor()
    with closed(database, "read-only"):
        found = [visitor.get("/?q=rivers").status_code for _ in range(3)]
    assert found == [200, 200, 429]


def test_a_sign_in_says_so_and_keeps_the_address_and_the_words_that_were_brought_along(
    database: Engine, settings: Settings
) -> None:
    site: Site = open_site(database, settings)
    visitor = site.visitor()
    visitor.get("/sign-in")
    fields = {"email": "dana@delta.example", "password": PASSWORD, "kept_to": "/home", "kept:body": WORDS}
    with closed(database, "read-only"):
        answer = visitor.post("/sign-in", fields)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert SAID in answer.text
    assert 'value="dana@delta.example"' in answer.text and WORDS in answer.text
    assert PASSWORD not in answer.text
    assert visitor.post("/sign-in", fields).status_code == 200, "and on it goes, with the words"
    assert WORDS in visitor.page


def test_a_large_form_that_finds_no_room_while_it_arrives_is_said_as_such(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    dana = house.visitor("dana")
    dana.get("/settings")
    monkeypatch.setattr("workflow.web.people.account.access.acting_person", full)
    answer = dana.post("/settings", {"name": "Dana of the delta", "language": "en", "time_zone": ""})
    assert (answer.status_code, SAID in answer.text) == (503, True)
    assert "Dana of the delta" in answer.text


@pytest.mark.parametrize(("state", "is_closed"), [("53100", True), ("25006", True), ("58030", True), ("42P01", False)])
def test_a_full_postgresql_is_told_from_other_faults(bare_postgres_url: str, state: str, is_closed: bool) -> None:
    class Said(Exception):
        sqlstate = state

    record.connect(bare_postgres_url)
    assert record.is_closed(OperationalError("", {}, Said())) is is_closed


def test_another_fault_while_a_page_is_read_is_still_a_fault(database: Engine) -> None:
    with pytest.raises(DBAPIError), record.noting() as session:
        session.connection().exec_driver_sql("SELECT nothing FROM nowhere")

"""A point whose text came as a delta: rebuilt to the byte, or nothing is kept and the script sends all."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from tests.web.house import House, hidden, house_of
from tests.web.items.test_amending import REASON, address, items, shown
from tests.web.site import Visitor
from workflow.config import Settings
from workflow.text.diff import delta_between, text_digest


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


def send(house: House, visitor: Visitor, **parts: str) -> TestResponse:
    """The answer to the form in which the script sends the paragraph."""
    visitor.get(address(house))
    fields = {f"edited.{part}": value for part, value in parts.items()}
    asked = {**hidden(visitor.page), **REASON, **fields}
    return visitor.post(address(house), asked, headers={"Accept": "application/json"})


def changed(house: House) -> dict[str, str]:
    base, typed = shown(house), shown(house).replace("difficult", "critical")
    return {"delta": delta_between(base, typed), "base": text_digest(base), "digest": text_digest(typed)}


def test_a_delta_is_the_amendment_and_says_where_to_go_on(house: House) -> None:
    answer = send(house, house.visitor("nadia"), **changed(house))
    assert (answer.status_code, answer.json) == (200, {"next": f"{house.address}?open=A1#a1"})
    assert [(each.quote, each.proposal) for each in items()] == [("difficult", "critical")]


@pytest.mark.parametrize(
    "parts",
    [
        {"base": text_digest("Another paragraph.")},
        {"digest": text_digest("Another text.")},
        {"digest": ""},
        {"delta": "=2\t+wrong"},
        {"delta": "nonsense"},
        {"delta": "=99999999999999999999"},
        {"delta": "=1\t-\t+%ff"},
        {"delta": "=" + "9" * 5000},
    ],
)
def test_what_cannot_be_rebuilt_is_not_kept(house: House, parts: dict[str, str]) -> None:
    answer = send(house, house.visitor("nadia"), **{**changed(house), **parts})
    assert (answer.status_code, items()) == (422, [])
    assert not answer.is_json, "which tells the script to send all"


def test_of_who_is_signed_out_nothing_is_kept_and_the_script_goes_nowhere(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(address(house))
    visitor.client.delete_cookie("session", domain="127.0.0.1")
    asked = {f"edited.{part}": value for part, value in changed(house).items()}
    answer = visitor.post(address(house), asked, headers={"Accept": "application/json"})
    assert (answer.is_json, items()) == (False, [])
    assert answer.status_code >= 400

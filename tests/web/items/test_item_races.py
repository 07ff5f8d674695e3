"""Two colleagues at one item: what one does meanwhile is said to the other, whose words stay."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from tests import posting
from tests.web.house import House, element, hidden, house_of, words
from tests.web.site import Visitor, source
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Item
from workflow.services.items import revising

SAID = {"kind": "comment", "language": "en"}


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


def draft(house: House) -> tuple[Visitor, str]:
    """Dana with the form of a draft of her organisation open, and its address."""
    facts = {"version": 1, "body": "Say more here.", "language": "en", "keep": True}
    item: Item = house.room.do("dana", posting.post_comment, **facts)
    dana, address = house.visitor("dana"), f"{house.address}/items/{item.id}/edit"
    dana.get(address)
    return dana, address


def body() -> str:
    with record.reading() as session:
        return session.scalars(select(Item.body)).one()


def test_a_draft_that_a_colleague_sent_is_not_changed_by_keeping_words_of_it(house: House) -> None:
    dana, address = draft(house)
    house.room.do("dilip", revising.send_kept, item=address.split("/")[-2], version=1)
    answer = dana.post(address, {**hidden(dana.page), **SAID, "body": "For us alone.", "draft": "1"})
    assert (answer.status_code, body()) == (409, "Say more here.")
    said = words(answer.text)
    assert "A colleague has already sent this as C1, shown above the form." in said
    assert said.count("Say more here.") == 1
    assert ">\nFor us alone.</textarea>" in answer.text.replace("\r", "")
    assert 'name="draft"' not in answer.text
    assert dana.post(address, {**hidden(answer.text), **SAID, "body": "For all."}).status_code == 303
    assert body() == "For all."


def test_what_a_colleague_withdrew_is_said_to_be_withdrawn_and_offers_no_comment(house: House) -> None:
    dana, address = draft(house)
    house.room.do("dana", revising.send_kept, item=address.split("/")[-2], version=1)
    dana.get(address)
    house.room.do("dilip", revising.withdraw_item, item="C1")
    answer = dana.post(address, {**hidden(dana.page), **SAID, "body": "An hour of work."})
    assert answer.status_code == 409
    assert "C1 was withdrawn by its organisation." in words(answer.text)
    assert "An hour of work." in answer.text
    for act in ("edit", "withdrawal"):
        assert "C1 was withdrawn" in words(dana.get(f"{house.address}/items/C1/{act}").text)
    listed = element(dana.get(f"{house.address}/comments").text, "c1")
    assert "Withdrawn" in listed
    assert "/items/C1/edit" not in listed


def test_what_was_typed_into_a_draft_that_a_colleague_dropped_comes_back_with_the_reason(house: House) -> None:
    dana, address = draft(house)
    house.room.do("dilip", revising.withdraw_item, item=address.split("/")[-2])
    answer = dana.post(address, {**hidden(dana.page), **SAID, "body": "An hour of work."})
    assert answer.status_code == 409
    assert "A colleague has deleted this draft." in words(answer.text)
    assert "An hour of work." in answer.text
    assert house.visitor("nadia").get(address).status_code == 404


def test_a_paragraph_counts_drafts_apart_and_what_is_too_long_says_by_how_much(house: House) -> None:
    dana = house.visitor("dana")
    block = house.room.blocks()[2].id
    for keep in (True, False):
        facts = {"version": 1, "body": f"Say more: {keep}.", "language": "en", "block": block, "keep": keep}
        house.room.do("dana", posting.post_comment, **facts)
    assert "<summary>1 point, 1 ours, 1 draft" in source(dana.get(house.address).text)
    answer = house.send(dana, f"{house.address}/items/new?kind=comment", **SAID, body="x" * 5_003)
    assert "Use at most 5000 characters. You have used 5003." in words(answer.text)

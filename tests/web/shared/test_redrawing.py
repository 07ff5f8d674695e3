"""A page that answers a form is had in another language with all that was typed in it, and nothing is done by that."""

import html
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from tests.web.house import House, hidden, house_of, words
from tests.web.site import Visitor, source
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Item
from workflow.models.person import Person
from workflow.services.consultation import consulting

TYPED = "The river, which we know, has gone – and will not come back."


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


def amend(house: House) -> str:
    return f"{house.address}/amendments/new?paragraph={house.room.blocks(1)[3].id}"


def box(page: str) -> str:
    found = re.search(r'<textarea[^>]*name="edited"[^>]*>\r?\n?(.*?)</textarea>', source(page), re.S)
    assert found
    return html.unescape(found[1])


def languages(page: str) -> list[str]:
    """The languages that are chosen with the form of the page."""
    buttons = re.findall(r"<button[^>]*\bname=\"page_language\"[^>]*>", source(page))
    assert all('form="written"' in each for each in buttons)
    return re.findall(r'value="(\w+)"', " ".join(buttons))


def items() -> list[Item]:
    with record.reading() as session:
        return list(session.scalars(select(Item)))


def test_a_refused_form_comes_in_another_language_with_what_was_typed_since_and_nothing_is_sent(house: House) -> None:
    nadia = house.visitor("nadia")
    refused = house.send(nadia, amend(house), edited=TYPED, reason="", language="en", division="each")
    assert refused.status_code == 422 and languages(refused.text) == ["en", "fr", "es", "ar"]
    assert source(refused.text).count('id="written"') == 1
    form = {**hidden(refused.text), "edited": TYPED, "reason": "Because it is.", "language": "en", "division": "each"}
    french = nadia.post(amend(house), {**form, "page_language": "fr"})
    assert french.status_code == 422 and '<html lang="fr"' in french.text
    assert box(french.text) == TYPED and "Because it is." in french.text and items() == []
    assert "This page is in English now." in words(french.text) or "Cette page" in words(french.text)
    with record.reading() as session:
        assert session.get_one(Person, house.room.people["nadia"]).language == "fr"
    assert nadia.post(amend(house), {**hidden(french.text), **form}).status_code == 303
    assert len(items()) == 1


def test_what_is_wrong_is_said_in_the_other_language_too(house: House) -> None:
    nadia = house.visitor("nadia")
    nadia.get(amend(house))
    form = {**hidden(nadia.page), "edited": TYPED, "reason": "Because.", "language": "en", "division": "together"}
    empty = nadia.post(amend(house), {**form, "reason": "", "page_language": "fr"})
    assert empty.status_code == 422 and "Indiquez un motif." in words(empty.text)
    house.room.do("sara", consulting.close_consultation)
    closed = nadia.post(amend(house), {**form, "page_language": "es"})
    assert closed.status_code == 409 and box(closed.text) == TYPED and '<html lang="es"' in closed.text


def test_a_page_that_was_only_asked_for_has_the_languages_as_before_and_a_made_up_one_is_none(house: House) -> None:
    nadia = house.visitor("nadia")
    assert languages(nadia.get(amend(house)).text) == []
    assert 'name="language" value="fr"' in re.sub(r"\s+", " ", nadia.page)
    form = {**hidden(nadia.page), "edited": TYPED, "reason": "Because.", "language": "en", "division": "together"}
    assert nadia.post(amend(house), {**form, "page_language": "xx"}).status_code == 303


def test_a_stranger_has_the_sign_in_page_in_another_language_with_the_address_that_was_typed(house: House) -> None:
    stranger = Visitor(house.app.test_client(), house.base)
    stranger.get("/sign-in")
    refused = stranger.post("/sign-in", {"email": "dana@example.org", "password": "no"})
    assert languages(refused.text) == ["en", "fr", "es", "ar"]
    arabic = stranger.post("/sign-in", {"email": "dana@example.org", "password": "no", "page_language": "ar"})
    assert '<html lang="ar" dir="rtl"' in arabic.text and 'value="dana@example.org"' in arabic.text
    assert '<html lang="ar" dir="rtl"' in stranger.get("/sign-in").text

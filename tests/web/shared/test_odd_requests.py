"""What nobody types: endless numbers, NUL, broken addresses in headers. Each is answered, none is a fault."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from tests.web.house import House, hidden, house_of
from tests.web.items.test_items import COMMENT
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Item

ENDLESS, LONGEST, OTHER_DIGITS = "9" * 25, "9" * 5000, "٣" * 25


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with its consultation open."""
    with house_of(settings) as made:
        yield made


def _form(house: House) -> str:
    return f"{house.address}/items/new?paragraph={house.room.blocks(1)[3].id}"


@pytest.mark.parametrize("number", [ENDLESS, LONGEST, OTHER_DIGITS, f"-{ENDLESS}"])
def test_a_number_that_no_column_could_hold_is_no_fault(house: House, number: str) -> None:
    dana, sara = house.visitor("dana"), house.visitor("sara")
    for address in (
        f"{house.address}?version={number}",
        f"{house.address}/changes?from={number}&to={number}",
        f"{house.address}/changes?from=s{number}&to=draft",
        f"{house.address}/history?before={number}",
        f"{house.address}/comments?page={number}",
        f"/organisations?page={number}",
        f"/statements?page={number}",
    ):
        assert {dana.get(address).status_code, sara.get(address).status_code} <= {200, 404}, address


def test_a_version_too_large_to_be_one_is_not_the_newest(house: House) -> None:
    assert house.visitor("dana").get(f"{house.address}?version={ENDLESS}").status_code == 404


def test_an_endless_number_in_a_form_is_no_fault(house: House) -> None:
    dana = house.visitor("dana")
    answer = house.send(dana, _form(house), **{**COMMENT, "version": ENDLESS})
    assert answer.status_code < 500
    sara = house.visitor("sara")
    sara.get(f"{house.address}/draft")
    restored = sara.post(f"{house.address}/draft/restoration", {"serial": ENDLESS, "from_serial": ENDLESS})
    assert restored.status_code < 500


@pytest.mark.parametrize("address", ["/%00", "/JS-2026-1%00", "/?q=%00", "/nowhere?%00=1", "/feed.atom?lang=%00"])
def test_nul_in_a_public_address_is_answered_with_400(house: House, address: str) -> None:
    assert house.app.test_client().get(address, base_url=house.base).status_code == 400


@pytest.mark.parametrize(
    "address", ["/statements/a%00b", "/statements?q=%00", "/organisations/%00", "/reset/%00", "/sign-in?next=%00"]
)
def test_nul_in_a_members_address_is_answered_with_400(house: House, address: str) -> None:
    assert house.visitor("dana").get(address).status_code == 400


def test_nul_in_the_token_of_a_form_or_in_a_name_is_refused_before_the_record_is_asked(house: House) -> None:
    dana = house.visitor("dana")
    dana.get(_form(house))
    fields = {**hidden(dana.page), **COMMENT}
    page = dana.page
    assert dana.post(_form(house), {**fields, "form_token": "\0x"}).status_code == 400
    dana.page = page
    assert dana.post(_form(house), {**fields, "bo\0dy": "x"}).status_code == 400
    with record.reading() as session:
        assert session.scalars(select(Item)).all() == []


def test_nul_in_what_was_typed_comes_back_with_the_words(house: House) -> None:
    dana = house.visitor("dana")
    answer = house.send(dana, _form(house), **{**COMMENT, "body": "Some words\0 of mine."})
    assert answer.status_code == 422
    assert "Some words" in answer.text


@pytest.mark.parametrize("field", ["paragraph", "language", "prefix", "seen", "version", "words"])
def test_nul_in_any_other_field_is_no_fault(house: House, field: str) -> None:
    answer = house.send(house.visitor("dana"), _form(house), **{**COMMENT, field: "\0"})
    assert answer.status_code < 500


def test_nul_in_an_address_to_sign_in_with_is_no_fault(house: House) -> None:
    stranger = house.visitor("dana")
    stranger.client.delete_cookie("session", domain="127.0.0.1")
    stranger.get("/sign-in")
    assert stranger.post("/sign-in", {"email": "a\0@heron.example", "password": "x\0"}).status_code in (401, 403, 422)


def test_an_origin_that_is_no_address_is_another_sites(house: House) -> None:
    dana = house.visitor("dana")
    assert dana.post(_form(house), COMMENT, headers={"Origin": "http://["}).status_code == 403


def test_a_referer_that_is_no_address_is_none(house: House) -> None:
    stranger = house.app.test_client()
    sent = stranger.post(
        _form(house), base_url=house.base, data={"body": "some words"}, headers={"Referer": "http://["}
    )
    assert sent.status_code == 401
    assert "some words" in sent.text

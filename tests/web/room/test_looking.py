"""What is new, on the pages: what is told to be seen, by a script or by a button, and nothing that tells an hour."""

import re
from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import Engine

from tests import posting
from tests.web.house import House, house_of, words
from tests.web.site import source
from workflow.config import Settings
from workflow.services.items import replying

NEW = re.compile(r'data-new="([^"]*)"')


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with its first consultation open and C1 and C2 of a protected organisation in it, a minute old."""
    with house_of(settings) as made:
        for _ in range(2):
            comment(made)
        made.room.clock.pass_by(minutes=1)
        yield made


NUMBERS = count(1)  # the same words at the same place are one item


def comment(house: House) -> None:
    house.room.do("elena", posting.post_comment, version=1, body=f"Say more {next(NUMBERS)}.", language="en")


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', source(page))
    assert found is not None, name
    return found[1]


@pytest.mark.parametrize("page", ["", "/comments"])
def test_the_button_marks_what_the_page_showed_and_nothing_that_came_since(house: House, page: str) -> None:
    nadia, here = house.visitor("nadia"), f"{house.address}{page}"
    nadia.get(here)
    assert len(NEW.findall(nadia.page)) == 2
    fields = {name: field(nadia.page, name) for name in ("at", "items", "next")}
    house.room.clock.pass_by(minutes=1)
    comment(house)
    house.room.do("fred", replying.post_reply, item="C2", body="Where?", language="en")
    answer = nadia.post(f"{house.address}/looked", {**fields, "back": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, here)
    nadia.get(here)
    assert set(NEW.findall(nadia.page)) == {house.room.item(each).key for each in ("C2", "C3")}


def test_the_script_tells_what_stood_on_the_screen_alone(house: House) -> None:
    nadia, first = house.visitor("nadia"), house.room.item("C1").key
    nadia.get(house.address)
    answer = nadia.post(f"{house.address}/looked", {"at": field(nadia.page, "at"), "items": f"{first} x 99999999999"})
    assert (answer.status_code, answer.text) == (204, "")
    assert "1 point is new to you" in words(nadia.get(house.address).text)


@pytest.mark.parametrize("page", ["", "/comments"])
def test_a_script_is_told_random_keys_that_count_nothing(house: House, page: str) -> None:
    nadia = house.visitor("nadia")
    nadia.get(f"{house.address}{page}")
    told = [*NEW.findall(nadia.page), *field(nadia.page, "items").split()]
    assert len(told) == 4 and len(set(told)) == 2
    assert all(re.fullmatch("[bcdfghjkmnpqrstvwxz2-9]{10}", each) for each in told), told
    assert NEW.findall(nadia.get(f"{house.address}{page}").text) == told[:2], "the next page says the same"


@pytest.mark.parametrize("at", ["", "yesterday", "2026-03-02T09:00:00", "9999"])
def test_without_a_moment_nothing_is_marked(house: House, at: str) -> None:
    nadia = house.visitor("nadia")
    nadia.get(house.address)
    fields = {"at": at, "items": field(nadia.page, "items")}
    assert nadia.post(f"{house.address}/looked", fields).status_code == 204
    assert "2 points are new to you" in words(nadia.get(house.address).text)


def test_ones_own_page_says_nothing_is_new(house: House) -> None:
    assert "data-new" not in house.visitor("elena").get(house.address).text


@pytest.mark.parametrize("page", ["", "/comments"])
def test_the_page_tells_no_moment_at_which_a_protected_organisation_wrote(house: House, page: str) -> None:
    sent = house.room.item("C2").sent_at
    assert sent is not None
    text = house.visitor("nadia").get(f"{house.address}{page}").text
    assert sent.isoformat() not in text
    assert sent.isoformat() not in field(text, "at")

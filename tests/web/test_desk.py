"""The desk: what needs this person, by its deadline."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.decisions import on_the_table, position
from tests.web.house import House, house_of
from workflow.config import Settings
from workflow.rules.decision import Stance
from workflow.services import commenting


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with its first round open."""
    with house_of(settings) as opened:
        yield opened


def test_a_focal_point_finds_the_round_that_is_open_and_what_was_sent(house: House) -> None:
    for keep in (False, True):
        body = "Which gates?" if keep else "Which river?"
        house.room.do("fred", commenting.post_comment, version=1, body=body, language="en", keep=keep)
    page = house.visitor("fred").get("/desk").text
    assert "1 thing needs you" in page
    assert "Comment before it closes" in page
    assert "Your organisation has made 1." in page
    assert "1 is kept as a draft and not sent." in page


def test_a_penholder_finds_what_the_pen_is_held_of(house: House) -> None:
    page = house.visitor("sara").get("/desk").text
    assert "You hold the pen" in page
    assert "Comment before it closes" not in page


def test_a_committee_member_finds_the_ballot_until_its_position_is_taken(house: House) -> None:
    on_the_table(house.room)
    page = house.visitor("dana").get("/desk").text
    assert "Your organisation has not taken one." in page
    assert "0 of 3 positions recorded." in page
    position(house.room, "dana", Stance.ABSTAIN)
    page = house.visitor("dana").get("/desk").text
    assert "Nothing needs you now" in page
    assert "Abstain" in page
    assert "1 of 3 positions recorded." in page


def test_a_reply_to_ones_own_item_is_there_and_names_a_protected_member_by_its_label(house: House) -> None:
    item = house.room.do("fred", commenting.post_comment, version=1, body="Which gates?", language="en")
    house.room.do("elena", commenting.post_reply, item=item.reference, body="All of them.", language="en")
    page = house.visitor("fred").get("/desk").text
    assert "Replies to you" in page
    assert "All of them." in page
    assert "Vigías" not in page
    assert "Replies to you" not in house.visitor("nadia").get("/desk").text


def test_a_person_whom_nothing_needs_is_told_the_next_deadline(house: House) -> None:
    page = house.visitor("sol").get("/desk").text
    assert "Nothing needs you now" in page
    assert "The next deadline is" in page

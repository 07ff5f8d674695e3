"""A form of an open ballot that comes after its end, or after the seat was lost: refused, and its words come back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.decisions import before_committee, every, fan_out_all
from tests.seats import end_seats
from tests.services.decision.test_proposing import come
from tests.web.decision.test_proposals import fields_of, given
from tests.web.house import House, house_of, words
from workflow import database as record
from workflow.config import Settings
from workflow.models.ballot import Position, ProposedPosition
from workflow.models.person import Person
from workflow.models.seat import Seat
from workflow.services.decision import steering

WHY = "Paragraph 2 names no river."


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """Version 1 before the Committee; Nell came to lucie's organisation an hour later."""
    with house_of(settings, begun=before_committee) as opened:
        opened.room.clock.pass_by(hours=1)
        come(opened.room, "nell", "lacs")
        with record.transaction() as session:
            session.get_one(Person, opened.room.people["nell"]).language = "en"
        fan_out_all()
        yield opened


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("dana", "positions"),
        ("nell", "proposed-positions"),
        ("sara", "entered-positions"),
        ("sol", "ballot/stop"),
        ("sol", "ballot/extend"),
    ],
)
def test_what_comes_after_the_end_is_refused_and_its_words_come_back(house: House, name: str, path: str) -> None:
    later = f"{house.room.clock.at + timedelta(days=9):%Y-%m-%dT%H:%M}"
    typed = {
        "positions": {"stance": "reserve", "reason": WHY},
        "proposed-positions": {"stance": "reserve", "reason": WHY},
        "entered-positions": given(house, given_stance="reserve", given_reason=WHY),
        "ballot/stop": {"stop_reason": WHY},
        "ballot/extend": {"extended_to": later, "extension_reason": WHY},
    }[path]
    visitor = house.visitor(name)
    hidden = fields_of(visitor, house, path)
    house.room.do("sara", steering.stop_ballot, reason="The plenary is over.")
    answer = visitor.post(f"{house.address}/{path}", {**hidden, **typed})
    assert answer.status_code == 409
    assert "What you wrote" in words(answer.text) and WHY in words(answer.text)
    assert not every(Position) and not every(ProposedPosition)


def test_whose_seat_ends_meanwhile_gets_the_words_back(house: House) -> None:
    lucie = house.visitor("lucie")
    hidden = fields_of(lucie, house, "positions")
    with record.transaction() as session:
        end_seats(session, Seat.organisation_id == house.room.organisations["lacs"])
    answer = lucie.post(f"{house.address}/positions", {**hidden, "stance": "reserve", "reason": WHY})
    assert answer.status_code == 403
    assert "no longer holds a seat" in words(answer.text) and WHY in words(answer.text)


def test_words_that_stand_in_their_form_are_not_given_back_twice(house: House) -> None:
    dana = house.visitor("dana")
    hidden = fields_of(dana, house, "positions")
    answer = dana.post(
        f"{house.address}/positions", {**hidden, "mandate": "0" * 64, "stance": "reserve", "reason": WHY}
    )
    assert answer.status_code == 409
    assert words(answer.text).count(WHY) == 1 and "What you wrote" not in words(answer.text)

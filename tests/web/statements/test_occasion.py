"""The occasion of a statement: its date and time by the clock of its venue, in the settings and over every page."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.rooms import OPENS
from tests.web.house import House, house_of, words
from tests.web.site import Visitor
from workflow.config import Settings


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with its first consultation open."""
    with house_of(settings) as opened:
        yield opened


def settings_form(visitor: Visitor, where: str, **typed: str) -> dict[str, Any]:
    """The form of the settings as the page shows it, with these fields typed over."""
    return {**visitor.filled(where), **typed}


def test_an_occasion_is_typed_by_the_clock_of_its_venue_and_shown_by_it(house: House) -> None:
    sara, where = house.visitor("sara"), f"{house.address}/settings"
    typed = settings_form(sara, where, occasion_at="2026-03-07T15:00", occasion_zone="America/New_York")
    assert sara.post(where, typed).status_code == 303
    assert house.room.statement().occasion_at == datetime(2026, 3, 7, 20, 0, tzinfo=UTC)
    page = sara.get(where).text
    assert 'value="2026-03-07T15:00"' in page and 'selected value="America/New_York"' in page
    assert "Occasion Sat 7 Mar, 15:00 in New York (Sat 7 Mar, 20:00 your time)" in words(page)
    assert "Sat 7 Mar, 15:00 in New York" in words(house.visitor("fred").get(house.address).text)


def test_without_a_zone_it_is_by_the_coalitions_clock_and_an_empty_field_takes_it_away(house: House) -> None:
    sara, where = house.visitor("sara"), f"{house.address}/settings"
    sara.post(where, settings_form(sara, where, occasion_at="2026-03-07T15:00"))
    assert house.room.statement().occasion_at == datetime(2026, 3, 7, 15, 0, tzinfo=UTC)
    assert "Occasion Sat 7 Mar, 15:00" in words(sara.get(where).text)
    sara.post(where, settings_form(sara, where, occasion_at="", occasion_zone="Asia/Tokyo"))
    found = house.room.statement()
    assert (found.occasion_at, found.occasion_zone) == (None, "")


def test_settings_sent_without_the_field_leave_the_occasion_as_it_is(house: House) -> None:
    sara, where = house.visitor("sara"), f"{house.address}/settings"
    sara.post(where, settings_form(sara, where, occasion_at="2026-03-07T15:00"))
    older = {name: value for name, value in settings_form(sara, where).items() if not name.startswith("occasion")}
    assert "seen" in older
    assert sara.post(where, older).status_code == 303
    assert house.room.statement().occasion_at is not None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2026-03-01T15:00", "Choose a time in the future."),
        ("2029-03-01T15:00", "An occasion is at most two years ahead. Choose a time before"),
        ("soon", "Enter the date and time, such as 2024-12-04 18:00."),
    ],
)
def test_a_moment_that_cannot_be_meant_is_refused_and_what_was_typed_stays(house: House, typed: str, said: str) -> None:
    sara, where = house.visitor("sara"), f"{house.address}/settings"
    answer = sara.post(where, settings_form(sara, where, occasion_at=typed, word_limit="333"))
    assert answer.status_code == 422 and said in words(answer.text)
    assert f'value="{typed}"' in answer.text and 'value="333"' in answer.text
    assert house.room.statement().occasion_at is None


def test_an_occasion_that_has_passed_meanwhile_does_not_hold_up_other_settings(house: House) -> None:
    sara, where = house.visitor("sara"), f"{house.address}/settings"
    sara.post(where, settings_form(sara, where, occasion_at="2026-03-03T15:00"))
    house.room.clock.at = OPENS + timedelta(days=5)
    sara = house.visitor("sara")
    typed = settings_form(sara, where, word_limit="333")
    assert typed["occasion_at"] == ["2026-03-03T15:00"]
    assert sara.post(where, typed).status_code == 303
    assert house.room.statement().word_limit == 333


def test_an_occasion_that_a_colleague_set_meanwhile_is_shown_beside_what_was_typed(house: House) -> None:
    sara, where = house.visitor("sara"), f"{house.address}/settings"
    stale = settings_form(sara, where, word_limit="333")
    sara.post(where, settings_form(sara, where, occasion_at="2026-03-07T15:00"))
    answer = sara.post(where, stale)
    assert answer.status_code == 409 and "2026-03-07 15:00" in words(answer.text)
    assert 'value="2026-03-07T15:00"' in answer.text, "its writer had left the field alone"

"""The room of a version that answered what was said before: nothing disappears, and the counts agree."""

from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy import Engine

from tests import posting
from tests.web.house import House, element, house_of, words
from tests.web.site import source
from workflow.config import Settings
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.services.consolidation import issuing
from workflow.services.consultation import consulting

NOTED = DispositionKind.NOTED


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


NUMBERS = count(1)  # the same words at the same place are one item


def comment(house: House, who: str, at: int, words_: str = "") -> None:
    facts = {"version": 1, "block": house.room.blocks(1)[at].id, "words": words_, "body": f"Say more {next(NUMBERS)}."}
    house.room.do(who, posting.post_comment, language="en", **facts)


def test_what_an_earlier_version_answered_is_found_by_those_who_asked_and_counted_for_all(house: House) -> None:
    for who in ("dana", "nadia", "lucie"):
        comment(house, who, 2)
    house.room.do("sara", consulting.close_consultation)
    answers = [issuing.Answer(f"C{number}", NOTED) for number in (1, 2, 3)]
    house.room.do("sara", issuing.dispose_all, answers=answers)
    house.room.do("sara", issuing.issue_version)
    dana = house.visitor("dana")
    page = source(dana.get(house.address).text)
    said = words(page)
    assert "Current 0 Amendments 0 Comments 0 Ours 1 Not yet answered 0 Answered earlier 3" in said
    assert (
        "2 points are new to you or have changed since you saw them. 2 of these points were answered earlier."
    ) in said
    assert 'href="' + house.address + '?show=past">2 of these points' in page
    place = house.room.blocks(1)[2].id
    assert f'<a href="{house.address}?open={place}&amp;show=past#{place}">3 answered earlier' in page
    ours = dana.get(f"{house.address}?show=ours").text
    assert "Noted" in element(ours, "c1")
    assert 'id="c2"' not in ours
    assert "new to you" not in words(ours)


def test_marks_of_notes_that_are_not_shown_lead_to_them(house: House) -> None:
    for _ in range(5):
        comment(house, "dana", 2)
    comment(house, "dana", 2, "gates")
    nadia = house.visitor("nadia")
    page = nadia.get(f"{house.address}?show=comments").text
    link = f'href="{house.address}?show=comments&amp;open=c6#c6"'
    assert f'<mark>gates</mark><sup class="ref"><span class="vh">\u00a0</span><a {link}><bdi>C6</bdi></a>' in page
    opened = nadia.get(f"{house.address}?show=comments&open=c6").text
    assert " open>" in element(source(opened), "c6").split("<summary>")[0]
    assert '<a href="#c6">' in opened


def test_a_link_to_a_point_shows_it_whatever_the_choice_of_notes_leaves_out(house: House) -> None:
    for who in ("dana", "nadia"):
        comment(house, who, 2)
    house.room.do("sara", consulting.close_consultation)
    house.room.do("sara", issuing.dispose_all, answers=[issuing.Answer(f"C{number}", NOTED) for number in (1, 2)])
    house.room.do("sara", issuing.issue_version)
    dana = house.visitor("dana")
    for address in ("?open=C1", "?show=amendments&open=c1", "?show=none&open=C1"):
        page = dana.get(house.address + address).text
        assert "Noted" in element(page, "c1")
        assert " open>" in element(source(page), "c1").split("<summary>")[0]
        assert 'id="c2"' not in page
    assert 'id="c1"' not in dana.get(house.address).text

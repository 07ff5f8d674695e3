"""History says from whom to whom the pen went, as its reader may know them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.services.statements.test_pens import key
from tests.web.house import House, house_of, words
from workflow import database as record
from workflow.config import Settings
from workflow.models.label import Label
from workflow.models.organisation import Organisation
from workflow.services.statements import changing_settings


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """An open consultation whose pen went from the secretariat to Fenland and then to a protected organisation."""
    with house_of(settings) as furnished:
        for to in ("fen", "estero"):
            furnished.room.clock.pass_by(minutes=17)
            furnished.room.do("sol", changing_settings.hand_over_pen, to=[key(furnished.room, to)])
        yield furnished


def told(house: House, who: str) -> str:
    said = words(house.visitor(who).get(house.address + "/history").text)
    return said.replace("( ", "(").replace(" )", ")")


def test_history_names_from_and_to_by_label_where_one_is_protected(house: House) -> None:
    code = _code(house)
    said = told(house, "dana")
    assert "The penholders were changed: from Secretariat to Fenland Water Society · Secretariat" in said
    assert f"from Fenland Water Society to Member organisation {code} · Secretariat" in said
    assert "Estero" not in said and "Sara" not in said and "Fred" not in said


def test_people_are_named_to_their_own_organisation_and_to_the_secretariat(house: House) -> None:
    fred, sara = told(house, "fred"), told(house, "sara")
    assert "from Secretariat to Fenland Water Society (Fred" in fred and "Elena" not in fred
    assert "from Secretariat (Sara" in sara
    assert "to Vigías del Estero (Elena" in sara


def test_no_hour_stands_beside_the_label_of_a_penholder(house: House) -> None:
    page = house.visitor("dana").get(house.address + "/history").text
    (line,) = [each for each in page.split("<li>") if each.lstrip().startswith("<time") and _code(house) in each]
    assert 'datetime="2026-03-02"' in line and "09:34" not in page


def test_one_that_is_protected_later_is_a_label_in_what_happened_before(house: House) -> None:
    with record.transaction() as session:
        session.get_one(Organisation, house.room.organisations["fen"]).protected = True
    assert "Fenland" not in told(house, "dana")


def _code(house: House) -> str:
    with record.reading() as session:
        return session.get_one(Label, (house.room.statement().id, house.room.organisations["estero"])).code

"""Time zones are chosen by city, each under one name; languages are named in the reader's language."""

import re
from datetime import UTC, datetime

import pytest
from babel.core import get_global
from flask_babel import force_locale

from tests.web.site import Site, site
from workflow.database import reading, transaction
from workflow.models.person import Person
from workflow.services.people import joining
from workflow.web.shared.locale import language_name
from workflow.web.shared.zones import canonical_zone, zone_name, zones_to_choose

__all__ = ["site"]

WINTER = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_each_zone_is_offered_once_by_its_city_in_the_order_of_the_cities(site: Site, language: str) -> None:
    with site.app.test_request_context(), force_locale(language):
        offered = zones_to_choose()
    names, cities = [name for name, _ in offered], [city.rpartition(" (")[0] for _, city in offered]
    assert 350 < len(offered) == len(set(names)) == len(set(cities))
    assert not set(names) & get_global("zone_aliases").keys()
    assert {"Asia/Kolkata", "Europe/Kyiv", "America/Argentina/Buenos_Aires", "Africa/Nairobi"} <= set(names)
    assert all(re.search(r" \(UTC[+-]\d{1,2}(:\d\d)?\)$", city) for _, city in offered)
    accented = {"en": "Asunción", "fr": "Erevan", "es": "Adís Abeba", "ar": "أديس أبابا"}[language]
    assert 0 < cities.index(accented) < len(cities) / 3, "an accent or a form of alif sends no city to the end"


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("Europe/Amsterdam", "Amsterdam (UTC+1)"),
        ("Asia/Kolkata", "Kolkata (UTC+5:30)"),
        ("America/St_Johns", "St. John’s (UTC-3:30)"),
        ("Pacific/Marquesas", "Marquesas (UTC-9:30)"),
        ("Africa/Abidjan", "Abidjan (UTC+0)"),
    ],
)
def test_a_zone_is_named_by_its_city_and_its_offset(site: Site, zone: str, said: str) -> None:
    with site.app.test_request_context(), force_locale("en"):
        assert zone_name(zone, WINTER) == said


def test_a_zone_that_was_chosen_under_an_older_name_is_shown_and_taken_as_its_own(site: Site) -> None:
    assert canonical_zone("Asia/Calcutta") == "Asia/Kolkata"
    with transaction() as session:
        joining.change_settings(session, session.get_one(Person, site.cast["dana"].id), time_zone="Asia/Calcutta")
    dana = site.signed_in("dana")
    shown = dana.filled("/settings")
    assert shown["time_zone"] == ["Asia/Kolkata"]
    assert dana.post("/settings", {**shown, "time_zone": "Europe/Kiev"}).status_code == 303
    with reading() as session:
        assert session.get_one(Person, site.cast["dana"].id).time_zone == "Europe/Kyiv"


@pytest.mark.parametrize(
    ("page", "said"),
    [("en", "French"), ("fr", "français"), ("es", "francés"), ("ar", "الفرنسية")],
)
def test_a_language_is_named_in_the_language_of_the_page(site: Site, page: str, said: str) -> None:
    with site.app.test_request_context(), force_locale(page):
        assert language_name("fr") == said


def test_the_foot_of_a_page_offers_each_language_in_itself(site: Site) -> None:
    foot = site.signed_in("dana").get("/settings").text.partition("<footer")[2]
    assert all(f">{name}<" in re.sub(r"\s*([<>])\s*", r"\1", foot) for name in ("English", "français", "العربية"))

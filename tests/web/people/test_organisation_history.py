"""What an organisation was before: its names, its protection, its suspension, for those who may know them."""

import pytest

from tests.web.house import words
from tests.web.site import Site, site
from workflow.database import transaction
from workflow.models.person import Person
from workflow.services.people import membership

__all__ = ["site"]

FORMER, SECRET = "Fen Friends", "Marsh Light"


def change(site: Site, member: str, **changes: object) -> None:
    """What the secretariat does to an organisation of the cast."""
    with transaction() as session:
        sol, key = session.get_one(Person, site.cast["sol"].id), site.cast.organisations[member].key
        membership.change_organisation(session, sol, key, **changes)  # type: ignore[arg-type]


def end_protection(site: Site, name: str) -> None:
    with transaction() as session:
        sol, key = session.get_one(Person, site.cast["sol"].id), site.cast.organisations[name].key
        membership.end_protection(session, sol, key, reason="It asked for that.")


def everything(site: Site, who: str, name: str) -> str:
    """All that somebody finds about an organisation, as one text."""
    visitor, key = site.signed_in(who), site.cast.organisations[name].key
    pages = (f"/organisations/{key}", "/organisations", "/organisations/seats", "/home", "/statements")
    return "\n".join(visitor.get(page).text for page in pages)


def history(site: Site, who: str, name: str) -> str:
    page = site.signed_in(who).get(f"/organisations/{site.cast.organisations[name].key}").text
    return words(page)


@pytest.mark.parametrize("stranger", ["dana", "lucie"])
def test_a_former_name_is_covered_with_its_organisation_from_those_who_may_not_see_it(
    site: Site, stranger: str
) -> None:
    change(site, "fen", name=FORMER)
    assert FORMER in everything(site, stranger, "fen")
    change(site, "fen", name="Fen Watch")
    assert FORMER in history(site, stranger, "fen"), "both names were public"
    change(site, "fen", protected=True)
    found = everything(site, stranger, "fen")
    assert FORMER not in found and "Fen Watch" not in found and "Fenland" not in found
    for insider in ("fred", "sol"):
        assert FORMER in history(site, insider, "fen")


@pytest.mark.parametrize("stranger", ["dana", "nadia"])
def test_a_name_that_was_held_under_protection_stays_covered_when_the_protection_has_ended(
    site: Site, stranger: str
) -> None:
    change(site, "fen", name=SECRET, protected=True)  # at once: the new name was never public
    change(site, "fen", name="Fen Watch")
    end_protection(site, "fen")
    change(site, "fen", name="Fen and Marsh Watch")
    found = everything(site, stranger, "fen")
    assert SECRET not in found
    assert "Renamed from Fen Watch to Fen and Marsh Watch" in history(site, stranger, "fen")
    for insider in ("fred", "sol"):
        assert f"Renamed from {SECRET} to Fen Watch" in history(site, insider, "fen")


def test_protection_and_suspension_are_told_with_what_they_were_to_itself_and_the_secretariat(site: Site) -> None:
    change(site, "fen", protected=True)
    change(site, "fen", suspended=True)
    change(site, "fen", suspended=False)
    end_protection(site, "fen")
    for insider in ("fred", "sol"):
        said = history(site, insider, "fen")
        assert "Protected from now on (before: not protected)" in said
        assert "No longer protected (before: protected)" in said
        assert "Suspended (before: not suspended)" in said
        assert "No longer suspended (before: suspended since" in said
    for stranger in ("dana", "nadia"):
        said = history(site, stranger, "fen")
        assert "rotected" not in said.replace("Protected organisation", "") and "uspended" not in said


def test_an_organisation_of_which_nothing_changed_has_no_history(site: Site) -> None:
    change(site, "fen", country="IE")
    assert "Former names" not in history(site, "dana", "fen") and "Renamed" not in history(site, "sol", "fen")

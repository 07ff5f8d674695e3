"""What is stated about an organisation is asked for, taken from lists, shown, changed and recorded: each fact of it."""

import io
import re
from typing import NamedTuple

import pytest
from sqlalchemy import select

from tests.seats import is_on_roll
from tests.web.site import Site, Visitor, site, source
from workflow.database import reading
from workflow.formats.organisations_csv import COLUMNS
from workflow.models.event import Event
from workflow.models.organisation import Organisation
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.organisation_facts import FACTS, FAULTS, LISTED, ON_ROLL

__all__ = ["site"]


class Sample(NamedTuple):
    """One fact: its word in a list, what a form sends for it, what is kept, and what the organisation's page says."""

    listed: str
    typed: str
    kept: str | bool
    shown: str
    lists: str = ""  # what the list of organisations says, where that is something else


STATED = {
    "name": Sample("Gardiens du Marais", "Gardiens du Marais", "Gardiens du Marais", "Gardiens du Marais"),
    "language": Sample("FR", "fr", "fr", 'lang="fr"'),
    "country": Sample("nl", "NL", "NL", "Netherlands"),
    "region": Sample("Europe", "europe", "europe", "<dd>Europe</dd>", 'data-th="Region">Europe</td>'),
    "has_seat": Sample("oui", "y", True, "With a seat", "◆"),
    "protected": Sample("oui", "y", True, "Your organisation is protected", "▣"),
}


def _row(name: str = STATED["name"].listed) -> Organisation:
    with reading() as session:
        return session.scalars(select(Organisation).where(Organisation.name == name)).one()


def _kept(name: str = STATED["name"].listed) -> dict[str, str | bool]:
    with reading() as session:
        return {
            fact: is_on_roll(session, _row(name)) if fact == ON_ROLL else getattr(_row(name), fact) for fact in FACTS
        }


def _import(visitor: Visitor, words: dict[str, str]) -> None:
    data = f"{','.join(words)}\n{','.join(words.values())}\n".encode()
    visitor.get("/organisations/import")
    answer = visitor.post("/organisations/import", {"file": (io.BytesIO(data), "list.csv")})
    assert answer.status_code == 303, answer.text


def _main(page: str) -> str:
    return source(page[page.index("<main") : page.index("</main>")])


def test_every_fact_has_a_sample_here() -> None:
    assert tuple(STATED) == FACTS


def test_the_page_of_the_import_names_every_column_and_says_what_to_write_in_it(site: Site) -> None:
    page = _main(site.signed_in("sara").get("/organisations/import").text)
    assert f">{', '.join(COLUMNS)}</code>" in page
    told = dict(re.findall(r'<dt>[^<]+<code dir="ltr">(\w+)</code></dt><dd>([^<]+)</dd>', page))
    assert set(told) == set(FAULTS) and told["country"] == "Write the country as two letters, such as KE."


def test_a_list_whose_first_line_is_another_is_refused_with_the_columns_that_there_are(site: Site) -> None:
    sara = site.signed_in("sara")
    sara.get("/organisations/import")
    answer = sara.post("/organisations/import", {"file": (io.BytesIO(b"title\nx\n"), "list.csv")})
    assert answer.status_code == 422
    assert f"The first line must name the columns: {', '.join(COLUMNS)}." in answer.text


def test_a_list_states_every_fact(site: Site) -> None:
    _import(site.signed_in("sara"), {column: STATED[fact].listed for column, fact in LISTED.items()})
    assert _kept() == {fact: each.kept for fact, each in STATED.items()}


def test_the_form_of_a_new_organisation_asks_for_every_fact_and_its_change_shows_what_was_said(site: Site) -> None:
    sara = site.signed_in("sara")
    page = sara.get("/organisations/new").text
    assert [fact for fact in FACTS if f'name="{fact}"' not in page] == []
    answer = sara.post("/organisations/new", {fact: each.typed for fact, each in STATED.items()})
    assert answer.status_code == 303
    assert _kept() == {fact: each.kept for fact, each in STATED.items()}
    shown = sara.filled(f"/organisations/{_row().key}")
    assert {fact: shown.get(fact) for fact in FACTS if fact != "protected"} == {
        fact: [each.typed]
        for fact, each in STATED.items()
        if fact != "protected"  # a tag shows it, without a box
    }


@pytest.mark.parametrize("fact", FACTS)
def test_a_fact_that_is_changed_is_kept_and_the_record_says_which_it_was(site: Site, fact: str) -> None:
    sara = site.signed_in("sara")
    _import(sara, {"name": "Marsh Keepers"})
    where = f"/organisations/{_row('Marsh Keepers').key}"
    answer = sara.post(where, {**sara.filled(where), fact: STATED[fact].typed})
    assert answer.status_code == 303, answer.text
    name = STATED["name"].kept if fact == "name" else "Marsh Keepers"
    assert _kept(str(name))[fact] == STATED[fact].kept
    with reading() as session:
        told = session.scalars(select(Event).where(Event.kind == EventKind.ORGANISATION_CHANGED)).one()
    assert fact in told.data["changed"] and set(told.data["changed"]) <= {fact, f"{fact}_folded"}


def test_the_page_of_an_organisation_and_the_list_show_every_fact(site: Site) -> None:
    sara, where = site.signed_in("sara"), f"/organisations/{site.cast.organisations['estero'].key}"
    answer = sara.post(where, {**sara.filled(where), **{fact: each.typed for fact, each in STATED.items()}})
    assert answer.status_code == 303, answer.text
    page, listed = _main(site.signed_in("elena").get(where).text), _main(sara.get("/organisations").text)
    assert [fact for fact, each in STATED.items() if each.shown not in page] == []
    assert [fact for fact, each in STATED.items() if (each.lists or each.shown) not in listed] == []

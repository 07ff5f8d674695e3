"""The members' list and pages: who sees which names, and what only the secretariat can do."""

import io
import re
from urllib.parse import quote, quote_plus

import pytest
from sqlalchemy import Engine, select

from tests.seats import is_on_roll
from tests.web.site import Site, Visitor, rows, site
from workflow.database import reading, transaction
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.rules.people.organisation_facts import OrganisationFacts
from workflow.services.people import inviting, membership

__all__ = ["site"]

PROTECTED = "Vigías del Estero"


def _new(visitor: Visitor, **fields: str) -> int:
    return visitor.post("/organisations/new", {**visitor.filled("/organisations/new"), **fields}).status_code


def _keys(site: Site, name: str) -> tuple[str, str]:
    organisation = site.cast.organisations[name]
    with reading() as session:
        person = session.scalars(select(Person.key).where(Person.organisation_id == organisation.id)).first()
    return organisation.key, str(person)


@pytest.mark.parametrize("name", ["dana", "fred", "elena"])
def test_a_protected_member_is_in_nobody_s_list_but_the_secretariat_s(site: Site, name: str) -> None:
    text = site.signed_in(name).get("/organisations").text
    listed = text[text.index("<main") : text.index("</main>")]
    assert PROTECTED not in listed and "Ecuador" not in listed
    assert "4 members" in listed and "2 on the Steering Committee" in listed
    everything = site.signed_in("sara").get("/organisations").text
    assert PROTECTED in everything and "5 members" in everything and "3 on the Steering Committee" in everything


@pytest.mark.parametrize("words", ["Vigías", "vigias del estero", "Estero", "Ecuador", "Ecua", "Vig", "vıgias"])
def test_a_search_for_a_protected_name_answers_with_the_same_bytes_as_for_any_other_word(
    site: Site, words: str
) -> None:
    dana = site.signed_in("dana")
    for sort in ("name", "country", "region"):
        query = {"region": "", "seat": "yes", "protected": "yes", "sort": sort, "page": "3"}
        mine = dana.get("/organisations", query_string={"q": words, **query})
        other = dana.get("/organisations", query_string={"q": "qwzkjx", **query})
        assert mine.status_code == other.status_code == 200
        assert _without(mine.text, words) == _without(other.text, "qwzkjx")


def _without(text: str, words: str) -> str:
    for form in (words, quote(words), quote_plus(words)):
        text = text.replace(form, "WORDS")
    return "".join(line for line in text.splitlines() if "csrf_token" not in line)


def test_filters_give_away_no_protected_member(site: Site) -> None:
    dana = site.signed_in("dana")
    with transaction() as session:
        membership.change_organisation(session, None, site.cast.organisations["fen"].key, protected=True)
    for query in ("region=europe", "region=americas", "seat=no", "protected=yes", "sort=country"):
        text = dana.get(f"/organisations?{query}").text
        assert PROTECTED not in text and "Fenland" not in text


def test_the_address_of_a_protected_member_answers_like_one_that_does_not_exist(site: Site) -> None:
    dana = site.signed_in("dana")
    key, person = _keys(site, "estero")
    for address in ("/organisations/{}", "/organisations/{}/people", "/organisations/{}/people/" + person + "/removal"):
        for method in ("get", "post"):
            real = getattr(dana, method)(address.format(key))
            absent = getattr(dana, method)(address.format("bcdfghjkmn"))
            assert real.status_code == absent.status_code and real.status_code in (404, 405)
            assert _bare(real.text, key) == _bare(absent.text, "bcdfghjkmn")
            dana.get("/settings")


def _bare(page: str, key: str) -> str:
    """The page without the key that was asked for and the form's token, which holds the second it was made in."""
    return re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", page.replace(key, "KEY"))


def test_a_protected_member_sees_its_own_page_and_the_secretariat_does(site: Site) -> None:
    key, _ = _keys(site, "estero")
    assert PROTECTED in site.signed_in("elena").get(f"/organisations/{key}").text
    assert PROTECTED in site.signed_in("sara").get(f"/organisations/{key}").text


def test_people_are_named_to_their_own_organisation_and_the_secretariat_alone(site: Site) -> None:
    key, _ = _keys(site, "lacs")
    assert "lucie@lacs.example" in site.signed_in("lucie").get(f"/organisations/{key}").text
    assert "lucie@lacs.example" in site.signed_in("sara").get(f"/organisations/{key}").text
    others = site.signed_in("dana").get(f"/organisations/{key}").text
    assert "Réseau des Lacs" in others and "lucie" not in others.lower()


def test_a_suspended_member_is_shown_to_the_secretariat_alone(site: Site) -> None:
    key, _ = _keys(site, "fen")
    with transaction() as session:
        membership.change_organisation(session, None, key, suspended=True)
    dana = site.signed_in("dana")
    assert "Fenland" not in dana.get("/organisations").text
    assert dana.get(f"/organisations/{key}").status_code == 404
    assert "Suspended" in site.signed_in("sara").get("/organisations").text


@pytest.mark.parametrize("name", ["dana", "elena", "fred"])
def test_who_is_not_of_the_secretariat_finds_no_page_to_manage_members_and_changes_nothing(
    site: Site, database: Engine, name: str
) -> None:
    visitor = site.signed_in(name)
    key, person = _keys(site, "lacs")
    before = rows(database)
    for path in ("/organisations/new", "/organisations/import", "/organisations/secretariat"):
        assert visitor.get(path).status_code == 404, path
    visitor.get("/settings")
    changes = {
        "/organisations/new": {"name": "Mine", "language": "en"},
        "/organisations/import": {},
        f"/organisations/{key}": {"name": "Mine", "language": "en"},
        f"/organisations/{key}/people": {"invite-email": "friend@delta.example"},
        f"/organisations/{key}/people/{person}/removal": {},
        "/organisations/secretariat/people": {"invite-email": "friend@delta.example"},
    }
    for path, fields in changes.items():
        assert visitor.post(path, fields).status_code == 404, path
        visitor.get("/settings")
    assert rows(database) == before


def test_the_secretariat_adds_a_member_and_invites_its_focal_point(site: Site) -> None:
    sara = site.signed_in("sara")
    fields = {"name": "Marsh Keepers", "language": "en", "country": "NL", "region": "europe", "has_seat": "y"}
    added = sara.post("/organisations/new", {**sara.filled("/organisations/new"), **fields})
    assert added.status_code == 303
    page = sara.get(added.headers["Location"]).text
    assert "Marsh Keepers" in page and "No one yet" in page
    invited = sara.post(f"{added.headers['Location']}/people", {"invite-email": "mia@marsh.example"})
    assert invited.status_code == 303
    assert "mia@marsh.example" in sara.get(added.headers["Location"]).text


@pytest.mark.parametrize("name", ["Delta Observatory", "Secretariat", "x\u202ey", "", "x" * 201])
def test_a_refused_name_comes_back_with_its_reason_at_the_field(site: Site, name: str) -> None:
    sara = site.signed_in("sara")
    assert _new(sara, name=name, region="europe") == 422
    assert '<div class="field bad">' in sara.page and "1 problem" in sara.page
    assert '<option selected value="europe">' in sara.page, "the rest of the form is kept"


def test_what_is_said_of_a_member_is_changed_and_an_empty_box_takes_the_seat_away(site: Site) -> None:
    sara = site.signed_in("sara")
    key, _ = _keys(site, "delta")
    typed = {"name": "Delta Watch", "protected": "y", "reason": "Its term ended."}
    fields = {**sara.filled(f"/organisations/{key}"), **typed}
    del fields["has_seat"]
    assert sara.post(f"/organisations/{key}", fields).status_code == 303
    with reading() as session:
        changed = session.scalars(select(Organisation).where(Organisation.key == key)).one()
        assert (changed.name, is_on_roll(session, changed), changed.protected) == ("Delta Watch", False, True)


def test_extra_fields_of_a_form_do_nothing(site: Site) -> None:
    sara = site.signed_in("sara")
    key, _ = _keys(site, "fen")
    fields = sara.filled(f"/organisations/{key}")
    forged = {
        "id": "1",
        "key": "aaaaaaaaaa",
        "name_folded": "x",
        "joined_at": "2000-01-01",
        "suspended_at": "2000-01-01",
    }
    assert sara.post(f"/organisations/{key}", {**fields, **forged}).status_code == 303
    with reading() as session:
        kept = session.scalars(select(Organisation).where(Organisation.key == key)).one()
        assert kept.suspended_at is None and kept.name_folded != "x" and kept.joined_at.year > 2000


def test_a_person_is_removed_by_the_button_of_a_page_that_says_what_it_means(site: Site, database: Engine) -> None:
    sara, dana = site.signed_in("sara"), site.signed_in("dana")
    key, _ = _keys(site, "delta")
    where = f"/organisations/{key}/people/{site.cast['dana'].key}/removal"
    before = rows(database)
    assert "Remove <bdi>Dana</bdi>?" in sara.get(where).text
    assert sara.client.head(where, base_url=site.base).status_code == 200
    assert rows(database) == before
    assert sara.post(where).status_code == 303
    assert dana.get("/settings").status_code == 303
    assert "Dana" not in sara.get(f"/organisations/{key}").text


def test_the_last_person_of_the_secretariat_stays(site: Site) -> None:
    sara = site.signed_in("sara")
    sara.get("/organisations/secretariat")
    with transaction() as session:
        inviting.remove_person(session, None, "secretariat", removed=site.cast["sol"].key)
    answer = sara.post(f"/organisations/secretariat/people/{site.cast['sara'].key}/removal")
    assert answer.status_code == 409 and "last person" in answer.text


def _upload(visitor: Visitor, data: bytes) -> int:
    visitor.get("/organisations/import")
    return visitor.post("/organisations/import", {"file": (io.BytesIO(data), "list.csv")}).status_code


def test_a_list_is_taken_whole_or_not_at_all_and_says_what_is_wrong_in_which_line(site: Site, database: Engine) -> None:
    sara = site.signed_in("sara")
    before = rows(database)
    bad = "name,email\nMarsh Keepers,mia@marsh.example\nDelta Observatory,\nHill People,nowhere\n"
    assert _upload(sara, bad.encode()) == 422
    assert "2 lines need a correction" in sara.page
    assert 'class="r">3</th>' in sara.page and 'class="r">4</th>' in sara.page
    assert {name: each for name, each in rows(database).items() if name == "organisation"} == {
        "organisation": before["organisation"]
    }
    assert _upload(sara, b"name,email\nMarsh Keepers,mia@marsh.example\n") == 303
    assert "Marsh Keepers" in sara.get("/organisations").text


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"title\nx\n", b"name\n"])
def test_a_file_that_is_no_such_list_is_refused_with_the_reason(site: Site, data: bytes) -> None:
    assert _upload(site.signed_in("sara"), data) == 422


def test_a_long_list_comes_in_pages_of_fifty_in_the_order_of_names(site: Site) -> None:
    with transaction() as session:
        for number in range(60):
            name = f"Org {chr(97 + number // 8)}{chr(97 + number % 8)}x"
            membership.add_organisation(session, None, OrganisationFacts(name))
    sara = site.signed_in("sara")
    first, second = sara.get("/organisations").text, sara.get("/organisations?page=2").text
    assert "65 organisations, 1 to 50 shown" in first and "65 organisations, 51 to 65 shown" in second
    assert sara.get("/organisations?page=999").text.count("rowheader") == 15
    assert sara.get("/organisations?page=-1").text.count("rowheader") == 50
    assert sara.get("/organisations?sort=password_hash").status_code == 200


# -- seats


def _without_seat(visitor: Visitor, key: str, **typed: str) -> int:
    fields = {**visitor.filled(f"/organisations/{key}"), **typed}
    fields.pop("has_seat", None)
    return visitor.post(f"/organisations/{key}", fields).status_code


def test_a_seat_is_taken_away_with_a_reason_and_without_one_the_form_comes_back(site: Site) -> None:
    sara = site.signed_in("sara")
    key, _ = _keys(site, "lacs")
    assert _without_seat(sara, key, name="Les Lacs") == 422
    assert "Give a reason." in sara.page and 'value="Les Lacs"' in sara.page
    assert _without_seat(sara, key, reason="Its term ended.") == 303
    with reading() as session:
        assert not is_on_roll(session, session.scalars(select(Organisation).where(Organisation.key == key)).one())


def test_a_seat_that_was_taken_away_is_seen_with_its_reason_by_all_members(site: Site) -> None:
    sara = site.signed_in("sara")
    key, _ = _keys(site, "lacs")
    assert _without_seat(sara, key, reason="Its term ended.") == 303
    of_it = f"/organisations/{key}"
    for name, where in (("sara", "/committee"), ("fred", "/committee"), ("dana", of_it), ("lucie", of_it)):
        page = " ".join(site.signed_in(name).get(where).text.split())
        assert "<bdi>Réseau des Lacs</bdi> no longer holds a seat on the Committee." in page, (name, where)
        assert "Its term ended." in page and "Entered by <bdi>Sara</bdi> before the first ballot." in page


def test_a_protected_organisation_has_no_name_in_the_list_of_seats_but_before_itself_and_the_secretariat(
    site: Site,
) -> None:
    sara = site.signed_in("sara")
    key, _ = _keys(site, "estero")
    assert _without_seat(sara, key, reason="Its term ended.") == 303
    shown = {**sara.filled(f"/organisations/{key}"), "has_seat": "y"}
    assert sara.post(f"/organisations/{key}", shown).status_code == 303
    for name in ("dana", "lucie"):
        page = site.signed_in(name).get("/committee").text
        assert PROTECTED not in page and key not in page and "Elena" not in page
        assert page.count("A protected organisation") == 3, "its seat, that it ended and that it was given"
    for name in ("sara", "elena"):
        page = site.signed_in(name).get("/committee").text
        assert PROTECTED in page and "Elena" in page


def test_who_removes_a_person_after_a_colleague_did_reads_that_it_was_done_before(site: Site) -> None:
    sara, sol, fen = site.signed_in("sara"), site.signed_in("sol"), site.cast.organisations["fen"].key
    for key, person in ((fen, "fred"), ("secretariat", "sam")):
        if person == "sam":
            with transaction() as record:
                gone = membership.invite_person(record, None, key, email="sam@sec.example").key
        else:
            gone = site.cast[person].key
        where = f"/organisations/{key}/people/{gone}/removal"
        assert (sara.get(where).status_code, sol.get(where).status_code) == (200, 200)
        assert sol.post(where).status_code == 303
        assert sara.post(where).status_code == 409
        assert "This person has already been removed." in sara.page
        assert sara.get(where).status_code == 409
        assert sara.get(where.replace(gone, "no one")).status_code == 404
        other = site.cast.organisations["estero"].key
        assert sara.get(f"/organisations/{other}/people/{gone}/removal").status_code == 404

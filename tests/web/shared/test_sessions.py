"""What a browser's cookie is worth: nothing before sign-in, nothing after sign-out, and never more than its row."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select, update

from tests.cast import PASSWORD
from tests.web.house import House, house_of
from tests.web.site import Site, Visitor, open_site, rows, site
from workflow.config import Settings
from workflow.database import clock, reading, transaction
from workflow.models.person import Person, SignIn
from workflow.services.people import inviting, membership

__all__ = ["site"]

HTTPS = "https://statements.example"


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room behind a browser: Elena's organisation is protected."""
    with house_of(settings) as opened:
        yield opened


def _cookie(client: FlaskClient, name: str = "session") -> str:
    found = client.get_cookie(name, domain="127.0.0.1")
    assert found is not None
    return str(found.value)


def _with(site: Site, cookie: str) -> Visitor:
    """Another browser to which the cookie was copied."""
    thief = site.visitor()
    thief.client.set_cookie("session", cookie, domain="127.0.0.1")
    return thief


def _sign_ins() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(SignIn)) or 0


def test_a_cookie_that_was_copied_before_sign_out_is_worth_nothing_after(site: Site) -> None:
    dana = site.signed_in("dana")
    copied = _with(site, _cookie(dana.client))
    assert copied.get("/settings").status_code == 200
    assert dana.post("/sign-out").status_code == 303
    assert copied.get("/settings").status_code == 303
    assert _sign_ins() == 0


def test_a_cookie_that_was_copied_before_a_change_of_password_is_worth_nothing_after(site: Site) -> None:
    dana = site.signed_in("dana")
    copied = _with(site, _cookie(dana.client))
    dana.get("/settings/password")
    answer = dana.post("/settings/password", {"present": PASSWORD, "password": "nine quiet rivers"})
    assert answer.status_code == 303
    assert dana.get("/settings").status_code == 200
    assert copied.get("/settings").status_code == 303


def test_a_cookie_is_worth_nothing_once_its_person_is_removed_or_its_organisation_suspended(site: Site) -> None:
    dana, fred = site.signed_in("dana"), site.signed_in("fred")
    with transaction() as session:
        inviting.remove_person(session, None, site.cast.organisations["delta"].key, removed=site.cast["dana"].key)
        membership.change_organisation(session, None, site.cast.organisations["fen"].key, suspended=True)
    assert dana.get("/settings").status_code == 303
    assert fred.get("/settings").status_code == 303


def test_a_cookie_that_was_planted_before_sign_in_is_not_the_one_after(site: Site) -> None:
    victim = site.visitor()
    victim.get("/sign-in")
    planted = _cookie(victim.client)
    victim.post("/sign-in", {"email": "dana@delta.example", "password": PASSWORD})
    assert _cookie(victim.client) != planted
    assert _with(site, planted).get("/settings").status_code == 303


def test_signing_in_again_ends_the_sign_in_before_in_this_browser(site: Site) -> None:
    dana = site.signed_in("dana")
    first = _cookie(dana.client)
    dana.post("/sign-in", {"email": "fred@fen.example", "password": PASSWORD})
    assert "fred@fen.example" in dana.get("/settings").text
    assert _with(site, first).get("/settings").status_code == 303
    assert _sign_ins() == 1


@pytest.mark.parametrize("forged", ["", "x", "eyJzaWduX2luIjoieCJ9.aaaa.bbbb"])
def test_a_cookie_that_we_did_not_sign_is_a_stranger_s(site: Site, forged: str) -> None:
    assert _with(site, forged).get("/settings").status_code == 303


def test_when_the_cookie_of_the_sign_in_is_gone_the_sign_in_page_speaks_as_before(house: House) -> None:
    for name, spoken in (("nadia", "ar"), ("elena", "en")):
        with transaction() as record:
            record.execute(update(Person).values(language="ar"))
        browser = house.visitor(name)
        browser.get(house.address)
        browser.client.delete_cookie("session", domain="127.0.0.1")
        assert f'<html lang="{spoken}"' in browser.get("/sign-in").text, "of who is protected nothing is kept"
        browser.get("/sign-in?lang=fr")
        assert browser.client.get_cookie("language", domain="127.0.0.1") is None or spoken == "ar", (
            "a stranger's choice lasts a sitting"
        )


def test_a_quiet_exit_leaves_no_language(house: House) -> None:
    nadia = house.visitor("nadia")
    nadia.get(house.address)
    assert nadia.client.get_cookie("language", domain="127.0.0.1") is not None
    nadia.post("/quiet-exit")
    assert nadia.client.get_cookie("language", domain="127.0.0.1") is None
    elena = house.visitor("elena")
    elena.client.set_cookie("language", "ar", domain="127.0.0.1")
    elena.get(house.address)
    assert elena.client.get_cookie("language", domain="127.0.0.1") is None, "not even that of who was here before"


def test_reading_a_page_as_a_stranger_writes_nothing_and_sets_a_cookie_only_where_a_form_stands(
    site: Site, database: Engine
) -> None:
    before = rows(database)
    stranger = site.visitor()
    for path in ("/", "/feed.atom", "/static/app.css", "/settings", "/no/such/page"):
        assert "Set-Cookie" not in stranger.get(path).headers, path
    assert "Set-Cookie" in stranger.get("/sign-in").headers
    assert rows(database) == before


def test_what_the_public_reads_is_the_same_for_who_is_signed_in_and_needs_no_cookie(site: Site) -> None:
    dana, stranger = site.signed_in("dana"), site.visitor()
    for path in ("/", "/static/app.css"):
        mine, theirs = dana.get(path), stranger.get(path)
        assert mine.data == theirs.data
        assert "Cookie" not in mine.headers.get("Vary", "") and "Set-Cookie" not in mine.headers


def test_a_sign_in_is_noted_as_used_every_five_minutes_and_not_with_each_page(site: Site) -> None:
    dana = site.signed_in("dana")
    start = datetime.now(UTC)

    def seen_after(span: timedelta) -> Any:
        with clock(lambda: start + span):
            assert dana.get("/settings").status_code == 200
        with reading() as session:
            return session.scalars(select(SignIn.seen_at)).one()

    first = seen_after(timedelta(minutes=4))
    assert first <= start
    assert seen_after(timedelta(minutes=6)) == start + timedelta(minutes=6)
    assert seen_after(timedelta(minutes=10)) == start + timedelta(minutes=6)


def test_a_sign_in_that_nobody_used_is_over(site: Site) -> None:
    dana = site.signed_in("dana")
    with clock(lambda: datetime.now(UTC) + timedelta(hours=13)):
        assert dana.get("/settings").status_code == 303


def test_over_https_the_cookie_is_for_this_host_alone_and_out_of_reach_of_scripts(
    database: Engine, settings: Settings
) -> None:
    site = open_site(database, settings, base_url=HTTPS)
    said = site.visitor().get("/sign-in").headers["Set-Cookie"]
    assert said.startswith("__Host-session=")
    terms = {term.strip() for term in said.split(";")[1:]}
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= terms
    assert not any(term.startswith("Domain") for term in terms)
    assert site.signed_in("dana").get("/settings").status_code == 200


def test_over_http_on_one_machine_the_cookie_is_out_of_reach_of_scripts_too(site: Site) -> None:
    said = site.visitor().get("/sign-in").headers["Set-Cookie"]
    assert said.startswith("session=") and "HttpOnly" in said and "SameSite=Lax" in said

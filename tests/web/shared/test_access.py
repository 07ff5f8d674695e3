"""Who comes in: strangers to the public's pages alone, other sites' forms nowhere, and what every answer carries."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from werkzeug.routing import Rule

from tests.cast import PASSWORD
from tests.web.site import Site, Visitor, open_site, rows, site
from workflow.config import Settings
from workflow.database import transaction
from workflow.rules.shared.refusals import NotFound
from workflow.services.people import inviting
from workflow.web.shared import access
from workflow.web.shared.paths import own_path

__all__ = ["site"]

HTTPS = "https://statements.example"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")


def _closed(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint not in access.PUBLIC]


def _address(rule: Rule) -> str:
    values = dict.fromkeys(rule.arguments, 1 if "int:" in rule.rule else "bcdfghjkmn")
    built = rule.build(values)
    assert built is not None
    return built[1]


def test_every_page_that_is_not_on_the_public_list_is_closed_to_strangers(site: Site, database: Engine) -> None:
    closed, stranger = _closed(site.app), site.visitor()
    before = rows(database)
    assert len(closed) > 20
    for rule in closed:
        for method in METHODS:
            answer = stranger.client.open(_address(rule), method=method, base_url=site.base)
            where = f"{method} {rule.rule}: {answer.status}"
            assert answer.status_code in (303, 401, 404, 405), where
            if answer.status_code == 303:
                assert answer.headers["Location"].startswith("/sign-in"), where
    assert rows(database) == before


def test_the_public_list_names_pages_that_exist(site: Site) -> None:
    assert {rule.endpoint for rule in site.app.url_map.iter_rules()} >= access.PUBLIC


def test_a_page_that_is_asked_for_is_the_one_that_comes_after_sign_in(site: Site) -> None:
    stranger = site.visitor()
    sent = stranger.get("/statements?stage=draft&page=2")
    assert sent.status_code == 303
    stranger.get(sent.headers["Location"])
    answer = stranger.post(
        "/sign-in",
        {"email": "dana@delta.example", "password": PASSWORD, "next": "/statements?stage=draft&page=2"},
    )
    assert answer.headers["Location"] == "/statements?stage=draft&page=2"


HOSTILE = [
    "//evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "///evil.example",
    "https://evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "/%0d/../\\evil",
    "evil.example",
    "",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_sign_in_leads_to_no_other_host(site: Site, hostile: str) -> None:
    visitor = site.visitor()
    visitor.get("/sign-in")
    fields = {"email": "dana@delta.example", "password": PASSWORD, "next": hostile}
    assert visitor.post("/sign-in", fields).headers["Location"] == "/home"


@pytest.mark.unit
@given(st.text(alphabet=st.sampled_from("/\\.:@?#%\t\n\r ae"), max_size=12) | st.text(max_size=12))
def test_an_own_path_stays_on_its_host_however_a_browser_reads_it(raw: str) -> None:
    path = own_path(raw)
    if path is not None:
        for seen in (path, path.replace("\\", "/"), "".join(path.split())):
            assert urlsplit(urljoin("https://ours.example/a/b", seen)).netloc == "ours.example"


def _attempt(visitor: Visitor, **headers: str) -> int:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    fields = {**visitor.filled("/settings"), "name": "Changed"}
    return visitor.post("/settings", fields, headers=names).status_code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Origin": "http://127.0.0.1:8000"}, 303),
        ({"Origin": "http://localhost:8000"}, 303),
        ({"Origin": "http://127.0.0.1:8001"}, 403),
        ({"Origin": "https://127.0.0.1:8000"}, 403),
        ({"Origin": "http://evil.example:8000"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1:x"}, 403),
        ({"Sec_Fetch_Site": "same-origin"}, 303),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
    ],
)
def test_a_form_from_another_site_is_refused_even_with_a_good_token(
    site: Site, headers: dict[str, str], status: int
) -> None:
    assert _attempt(site.signed_in("dana"), **headers) == status


def test_behind_a_proxy_that_ends_https_a_form_works_and_a_foreign_one_does_not(
    database: Engine, settings: Settings
) -> None:
    site = open_site(database, settings, base_url=HTTPS)
    dana = site.signed_in("dana")
    dana.base = "https://statements.example"
    assert _attempt(dana, Origin=HTTPS) == 303
    assert _attempt(dana, Origin="http://statements.example") == 403
    assert _attempt(dana, Origin="https://evil.example", Referer="https://statements.example/settings") == 403
    plain = site.app.test_client()
    answer = plain.post("/sign-in", base_url="http://statements.example", headers={"Origin": HTTPS})
    assert answer.status_code == 400  # not for its origin but for want of a token: the proxy speaks http to us


def test_a_form_without_its_token_does_nothing(site: Site) -> None:
    dana = site.signed_in("dana")
    dana.page = ""
    assert dana.post("/settings", {"name": "Mallory", "language": "en"}).status_code == 400
    assert "Mallory" not in dana.get("/settings").text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "statements.example:80@evil.example"])
def test_a_request_for_a_foreign_host_is_refused(site: Site, host: str) -> None:
    for path in ("/", "/sign-in", "/settings", "/forgotten"):
        assert site.app.test_client().get(path, headers={"Host": host}).status_code == 400, path


def test_on_one_machine_every_name_of_the_machine_will_do(site: Site) -> None:
    for host in ("127.0.0.1:8000", "localhost:8000", "[::1]:8000"):
        assert site.app.test_client().get("/sign-in", headers={"Host": host}).status_code == 200, host


def test_elsewhere_only_the_host_of_the_settings_will_do(database: Engine, settings: Settings) -> None:
    client = open_site(database, settings, base_url=HTTPS).app.test_client()
    assert client.get("/sign-in", headers={"Host": "statements.example"}).status_code == 200
    assert client.get("/sign-in", headers={"Host": "localhost"}).status_code == 400
    forwarded = {"Host": "statements.example", "X-Forwarded-Host": "evil.example"}
    assert "evil.example" not in client.get("/sign-in", headers=forwarded).text


def test_every_answer_says_what_a_browser_may_do_with_it(site: Site) -> None:
    dana, stranger = site.signed_in("dana"), site.visitor()
    answers = [dana.get("/settings"), dana.get("/no/such/page"), stranger.get("/sign-in"), stranger.get("/settings")]
    answers += [stranger.get("/"), stranger.post("/sign-in"), stranger.get("/static/missing.css")]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_style_says_no_more_than_a_browser_asks_of_one(site: Site) -> None:
    answer = site.visitor().get("/static/app.css")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert sum(len(name) + len(value) + 4 for name, value in answer.headers) < 480


def test_no_page_for_members_is_kept_by_a_browser_or_proxy(site: Site) -> None:
    dana, stranger = site.signed_in("dana"), site.visitor()
    for answer in (
        dana.get("/settings"),
        dana.get("/no/such/page"),
        stranger.get("/settings"),
        stranger.get("/sign-in"),
    ):
        assert answer.headers["Cache-Control"] == "no-store"
    for path in ("/", "/static/app.css"):
        assert "no-store" not in stranger.get(path).headers.get("Cache-Control", "")


def test_no_page_has_a_style_or_script_of_its_own(site: Site) -> None:
    dana = site.signed_in("dana")
    for path in ("/settings", "/settings/password", "/organisations", "/sign-in", "/forgotten", "/help"):
        text = dana.get(path).text
        assert " style=" not in text and " onclick=" not in text
        assert "<script" not in re.sub(r'<script\s+type="module"\s+src="/static/', "", text)


def test_who_was_removed_while_the_page_was_open_can_do_nothing(site: Site) -> None:
    here = site.app.test_request_context("/settings", base_url=site.base)
    with here, transaction() as session, pytest.raises(NotFound):
        access.acting_person(session)
    dana = site.signed_in("dana")
    with transaction() as session:
        key = site.cast.organisations["delta"].key
        inviting.remove_person(session, None, key, removed=site.cast["dana"].key)
    assert dana.post("/settings", {"name": "Still here", "language": "en"}).status_code == 401


def test_a_signed_in_person_is_known_by_name_organisation_and_seat(site: Site) -> None:
    for name, organisation, seat in (("dana", "delta", True), ("fred", "fen", False), ("sara", None, False)):
        signed_in = site.signed_in(name)
        with signed_in.client as client:
            client.get("/settings", base_url=site.base)
            here, looks = access.person(), access.viewer()
            assert here is not None and (here.id, here.has_seat) == (site.cast[name].id, seat)
            assert here.secretariat == looks.secretariat == (organisation is None)
            owner = site.cast.organisations[organisation].id if organisation else None
            assert (looks.person_id, looks.organisation_id) == (here.id, owner)

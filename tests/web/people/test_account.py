"""Sign-in, mailed links, settings, and the words of a form whose sign-in had ended."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests.cast import PASSWORD
from tests.web.site import Site, open_site, rows, site
from workflow import app as roof
from workflow.config import Settings
from workflow.database import clock, reading, transaction
from workflow.models.event import Event
from workflow.models.person import LinkPurpose, Person
from workflow.rules.notifications.events import EventKind
from workflow.services.people import inviting, joining
from workflow.web.shared import kept_words, rate_limits

__all__ = ["site"]

NEW = "nine quiet rivers"
WRONG = "wrong heavy stones"


class Hands:
    """A clock's hands."""

    def __init__(self) -> None:
        self.at = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def hands() -> Iterator[Hands]:
    """The clock of this test."""
    hands = Hands()
    with clock(hands):
        yield hands


def _try(site: Site, email: str, password: str = WRONG, network: str = "192.0.2.1") -> Any:
    visitor = site.visitor()
    visitor.client.environ_base["REMOTE_ADDR"] = network
    visitor.get("/sign-in")
    return visitor.post("/sign-in", {"email": email, "password": password})


def _plain(text: str, email: str) -> str:
    without_tokens = re.sub(r'name="csrf_token"[^>]*value="[^"]+"|value="[^"]+" [^>]*name="csrf_token"', "", text)
    return re.sub(r'value="[A-Za-z0-9._-]{60,}"', "", without_tokens).replace(email, "EMAIL")


def test_a_known_and_an_unknown_address_get_the_same_answer_at_sign_in(site: Site) -> None:
    known, unknown = _try(site, "dana@delta.example"), _try(site, "stranger@delta.example")
    assert known.status_code == unknown.status_code == 422
    assert _plain(known.text, "dana@delta.example") == _plain(unknown.text, "stranger@delta.example")


def test_a_known_and_an_unknown_address_get_the_same_answer_when_the_password_is_forgotten(site: Site) -> None:
    answers = []
    for email in ("dana@delta.example", "stranger@delta.example", "no address"):
        visitor = site.visitor()
        visitor.get("/forgotten")
        answer = visitor.post("/forgotten", {"email": email})
        answers.append((answer.status_code, answer.headers["Location"], _plain(visitor.get("/sign-in").text, email)))
    assert answers[0] == answers[1] == answers[2]
    with reading() as session:
        told = session.scalars(select(Event).where(Event.kind == EventKind.PASSWORD_FORGOTTEN)).all()
        assert [event.data for event in told] == [{"person": site.cast["dana"].id}]


def test_the_password_never_comes_back_in_a_page(site: Site) -> None:
    assert "wrong heavy stones" not in _try(site, "dana@delta.example").text


def test_after_five_wrong_tries_in_a_minute_even_the_right_password_waits_and_then_comes_in(
    site: Site, hands: Hands
) -> None:
    for _ in range(5):
        assert _try(site, "dana@delta.example").status_code == 422
    refused = _try(site, "dana@delta.example", PASSWORD)
    assert refused.status_code == 429 and "Try again in 1 minute" in refused.text
    hands.at += timedelta(seconds=61)
    assert _try(site, "dana@delta.example", PASSWORD).status_code == 303


def test_a_name_in_capitals_is_no_other_account(site: Site, hands: Hands) -> None:
    for email in (
        "dana@delta.example",
        "DANA@delta.example",
        " dana@delta.example ",
        "Dana@Delta.example",
        "danA@delta.example",
    ):
        assert _try(site, email).status_code == 422
    assert _try(site, "dana@DELTA.example", PASSWORD).status_code == 429


def test_the_right_password_makes_the_wrong_tries_before_it_forgotten(site: Site, hands: Hands) -> None:
    for _ in range(2):
        for _ in range(4):
            assert _try(site, "dana@delta.example").status_code == 422
        assert _try(site, "dana@delta.example", PASSWORD).status_code == 303


def test_the_wait_grows_with_the_tries(site: Site, hands: Hands) -> None:
    for _ in range(4):
        for _ in range(5):
            _try(site, "dana@delta.example")
        hands.at += timedelta(seconds=61)
    refused = _try(site, "dana@delta.example", PASSWORD)
    assert refused.status_code == 429 and "Try again in 5" in refused.text  # minutes, the rest of the hour


def test_a_rival_s_tries_do_not_shut_out_the_person_at_home_nor_unknown_addresses_answer_otherwise(
    site: Site, hands: Hands
) -> None:
    for email in ("dana@delta.example", "stranger@delta.example"):
        codes = [_try(site, email, network="198.51.100.9").status_code for _ in range(7)]
        assert codes == [422] * 5 + [429] * 2
    assert _try(site, "dana@delta.example", PASSWORD, network="192.0.2.1").status_code == 303


def test_who_is_shut_out_of_every_network_gets_in_by_the_link_of_a_mail(
    site: Site, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rate_limits.SIGN_IN, "account", "6/hour")
    for number in range(7):
        _try(site, "dana@delta.example", network=f"198.51.100.{number}")
    assert _try(site, "dana@delta.example", PASSWORD).status_code == 429
    visitor, token = site.visitor(), _link(site, "dana", LinkPurpose.RESET)
    visitor.get(f"/reset/{token}")
    assert visitor.post(f"/reset/{token}", {"password": NEW}).headers["Location"] == "/home"
    assert visitor.get("/settings").status_code == 200


def test_no_number_of_tries_elsewhere_shuts_out_a_network_that_signed_in_before(
    site: Site, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rate_limits.SIGN_IN, "account", "6/hour")
    assert _try(site, "dana@delta.example", PASSWORD, network="192.0.2.1").status_code == 303
    for number in range(9):
        _try(site, "dana@delta.example", network=f"198.51.100.{number}")
    assert _try(site, "dana@delta.example", PASSWORD, network="198.51.100.77").status_code == 429
    assert _try(site, "dana@delta.example", PASSWORD, network="192.0.2.1").status_code == 303
    assert _try(site, "chen@fen.example", PASSWORD, network="192.0.2.1").status_code != 429


def test_a_known_network_has_no_more_tries_than_another(site: Site, hands: Hands) -> None:
    assert _try(site, "dana@delta.example", PASSWORD).status_code == 303
    assert [_try(site, "dana@delta.example").status_code for _ in range(6)] == [422] * 5 + [429]


def test_a_flood_of_forgotten_passwords_mails_few_links_and_answers_alike(site: Site, hands: Hands) -> None:
    codes = []
    for _ in range(5):
        visitor = site.visitor()
        visitor.get("/forgotten")
        codes.append(visitor.post("/forgotten", {"email": "dana@delta.example"}).status_code)
    assert codes == [303] * 5
    with reading() as session:
        told = session.scalars(select(Event).where(Event.kind == EventKind.PASSWORD_FORGOTTEN)).all()
    assert len(told) == 3


def test_no_address_stands_in_the_counters(site: Site, database: Engine) -> None:
    _try(site, "dana@delta.example")
    assert rows(database)["limit_count"]
    assert "dana" not in repr(rows(database)["limit_count"]) and "192.0.2" not in repr(rows(database)["limit_count"])


def _link(site: Site, name: str, purpose: LinkPurpose) -> str:
    with transaction() as session:
        return joining.create_link(session, session.get_one(Person, site.cast[name].id), purpose)


def _invitation(site: Site) -> str:
    with transaction() as session:
        key = site.cast.organisations["fen"].key
        return joining.create_link(
            session, inviting.invite_person(session, None, key, email="nell@fen.example"), LinkPurpose.INVITATION
        )


def test_opening_the_link_of_a_mail_changes_nothing_whoever_opens_it(site: Site, database: Engine) -> None:
    links = [f"/reset/{_link(site, 'dana', LinkPurpose.RESET)}", f"/invitation/{_invitation(site)}"]
    before = rows(database)
    for link in [*links, "/home", "/statements/bcdfghjkmn", "/sign-in?next=/home"]:
        for method in ("GET", "HEAD", "OPTIONS"):
            assert site.visitor().client.open(link, method=method, base_url=site.base).status_code in (200, 303)
    assert rows(database) == before


def test_an_invitation_is_accepted_by_the_button_of_its_page(site: Site) -> None:
    visitor, token = site.visitor(), _invitation(site)
    page = visitor.get(f"/invitation/{token}").text
    assert "nell@fen.example" in page and "Fenland Water Society" in page
    answer = visitor.post(f"/invitation/{token}", {"name": "Nell", "password": NEW})
    assert answer.headers["Location"] == "/home"
    assert "nell@fen.example" in visitor.get("/settings").text
    assert site.visitor().get(f"/invitation/{token}").status_code == 410


@pytest.mark.parametrize("kind", ["invitation", "reset"])
def test_the_button_of_a_link_pressed_twice_leads_to_the_consolidation(site: Site, kind: str) -> None:
    token = _invitation(site) if kind == "invitation" else _link(site, "dana", LinkPurpose.RESET)
    visitor, path, fields = site.visitor(), f"/{kind}/{token}", {"name": "Nell Odum", "password": NEW}
    opened = visitor.get(path).text
    assert visitor.post(path, fields).headers["Location"] == "/home"
    visitor.page = opened
    again = visitor.post(path, fields)
    assert (again.status_code, again.headers["Location"]) == (303, "/home")
    assert "You are signed in." in visitor.get("/home").text


def test_a_link_that_is_still_good_is_shown_again_to_one_whose_page_was_opened_before(site: Site) -> None:
    dana, path = site.signed_in("dana"), f"/invitation/{_invitation(site)}"
    answer = dana.post(path, {"csrf_token": "old", "name": "Nell", "password": NEW})
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert "nell@fen.example" in dana.get(path).text


def test_a_link_says_nothing_of_the_person_once_it_is_spent(site: Site, hands: Hands) -> None:
    token, forged = _invitation(site), "x" * 43
    hands.at += timedelta(days=7)
    late, never = site.visitor().get(f"/invitation/{token}"), site.visitor().get(f"/invitation/{forged}")
    assert late.status_code == never.status_code == 410
    assert late.text == never.text and "nell" not in late.text


def test_a_refused_password_leaves_the_link_good(site: Site) -> None:
    visitor, token = site.visitor(), _link(site, "dana", LinkPurpose.RESET)
    visitor.get(f"/reset/{token}")
    assert visitor.post(f"/reset/{token}", {"password": "short"}).status_code == 422
    assert "at least 12 characters" in visitor.page
    assert visitor.post(f"/reset/{token}", {"password": NEW}).status_code == 303


def test_a_person_chooses_its_language_and_the_page_speaks_it(site: Site) -> None:
    dana = site.signed_in("dana")
    answer = dana.post("/settings/language", {"language": "ar", "next": "/settings"})
    assert answer.headers["Location"] == "/settings"
    assert '<html lang="ar" dir="rtl">' in dana.get("/settings").text
    assert dana.post("/settings/language", {"language": "xx"}).status_code == 422


def test_a_person_changes_its_name_and_time_zone(site: Site) -> None:
    dana = site.signed_in("dana")
    typed = {"name": "Dana\u00a0 D.", "language": "fr", "time_zone": "Asia/Dhaka", "email": "x@y.example", "id": "1"}
    fields = {**dana.filled("/settings"), **typed}
    assert dana.post("/settings", fields).status_code == 303
    with reading() as session:
        dana_now = session.get_one(Person, site.cast["dana"].id)
        assert (dana_now.language, dana_now.time_zone, dana_now.email) == ("fr", "Asia/Dhaka", "dana@delta.example")
    assert dana.post("/settings", {"name": "Dana", "language": "fr", "time_zone": "Mars/Base"}).status_code == 422


def test_a_present_password_is_asked_for_before_a_new_one_and_not_without_end(site: Site, hands: Hands) -> None:
    dana = site.signed_in("dana")
    dana.get("/settings/password")
    codes = [dana.post("/settings/password", {"present": "no", "password": NEW}).status_code for _ in range(11)]
    assert codes == [422] * 10 + [429]


WORDS = {"body": 'We propose "other words".\r\n\r\nThe river <b>rises</b>.', "kind": "comment", "form_token": "a" * 32}
WHERE = "/statements/bcdfghjkmn/items/new"


def _ended(site: Site) -> Any:
    """A browser with a page open whose sign-in has ended."""
    dana = site.signed_in("dana")
    with transaction() as session:
        joining.end_all(session, site.cast["dana"].id)
    return dana


def test_words_that_arrive_when_the_sign_in_has_ended_come_back_behind_a_button(site: Site, database: Engine) -> None:
    dana = _ended(site)
    before = rows(database)
    asked = dana.post(WHERE, WORDS, headers={"Referer": f"{site.base}{WHERE}?paragraph=p3"})
    assert asked.status_code == 401 and "has not been sent yet" in asked.text
    assert rows(database) == before
    fields = _hidden(asked.text)
    assert fields["kept:body"] == WORDS["body"].replace("\r\n", "\n") or fields["kept:body"] == WORDS["body"]
    back = dana.post("/sign-in", {**fields, "email": "dana@delta.example", "password": PASSWORD})
    assert back.status_code == 200 and f'action="{WHERE}"' in back.text
    assert "The river &lt;b&gt;rises&lt;/b&gt;." in back.text and f'href="{WHERE}?paragraph=p3"' in back.text
    again = _hidden(back.text[back.text.index("<main") :])
    assert {name: again[name] for name in WORDS} == WORDS
    assert again["csrf_token"] != fields["csrf_token"]
    assert not rows(database)["item"], "nothing was done with them"


def test_words_are_offered_to_nobody_but_their_writer(site: Site) -> None:
    dana = _ended(site)
    fields = _hidden(dana.post(WHERE, WORDS).text)
    email = site.cast["nadia"].email
    other = dana.post("/sign-in", {**fields, "email": email, "password": PASSWORD})
    assert other.status_code == 303
    assert WORDS["body"] not in dana.get(other.headers["Location"]).text
    dana = _ended(site)
    fields = _hidden(dana.post(WHERE, WORDS).text)
    wrong = _hidden(dana.post("/sign-in", {**fields, "email": email, "password": "no"}).text)
    assert wrong["kept_by"] == fields["kept_by"], "also after a wrong password"


def test_all_that_was_written_is_shown_and_no_mark_of_a_form() -> None:
    digest = "ab" * 32
    written = ["Outrageous!", f"Its digest {digest} is wrong.", "critical", "No.", "رأي"]
    names = ["body", "reason", "proposal", "A12_reason", "text"]
    marks = {"form_token": digest, "mandate": digest, "version": "1", "seen": "2024-12-04 18:00"}
    marks |= {"A12_kind": "part", "A12_seen": f"1.{digest}", "from_serial": "3", "where": "2", "prefix": "the two"}
    fields = (*zip(names, written, strict=True), ("title", " "), *marks.items())
    assert kept_words.Kept("/x", "/y", fields).words == written


def _hidden(text: str) -> dict[str, str]:
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', text, re.DOTALL)
    named = ((re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each, re.DOTALL)) for each in found)
    return {html.unescape(name[1]): html.unescape(value[1]) for name, value in named if name and value}


def test_words_come_back_even_when_the_browser_has_lost_its_cookie(site: Site) -> None:
    dana = site.signed_in("dana")
    dana.client.delete_cookie("session", domain="127.0.0.1")
    asked = dana.post(WHERE, WORDS)
    assert asked.status_code == 401 and _hidden(asked.text)["kept:body"] == WORDS["body"]


def test_words_survive_a_wrong_password(site: Site) -> None:
    dana = _ended(site)
    fields = _hidden(dana.post(WHERE, WORDS).text)
    wrong = dana.post("/sign-in", {**fields, "email": "dana@delta.example", "password": "no"})
    assert wrong.status_code == 422
    again = _hidden(wrong.text)
    assert again["kept:body"] == WORDS["body"] and again["kept_to"] == WHERE


def test_words_of_a_page_that_was_opened_under_an_earlier_sign_in_come_back_too(site: Site) -> None:
    dana = site.signed_in("dana")
    old = _hidden(dana.page)["csrf_token"]
    dana.post("/sign-out")
    dana.sign_in("dana", "delta")
    answer = dana.post("/settings", {**WORDS, "csrf_token": old})
    assert answer.status_code == 400 and "has not been sent yet" in answer.text
    assert _hidden(answer.text[answer.text.index("<main") :])["body"] == WORDS["body"]


def test_two_megabytes_of_words_come_back_and_more_is_refused_with_a_sentence(site: Site) -> None:
    dana = _ended(site)
    long = "river " * 200_000
    assert _hidden(dana.post(WHERE, {"body": long}).text)["kept:body"] == long
    over = dana.post(WHERE, {"body": "river " * 400_000})
    assert over.status_code == 413 and "2 MB" in over.text


def test_no_password_is_kept_in_a_page(site: Site) -> None:
    dana = _ended(site)
    answer = dana.post("/settings/password", {"present": PASSWORD, "password": NEW})
    assert PASSWORD not in answer.text and NEW not in answer.text


@pytest.mark.parametrize(
    "forged", ["//evil.example/x", "https://evil.example/x", "javascript:alert(1)", "/\\evil.example"]
)
def test_kept_words_are_sent_to_no_other_host(site: Site, forged: str) -> None:
    visitor = site.visitor()
    visitor.get("/sign-in")
    fields = {"kept_to": forged, "kept:body": "Two words", "email": "dana@delta.example", "password": PASSWORD}
    answer = visitor.post("/sign-in", fields)
    assert answer.status_code == 303 and answer.headers["Location"] == "/home"


@pytest.fixture
def played(database: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A demo whose cast are dana and sara."""
    tasks = [{"email": "dana@delta.example", "try": "Read."}, {"email": "sara@office.example", "try": "Write."}]
    monkeypatch.setattr(roof, "cast", lambda: {"cast": tasks})
    return open_site(database, settings, demo=True)


def test_in_the_demo_a_visitor_takes_the_place_of_one_of_the_cast(played: Site) -> None:
    visitor = played.visitor()
    text = visitor.get("/sign-in").text
    assert "Sign in as <bdi>Dana</bdi>, <bdi>Delta Observatory</bdi>" in text
    assert "Sign in as <bdi>Sara</bdi>, Secretariat" in text
    assert visitor.post("/sign-in/as", {"as": "sara@office.example"}).status_code == 303
    assert "sara@office.example" in visitor.get("/settings").text
    dana = played.visitor()
    dana.get("/sign-in")
    assert dana.post("/sign-in/as", {"as": "fred@fen.example"}).status_code == 404, "not of the cast"


def test_outside_the_demo_nobody_takes_anybody_s_place(site: Site) -> None:
    visitor = site.visitor()
    assert "Sign in as" not in visitor.get("/sign-in").text
    assert visitor.post("/sign-in/as", {"as": "sara@office.example"}).status_code == 404
    assert visitor.get("/settings").status_code == 303

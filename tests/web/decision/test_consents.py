"""Members that a statement is to name are asked on the page that submits it, and answer on a page of their own."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.decisions import every, newest
from tests.web.house import House, Visitor, hidden, house_of, words
from workflow import database as record
from workflow.config import Settings
from workflow.models.ballot import Ballot
from workflow.models.consent import Consent, ConsentRequest
from workflow.models.organisation import Organisation
from workflow.rules.decision.decision import BallotOutcome
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.statements.voice import Voice
from workflow.services.consultation import consulting


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room in consolidation, on each database."""
    with house_of(settings) as made:
        made.room.do("sara", consulting.close_consultation)
        yield made


def _key(house: House, name: str) -> str:
    with record.reading() as session:
        return session.get_one(Organisation, house.room.organisations[name]).key


def _name(house: House, *names: str, to: str = "States parties") -> None:
    visitor = house.visitor("sara")
    visitor.get(f"{house.address}/names")
    fields = {"voice": "named", "named": [_key(house, name) for name in names], "addressees": to}
    assert visitor.post(f"{house.address}/names", {**hidden(visitor.page), **fields}).status_code == 303


def _terms(house: House, visitor: Visitor) -> dict[str, object]:
    closes_at = house.room.clock.at + timedelta(days=3)
    facts = {"languages": ["en"], "authentic": "en", "settling": "answered", "release": "on_adoption"}
    return {**hidden(visitor.page), "version": "1", "closes_at": f"{closes_at:%Y-%m-%dT%H:%M}", **facts}


def _submit(house: House, rest: str = "ballot", **more: object) -> tuple[int, str]:
    visitor = house.visitor("sara")
    visitor.get(f"{house.address}/ballot")
    answer = visitor.post(f"{house.address}/{rest}", {**_terms(house, visitor), **more})
    return answer.status_code, words(answer.text) if answer.status_code >= 400 else ""


def _answer(house: House, name: str, answer: str, reason: str = "") -> int:
    visitor = house.visitor(name)
    assert visitor.get(f"{house.address}/consent").status_code == 200
    facts = {**hidden(visitor.page), "answer": answer, "reason": reason}
    return visitor.post(f"{house.address}/consent", facts).status_code


def _read(house: House, rest: str, name: str = "sara") -> str:
    visitor = house.visitor(name)
    assert visitor.get(f"{house.address}{rest}").status_code == 200
    return words(visitor.page).replace(" :", ":")


def test_the_members_are_asked_read_what_it_is_and_agree_by_one_button(house: House) -> None:
    _name(house, "lacs", "fen")
    assert (house.room.statement().voice, house.room.statement().addressees) == (Voice.NAMED, "States parties")
    page = _read(house, "/ballot")
    assert "None of them has been asked yet" in page and "Fenland Water Society: not answered" in page
    status, said = _submit(house)
    assert status == 409 and "have not agreed to be named" in said
    assert _submit(house, "consents")[0] == 303
    fred = house.visitor("fred")
    fred.get("/home")
    assert "May a statement name you?" in words(fred.page) and f'href="{house.address}/consent"' in fred.page
    page = _read(house, "/consent", "fred")
    for part in (
        "Réseau des Lacs",
        "Fenland Water Society",
        "To States parties",
        "By itself, as soon as the statement is adopted",
        "The river has risen twice this year.",
        "Yes, name our organisation",
        "No, do not name us",
    ):
        assert part in page, part
    assert _answer(house, "fred", "yes") == 303
    assert "Your organisation agreed" in _read(house, "/consent", "fred")
    fred.get("/home")
    assert "May a statement name you?" not in words(fred.page)
    assert _answer(house, "lucie", "no", "Our board has not met.") == 303
    page = _read(house, "/ballot")
    assert "Fenland Water Society: agrees" in page and "Our board has not met." in page
    status, said = _submit(house)
    assert status == 409 and "Réseau des Lacs has not agreed" in said
    assert _answer(house, "lucie", "yes") == 303
    assert _submit(house)[0] == 303
    assert newest(Ballot).mandate_digest == newest(ConsentRequest).mandate_digest
    page = _read(house, "/decision", "dana")
    assert "Réseau des Lacs" in page and "Fenland Water Society" in page


def test_after_a_change_the_page_says_that_all_are_asked_again(house: House) -> None:
    _name(house, "lacs", "fen")
    _submit(house, "consents")
    for name in ("fred", "lucie"):
        _answer(house, name, "yes")
    _name(house, "lacs", "fen", to="Everybody")
    assert "all of them must be asked again" in _read(house, "/ballot")
    assert _submit(house)[0] == 409
    visitor = house.visitor("fred")
    visitor.get(f"{house.address}/consent")
    assert "has to ask you again before you can answer" in words(visitor.page)
    assert "do not name us" not in visitor.page and "name our organisation" not in visitor.page
    answer = visitor.post(f"{house.address}/consent", {**hidden(visitor.page), "answer": "no", "reason": "Not this."})
    assert answer.status_code == 409 and "has to ask you again" in words(answer.text) and "Not this." in answer.text
    assert _submit(house, "consents")[0] == 303
    assert _submit(house, "consents")[0] == 409, "asked already"


def test_the_page_that_submits_keeps_the_choices_that_the_members_agree_to(house: House) -> None:
    _name(house, "fen")
    assert _submit(house, "consents", release="by_hand")[0] == 303
    _answer(house, "fred", "yes")
    visitor = house.visitor("sara")
    visitor.get(f"{house.address}/ballot")
    chosen = visitor.page[visitor.page.index('value="by_hand"') - 120 :][:260]
    assert "checked" in chosen
    assert _submit(house)[0] == 409, "another release"
    assert _submit(house, release="by_hand")[0] == 303


def test_a_consent_that_is_taken_back_during_the_ballot_needs_a_reason_and_stops_it(house: House) -> None:
    _name(house, "fen")
    _submit(house, "consents")
    _answer(house, "fred", "yes")
    assert _submit(house)[0] == 303
    assert "if you take your consent back, it stops" in _read(house, "/consent", "fred")
    assert _answer(house, "fred", "no") == 422
    assert _answer(house, "fred", "no", "Our board decided otherwise.") == 303
    assert (newest(Ballot).outcome, house.room.statement().stage) == (BallotOutcome.STOPPED, Stage.CONSOLIDATION)


def test_who_is_not_asked_finds_no_page_and_nothing_is_recorded_without_an_answer(house: House) -> None:
    _name(house, "fen")
    _submit(house, "consents")
    for name, status in (("dana", 403), ("sara", 403), ("lucie", 403)):
        assert house.visitor(name).get(f"{house.address}/consent").status_code == status
    assert _answer(house, "fred", "") == 422
    assert all(each.is_given is None for each in every(Consent))


def test_protected_members_are_not_offered_and_a_forged_choice_keeps_what_was_typed(house: House) -> None:
    visitor = house.visitor("sara")
    visitor.get(f"{house.address}/names")
    assert _key(house, "estero") not in visitor.page and _key(house, "fen") in visitor.page
    fields = {"voice": "named", "named": [_key(house, "estero")], "addressees": "States parties"}
    answer = visitor.post(f"{house.address}/names", {**hidden(visitor.page), **fields})
    assert answer.status_code == 422 and "States parties" in answer.text
    assert house.room.statement().voice is Voice.COALITION
    answer = visitor.post(f"{house.address}/names", {**hidden(visitor.page), "voice": "named"})
    assert answer.status_code == 422


def test_who_would_not_be_named_is_told_to_nobody_but_those_who_asked_and_their_own(house: House) -> None:
    _name(house, "lacs", "fen")
    assert _submit(house, "consents")[0] == 303
    assert _answer(house, "fred", "no", "Not under our name.") == 303
    said = "did not agree to be named"
    for name, knows in (("sara", True), ("fred", True), ("nadia", False), ("lucie", False)):
        history = words(house.visitor(name).get(f"{house.address}/history").text)
        assert (said in history) is knows, name

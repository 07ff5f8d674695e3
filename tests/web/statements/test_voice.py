"""In whose name a statement speaks, as forms, pages and mails say it."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, update

from tests.decisions import (
    adopt,
    delivery,
    fan_out_all,
    on_the_table,
    position,
    publication,
    publication_claim,
    put_as,
)
from tests.emails.house import parts
from tests.web.house import House, hidden, house_of, words
from workflow import database as record
from workflow import emails
from workflow.config import Settings
from workflow.models.publication import Progress
from workflow.models.statement import Statement
from workflow.rules.decision.decision import Stance
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome
from workflow.rules.notifications.events import EventKind
from workflow.rules.statements.voice import Voice
from workflow.services.publication import publishing
from workflow.services.shared.record import record_event

GONE = [Voice.UNDERSIGNED, Voice.NAMED]


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with its first consultation open, on each database."""
    with house_of(settings) as made:
        yield made


def _page(house: House, rest: str, name: str = "sara") -> str:
    visitor = house.visitor(name)
    assert visitor.get(f"{house.address}{rest}").status_code == 200
    return visitor.page


def test_no_form_offers_a_name_that_nobody_can_act_for(house: House) -> None:
    for path in (f"{house.address}/settings", "/statements/new"):
        visitor = house.visitor("sara")
        visitor.get(path)
        assert not re.search(r'name="(voice|named)"', visitor.page)
    assert "In whose name does the statement speak? The coalition" in words(visitor.page)
    assert "Each is asked before the Committee decides" in words(visitor.page)
    visitor.get(f"{house.address}/names")
    assert "undersigned" not in visitor.page


@pytest.mark.parametrize("voice", [*GONE, "whole"])
def test_a_forged_name_is_refused_by_the_forms(house: House, voice: str) -> None:
    fields = {"voice": voice, "named": "x", "words_a_minute": "130", "word_limit": "77"}
    answer = house.send(house.visitor("sara"), f"{house.address}/settings", **fields)
    assert answer.status_code == 422
    assert "because organisations cannot sign here. Choose another name." in words(answer.text)
    assert (house.room.statement().voice, house.room.statement().word_limit) == (Voice.COALITION, None)
    fields = {"voice": voice, "text": "One.", "title": "T", "procedure": "ordinary", "words_a_minute": "130"}
    for path in ("/statements/new", "/statements/new/joins"):
        visitor = house.visitor("sara")
        visitor.get("/statements/new")
        answer = visitor.post(path, {**hidden(visitor.page), **fields, "language": "en"})
        assert answer.status_code == 422


def test_a_draft_that_fell_back_says_so_on_its_pages_and_in_its_history(house: House) -> None:
    with record.transaction() as session:
        session.execute(update(Statement).values(voice_before=Voice.UNDERSIGNED))
        statement = session.get_one(Statement, house.room.statement().id)
        data = {"from": "undersigned", "to": "coalition"}
        record_event(session, EventKind.VOICE_FELL_BACK, statement=statement, data=data)
    for rest in ("", "/settings", "/decision"):
        assert "so the statement now speaks in the name of the coalition" in words(_page(house, rest))
    assert "The statement speaks in the name of the coalition: no organisation can sign yet" in words(
        _page(house, "/history")
    )


def test_a_decision_on_such_a_text_says_that_it_stays_unpublished(house: House) -> None:
    on_the_table(house.room)
    put_as(house.room, Voice.UNDERSIGNED)
    for name in ("lucie", "elena"):
        position(house.room, name, Stance.APPROVE)
    page = words(_page(house, "/decision", "dana"))
    assert "In the name of the organisations that sign it" in page
    assert "wait until the secretariat chooses" in page
    assert "published at once" not in page


def test_an_adopted_text_goes_out_when_a_person_has_chosen_on_a_page_that_says_what_follows(house: House) -> None:
    on_the_table(house.room)
    put_as(house.room, Voice.UNDERSIGNED)
    adopt(house.room)
    fan_out_all()
    with house.app.app_context(), record.transaction() as session:
        told = delivery("dana", EventKind.STATEMENT_ADOPTED).id
        letter = emails.message_for(session, told, house.app.config["COMMUNIQUE"]).message
    waits = "The statement waits until the secretariat chooses in whose name it is published"
    assert all(waits in " ".join(part.split()) for part in parts(letter))
    page = _page(house, "/publication")
    assert "The statement waits until a person chooses in whose name it is published" in words(page)
    assert f"{house.address}/publication/voice" in page
    assert "/publication/voice" not in _page(house, "/publication", "dana")
    visitor = house.visitor("sara")
    visitor.get(f"{house.address}/publication/voice")
    assert "published at once as" in words(visitor.page)
    assert "You cannot undo a publication" in words(visitor.page)
    assert house.send(house.visitor("dana"), f"{house.address}/publication/voice").status_code == 403
    assert publication().progress is Progress.SET_ASIDE
    assert visitor.post(f"{house.address}/publication/voice").status_code == 303
    assert publication().progress is Progress.WAITING
    assert "Adopted. The statement is being published now." in words(_page(house, "/publication"))
    said = (
        "The name of the coalition was chosen for what was adopted as “In the name of the organisations that sign it”"
    )
    assert said in words(_page(house, "/history"))
    assert visitor.post(f"{house.address}/publication/voice").status_code == 409
    assert "There is nothing to choose" in words(_page(house, "/publication/voice"))


def test_a_colleague_who_chooses_second_reads_that_it_was_done_before_even_when_it_is_out(house: House) -> None:
    on_the_table(house.room)
    put_as(house.room, Voice.UNDERSIGNED)
    adopt(house.room)
    path = f"{house.address}/publication/voice"
    sara, sol = house.visitor("sara"), house.visitor("sol")
    for each in (sara, sol):
        each.get(path)
    assert sara.post(path).status_code == 303
    claim = publication_claim()
    assert claim is not None
    with record.transaction() as session:
        publishing.record(session, claim, Outcome(DeliveryVerdict.SENT, ""))
    assert sol.post(path).status_code == 409
    assert "This has already been done." in words(sol.page)
    assert "There is nothing to choose" in words(_page(house, "/publication/voice", "sol"))
    assert house.visitor("dana").get(path).status_code == 403
    assert publication().progress is Progress.DONE


@pytest.mark.parametrize("voice", GONE)
def test_what_is_out_in_an_older_name_is_never_put_out_again(house: House, voice: Voice) -> None:
    on_the_table(house.room)
    adopt(house.room)
    claim = publication_claim()
    assert claim is not None
    with record.transaction() as session:
        publishing.record(session, claim, Outcome(DeliveryVerdict.SENT, ""))
    put_as(house.room, voice)
    assert house.send(house.visitor("sara"), f"{house.address}/publication/voice").status_code == 409
    assert (publication().progress, house.room.statement().voice) == (Progress.DONE, voice)


def test_the_first_page_of_the_secretariat_counts_what_waits_for_a_choice_and_leads_to_it(house: House) -> None:
    on_the_table(house.room)
    put_as(house.room, Voice.UNDERSIGNED)
    adopt(house.room)
    sol = house.visitor("sol")
    sol.get("/home")
    assert "1 thing needs you" in words(sol.page)
    assert "no one has chosen in whose name to publish" in words(sol.page)
    assert f'href="{house.address}/publication/voice"' in sol.page
    assert "Adopted, but not published yet." not in words(sol.page)
    dana = house.visitor("dana")
    dana.get("/home")
    assert "/publication/voice" not in dana.page and "not published by itself" not in dana.page
    sol.get(f"{house.address}/publication/voice")
    assert sol.post(f"{house.address}/publication/voice").status_code == 303
    sol.get("/home")
    assert "not published by itself" not in sol.page and "1 statement in progress" in words(sol.page)


def test_the_end_of_an_embargo_does_not_say_that_a_text_goes_out_which_waits_for_a_choice(house: House) -> None:
    on_the_table(house.room)
    put_as(house.room, Voice.UNDERSIGNED)
    adopt(house.room)
    house.room.do("sara", publishing.set_embargo, until=house.room.clock.at + timedelta(days=9))
    path = f"{house.address}/publication/early"
    page = words(_page(house, "/publication/early"))
    said = "The statement waits until the secretariat chooses in whose name it is published"
    assert said in page and "published at once" not in page and "publish now" not in page
    answer = house.send(house.visitor("sara"), path, at="now", reason="The session ended sooner.")
    assert answer.status_code == 303
    fan_out_all()
    with house.app.app_context(), record.transaction() as session:
        told = delivery("sol", EventKind.EMBARGO_ENDED).id
        letter = emails.message_for(session, told, house.app.config["COMMUNIQUE"]).message
    plain = letter.get_body(("plain",))
    assert plain is not None
    body = " ".join(plain.get_content().split())
    assert said in body and "published at once" not in body

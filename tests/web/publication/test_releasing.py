"""The pages on which an adopted statement is held and released, and what they say of a mandate that stays."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests import calls
from tests.decisions import adopt, newest, on_the_table, publication, publication_claim, put_as
from tests.web.house import House, hidden, house_of, words
from workflow import database as record
from workflow.config import Settings
from workflow.models.ballot import Ballot
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.statements.voice import Voice
from workflow.services.consultation import consulting
from workflow.services.people import membership
from workflow.services.publication import publishing

WHY = "The plenary was moved to Friday."


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with its first consultation open, on each database."""
    with house_of(settings) as made:
        yield made


def _adopt_held(house: House, to: str = "") -> None:
    house.room.do("sara", consulting.close_consultation)
    with record.transaction() as session:
        session.get_one(Statement, house.room.statement().id).addressees = to
    facts = {"version": 1, "languages": ["en"], "closes_at": house.room.clock.at + timedelta(days=3)}
    house.room.do("sara", calls.open_ballot, release=ReleaseKind.BY_HAND, **facts)
    adopt(house.room)


def _adopt(house: House) -> None:
    on_the_table(house.room)
    adopt(house.room)


def _page(house: House, rest: str, name: str = "sara") -> str:
    visitor = house.visitor(name)
    assert visitor.get(f"{house.address}{rest}").status_code == 200
    return visitor.page


def _publish() -> None:
    made = publication_claim()
    assert made is not None
    with record.transaction() as session:
        publishing.record(session, made, Outcome(DeliveryVerdict.SENT))


def test_the_one_line_of_an_adopted_statement_leads_who_may_to_the_hold(house: House) -> None:
    _adopt(house)
    way = f'href="{house.address}/publication#hold-it"'
    assert way in _page(house, "/decision", "sol") and way in _page(house, "", "sol")
    assert way not in _page(house, "/decision", "dana")
    assert 'id="hold-it"' in _page(house, "/publication", "sol")
    assert way not in _page(house, "/publication", "sol")


def test_the_check_page_says_what_goes_out_to_whom_and_that_it_cannot_be_called_back(house: House) -> None:
    _adopt_held(house, "States parties")
    page = _page(house, "/release")
    said = words(page)
    for part in (
        "It was adopted as a statement that is held until a person of the secretariat releases it.",
        "published at once as",
        "Once out, it cannot be called back.",
        "8 people are told by email when the statement is published.",
        "In the name of the coalition",
        "To States parties",
        "Held until a person of the secretariat releases it",
    ):
        assert part in said, part
    for digest in (publication().digests["en"], newest(Ballot).mandate_digest):
        assert digest in said.replace(" ", "")
    assert "Release now" in page


def test_a_held_statement_is_released_by_one_button_and_the_second_press_is_told_so(house: House) -> None:
    _adopt_held(house)
    sara, sol = house.visitor("sara"), house.visitor("sol")
    for each in (sara, sol):
        each.get(f"{house.address}/release")
    assert sara.post(f"{house.address}/release").status_code == 303
    assert "Adopted. The statement is being published now." in words(_page(house, "/publication"))
    assert sol.post(f"{house.address}/release").status_code == 409
    assert "This has already been done." in words(sol.page)
    assert "someone has released it" in words(_page(house, "/release", "sol"))
    _publish()
    assert "someone has released it" in words(_page(house, "/release", "sol"))
    assert "The statement was released" in words(_page(house, "/history", "dana"))


def test_a_release_of_what_waits_for_a_name_does_not_say_that_it_goes_out(house: House) -> None:
    house.room.do("sara", consulting.close_consultation)
    facts = {"version": 1, "languages": ["en"], "closes_at": house.room.clock.at + timedelta(days=3)}
    house.room.do("sara", calls.open_ballot, release=ReleaseKind.BY_HAND, **facts)
    put_as(house.room, Voice.NAMED, "fen")
    adopt(house.room)
    sara = house.visitor("sara")
    sara.get(f"{house.address}/release")
    assert sara.post(f"{house.address}/release").status_code == 303
    page = words(sara.get(f"{house.address}/publication").text)
    assert "The statement waits until the secretariat chooses in whose name it is published." in page
    assert "is being published now" not in page and "cannot agree" not in page


def test_a_release_into_an_embargo_says_so_and_an_embargo_that_was_set_meanwhile_is_shown_first(house: House) -> None:
    _adopt_held(house)
    visitor = house.visitor("sara")
    visitor.get(f"{house.address}/release")
    until = house.room.clock.at + timedelta(hours=5)
    house.room.do("sol", publishing.set_embargo, until=until)
    answer = visitor.post(f"{house.address}/release", hidden(visitor.page))
    assert answer.status_code == 409
    assert "nothing is published before today 14:00 now" in words(answer.text)
    assert "The embargo stays: the text below is published today 14:00" in words(answer.text)
    assert "Release now" not in answer.text and "Release the statement" in answer.text
    held = words(_page(house, "/publication"))
    assert "nothing before a person of the secretariat releases the statement." in held
    assert "the statement is then published with no further step" not in held
    assert publication_claim() is None
    assert visitor.post(f"{house.address}/release", hidden(answer.text)).status_code == 303
    visitor.get(f"{house.address}/publication")
    assert "Released. The statement is published today 14:00, with no further step." in visitor.page
    assert (publication().due_at, publication_claim()) == (until, None)


def test_home_and_every_page_of_the_statement_lead_the_secretariat_to_the_release_and_nobody_else(house: House) -> None:
    _adopt_held(house)
    link = f'href="{house.address}/release"'
    sol, dana = house.visitor("sol"), house.visitor("dana")
    for visitor in (sol, dana):
        visitor.get("/home")
    assert "1 thing needs you" in words(sol.page) and link in sol.page
    assert "Adopted, held until it is released" in words(sol.page)
    assert link not in dana.page and "Release:" not in words(dana.page)
    for rest in ("", "/decision", "/history"):
        assert link in _page(house, rest, "sol"), rest
        page = _page(house, rest, "dana")
        assert link not in page
        assert "Adopted and held: nothing is published before the secretariat releases it" in words(page)
    dana.get(house.address)
    for path in (f"{house.address}/release", f"{house.address}/hold"):
        assert dana.post(path, {"hold_reason": WHY}).status_code == 403
    assert dana.get(f"{house.address}/release").status_code == 403


def test_an_adopted_statement_is_held_with_a_reason_beside_a_mandate_that_stays(house: House) -> None:
    _adopt(house)
    visitor = house.visitor("sara")
    visitor.get(f"{house.address}/publication")
    answer = visitor.post(f"{house.address}/hold", {"hold_reason": ""})
    assert answer.status_code == 422 and "Give a reason." in words(answer.text)
    assert visitor.post(f"{house.address}/hold", {"hold_reason": WHY}).status_code == 303
    said = words(_page(house, "/publication"))
    assert "Held since" in said and WHY in said
    assert "By itself, as soon as the statement is adopted" in said, "the release as it was adopted"
    assert f"The statement was held until a person releases it: {WHY}" in said
    assert newest(Ballot).mandate_digest in said.replace(" ", "")
    history = words(_page(house, "/history", "dana"))
    assert WHY in history and "Short notice" not in history
    assert publication_claim() is None


def test_a_hold_that_comes_too_late_keeps_the_reason_and_says_so(house: House) -> None:
    _adopt(house)
    visitor = house.visitor("sara")
    visitor.get(f"{house.address}/publication")
    assert publication_claim() is not None
    answer = visitor.post(f"{house.address}/hold", {"hold_reason": WHY})
    assert answer.status_code == 409
    assert "This has already been done." in words(answer.text)


def test_an_embargo_of_what_is_held_ends_and_nothing_says_that_it_goes_out(house: House) -> None:
    _adopt_held(house)
    house.room.do("sara", publishing.set_embargo, until=house.room.clock.at + timedelta(days=9))
    page = words(_page(house, "/publication/early"))
    assert "The statement is held." in page
    assert "published at once" not in page and "publish now" not in page


def test_a_member_that_was_renamed_is_named_as_it_was_with_a_dated_line(house: House) -> None:
    _adopt(house)
    put_as(house.room, Voice.NAMED, "lacs", "fen", agreed=True)
    _publish()
    house.room.clock.pass_by(days=2)
    with record.transaction() as session:
        sara = session.get_one(Person, house.room.people["sara"])
        for name, changes in (("fen", {"name": "Fen Society"}), ("lacs", {"protected": True})):
            key = session.get_one(Organisation, house.room.organisations[name]).key
            membership.change_organisation(session, sara, key, **changes)
    said = words(_page(house, "/publication")).replace(" ,", ",")
    assert "Fenland Water Society (now called Fen Society, since 4 March 2026)" in said
    assert "Lacs" not in said and "1 member not named here" in said
    public = house.visitor("dana").get(f"/{house.room.statement().address}")
    assert "Fenland Water Society" in public.text and "Fen Society" not in public.text

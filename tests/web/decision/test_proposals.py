"""A position that a newcomer or the secretariat entered, on the pages: entered, shown, confirmed, not confirmed."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.deadlines import settle_next_ballot
from tests.decisions import every, fan_out_all, newest, on_the_table, position
from tests.seats import end_seats
from tests.services.decision.test_proposing import come, confirm, enter, propose
from tests.web.house import House, house_of, words
from tests.web.site import Visitor
from workflow import database as record
from workflow.config import Settings
from workflow.models.ballot import Ballot, Position, ProposedPosition
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.seat import Seat
from workflow.models.statement import Statement
from workflow.rules.decision.decision import Stance
from workflow.rules.decision.proposals import Means, ProposalEnd
from workflow.rules.shared.lifecycle import Stage

WHY = "Paragraph 2 names no river."


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """Version 1 before the Committee: dana and dilip, lucie, elena (protected); Nell came to lucie an hour later."""
    with house_of(settings) as opened:
        room = opened.room
        on_the_table(room)
        room.clock.pass_by(hours=1)
        come(room, "nell", "lacs")
        with record.transaction() as session:
            session.get_one(Person, room.people["nell"]).language = "en"
        fan_out_all()
        yield opened


def send(visitor: Visitor, house: House, path: str, **fields: str) -> int:
    """The status of the answer to the page's form to that path, sent with its hidden fields and these."""
    return visitor.post(f"{house.address}/{path}", {**fields_of(visitor, house, path), **fields}).status_code


def fields_of(visitor: Visitor, house: House, path: str) -> dict[str, str]:
    """The hidden fields of the form to that path on the page of the decision, which is read for it."""
    visitor.get(house.address + "/decision")
    found = re.search(rf'<form[^>]*action="[^"]*/{path}"(.*?)</form>', visitor.page, re.S)
    form = found[1] if found else ""
    inputs = [each for each in re.findall(r"<input[^>]*>", form) if 'type="hidden"' in each]
    hidden = {_attribute("name", each): _attribute("value", each) for each in inputs}
    hidden.pop("csrf_token", None)
    return hidden


def _attribute(name: str, tag: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


def given(house: House, **fields: str) -> dict[str, str]:
    """What the secretariat types of a call of lucie's organisation."""
    with record.reading() as session:
        seat = session.get_one(Organisation, house.room.organisations["lacs"]).key
    at = house.room.clock.at - timedelta(minutes=5)
    said = {
        "seat": seat,
        "given_stance": "approve",
        "means": "telephone",
        "given_at": f"{at:%Y-%m-%dT%H:%M}",
        "given_by": "Mme Lac",
    }
    return {**said, **fields}


def shown(house: House, name: str) -> str:
    """The words of the page of the decision as that person reads them."""
    return words(house.visitor(name).get(house.address + "/decision").text)


def test_a_newcomer_enters_a_position_and_a_colleague_confirms_it_by_one_button(house: House) -> None:
    nell, lucie = house.visitor("nell"), house.visitor("lucie")
    assert send(nell, house, "proposed-positions", stance="object", reason=WHY) == 303
    page = words(nell.get(house.address + "/decision").text)
    assert "Nell , who was invited after the ballot opened, entered this position" in page
    assert "This position does not count until a colleague named below confirms it." in page and "Lucie" in page
    assert not every(Position)
    page = words(lucie.get(house.address + "/decision").text)
    assert "A position waits for your confirmation" in page and WHY in page and "Confirm this position" in page
    assert send(lucie, house, "confirmed-positions") == 303
    assert [(each.stance, each.reason) for each in every(Position)] == [(Stance.OBJECT, WHY)]
    assert "Entered by Nell , confirmed by Lucie ." in words(lucie.get(house.address + "/decision").text)


def test_what_waits_inside_a_seat_is_nobody_elses_to_read(house: House) -> None:
    propose(house.room, stance=Stance.OBJECT, reason=WHY)
    for name in ("dana", "elena", "sara", "fred"):
        for page in ("/decision", "/history"):
            read = house.visitor(name).get(house.address + page).text
            assert WHY not in read and "Nell" not in read and "not confirmed" not in read, (name, page)
    assert (
        "Position entered for a colleague to confirm: Object"
        in house.visitor("lucie").get(house.address + "/history").text
    )


def test_the_seat_alone_sees_which_of_its_people_took_the_position(house: House) -> None:
    position(house.room, "dilip", Stance.ABSTAIN)
    assert "Recorded by Dilip" in shown(house, "dana")
    for name in ("lucie", "elena", "sara"):
        assert "Dilip" not in shown(house, name) and "dilip@" not in shown(house, name)


def test_the_secretariat_enters_a_position_given_by_telephone_that_the_member_confirms(house: House) -> None:
    sara = house.visitor("sara")
    assert "Enter a position given by telephone" in words(sara.get(house.address + "/decision").text)
    assert send(sara, house, "entered-positions", **given(house)) == 303
    for name in ("dana", "elena", "sara", "lucie", "nell"):
        page = shown(house, name)
        assert "Approve, by telephone" in page and "Entered by the secretariat, not confirmed" in page, name
        assert ("Mme Lac" in page) == (name in ("sara", "lucie", "nell")), name
        assert "0 took part" in page, name
    assert "Confirm this position" not in shown(house, "sara") + shown(house, "nell") + shown(house, "dana")
    lucie = house.visitor("lucie")
    assert send(lucie, house, "confirmed-positions") == 303
    assert "Entered by the secretariat, confirmed by Lucie ." in words(lucie.get(house.address + "/decision").text)
    page = shown(house, "dana")
    assert "Approve, by telephone" in page and "Entered by the secretariat, confirmed by the organisation." in page
    assert "Lucie" not in page and "1 took part" in page


def test_the_last_confirmation_adopts_and_says_so_before(house: House) -> None:
    for name in ("dana", "elena"):
        position(house.room, name, Stance.APPROVE)
    enter(house.room)
    lucie = house.visitor("lucie")
    assert "Your approval would decide the ballot." in words(lucie.get(house.address + "/decision").text)
    assert send(lucie, house, "confirmed-positions") == 303
    assert newest(Statement).stage is Stage.ADOPTED


def test_a_form_that_lacks_something_comes_back_with_all_that_was_typed(house: House) -> None:
    sara = house.visitor("sara")
    kept = {"given_reason": WHY, "given_by": "Mme Lac"}
    lacks: tuple[tuple[dict[str, str], str], ...] = (
        ({"seat": ""}, "Choose the organisation."),
        ({"given_stance": ""}, "Choose a position."),
        ({"means": ""}, "Choose how the position was given."),
        ({"given_at": ""}, "Enter the date and time."),
        ({"given_at": "2031-01-01T10:00"}, "That time has not come yet."),
        ({"given_at": "2020-01-01T10:00"}, "is not on this ballot: ask the member again."),
        ({"seat": "bcdfghjkmn"}, "Your choice is no longer available."),
    )
    for lacking, said in lacks:
        assert send(sara, house, "entered-positions", **{**given(house), **kept, **lacking}) == 422, lacking
        assert said in sara.page and WHY in sara.page and 'value="Mme Lac"' in sara.page, lacking
    assert send(sara, house, "entered-positions", **given(house, given_stance="object")) == 422
    assert "Give a reason." in sara.page
    assert send(sara, house, "entered-positions", **given(house, given_by="", given_reason=WHY)) == 422
    assert "Name the person who gave the position." in sara.page and WHY in sara.page
    assert not every(ProposedPosition)
    nell = house.visitor("nell")
    assert send(nell, house, "proposed-positions", stance="object") == 422
    assert "Give a reason." in nell.page
    assert send(nell, house, "proposed-positions", stance="object", reason=WHY, mandate="0" * 64) == 409
    assert WHY in nell.page and not every(ProposedPosition)


def test_what_was_replaced_since_the_page_was_shown_is_not_confirmed_and_the_page_shows_what_stands(
    house: House,
) -> None:
    old = enter(house.room)
    house.room.clock.pass_by(minutes=1)
    enter(house.room, stance=Stance.ABSTAIN)
    lucie = house.visitor("lucie")
    assert send(lucie, house, "confirmed-positions", waiting=old.key) == 409
    assert "so nothing was recorded. Check what the page shows now." in lucie.page
    assert "Abstain, by telephone" in lucie.page and not every(Position)


def test_the_seat_does_not_confirm_or_takes_another_position(house: House) -> None:
    enter(house.room)
    lucie = house.visitor("lucie")
    assert send(lucie, house, "withdrawn-positions") == 303
    assert newest(ProposedPosition).end is ProposalEnd.DECLINED and "by telephone" not in shown(house, "dana")
    enter(house.room)
    assert "Take another position" in words(lucie.get(house.address + "/decision").text)
    assert send(lucie, house, "positions", stance="abstain") == 303
    assert newest(ProposedPosition).end is ProposalEnd.OVERTAKEN


def test_others_are_refused_with_a_page(house: House) -> None:
    made = enter(house.room)
    mandate = newest(Ballot).mandate_digest
    for name, path, status in (
        ("dana", "entered-positions", 403),
        ("lucie", "proposed-positions", 403),
        ("sara", "confirmed-positions", 403),
        ("nell", "confirmed-positions", 403),
        ("dana", "confirmed-positions", 409),
        ("dana", "withdrawn-positions", 403),
        ("fred", "confirmed-positions", 403),
    ):
        fields = {"mandate": mandate, "waiting": made.key}
        visitor = house.visitor(name)
        visitor.get(house.address + "/decision")
        assert visitor.post(f"{house.address}/{path}", fields).status_code == status, (name, path)
    assert not every(Position)


def test_home_asks_who_can_to_confirm_and_nobody_else(house: House) -> None:
    enter(house.room, stance=Stance.ABSTAIN)
    page = words(house.visitor("lucie").get("/home").text)
    assert "Sara entered a position for your organisation: Abstain." in page and "Confirm the position" in page
    for name in ("nell", "dana"):
        assert "Confirm the position" not in house.visitor(name).get("/home").text
    confirm(house.room)
    assert "Confirm the position" not in house.visitor("lucie").get("/home").text


def test_a_protected_seat_stays_a_label_where_a_position_is_entered_for_it(house: House) -> None:
    enter(house.room, "estero", given_by="Elena Vigía", means=Means.WRITTEN, stance=Stance.OBJECT, reason=WHY)
    for page in ("/decision", "/history"):
        read = house.visitor("dana").get(house.address + page).text
        assert "Vigía" not in read and "Elena" not in read and WHY not in read
    confirm(house.room, "elena")
    for page in ("/decision", "/history"):
        read = house.visitor("dana").get(house.address + page).text
        assert "Vigía" not in read and "Elena" not in read
    assert "Object, by letter or email" in shown(house, "dana") and WHY in shown(house, "dana")


def test_what_was_never_confirmed_is_shown_as_such_after_the_ballot(house: House) -> None:
    enter(house.room)
    house.room.clock.at = newest(Ballot).closes_at
    with record.transaction() as session:
        settle_next_ballot(session)
    assert "Entered by the secretariat, never confirmed. It did not count." in shown(house, "dana")
    assert newest(Ballot).tally["present"] == 0


def test_before_any_ballot_what_is_sent_comes_back_and_nothing_is_entered(database: Engine, settings: Settings) -> None:
    with house_of(settings) as house:
        sara = house.visitor("sara")
        sara.get(house.address + "/decision")
        for path, fields, status in (
            ("entered-positions", {}, 422),
            ("entered-positions", given(house), 409),
            ("withdrawn-positions", {}, 409),
        ):
            assert sara.post(f"{house.address}/{path}", fields).status_code == status, path
        assert not every(ProposedPosition)


def test_nothing_is_entered_confirmed_or_told_for_a_seat_that_was_vacated_meanwhile(house: House) -> None:
    made, organisation = enter(house.room), house.room.organisations["lacs"]
    typed = given(house)
    with record.transaction() as session:
        end_seats(session, Seat.organisation_id == organisation)
    sara, lucie = house.visitor("sara"), house.visitor("lucie")
    sara.get(house.address + "/decision")
    assert f'value="{typed["seat"]}"' not in sara.page
    assert send(sara, house, "entered-positions", **typed) == 422
    lucie.get(house.address + "/decision")
    fields = {"mandate": newest(Ballot).mandate_digest, "waiting": made.key}
    assert lucie.post(f"{house.address}/confirmed-positions", fields).status_code == 403
    assert not every(Position)

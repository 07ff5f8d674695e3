"""A ballot fails, the text is changed, a second ballot is held; and a ballot is steered, on the pages and in mails."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from tests import calls
from tests.consolidations import issue, write
from tests.deadlines import settle_next_ballot
from tests.decisions import answer_objections, before_committee, every, newest, position
from tests.seats import end_seats
from tests.services.decision.test_proposing import enter
from tests.web.decision.test_decision import takes
from tests.web.house import House, house_of, words
from tests.web.site import Visitor
from workflow import database as record
from workflow.config import Settings
from workflow.models.ballot import Ballot, Position
from workflow.models.seat import Seat
from workflow.models.statement import Penholder, Statement
from workflow.rules.decision.decision import BallotOutcome, Stance
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.lifecycle import Stage
from workflow.services.decision import steering

WHY = "Two seats were travelling; the plenary is on Friday."


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with version 1 before the Committee: the seats of dana, lucie and elena (protected)."""
    with house_of(settings, begun=before_committee) as opened:
        yield opened


def page(house: House, name: str) -> str:
    """The tab Decision as that person reads it, words alone."""
    return words(house.visitor(name).get(house.address + "/decision").text)


def token(visitor: Visitor, house: House) -> str:
    """The deadline that the steering forms carry."""
    found = re.findall(r'name="seen"[^>]*value="([^"]*)"', visitor.get(house.address + "/decision").text)
    return str(found[-1])


def second_ballot(house: House) -> None:
    """Version 1 is stopped, its second paragraph is changed, version 2 is put."""
    room = house.room
    room.do("sara", steering.stop_ballot, reason=WHY)
    answer_objections(room)
    write(room, 1, room.blocks()[1].text.replace("twice", "three times"))
    issue(room)
    closes_at = room.clock.at + timedelta(days=2)
    room.do("sara", calls.open_ballot, version=2, languages=["en"], closes_at=closes_at)


def test_the_sentence_under_the_bars_says_what_would_come_and_who_is_missing(house: House) -> None:
    position(house.room, "dana", Stance.APPROVE)
    said = page(house, "lucie")
    assert "Not adopted if it closed now. For the quorum 1 more seat must take part." in said
    assert "2 seats have taken no position." in said
    assert re.search(r"No position yet: Member organisation \S+ , Réseau des Lacs", said)
    position(house.room, "elena", Stance.APPROVE)
    assert "Adopted if it closed now. No missing position can change this result any more." in page(house, "lucie")


def test_a_seat_reads_the_words_above_the_form_and_a_penholder_reads_the_positions(house: House) -> None:
    position(house.room, "dana", Stance.OBJECT, "Not these words.")
    seat = house.visitor("lucie").get(house.address + "/decision").text
    assert seat.index("The river has risen") < seat.index('name="stance"')
    assert "Not these words." in page(house, "sara")


def test_a_penholder_reads_no_position_before_the_end_where_the_procedure_says_so(house: House) -> None:
    with record.transaction() as session:
        statement = session.scalars(select(Statement)).one()
        ballot = {**statement.procedure["ballot"], "penholders_see": "end"}
        statement.procedure = {**statement.procedure, "ballot": ballot}
        session.add(
            Penholder(statement_id=statement.id, person_id=house.room.people["fred"], since=house.room.clock.at)
        )
    position(house.room, "dana", Stance.OBJECT, "Not these words.")
    enter(house.room)
    fred = house.visitor("fred")
    for path in ("/decision", "/history"):
        read = words(fred.get(house.address + path).text)
        assert "Not these words." not in read and "Position taken" not in read, path
        assert "The secretariat entered a position" not in read and "by telephone" not in read, path
    assert "Position taken: Object" in words(house.visitor("lucie").get(house.address + "/history").text)
    house.room.do("sara", steering.stop_ballot, reason=WHY)
    assert "Not these words." in page(house, "fred")
    assert "Position taken: Object" in words(fred.get(house.address + "/history").text)


def test_one_who_approved_before_sees_what_changed_and_confirms_with_one_button(house: House) -> None:
    position(house.room, "dana", Stance.APPROVE)
    position(house.room, "lucie", Stance.OBJECT, "Not these words.")
    second_ballot(house)
    dana = house.visitor("dana")
    html = dana.get(house.address + "/decision").text
    said = words(html)
    assert "What changed since we approved version 1" in said
    assert "In ballot 1 your position was: Approve. That position does not count in this ballot." in said
    assert html.index("<ins") < html.index("Confirm our approval")
    assert not [each for each in every(Position) if each.ballot_id == newest(Ballot).id], "nothing carries over"
    assert takes(dana, house, "approve") == 303
    assert every(Position)[-1].stance is Stance.APPROVE
    lucie = page(house, "lucie")
    assert "Confirm our approval" not in lucie and "What changed since we approved" not in lucie
    assert "In ballot 1 your position was: Object." in lucie and "Ballot 1: Object" in lucie
    assert "The text you are deciding on What changed since version 1" in lucie, "the way to what is new comes first"
    assert "Ballot 1: None " in lucie and "Ballot 1: None yet" not in lucie


def test_a_ballot_without_a_result_says_why_in_numbers_and_whose_turn_it_is(house: House) -> None:
    position(house.room, "dana", Stance.APPROVE)
    house.room.clock.at = newest(Ballot).closes_at
    with record.transaction() as session:
        settle_next_ballot(session)
    said = page(house, "dana")
    assert "Back with the penholder: ballot 1 not adopted, quorum 1 of 2" in said
    assert "1 of 3 seats took part; 2 were needed." in said
    everywhere = words(house.visitor("nadia").get(house.address).text)
    assert "Back with the penholder: ballot 1 not adopted, quorum 1 of 2" in everywhere


def test_the_one_line_says_which_ballot_it_is_and_what_an_adoption_leads_to(house: House) -> None:
    at_once = "If adopted, the statement is published by itself at once."
    for path in ("", "/comments", "/decision", "/history"):
        assert at_once in words(house.visitor("dana").get(house.address + path).text)
    assert "Ballot 1: the Committee decides" not in page(house, "dana")
    second_ballot(house)
    assert "Ballot 2: the Committee decides on version 2 until" in page(house, "dana")
    assert at_once in page(house, "lucie")
    home = words(house.visitor("dana").get("/home").text)
    assert "Version 2 · Ballot 2 · 0 of 3 positions recorded." in home and at_once in home
    assert at_once in words(house.visitor("sol").get("/home").text), "the secretariat's plan"
    assert at_once in words(house.visitor("sara").get("/home").text), "the penholder"


@pytest.mark.parametrize(
    ("release", "hours", "said"),
    [
        (ReleaseKind.BY_HAND, 0, "If adopted, the statement is held until the secretariat releases it."),
        (ReleaseKind.AT_TIME, 72, "If adopted, the statement is published by itself, but not before Thu 5 Mar, 09:00."),
    ],
)
def test_what_an_adoption_leads_to_is_what_was_chosen(
    house: House, release: ReleaseKind, hours: int, said: str
) -> None:
    room = house.room
    room.do("sara", steering.stop_ballot, reason=WHY)
    facts = {"version": 1, "languages": ["en"], "closes_at": room.clock.at + timedelta(days=2), "same_text": WHY}
    at = room.clock.at + timedelta(hours=hours) if hours else None
    room.do("sara", calls.open_ballot, **facts, release=release, release_at=at)
    assert said in page(house, "dana")
    for name in ("dana", "sol"):
        assert said in words(house.visitor(name).get("/home").text)


def test_after_a_stopped_ballot_the_page_tells_of_no_decision_and_leads_to_the_objections(house: House) -> None:
    position(house.room, "dana", Stance.OBJECT, "Not these words.")
    house.room.do("sara", steering.stop_ballot, reason=WHY)
    said = page(house, "sara")
    assert "Decided today" not in said and "Ballot closes" not in said and "None yet" not in said
    assert re.search(r"Ended today \S+ without a decision on version 1\.", said)
    assert "Answer the objections" in said and "Submit version 1 to the Committee" not in said
    assert "Answer the objections" not in page(house, "dana")
    answer_objections(house.room)
    said = page(house, "sara")
    assert "Answer the objections" not in said and "Submit version 1 to the Committee" in said


def test_who_reminded_reads_from_when_on_and_has_no_button_that_would_be_refused(house: House) -> None:
    sara = house.visitor("sara")
    sara.get(house.address + "/decision")
    assert sara.post(house.address + "/ballot/remind", {}).status_code == 303
    said = page(house, "sara")
    assert "You can remind these seats again from today 15:00." in said and "Remind 3 seats" not in said
    house.room.clock.pass_by(hours=6)
    said = page(house, "sara")
    assert "You can remind these seats again" not in said and "Remind 3 seats" in said


def test_penholder_and_secretariat_remind_extend_and_stop_and_nobody_else_is_offered_it(house: House) -> None:
    assert "Manage the ballot" not in page(house, "dana")
    sara = house.visitor("sara")
    assert "Remind 3 seats" in words(sara.get(house.address + "/decision").text)
    address = house.address + "/ballot"
    assert sara.post(address + "/remind", {}).status_code == 303
    refused = sara.post(address + "/remind", {})
    assert refused.status_code == 409 and "reminded a short while ago" in words(refused.text)
    closes_at = newest(Ballot).closes_at
    later = f"{closes_at + timedelta(hours=3):%Y-%m-%dT%H:%M}"
    short = sara.post(address + "/extend", {"extended_to": later, "extension_reason": "", "seen": token(sara, house)})
    assert short.status_code == 422 and later in short.text
    past = {"extended_to": "2026-03-01T09:00", "extension_reason": WHY, "seen": token(sara, house)}
    refused = sara.post(address + "/extend", past)
    assert refused.status_code == 422 and "a ballot cannot be shortened" in words(refused.text) and WHY in refused.text
    assert sara.post(address + "/extend", {**past, "extended_to": later}).status_code == 303
    assert newest(Ballot).closes_at == closes_at + timedelta(hours=3)
    assert "Extended from" in page(house, "dana") and WHY in page(house, "dana")
    assert sara.post(address + "/stop", {"stop_reason": WHY, "seen": "stale"}).status_code == 409
    assert sara.post(address + "/stop", {"stop_reason": WHY, "seen": token(sara, house)}).status_code == 303
    assert (newest(Ballot).outcome, newest(Statement).stage) == (BallotOutcome.STOPPED, Stage.CONSOLIDATION)
    assert "Back with the penholder: ballot 1 was stopped" in page(house, "dana")


def test_the_button_counts_those_who_can_be_reminded_and_the_page_says_who_cannot(house: House) -> None:
    with record.transaction() as session:
        end_seats(session, Seat.organisation_id == house.room.organisations["lacs"])
    sara = house.visitor("sara")
    said = words(sara.get(house.address + "/decision").text)
    assert "Remind 2 seats" in said and "For 1 of these seats there is no one to remind" in said
    assert sara.post(house.address + "/ballot/remind", {}).status_code == 303
    told = words(sara.get(house.address + "/decision").text)
    assert "2 organisations that have taken no position are reminded by email." in told


def test_short_notice_is_shown_on_every_page_of_the_statement(house: House) -> None:
    room = house.room
    room.do("sara", steering.stop_ballot, reason=WHY)
    facts = {"version": 1, "languages": ["en"], "closes_at": room.clock.at + timedelta(hours=3)}
    room.do("sara", calls.open_ballot, **facts, short_notice="The gavel falls at noon.", same_text="Nothing was wrong.")
    for path in ("", "/comments", "/decision", "/history"):
        html = house.visitor("dana").get(house.address + path).text
        assert "Short notice: The gavel falls at noon." in words(html)
        assert not re.search(r"\S<b>Short notice", html), "a space stands between two sentences"
    assert "Same words again Nothing was wrong." in page(house, "dana")
    assert "The gavel falls at noon." in words(house.visitor("dana").get("/home").text)


def test_the_same_words_are_put_again_only_with_a_reason_and_nothing_typed_is_lost(house: House) -> None:
    house.room.do("sara", steering.stop_ballot, reason=WHY)
    sara = house.visitor("sara")
    shown = sara.get(house.address + "/ballot").text
    assert "Ballot 1 did not adopt exactly these words." in words(shown)
    until = datetime.isoformat(house.room.clock.at + timedelta(days=2))[:16]
    sent = {"version": "1", "languages": "en", "closes_at": until, "release": "by_hand", "settling": "certain"}
    timeless = sara.post(house.address + "/ballot", {**sent, "release": "at_time", "same_text": WHY})
    assert timeless.status_code == 422 and "Enter the date and time." in words(timeless.text)
    assert "Choose a time in the future." not in words(timeless.text)
    refused = sara.post(house.address + "/ballot", sent)
    assert refused.status_code == 422 and until in refused.text
    assert re.search(r'value="by_hand"[^>]*checked|checked[^>]*value="by_hand"', refused.text)
    assert sara.post(house.address + "/ballot", {**sent, "same_text": "Nothing was wrong."}).status_code == 303
    held = page(house, "dana")
    assert "Held until a person of the secretariat releases it" in held
    assert "cannot change the result" in held

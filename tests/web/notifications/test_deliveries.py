"""The page of emails that did not arrive: who was not reached, in the server's words, and how they are sent again."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update

from bench.counting import counted
from tests import posting
from tests.decisions import delivery, fan_out_all
from tests.web.house import House, house_of, words
from workflow import database as record
from workflow.config import Settings
from workflow.models.event import Delivery, Event
from workflow.models.item import Item
from workflow.models.person import Person
from workflow.models.publication import Progress
from workflow.models.statement import Penholder
from workflow.rules.items.kinds import ItemKind
from workflow.rules.notifications.delivery import FAN_OUT_WAITS
from workflow.rules.notifications.events import EventKind
from workflow.services.shared.errands import note_pulse
from workflow.services.shared.record import record_event
from workflow.services.statements import changing_settings

OPENED = EventKind.CONSULTATION_OPENED
WORDS = "550 5.1.1 <lucie@lacs.example>: no such reader"


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room, whose opening reached neither Lucie (refused) nor Elena (set aside)."""
    with house_of(settings) as here:
        fan_out_all()
        _ended(here, "lucie", Progress.REFUSED, WORDS)
        _ended(here, "elena", Progress.SET_ASIDE, "UndefinedError")
        yield here


def _ended(house: House, name: str, progress: Progress, trouble: str, kind: EventKind = OPENED) -> None:
    with record.transaction() as session:
        row = session.get_one(Delivery, delivery(name, kind).id)
        row.progress, row.ended_at, row.trouble, row.lease = progress, house.room.clock.at, trouble, 4


def _button(page: str, name: str, label: str) -> dict[str, str]:
    """The hidden moment and the button of the form that says `label`."""
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    found = re.search(rf'<button[^>]*name="{name}" value="(\d+)">{label}', page)
    assert seen and found, page
    return {"seen": seen[1], name: found[1]}


def test_it_says_who_was_not_reached_of_what_when_how_often_and_in_the_servers_words(house: House) -> None:
    page = house.visitor("sara").get("/deliveries").text
    said = words(page)
    assert "A consultation is opened" in said and "On open rivers" in said
    assert "Lucie" in said and "Réseau des Lacs" in said and WORDS in said
    assert "Elena" in said and "Vigías del Estero" in said, "the secretariat knows the name of a protected organisation"
    assert said.count("tried 4 times") == 2
    assert "Refused" in said and "Set aside" in said
    assert "Dana" not in said


@pytest.mark.parametrize("name", ["dana", "elena"])
def test_a_member_finds_no_such_page_and_no_link_to_one(house: House, name: str) -> None:
    visitor = house.visitor(name)
    assert visitor.get("/deliveries").status_code == 404
    assert "/deliveries" not in visitor.get("/home").text
    assert "/deliveries" not in visitor.get("/help").text
    assert visitor.post("/deliveries/trials", {"delivery": "1", "seen": "2026-03-02T09:00:00+00:00"}).status_code == 404
    assert delivery("lucie", OPENED).progress is Progress.REFUSED


def test_the_help_and_the_menu_lead_there_and_home_of_the_secretariat_says_how_many(house: House) -> None:
    visitor = house.visitor("sara")
    assert re.search(r'<a href="/deliveries">see which emails did not arrive, and send them again</a>',
                     visitor.get("/help").text)  # fmt: skip
    consolidation = visitor.get("/home").text
    assert consolidation.count('href="/deliveries"') == 3, "the menu, what to do, and what became of today's emails"
    assert "2 emails were refused or set aside." in words(consolidation)
    for name in ("lucie", "elena"):
        _ended(house, name, Progress.DONE, "")
    consolidation = visitor.get("/home").text
    assert consolidation.count('href="/deliveries"') == 1
    assert "refused or set aside" not in consolidation
    _all_arrived(house)
    assert "has been accepted" in words(visitor.get("/deliveries").text)


def _all_arrived(house: House) -> None:
    with record.transaction() as session:
        session.execute(update(Delivery).values(progress=Progress.DONE, ended_at=house.room.clock.at))


def test_while_the_mail_server_cannot_be_reached_the_page_says_how_many_wait_since_when_and_why(house: House) -> None:
    _all_arrived(house)
    visitor = house.visitor("sara")
    assert "has been accepted" in words(visitor.get("/deliveries").text)
    with record.transaction() as session:
        for name in ("lucie", "dana"):
            session.get_one(Delivery, delivery(name, OPENED).id).progress = Progress.WAITING
            session.get_one(Delivery, delivery(name, OPENED).id).due_at = house.room.clock.at
    said = words(visitor.get("/deliveries").text)
    assert "2 emails wait to be sent" in said and "09:00" in said and "has been accepted" not in said
    assert "cannot reach the mail server" not in said, "they have only just become due"
    house.room.clock.pass_by(minutes=2)
    with record.transaction() as session:
        note_pulse(session, "mail")
    said = words(visitor.get("/deliveries").text)
    assert "2 emails wait to be sent" in said and "09:00" in said and "cannot reach the mail server" in said
    assert "The worker" not in said
    with record.transaction() as session:
        later = house.room.clock.at + timedelta(seconds=30)
        session.get_one(Delivery, delivery("dana", OPENED).id).leased_until = later
    assert "cannot reach the mail server" not in words(visitor.get("/deliveries").text), "one is being sent"


def test_while_the_worker_is_silent_the_page_says_so_of_emails_that_are_not_even_made(house: House) -> None:
    _all_arrived(house)
    with record.transaction() as session:
        record_event(session, EventKind.PASSWORD_CHANGED, data={"person": house.room.people["fred"]})
    house.room.clock.pass_by(minutes=2)
    said = words(house.visitor("sara").get("/deliveries").text)
    assert "about 1 event are still to be prepared" in said and "The worker that sends emails" in said
    assert "has been accepted" not in said and "cannot reach the mail server" not in said


def test_home_of_the_secretariat_says_when_emails_have_waited_for_over_five_minutes(house: House) -> None:
    _all_arrived(house)
    with record.transaction() as session:
        row = session.get_one(Delivery, delivery("lucie", OPENED).id)
        row.progress, row.due_at = Progress.WAITING, house.room.clock.at
    house.room.clock.pass_by(minutes=5)
    assert "have been waiting" not in words(house.visitor("sara").get("/home").text)
    house.room.clock.pass_by(minutes=1)
    page = house.visitor("sara").get("/home").text
    assert "Emails have been waiting to be sent since" in words(page) and "09:00" in words(page)
    assert page.count('href="/deliveries"') == 2
    assert "have been waiting" not in words(house.visitor("dana").get("/home").text)


def test_what_goes_out_again_now_is_not_called_taken_on_the_same_page(house: House) -> None:
    _ended(house, "elena", Progress.DONE, "")
    visitor = house.visitor("sara")
    fields = _button(visitor.get("/deliveries").text, "delivery", "Send again")
    with record.transaction() as session:
        done = update(Delivery).where(Delivery.progress == Progress.WAITING)
        session.execute(done.values(progress=Progress.DONE, ended_at=house.room.clock.at))
    visitor.post("/deliveries/trials", fields)
    said = words(visitor.get("/deliveries").text)
    assert "1 email is sent again now" in said and "1 email waits to be sent" in said
    assert "has been accepted" not in said


def test_one_is_sent_again_once_however_often_the_button_is_pressed(house: House) -> None:
    visitor = house.visitor("sara")
    lucie = delivery("lucie", OPENED).id
    fields = _button(visitor.get("/deliveries").text, "delivery", "Send again")
    fields["delivery"] = str(lucie)
    assert visitor.post("/deliveries/trials", fields).status_code == 303
    assert "1 email is sent again now" in words(visitor.get("/deliveries").text)
    assert delivery("lucie", OPENED).progress is Progress.WAITING
    _ended(house, "lucie", Progress.DONE, "")
    visitor.post("/deliveries/trials", fields)
    assert "Nothing was sent" in words(visitor.get("/deliveries").text)
    assert delivery("lucie", OPENED).progress is Progress.DONE
    assert delivery("elena", OPENED).progress is Progress.SET_ASIDE


def test_all_whom_one_email_did_not_reach_get_it_with_one_button(house: House) -> None:
    visitor = house.visitor("sara")
    fields = _button(visitor.get("/deliveries").text, "event", "Send again to all 2 people")
    visitor.post("/deliveries/trials", fields)
    assert {delivery(name, OPENED).progress for name in ("lucie", "elena")} == {Progress.WAITING}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"delivery": "1"},
        {"delivery": "1", "seen": "soon"},
        {"delivery": "1", "seen": "2026-03-02"},
        {"delivery": "x", "seen": "2026-03-02T09:00:00+00:00"},
        {"event": "9" * 30, "seen": "2026-03-02T09:00:00+00:00"},
        {"unmade": "-1"},
    ],
)
def test_what_no_page_offers_sends_nothing_and_is_answered_in_words(house: House, fields: dict[str, str]) -> None:
    visitor = house.visitor("sara")
    visitor.get("/deliveries")
    assert visitor.post("/deliveries/trials", fields).status_code == 303
    assert "Nothing was sent" in words(visitor.get("/deliveries").text)
    assert delivery("lucie", OPENED).progress is Progress.REFUSED


def test_what_the_server_refused_once_and_will_be_asked_again_is_shown_and_has_no_button(house: House) -> None:
    with record.transaction() as session:
        row = session.get_one(Delivery, delivery("lucie", OPENED).id)
        row.progress, row.ended_at, row.refused_since = Progress.WAITING, None, house.room.clock.at
        row.refused_at = house.room.clock.at
    visitor = house.visitor("sara")
    page = visitor.get("/deliveries").text
    assert "Refused, will be tried again" in words(page) and WORDS in words(page)
    assert page.count(">Send again<") == 1
    assert "1 email was refused or set aside." in words(visitor.get("/home").text)


def test_while_the_server_refuses_everybody_the_page_says_until_when_all_emails_wait(house: House) -> None:
    visitor = house.visitor("sara")
    assert "No email is lost" not in words(visitor.get("/deliveries").text)
    at = house.room.clock.at
    with record.transaction() as session:
        for name in ("dana", "fred", "nadia"):
            row = session.get_one(Delivery, delivery(name, OPENED).id)
            row.refused_since = row.refused_at = at
    said = words(visitor.get("/deliveries").text)
    assert "No email is lost" in said and "09:01" in said
    house.room.clock.pass_by(minutes=1)
    assert "No email is lost" not in words(visitor.get("/deliveries").text)


def test_a_link_to_choose_a_password_has_no_button(house: House) -> None:
    with record.transaction() as session:
        record_event(session, EventKind.PASSWORD_FORGOTTEN, data={"person": house.room.people["fred"]})
    fan_out_all()
    for name in ("lucie", "elena"):
        _ended(house, name, Progress.DONE, "")
    _ended(house, "fred", Progress.REFUSED, "550", EventKind.PASSWORD_FORGOTTEN)
    page = house.visitor("sara").get("/deliveries").text
    assert "can ask for a new one" in words(page)
    assert "Send again" not in page and "Send again to" not in page


def test_who_does_not_hold_the_pen_is_not_told_by_it_who_has_an_item_for_the_penholder_only(house: House) -> None:
    shared = {"version": 1, "block": None, "language": "en"}
    house.room.do("dana", posting.post_comment, body="For you alone.", private=True, **shared)
    with record.transaction() as session:
        item = session.scalars(select(Item).where(Item.kind == ItemKind.COMMENT)).one()
        statement, sara = house.room.statement().id, house.room.people["sara"]
        session.add(Event(kind=EventKind.REPLY_POSTED, at=house.room.clock.at, statement_id=statement,
                          item_id=item.id, person_id=sara, data={}))  # fmt: skip
    fan_out_all()
    _ended(house, "dana", Progress.REFUSED, "550", EventKind.REPLY_POSTED)
    assert "Someone replies" in words(house.visitor("sara").get("/deliveries").text)
    said = words(house.visitor("sol").get("/deliveries").text)
    assert "An email about the statement" in said and "Someone replies" not in said
    with record.transaction() as session:
        session.add(Penholder(statement_id=statement, person_id=house.room.people["sol"], since=house.room.clock.at))
    assert "Someone replies" in words(house.visitor("sol").get("/deliveries").text)


def test_who_wrote_to_the_penholder_only_is_not_told_by_a_hand_over_of_the_pen_that_did_not_arrive(
    house: House,
) -> None:
    shared = {"version": 1, "block": None, "language": "en"}
    house.room.do("fred", posting.post_comment, body="For you alone.", private=True, **shared)
    house.room.clock.pass_by(hours=2, minutes=7)
    with record.reading() as session:
        lucie = session.get_one(Person, house.room.people["lucie"]).key
    house.room.do("sara", changing_settings.hand_over_pen, to=[lucie])
    fan_out_all()
    house.room.clock.pass_by(hours=1)
    _ended(house, "fred", Progress.REFUSED, "550", EventKind.PEN_HANDED_OVER)
    said = words(house.visitor("sol").get("/deliveries").text)
    assert "Fred" in said and "An email about the statement" in said
    assert "The penholders are changed" not in said
    assert "11:07" not in said, "nor by its moment, which the history gives to the hand-over"


def test_emails_that_could_not_be_made_are_shown_and_made_again(house: House) -> None:
    with record.transaction() as session:
        event = record_event(session, EventKind.PASSWORD_CHANGED, data={"person": house.room.people["fred"]})
        event.attempts, id_ = len(FAN_OUT_WAITS), event.id
    visitor = house.visitor("sara")
    assert "3 emails were refused or set aside." in words(visitor.get("/home").text)
    page = visitor.get("/deliveries").text
    assert "A password is changed" in words(page)
    visitor.post("/deliveries/trials", _button(page, "unmade", "Try to publish again"))
    with record.reading() as session:
        assert session.get_one(Event, id_).attempts == 0


def test_the_page_takes_as_many_sql_statements_for_two_as_for_a_hundred_and_has_pages(house: House) -> None:
    visitor = house.visitor("sara")
    visitor.get("/deliveries")
    with counted(record.engine()) as few:
        visitor.get("/deliveries")
    with record.transaction() as session:
        at, statement, lucie = house.room.clock.at, house.room.statement().id, house.room.people["lucie"]
        events = [Event(kind=OPENED, at=at, statement_id=statement, fanned_at=at, data={}) for _ in range(100)]
        session.add_all(events)
        session.flush()
        session.add_all(
            Delivery(event_id=each.id, person_id=lucie, message_id="x", due_at=at, ended_at=at,
                     progress=Progress.REFUSED, trouble=WORDS)
            for each in events
        )  # fmt: skip
    with counted(record.engine()) as many:
        page = visitor.get("/deliveries").text
    assert len(many) == len(few)
    assert page.count(">Send again<") == 50
    last = words(visitor.get("/deliveries?page=3").text)
    assert "Elena" in last and visitor.page.count(">Send again<") == 2

"""What was not sent before a consultation closed, and what was refused after it: each is said where its organisation
looks.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from tests import posting
from tests.conflicts import shown
from tests.consolidations import CRITICAL, answer
from tests.decisions import fan_out_all
from tests.rooms import CLOSES
from tests.web.consolidation_site import opened
from tests.web.house import House, element, house_of, words
from workflow import database as record
from workflow.config import Settings
from workflow.emails import message_for
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.rules.notifications.events import EventKind
from workflow.services.consultation import consulting

__all__ = ["opened"]
SAID = "1 draft of your organisation was not sent, but you can still send it as a late comment."


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened_house:
        yield opened_house


def keep(house: House) -> None:
    facts = {"version": 1, "body": "Which gates?", "language": "en", "keep": True}
    house.room.do("dana", posting.post_comment, **facts)


def test_a_draft_that_was_not_sent_is_on_the_home_and_at_the_room_s_end_of_its_organisation(house: House) -> None:
    keep(house)
    assert SAID not in words(house.visitor("dilip").get("/home").text)
    house.room.do("sara", consulting.close_consultation)
    for who, told in (("dilip", True), ("nadia", False)):
        visitor = house.visitor(who)
        home = words(visitor.get("/home").text)
        assert (SAID in home, "1 thing needs you" in home) == (told, told)
        assert (SAID in words(visitor.get(house.address).text)) is told


def test_the_mail_that_a_consultation_is_closed_tells_its_organisation_of_the_draft(
    house: House, settings: Settings
) -> None:
    keep(house)
    house.room.do("sara", consulting.close_consultation)
    fan_out_all()
    told = select(Delivery.id, Person.email).join(Event, Event.id == Delivery.event_id)
    told = told.join(Person, Person.id == Delivery.person_id).where(Event.kind == EventKind.CONSULTATION_CLOSED)
    with house.app.app_context(), record.reading() as session:
        letters = session.execute(told).all()
        assert len(letters) > 2
        for delivery, email in letters:
            body = message_for(session, delivery, settings).message.get_body(("plain",))
            assert body is not None
            mine = email.startswith(("dana@", "dilip@"))
            assert (SAID in " ".join(body.get_content().split())) is mine, email


def test_the_form_of_a_closed_consultation_speaks_of_what_was_written_where_something_was(house: House) -> None:
    block = house.room.blocks()[2].id
    house.room.do("nadia", posting.post_comment, version=1, body="Well.", language="en", block=block)
    new = f"{house.address}/items/new?kind=comment&paragraph={block}"
    house.room.clock.at = CLOSES
    dana = house.visitor("dana")
    assert "You can still send a late comment" in words(dana.get(new).text)
    assert "you wrote" not in words(dana.page)
    fields = {"kind": "comment", "where": "paragraph", "body": "Say more.", "language": "en", "after": "-"}
    assert "Your words are kept below, and only you see them." in words(house.send(dana, new, **fields).text)
    dana.post(f"{house.address}/items/C1/support")
    said = words(dana.get(house.address).text)
    assert "This consultation closed today 09:00." in said
    assert "still below" not in said


def test_what_is_shown_as_proposed_is_not_called_not_dealt_with_to_its_own(opened: object) -> None:
    with opened(CRITICAL) as here:  # type: ignore[operator]
        answer(here.room, "A1", "not_accepted", reason="Too strong.")
        shown(here.room)
        address = f"/statements/{here.room.key}"
        for path in (address, f"{address}/comments"):
            own = element(here.browser("dana", "delta").get(path).text, "a1")
            assert "Draft answer: Not accepted" in own
            assert "No answer yet" not in own
            assert "Proposed:" not in element(here.browser("lucie", "lacs").get(path).text, "a1")

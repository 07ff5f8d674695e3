"""Which of several accepted paragraphs comes first: by default, and as the penholder wants it."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.consolidations import ADD, MOVE, answer, as_it_will_read, consolidation, issue, texts, write
from tests.rooms import Room
from workflow import database
from workflow.models.event import Event
from workflow.rules.consolidation.refusals import StaleOrder
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import NotAllowed
from workflow.services.consolidation import ordering

pytestmark = pytest.mark.usefixtures("database")
ONE: dict[str, Any] = {"kind": ADD, "after": 2, "proposal": "One."}
TWO: dict[str, Any] = {"kind": ADD, "after": 2, "proposal": "Two.", "by": "fred"}
BACK: dict[str, Any] = {"kind": MOVE, "paragraph": 1, "after": 2, "by": "lucie"}


def behind(room: Room) -> list[str]:
    """The first words of what comes behind the third paragraph."""
    return [text.split()[0] for text in texts(as_it_will_read(room).blocks)[2:5]]


def test_the_penholder_puts_one_first_and_the_version_is_issued_so() -> None:
    with consolidation(ONE, TWO, BACK) as room:
        for item in ("A1", "A2", "A3"):
            answer(room, item, "accepted")
        assert behind(room) == ["The", "One.", "Two."]
        room.do("sara", ordering.put_first, reference="A2", seen=["A3", "A1", "A2"])
        assert behind(room) == ["Two.", "The", "One."]
        write(room, 3, "This is a hard moment for the Court of Waters.")
        issue(room)
        assert [block.text.split()[0] for block in room.blocks()[2:5]] == ["Two.", "The", "One."]
        with database.reading() as session:
            (event,) = session.scalars(select(Event).where(Event.kind == EventKind.PARAGRAPHS_ORDERED))
        assert event.data == {"references": ["A2", "A3", "A1"]}


def test_only_a_penholder_orders_and_only_what_the_page_showed() -> None:
    with consolidation(ONE, TWO) as room:
        answer(room, "A1", "accepted")
        with pytest.raises(StaleOrder):
            room.do("sara", ordering.put_first, reference="A1", seen=["A1"])
        answer(room, "A2", "accepted")
        with pytest.raises(NotAllowed):
            room.do("fred", ordering.put_first, reference="A2", seen=["A1", "A2"])
        with pytest.raises(StaleOrder):
            room.do("sara", ordering.put_first, reference="A2", seen=["A1"])
        assert behind(room)[1:] == ["One.", "Two."]
        for _ in range(2):
            room.do("sara", ordering.put_first, reference="A2", seen=["A1", "A2"])
        assert behind(room)[1:] == ["Two.", "One."]

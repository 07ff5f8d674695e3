"""Items that a version left open in square brackets: what it told of them stays told, and what becomes of them."""

from typing import Any

import pytest

from tests.desks import (
    CRITICAL,
    DECISION,
    desk,
    issue,
    issued,
)
from tests.queries.test_dispositions_register import read
from tests.rooms import Room
from tests.services.test_bracketing import leave_open, settle
from workflow import database as record
from workflow.models.person import Person
from workflow.queries.dispositions_register import Chosen, Register
from workflow.queries.item_ends import ends_of
from workflow.rules.names import Viewer
from workflow.services.audience import audience

pytestmark = pytest.mark.usefixtures("database")


def told(room: Room, who: str = "dana", **chosen: Any) -> list[tuple[str, str, int | None, str]]:
    """The lines of the register."""
    found: Register = read(room, who, Chosen(**chosen))
    return [(each.reference, each.outcome, each.version, each.because) for part in found.parts for each in part.lines]


def mailed(room: Room, event: Any, who: str) -> tuple[bool, list[tuple[str, str | None]]]:
    """Whether the person is told of the event, and what of which items."""
    with record.reading() as session:
        person = session.get_one(Person, room.people[who])
        ends = ends_of(session, event, Viewer(person.id, person.organisation_id))
        return person in audience(session, event), [(end.reference, end.disposition) for end in ends]


def test_what_a_version_told_stays_told_by_the_register_and_by_its_mails_after_a_passage_is_settled() -> None:
    with desk(CRITICAL, DECISION) as room:
        leave_open(room, "A1", "A2")
        issue(room)
        second = issued()
        of_2 = [("A1", "bracketed", 2, ""), ("A2", "bracketed", 2, "")]
        before = mailed(room, second, "dana")
        assert (told(room), before) == (of_2, (True, [("A1", "bracketed")]))
        settle(room, 1)
        assert (told(room), mailed(room, second, "dana")) == (of_2, before)
        assert read(room, "dana").waiting == 0
        issue(room)
        of_3 = [("A1", "accepted", 3, ""), ("A2", "not_accepted", 3, "The other alternative was kept.")]
        assert told(room) == [of_2[0], of_3[0], of_2[1], of_3[1]]
        assert (told(room, version=2), told(room, version=3)) == (of_2, of_3)
        assert read(room, "dana", Chosen(version=3)).total == 2
        assert mailed(room, second, "dana") == before
        assert mailed(room, issued(), "dana") == (True, [("A1", "accepted")])

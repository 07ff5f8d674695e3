"""Items that a version left open in square brackets: what it told of them stays told, and what becomes of them."""

from typing import Any

import pytest

from tests.consolidations import (
    CRITICAL,
    DECISION,
    SALUTE,
    accept,
    answer,
    consolidation,
    disposition,
    draft,
    issue,
    issued,
    texts,
    write,
)
from tests.queries.consolidation.test_response_table import read
from tests.rooms import Room
from tests.services.drafts.test_bracketing import OPEN, leave_open, settle
from workflow import database as record
from workflow.models.person import Person
from workflow.queries.consolidation.item_ends import ends_of
from workflow.queries.consolidation.response_table import Chosen, ResponseTable
from workflow.rules.shared.names import Viewer
from workflow.services.notifications.recipients import audience

pytestmark = pytest.mark.usefixtures("database")


def told(room: Room, who: str = "dana", **chosen: Any) -> list[tuple[str, str, int | None, str]]:
    """The lines of the table of responses."""
    found: ResponseTable = read(room, who, Chosen(**chosen))
    return [(each.reference, each.outcome, each.version, each.because) for part in found.parts for each in part.lines]


def mailed(room: Room, event: Any, who: str) -> tuple[bool, list[tuple[str, str | None]]]:
    """Whether the person is told of the event, and what of which items."""
    with record.reading() as session:
        person = session.get_one(Person, room.people[who])
        ends = ends_of(session, event, Viewer(person.id, person.organisation_id))
        return person.id in audience(session, event), [(end.reference, end.disposition) for end in ends]


def test_what_a_version_told_stays_told_by_the_register_and_by_its_mails_after_a_passage_is_settled() -> None:
    with consolidation(CRITICAL, DECISION) as room:
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
        lines = [line for part in read(room, "dana").parts for line in part.lines]
        assert [(line.version, line.again) for line in lines] == [(2, 3), (3, None)] * 2
        assert (read(room, "dana").total, read(room, "dana", Chosen(version=3)).total) == (2, 2)
        assert mailed(room, second, "dana") == before
        assert mailed(room, issued(), "dana") == (True, [("A1", "accepted")])


PUT_RIGHT = "This is a [difficult moment] [critical moments] [moment of decision] for the Court of Waters."


def open_in_2(room: Room) -> list[tuple[str, int | None, int]]:
    """The answers that stand on A1 and A2."""
    given = [disposition(room, item) for item in ("A1", "A2")]
    return [(str(each.kind), each.version_id, each.serial) for each in given if each]


def test_a_word_put_right_in_an_open_passage_leaves_its_answers_and_settles_as_the_same() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        leave_open(room, "A1", "A2")
        issue(room)
        before = open_in_2(room)
        write(room, 3, PUT_RIGHT)
        assert open_in_2(room) == before
        issue(room)
        write(room, 3, PUT_RIGHT.replace("difficult", "hard"))
        assert open_in_2(room) == before, "a version further it is still the same passage"
        assert settle(room, 2).answered == ("A1", "A2")
        assert [kind for kind, _, _ in open_in_2(room)] == ["not_accepted", "accepted"]


def test_answers_return_with_a_paragraph_that_is_written_back() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        leave_open(room, "A1", "A2")
        issue(room)
        before = open_in_2(room)
        write(room, 3, "This is a grave hour for the Court of Waters.")
        assert open_in_2(room) == [] and told(room) == [("A1", "bracketed", 2, ""), ("A2", "bracketed", 2, "")]
        write(room, 3, OPEN)
        assert (open_in_2(room), told(room)) == (before, [("A1", "bracketed", 2, ""), ("A2", "bracketed", 2, "")])
        write(room, 3, "This is a grave hour for the Court of Waters.")
        answer(room, "A1", "not_accepted", reason="No.", serial=0)
        write(room, 3, OPEN)
        assert [kind for kind, _, _ in open_in_2(room)] == ["not_accepted", "bracketed"], "what was decided since stays"


def test_settling_brackets_written_by_hand_answers_what_is_to_stand_open_there() -> None:
    with consolidation(CRITICAL, DECISION, {**SALUTE, "private": True}) as room:
        leave_open(room, "A1", "A2", "A3")
        write(room, 3, "This is a [critical moment] [moment of decision] for the Court of Waters.")
        assert settle(room, 0, reason="My typed reason.").answered == ("A1", "A2")
        given = [disposition(room, item) for item in ("A1", "A2", "A3")]
        assert [(each.kind, each.reason) for each in given if each] == [
            ("accepted", ""), ("not_accepted", "My typed reason."), ("bracketed", "")
        ]  # fmt: skip
        issue(room)
        assert texts(room.blocks())[3] == "This is a critical moment for the Court of Waters."


def test_settling_asks_no_reason_where_nothing_is_to_stand_open() -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")
        write(room, 3, "This is a [critical moment] [moment] for the Court of Waters.")
        assert settle(room, 1, reason="").answered == ()
        assert draft(room).blocks[3].text == "This is a moment for the Court of Waters."

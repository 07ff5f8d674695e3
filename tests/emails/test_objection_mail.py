"""The mail to whoever objected: each of its objections with the answer, and no other organisation's."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests import calls
from tests.decisions import answer_objections, every, fan_out_all, newest, on_the_table, position, told
from tests.emails.house import House, parts
from tests.rooms import furnished_open
from workflow.app import create_app
from workflow.config import Settings
from workflow.models.ballot import Ballot
from workflow.models.event import Delivery
from workflow.models.statement import Statement
from workflow.rules.decision.decision import Stance
from workflow.rules.decision.objections import AskedObjection
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.services.decision import deciding

TOLD = EventKind.ANSWERS_TO_OBJECTIONS_TOLD


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A ballot that ended over objections of dana (two) and elena (protected), which were answered."""
    app = create_app(settings)
    with furnished_open() as room:
        on_the_table(room)
        gates = AskedObjection(words="open", instead="closed", why="The gates break.")
        facts = {"mandate": newest(Ballot).mandate_digest, "stance": Stance.OBJECT}
        room.do("dana", deciding.take_position, objections=[gates, AskedObjection(why="Too long.")], **facts)
        position(room, "elena", Stance.OBJECT, "It names nobody.")
        if newest(Statement).stage is Stage.DECISION:
            position(room, "lucie", Stance.OBJECT, "Nor us.")
        answer_objections(room)
        closes_at = room.clock.at.replace(day=room.clock.at.day + 3)
        again = {"version": 1, "languages": ["en"], "closes_at": closes_at, "same_text": "They read it again."}
        room.do("sara", calls.open_ballot, **again)
        fan_out_all()
        yield House(room, app, settings)


def test_who_objected_reads_each_own_objection_with_its_answer_in_one_mail(house: House) -> None:
    assert {"dana", "elena"} <= told(TOLD)
    assert "sara" not in told(TOLD)
    letter = house.letter("dana", TOLD).message
    assert letter["Subject"].endswith("2 objections of yours have answers")
    for part in parts(letter):
        for said in ("The gates break.", "closed", "Too long.", "Not met", "It says what is so."):
            assert said in part
        assert "It names nobody." not in part
    assert house.letter("elena", TOLD).message["Subject"].endswith("1 objection of yours has an answer")


def test_a_protected_objector_is_named_in_no_mail(house: House) -> None:
    for row in every(Delivery):
        for part in parts(house.of(row.id).message):
            for said in part.splitlines():
                assert "Vigías" not in said or row.person_id == house.room.people["elena"], said

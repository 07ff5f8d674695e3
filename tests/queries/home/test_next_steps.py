"""What a penholder does next: the step that the first button of a page names."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests import calls
from tests.consolidations import answer, issue, send
from tests.decisions import answer_objections, refuse
from tests.posting import post_late
from tests.rooms import CLOSES, Room, furnished_open
from workflow import database as record
from workflow.queries.home.next_steps import NextStep, StatementProgress, next_step, next_steps
from workflow.services.consultation import consulting

READY = StatementProgress(
    is_issued=True, left=0, arrived=0, unissued=0, consultations=1, wanted=1, is_open=False, is_refused=False
)


@pytest.mark.parametrize(
    ("facts", "step"),
    [
        ({}, NextStep.DECIDE),
        ({"is_issued": False}, NextStep.DECIDE),  # nothing was sent: the version stands as it is
        ({"left": 3, "is_issued": False}, NextStep.ANSWER),
        ({"unissued": 3, "is_issued": False}, NextStep.ISSUE),
        ({"left": 1, "unissued": 3}, NextStep.ISSUE),
        ({"left": 1}, NextStep.CONSULT),  # carried over on purpose
        ({"left": 2, "arrived": 1}, NextStep.ANSWER),  # and one came late
        ({"wanted": 2}, NextStep.CONSULT),
        ({"is_open": True}, NextStep.SETTLE),
        ({"is_refused": True}, NextStep.ANSWER),
    ],
)
def test_the_next_step_is_the_one_that_the_decision_still_waits_for(facts: dict[str, int], step: NextStep) -> None:
    assert next_step(replace(READY, **facts)) is step  # type: ignore[arg-type]


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """The furnished room with its first consultation open, on each database."""
    with furnished_open() as made:
        yield made


def step(room: Room) -> NextStep | None:
    with record.reading() as session:
        return next_steps(session, [room.key]).get(room.key)


def test_the_step_follows_the_statement_from_consultation_to_ballot(room: Room) -> None:
    send(room, by="dana", comment="How high?", paragraph=1)
    send(room, by="fred", comment="How deep?", paragraph=2)
    assert step(room) is None, "it is not in consolidation"
    room.do("sara", consulting.close_consultation)
    assert step(room) is NextStep.ANSWER
    answer(room, "C1", "noted", reason="Two metres.")
    assert step(room) is NextStep.ANSWER
    room.clock.pass_by(hours=1)
    issue(room, carry_over=True)
    assert step(room) is NextStep.CONSULT, "C2 was carried over"
    room.clock.pass_by(hours=1)
    room.do("nadia", post_late, body="And how wide?", language="en")
    assert step(room) is NextStep.ANSWER, "C3 came late"
    for item in ("C2", "C3"):
        answer(room, item, "noted", reason="One metre.")
    assert step(room) is NextStep.ISSUE
    issue(room)
    assert step(room) is NextStep.DECIDE
    room.do("sara", calls.open_ballot, version=3, languages=["en"], closes_at=room.clock.at + timedelta(days=2))
    assert step(room) is None
    refuse(room)
    assert step(room) is NextStep.OBJECTIONS, "what the Committee said"
    answer_objections(room)
    assert step(room) is NextStep.ANSWER


def test_words_left_open_come_before_the_decision(room: Room) -> None:
    room.do("sara", consulting.close_consultation)
    assert step(room) is NextStep.DECIDE
    block = room.blocks()[1]
    text = block.text.replace("twice", "[once] [twice]")
    room.do("sara", calls.save_paragraph, language="en", serial=1, block=block.id, text=text)
    issue(room)
    assert step(room) is NextStep.SETTLE
    room.do("sara", calls.open_consultation, closes_at=CLOSES)
    assert step(room) is None

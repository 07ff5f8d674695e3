"""What one click answered is undone while nobody touched it: the record keeps both, and nothing else hangs on it."""

import pytest
from sqlalchemy import select

from tests.consolidations import (
    CRITICAL,
    DECISION,
    SALUTE,
    accept,
    answer,
    as_it_will_read,
    consolidation,
    issue,
    texts,
)
from tests.consolidations import disposition as of
from tests.races import at_once
from tests.rooms import Room
from workflow import database
from workflow.models.event import Event
from workflow.models.item import PastDisposition
from workflow.rules.consolidation.refusals import NotToUndo, OthersRely
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import NotAllowed
from workflow.services.consolidation.undoing import take_back_answers

pytestmark = pytest.mark.usefixtures("database")


def undo(room: Room, *refs: str, by: str = "sara", serial: int = 1) -> list[str]:
    found: list[str] = room.do(by, take_back_answers, given=dict.fromkeys(refs, serial))
    return found


def test_the_items_wait_for_their_answers_and_the_record_keeps_what_was_said() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        before = texts(as_it_will_read(room).blocks)
        accept(room, "A1")
        answer(room, "A2", "overtaken", other="A1", reason="Not both.")
        assert undo(room, "A2", "A1") == ["A1", "A2"]
        assert of(room, "A1") is of(room, "A2") is None and texts(as_it_will_read(room).blocks) == before
        with database.reading() as session:
            assert sorted(row.reason for row in session.scalars(select(PastDisposition))) == ["", "Not both."]
            told = session.scalars(select(Event.data).where(Event.kind == EventKind.DISPOSITION_LAPSED)).all()
        assert [(each["reference"], each["told"], each["undone"]) for each in told] == [
            ("A1", False, True),
            ("A2", False, True),
        ]
        accept(room, "A2")
        again = of(room, "A2")
        assert again is not None and again.serial == 2, "the next answer goes on from it"


@pytest.mark.parametrize("serial", [0, 2])
def test_an_answer_that_is_another_one_now_is_not_undone(serial: int) -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")
        with pytest.raises(NotToUndo):
            undo(room, "A1", serial=serial)
        assert of(room, "A1") is not None


def test_nor_is_one_that_was_issued_one_of_another_penholder_and_one_on_which_another_hangs() -> None:
    with consolidation(CRITICAL, DECISION, SALUTE) as room:
        accept(room, "A1", "A3")
        answer(room, "A2", "overtaken", other="A1")
        with pytest.raises(OthersRely):
            undo(room, "A1")
        with pytest.raises(NotToUndo):
            undo(room, "A3", by="sol")
        with pytest.raises(NotAllowed):
            undo(room, "A3", by="dana")
        issue(room)
        with pytest.raises(NotToUndo):
            undo(room, "A3")
        assert all(of(room, ref) for ref in ("A1", "A2", "A3"))


def test_of_two_who_undo_at_once_one_is_told() -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")

        def press() -> str:
            try:
                undo(room, "A1")
            except NotToUndo:
                return "told"
            return "undone"

        assert sorted(at_once(press, press)) == ["told", "undone"]

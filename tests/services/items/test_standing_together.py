"""Amendments that quote one sentence and change other words of it are accepted together, and what the consolidation
offers to fill in is never refused.
"""

from typing import Any

import pytest

from tests.consolidations import (
    GATES,
    accept,
    answer,
    as_it_will_read,
    behind,
    issue,
    texts,
    write,
)
from tests.consolidations import (
    consolidation as in_consolidation,
)
from tests.rooms import Room
from workflow import database
from workflow.models.person import Person
from workflow.queries.consolidation import consolidation
from workflow.queries.consolidation.by_hand import proposals
from workflow.queries.shared.standing import standing
from workflow.rules.consolidation.refusals import AmendmentsConflict
from workflow.rules.shared.names import Viewer
from workflow.rules.wording.refusals import NotAConflict
from workflow.services.wording import asking_wording

pytestmark = pytest.mark.usefixtures("database")
QUOTE = "We call on states to keep the gates open."
ALL: dict[str, Any] = {"paragraph": 2, "words": QUOTE, "proposal": "We call on all states to keep the gates open."}
WIDE: dict[str, Any] = {
    "paragraph": 2, "words": QUOTE, "proposal": "We call on states to keep the gates wide open.", "by": "fred"
}  # fmt: skip
BOTH = GATES.replace("on states", "on all states").replace("gates open", "gates wide open")


def test_both_are_accepted_and_the_version_says_both_each_in_its_name() -> None:
    with in_consolidation(ALL, WIDE) as room:
        accept(room, "A1", "A2")
        assert as_it_will_read(room).unapplied == ()
        issue(room)
        assert texts(room.blocks())[2] == BOTH
        assert [(words.strip(), refs) for words, _, refs, _ in behind(room)] == [("all", ("A1",)), ("wide", ("A2",))]


def test_they_are_no_conflict_to_hand_to_their_proposers() -> None:
    with in_consolidation(ALL, WIDE) as room, pytest.raises(NotAConflict):
        room.do("sara", asking_wording.hand_over, items=["A1", "A2"], closes_at=room.clock.at.replace(day=20))


@pytest.mark.parametrize("first", ["A1", "A2"])
def test_one_left_open_in_brackets_keeps_the_other_out(first: str) -> None:
    with in_consolidation(ALL, WIDE) as room:
        answer(room, first, "bracketed")
        with pytest.raises(AmendmentsConflict):
            accept(room, "A2" if first == "A1" else "A1")


def offers(room: Room) -> dict[str, tuple[str, str]]:
    """Reference -> the answer that the consolidation offers to fill in, and the words taken."""
    with database.reading() as session:
        person = session.get_one(Person, room.people["sara"])
        stand = standing(session, Viewer(person.id, person.organisation_id, True), room.key)
        assert stand is not None
        found = consolidation.consolidation(session, stand)
        return {ref: (each.kind.value, each.taken) for ref, each in proposals(found, found.items, "en").items()}


TYPED = [BOTH, BOTH.replace("wide ", ""), BOTH.replace("all ", ""), BOTH.replace("thank", "praise"), BOTH + " Now."]


@pytest.mark.parametrize("typed", TYPED)
def test_what_the_consolidation_offers_to_fill_in_is_never_refused(typed: str) -> None:
    with in_consolidation(ALL, WIDE) as room:
        write(room, 2, typed)
        for ref, (kind, taken) in offers(room).items():
            answer(room, ref, kind, taken=taken, reason="As it reads.")
        issue(room, carry_over=True)
        assert texts(room.blocks())[2] == typed

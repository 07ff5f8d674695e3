"""An open passage is one thing: an answer settles it, a change within it stays, and a changed mind is followed."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import calls
from tests.consolidations import answer, as_it_will_read, behind, consolidation, disposition, draft, issue, send, write
from tests.rooms import CLOSES, Room
from tests.services.drafts.test_bracketing import leave_open, settle
from workflow import database
from workflow.models.item import Item
from workflow.models.placement import Placement
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.consolidation.refusals import AmendmentsConflict
from workflow.rules.items.kinds import ItemKind
from workflow.services.consolidation.disposing import Answer, dispose_harmless
from workflow.services.consultation import consulting

pytestmark = pytest.mark.usefixtures("database")
WHO = "who pays"
SHOULD, MUST, SHALL = (f"{verb} name {WHO}" for verb in ("should", "must", "shall"))
OPEN = f"The fund is ours. It [{SHOULD}] [{MUST}] [{SHALL}]."
WITHIN: dict[str, Any] = {"paragraph": 3, "words": MUST, "proposal": "must name and publish who pays"}
SENTENCE: dict[str, Any] = {
    "paragraph": 3, "words": OPEN[18:], "proposal": "It must name who pays, and when.", "by": "lucie",
}  # fmt: skip


def consult_again(room: Room, *items: dict[str, Any], days: int = 5) -> None:
    """The next consultation, in which these are sent."""
    room.do("sara", calls.open_consultation, closes_at=CLOSES + timedelta(days=days))
    for each in items:
        send(room, **each)
    room.do("sara", consulting.close_consultation)


def leave_three_open(room: Room, *items: dict[str, Any]) -> None:
    """A1 and A2 stand open in version 3, to which the other items are sent."""
    write(room, 3, f"The fund is ours. It {SHOULD}.")
    issue(room)
    consult_again(
        room,
        {"paragraph": 3, "words": SHOULD, "proposal": MUST},
        {"paragraph": 3, "words": SHOULD, "proposal": SHALL, "by": "fred"},
    )
    leave_open(room, "A1", "A2")
    issue(room)
    assert room.blocks()[3].text == OPEN
    if items:
        consult_again(room, *items, days=9)


def reads(room: Room) -> tuple[str, tuple[str, ...]]:
    """The paragraph as it will read, and whose accepted words are not in it."""
    made = as_it_will_read(room)
    return made.blocks[3].text.removeprefix("The fund is ours. "), made.unapplied


def kinds(room: Room) -> list[str | None]:
    """What became of A1 and A2."""
    return [given.kind.value if (given := disposition(room, ref)) else None for ref in ("A1", "A2")]


def test_a_refusal_takes_one_alternative_out_and_leaves_what_is_accepted_beside_it() -> None:
    with consolidation() as room:
        leave_three_open(room, WITHIN, SENTENCE)
        answer(room, "A4", "part", taken="It must name who pays and when.", reason="Shorter.")
        assert reads(room) == ("It must name who pays and when.", ())
        answer(room, "A2", "not_accepted", reason="No.")
        assert reads(room) == ("It must name who pays and when.", ())
        answer(room, "A4", "not_accepted", reason="No.")
        answer(room, "A3", "accepted")
        assert reads(room) == (f"It [{SHOULD}] [must name and publish who pays].", ())


def test_a_passage_amended_within_is_settled_by_its_alternative_with_the_amendment_in_it() -> None:
    with consolidation() as room:
        leave_three_open(room, WITHIN)
        answer(room, "A3", "accepted")
        assert reads(room) == (f"It [{SHOULD}] [must name and publish who pays] [{SHALL}].", ())
        assert settle(room, 1).answered == ("A1", "A2")
        assert (kinds(room), reads(room)) == (
            ["accepted", "not_accepted"], ("It must name and publish who pays.", ()),
        )  # fmt: skip
        behind = {as_it_will_read(room).blocks[3].text[s.start : s.end].strip(): s.refs for s in shown(room)}
        assert behind["and publish"] == ("A3",)
        issue(room)


def shown(room: Room) -> Any:
    return as_it_will_read(room).sources


def test_a_passage_is_settled_by_what_is_left_of_it_where_answers_took_an_alternative_out() -> None:
    with consolidation() as room:
        leave_three_open(room, SENTENCE)
        answer(room, "A3", "accepted")
        assert kinds(room) == [None, None]
        answer(room, "A2", "not_accepted", reason="No.")
        answer(room, "A3", "not_accepted", reason="No.")
        assert (kinds(room), reads(room)) == (["bracketed", "not_accepted"], (f"It [{SHOULD}] [{MUST}].", ()))
        assert settle(room, 1).answered == ("A1",)
        assert (kinds(room), reads(room)) == (["accepted", "not_accepted"], (f"It {MUST}.", ()))


def test_items_whose_answers_are_refused_wait_for_an_answer_though_their_brackets_are_back() -> None:
    with consolidation() as room:
        leave_three_open(room, SENTENCE)
        answer(room, "A3", "accepted")
        serial = getattr(disposition(room, "A3"), "serial", 0)
        given = [
            Answer("A1", DispositionKind.ACCEPTED), Answer("A2", DispositionKind.ACCEPTED),
            Answer("A3", DispositionKind.NOT_ACCEPTED, reason="No.", serial=serial),
        ]  # fmt: skip
        kept = room.do("sara", dispose_harmless, answers=given)
        assert [type(each) for each in kept.refusals] == [AmendmentsConflict]
        assert (len(kept.made), kinds(room)) == (1, [None, None])


def test_a_changed_mind_after_an_alternative_was_kept_is_followed() -> None:
    with consolidation() as room:
        leave_three_open(room)
        settle(room, 1)
        answer(room, "A1", "not_accepted", reason="No.")
        assert reads(room) == (f"It {SHOULD}.", ())
        answer(room, "A2", "accepted")
        assert reads(room) == (f"It {SHALL}.", ())
        answer(room, "A2", "not_accepted", reason="No.")
        answer(room, "A1", "accepted")
        assert reads(room) == (f"It {MUST}.", ())
        answer(room, "A1", "bracketed")
        assert reads(room) == (f"It [{SHOULD}] [{MUST}].", ())


def test_words_typed_after_their_refusal_stay_as_they_were_typed() -> None:
    with consolidation() as room:
        leave_three_open(room)
        settle(room, 0)
        write(room, 3, f"The fund is ours. It {MUST}.")
        assert (draft(room).blocks[3].text, reads(room)) == (f"The fund is ours. It {MUST}.", (f"It {MUST}.", ()))


def test_a_paragraph_in_brackets_is_kept_with_what_is_accepted_within_it() -> None:
    with consolidation() as room:
        write(room, 3, "[This whole paragraph stands in brackets.]")
        issue(room)
        consult_again(room, {"paragraph": 3, "words": "whole paragraph stands", "proposal": "entire paragraph is"})
        answer(room, "A1", "accepted")
        assert reads(room) == ("[This entire paragraph is in brackets.]", ())
        settle(room, 0)
        assert reads(room) == ("This entire paragraph is in brackets.", ())


def test_quoted_words_stand_in_the_next_version_where_the_hand_wrote_beside_the_passage() -> None:
    sentence = "States must protect all wells and springs from pollution, and they must report on it each spring."
    with consolidation() as room:
        write(room, 3, f"It should publish its data every month in full. {sentence}")
        issue(room)
        asked = (("spring.", "spring and autumn."), ("all wells and springs", "every well and spring"))
        consult_again(
            room, *({"paragraph": 3, "words": sentence, "proposal": sentence.replace(*change)} for change in asked)
        )
        leave_open(room, "A1", "A2")
        write(room, 3, as_it_will_read(room).blocks[3].text.replace("in full", "if need be"))
        issue(room)
        text = room.blocks()[3].text
        assert [(at.verdict.value, text[at.start : at.end]) for at in placements(room)] == [("same", sentence)] * 2


def placements(room: Room) -> list[Any]:
    """Where the amendments stand in the newest version."""
    with database.reading() as session:
        newest = select(Placement).join(Item, Item.id == Placement.item_id).order_by(Placement.version_id.desc())
        return list(session.scalars(newest.where(Item.kind == ItemKind.REPLACE).limit(2)))


GATES = "We call on states to keep the gates open."
SLUICES: dict[str, Any] = {"paragraph": 2, "words": "gates", "proposal": "sluices"}
DOORS: dict[str, Any] = {"paragraph": 2, "words": "gates", "proposal": "doors", "by": "fred"}
CITIES: dict[str, Any] = {
    "paragraph": 2, "words": GATES, "proposal": GATES.replace("states", "states and cities"), "by": "lucie",
}  # fmt: skip


def test_a_change_of_other_words_of_the_sentence_stands_beside_the_brackets() -> None:
    with consolidation(SLUICES, DOORS, CITIES) as room:
        leave_open(room, "A1", "A2")
        answer(room, "A3", "accepted")
        opened = "We call on states and cities to keep the [gates] [sluices] [doors] open. We thank those who did."
        assert (as_it_will_read(room).blocks[2].text, as_it_will_read(room).unapplied) == (opened, ())
        issue(room)
        assert room.blocks()[2].text == opened
        refs = {words.strip(): of for words, _, of, _ in behind(room)}
        assert (refs["and cities"], refs["] [sluices]"], refs["[doors]"]) == (("A3",), ("A1",), ("A2",))


def test_a_change_of_the_words_in_brackets_is_kept_out_whatever_it_quotes() -> None:
    alleys = {"paragraph": 2, "words": GATES, "proposal": GATES.replace("gates", "alleys"), "by": "lucie"}
    beside = {"paragraph": 2, "words": GATES, "proposal": GATES.replace("gates open", "gates wide open"), "by": "elena"}
    with consolidation(SLUICES, DOORS, alleys, beside) as room:
        leave_open(room, "A1", "A2")
        for item in ("A3", "A4"):
            with pytest.raises(AmendmentsConflict):
                answer(room, item, "accepted")

"""A paragraph typed over the text with the answers put in: the draft gets what the penholder changed, and no more."""

from typing import Any

import pytest

from tests.consolidations import (
    CRITICAL,
    MOMENT,
    accept,
    answer,
    as_it_will_read,
    consolidation,
    draft,
    issue,
    texts,
    write,
)
from tests.rooms import Room
from workflow.models.version import Draft
from workflow.rules.drafts.refusals import StaleDraft

pytestmark = pytest.mark.usefixtures("database")
HARD: dict[str, Any] = {"paragraph": 3, "words": "This", "proposal": "Ours", "by": "fred"}
WATERS, RIVERS = "the Court of Waters", "the Court of Rivers"


def reads(room: Room) -> str:
    """The paragraph as it will be issued."""
    return as_it_will_read(room).blocks[3].text


def retype(room: Room, *changes: tuple[str, str], shown: str | None = None, **facts: Any) -> str:
    """Save the paragraph's page with words changed in what it shows; gives what was typed."""
    shown = shown or reads(room)
    typed = shown
    for words, others in changes:
        assert words in typed
        typed = typed.replace(words, others)
    write(room, 3, typed, shown=shown, **facts)
    return typed


def test_accepted_words_beside_those_that_were_typed_leave_with_the_answer() -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")
        typed = retype(room, (WATERS, RIVERS))
        assert (reads(room), draft(room).blocks[3].text) == (typed, MOMENT.replace(WATERS, RIVERS))
        assert "critical" in typed
        answer(room, "A1", "not_accepted", reason="No.")
        issue(room)
        assert texts(room.blocks())[3] == MOMENT.replace(WATERS, RIVERS)


def test_accepted_words_that_a_part_does_not_take_leave_as_well() -> None:
    with consolidation({**CRITICAL, "words": "difficult moment", "proposal": "critical and very grave moment"}) as room:
        accept(room, "A1")
        retype(room, (WATERS, RIVERS))
        answer(room, "A1", "part", taken="critical moment", reason="The rest is said.")
        assert reads(room) == "This is a critical moment for the Court of Rivers."


@pytest.mark.parametrize(("kind", "words"), [("not_accepted", "difficult"), ("accepted", "critical")])
def test_alternatives_in_brackets_are_no_words_of_the_penholder(kind: str, words: str) -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "bracketed")
        assert retype(room, (WATERS, RIVERS)) == "This is a [difficult] [critical] moment for the Court of Rivers."
        answer(room, "A1", kind, reason="It is settled.")
        assert reads(room) == f"This is a {words} moment for the Court of Rivers."


def test_what_is_typed_over_an_accepted_word_stays_as_typed() -> None:
    with consolidation(CRITICAL, HARD) as room:
        accept(room, "A1", "A2")
        typed = retype(room, ("critical", "grave"), (WATERS, RIVERS))
        assert reads(room) == typed == "Ours is a grave moment for the Court of Rivers."
        answer(room, "A1", "not_accepted", reason="No.")
        answer(room, "A2", "not_accepted", reason="No.")
        assert reads(room) == "This is a grave moment for the Court of Rivers.", "A2 was not written over"


def test_a_page_saved_as_it_was_opened_makes_no_save() -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")
        before = draft(room).serial
        retype(room)
        assert draft(room).serial == before


def test_several_paragraphs_typed_in_one_field_hold_no_answer_either() -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")
        retype(room, (" for", ".\n\nIt is one for"))
        assert texts(as_it_will_read(room).blocks)[3:5] == [
            "This is a critical moment.", "It is one for the Court of Waters."
        ]  # fmt: skip
        assert draft(room).blocks[3].text == "This is a difficult moment."


def test_an_answer_given_since_the_page_was_opened_is_put_into_what_was_typed() -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")
        shown = reads(room)
        answer(room, "A1", "not_accepted", reason="No.")
        retype(room, (WATERS, RIVERS), shown=shown)
        assert reads(room) == MOMENT.replace(WATERS, RIVERS)


def test_a_page_sent_twice_makes_one_save_and_a_stale_one_is_refused() -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")
        shown, serial = reads(room), draft(room).serial
        retype(room, (WATERS, RIVERS), serial=serial)
        saved: Draft = draft(room)
        retype(room, (WATERS, RIVERS), shown=shown, serial=serial)
        assert draft(room).serial == saved.serial
        for change in [(WATERS, "us")], []:
            with pytest.raises(StaleDraft):
                retype(room, *change, shown=shown, serial=serial)


def test_a_list_item_typed_without_its_mark_over_an_accepted_amendment_stays_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "tests.rooms.TEXT", "We ask states to:\n\n- pay for the repair of canals\n\n- keep the gates open"
    )
    with consolidation({"paragraph": 1, "words": "canals", "proposal": "canals and pumps"}) as room:
        accept(room, "A1")
        write(room, 1, "help with the repair of canals and pumps", shown="- pay for the repair of canals and pumps")
        now = as_it_will_read(room).blocks[1]
        assert (now.kind, now.text) == ("item", "help with the repair of canals and pumps")
        assert draft(room).blocks[1].text == "help with the repair of canals"
        assert as_it_will_read(room).unapplied == ()

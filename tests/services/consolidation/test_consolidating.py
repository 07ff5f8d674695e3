"""From accepted amendments, the penholder's hand and what waits to the next version."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from tests.consolidations import (
    ADD,
    COMMENT,
    CRITICAL,
    DECISION,
    GATES,
    GREETING,
    MOMENT,
    MOVE,
    REMOVE,
    REPLACE,
    RISEN,
    SALUTE,
    accept,
    answer,
    as_it_will_read,
    behind,
    consolidation,
    disposition,
    draft,
    issue,
    issued,
    sources,
    texts,
    write,
)
from workflow import database as record
from workflow.models.version import Edition
from workflow.rules.consolidation.refusals import NotInText
from workflow.rules.shared.lifecycle import Stage
from workflow.text.document import digest

pytestmark = pytest.mark.usefixtures("database")


def test_accepted_words_stand_in_the_next_version_with_their_reference() -> None:
    with consolidation(CRITICAL, SALUTE, COMMENT) as room:
        accept(room, "A1", "A2")
        answer(room, "C1", "noted", reason="The gauge at the bridge.")
        version = issue(room)
        assert version.number == 2
        assert texts(room.blocks()) == [
            GREETING,
            RISEN,
            "We call on states to keep the gates open. We salute those who did.",
            "This is a critical moment for the Court of Waters.",
        ]
        assert behind(room) == [("salute", 2, ("A2",), REPLACE), ("critical", 3, ("A1",), REPLACE)]
        assert room.statement().stage is Stage.CONSOLIDATION


def test_ids_of_paragraphs_stay_and_the_issued_text_becomes_the_draft() -> None:
    with consolidation(CRITICAL) as room:
        before = [block.id for block in room.blocks()]
        accept(room, "A1")
        issue(room)
        assert [block.id for block in room.blocks()] == before
        assert draft(room).blocks == room.blocks()
        assert draft(room).serial == 2


def test_the_edition_has_the_digest_of_its_text_and_the_event_names_it() -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")
        issue(room)
        with record.reading() as session:
            edition = session.scalars(select(Edition).order_by(Edition.id.desc())).first()
        assert edition is not None
        assert edition.digest == digest(edition.title, edition.blocks)
        assert issued().data["digests"] == {"en": edition.digest}


def test_answers_go_out_with_the_version() -> None:
    with consolidation(CRITICAL, COMMENT) as room:
        accept(room, "A1")
        answer(room, "C1", "noted")
        version = issue(room)
        given = [disposition(room, item) for item in ("A1", "C1")]
        assert [each.version_id for each in given if each] == [version.id, version.id]


def test_accepted_in_part_takes_the_words_that_the_penholder_takes() -> None:
    with consolidation(DECISION) as room:
        answer(room, "A1", "part", taken="decisive moment", reason="Shorter.")
        issue(room)
        assert texts(room.blocks())[3] == "This is a decisive moment for the Court of Waters."
        assert behind(room) == [("decisive", 3, ("A1",), REPLACE)]


@pytest.mark.parametrize("kind", ["not_accepted", "noted"])
def test_what_is_not_accepted_changes_nothing(kind: str) -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", kind, reason="It is fine.")
        issue(room)
        assert texts(room.blocks())[3] == MOMENT
        assert sources(room) == []


def test_the_same_wish_of_two_is_done_once_with_both_references() -> None:
    with consolidation(CRITICAL, {**CRITICAL, "by": "fred"}) as room:
        accept(room, "A1", "A2")
        issue(room)
        assert behind(room) == [("critical", 3, ("A1", "A2"), REPLACE)]


def test_a_new_paragraph_gets_an_id_that_stays() -> None:
    new = "The Court must have its means."
    with consolidation({"kind": ADD, "paragraph": 2, "after": 2, "proposal": new}) as room:
        accept(room, "A1")
        seen = as_it_will_read(room)
        assert texts(seen.blocks) == [GREETING, RISEN, GATES, new, MOMENT]
        issue(room)
        block = room.blocks()[3]
        assert block.text == new and len(block.id) == 7
        assert behind(room) == [(new, 3, ("A1",), ADD)]
        assert draft(room).blocks == room.blocks()


def test_a_new_paragraph_may_stand_at_the_beginning() -> None:
    with consolidation({"kind": ADD, "after": -1, "proposal": "Read on behalf of all."}) as room:
        accept(room, "A1")
        issue(room)
        assert texts(room.blocks())[:2] == ["Read on behalf of all.", GREETING]


def test_a_moved_paragraph_keeps_its_id_and_takes_the_edits_in_it_along() -> None:
    move: dict[str, Any] = {"kind": MOVE, "paragraph": 3, "after": 0, "by": "fred"}
    with consolidation(CRITICAL, move) as room:
        moved = room.blocks()[3].id
        accept(room, "A1", "A2")
        issue(room)
        assert texts(room.blocks()) == [GREETING, "This is a critical moment for the Court of Waters.", RISEN, GATES]
        assert room.blocks()[1].id == moved
        assert ("", 1, ("A2",), MOVE) in behind(room)
        assert ("critical", 1, ("A1",), REPLACE) in behind(room)


def test_a_removed_paragraph_is_gone_and_says_by_whom() -> None:
    with consolidation({"kind": REMOVE, "paragraph": 2}) as room:
        gone = room.blocks()[2].id
        accept(room, "A1")
        issue(room)
        assert texts(room.blocks()) == [GREETING, RISEN, MOMENT]
        assert [(each.block, each.refs, each.kind) for each in sources(room)] == [(gone, ("A1",), REMOVE)]


def test_of_a_paragraph_to_be_removed_a_part_may_stay() -> None:
    with consolidation({"kind": REMOVE, "paragraph": 2}) as room:
        answer(room, "A1", "part", taken="We call on states to keep the gates open.", reason="The rest is said above.")
        issue(room)
        assert texts(room.blocks())[2] == "We call on states to keep the gates open."


def test_a_paragraph_written_by_hand_keeps_the_amendments_whose_words_still_stand() -> None:
    with consolidation(CRITICAL) as room:
        accept(room, "A1")
        write(room, 3, "Friends, this is a difficult moment for the Court of Waters, and for us.")
        seen = as_it_will_read(room)
        assert texts(seen.blocks)[3] == "Friends, this is a critical moment for the Court of Waters, and for us."
        assert seen.unapplied == ()
        issue(room)
        (source,) = sources(room)
        assert source.was == (MOMENT.index("difficult"), MOMENT.index("difficult") + len("difficult"))
        assert behind(room) == [("critical", 3, ("A1",), REPLACE)]


def test_amendments_whose_words_the_penholder_rewrote_are_left_to_the_hand() -> None:
    with consolidation(CRITICAL, SALUTE) as room:
        accept(room, "A1", "A2")
        write(room, 3, "Nothing is harder than this hour for the Court of Waters.")
        seen = as_it_will_read(room)
        assert seen.unapplied == ("A1",)
        assert texts(seen.blocks)[3] == "Nothing is harder than this hour for the Court of Waters."
        with pytest.raises(NotInText):
            issue(room)
        write(room, 3, "A critical moment for the Court of Waters.")
        issue(room)
        assert issued().data["by_hand"] == ["A1"]
        assert {each.refs for each in sources(room)} == {("A1",), ("A2",)}


def test_a_part_that_has_no_room_beside_one_accepted_in_full_is_left_to_the_hand() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        accept(room, "A1")
        answer(room, "A2", "part", taken="hour of decision", reason="A1 stands already.")
        seen = as_it_will_read(room)
        assert texts(seen.blocks)[3] == "This is a critical moment for the Court of Waters."
        assert seen.unapplied == ("A2",)


def test_words_are_counted_as_a_reader_counts_them() -> None:
    with consolidation({"kind": ADD, "paragraph": 2, "after": 2, "proposal": "**Three** more words."}) as room:
        before = as_it_will_read(room).words
        accept(room, "A1")
        assert as_it_will_read(room).words == before + 3


@pytest.mark.parametrize("order", [("A1", "A2", "A3"), ("A3", "A1", "A2"), ("A2", "A3", "A1")])
def test_the_order_of_the_answers_makes_no_other_text(order: Sequence[str]) -> None:
    more: dict[str, Any] = {"paragraph": 3, "words": "moment", "proposal": "hour", "by": "lucie"}
    with consolidation(CRITICAL, SALUTE, more) as room:
        accept(room, *order)
        issue(room)
        assert texts(room.blocks())[3] == "This is a critical hour for the Court of Waters."

"""Where earlier items stand: found once when a version is issued, said better by a person where they are lost."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from tests import calls, posting
from tests.consolidations import draft, sources
from tests.races import at_once
from tests.rooms import Room, furnished_open
from workflow import database as record
from workflow.models.event import Event
from workflow.models.item import Item
from workflow.models.placement import Placement
from workflow.models.version import Version
from workflow.queries.consolidation.consolidation import consolidation
from workflow.queries.shared.standing import standing
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.consolidation.refusals import NotInText
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.refusals import ItemWithdrawn, ParagraphGone, PlacedMeanwhile, WordsFoundTwice, WordsNotFound
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.refusals import AlreadyDone, NotAllowed, StaleVersion
from workflow.services.consolidation import issuing
from workflow.services.consultation import consulting
from workflow.services.items import pinning, revising
from workflow.services.items.pinning import Pointed
from workflow.text.values import Verdict

NOTED = DispositionKind.NOTED
pytestmark = pytest.mark.usefixtures("database")


def comment(room: Room, who: str, words: str, paragraph: int, **facts: Any) -> Item:
    facts = {"version": 1, "body": "Say more.", "language": "en", "words": words, **facts}
    return room.do(who, posting.post_comment, block=room.blocks()[paragraph].id, **facts)


def issue(room: Room, words: dict[str, str]) -> None:
    """Close the consultation and issue a version in which the words of some paragraphs (block id -> text; "": gone)
    differ.
    """
    if room.statement().stage == "consultation":
        room.do("sara", consulting.close_consultation)
    newest = draft(room)
    blocks = [replace(block, text=words.get(block.id, block.text)) for block in newest.blocks]
    facts = {"language": "en", "serial": newest.serial, "title": newest.title, "occasion": newest.occasion}
    kept = [block for block in blocks if block.text]
    room.do("sara", calls.save_draft, blocks=kept, **facts)
    room.do("sara", issuing.issue_version, carry_over=True)


def place(reference: str, room: Room, version: int) -> Placement | None:
    with record.reading() as session:
        return session.scalar(
            select(Placement)
            .join(Version, Version.id == Placement.version_id)
            .where(Placement.item_id == room.item(reference).id, Version.number == version)
        )


def pin(room: Room, who: str, at: Pointed, *, seen: str = "found", version: int = 2, item: str = "C1") -> Placement:
    return room.do(who, pinning.place_item, item=item, version=version, seen=seen, at=at)


def lost(room: Room) -> str:
    """C1 of Dana lost its words in version 2; returns the id of the paragraph that is still there."""
    comment(room, "dana", "difficult moment", 3)
    issue(room, {room.blocks()[3].id: "Everything was written anew for the Court, and nobody knows the old line."})
    return room.blocks()[1].id


def test_a_version_says_once_where_each_earlier_item_stands() -> None:
    with furnished_open() as room:
        comment(room, "dana", "risen", 1)
        comment(room, "nadia", "difficult moment", 3)
        issue(
            room, {room.blocks()[1].id: "In short: the river has risen **twice** this year.", room.blocks()[3].id: ""}
        )
        one, two = place("C1", room, 2), place("C2", room, 2)
        assert one is not None and two is not None
        text = next(block.text for block in room.blocks() if block.id == one.block)
        assert (one.verdict, text[one.start : one.end]) == (Verdict.SAME, "risen")
        assert (two.verdict, two.block, two.start, two.end) == (Verdict.DELETED, None, 0, 0)
        assert place("C1", room, 1) is None


def test_words_that_two_ways_lead_to_two_places_are_uncertain() -> None:
    with furnished_open() as room:
        comment(room, "dana", "those who live beside it know it", 1)
        river, gates = room.blocks()[1], room.blocks()[2]
        kept, moved = "The river has risen **twice** this year.", river.text.split("year. ")[1]
        issue(room, {river.id: kept, gates.id: f"{gates.text} {moved}"})
        by_way = place("C1", room, 2)
        assert by_way is not None and (by_way.verdict, by_way.block) == (Verdict.MOVED, gates.id)
        issue(room, {river.id: river.text})
        found = place("C1", room, 3)
        assert found is not None and (found.verdict, found.start, found.end) == (Verdict.UNCERTAIN, 0, 0)


def test_withdrawn_items_and_drafts_have_no_place_and_answered_ones_have() -> None:
    with furnished_open() as room:
        comment(room, "dana", "risen", 1)
        comment(room, "nadia", "risen", 1)
        room.do("dana", revising.withdraw_item, item="C1")
        comment(room, "fred", "risen", 1, keep=True)
        room.do("sara", consulting.close_consultation)
        room.do("sara", issuing.dispose_all, answers=[issuing.Answer("C2", NOTED)])
        issue(room, {room.blocks()[3].id: "Another end."})
        assert place("C1", room, 2) is None and place("C2", room, 2) is not None
        with record.reading() as session:
            assert len(session.scalars(select(Placement)).all()) == 1


def test_its_organisation_places_what_is_lost_and_later_versions_follow_it_from_there() -> None:
    with furnished_open() as room:
        there = lost(room)
        pin(room, "dana", Pointed(there, "rise again"))
        kept = place("C1", room, 2)
        assert kept is not None and kept.verdict is Verdict.MOVED and kept.placed_by == room.people["dana"]
        issue(room, {there: "Look: the river will rise again, and those who live beside it know it."})
        after = place("C1", room, 3)
        text = next(block.text for block in room.blocks() if block.id == there)
        assert after is not None
        assert (after.verdict, after.placed_by, text[after.start : after.end]) == (Verdict.MOVED, None, "rise again")
        with record.reading() as session:
            (event,) = session.scalars(select(Event).where(Event.kind == EventKind.ITEM_PLACED)).all()
        assert event.data == {"reference": "C1", "version": 2}


def test_an_amendment_accepted_after_a_person_placed_it_changes_the_words_where_it_was_placed() -> None:
    with furnished_open() as room:
        amended = {"version": 1, "kind": ItemKind.REPLACE, "reason": "It says more.", "language": "en"}
        facts = {"block": room.blocks()[3].id, "words": "difficult moment", "proposal": "hour", **amended}
        room.do("dana", posting.propose_amendment, **facts)
        issue(room, {room.blocks()[3].id: "Everything was written anew for the Court, and nobody knows the old line."})
        pin(room, "sara", Pointed(room.blocks()[1].id, "rise again"), item="A1")
        before = [block.text for block in room.blocks()]
        with record.reading() as session:
            stand = standing(session, Viewer(room.people["sara"]), room.key)
            assert stand is not None
            (item,) = consolidation(session, stand).items
        assert item.place is not None and item.place.block == room.blocks()[1].id
        room.do("sara", calls.dispose, item="A1", kind=DispositionKind.ACCEPTED)
        issue(room, {})
        now = [block.text for block in room.blocks()]
        assert now[1] == before[1].replace("rise again", "hour")
        assert now[2:] == before[2:]


def test_an_amendment_of_words_placed_at_a_paragraph_as_such_is_left_to_the_hand() -> None:
    with furnished_open() as room:
        amended = {"version": 1, "kind": ItemKind.REPLACE, "reason": "It says more.", "language": "en"}
        facts = {"block": room.blocks()[3].id, "words": "difficult moment", "proposal": "hour", **amended}
        room.do("dana", posting.propose_amendment, **facts)
        issue(room, {room.blocks()[3].id: "Everything was written anew for the Court, and nobody knows the old line."})
        pin(room, "sara", Pointed(room.blocks()[1].id), item="A1")
        first = room.blocks()[1]
        room.do("sara", calls.dispose, item="A1", kind=DispositionKind.ACCEPTED)
        for words in (first.text, "Every hourglass tells it."):
            with pytest.raises(NotInText):
                issue(room, {first.id: words})
        issue(room, {first.id: "This is the hour."})
        assert room.blocks()[1].text == "This is the hour."
        assert {(each.block, each.refs) for each in sources(room)} == {(first.id, ("A1",))}


def test_words_that_a_person_says_are_gone_stay_gone() -> None:
    with furnished_open() as room:
        there = lost(room)
        pin(room, "sara", Pointed())
        issue(room, {there: "It rains."})
        after = place("C1", room, 3)
        assert after is not None and (after.verdict, after.block) == (Verdict.DELETED, None)


def test_others_do_not_place_it_and_what_is_certain_is_not_placed() -> None:
    with furnished_open() as room:
        comment(room, "nadia", "risen", 1)
        comment(room, "dana", "difficult moment", 3)
        issue(room, {room.blocks()[3].id: "Everything was written anew, and nobody knows the old line."})
        there = room.blocks()[1].id
        with pytest.raises(NotAllowed):
            pin(room, "nadia", Pointed(there), item="C2")
        with pytest.raises(AlreadyDone):
            pin(room, "nadia", Pointed(there), item="C1")


def test_a_place_that_cannot_be_found_is_refused_and_nothing_is_kept() -> None:
    with furnished_open() as room:
        there = lost(room)
        for at, refusal in (
            (Pointed(there, "no such words"), WordsNotFound),
            (Pointed(there, "The river"), WordsFoundTwice),
            (Pointed("zzzzzzz"), ParagraphGone),
        ):
            with pytest.raises(refusal):
                pin(room, "dana", at)
        kept = place("C1", room, 2)
        assert kept is not None and kept.placed_by is None


def test_the_second_of_two_who_place_it_is_told_and_the_same_place_twice_is_one() -> None:
    with furnished_open() as room:
        there = lost(room)
        pin(room, "dana", Pointed(there))
        pin(room, "sara", Pointed(there))
        with pytest.raises(PlacedMeanwhile) as caught:
            pin(room, "sara", Pointed())
        pin(room, "sara", Pointed(), seen=caught.value.seen)
        kept = place("C1", room, 2)
        assert kept is not None and kept.placed_by == room.people["sara"]


def test_of_two_who_place_it_elsewhere_at_the_same_moment_one_is_told() -> None:
    with furnished_open() as room:
        there = lost(room)
        outcomes = at_once(partial(pin, room, "dana", Pointed(there)), partial(pin, room, "sara", Pointed()))
        told = [each for each in outcomes if isinstance(each, Exception)]
        assert [type(each) for each in told] == [PlacedMeanwhile], outcomes
        kept, (won,) = place("C1", room, 2), [each for each in outcomes if each not in told]
        assert kept is not None and (kept.placed_by, kept.verdict) == (won.placed_by, won.verdict)
        with record.reading() as session:
            assert len(session.scalars(select(Event).where(Event.kind == EventKind.ITEM_PLACED)).all()) == 1


def test_a_version_issued_meanwhile_an_answer_and_a_withdrawal_end_it() -> None:
    with furnished_open() as room:
        there = lost(room)
        room.do("sara", calls.open_consultation, closes_at=room.clock().replace(year=2027))
        issue(room, {there: "It rains."})
        with pytest.raises(StaleVersion) as stale:
            pin(room, "dana", Pointed(there))
        assert (stale.value.seen, stale.value.current, stale.value.labelling) == (2, 3, room.statement().labelling)
        room.do("sara", issuing.dispose_all, answers=[issuing.Answer("C1", NOTED)])
        issue(room, {there: "It rains much."})
        with pytest.raises(AlreadyDone):
            pin(room, "dana", Pointed(there), version=4)


def test_a_withdrawn_item_is_not_placed() -> None:
    with furnished_open() as room:
        lost(room)
        with record.transaction() as session:
            session.get_one(Item, room.item("C1").id).state = "withdrawn"  # type: ignore[assignment]
        with pytest.raises(ItemWithdrawn):
            pin(room, "dana", Pointed())

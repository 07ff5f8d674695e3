"""A late comment: after the consultation has closed, marked, and dealt with like every other item."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine

from tests import calls, posting
from tests.consolidations import CRITICAL, answer, consolidation, issue, send
from tests.posting import post_late
from tests.races import at_once
from tests.rooms import CLOSES, Room, furnished_open
from tests.services.consultations import rows
from workflow.models.item import Item
from workflow.rules.consolidation.refusals import NotDealtWith
from workflow.rules.consultation.refusals import ConsultationClosed, StillOpen
from workflow.rules.items.refusals import NothingWritten, ParagraphGone, StaleItem, WordsFoundTwice
from workflow.rules.shared.refusals import FormSpent, NotAllowed, NotFound, OverLength, TextRefused
from workflow.services.consultation import consulting
from workflow.services.items import revising, sending
from workflow.services.items.posting import LATE_LIMIT
from workflow.services.statements import changing_settings


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that was closed, with one amendment of Dana's."""
    with consolidation(CRITICAL) as furnished:
        yield furnished


def late(room: Room, who: str = "nadia", **facts: Any) -> Item:
    made: Item = room.do(who, post_late, **{"body": "Say more.", "language": "en", **facts})
    return made


def test_it_is_a_comment_on_the_consultations_version_marked_as_late(room: Room) -> None:
    block = room.blocks()[3].id
    late(room, block=block, words="difficult")
    item = room.item("C1")
    assert (item.late, item.version_id, item.consultation_id) == (True, room.version(1), room.round(1))
    assert (item.block, item.quote, item.body) == (block, "difficult", "Say more.")


def test_between_the_deadline_and_the_workers_visit_it_is_taken_too(database: Engine) -> None:
    with furnished_open() as room:
        room.clock.at = CLOSES
        late(room)
        assert room.item("C1").late


def test_it_must_be_dealt_with_like_every_item(room: Room) -> None:
    late(room)
    answer(room, "A1", "accepted")
    with pytest.raises(NotDealtWith) as refused:
        issue(room)
    assert refused.value.refs == ["C1"]
    answer(room, "C1", "noted", reason="Said elsewhere.")
    issue(room)


def test_after_the_next_version_it_still_stands_on_the_consultations(room: Room) -> None:
    answer(room, "A1", "accepted")
    issue(room)
    late(room, block=room.blocks(1)[3].id, words="difficult")
    assert room.item("C1").version_id == room.version(1)


def test_while_the_consultation_is_open_nothing_is_late(database: Engine) -> None:
    with furnished_open() as room:
        with pytest.raises(StillOpen):
            late(room)
        assert not rows(Item)


@pytest.mark.parametrize(("who", "refusal"), [("sol", NotAllowed), ("sara", NotAllowed), ("gus", NotFound)])
def test_it_is_for_those_who_take_part(room: Room, who: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        late(room, who)


def test_a_decision_or_an_end_takes_no_more(room: Room) -> None:
    answer(room, "A1", "accepted")
    issue(room)
    closes_at = room.clock.at + (CLOSES - room.clock.at)
    room.do("sara", calls.open_ballot, version=2, languages=["en"], closes_at=closes_at)
    with pytest.raises(NotAllowed):
        late(room)
    room.do("sara", changing_settings.abandon, reason="Called off.")
    with pytest.raises(NotAllowed):
        late(room)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"body": "  "}, NothingWritten),
        ({"body": "x" * (LATE_LIMIT + 1)}, OverLength),
        ({"body": "read \u202ethis"}, TextRefused),
        ({"block": "bcdfghj"}, ParagraphGone),
    ],
)
def test_bad_input_is_refused_and_nothing_is_taken(room: Room, facts: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        late(room, **facts)
    assert len(rows(Item)) == 1


def test_words_that_stand_twice_are_asked_about(room: Room) -> None:
    with pytest.raises(WordsFoundTwice):
        late(room, block=room.blocks()[1].id, words="The river")


def test_the_same_form_makes_one_comment_and_other_words_are_not_dropped(room: Room) -> None:
    first, second = (late(room, form_token="t") for _ in range(2))
    assert first.id == second.id
    with pytest.raises(FormSpent):
        late(room, form_token="t", body="Something else.")


def test_a_draft_that_the_form_kept_goes_on_from_there(database: Engine) -> None:
    with furnished_open() as room:
        facts = {"version": 1, "body": "Say more.", "language": "en", "form_token": "t"}
        kept = room.do("nadia", posting.post_comment, keep=True, **facts)
        room.do("sara", consulting.close_consultation)
        assert late(room, form_token="t").id == kept.id
        assert room.item("C1").late


def test_a_draft_whose_own_form_is_sent_late_becomes_the_comment(database: Engine) -> None:
    with furnished_open() as room:
        kept = room.do("nadia", posting.post_comment, keep=True, version=1, body="Say.", language="en")
        room.do("sara", consulting.close_consultation)
        facts = {"draft": kept.id, "seen": sending.sign(kept)}
        with pytest.raises(StaleItem):
            late(room, **{**facts, "seen": "earlier"})
        assert {late(room, **facts).id for _ in range(2)} == {kept.id}
        assert [(item.reference, item.body) for item in rows(Item)] == [("C1", "Say more.")]


def test_of_a_draft_that_others_keep_or_dropped_a_late_form_makes_a_comment_of_its_own(database: Engine) -> None:
    with furnished_open() as room:
        kept = room.do("dana", posting.post_comment, keep=True, version=1, body="Ours.", language="en")
        room.do("sara", consulting.close_consultation)
        assert late(room, draft=kept.id, seen=sending.sign(kept)).id != kept.id
        room.do("dana", revising.withdraw_item, item=kept.id)
        assert late(room, "dana", draft=kept.id, seen=sending.sign(kept)).id != kept.id


def test_posting_and_closing_at_once_lose_nothing_and_take_nothing_in_between(database: Engine) -> None:
    with furnished_open() as room:
        closing, posting = at_once(
            partial(room.do, "sara", consulting.close_consultation), partial(send, room, by="nadia", comment="In time?")
        )
        assert not isinstance(closing, Exception)
        assert posting is None or isinstance(posting, ConsultationClosed)
        assert len(rows(Item)) == (posting is None)
        if posting is not None:
            late(room, body="In time?")
        assert room.item("C1").late == (posting is not None)


def test_a_late_comment_and_the_issue_of_a_version_at_once(room: Room) -> None:
    answer(room, "A1", "accepted")
    posted, issued = at_once(partial(late, room), partial(issue, room))
    assert not isinstance(posted, Exception)
    assert not isinstance(issued, Exception) or isinstance(issued, NotDealtWith)
    assert room.item("C1").version_id == room.version(1)

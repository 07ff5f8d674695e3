"""Comments and replies: on which words, by whom, once, and only while the consultation is open."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests import calls, posting
from tests.races import at_once
from tests.rooms import CLOSES, Room, furnished, furnished_open
from workflow import database as record
from workflow.models.event import Event
from workflow.models.item import Item, ItemState, Reply
from workflow.models.label import Label
from workflow.models.person import Person
from workflow.rules.consultation.refusals import ConsultationClosed
from workflow.rules.items.refusals import (
    ItemWithdrawn,
    NothingWritten,
    ParagraphGone,
    SentMeanwhile,
    StaleItem,
    WordsFoundTwice,
    WordsNotFound,
)
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import AlreadyDone, NotAllowed, NotFound, OverLength, StaleVersion, TextRefused
from workflow.services.consultation import consulting
from workflow.services.items import replying, revising, sending
from workflow.services.statements import versions

LATER = CLOSES + timedelta(days=5)


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open."""
    with furnished_open() as furnished_room:
        yield furnished_room


def post(room: Room, who: str = "dana", **facts: Any) -> Item:
    facts = {"version": 1, "body": "Say more here.", "language": "en", **facts}
    return room.do(who, posting.post_comment, **facts)


def edit(room: Room, item: Item, who: str = "dana", **facts: Any) -> Item:
    facts = {"item": item.id, "seen": sending.sign(item), "version": 1, "body": "Other words.", **facts}
    return room.do(who, posting.edit_item, language="en", **facts)


def items() -> list[Item]:
    with record.reading() as session:
        return list(session.scalars(select(Item).order_by(Item.id)))


def replies() -> list[Reply]:
    with record.reading() as session:
        return list(session.scalars(select(Reply)))


def events(kind: EventKind) -> list[Event]:
    with record.reading() as session:
        return list(session.scalars(select(Event).where(Event.kind == kind)))


def reopened_on_version_2(room: Room, text: str) -> None:
    """The consultation is closed, the second paragraph rewritten, and a consultation opened on the version issued
    with it.
    """
    block = room.blocks()[1].id
    room.do("sara", consulting.close_consultation)
    room.do("sara", calls.save_paragraph, language="en", serial=1, block=block, text=text)
    with room.acting("sara") as (session, person):
        versions.issue(session, person, room.statement())
    room.do("sara", calls.open_consultation, closes_at=LATER)


def test_words_are_found_on_the_server(room: Room) -> None:
    block = room.blocks()[2]
    item = post(room, block=block.id, words="keep the gates open")
    assert block.text[item.start : item.end] == item.quote == "keep the gates open"
    assert (item.reference, item.state) == ("C1", ItemState.SENT)


def test_words_copied_from_the_page_are_found_through_its_marks(room: Room) -> None:
    block = room.blocks()[1]
    item = post(room, block=block.id, words="has risen twice this year")
    assert block.text[item.start : item.end] == "has risen **twice** this year"


def test_a_comment_may_be_on_a_paragraph_or_on_the_whole_text(room: Room) -> None:
    block = room.blocks()[2]
    on_paragraph = post(room, block=block.id)
    assert (on_paragraph.block, on_paragraph.start, on_paragraph.end) == (block.id, 0, 0)
    on_all = post(room)
    assert (on_all.block, on_all.start, on_all.end) == (None, 0, 0)


def test_words_that_are_not_there_are_refused_with_the_nearest_ones(room: Room) -> None:
    with pytest.raises(WordsNotFound) as refused:
        post(room, block=room.blocks()[2].id, words="keep the gate open")
    assert refused.value.closest == "keep the gates open"
    assert not items()


def test_words_that_stand_twice_are_asked_about_and_context_tells_them_apart(room: Room) -> None:
    block = room.blocks()[1]
    with pytest.raises(WordsFoundTwice) as refused:
        post(room, block=block.id, words="The river")
    assert refused.value.count == 2
    item = post(room, block=block.id, words="The river", suffix=" will rise again")
    assert item.start == block.text.index("The river will")


def test_a_word_is_not_found_inside_another(room: Room) -> None:
    block = room.blocks()[3]
    item = post(room, block=block.id, words="is")
    assert block.text[: item.end] == "This is"


def test_numbers_are_given_at_sending_and_never_again(room: Room) -> None:
    first, second = post(room), post(room, "nadia")
    assert (first.reference, second.reference) == ("C1", "C2")
    room.do("nadia", revising.withdraw_item, item="C2")
    assert post(room, "fred").reference == "C3"


def test_a_form_sent_twice_makes_one_item(room: Room) -> None:
    first, again = post(room, form_token="once"), post(room, form_token="once")
    assert first.id == again.id
    assert len(items()) == 1
    assert len(events(EventKind.COMMENT_POSTED)) == 1


def test_a_form_sent_again_after_the_consultation_answers_like_the_first(room: Room) -> None:
    first = post(room, form_token="once")
    room.clock.at = CLOSES
    assert post(room, form_token="once").id == first.id


def test_a_foreign_form_token_is_refused(room: Room) -> None:
    post(room, form_token="once")
    with pytest.raises(AlreadyDone):
        post(room, "nadia", form_token="once")


def test_two_clicks_at_once_make_one_item(room: Room) -> None:
    outcomes = at_once(*[lambda: post(room, form_token="once") for _ in range(4)])
    assert {item.id for item in outcomes} == {items()[0].id}
    assert len(items()) == 1


def test_two_posts_at_once_get_a_number_each(room: Room) -> None:
    outcomes = at_once(lambda: post(room, "dana"), lambda: post(room, "nadia"), lambda: post(room, "fred"))
    assert sorted(item.reference for item in outcomes) == ["C1", "C2", "C3"]


@pytest.mark.parametrize("_try", range(5))
def test_a_post_against_the_close_is_taken_or_refused_and_never_lost(room: Room, _try: int) -> None:
    posted, closed = at_once(lambda: post(room), lambda: room.do("sara", consulting.close_consultation))
    assert closed.closed_at is not None
    assert room.statement().stage is Stage.CONSOLIDATION
    if isinstance(posted, Item):
        assert [item.id for item in items()] == [posted.id]
    else:
        assert isinstance(posted, ConsultationClosed)
        assert not items()


@pytest.mark.parametrize(("seconds", "taken"), [(-1, True), (0, False), (1, False)])
def test_the_deadline_is_the_servers_to_the_second(room: Room, seconds: int, taken: bool) -> None:
    room.clock.at = CLOSES + timedelta(seconds=seconds)
    if taken:
        assert post(room).reference == "C1"
    else:
        with pytest.raises(ConsultationClosed) as refused:
            post(room)
        assert refused.value.closed_at == CLOSES


def test_a_form_for_another_version_is_refused(room: Room) -> None:
    reopened_on_version_2(room, "The river has fallen.")
    with pytest.raises(StaleVersion) as refused:
        post(room, version=1)
    assert (refused.value.seen, refused.value.current) == (1, 2)
    assert post(room, version=2).reference == "C1"


def test_a_paragraph_that_is_gone_is_refused(room: Room) -> None:
    with pytest.raises(ParagraphGone):
        post(room, block="nowhere")


def test_an_empty_comment_is_refused(room: Room) -> None:
    for body in ("", " \r\n \u00a0"):
        with pytest.raises(NothingWritten):
            post(room, body=body)


def test_a_comment_has_a_stated_length_and_no_hidden_characters(room: Room) -> None:
    with pytest.raises(OverLength) as refused:
        post(room, body="x" * 5_001)
    assert (refused.value.field, refused.value.limit) == ("body", 5_000)
    for body in ("read \u202ethis", "half a \ud83d", "nul \0"):
        with pytest.raises(TextRefused) as hidden:
            post(room, body=body)
        assert hidden.value.field == "body"


@pytest.mark.parametrize(("who", "refusal"), [("sol", NotAllowed), ("gus", NotFound)])
def test_who_takes_no_part_posts_nothing(room: Room, who: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        post(room, who)


def test_before_the_first_consultation_nothing_is_posted(database: Engine) -> None:
    with furnished() as draft:
        for who, refusal in (("sara", NotAllowed), ("dana", NotAllowed), ("nadia", NotFound)):
            with pytest.raises(refusal):
                post(draft, who)


def test_a_penholder_from_the_secretariat_writes_as_the_secretariat(room: Room) -> None:
    assert post(room, "sara").organisation_id is None


def test_an_organisation_that_is_suspended_meanwhile_posts_nothing(room: Room) -> None:
    with room.acting("dana") as (_, person):
        assert person.organisation is not None
        person.organisation.suspended_at = room.clock()
    with pytest.raises(NotFound):
        post(room)


def test_a_removed_person_posts_nothing(room: Room) -> None:
    with record.transaction() as session:
        session.get_one(Person, room.people["dana"]).removed_at = room.clock()
    with pytest.raises(NotFound):
        post(room)


def test_a_kept_draft_has_no_number_and_is_sent_by_a_colleague(room: Room) -> None:
    kept = post(room, body="", keep=True)
    assert (kept.state, kept.number, kept.reference) == (ItemState.KEPT, None, "")
    changed = edit(room, kept, "dilip", body="Now it says something.")
    assert changed.state is ItemState.KEPT
    sent = room.do("dilip", revising.send_kept, item=kept.id, version=1)
    assert (sent.reference, sent.state, sent.person_id) == ("C1", ItemState.SENT, room.people["dilip"])
    assert [event.person_id for event in events(EventKind.ITEM_KEPT)] == [room.people["dana"], room.people["dilip"]]


def test_a_kept_draft_is_not_there_for_others(room: Room) -> None:
    kept = post(room, keep=True)
    for who in ("nadia", "sara"):
        for use_case, facts in (
            (revising.withdraw_item, {}),
            (revising.send_kept, {"version": 1}),
            (replying.post_reply, {"body": "Found you.", "language": "en"}),
        ):
            with pytest.raises(NotFound):
                room.do(who, use_case, item=kept.id, **facts)


def test_an_empty_draft_is_not_sent(room: Room) -> None:
    kept = post(room, body="", keep=True)
    with pytest.raises(NothingWritten):
        room.do("dana", revising.send_kept, item=kept.id, version=1)
    assert items()[0].state is ItemState.KEPT


@pytest.mark.parametrize(("use_case", "facts"), [(revising.withdraw_item, {}), (revising.send_kept, {"version": 1})])
def test_a_draft_that_a_colleague_went_on_with_is_neither_dropped_nor_sent_unseen(
    room: Room, use_case: Any, facts: dict[str, Any]
) -> None:
    kept = post(room, keep=True)
    room.clock.pass_by(minutes=1)
    edit(room, kept, "dilip", body="Half an hour of work.")
    with pytest.raises(StaleItem):
        room.do("dana", use_case, item=kept.id, seen=sending.sign(kept), **facts)
    assert (items()[0].state, items()[0].body) == (ItemState.KEPT, "Half an hour of work.")
    room.do("dana", use_case, item=kept.id, seen=sending.sign(items()[0]), **facts)
    assert items()[0].state is not ItemState.KEPT


def test_words_kept_for_colleagues_do_not_change_what_one_of_them_sent_meanwhile(room: Room) -> None:
    kept = post(room, keep=True)
    room.do("dilip", revising.send_kept, item=kept.id, version=1)
    for body in ("For us alone.", kept.body):
        with pytest.raises(SentMeanwhile) as refused:
            edit(room, kept, body=body, keep=True)
    assert (refused.value.seen, refused.value.reference) == (sending.sign(items()[0]), "C1")
    with pytest.raises(SentMeanwhile):
        room.do("dana", revising.withdraw_item, item=kept.id, seen=sending.sign(kept))
    assert (items()[0].state, items()[0].body) == (ItemState.SENT, kept.body)
    assert edit(room, kept, body=kept.body, keep=False).reference == "C1"  # the same button pressed twice


def test_a_draft_sent_twice_is_sent_once(room: Room) -> None:
    kept = post(room, keep=True)
    outcomes = at_once(*[lambda: room.do("dana", revising.send_kept, item=kept.id, version=1) for _ in range(3)])
    assert [item.reference for item in outcomes] == ["C1", "C1", "C1"]
    assert len(events(EventKind.COMMENT_POSTED)) == 1


def test_a_draft_is_not_sent_after_the_consultation(room: Room) -> None:
    kept = post(room, keep=True)
    room.clock.at = CLOSES
    with pytest.raises(ConsultationClosed):
        room.do("dana", revising.send_kept, item=kept.id, version=1)


def test_a_draft_kept_on_an_earlier_version_goes_where_its_words_still_stand(room: Room) -> None:
    kept = post(room, keep=True, block=room.blocks()[1].id, words="those who live beside it")
    reopened_on_version_2(room, "It is known to those who live beside it.")
    sent = room.do("dana", revising.send_kept, item=kept.id, version=2)
    assert room.blocks(2)[1].text[sent.start : sent.end] == "those who live beside it"
    assert (sent.version_id, sent.consultation_id) == (room.version(2), room.round(2))


def test_a_draft_on_a_paragraph_that_changed_is_asked_about(room: Room) -> None:
    kept = post(room, keep=True, block=room.blocks()[1].id)
    reopened_on_version_2(room, "Nothing is as it was.")
    with pytest.raises(StaleVersion) as refused:
        room.do("dana", revising.send_kept, item=kept.id, version=2)
    assert (refused.value.seen, refused.value.current) == (1, 2)


def test_an_item_is_edited_by_its_organisation_until_the_consultation_closes(room: Room) -> None:
    item = edit(room, post(room), "dilip", body="Better said.")
    assert (item.body, item.reference, item.edited_at) == ("Better said.", "C1", room.clock())
    assert len(events(EventKind.ITEM_EDITED)) == 1
    room.clock.at = CLOSES
    with pytest.raises(ConsultationClosed):
        edit(room, item, body="Too late.")
    assert items()[0].body == "Better said."


def test_an_edit_may_choose_other_words(room: Room) -> None:
    block = room.blocks()[2]
    item = post(room, block=block.id, words="We call on states")
    moved = edit(room, item, words="keep the gates open")
    assert block.text[moved.start : moved.end] == "keep the gates open"


@pytest.mark.parametrize("who", ["nadia", "sara"])
def test_nobody_else_edits_or_withdraws(room: Room, who: str) -> None:
    item = post(room)
    with pytest.raises(NotAllowed):
        edit(room, item, who)
    with pytest.raises(NotAllowed):
        room.do(who, revising.withdraw_item, item="C1")


def test_of_two_colleagues_the_second_keeps_the_firsts_words(room: Room) -> None:
    item = post(room)
    room.clock.pass_by(seconds=1)
    edit(room, item, "dilip", body="Dilip's words.")
    with pytest.raises(StaleItem):
        edit(room, item, "dana", body="Dana's words.")
    assert items()[0].body == "Dilip's words."


def test_an_item_is_withdrawn_as_the_page_showed_it(room: Room) -> None:
    post(room, "dana")
    seen = sending.sign(room.item("C1"))
    room.clock.pass_by(minutes=1)
    facts = {"version": 1, "body": "Say far more.", "language": "en"}
    room.do("dilip", posting.edit_item, item="C1", seen=seen, after=None, proposal="", **facts)
    with pytest.raises(StaleItem):
        room.do("dana", revising.withdraw_item, item="C1", seen=seen)
    assert room.item("C1").state is ItemState.SENT
    room.do("dana", revising.withdraw_item, item="C1", seen=sending.sign(room.item("C1")))


def test_a_withdrawn_item_stays_on_the_record(room: Room) -> None:
    item = post(room)
    for _ in range(2):
        assert room.do("dilip", revising.withdraw_item, item="c1").state is ItemState.WITHDRAWN
    assert items()[0].body == "Say more here."
    assert len(events(EventKind.ITEM_WITHDRAWN)) == 1
    with pytest.raises(ItemWithdrawn) as refused:
        edit(room, item)
    assert refused.value.reference == "C1"


def test_nothing_is_withdrawn_after_the_consultation(room: Room) -> None:
    post(room)
    room.clock.at = CLOSES
    with pytest.raises(ConsultationClosed):
        room.do("dana", revising.withdraw_item, item="C1")


def test_a_dropped_draft_leaves_no_trace_for_others(room: Room) -> None:
    kept = post(room, keep=True)
    room.do("dana", revising.withdraw_item, item=kept.id)
    assert not events(EventKind.ITEM_WITHDRAWN)
    with pytest.raises(NotFound):
        edit(room, kept)


def test_items_are_answered_once_a_form_also_while_they_are_consolidated(room: Room) -> None:
    post(room)
    for _ in range(2):
        room.do("nadia", replying.post_reply, item="C1", body="We agree.", language="en", form_token="once")
    room.do("sara", consulting.close_consultation)
    room.do("sara", replying.post_reply, item="C1", body="We will see.", language="en")
    assert [(reply.organisation_id, reply.body) for reply in replies()] == [
        (room.organisations["nahr"], "We agree."),
        (None, "We will see."),
    ]
    assert [event.data["reply"] for event in events(EventKind.REPLY_POSTED)] == [reply.id for reply in replies()]


def test_a_reply_needs_words_and_an_item_that_stands(room: Room) -> None:
    post(room)
    with pytest.raises(NothingWritten):
        room.do("nadia", replying.post_reply, item="C1", body=" ", language="en")
    with pytest.raises(NotFound):
        room.do("nadia", replying.post_reply, item="C2", body="Where?", language="en")
    room.do("dana", revising.withdraw_item, item="C1")
    with pytest.raises(ItemWithdrawn):
        room.do("nadia", replying.post_reply, item="C1", body="Why?", language="en")
    assert not replies()


@pytest.mark.parametrize("name", ["", "A", "C", "A1x", "C-1", "C²", "-1", "1.5", "A99999999999", "C٣"])
def test_what_names_no_item_is_not_found(room: Room, name: str) -> None:
    post(room)
    with pytest.raises(NotFound):
        room.do("dana", revising.withdraw_item, item=name)


def test_a_protected_organisation_that_only_holds_the_pen_gets_its_label_when_it_acts(room: Room) -> None:
    with record.transaction() as session:
        session.query(Label).delete()
    post(room, "elena")
    with record.reading() as session:
        assert session.scalars(select(Label.organisation_id)).all() == [room.organisations["estero"]]

"""Amendments: to exact words, of whole paragraphs, each with a reason and each changing something."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests import posting
from tests.races import at_once
from tests.rooms import CLOSES, Room, furnished_open
from workflow import database as record
from workflow.models.item import Item, ItemState
from workflow.rules.consultation.refusals import ConsultationClosed
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.refusals import NothingChanged, NothingWritten, ParagraphGone, WordsFoundTwice, WordsNotFound
from workflow.rules.shared.refusals import NotAllowed, OverLength, ReasonNeeded, StaleVersion, TextRefused
from workflow.services.items import revising, sending
from workflow.services.items.placing import Writing, find_place, with_kept_words
from workflow.text.amendments import apply
from workflow.text.document import plain
from workflow.text.values import Amendment, AmendmentKind, Block, BlockKind

REPLACE = ItemKind.REPLACE
ADD = ItemKind.ADD
REMOVE = ItemKind.REMOVE
MOVE = ItemKind.MOVE


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open."""
    with furnished_open() as furnished_room:
        yield furnished_room


def propose(room: Room, who: str = "dana", kind: ItemKind = REPLACE, at: int | None = 3, **facts: Any) -> Item:
    """An amendment to the block at that place of the text, None for no block."""
    block = None if at is None else room.blocks()[at].id
    facts = {"version": 1, "reason": "It is better so.", "language": "en", **facts}
    return room.do(who, posting.propose_amendment, kind=kind, block=block, **facts)


def edit(room: Room, item: Item, **facts: Any) -> Item:
    facts = {"item": item.id, "seen": sending.sign(item), "version": 1, "body": item.body, **facts}
    return room.do("dana", posting.edit_item, language="en", **{"proposal": item.proposal, **facts})


def items() -> list[Item]:
    with record.reading() as session:
        return list(session.scalars(select(Item).order_by(Item.id)))


def read_with(room: Room, item: Item) -> list[str]:
    """The paragraphs as they read with the amendment accepted."""
    kind = AmendmentKind(item.kind)
    wanted = Amendment("A1", kind, item.block or "", item.start, item.end, item.proposal, item.after)
    applied = apply(room.blocks(), [wanted], lambda: "fresh")
    assert not applied.unapplied
    return [block.text for block in applied.blocks]


def test_other_words_go_exactly_where_the_words_stand(room: Room) -> None:
    item = propose(room, words="difficult", proposal="critical")
    assert (item.reference, item.quote, item.kind) == ("A1", "difficult", REPLACE)
    assert read_with(room, item)[3] == "This is a critical moment for the Court of Waters."


def test_a_whole_paragraph_is_replaced(room: Room) -> None:
    item = propose(room, proposal="The Court of Waters needs us.")
    assert read_with(room, item)[3] == "The Court of Waters needs us."


def test_words_are_taken_out_by_an_empty_proposal(room: Room) -> None:
    item = propose(room, words="difficult ", proposal="")
    assert read_with(room, item)[3] == "This is a moment for the Court of Waters."


def test_forgotten_words_do_not_take_a_whole_paragraph_out(room: Room) -> None:
    with pytest.raises(NothingWritten):
        propose(room, proposal=" ")


def test_a_paragraph_is_removed(room: Room) -> None:
    item = propose(room, kind=REMOVE, words="ignored", proposal="ignored")
    assert (item.start, item.end, item.proposal) == (0, 0, "")
    assert len(read_with(room, item)) == 3


@pytest.mark.parametrize(("after", "place"), [("", 0), (None, 2), (2, 3)])
def test_a_new_paragraph_goes_after_the_one_named(room: Room, after: int | str | None, place: int) -> None:
    where = room.blocks()[after].id if isinstance(after, int) else after
    item = propose(room, kind=ADD, at=1, after=where, proposal="A word of thanks.\n\nAnd another.")
    assert read_with(room, item)[place : place + 2] == ["A word of thanks.", "And another."]


def test_a_paragraph_is_moved(room: Room) -> None:
    item = propose(room, kind=MOVE, at=1, after=room.blocks()[3].id)
    assert read_with(room, item)[3] == room.blocks()[1].text


@pytest.mark.parametrize("after", [0, 1])
def test_a_move_to_where_it_stands_is_refused(room: Room, after: int) -> None:
    with pytest.raises(NothingChanged):
        propose(room, kind=MOVE, at=1, after=room.blocks()[after].id)


@pytest.mark.parametrize("kind", [ADD, MOVE])
def test_a_place_after_a_paragraph_that_is_gone_is_refused(room: Room, kind: ItemKind) -> None:
    with pytest.raises(ParagraphGone):
        propose(room, kind=kind, after="nowhere", proposal="Words.")


@pytest.mark.parametrize("kind", [REPLACE, REMOVE, MOVE])
def test_an_amendment_names_its_paragraph(room: Room, kind: ItemKind) -> None:
    with pytest.raises(ParagraphGone):
        propose(room, kind=kind, at=None, after="", proposal="Words.")


@pytest.mark.parametrize("proposal", ["difficult", " difficult\r\n"])
def test_the_words_that_stand_there_are_no_amendment(room: Room, proposal: str) -> None:
    with pytest.raises(NothingChanged) as refused:
        propose(room, words="difficult", proposal=proposal)
    assert refused.value.field == "proposal"
    assert not items()
    assert propose(room, words="difficult", proposal="critical").reference == "A1", "a refused one uses up no number"


def test_an_empty_new_paragraph_is_refused(room: Room) -> None:
    with pytest.raises(NothingWritten):
        propose(room, kind=ADD, proposal=" \n ")


def test_an_amendment_needs_a_reason_and_a_draft_of_one_does_not_yet(room: Room) -> None:
    with pytest.raises(ReasonNeeded):
        propose(room, words="difficult", proposal="critical", reason=" ")
    kept = propose(room, words="difficult", proposal="", reason="", keep=True)
    assert kept.state is ItemState.KEPT
    with pytest.raises(ReasonNeeded):
        room.do("dana", revising.send_kept, item=kept.id, version=1)
    sent = edit(room, kept, body="Now there is one.", proposal="critical", keep=False)
    assert (sent.reference, sent.proposal, sent.quote) == ("A1", "critical", "difficult")


def test_words_that_are_not_there_or_stand_twice_are_refused(room: Room) -> None:
    with pytest.raises(WordsNotFound):
        propose(room, words="a difficulty", proposal="critical")
    with pytest.raises(WordsFoundTwice):
        propose(room, at=1, words="The river", proposal="The stream")
    assert propose(room, at=1, words="The river", suffix=" has risen", proposal="The stream").start == 0


def test_two_paragraphs_are_not_joined_into_one_without_a_word(room: Room) -> None:
    with pytest.raises(TextRefused) as refused:
        propose(room, words="difficult", proposal="one\n\ntwo")
    assert (refused.value.field, refused.value.reason) == ("proposal", "two_paragraphs")
    assert propose(room, words="difficult", proposal="one\r\ntwo").proposal == "one two"


def test_proposals_have_a_length_and_no_hidden_characters(room: Room) -> None:
    with pytest.raises(OverLength) as refused:
        propose(room, words="difficult", proposal="x" * 20_001)
    assert refused.value.field == "proposal"
    for field in ("words", "proposal", "reason"):
        with pytest.raises(TextRefused) as hidden:
            propose(room, **{"words": "difficult", "proposal": "critical", field: "read \u202dthis"})
        assert hidden.value.field == field


def test_a_form_sent_twice_or_at_once_makes_one_amendment(room: Room) -> None:
    facts = {"words": "difficult", "proposal": "critical", "form_token": "once"}
    outcomes = at_once(*[lambda: propose(room, **facts) for _ in range(3)])
    assert {item.reference for item in outcomes} == {"A1"}
    assert len(items()) == 1


def test_comments_and_amendments_are_numbered_apart(room: Room) -> None:
    room.do("dana", posting.post_comment, version=1, body="Hm.", language="en")
    assert propose(room, words="difficult", proposal="critical").reference == "A1"
    assert propose(room, "nadia", words="difficult", proposal="decisive").reference == "A2"


def test_closed_consultation_other_version_and_strangers_are_refused(room: Room) -> None:
    facts = {"words": "difficult", "proposal": "critical"}
    with pytest.raises(NotAllowed):
        propose(room, "sol", **facts)
    with pytest.raises(StaleVersion):
        propose(room, version=7, **facts)
    room.clock.at = CLOSES
    with pytest.raises(ConsultationClosed):
        propose(room, **facts)


def test_an_amendment_is_edited_where_it_stands_or_goes_elsewhere(room: Room) -> None:
    item = propose(room, at=1, words="The river", suffix=" will rise", proposal="The stream")
    same = edit(room, item, proposal="This river")
    assert (same.start, same.proposal) == (item.start, "This river")
    elsewhere = edit(room, same, words="those who live beside it", proposal="all who live beside it")
    assert read_with(room, elsewhere)[1].endswith("and all who live beside it know it.")
    with pytest.raises(NothingChanged):
        edit(room, elsewhere, proposal="those who live beside it")


def test_an_edited_amendment_may_grow_to_the_whole_paragraph(room: Room) -> None:
    item = propose(room, words="difficult", proposal="critical")
    whole = edit(room, item, words="", proposal="A new paragraph.")
    assert read_with(room, whole)[3] == "A new paragraph."


def test_a_moved_paragraph_may_be_sent_elsewhere_by_an_edit(room: Room) -> None:
    item = propose(room, kind=MOVE, at=1, after=room.blocks()[3].id)
    changed = edit(room, item, after=room.blocks()[2].id)
    assert read_with(room, changed)[2] == room.blocks()[1].text


def test_words_that_stay_keep_their_marks_of_style(room: Room) -> None:
    item = propose(room, at=1, words="risen twice this", proposal="swollen twice this")
    assert (item.quote, item.proposal) == ("risen **twice** this", "swollen **twice** this")
    assert read_with(room, item)[1].startswith("The river has swollen **twice** this year.")
    changed = edit(room, item, proposal="swollen twice last")
    assert (changed.quote, changed.proposal) == ("risen **twice** this", "swollen **twice** last")


def test_a_whole_paragraph_typed_from_the_page_keeps_its_marks(room: Room) -> None:
    item = propose(room, at=1, proposal=plain(room.blocks()[1].text).replace("twice", "thrice"))
    assert read_with(room, item)[1] == room.blocks()[1].text.replace("twice", "thrice")
    with pytest.raises(NothingChanged):
        propose(room, at=1, proposal=plain(room.blocks()[1].text))


def test_a_quotation_that_ends_within_an_emphasis_has_both_marks() -> None:
    block = Block("p", BlockKind.PARAGRAPH, "We regret the _slow and uneven_ response.")
    place = find_place([block], "p", "regret the slow and")
    assert (place.quote, place.shown) == ("regret the _slow and_", "regret the slow and")
    writing = with_kept_words([block], place, Writing("Why.", "en", REPLACE, proposal="deplore the slow"))
    assert writing.proposal == "deplore the _slow_"
    assert find_place([block], "p", place.quote) == place  # as a form sends it back

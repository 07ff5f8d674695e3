"""A form that is sent again: its first answer for the same words; other words are never dropped and called sent."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from tests.rooms import CLOSES, Room, furnished_open
from tests.services.writing import TEXT, Written, created, gathered
from workflow import database as record
from workflow.models.item import Item, ItemState, Reply
from workflow.models.statement import Statement
from workflow.rules.errors import FormSpent, RoundClosed
from workflow.services import amending, commenting
from workflow.text.amendments import AmendmentKind


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A round that is open."""
    with furnished_open() as furnished_room:
        yield furnished_room


def comment(room: Room, body: str, **facts: Any) -> Item:
    given = {"version": 1, "body": body, "language": "en", "form_token": "once", **facts}
    return room.do("dana", commenting.post_comment, **given)


def amendment(room: Room, proposal: str, **facts: Any) -> Item:
    wanted = {"change": AmendmentKind.REPLACE, "block": room.blocks()[3].id, "words": "difficult", "proposal": proposal}
    given = {"version": 1, "reason": "Why.", "language": "en", "form_token": "once", **wanted, **facts}
    return room.do("dana", amending.propose_amendment, **given)


def reply(room: Room, body: str, item: str = "C1") -> Reply:
    return room.do("nadia", commenting.post_reply, item=item, body=body, language="en", form_token="once")


def said() -> list[tuple[str, str, ItemState]]:
    """Every item: its words, its proposal, whether it is sent."""
    with record.reading() as session:
        return [(item.body, item.proposal, item.state) for item in session.scalars(select(Item).order_by(Item.id))]


@pytest.mark.parametrize("write", [comment, amendment])
def test_other_words_in_a_form_that_was_sent_are_refused(room: Room, write: Callable[..., Item]) -> None:
    first = write(room, "First.")
    with pytest.raises(FormSpent):
        write(room, "Others.")
    assert write(room, "First.").id == first.id
    write(room, "Others.", form_token="another")
    assert len(said()) == 2


def test_the_same_words_elsewhere_are_another_item(room: Room) -> None:
    comment(room, "Here.", block=room.blocks()[2].id, words="keep the gates open")
    for place in ({}, {"block": room.blocks()[2].id}, {"block": room.blocks()[2].id, "words": "the gates"}):
        with pytest.raises(FormSpent):
            comment(room, "Here.", **place)
    with pytest.raises(FormSpent):
        comment(room, "Here.", block=room.blocks()[2].id, words="keep the gates open", language="fr")


@pytest.mark.parametrize("words", ["Draft.", "Better."])
def test_a_form_that_kept_a_draft_sends_it_with_the_words_that_it_has_now(room: Room, words: str) -> None:
    kept = comment(room, "Draft.", keep=True)
    assert comment(room, "Draft.", keep=True).id == kept.id
    sent = comment(room, words)
    assert (sent.id, sent.reference) == (kept.id, "C1")
    assert said() == [(words, "", ItemState.SENT)]
    assert comment(room, words).id == kept.id


def test_a_draft_of_a_comment_is_sent_as_the_amendment_that_it_became(room: Room) -> None:
    comment(room, "Draft.", keep=True)
    assert amendment(room, "critical").reference == "A1"
    assert said() == [("Why.", "critical", ItemState.SENT)]


def test_a_draft_is_not_written_over_by_a_second_one_or_after_a_colleague(room: Room) -> None:
    kept = comment(room, "Draft.", keep=True)
    with pytest.raises(FormSpent):
        comment(room, "Other draft.", keep=True)
    facts = {"item": kept.id, "seen": commenting.sign(kept), "version": 1, "body": "A colleague's.", "language": "en"}
    room.do("dana", commenting.edit_item, **facts)
    with pytest.raises(FormSpent):
        comment(room, "Draft.")
    assert said() == [("A colleague's.", "", ItemState.KEPT)]


def test_what_was_sent_or_withdrawn_is_not_called_kept_or_sent(room: Room) -> None:
    comment(room, "First.")
    with pytest.raises(FormSpent):
        comment(room, "First.", keep=True)
    room.do("dana", commenting.withdraw_item, item="C1")
    with pytest.raises(FormSpent):
        comment(room, "First.")


def test_other_words_after_the_round_are_told_that_it_closed(room: Room) -> None:
    comment(room, "First.")
    room.clock.at = CLOSES
    with pytest.raises(RoundClosed):
        comment(room, "Others.")


def test_a_reply_that_is_sent_again_is_the_same_words_to_the_same_item(room: Room) -> None:
    comment(room, "First.")
    comment(room, "Second.", form_token="another")
    assert reply(room, "Yes.").id == reply(room, "Yes.").id
    for body, item in (("No.", "C1"), ("Yes.", "C2")):
        with pytest.raises(FormSpent):
            reply(room, body, item)


EMBARGO = datetime(2999, 1, 1, tzinfo=UTC)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    "other",
    [
        {"title": "On the lake"},
        {"occasion": "Assembly"},
        {"text": TEXT.replace("twice", "often")},
        {"word_limit": 400},
        {"embargo_at": EMBARGO},
        {"penholders": ["secretariat"]},
    ],
)
def test_a_statement_s_form_with_other_words_or_terms_begins_nothing(other: dict[str, Any]) -> None:
    people = gathered()
    first = created(people, "dana", form_token="once")
    with pytest.raises(FormSpent):
        created(people, "dana", form_token="once", **other)
    assert created(people, "dana", form_token="once").id == first.id
    with record.reading() as session:
        assert session.scalar(select(func.count()).select_from(Statement)) == 1
    assert created(people, "dana", form_token="another", **other).number == 2


@pytest.mark.usefixtures("database")
def test_a_statement_s_form_answers_like_the_first_time_after_its_text_was_changed() -> None:
    people = gathered()
    facts = {"form_token": "once", "embargo_at": EMBARGO, "word_limit": 400, "minutes_limit": 2.5}
    first = created(people, **facts)
    Written(people, first.key).save("sara", TEXT.replace("twice", "often"), 1, title="On the lake")
    assert created(people, **facts).id == first.id

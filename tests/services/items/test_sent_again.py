"""A form that is sent again: its first answer for the same words; other words are never dropped and called sent."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from tests import posting
from tests.posting import post_late
from tests.races import at_once
from tests.rooms import CLOSES, Room, furnished_open
from tests.services.writing import TEXT, Written, created, gathered
from workflow import database as record
from workflow.models.item import Item, ItemState, Reply
from workflow.models.statement import Statement
from workflow.rules.consultation.refusals import ConsultationClosed
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.proposals import Proposal
from workflow.rules.shared.refusals import FormSpent
from workflow.services.consultation import consulting
from workflow.services.items import posting as making
from workflow.services.items import replying, revising, sending
from workflow.services.items.posting import is_made_by


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open."""
    with furnished_open() as furnished_room:
        yield furnished_room


def comment(room: Room, body: str, **facts: Any) -> Item:
    given = {"version": 1, "body": body, "language": "en", "form_token": "once", **facts}
    return room.do("dana", posting.post_comment, **given)


def amendment(room: Room, proposal: str, **facts: Any) -> Item:
    wanted = {"kind": ItemKind.REPLACE, "block": room.blocks()[3].id, "words": "difficult", "proposal": proposal}
    given = {"version": 1, "reason": "Why.", "language": "en", "form_token": "once", **wanted, **facts}
    return room.do("dana", posting.propose_amendment, **given)


def reply(room: Room, body: str, item: str = "C1") -> Reply:
    return room.do("nadia", replying.post_reply, item=item, body=body, language="en", form_token="once")


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
    facts = {"item": kept.id, "seen": sending.sign(kept), "version": 1, "body": "A colleague's.", "language": "en"}
    room.do("dana", posting.edit_item, **facts)
    with pytest.raises(FormSpent):
        comment(room, "Draft.")
    assert said() == [("A colleague's.", "", ItemState.KEPT)]


def test_what_was_sent_or_withdrawn_is_not_called_kept_or_sent(room: Room) -> None:
    comment(room, "First.")
    with pytest.raises(FormSpent):
        comment(room, "First.", keep=True)
    room.do("dana", revising.withdraw_item, item="C1")
    with pytest.raises(FormSpent):
        comment(room, "First.")


def test_other_words_after_the_consultation_are_told_that_it_closed(room: Room) -> None:
    comment(room, "First.")
    room.clock.at = CLOSES
    with pytest.raises(ConsultationClosed):
        comment(room, "Others.")


def test_a_reply_that_is_sent_again_is_the_same_words_to_the_same_item(room: Room) -> None:
    comment(room, "First.")
    comment(room, "Second.", form_token="another")
    assert reply(room, "Yes.").id == reply(room, "Yes.").id
    for body, item in (("No.", "C1"), ("Yes.", "C2")):
        with pytest.raises(FormSpent):
            reply(room, body, item)


EMBARGO = datetime.now(UTC).replace(microsecond=0) + timedelta(days=300)


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


def test_the_same_words_at_the_same_place_within_the_hour_are_one_point(room: Room) -> None:
    first = comment(room, "First.", block=room.blocks()[2].id, words="the gates")
    room.clock.pass_by(minutes=59)
    again = comment(room, "First.", block=room.blocks()[2].id, words="the gates", form_token="another")
    colleague = {"block": room.blocks()[2].id, "words": "the gates", "version": 1, "body": "First.", "language": "fr"}
    theirs = room.do("dilip", posting.post_comment, **colleague)
    assert first.id == again.id == theirs.id
    assert not is_made_by(again, "another")
    assert is_made_by(first, "once")
    assert said() == [("First.", "", ItemState.SENT)]


def test_the_same_amendment_within_the_hour_is_one_point(room: Room) -> None:
    first = amendment(room, "critical")
    assert amendment(room, "critical", form_token="another").id == first.id
    assert amendment(room, "grave", form_token="third").id != first.id
    assert len(said()) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"body": "Other words."},
        {"private": True},
        {"where": 1},
        {"who": "nadia"},
        {"after": 61},
    ],
)
def test_what_differs_by_words_place_readers_organisation_or_an_hour_is_another_point(
    room: Room, other: dict[str, Any]
) -> None:
    other = dict(other)
    facts = {"version": 1, "body": "First.", "language": "en", "block": room.blocks()[2].id}
    first = room.do("dana", posting.post_comment, form_token="once", **facts)
    facts["block"] = room.blocks()[other.pop("where", 2)].id
    room.clock.pass_by(minutes=other.pop("after", 1))
    second = room.do(other.pop("who", "dana"), posting.post_comment, form_token="another", **{**facts, **other})
    assert second.id != first.id


def test_a_point_that_was_withdrawn_swallows_no_new_one(room: Room) -> None:
    comment(room, "First.")
    room.do("dana", revising.withdraw_item, item="C1")
    assert comment(room, "First.", form_token="another").reference == "C2"


def test_a_point_that_was_changed_answers_for_what_it_says_now_alone(room: Room) -> None:
    first = comment(room, "First.")
    facts = {"seen": sending.sign(first), "version": 1, "body": "Second.", "language": "en"}
    room.do("dana", posting.edit_item, item="C1", **facts)
    assert comment(room, "Second.", form_token="third").reference == "C1"
    assert comment(room, "First.", form_token="another").reference == "C2"


def test_a_point_sent_again_after_the_consultation_answers_with_the_first(room: Room) -> None:
    first = comment(room, "First.")
    room.clock.at = CLOSES - timedelta(minutes=5)
    second = comment(room, "Second.", form_token="two")
    room.clock.at = CLOSES
    assert comment(room, "Second.", form_token="three").id == second.id
    with pytest.raises(ConsultationClosed):
        comment(room, "First.", form_token="four")
    assert first.reference == "C1"


def test_a_draft_kept_twice_is_one_and_is_sent_by_a_form_that_says_the_same(room: Room) -> None:
    draft = comment(room, "Draft.", keep=True)
    assert comment(room, "Draft.", keep=True, form_token="another").id == draft.id
    sent = comment(room, "Draft.", form_token="third")
    assert (sent.id, sent.reference) == (draft.id, "C1")
    assert is_made_by(sent, "third")
    assert comment(room, "Draft.", keep=True, form_token="fourth").id == draft.id
    assert said() == [("Draft.", "", ItemState.SENT)]


def test_a_draft_is_dropped_where_a_colleague_sent_the_same(room: Room) -> None:
    draft = comment(room, "Mine.", keep=True)
    sent = comment(room, "Same.", form_token="another")
    facts = {"item": draft.id, "seen": sending.sign(draft), "version": 1, "body": "Same.", "language": "en"}
    assert room.do("dilip", posting.edit_item, keep=False, **facts).id == sent.id
    assert said() == [("Same.", "", ItemState.WITHDRAWN), ("Same.", "", ItemState.SENT)]


def test_a_kept_draft_that_says_what_was_sent_is_dropped_at_sending(room: Room) -> None:
    draft = comment(room, "Mine.", keep=True)
    facts = {"version": 1, "body": "Same.", "language": "en"}
    room.do("dana", posting.edit_item, item=draft.id, seen=sending.sign(draft), **facts)
    sent = comment(room, "Same.", form_token="another")
    assert sent.id == draft.id, "the draft goes on from there"
    with record.transaction() as session:
        twin = Item(**{name: getattr(sent, name) for name in COPIED}, state=ItemState.KEPT, made_at=room.clock())
        session.add(twin)
        session.flush()
        kept = twin.id
    answer = room.do("dana", revising.send_kept, item=kept, version=1)
    assert answer.id == sent.id
    assert [state for _, _, state in said()] == [ItemState.SENT, ItemState.WITHDRAWN]


COPIED = ("statement_id", "kind", "organisation_id", "person_id", "language", "version_id", "consultation_id", "body")


def test_a_late_comment_sent_twice_within_the_hour_is_one(room: Room) -> None:
    room.clock.at = CLOSES
    room.do("sara", consulting.close_consultation)
    facts = {"body": "Too late.", "language": "en"}
    first = room.do("dana", post_late, form_token="once", **facts)
    assert room.do("dana", post_late, form_token="another", **facts).id == first.id
    room.clock.pass_by(minutes=61)
    assert room.do("dana", post_late, form_token="third", **facts).id != first.id


def test_a_comment_sent_in_time_is_not_sent_a_second_time_as_a_late_one(room: Room) -> None:
    room.clock.at = CLOSES - timedelta(minutes=1)
    first = comment(room, "In time.")
    room.clock.at = CLOSES
    room.do("sara", consulting.close_consultation)
    facts = {"body": "In time.", "language": "en"}
    assert room.do("dana", post_late, form_token="another", **facts).id == first.id


def test_the_same_reply_within_the_hour_is_one(room: Room) -> None:
    comment(room, "First.")
    facts = {"item": "C1", "body": "Yes.", "language": "en"}
    first = room.do("nadia", replying.post_reply, form_token="once", **facts)
    assert room.do("nadia", replying.post_reply, form_token="another", **facts).id == first.id
    assert room.do("fred", replying.post_reply, form_token="third", **facts).id != first.id
    room.clock.pass_by(minutes=61)
    assert room.do("nadia", replying.post_reply, form_token="fourth", **facts).id != first.id


CHANGES = {"a": ("difficult", "critical"), "b": ("moment", "time"), "c": ("Court", "Council"), "d": ("This", "That")}


def changes(room: Room, names: str, reason: str = "Why.", keep: bool = False) -> list[Item]:
    """A form that brings several changes of one paragraph."""
    facts: dict[str, Any] = {"version": 1, "body": reason, "language": "en", "block": room.blocks()[3].id}
    asked = [
        Proposal(kind=ItemKind.REPLACE, words=words, proposal=proposal, **facts)
        for words, proposal in map(CHANGES.__getitem__, names)
    ]
    return room.do("dana", making.post_items, proposals=asked, form_token="once", keep=keep)


def numbered() -> dict[str, str]:
    """Proposal -> reference of each item, empty where it is a draft."""
    with record.reading() as session:
        found = session.scalars(select(Item).where(Item.state != ItemState.WITHDRAWN)).all()
    assert len({item.proposal for item in found}) == len(found), "nothing is there twice"
    return {item.proposal: item.reference for item in found}


@pytest.mark.parametrize("reason", ["Why.", "A better reason."])
@pytest.mark.parametrize(
    ("taken_out", "numbers"),
    [
        ("bc", {"critical": "", "time": "A1", "Council": "A2"}),
        ("ac", {"critical": "A1", "time": "", "Council": "A2"}),
        ("c", {"critical": "", "time": "", "Council": "A1"}),
        ("ab", {"critical": "A1", "time": "A2", "Council": ""}),
        ("ca", {"critical": "A2", "time": "", "Council": "A1"}),
    ],
)
def test_of_changes_that_were_kept_those_are_sent_that_the_form_still_brings(
    room: Room, taken_out: str, numbers: dict[str, str], reason: str
) -> None:
    kept = {item.proposal: item.id for item in changes(room, "abc", keep=True)}
    made = changes(room, taken_out, reason)
    assert {item.proposal: item.id for item in made}.items() <= kept.items(), "the draft of these words is the sent one"
    assert numbered() == numbers
    assert [item.id for item in changes(room, taken_out, reason)] == [item.id for item in made]
    assert numbered() == numbers


def test_a_change_that_was_written_anew_is_sent_in_the_place_of_the_draft_that_it_was(room: Room) -> None:
    kept = changes(room, "abc", keep=True)
    made = changes(room, "adc")
    assert [item.id for item in made] == [item.id for item in kept]
    assert numbered() == {"critical": "A1", "That": "A2", "Council": "A3"}


def test_changes_kept_once_more_with_one_taken_out_are_the_same_drafts(room: Room) -> None:
    kept = changes(room, "abc", keep=True)
    assert [item.id for item in changes(room, "bc", keep=True)] == [item.id for item in kept[1:]]
    assert numbered() == {"critical": "", "time": "", "Council": ""}


def test_changes_that_were_sent_and_then_one_taken_out_are_told_that_they_were_sent(room: Room) -> None:
    changes(room, "abc")
    with pytest.raises(FormSpent):
        changes(room, "bc")
    assert numbered() == {"critical": "A1", "time": "A2", "Council": "A3"}


def test_a_change_that_cannot_be_placed_is_refused_as_ever_after_some_were_kept(room: Room) -> None:
    changes(room, "abc", keep=True)
    room.clock.at = CLOSES
    with pytest.raises(ConsultationClosed):
        changes(room, "bc")


@pytest.mark.parametrize("what", ["comment", "reply"])
def test_the_same_words_sent_at_once_by_two_of_an_organisation_are_one(room: Room, what: str) -> None:
    comment(room, "Begun.")
    for number in range(20):
        facts = {"body": f"Same words {number}.", "language": "en"}
        facts |= {"version": 1} if what == "comment" else {"item": "C1"}
        post = posting.post_comment if what == "comment" else replying.post_reply
        deeds = [partial(room.do, who, post, form_token=f"{who}{number}", **facts) for who in ("dana", "dilip")]
        first, second = at_once(*deeds)
        assert first.id == second.id, (first, second)

"""Drafts of an organisation put in order and sent together, by people who do so at once."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests import posting
from tests.races import at_once
from tests.rooms import CLOSES, Room, furnished_open
from workflow import database as record
from workflow.models.event import Event
from workflow.models.item import Item, ItemState, Submission
from workflow.queries.items.drafts import draft_ids
from workflow.rules.consultation.refusals import ConsultationClosed
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.refusals import (
    AlreadySent,
    DraftsChanged,
    DraftsNotReady,
    ItemWithdrawn,
    NoPointChosen,
    StaleItem,
)
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import FormSpent, NotFound, ReasonNeeded, StaleVersion
from workflow.services.items import revising, submitting
from workflow.services.items.sending import sign
from workflow.services.items.submitting import ShownDraft

WORDS = (("difficult", "critical"), ("moment", "time"), ("Court", "Council"))


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open."""
    with furnished_open() as furnished_room:
        yield furnished_room


def keep(room: Room, who: str = "dana", at: int = 0, **facts: Any) -> Item:
    words, proposal = WORDS[at]
    given = {"version": 1, "language": "en", "kind": ItemKind.REPLACE, "block": room.blocks(1)[3].id, "words": words}
    return room.do(
        who, posting.propose_amendment, keep=True, **{"reason": "Why.", "proposal": proposal, **given, **facts}
    )


def kept(room: Room, count: int = 3) -> list[ShownDraft]:
    """So many drafts as a page shows them."""
    return [shown(keep(room, at=at)) for at in range(count)]


def shown(draft: Item) -> ShownDraft:
    return ShownDraft(draft.key, sign(draft))


def send(room: Room, chosen: list[ShownDraft], who: str = "dana", **facts: Any) -> Submission:
    given = {"version": 1, "note": "", "language": "en", "form_token": "", **facts}
    return room.do(who, submitting.send_together, chosen=chosen, **given)


def items() -> dict[str, Item]:
    """Every item by its key."""
    with record.reading() as session:
        return {item.key: item for item in session.scalars(select(Item).order_by(Item.id))}


def submissions() -> list[int]:
    with record.reading() as session:
        told = session.scalars(select(Event).where(Event.kind == EventKind.POINTS_SENT).order_by(Event.id)).all()
        made = list(session.scalars(select(Submission.id).order_by(Submission.id)))
    assert [event.data["submission"] for event in told] == made
    return made


def order(room: Room) -> list[str]:
    """Keys of the drafts of Delta in their order."""
    with record.reading() as session:
        ids = draft_ids(session, room.statement().id, room.organisations["delta"])
    by_id = {item.id: key for key, item in items().items()}
    return [by_id[id_] for id_ in ids]


def test_numbers_are_given_in_the_order_of_the_form_and_kept_with_it(room: Room) -> None:
    a, b, c = kept(room)
    made = send(room, [c, a, b], note="All of it.")
    found = items()
    assert [found[each.item].reference for each in (c, a, b)] == ["A1", "A2", "A3"]
    assert [found[each.item].turn for each in (c, a, b)] == [1, 2, 3]
    assert {item.submission_id for item in found.values()} == {made.id}


def test_the_same_form_again_answers_with_what_it_sent(room: Room) -> None:
    chosen = kept(room, 2)
    first = send(room, chosen, note="Both.", form_token="once")
    assert send(room, chosen[::-1], note="Both.", form_token="once").id == first.id
    assert submissions() == [first.id]


@pytest.mark.parametrize("other", [{"note": "Others."}, {"note": ""}])
def test_another_note_in_a_form_that_was_sent_is_not_called_sent(room: Room, other: dict[str, str]) -> None:
    chosen = kept(room, 2)
    send(room, chosen, note="Both.", form_token="once")
    with pytest.raises(FormSpent):
        send(room, chosen, form_token="once", **other)


def test_other_drafts_in_a_form_that_was_sent_are_not_called_sent(room: Room) -> None:
    a, b = kept(room, 2)
    send(room, [a], form_token="once")
    for chosen in ([a, b], [b], []):
        with pytest.raises(FormSpent):
            send(room, chosen, form_token="once")
    assert items()[b.item].state is ItemState.KEPT


def test_what_a_colleague_sent_meanwhile_is_named_and_stays_where_it_was_sent(room: Room) -> None:
    a, b = kept(room, 2)
    first = send(room, [a], "dilip")
    with pytest.raises(DraftsNotReady) as refused:
        send(room, [a, b])
    (gone,) = refused.value.by_item.values()
    assert isinstance(gone, AlreadySent) and (gone.reference, gone.by_oneself) == ("A1", False)
    assert (items()[a.item].submission_id, items()[b.item].state) == (first.id, ItemState.KEPT)
    assert submissions() == [first.id]
    second = send(room, [b])
    assert (items()[a.item].submission_id, items()[b.item].submission_id) == (first.id, second.id)


@pytest.mark.parametrize("name", ["A1", "a1", "by key"])
def test_what_was_sent_is_not_sent_together_once_more_by_whatever_name(room: Room, name: str) -> None:
    (a,) = kept(room, 1)
    send(room, [a], form_token="once")
    sent = items()[a.item]
    with pytest.raises(DraftsNotReady) as refused:
        send(room, [ShownDraft(sent.key if name == "by key" else name, sign(sent))])
    (gone,) = refused.value.by_item.values()
    assert isinstance(gone, AlreadySent) and gone.by_oneself
    assert len(submissions()) == 1


def test_what_a_colleague_changed_and_sent_meanwhile_is_not_taken_for_what_was_read(room: Room) -> None:
    (a,) = kept(room, 1)
    room.clock.pass_by(minutes=1)
    facts = {
        "seen": a.seen,
        "version": 1,
        "kind": ItemKind.REPLACE,
        "proposal": "grave",
        "body": "Why.",
        "language": "en",
    }
    room.do("dilip", posting.edit_item, item=a.item, keep=False, **facts)
    with pytest.raises(DraftsNotReady):
        send(room, [a], note="These words I read.")
    assert submissions() == [] and items()[a.item].submission_id is None


def test_a_draft_in_the_words_of_what_was_sent_is_named_too_and_takes_nothing_along(room: Room) -> None:
    a, b = kept(room, 2)
    first = send(room, [a])
    twin = _twin(room, a)
    with pytest.raises(DraftsNotReady) as refused:
        send(room, [twin, b])
    assert [type(each) for each in refused.value.by_item.values()] == [AlreadySent]
    assert (items()[a.item].submission_id, items()[b.item].state) == (first.id, ItemState.KEPT)


def test_what_another_organisation_sent_is_not_called_sent_by_a_colleague(room: Room) -> None:
    (a,) = kept(room, 1)
    send(room, [a])
    with pytest.raises(DraftsNotReady) as refused:
        send(room, [ShownDraft("A1", sign(items()[a.item]))], "nadia")
    assert [type(each) for each in refused.value.by_item.values()] == [ItemWithdrawn]


def test_two_drafts_in_the_same_words_are_sent_once(room: Room) -> None:
    (a,) = kept(room, 1)
    twin = _twin(room, a)
    made = send(room, [a, twin], form_token="once")
    assert [item.state for item in items().values()] == [ItemState.SENT, ItemState.WITHDRAWN]
    assert send(room, [a, twin], form_token="once").id == made.id


def _twin(room: Room, draft: ShownDraft) -> ShownDraft:
    """Another draft in the same words, as a draft becomes that is edited."""
    of_it = items()[draft.item]
    same = ("statement_id", "kind", "organisation_id", "person_id", "language", "version_id", "consultation_id")
    words = ("block", "start", "end", "quote", "proposal", "body")
    with record.transaction() as session:
        facts = {name: getattr(of_it, name) for name in same + words}
        twin = Item(**facts, state=ItemState.KEPT, made_at=room.clock())
        session.add(twin)
        session.flush()
        return shown(twin)


def test_one_that_is_not_ready_holds_all_back(room: Room) -> None:
    a = shown(keep(room))
    b = shown(keep(room, at=1, reason=""))
    c = shown(keep(room, at=2))
    d = ShownDraft(keep(room, reason="Another.").key, "as it was")
    room.do("dilip", revising.withdraw_item, item=c.item, seen=c.seen)
    with pytest.raises(DraftsNotReady) as refused:
        send(room, [a, b, c, d])
    found = {key: type(each) for key, each in refused.value.by_item.items()}
    assert found == {b.item: ReasonNeeded, c.item: ItemWithdrawn, d.item: StaleItem}
    assert len(refused.value.to_mend) == 2
    assert submissions() == [] and items()[a.item].state is ItemState.KEPT


def test_nothing_chosen_another_version_and_a_closed_consultation_send_nothing(room: Room) -> None:
    chosen = kept(room, 1)
    with pytest.raises(NoPointChosen):
        send(room, [])
    with pytest.raises(DraftsNotReady) as refused:
        send(room, chosen, version=2)
    assert [type(each) for each in refused.value.by_item.values()] == [StaleVersion]
    room.clock.at = CLOSES
    with pytest.raises(ConsultationClosed):
        send(room, chosen)
    assert submissions() == []


def test_two_colleagues_who_press_at_once_make_one_submission(room: Room) -> None:
    for number in range(5):
        chosen = [shown(keep(room, at=at, reason=f"Why {number}.")) for at in range(2)]
        before = submissions()
        deeds = [partial(send, room, chosen, who, form_token=f"{who}{number}") for who in ("dana", "dilip")]
        outcomes = at_once(*deeds)
        made = [each for each in outcomes if isinstance(each, Submission)]
        refused = [each for each in outcomes if isinstance(each, DraftsNotReady)]
        assert (len(made), len(refused)) == (1, 1), outcomes
        assert {type(each) for each in refused[0].by_item.values()} == {AlreadySent}
        assert [items()[each.item].submission_id for each in chosen] == [made[0].id] * 2
        assert submissions() == [*before, made[0].id]


def test_one_form_that_arrives_twice_at_once_makes_one_submission(room: Room) -> None:
    chosen = kept(room, 2)
    first, second = at_once(*[partial(send, room, chosen, form_token="once")] * 2)
    assert first.id == second.id
    assert submissions() == [first.id]


def test_sent_together_and_alone_at_once_it_is_sent_once(room: Room) -> None:
    for number in range(5):
        draft = shown(keep(room, reason=f"Why {number}."))
        alone = partial(room.do, "dilip", revising.send_kept, item=draft.item, version=1, seen=draft.seen)
        together, one = at_once(partial(send, room, [draft]), alone)
        assert one.number == number + 1
        assert isinstance(together, Submission) is (items()[draft.item].submission_id is not None)


def test_a_draft_moves_up_in_the_order_that_the_page_showed_however_often_the_form_arrives(room: Room) -> None:
    a, b, c = kept(room)
    for _ in range(2):
        room.do("dana", submitting.move_up, item=c.item, shown=[a, b, c], version=1)
        assert order(room) == [a.item, c.item, b.item]
    room.do("dilip", submitting.move_up, item=a.item, shown=[a, c, b], version=1)
    assert order(room) == [a.item, c.item, b.item]


def test_a_new_draft_stands_at_the_end_after_an_order_was_made(room: Room) -> None:
    a, b = kept(room, 2)
    room.do("dana", submitting.move_up, item=b.item, shown=[a, b], version=1)
    c = shown(keep(room, "dilip", at=2))
    assert order(room) == [b.item, a.item, c.item]
    room.do("dana", submitting.move_up, item=a.item, shown=[b, a], version=1)
    assert order(room) == [a.item, b.item, c.item]


def change(room: Room, draft: ShownDraft) -> None:
    room.clock.pass_by(minutes=1)
    facts = {"version": 1, "kind": ItemKind.REPLACE, "proposal": "grave", "body": "Why.", "language": "en"}
    room.do("dilip", posting.edit_item, item=draft.item, seen=draft.seen, **facts)


def sent_by_colleague(room: Room, draft: ShownDraft) -> None:
    room.do("dilip", revising.send_kept, item=draft.item, version=1)


def deleted_by_colleague(room: Room, draft: ShownDraft) -> None:
    room.do("dilip", revising.withdraw_item, item=draft.item)


@pytest.mark.parametrize("act", [submitting.move_up, submitting.delete_draft])
@pytest.mark.parametrize(
    ("meanwhile", "refusal"),
    [(change, StaleItem), (sent_by_colleague, AlreadySent), (deleted_by_colleague, ItemWithdrawn)],
)
def test_what_changed_meanwhile_is_asked_about_before_another_draft_is_moved_or_deleted(
    room: Room, act: Any, meanwhile: Any, refusal: type[Exception]
) -> None:
    a, b, c = kept(room)
    meanwhile(room, a)
    with pytest.raises(DraftsChanged) as refused:
        room.do("dana", act, item=c.item, shown=[a, b, c], version=1)
    assert {key: type(each) for key, each in refused.value.by_item.items()} == {a.item: refusal}
    assert order(room)[-2:] == [b.item, c.item]


@pytest.mark.parametrize("act", [submitting.move_up, submitting.delete_draft])
def test_another_version_is_asked_about_before_a_draft_is_moved_or_deleted(room: Room, act: Any) -> None:
    a, b = kept(room, 2)
    with pytest.raises(StaleVersion):
        room.do("dana", act, item=b.item, shown=[a, b], version=2)
    assert order(room) == [a.item, b.item]


@pytest.mark.parametrize("act", [submitting.move_up, submitting.delete_draft])
def test_nobody_else_moves_or_deletes_a_draft(room: Room, act: Any) -> None:
    a, b = kept(room, 2)
    for who in ("nadia", "sara"):
        with pytest.raises((DraftsChanged, NotFound)):
            room.do(who, act, item=b.item, shown=[a, b], version=1)
    assert order(room) == [a.item, b.item]


def test_a_draft_is_deleted_once_and_what_was_sent_is_not_withdrawn_so(room: Room) -> None:
    a, b = kept(room, 2)
    for _ in range(2):
        room.do("dana", submitting.delete_draft, item=b.item, shown=[a, b], version=1)
    assert order(room) == [a.item]
    room.do("dilip", revising.send_kept, item=a.item, version=1)
    for name in (a.item, "A1"):
        with pytest.raises((DraftsChanged, AlreadySent)):
            room.do("dana", submitting.delete_draft, item=name, shown=[ShownDraft(name, a.seen)], version=1)
    assert items()[a.item].state is ItemState.SENT


def test_moved_at_once_by_two_every_draft_keeps_a_place(room: Room) -> None:
    a, b, c = kept(room)
    deeds = [
        partial(room.do, "dana", submitting.move_up, item=c.item, shown=[a, b, c], version=1),
        partial(room.do, "dilip", submitting.move_up, item=b.item, shown=[a, b, c], version=1),
    ]
    assert at_once(*deeds) == [None, None]
    assert order(room) in ([a.item, c.item, b.item], [b.item, a.item, c.item])
    assert sorted(item.turn for item in items().values()) == [1, 2, 3]


def test_moved_and_sent_at_once_no_draft_is_sent_twice_or_lost(room: Room) -> None:
    a, b, c = kept(room)
    move = partial(room.do, "dana", submitting.move_up, item=c.item, shown=[a, b, c], version=1)
    moved, made = at_once(move, partial(send, room, [a, b], "dilip"))
    assert isinstance(made, Submission)
    assert moved is None or isinstance(moved, DraftsChanged)
    found = items()
    assert [found[each.item].reference for each in (a, b, c)] == ["A1", "A2", ""]
    assert [found[each.item].turn for each in (a, b)] == [1, 2]

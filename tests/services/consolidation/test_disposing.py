"""What becomes of items: reasons, words taken in part, conflicts, and two penholders at once."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests import calls, posting
from tests.consolidations import answer, as_it_will_read, consolidation, disposition, draft, issue, texts, write
from tests.races import at_once
from tests.rooms import Room, furnished_open
from workflow import database as record
from workflow.models.event import Event
from workflow.models.item import Disposition, Item, PastDisposition
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.consolidation.refusals import (
    AllTaken,
    AmendmentsConflict,
    NothingInCommon,
    OtherNeeded,
    OtherRefused,
    OthersRely,
    StaleDisposition,
    WordsNeeded,
)
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.refusals import ItemWithdrawn, NothingChanged
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import (
    AlreadyDone,
    NotAllowed,
    NotFound,
    OverLength,
    ReasonNeeded,
    TextRefused,
    UnknownChoice,
)
from workflow.services.consolidation import issuing
from workflow.services.consolidation.issuing import Answer
from workflow.services.consultation import consulting
from workflow.services.items import revising

REPLACE = ItemKind.REPLACE
ADD = ItemKind.ADD
REMOVE = ItemKind.REMOVE
MOVE = ItemKind.MOVE
CRITICAL: dict[str, Any] = {"paragraph": 3, "words": "difficult", "proposal": "critical"}
DECISION: dict[str, Any] = {
    "paragraph": 3,
    "words": "difficult moment",
    "proposal": "moment of decision",
    "by": "fred",
}
COMMENT: dict[str, Any] = {"paragraph": 1, "comment": "Twice? Give a source.", "by": "lucie"}

pytestmark = pytest.mark.usefixtures("database")


def disposed() -> list[Event]:
    with record.reading() as session:
        return list(session.scalars(select(Event).where(Event.kind == EventKind.ITEM_DISPOSED).order_by(Event.id)))


def test_an_answer_is_kept_with_who_gave_it_and_is_recorded_without_its_words() -> None:
    with consolidation(CRITICAL) as room:
        given = answer(room, "A1", "part", taken="critical  point", reason="Shorter.")
        assert (given.kind, given.taken, given.reason, given.serial) == ("part", "critical point", "Shorter.", 1)
        assert (given.person_id, given.version_id) == (room.people["sara"], None)
        (event,) = disposed()
        assert event.data == {"reference": "A1", "disposition": "part", "serial": 1}
        assert event.item_id == given.item_id


def test_the_same_answer_again_changes_nothing_whatever_serial_the_form_saw() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "accepted")
        assert answer(room, "A1", "accepted", serial=0).serial == 1
        assert len(disposed()) == 1


@pytest.mark.parametrize(
    ("item", "facts", "refusal", "field"),
    [
        ("A1", {"kind": "not_accepted"}, ReasonNeeded, "reason"),
        ("A1", {"kind": "not_accepted", "reason": " \r\n "}, ReasonNeeded, "reason"),
        ("A1", {"kind": "part", "reason": "Shorter."}, WordsNeeded, "taken"),
        ("A1", {"kind": "part", "taken": "critical point"}, ReasonNeeded, "reason"),
        ("A1", {"kind": "part", "taken": "difficult", "reason": "As it is."}, NothingChanged, "taken"),
        ("A1", {"kind": "part", "taken": "hard", "reason": "Shorter."}, NothingInCommon, "taken"),
        ("A1", {"kind": "part", "taken": "critical", "reason": "Shorter."}, AllTaken, "taken"),
        ("A1", {"kind": "overtaken"}, OtherNeeded, "other"),
        ("A1", {"kind": "overtaken", "other": "A9"}, OtherRefused, "other"),
        ("A1", {"kind": "overtaken", "other": "C1"}, OtherRefused, "other"),
        ("A1", {"kind": "overtaken", "other": "a1"}, OtherRefused, "other"),
        ("A1", {"kind": "overtaken", "other": "x y"}, OtherRefused, "other"),
        ("A1", {"kind": "out_of_scope"}, ReasonNeeded, "reason"),
        ("A1", {"kind": "part", "taken": "one\n\ntwo", "reason": "Both."}, TextRefused, "taken"),
        ("A1", {"kind": "noted", "reason": "hid\u202eden"}, TextRefused, "reason"),
        ("A1", {"kind": "noted", "reason": "x" * 5001}, OverLength, "reason"),
        ("C1", {"kind": "part", "taken": "three times", "reason": "It was."}, UnknownChoice, "kind"),
        ("A1", {"kind": "withdrawn"}, UnknownChoice, "kind"),
    ],
)
def test_an_answer_that_lacks_something_is_refused_at_its_field(
    item: str, facts: dict[str, Any], refusal: type[Exception], field: str
) -> None:
    with consolidation(CRITICAL, COMMENT) as room:
        with pytest.raises(refusal) as caught:
            answer(room, item, **facts)
        assert getattr(caught.value, "field", None) == field
        assert disposition(room, item) is None


@pytest.mark.parametrize("hand", ["This is a difficult and critical moment.", "This is a critical or difficult hour."])
def test_all_the_words_are_a_part_where_the_text_says_them_beside_the_old_ones(hand: str) -> None:
    with consolidation(CRITICAL) as room:
        write(room, 3, hand)
        answer(room, "A1", "part", taken="critical", reason="Both.")
        assert texts(as_it_will_read(room).blocks)[3] == hand
        issue(room)


def test_what_is_no_item_of_this_statement_cannot_be_answered() -> None:
    with consolidation(CRITICAL) as room:
        for missing in ("A2", "C1", "B1", "999"):
            with pytest.raises(NotFound):
                room.do("sara", calls.dispose, item=missing, kind="noted")


def test_two_answers_on_one_item_in_one_form_are_refused() -> None:
    with consolidation(CRITICAL) as room:
        answers = [Answer(name, DispositionKind.NOT_ACCEPTED, reason="No.") for name in ("A1", room.item("A1").id)]
        with pytest.raises(UnknownChoice):
            room.do("sara", issuing.dispose_all, answers=answers)
        assert disposition(room, "A1") is None


def test_a_withdrawn_item_needs_no_answer_and_takes_none() -> None:
    with furnished_open() as room:
        _sent(room)
        room.do("dana", revising.withdraw_item, item="A1")
        _close(room)
        with pytest.raises(ItemWithdrawn):
            room.do("sara", calls.dispose, item="A1", kind="noted")


def test_only_a_penholder_answers_and_only_in_consolidation() -> None:
    with furnished_open() as room:
        _sent(room)
        with pytest.raises(NotAllowed):
            room.do("sara", calls.dispose, item="A1", kind="accepted")
        _close(room)
        for name, refusal in (("lucie", NotAllowed), ("sol", NotAllowed), ("gus", NotFound)):
            with pytest.raises(refusal):
                room.do(name, calls.dispose, item="A1", kind="accepted")


def _sent(room: Room) -> None:
    block = room.blocks()[3].id
    facts: dict[str, Any] = {"version": 1, "kind": REPLACE, "block": block, "words": "difficult", "language": "en"}
    room.do("dana", posting.propose_amendment, proposal="critical", reason="It is.", **facts)


def _close(room: Room) -> None:
    room.do("sara", consulting.close_consultation)


WHOLE: dict[str, Any] = {"paragraph": 3, "kind": REMOVE, "by": "fred"}
AFTER_2: dict[str, Any] = {"kind": ADD, "after": 2, "paragraph": 2, "by": "fred"}
CONFLICTS = [
    pytest.param(CRITICAL, {**CRITICAL, "proposal": "grave", "by": "fred"}, "same_words", id="the same words"),
    pytest.param(CRITICAL, DECISION, "same_words", id="overlapping words"),
    pytest.param(CRITICAL, WHOLE, "delete_edit", id="delete against edit"),
    pytest.param(
        {"kind": MOVE, "paragraph": 3, "after": 0},
        {"kind": MOVE, "paragraph": 3, "after": 1, "by": "fred"},
        "two_places",
        id="one paragraph to two places",
    ),
]
FRIENDS = [
    pytest.param(CRITICAL, {**CRITICAL, "by": "fred"}, id="the same wish"),
    pytest.param(CRITICAL, {"paragraph": 3, "words": "moment", "proposal": "hour", "by": "fred"}, id="words beside"),
    pytest.param(CRITICAL, {"kind": MOVE, "paragraph": 3, "after": 0, "by": "fred"}, id="move and edit"),
    pytest.param(
        {"kind": ADD, "after": 2, "paragraph": 2, "proposal": "One."},
        {**AFTER_2, "proposal": "Two."},
        id="one place",
    ),
    pytest.param(CRITICAL, {"paragraph": 2, "words": "thank", "proposal": "salute", "by": "fred"}, id="elsewhere"),
]


@pytest.mark.parametrize(("one", "other", "why"), CONFLICTS)
def test_two_that_conflict_are_not_both_accepted_in_full(one: dict[str, Any], other: dict[str, Any], why: str) -> None:
    with consolidation(one, other) as room:
        answer(room, "A1", "accepted")
        with pytest.raises(AmendmentsConflict) as caught:
            answer(room, "A2", "accepted")
        assert sorted(caught.value.refs) == ["A1", "A2"]
        assert caught.value.why == why
        assert disposition(room, "A2") is None
        answer(room, "A2", "not_accepted", reason="A1 is clearer.")


@pytest.mark.parametrize(("one", "other"), FRIENDS)
def test_two_that_can_stand_together_are_both_accepted(one: dict[str, Any], other: dict[str, Any]) -> None:
    with consolidation(one, other) as room:
        answer(room, "A1", "accepted")
        assert answer(room, "A2", "accepted").kind == "accepted"


def test_one_of_a_conflict_may_be_accepted_in_part_beside_the_other() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        answer(room, "A1", "accepted")
        answer(room, "A2", "part", taken="moment", reason="The rest is in A1.")


def test_one_form_may_take_back_one_answer_and_give_the_other() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        answer(room, "A1", "accepted")
        swap = [
            Answer("A2", DispositionKind.ACCEPTED),
            Answer("A1", DispositionKind.NOT_ACCEPTED, reason="A2 says more.", serial=1),
        ]
        given = room.do("sara", issuing.dispose_all, answers=swap)
        assert [each.kind for each in given] == ["accepted", "not_accepted"]


def test_of_one_forms_answers_all_are_kept_or_none() -> None:
    with consolidation(CRITICAL, COMMENT) as room:
        answers = [
            Answer("C1", DispositionKind.NOTED),
            Answer("A1", DispositionKind.NOT_ACCEPTED),
        ]
        with pytest.raises(ReasonNeeded) as caught:
            room.do("sara", issuing.dispose_all, answers=answers)
        assert caught.value.refs == ["A1"]
        assert disposition(room, "C1") is None
        assert not disposed()


def test_the_second_of_two_penholders_is_told_and_nothing_is_overwritten() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "accepted")
        with pytest.raises(StaleDisposition) as caught:
            answer(room, "A1", "not_accepted", by="sol", reason="It is fine.", serial=0)
        assert caught.value.refs == ["A1"]
        kept = disposition(room, "A1")
        assert kept is not None and (kept.kind, kept.reason) == ("accepted", "")
        after = answer(room, "A1", "not_accepted", by="sol", reason="It is fine.", serial=1)
        assert (after.serial, after.person_id) == (2, room.people["sol"])


def test_of_two_penholders_at_once_one_is_refused(database: Engine) -> None:
    with consolidation(CRITICAL) as room:
        yes, no = at_once(
            lambda: answer(room, "A1", "accepted", serial=0),
            lambda: answer(room, "A1", "not_accepted", by="sol", reason="It is fine.", serial=0),
        )
        refused = [each for each in (yes, no) if isinstance(each, StaleDisposition)]
        assert len(refused) == 1, (yes, no)
        assert len(disposed()) == 1


def test_two_penholders_at_once_do_not_accept_a_conflict_between_them() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        outcomes = at_once(
            lambda: answer(room, "A1", "accepted", serial=0),
            lambda: answer(room, "A2", "accepted", by="sol", serial=0),
        )
        assert sum(isinstance(each, AmendmentsConflict) for each in outcomes) == 1, outcomes
        assert sum(isinstance(each, Disposition) for each in outcomes) == 1, outcomes


def test_an_answer_that_went_out_with_a_version_stands() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "noted")
        issue(room)
        with pytest.raises(AlreadyDone):
            answer(room, "A1", "accepted")


def test_an_item_is_answered_by_its_reference_in_small_letters_and_by_its_id() -> None:
    with consolidation(CRITICAL, COMMENT) as room:
        for name in ("a1", str(room.item("C1").id)):
            room.do("sara", calls.dispose, item=name, kind="noted")
        assert len(disposed()) == 2


@pytest.mark.parametrize("hand", [lambda room: write(room, 3, "This is a grave moment."), lambda room: None])
def test_a_conflict_is_one_whatever_was_written_by_hand_since(hand: Callable[[Room], object]) -> None:
    with consolidation(CRITICAL, DECISION) as room:
        hand(room)
        answer(room, "A1", "accepted")
        with pytest.raises(AmendmentsConflict):
            answer(room, "A2", "accepted")


def test_an_answer_leaves_the_draft_as_it_is() -> None:
    with consolidation(CRITICAL) as room:
        before = draft(room)
        answer(room, "A1", "accepted")
        assert (draft(room).serial, draft(room).blocks) == (before.serial, before.blocks)


OVERTAKEN = DispositionKind.OVERTAKEN


def test_an_item_is_overtaken_by_an_amendment_that_is_accepted() -> None:
    with consolidation(CRITICAL, DECISION, COMMENT) as room:
        with pytest.raises(OtherRefused) as caught:
            answer(room, "A2", "overtaken", other="A1")
        assert (caught.value.refs, caught.value.other, caught.value.reason) == (["A2"], "A1", "open")
        answer(room, "A1", "accepted")
        for item in ("A2", "C1"):
            assert answer(room, item, "overtaken", other="a1").other_id == room.item("A1").id


def test_one_form_may_accept_an_amendment_and_have_it_overtake_another() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        both = [Answer("A2", OVERTAKEN, other="A1"), Answer("A1", DispositionKind.ACCEPTED)]
        given = room.do("sara", issuing.dispose_all, answers=both)
        assert [each.kind for each in given] == ["overtaken", "accepted"]


def test_what_overtook_others_stays_accepted_until_they_have_other_answers() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        answer(room, "A1", "accepted")
        answer(room, "A2", "overtaken", other="A1")
        with pytest.raises(OthersRely) as caught:
            answer(room, "A1", "noted")
        assert (caught.value.refs, caught.value.others) == (["A1"], ["A2"])
        answer(room, "A1", "part", taken="critical point", reason="For the ear.")
        swap = [
            Answer("A2", DispositionKind.ACCEPTED, serial=1),
            Answer("A1", OVERTAKEN, other="A2", serial=2),
        ]
        given = room.do("sara", issuing.dispose_all, answers=swap)
        assert [each.kind for each in given] == ["accepted", "overtaken"]


def test_no_item_is_overtaken_by_one_that_nobody_may_know_of() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        answer(room, "A1", "accepted")
        with record.transaction() as session:
            session.get_one(Item, room.item("A1").id).private = True
        with pytest.raises(OtherRefused) as caught:
            answer(room, "A2", "overtaken", other="A1")
        assert caught.value.reason == "private"


def test_what_overtook_an_item_is_kept_when_the_answer_changes() -> None:
    with consolidation(CRITICAL, DECISION) as room:
        answer(room, "A1", "accepted")
        answer(room, "A2", "overtaken", other="A1")
        answer(room, "A2", "deferred")
        with record.reading() as session:
            (past,) = session.scalars(select(PastDisposition))
        assert (past.kind, past.other_id) == ("overtaken", room.item("A1").id)
        kept = disposition(room, "A2")
        assert kept is not None and (kept.kind, kept.other_id) == ("deferred", None)


def test_a_save_of_the_draft_leaves_every_answer_as_it_is() -> None:
    with consolidation(CRITICAL, COMMENT) as room:
        given = [answer(room, "A1", "accepted"), answer(room, "C1", "noted", reason="Ours.")]
        write(room, 3, "This is a grave moment for the Court of Waters.")
        kept = [disposition(room, item) for item in ("A1", "C1")]
        assert [(k.kind, k.reason, k.serial) for k in kept if k] == [(g.kind, g.reason, g.serial) for g in given]

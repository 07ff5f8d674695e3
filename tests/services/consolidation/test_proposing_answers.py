"""Dispositions shown as proposed, and what organisations answer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.conflicts import CONFLICT, events, response, says, shown
from tests.consolidations import COMMENT, CRITICAL, SALUTE, answer, consolidation, disposition, issue
from tests.decisions import every
from tests.races import at_once
from workflow import database as record
from workflow.models.item import Item, ItemState
from workflow.models.organisation import Organisation
from workflow.models.showing import PastResponse, Response, Showing
from workflow.rules.consolidation.refusals import (
    AnsweredSince,
    NothingToShow,
    ResponsesClosed,
    StaleResponse,
    StaleShowing,
)
from workflow.rules.items.refusals import ItemWithdrawn
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import (
    ChoiceNeeded,
    MomentPast,
    NotAllowed,
    NotFound,
    OverLength,
    TextRefused,
    UnknownChoice,
)
from workflow.services.consolidation import proposing_answers, responding
from workflow.services.consolidation.responding import GivenReply

pytestmark = pytest.mark.usefixtures("database")


def test_all_dispositions_that_no_version_holds_are_shown_until_the_deadline() -> None:
    with consolidation(*CONFLICT, COMMENT) as room:
        answer(room, "A1", "accepted")
        answer(room, "C1", "noted")
        made = shown(room)
        assert [disposition(room, name).showing_id for name in ("A1", "C1")] == [made.id, made.id]
        assert disposition(room, "A2") is None
        assert made.closes_at == room.clock.at + timedelta(hours=24)
        assert events(EventKind.DISPOSITIONS_SHOWN)[0].data == {"showing": made.id, "items": 2}


def test_those_that_are_chosen_are_shown_and_no_other() -> None:
    with consolidation(*CONFLICT) as room:
        answer(room, "A1", "accepted")
        answer(room, "A2", "noted")
        shown(room, "A2")
        assert disposition(room, "A1").showing_id is None and disposition(room, "A2").showing_id is not None


def test_the_same_showing_sent_twice_is_one() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "accepted")
        assert shown(room).id == shown(room).id
        assert len(every(Showing)) == len(events(EventKind.DISPOSITIONS_SHOWN)) == 1


def test_an_answer_that_a_colleague_changed_is_not_shown_unseen() -> None:
    with consolidation(CRITICAL, SALUTE) as room:
        answer(room, "A1", "noted")
        answer(room, "A2", "noted")
        seen = {"A1": 1, "A2": 1}
        answer(room, "A2", "deferred", by="sol")
        closes_at = room.clock.at + timedelta(days=1)
        with pytest.raises(AnsweredSince) as refused:
            room.do("sara", proposing_answers.show, closes_at=closes_at, seen=seen)
        assert refused.value.refs == ["A2"]
        room.do("sara", proposing_answers.show, closes_at=closes_at, items=["A1"], seen=seen)


def test_shown_again_it_has_the_new_deadline_and_keeps_its_answers() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "noted")
        shown(room, hours=1)
        says(room, "dana", "A1", "agrees")
        room.clock.pass_by(hours=2)
        shown(room, hours=5)
        assert response(room, "A1", "dana").serial == disposition(room, "A1").serial
        says(room, "dana", "A1", "maintains")


def test_what_cannot_be_shown_is_refused() -> None:
    with consolidation(CRITICAL, SALUTE) as room:
        with pytest.raises(NothingToShow):
            shown(room)
        answer(room, "A1", "accepted")
        with pytest.raises(MomentPast):
            shown(room, hours=0)
        with pytest.raises(UnknownChoice):
            shown(room, "A2")
        with pytest.raises(ChoiceNeeded):
            room.do("sara", proposing_answers.show, closes_at=room.clock.at + timedelta(hours=1), items=[])
        with pytest.raises(NotAllowed):
            shown(room, by="dana")
        assert every(Showing) == []


def test_an_item_that_was_withdrawn_is_not_shown() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "noted")
        _withdraw(room, "A1")
        with pytest.raises(NothingToShow):
            shown(room)


@pytest.mark.parametrize("kind", ["noted", "agrees", "maintains"])
def test_an_organisation_answers_with_words_and_the_record_keeps_who(kind: str) -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "not_accepted", reason="Too strong.")
        shown(room)
        says(room, "dana", "A1", kind, "  We heard you.\r\nStill. ")
        given = response(room, "A1", "dilip")
        assert (given.kind, given.words, given.person_id) == (kind, "We heard you.\nStill.", room.people["dana"])
        event = events(EventKind.RESPONSE_GIVEN)[0]
        assert event.data == {"reference": "A1", "response": kind, "serial": 1}


def test_a_colleague_changes_the_answer_and_the_former_one_is_kept() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "not_accepted", reason="Too strong.")
        shown(room)
        says(room, "dana", "A1", "maintains", "It matters.")
        room.clock.pass_by(minutes=1)
        says(room, "dilip", "A1", "agrees")
        assert response(room, "A1", "dana").kind == "agrees"
        assert [(past.kind, past.words, past.person_id) for past in every(PastResponse)] == [
            ("maintains", "It matters.", room.people["dana"])
        ]


def test_the_same_answer_again_changes_nothing_even_after_the_deadline() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "noted")
        shown(room)
        says(room, "dana", "A1", "agrees", seen="")
        room.clock.pass_by(hours=25)
        says(room, "dana", "A1", "agrees", seen="")
        assert every(PastResponse) == [] and len(events(EventKind.RESPONSE_GIVEN)) == 1


def test_answers_to_several_items_are_kept_together_or_not_at_all() -> None:
    with consolidation(CRITICAL, {**SALUTE, "by": "dana"}) as room:
        answer(room, "A1", "noted")
        answer(room, "A2", "noted")
        shown(room)
        answer(room, "A2", "accepted")
        with pytest.raises(StaleShowing) as refused:
            room.do(
                "dana",
                responding.respond,
                answers=[GivenReply("A1", "agrees", serial=1), GivenReply("A2", "noted", serial=1)],
            )
        assert refused.value.refs == ["A2"]
        assert every(Response) == []


def test_an_answer_to_a_disposition_that_was_changed_is_kept_and_asked_for_again() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "not_accepted", reason="Too strong.")
        shown(room)
        says(room, "dana", "A1", "maintains")
        answer(room, "A1", "noted")
        assert response(room, "A1", "dana").serial == 1 and disposition(room, "A1").serial == 2
        assert disposition(room, "A1").showing_id is not None
        says(room, "dana", "A1", "agrees")
        assert response(room, "A1", "dana").serial == 2


def test_a_colleague_who_was_quicker_is_not_overwritten() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "noted")
        shown(room)
        says(room, "dana", "A1", "maintains", "No.")
        with pytest.raises(StaleResponse):
            says(room, "dilip", "A1", "agrees", seen="")
        assert response(room, "A1", "dana").words == "No."


def test_only_the_organisations_of_an_item_answer() -> None:
    with consolidation(*CONFLICT) as room:
        answer(room, "A1", "noted")
        shown(room)
        for other in ("fred", "elena"):
            with pytest.raises(NotFound):
                says(room, other, "A1", "agrees", seen="")
        with pytest.raises(NotAllowed):
            says(room, "sara", "A1", "agrees", seen="")
        with pytest.raises(NotFound):
            says(room, "fred", "A2", "agrees", serial=1, seen="")  # dealt with by nobody yet


def test_a_disposition_that_is_not_shown_takes_no_answer() -> None:
    with consolidation(CRITICAL, {**SALUTE, "by": "dana"}) as room:
        answer(room, "A1", "noted")
        answer(room, "A2", "noted")
        shown(room, "A2")
        with pytest.raises(StaleShowing):
            says(room, "dana", "A1", "agrees")


def test_nothing_is_taken_after_the_deadline_or_the_issue() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "noted")
        made = shown(room)
        room.clock.pass_by(hours=24)
        with pytest.raises(ResponsesClosed) as late:
            says(room, "dana", "A1", "maintains")
        assert late.value.closed_at == made.closes_at
        shown(room)
        issue(room)
        with pytest.raises(ResponsesClosed) as issued:
            says(room, "dana", "A1", "maintains")
        assert issued.value.closed_at is None
        assert every(Response) == []


def test_nothing_waits_for_an_answer_when_the_version_is_issued() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "not_accepted", reason="Too strong.")
        shown(room)
        says(room, "dana", "A1", "maintains")
        assert issue(room).number == 2


def test_who_is_shut_out_meanwhile_cannot_answer() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "noted")
        shown(room)
        with record.transaction() as session:
            session.get_one(Organisation, room.organisations["delta"]).suspended_at = room.clock.at
        with pytest.raises(NotFound):
            says(room, "dana", "A1", "agrees", seen="")


def test_an_item_withdrawn_meanwhile_takes_no_answer() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "noted")
        shown(room)
        _withdraw(room, "A1")
        with pytest.raises(ItemWithdrawn):
            says(room, "dana", "A1", "agrees")


def test_words_are_read_like_all_words() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "noted")
        shown(room)
        with pytest.raises(TextRefused):
            says(room, "dana", "A1", "agrees", "a\u202eb")
        with pytest.raises(OverLength):
            says(room, "dana", "A1", "agrees", "x" * 6000)


def test_a_penholder_and_an_organisation_at_once_never_answer_past_one_another() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "not_accepted", reason="Too strong.")
        shown(room)
        done = at_once(
            lambda: answer(room, "A1", "accepted", serial=1),
            lambda: says(room, "dana", "A1", "maintains", serial=1, seen=""),
        )
        assert not isinstance(done[0], Exception)
        with record.reading() as session:
            given = session.scalars(select(Response)).one_or_none()
        if isinstance(done[1], Exception):
            assert isinstance(done[1], StaleShowing) and given is None
        else:
            assert given is not None and given.serial == 1  # said of what it had read, and asked again


def test_two_colleagues_at_once_leave_one_answer_and_nobody_is_overwritten() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "noted")
        shown(room)
        done = at_once(
            lambda: says(room, "dana", "A1", "maintains", serial=1, seen=""),
            lambda: says(room, "dilip", "A1", "agrees", serial=1, seen=""),
        )
        assert [type(each).__name__ for each in done].count("StaleResponse") == 1
        assert len(every(Response)) == 1 and every(PastResponse) == []


def test_a_second_showing_at_the_same_moment_makes_no_second_row() -> None:
    with consolidation(CRITICAL) as room:
        answer(room, "A1", "noted")
        at_once(lambda: shown(room), lambda: shown(room, by="sol"))
        assert len(every(Showing)) == 1


def _withdraw(room: object, name: str) -> None:
    with record.transaction() as session:
        item = session.scalars(select(Item).where(Item.number == int(name[1:]))).one()
        item.state = ItemState.WITHDRAWN

"""An objection: which words, what instead, why; numbered when a ballot fails, answered before the next one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.event import listen, remove

from tests import calls
from tests.consolidations import consolidation, issue, write
from tests.deadlines import settle_next_ballot
from tests.decisions import (
    answer_objections,
    before_committee,
    event,
    every,
    fan_out_all,
    newest,
    position,
    put_another,
    told,
)
from tests.races import at_once, rounds, won
from tests.rooms import Room
from workflow import database
from workflow.models.ballot import Ballot, PastPosition, Position
from workflow.models.event import Event
from workflow.models.objection import Objection
from workflow.models.statement import Statement
from workflow.rules.decision.decision import Stance
from workflow.rules.decision.objections import AskedObjection, ObjectionAnswer
from workflow.rules.decision.refusals import (
    AnswerReasonNeeded,
    BallotClosed,
    ObjectionsUnanswered,
    WhyNeeded,
)
from workflow.rules.items.refusals import ParagraphGone, WordsFoundTwice, WordsNotFound
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import NotAllowed, NotFound, Refusal
from workflow.services.consolidation import objection_answers as answering
from workflow.services.consolidation.objection_answers import AnsweredObjection
from workflow.services.decision import deciding, steering

MET, OVERRULED = ObjectionAnswer.MET, ObjectionAnswer.OVERRULED
GATES = AskedObjection(words="open", instead="closed", why="The gates break when they stand open.")


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """Version 1 before the Committee: the seats of dana, lucie and elena (protected)."""
    with before_committee() as made:
        yield made


def objects(room: Room, name: str, *asked: AskedObjection, **more: Any) -> None:
    """Object for that person's organisation."""
    mandate = newest(Ballot).mandate_digest
    facts = {"mandate": mandate, "stance": Stance.OBJECT, "objections": asked, **more}
    room.do(name, deciding.take_position, **facts)


def fails(room: Room) -> None:
    """Two objections settle the ballot of three seats against the text, or its end does."""
    objects(room, "dana", GATES)
    objects(room, "elena", AskedObjection(why="It names nobody."))
    if newest(Statement).stage is Stage.DECISION:
        objects(room, "lucie", AskedObjection(why="Too long."))


def says(
    room: Room, reference: str, answer: ObjectionAnswer, reason: str = "", serial: int = 0, by: str = "sara"
) -> None:
    """Answer one objection."""
    given = [AnsweredObjection(reference, answer, reason, serial)]
    room.do(by, answering.answer_objections, answers=given)


def revises(room: Room, words: str = "We call on states to keep the gates closed. We thank those who did.") -> None:
    """Version 2 with another third paragraph."""
    write(room, 2, words)
    issue(room)


def opens(room: Room, version: int = 2) -> None:
    """The next ballot."""
    closes_at = room.clock.at + timedelta(days=3)
    room.do("sara", calls.open_ballot, version=version, languages=["en"], closes_at=closes_at)


def standing() -> list[Objection]:
    """The objections that were not withdrawn, by number."""
    found = [each for each in every(Objection) if each.withdrawn_at is None]
    return sorted(found, key=lambda each: (each.number or 0, each.id))


def test_an_objection_names_words_as_the_text_has_them_what_instead_and_why(room: Room) -> None:
    objects(room, "dana", replace(GATES, block=room.blocks()[2].id, words="the  gates"))
    made = newest(Objection)
    assert (made.quote, made.instead, made.why) == ("the gates", "closed", GATES.why)
    assert room.blocks()[2].text[made.start : made.end] == "the gates"
    assert every(Position)[0].reason == GATES.why
    assert made.number is None


def test_words_are_snapped_to_whole_ones(room: Room) -> None:
    objects(room, "dana", replace(GATES, block=room.blocks()[2].id, words="ates op"))
    assert newest(Objection).quote == "gates open"


def test_words_without_a_paragraph_are_found_where_they_stand_once(room: Room) -> None:
    objects(room, "dana", GATES)
    assert newest(Objection).block == room.blocks()[2].id


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        (AskedObjection(words="closed", why="No."), WordsNotFound),
        (AskedObjection(words="the", why="No."), WordsFoundTwice),
        (AskedObjection(block="zzzzzzz", why="No."), ParagraphGone),
        (AskedObjection(words="open", why="  "), WhyNeeded),
    ],
)
def test_an_objection_to_words_that_are_gone_or_without_a_why_records_nothing(
    room: Room, asked: AskedObjection, refused: type[Refusal]
) -> None:
    with pytest.raises(refused):
        objects(room, "dana", GATES, asked)
    assert not every(Position)
    assert not every(Objection)


def test_an_objection_without_words_is_to_the_whole_text(room: Room) -> None:
    position(room, "dana", Stance.OBJECT, "Not these words.")
    made = newest(Objection)
    assert (made.block, made.quote, made.why) == (None, "", "Not these words.")


def test_several_words_make_several_objections_of_one_position(room: Room) -> None:
    objects(room, "dana", GATES, AskedObjection(block=room.blocks()[1].id, why="Who counted?"))
    assert standing()[0].quote == "open"
    assert every(Position)[0].reason == f"{GATES.why}\n\nWho counted?"
    assert len(every(Position)) == 1


def test_another_stance_withdraws_them_and_keeps_them_in_the_record(room: Room) -> None:
    objects(room, "dana", GATES)
    position(room, "dana", Stance.ABSTAIN)
    assert not standing()
    assert newest(Objection).why == GATES.why
    assert len(every(PastPosition)) == 1


def test_the_same_objections_again_are_the_same_and_other_words_are_others(room: Room) -> None:
    objects(room, "dana", GATES)
    objects(room, "dana", GATES)
    assert len(every(Objection)) == 1
    objects(room, "dana", replace(GATES, instead="half open"))  # for the same reason
    assert [each.instead for each in standing()] == ["half open"]
    assert len(every(PastPosition)) == 1


def test_the_same_reason_with_other_words_is_too_late_after_the_end(room: Room) -> None:
    fails(room)
    objects(room, "dana", GATES)  # a second press is answered as the first
    with pytest.raises(BallotClosed):
        objects(room, "dana", replace(GATES, instead="half open"))


def test_a_failed_ballot_numbers_what_stands_and_not_what_was_withdrawn(room: Room) -> None:
    objects(room, "dana", AskedObjection(why="Withdrawn."))
    position(room, "dana", Stance.ABSTAIN)
    fails(room)
    assert [each.reference for each in standing()] == ["O1", "O2", *(["O3"] if len(standing()) == 3 else [])]
    assert [each.number for each in every(Objection) if each.why == "Withdrawn."] == [None]
    # In the order of the text: that of time would tell when a protected organisation objected.
    assert standing()[-1].quote == "open"


def test_a_stopped_ballot_numbers_what_was_objected_to_so_far(room: Room) -> None:
    objects(room, "dana", GATES)
    room.do("sara", steering.stop_ballot, reason="The court has ruled meanwhile.")
    assert [each.reference for each in standing()] == ["O1"]
    revises(room)
    with pytest.raises(ObjectionsUnanswered):
        opens(room)


def test_adopted_over_an_objection_numbers_none(room: Room) -> None:
    objects(room, "dana", GATES)
    position(room, "lucie", Stance.APPROVE)
    position(room, "elena", Stance.APPROVE)
    room.clock.pass_by(days=4)
    with database.transaction() as session:
        settle_next_ballot(session)
    assert newest(Statement).stage is Stage.ADOPTED
    assert newest(Objection).number is None


def test_a_further_ballot_goes_on_counting(room: Room) -> None:
    fails(room)
    count = len(standing())
    answer_objections(room)
    revises(room)
    opens(room)
    objects(room, "dana", AskedObjection(why="Still not."))
    objects(room, "elena", AskedObjection(why="Nor this."))
    if newest(Statement).stage is Stage.DECISION:
        position(room, "lucie", Stance.OBJECT, "No.")
    assert [each.number for each in standing()] == list(range(1, len(standing()) + 1))
    assert len(standing()) > count


def test_two_last_objections_at_once_get_each_a_number_of_their_own(room: Room) -> None:
    objects(room, "lucie", AskedObjection(why="Too long."))
    ends = at_once(
        partial(objects, room, "dana", GATES), partial(objects, room, "elena", AskedObjection(why="It names nobody."))
    )
    assert all(end is None or isinstance(end, BallotClosed) for end in ends), ends
    assert sorted(each.number or 0 for each in standing()) == list(range(1, len(standing()) + 1))


def test_a_further_ballot_needs_an_answer_to_each(room: Room) -> None:
    fails(room)
    revises(room)
    with pytest.raises(ObjectionsUnanswered) as refused:
        opens(room)
    assert refused.value.refs == [each.reference for each in standing()]
    answer_objections(room)
    opens(room)
    assert newest(Statement).stage is Stage.DECISION


@pytest.mark.parametrize("answer", [each for each in ObjectionAnswer if each is not MET])
def test_all_but_met_need_a_reason(room: Room, answer: ObjectionAnswer) -> None:
    fails(room)
    with pytest.raises(AnswerReasonNeeded) as refused:
        says(room, "O1", answer, " ")
    assert refused.value.refs == ["O1"]
    says(room, "O1", MET)
    assert standing()[0].answer is MET


def test_nobody_but_a_penholder_answers(room: Room) -> None:
    fails(room)
    for name in ("dana", "sol"):
        with pytest.raises(NotAllowed):
            says(room, "O1", MET, by=name)
    with pytest.raises(NotFound):
        says(room, "O1", MET, by="gus")
    with pytest.raises(NotFound):
        says(room, "O9", MET)
    assert standing()[0].answer is None


def test_of_two_penholders_the_second_reads_the_first_one_s_answer(database: Engine) -> None:
    with consolidation() as room:
        closes_at = room.clock.at + timedelta(days=3)
        room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=closes_at)
        fails(room)
        ends = at_once(
            partial(says, room, "O1", MET),
            partial(says, room, "O1", OVERRULED, "The rest of us want them open.", by="sol"),
        )
        assert sorted(type(end).__name__ for end in ends) == ["NoneType", "StaleObjectionAnswer"]
        given = standing()[0]
        assert given.serial == 1
        says(room, "O1", given.answer or MET, given.answer_reason)  # the same again changes nothing
        assert standing()[0].serial == 1
        says(room, "O1", OVERRULED, "Read together.", serial=1)
        assert standing()[0].answer is OVERRULED


@pytest.mark.race
def test_answer_and_opening_at_once_open_no_ballot_over_an_open_objection(room: Room) -> None:
    for number, meet in enumerate(rounds("answered first", "opened first")):
        if number:
            put_another(room)
        fails(room)
        revises(room)
        last = _of_statement(room)[0].reference
        for each in _of_statement(room)[1:]:
            says(room, each.reference, MET)
        opened, answered = meet(partial(opens, room), partial(says, room, last, MET))
        assert answered is None, answered
        assert opened is None or isinstance(opened, ObjectionsUnanswered), opened
        assert room.statement().stage is (Stage.DECISION if opened is None else Stage.CONSOLIDATION)
        assert newest(Ballot).number == (2 if opened is None else 1)
        assert [(each.answer, each.serial) for each in _of_statement(room)] == [(MET, 1)] * len(_of_statement(room))
        won("answered first" if opened is None else "opened first")


def _of_statement(room: Room) -> list[Objection]:
    """The objections of the statement of now, by number."""
    now = room.statement().id
    return [each for each in standing() if each.statement_id == now]


@pytest.mark.race
def test_another_answer_and_the_opening_at_once_tell_the_answer_that_stood_when_it_opened(room: Room) -> None:
    for number, meet in enumerate(rounds("changed", "opened")):
        if number:
            put_another(room)
        fails(room)
        for each in _of_statement(room):
            says(room, each.reference, MET)
        revises(room)
        fan_out_all()
        last = _of_statement(room)[0].reference
        change = partial(says, room, last, OVERRULED, "On reflection.", serial=1)
        opened, changed = meet(partial(opens, room), change)
        assert opened is None, opened
        tells = [each for each in every(Event) if each.kind is EventKind.ANSWERS_TO_OBJECTIONS_TOLD]
        now = room.statement().id
        told_now = [each for each in tells if each.statement_id == now]
        is_changed = changed is None
        assert is_changed or isinstance(changed, NotAllowed), changed
        assert _of_statement(room)[0].answer is (OVERRULED if is_changed else MET)
        assert len(told_now) == (2 if is_changed else 1), "the answer that is told last is the one that stands"
        assert all(each.told == each.serial for each in _of_statement(room))
        won("changed" if is_changed else "opened")


def test_each_who_objected_is_told_the_answers_once_with_the_version_or_the_next_ballot(room: Room) -> None:
    fails(room)
    for each in standing():
        says(room, each.reference, MET)
    assert not _told_answers()
    revises(room)
    fan_out_all()
    assert told(EventKind.ANSWERS_TO_OBJECTIONS_TOLD) == {"dana", "dilip", "elena", *_further_objectors()}
    says(room, "O1", OVERRULED, "On reflection.", serial=1)
    opens(room)
    fan_out_all()
    assert told(EventKind.ANSWERS_TO_OBJECTIONS_TOLD) == {"elena"}  # the others know theirs
    assert len(_told_answers()) == 2


def test_the_record_says_which_were_answered_and_how(room: Room) -> None:
    fails(room)
    says(room, "O1", MET)
    assert event(EventKind.OBJECTION_ANSWERED).data == {"refs": ["O1"], "answers": ["met"]}


def test_nothing_grows_with_the_objections_in_sql_statements(room: Room) -> None:
    position(room, "dana", Stance.ABSTAIN)
    few = _statements(room, 2)
    position(room, "dana", Stance.ABSTAIN)
    many = _statements(room, 15)
    assert len(many) == len(few), many


def _statements(room: Room, many: int) -> list[str]:
    asked = [AskedObjection(why=f"Reason {many}, {number}.") for number in range(many)]
    with _counted() as count:
        objects(room, "dana", *asked)
    return count


@contextmanager
def _counted() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    listen(database.engine(), "before_cursor_execute", note)
    try:
        yield seen
    finally:
        remove(database.engine(), "before_cursor_execute", note)


def _further_objectors() -> set[str]:
    return {"lucie"} if len(standing()) == 3 else set()


def _told_answers() -> list[Event]:
    return [each for each in every(Event) if each.kind is EventKind.ANSWERS_TO_OBJECTIONS_TOLD]

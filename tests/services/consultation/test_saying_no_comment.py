"""Organisations that say nothing: nothing more to add, said and taken back; and a reminder to those who are silent."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests import calls, posting
from tests.decisions import claim, fan_out_all, reason_not_to_send
from tests.races import at_once
from tests.rooms import CLOSES, Room, furnished_open
from tests.services.consultations import events, newest_consultation, rows
from workflow import database as record
from workflow.models.consultation import NoComment
from workflow.models.event import Delivery
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.rules.consultation.refusals import ConsultationClosed, NobodySilent
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import NotAllowed, NotFound, RemindedBefore
from workflow.services.consultation import consulting
from workflow.services.consultation.reminding import PAUSE, remind_silent
from workflow.services.consultation.saying_no_comment import say_no_comment, take_back_no_comment
from workflow.services.items import supporting
from workflow.services.notifications.changes import DeliveryClaim
from workflow.services.shared.choosing import SECRETARIAT
from workflow.services.statements import changing_settings


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open."""
    with furnished_open() as furnished:
        yield furnished


def comment(room: Room, who: str, **facts: Any) -> None:
    room.do(who, posting.post_comment, version=1, body="Say more.", language="en", **facts)


def told(kind: EventKind) -> set[str]:
    """The first names of those who are told of it."""
    fan_out_all()
    with record.reading() as session:
        event = max(event.id for event in events(kind))
        people = select(Person).join(Delivery, Delivery.person_id == Person.id).where(Delivery.event_id == event)
        return {person.email.partition("@")[0] for person in session.scalars(people)}


def test_an_organisation_says_once_that_it_has_no_comment_to_add(room: Room) -> None:
    for who in ("dana", "dilip"):
        room.do(who, say_no_comment)
    (said,) = rows(NoComment)
    assert (said.organisation_id, said.person_id) == (room.organisations["delta"], room.people["dana"])
    assert len(events(EventKind.NO_COMMENT_SAID)) == 1


def test_a_colleague_takes_it_back(room: Room) -> None:
    room.do("dana", say_no_comment)
    for _ in range(2):
        room.do("dilip", take_back_no_comment)
    assert not rows(NoComment)
    assert len(events(EventKind.NO_COMMENT_TAKEN_BACK)) == 1


def test_the_next_item_that_is_sent_takes_it_back_and_a_draft_does_not(room: Room) -> None:
    room.do("dana", say_no_comment)
    room.do("fred", say_no_comment)
    comment(room, "dilip", keep=True)
    assert len(rows(NoComment)) == 2
    comment(room, "dilip")
    assert [row.organisation_id for row in rows(NoComment)] == [room.organisations["fen"]]
    assert not events(EventKind.NO_COMMENT_TAKEN_BACK)


@pytest.mark.parametrize("use_case", [say_no_comment, take_back_no_comment])
def test_it_is_for_those_who_take_part_and_while_the_consultation_is_open(room: Room, use_case: Any) -> None:
    for who, refusal in (("sara", NotAllowed), ("sol", NotAllowed), ("gus", NotFound)):
        with pytest.raises(refusal):
            room.do(who, use_case)
    room.clock.at = CLOSES
    with pytest.raises(ConsultationClosed):
        room.do("dana", use_case)
    room.do("sara", consulting.close_consultation)
    with pytest.raises(ConsultationClosed):
        room.do("dana", use_case)
    assert not rows(NoComment)


def test_those_are_reminded_who_neither_wrote_nor_have_no_comment_to_add(room: Room) -> None:
    comment(room, "dana")
    comment(room, "lucie", keep=True)
    room.do("fred", say_no_comment)
    assert room.do("sara", remind_silent) == 2
    assert told(EventKind.CONSULTATION_REMINDED) == {"lucie", "elena", "nadia"}, "a protected one too, uncounted"


def test_who_supports_a_point_has_answered_and_is_not_reminded(room: Room) -> None:
    comment(room, "dana")
    for who in ("nadia", "elena"):
        room.do(who, supporting.support, item="C1")
    assert room.do("sara", remind_silent) == 2
    assert told(EventKind.CONSULTATION_REMINDED) == {"fred", "lucie"}


def test_support_that_was_taken_back_or_given_in_an_earlier_consultation_is_no_answer_in_this_one(room: Room) -> None:
    comment(room, "dana")
    for who in ("nadia", "elena"):
        room.do(who, supporting.support, item="C1")
    room.do("nadia", supporting.end_support, item="C1")
    assert room.do("sara", remind_silent) == 3
    room.do("sara", consulting.close_consultation)
    room.clock.pass_by(hours=1)
    room.do("sara", calls.open_consultation, closes_at=CLOSES)
    assert room.do("sara", remind_silent) == 4  # and the protected one, uncounted
    room.clock.pass_by(hours=13)
    room.do("nadia", supporting.support, item="C1")
    assert room.do("sara", remind_silent) == 3


def test_a_suspended_organisation_is_not_reminded_and_not_counted(room: Room) -> None:
    with record.transaction() as session:
        session.get_one(Organisation, room.organisations["nahr"]).suspended_at = room.clock.at
    assert room.do("sara", remind_silent) == 3
    assert "nadia" not in told(EventKind.CONSULTATION_REMINDED)


def test_who_holds_the_pen_and_who_cannot_sign_in_are_neither_reminded_nor_counted(room: Room) -> None:
    with record.reading() as session:
        fen = session.get_one(Organisation, room.organisations["fen"]).key
    room.do("sara", changing_settings.hand_over_pen, to=[fen])
    with record.transaction() as session:
        session.get_one(Person, room.people["nadia"]).removed_at = room.clock.at
        session.get_one(Person, room.people["lucie"]).joined_at = None
    assert room.do("fred", remind_silent) == 1
    assert told(EventKind.CONSULTATION_REMINDED) == {"dana", "dilip", "elena"}


def test_the_silent_are_reminded_at_most_once_in_twelve_hours(room: Room) -> None:
    room.do("sara", remind_silent)
    room.clock.at += PAUSE - PAUSE / 100
    with pytest.raises(RemindedBefore) as refused:
        room.do("sara", remind_silent)
    assert refused.value.again_at == newest_consultation().reminded_at + PAUSE
    room.clock.at += PAUSE / 100
    room.do("sara", remind_silent)
    assert len(events(EventKind.CONSULTATION_REMINDED)) == 2


def test_nobody_is_reminded_where_nobody_is_silent(room: Room) -> None:
    for who in ("dana", "lucie", "elena", "nadia", "fred"):
        room.do(who, say_no_comment)
    with record.transaction() as session:
        session.get_one(Organisation, room.organisations["estero"]).suspended_at = room.clock.at
    with pytest.raises(NobodySilent):
        room.do("sara", remind_silent)
    assert newest_consultation().reminded_at is None


@pytest.mark.parametrize("is_silent", [True, False])
def test_no_refusal_tells_whether_a_protected_organisation_is_silent(room: Room, is_silent: bool) -> None:
    for who in ("dana", "lucie", "nadia", "fred", *([] if is_silent else ["elena"])):
        room.do(who, say_no_comment)
    assert room.do("sara", remind_silent) == 0
    assert told(EventKind.CONSULTATION_REMINDED) == ({"elena"} if is_silent else set())


@pytest.mark.parametrize("who", ["dana", "elena"])
def test_only_the_penholder_and_the_secretariat_remind(room: Room, who: str) -> None:
    with pytest.raises(NotAllowed):
        room.do(who, remind_silent)


def test_no_count_and_no_refusal_tells_the_secretariat_who_wrote_to_the_penholder_only(room: Room) -> None:
    for who in ("dana", "lucie", "nadia"):
        room.do(who, say_no_comment)
    with record.transaction() as session:
        session.get_one(Organisation, room.organisations["estero"]).suspended_at = room.clock.at
    room.do("fred", posting.post_comment, version=1, body="Between us.", language="en", private=True)
    assert room.do("sol", remind_silent) == 1, "as far as the secretariat may know, Fen has not answered"
    assert told(EventKind.CONSULTATION_REMINDED) == set(), "who has answered is not reminded"
    room.clock.pass_by(hours=13)
    with pytest.raises(NobodySilent):
        room.do("sara", remind_silent)


def test_a_consultation_past_its_deadline_reminds_nobody(room: Room) -> None:
    room.clock.at = CLOSES
    with pytest.raises(ConsultationClosed):
        room.do("sara", remind_silent)


def test_who_has_written_meanwhile_gets_no_reminder(room: Room) -> None:
    room.do("sara", remind_silent)
    assert "nadia" in told(EventKind.CONSULTATION_REMINDED)
    comment(room, "nadia")
    sent = {claim.delivery_id for claim in _claims() if not _reason_not_to_send(claim)}
    with record.reading() as session:
        people = select(Person.email).join(Delivery, Delivery.person_id == Person.id)
        kinds = people.where(Delivery.id.in_(sent), Delivery.event_id == events(EventKind.CONSULTATION_REMINDED)[0].id)
        assert {email.partition("@")[0] for email in session.scalars(kinds)} == {
            "dana",
            "dilip",
            "lucie",
            "elena",
            "fred",
        }


def test_no_reminder_goes_out_for_a_consultation_that_has_closed(room: Room) -> None:
    room.do("sara", remind_silent)
    told(EventKind.CONSULTATION_REMINDED)
    room.do("sara", consulting.close_consultation)
    reminded = events(EventKind.CONSULTATION_REMINDED)[0].id
    with record.reading() as session:
        mine = set(session.scalars(select(Delivery.id).where(Delivery.event_id == reminded)))
    assert all(_reason_not_to_send(claim) for claim in _claims() if claim.delivery_id in mine)


def _claims() -> list[DeliveryClaim]:
    found = []
    while (made := claim()) is not None:
        found.append(made)
    return found


def _reason_not_to_send(claim: DeliveryClaim) -> bool:
    with record.transaction() as session:
        return reason_not_to_send(session, claim) is not None


def test_two_penholders_remind_once(room: Room) -> None:
    room.do("sara", changing_settings.hand_over_pen, to=[SECRETARIAT])
    outcomes = at_once(partial(room.do, "sara", remind_silent), partial(room.do, "sol", remind_silent))
    assert sum(isinstance(each, RemindedBefore) for each in outcomes) == 1
    assert len(events(EventKind.CONSULTATION_REMINDED)) == 1


def test_two_colleagues_say_it_at_once_and_it_is_said_once(room: Room) -> None:
    outcomes = at_once(*(partial(room.do, who, say_no_comment) for who in ("dana", "dilip")))
    assert not [each for each in outcomes if isinstance(each, Exception)]
    assert len(rows(NoComment)) == 1

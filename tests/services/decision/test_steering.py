"""A ballot is steered: those who have not acted are reminded, it is extended, it is stopped; and how it goes out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from tests import calls
from tests.decisions import adopt, event, every, fan_out_all, newest, on_the_table, position, publication_claim, told
from tests.rooms import CLOSES, Room, furnished, furnished_open
from tests.seats import end_seats
from workflow import database as record
from workflow.models.ballot import Ballot, Position, SteeringAct
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.publication import Publication
from workflow.models.seat import Seat
from workflow.models.statement import Statement
from workflow.models.version import Draft
from workflow.rules.decision.decision import BallotOutcome, Settling, Stance
from workflow.rules.decision.mandate import mandate_from_dict
from workflow.rules.decision.refusals import (
    BallotClosed,
    BallotEnded,
    NobodyMissing,
    NotLater,
    SameText,
    ShortNotice,
    StaleBallot,
    TooFewSeats,
)
from workflow.rules.decision.steering import AGAIN_AFTER, Steering
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.refusals import EmbargoStands, TooFarAhead
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import NotAllowed, NotFound, ReasonNeeded, RemindedBefore
from workflow.services.consultation import consulting
from workflow.services.decision import deciding, steering
from workflow.services.publication import publishing

WHY = "The plenary was moved to Friday."


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """The furnished room with its first consultation open, on each database."""
    with furnished_open() as made:
        yield made


@pytest.fixture
def before_the_committee(room: Room) -> Room:
    """A ballot on version 1, three seats, three days."""
    on_the_table(room)
    fan_out_all()
    return room


def test_only_seats_that_have_taken_no_position_are_reminded(before_the_committee: Room) -> None:
    room = before_the_committee
    position(room, "dana", Stance.RESERVE, "We ask at home.")
    assert room.do("sara", steering.remind_missing) == 2
    fan_out_all()
    assert told(EventKind.BALLOT_REMINDED) == {"lucie", "elena"}
    assert newest(SteeringAct).kind is Steering.REMINDED


def test_a_seat_that_can_take_no_position_is_not_counted_among_those_who_are_reminded(
    before_the_committee: Room,
) -> None:
    room = before_the_committee
    with record.transaction() as session:
        end_seats(session, Seat.organisation_id == room.organisations["lacs"])
        session.get_one(Person, room.people["elena"]).joined_at = None
    assert room.do("sara", steering.remind_missing) == 1
    fan_out_all()
    assert told(EventKind.BALLOT_REMINDED) == {"dana", "dilip"}
    position(room, "dana", Stance.APPROVE)
    room.clock.pass_by(hours=6)
    with pytest.raises(NobodyMissing):
        room.do("sara", steering.remind_missing)


def test_a_seat_that_nobody_can_act_for_is_neither_reminded_nor_counted(before_the_committee: Room) -> None:
    room = before_the_committee
    with record.transaction() as session:
        session.get_one(Organisation, room.organisations["lacs"]).suspended_at = room.clock.at
    assert room.do("sara", steering.remind_missing) == 2
    fan_out_all()
    assert told(EventKind.BALLOT_REMINDED) == {"dana", "dilip", "elena"}


def test_who_acts_after_the_reminder_was_asked_for_gets_none(before_the_committee: Room) -> None:
    room = before_the_committee
    room.do("sara", steering.remind_missing)
    position(room, "lucie", Stance.APPROVE)
    fan_out_all()
    assert told(EventKind.BALLOT_REMINDED) == {"dana", "dilip", "elena"}


def test_nobody_is_reminded_twice_in_a_short_while(before_the_committee: Room) -> None:
    room = before_the_committee
    room.do("sara", steering.remind_missing)
    with pytest.raises(RemindedBefore) as refused:
        room.do("sara", steering.remind_missing)
    assert refused.value.again_at == room.clock.at + AGAIN_AFTER
    room.clock.pass_by(hours=6)
    room.do("sara", steering.remind_missing)
    assert len(every(SteeringAct)) == 2


def test_nobody_is_reminded_where_every_seat_has_acted(room: Room) -> None:
    on_the_table(room)
    for name, stance in (("dana", Stance.RESERVE), ("lucie", Stance.APPROVE), ("elena", Stance.APPROVE)):
        position(room, name, stance, "We ask at home.")
    with pytest.raises(NobodyMissing):
        room.do("sara", steering.remind_missing)


def test_an_extension_is_later_has_a_reason_and_is_told_to_all(before_the_committee: Room) -> None:
    room = before_the_committee
    ballot = newest(Ballot)
    later = ballot.closes_at + timedelta(hours=5)
    facts = {"seen": steering.sign_of_ballot(ballot.closes_at), "reason": WHY}
    for closes_at in (ballot.closes_at, ballot.closes_at - timedelta(hours=1), room.clock.at - timedelta(days=1)):
        with pytest.raises(NotLater):
            room.do("sara", steering.extend_ballot, closes_at=closes_at, **facts)
    with pytest.raises(TooFarAhead):
        room.do("sara", steering.extend_ballot, closes_at=later + timedelta(days=4000), **facts)
    with pytest.raises(ReasonNeeded):
        room.do("sara", steering.extend_ballot, closes_at=later, seen=facts["seen"], reason="  ")
    room.do("sara", steering.extend_ballot, closes_at=later, **facts)
    with pytest.raises(StaleBallot):
        room.do("sara", steering.extend_ballot, closes_at=later + timedelta(hours=1), **facts)
    fan_out_all()
    act = newest(SteeringAct)
    assert (act.kind, act.was, act.until, act.reason) == (Steering.EXTENDED, ballot.closes_at, later, WHY)
    assert newest(Ballot).closes_at == later
    assert {"dana", "dilip", "lucie", "elena"} <= told(EventKind.BALLOT_EXTENDED)


def test_after_an_extension_the_reminder_before_the_deadline_comes_again(before_the_committee: Room) -> None:
    room = before_the_committee
    room.clock.pass_by(days=2, hours=1)
    with record.transaction() as session:
        assert deciding.remind(session, room.key)
    later = newest(Ballot).closes_at + timedelta(days=3)
    room.do("sara", steering.extend_ballot, closes_at=later, reason=WHY)
    with record.reading() as session:
        assert not deciding.due_reminders(session)
    room.clock.pass_by(days=3)
    with record.reading() as session:
        assert deciding.due_reminders(session) == [room.key]


def test_a_reminder_that_was_due_before_an_extension_waits_for_the_later_deadline(before_the_committee: Room) -> None:
    room = before_the_committee
    room.clock.pass_by(days=2, hours=1)
    with record.reading() as session:
        assert deciding.due_reminders(session) == [room.key]
    later = newest(Ballot).closes_at + timedelta(days=3)
    room.do("sara", steering.extend_ballot, closes_at=later, reason=WHY)
    with record.transaction() as session:
        assert not deciding.remind(session, room.key)
    assert event(EventKind.BALLOT_CLOSING) is None
    room.clock.at = later - timedelta(hours=23)
    with record.transaction() as session:
        assert deciding.remind(session, room.key)
    room.clock.at = later
    with record.transaction() as session:
        assert not deciding.remind(session, room.key), "nor of a deadline that is over"


def test_a_ballot_that_is_stopped_goes_back_to_the_penholder_with_its_positions(before_the_committee: Room) -> None:
    room = before_the_committee
    position(room, "dana", Stance.OBJECT, "Not these words.")
    with pytest.raises(ReasonNeeded):
        room.do("sara", steering.stop_ballot, reason="")
    room.do("sara", steering.stop_ballot, reason=WHY)
    ballot, statement = newest(Ballot), newest(Statement)
    assert (ballot.outcome, statement.stage) == (BallotOutcome.STOPPED, Stage.CONSOLIDATION)
    assert ballot.settled_at == room.clock.at and len(every(Position)) == 1
    assert event(EventKind.BALLOT_STOPPED).data["reason"] == WHY
    with pytest.raises(BallotClosed):
        position(room, "lucie", Stance.APPROVE)
    with pytest.raises(BallotEnded):
        room.do("sara", steering.stop_ballot, reason=WHY)
    fan_out_all()
    assert {"dana", "lucie", "elena"} <= told(EventKind.BALLOT_STOPPED)


@pytest.mark.parametrize("name", ["dana", "lucie", "nadia"])
def test_nobody_else_steers(before_the_committee: Room, name: str) -> None:
    room = before_the_committee
    later = newest(Ballot).closes_at + timedelta(hours=1)
    acts = (
        (steering.remind_missing, {}),
        (steering.extend_ballot, {"closes_at": later, "reason": WHY}),
        (steering.stop_ballot, {"reason": WHY}),
    )
    for act, facts in acts:
        with pytest.raises((NotAllowed, NotFound)):
            room.do(name, act, **facts)
    assert newest(Ballot).outcome is BallotOutcome.PENDING and not every(SteeringAct)


def test_the_procedure_says_who_steers(before_the_committee: Room) -> None:
    room = before_the_committee
    with record.transaction() as session:
        statement = session.scalars(select(Statement)).one()
        ballot = {**statement.procedure["ballot"], "steers": ["penholder"]}
        statement.procedure = {**statement.procedure, "ballot": ballot}
    with pytest.raises(NotAllowed):
        room.do("sol", steering.stop_ballot, reason=WHY)
    room.do("sara", steering.stop_ballot, reason=WHY)


def test_at_the_very_second_of_the_deadline_nothing_is_extended(before_the_committee: Room) -> None:
    room = before_the_committee
    ballot = newest(Ballot)
    room.clock.at = ballot.closes_at
    with pytest.raises(BallotEnded):
        room.do("sara", steering.extend_ballot, closes_at=ballot.closes_at + timedelta(hours=1), reason=WHY)


def test_the_mandate_is_one_value_with_a_digest(before_the_committee: Room) -> None:
    ballot = newest(Ballot)
    put = mandate_from_dict(ballot.mandate)
    assert put.digest == ballot.mandate_digest and len(ballot.mandate_digest) == 64
    assert (put.authentic, put.release, put.digests) == ("en", ReleaseKind.ON_ADOPTION, ballot.digests)
    assert replace(put, addressees="states parties").digest != put.digest
    assert replace(put, release=ReleaseKind.BY_HAND).digest != put.digest


def test_a_mandate_that_the_record_no_longer_gives_is_not_adopted(before_the_committee: Room) -> None:
    room = before_the_committee
    for name in ("dana", "lucie"):
        position(room, name, Stance.APPROVE)
    with record.transaction() as session:
        session.scalars(select(Statement)).one().addressees = "somebody else"
    room.clock.at = newest(Ballot).closes_at
    with record.transaction() as session:
        assert deciding.settle(session, room.key)
    assert newest(Ballot).outcome is BallotOutcome.TEXT_CHANGED
    assert not every(Publication)


def test_while_a_ballot_is_open_nobody_moves_the_release(before_the_committee: Room) -> None:
    room = before_the_committee
    with pytest.raises(NotAllowed):
        room.do("sara", publishing.set_embargo, until=room.clock.at + timedelta(days=9))


def test_an_adopted_text_that_is_held_goes_out_for_nobody(room: Room) -> None:
    room.do("sara", consulting.close_consultation)
    closes_at = room.clock.at + timedelta(days=3)
    facts = {"version": 1, "languages": ["en"], "closes_at": closes_at, "release": ReleaseKind.BY_HAND}
    room.do("sara", calls.open_ballot, **facts)
    adopt(room)
    assert newest(Statement).stage is Stage.ADOPTED
    room.clock.pass_by(days=30)
    assert publication_claim() is None
    with record.reading() as session:
        assert not publishing.due_publications(session), "else each sweep would ask for it again"


def test_a_release_before_the_end_of_an_embargo_is_refused(room: Room) -> None:
    room.do("sara", consulting.close_consultation)
    until = room.clock.at + timedelta(days=9)
    room.do("sara", publishing.set_embargo, until=until)
    facts = {"version": 1, "languages": ["en"], "closes_at": room.clock.at + timedelta(days=3)}
    for release, at in (
        (ReleaseKind.ON_ADOPTION, None),
        (ReleaseKind.AT_TIME, until - timedelta(hours=1)),
    ):
        with pytest.raises(EmbargoStands):
            room.do("sara", calls.open_ballot, release=release, release_at=at, **facts)
    room.do("sara", calls.open_ballot, release=ReleaseKind.AT_TIME, release_at=until + timedelta(days=1), **facts)
    assert newest(Statement).embargo_at == until + timedelta(days=1)
    assert mandate_from_dict(newest(Ballot).mandate).release_at == until + timedelta(days=1)


def test_the_same_words_again_need_a_reason_that_the_ballot_shows(before_the_committee: Room) -> None:
    room = before_the_committee
    room.do("sara", steering.stop_ballot, reason=WHY)
    facts = {"version": 1, "languages": ["en"], "closes_at": room.clock.at + timedelta(days=3)}
    with pytest.raises(SameText):
        room.do("sara", calls.open_ballot, **facts)
    room.do("sara", calls.open_ballot, same_text="Five seats had not been reached.", **facts)
    ballot = newest(Ballot)
    assert (ballot.number, ballot.same_text) == (2, "Five seats had not been reached.")


def test_the_same_words_with_a_translation_more_need_a_reason_too(database: Engine) -> None:
    with furnished() as room:
        french = tuple(replace(block, text=f"En français : {block.text}") for block in newest(Draft).blocks)
        saved = {"language": "fr", "serial": 0, "title": "Sur les vannes", "occasion": "", "blocks": french}
        room.do("sara", calls.save_draft, **saved)
        room.do("sara", calls.open_consultation, closes_at=CLOSES)
        on_the_table(room)
        room.do("sara", steering.stop_ballot, reason=WHY)
        facts = {"version": 1, "languages": ["en", "fr"], "closes_at": room.clock.at + timedelta(days=3)}
        with pytest.raises(SameText):
            room.do("sara", calls.open_ballot, **facts)


def test_a_ballot_of_four_minutes_needs_a_reason(room: Room) -> None:
    room.do("sara", consulting.close_consultation)
    facts = {"version": 1, "languages": ["en"], "closes_at": room.clock.at + timedelta(minutes=4)}
    with pytest.raises(ShortNotice):
        room.do("sara", calls.open_ballot, **facts)
    room.do("sara", calls.open_ballot, short_notice="The gavel falls at noon.", **facts)


def test_fewer_than_three_seats_never_decide(before_the_committee: Room) -> None:
    room = before_the_committee
    with pytest.raises(TooFewSeats):
        position(room, "dana", Stance.RECUSED)
    assert not every(Position)


def test_a_ballot_from_before_ends_by_the_rule_that_it_was_opened_under(room: Room) -> None:
    room.do("sara", consulting.close_consultation)
    closes_at = room.clock.at + timedelta(days=3)
    room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=closes_at, settling=Settling.ANSWERED)
    with record.transaction() as session:
        session.scalars(select(Ballot)).one().rule = {"threshold": "2/3", "quorum": "2/3"}
    position(room, "dana", Stance.APPROVE)
    position(room, "lucie", Stance.APPROVE)
    assert newest(Ballot).outcome is BallotOutcome.ADOPTED, "two of three: the third cannot change it"

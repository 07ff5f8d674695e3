"""Telling people: who is told of what, once each; what a try that fails, hangs or dies leaves behind."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, text

from tests.consolidations import answer, issue, send
from tests.deadlines import remind_next_committee
from tests.decisions import (
    adopt,
    claim,
    delivery,
    event,
    every,
    fan_out_all,
    newest,
    on_the_table,
    position,
    reason_not_to_send,
    refuse,
    told,
)
from tests.races import at_once
from tests.rooms import CLOSES, Room, furnished_open
from workflow import database as record
from workflow.models.event import Delivery, Event
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.publication import Progress
from workflow.models.statement import Penholder, TakingPart
from workflow.rules.decision.decision import Stance
from workflow.rules.notifications.delivery import FAILURES, LEASE, DeliveryVerdict, Outcome
from workflow.rules.notifications.events import EventKind
from workflow.services.consultation import consulting
from workflow.services.decision import steering
from workflow.services.items import replying
from workflow.services.notifications import claiming, notifying, recording
from workflow.services.notifications.changes import DeliveryClaim
from workflow.services.people import joining
from workflow.services.shared.record import record_event
from workflow.services.statements import changing_settings

FOCAL_POINTS = {"dana", "dilip", "lucie", "elena", "nadia", "fred"}
COMMITTEE = {"dana", "dilip", "lucie", "elena"}
SENT = Outcome(DeliveryVerdict.SENT)


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """The furnished room with its first consultation open, on each database."""
    with furnished_open() as made:
        yield made


def _consultation_extended(room: Room) -> None:
    room.do("sara", consulting.extend_consultation, closes_at=CLOSES + timedelta(days=1))


def _consultation_closed(room: Room) -> None:
    room.do("sara", consulting.close_consultation)


def _reply_posted(room: Room) -> None:
    send(room, by="dana", comment="How high?", paragraph=1)
    room.do("lucie", replying.post_reply, item="C1", body="Two metres.", language="en")


def _reply_by_a_colleague(room: Room) -> None:
    send(room, by="dana", comment="How high?", paragraph=1)
    room.do("dilip", replying.post_reply, item="C1", body="We mean the gauge.", language="en")


def _version_issued(room: Room) -> None:
    send(room, by="dana", comment="How high?", paragraph=1)
    send(room, by="nadia", comment="How deep?", paragraph=2)
    room.do("sara", consulting.close_consultation)
    answer(room, "C1", "noted", reason="Said elsewhere.")
    answer(room, "C2", "noted", reason="Said elsewhere.")
    issue(room, carry_over=True)


def _ballot_closing(room: Room) -> None:
    on_the_table(room)
    room.clock.pass_by(days=2, hours=12)
    with record.transaction() as session:
        remind_next_committee(session)


def _adopted(room: Room) -> None:
    on_the_table(room)
    adopt(room)


def _not_adopted(room: Room) -> None:
    on_the_table(room)
    refuse(room)


def _abandoned(room: Room) -> None:
    room.do("sara", changing_settings.abandon, reason="The session was put off.")


def _password_forgotten(room: Room) -> None:
    with record.transaction() as session:
        joining.request_reset(session, "dana@delta.example")


@pytest.mark.parametrize(
    ("kind", "happens", "who"),
    [
        (EventKind.CONSULTATION_OPENED, lambda room: None, FOCAL_POINTS),
        (EventKind.CONSULTATION_EXTENDED, _consultation_extended, FOCAL_POINTS),
        (EventKind.CONSULTATION_CLOSED, _consultation_closed, FOCAL_POINTS),
        (EventKind.REPLY_POSTED, _reply_posted, {"dana", "dilip"}),
        (EventKind.REPLY_POSTED, _reply_by_a_colleague, {"dana"}),
        (EventKind.COMMENT_POSTED, _reply_posted, set()),
        (EventKind.VERSION_ISSUED, _version_issued, {"dana", "dilip", "nadia"}),
        (EventKind.BALLOT_OPENED, on_the_table, COMMITTEE),
        (EventKind.BALLOT_CLOSING, _ballot_closing, COMMITTEE),
        (EventKind.STATEMENT_NOT_ADOPTED, _not_adopted, COMMITTEE | {"sara"}),
        (EventKind.STATEMENT_ADOPTED, _adopted, FOCAL_POINTS | {"sara", "sol"}),
        (EventKind.STATEMENT_ABANDONED, _abandoned, FOCAL_POINTS),
        (EventKind.PASSWORD_FORGOTTEN, _password_forgotten, {"dana"}),
    ],
)
def test_exactly_those_are_told(room: Room, kind: EventKind, happens, who: set[str]) -> None:  # type: ignore[no-untyped-def]
    happens(room)
    fan_out_all()
    assert told(kind) == who


def test_a_seat_that_has_decided_is_not_told_that_the_ballot_closes_soon(room: Room) -> None:
    on_the_table(room)
    position(room, "dana", Stance.RESERVE, "We ask at home.")
    position(room, "lucie", Stance.APPROVE)
    room.clock.pass_by(days=2, hours=12)
    with record.transaction() as session:
        remind_next_committee(session)
    fan_out_all()
    assert told(EventKind.BALLOT_CLOSING) == {"dana", "dilip", "elena"}


def test_whoever_decides_is_told_that_the_open_ballot_ended_with_the_statement(room: Room) -> None:
    with record.transaction() as session:  # they were chosen for the decision alone
        session.execute(delete(TakingPart).where(TakingPart.organisation_id == room.organisations["lacs"]))
    on_the_table(room)
    _abandoned(room)
    fan_out_all()
    assert told(EventKind.STATEMENT_ABANDONED) == FOCAL_POINTS


def test_nobody_is_told_of_their_own_act(room: Room) -> None:
    with record.transaction() as session:
        session.add(Penholder(statement_id=room.statement().id, person_id=room.people["dana"], since=room.clock.at))
    room.do("dana", consulting.close_consultation)
    fan_out_all()
    assert told(EventKind.CONSULTATION_CLOSED) == FOCAL_POINTS - {"dana"}


def test_who_does_not_take_part_is_told_of_nothing_before_it_is_public(room: Room) -> None:
    with record.transaction() as session:
        session.delete(session.get_one(TakingPart, (room.statement().id, room.organisations["fen"])))
    on_the_table(room)
    adopt(room)
    fan_out_all()
    assert "fred" not in told(EventKind.CONSULTATION_OPENED) | told(EventKind.STATEMENT_ADOPTED)


def test_those_removed_suspended_or_not_joined_are_told_nothing(room: Room) -> None:
    with record.transaction() as session:
        session.get_one(Person, room.people["dana"]).removed_at = room.clock.at
        session.get_one(Organisation, room.organisations["lacs"]).suspended_at = room.clock.at
        session.get_one(Person, room.people["nadia"]).joined_at = None
    fan_out_all()
    assert told(EventKind.CONSULTATION_OPENED) == {"dilip", "elena", "fred"}


def test_an_event_is_fanned_out_once_by_two_workers_at_once(room: Room) -> None:
    opened = event(EventKind.CONSULTATION_OPENED).id

    def fan_out() -> bool:
        with record.transaction() as session:
            return notifying.fan_out(session, opened)

    assert sorted(at_once(fan_out, fan_out)) == [False, True]
    assert (
        len(told(EventKind.CONSULTATION_OPENED)) == len([row for row in every(Delivery) if row.event_id == opened]) == 6
    )


def test_a_kind_of_event_from_a_later_release_waits_and_holds_up_nothing(room: Room) -> None:
    with record.transaction() as session:
        session.execute(text("UPDATE event SET kind = 'from_the_future'"))
        record_event(session, EventKind.PASSWORD_CHANGED, data={"person": room.people["fred"]})
    fan_out_all()
    assert told(EventKind.PASSWORD_CHANGED) == {"fred"}


def test_an_event_whose_mails_cannot_be_made_is_tried_five_times_and_after_the_others(room: Room) -> None:
    with record.transaction() as session:
        for row in session.query(Event):
            row.fanned_at = room.clock.at
        poisoned = record_event(session, EventKind.BALLOT_CLOSING, data={}).id
        sound = record_event(session, EventKind.PASSWORD_CHANGED, data={"person": room.people["fred"]}).id
    tries = []
    for _ in range(100):
        with record.transaction() as session:
            waiting = notifying.waiting_events(session)
            tries += [waiting]
            for event_id in waiting:
                assert notifying.begin_fan_out(session, event_id)
        room.clock.pass_by(minutes=1)
    assert tries[0] == [sound, poisoned]  # somebody waits for it
    assert tries[1] == [sound, poisoned]
    assert sum(map(bool, tries)) == 5
    assert newest(Event).attempts == 5
    with record.transaction() as session:
        assert not notifying.begin_fan_out(session, poisoned)
        later = record_event(session, EventKind.PASSWORD_CHANGED, data={"person": room.people["fred"]}).id
        assert notifying.waiting_events(session) == [later]


def _poisoned_an_hour_and_a_half_ago(room: Room) -> int:
    """An event of which nobody can be told, found by a worker that was away."""
    with record.transaction() as session:
        for row in session.query(Event):
            row.fanned_at = room.clock.at
        event_id = record_event(session, EventKind.BALLOT_CLOSING, data={}).id
    room.clock.pass_by(minutes=90)
    return event_id


def test_an_old_event_has_its_five_tries_over_an_hour_and_a_half_as_a_new_one_has(room: Room) -> None:
    event_id, began, tried = _poisoned_an_hour_and_a_half_ago(room), room.clock.at, []
    for _ in range(100):
        with record.transaction() as session:
            if event_id in notifying.waiting_events(session) and notifying.begin_fan_out(session, event_id):
                tried.append(round((room.clock.at - began).total_seconds() / 60))
        room.clock.pass_by(minutes=1)
    assert tried == [0, 1, 6, 21, 81]


def test_of_two_who_hold_the_same_message_one_tries_and_one_attempt_is_counted(room: Room) -> None:
    event_id = _poisoned_an_hour_and_a_half_ago(room)

    def begin() -> bool:
        with record.transaction() as session:
            return notifying.begin_fan_out(session, event_id)

    assert sorted(at_once(begin, begin)) == [False, True]
    assert newest(Event).attempts == 1
    room.clock.pass_by(seconds=59)
    assert not begin(), "the first may be at it still"
    room.clock.pass_by(seconds=1)
    assert begin()


def _claimed(room: Room) -> DeliveryClaim:
    """A claim on Fred's mail, the only one."""
    with record.transaction() as session:
        for row in session.query(Event):
            row.fanned_at = room.clock.at
        record_event(session, EventKind.PASSWORD_CHANGED, data={"person": room.people["fred"]})
    fan_out_all()
    made = claim()
    assert made is not None
    return made


def _recorded(made: DeliveryClaim, outcome: Outcome) -> Delivery:
    with record.transaction() as session:
        recording.record(session, made, outcome)
    return newest(Delivery)


def test_the_attempt_is_on_record_before_the_try_and_nobody_else_may_try(room: Room) -> None:
    _claimed(room)
    assert (newest(Delivery).attempts, newest(Delivery).lease) == (1, 1)
    assert claim() is None


def test_two_workers_never_hold_the_same_delivery(room: Room) -> None:
    fan_out_all()
    held: list[DeliveryClaim] = []

    def work() -> None:
        while (made := claim()) is not None:
            held.append(made)

    at_once(work, work, work)
    owed = [row.id for row in every(Delivery)]
    assert sorted(each.delivery_id for each in held) == owed
    assert owed


def test_a_mail_that_was_taken_is_done(room: Room) -> None:
    row = _recorded(_claimed(room), SENT)
    assert (row.progress, row.ended_at, row.in_doubt) == (Progress.DONE, room.clock.at, False)
    assert claim() is None


def test_a_refusal_for_good_is_shown_and_tried_again_before_it_is_believed(room: Room) -> None:
    row = _recorded(_claimed(room), Outcome(DeliveryVerdict.REFUSED, "550 no such reader"))
    assert (row.progress, row.trouble, row.attempts) == (Progress.WAITING, "550 no such reader", 0)
    assert row.due_at - room.clock.at == timedelta(minutes=1)


def test_later_waits_longer_each_time_and_is_no_failure_of_ours(room: Room) -> None:
    made, waits = _claimed(room), []
    for _ in range(6):
        row = _recorded(made, Outcome(DeliveryVerdict.LATER, "451 greylisted"))
        assert (row.progress, row.attempts) == (Progress.WAITING, 0)
        waits.append((row.due_at - room.clock.at) // timedelta(minutes=1))
        room.clock.at = row.due_at
        again = claim()
        assert again is not None
        made = again
    assert waits == [1, 5, 15, 60, 60, 60]


def test_a_mail_to_somebody_who_may_no_longer_know_is_dropped(room: Room) -> None:
    assert _recorded(_claimed(room), Outcome(DeliveryVerdict.NOBODY)).progress is Progress.DROPPED


def test_later_for_two_days_is_a_refusal(room: Room) -> None:
    _claimed(room)
    room.clock.pass_by(hours=49)  # nobody was asked meanwhile: these hours are not the server's
    assert _recorded(claim() or _claimed(room), Outcome(DeliveryVerdict.LATER, "451")).progress is Progress.WAITING
    room.clock.pass_by(hours=48)
    assert _recorded(claim() or _claimed(room), Outcome(DeliveryVerdict.LATER, "451")).progress is Progress.REFUSED


def test_failures_and_deaths_count_together_and_five_of_both_set_aside(room: Room) -> None:
    made = _claimed(room)
    for _ in range(2):
        room.clock.at = _recorded(made, Outcome(DeliveryVerdict.FAILED, "UndefinedError")).due_at
        made = claim() or made
    for _ in range(FAILURES - 3):
        room.clock.at += LEASE
        assert claim() is not None
    room.clock.at += LEASE
    assert claim() is None
    assert newest(Delivery).progress is Progress.SET_ASIDE


def test_a_mail_that_fails_on_our_side_is_set_aside_after_five_tries(room: Room) -> None:
    made, progress = _claimed(room), []
    for _ in range(FAILURES):
        row = _recorded(made, Outcome(DeliveryVerdict.FAILED, "UndefinedError"))
        progress.append(row.progress)
        room.clock.at = row.due_at
        made = claim() or made
    assert progress == [Progress.WAITING] * (FAILURES - 1) + [Progress.SET_ASIDE]


def test_a_channel_that_is_down_spends_no_row(room: Room) -> None:
    for _ in range(20):
        row = _recorded(claim() or _claimed(room), Outcome(DeliveryVerdict.CHANNEL, "535 who are you"))
    assert (row.progress, row.attempts, row.due_at) == (Progress.WAITING, 0, room.clock.at)


def test_a_mail_whose_worker_died_is_claimed_after_the_lease_and_in_doubt(room: Room) -> None:
    dead = _claimed(room)
    room.clock.at += LEASE - timedelta(seconds=1)
    assert claim() is None
    room.clock.pass_by(seconds=1)
    made = claim()
    assert made == DeliveryClaim(dead.delivery_id, dead.lease + 1)
    assert newest(Delivery).in_doubt


def test_a_mail_that_kills_its_worker_each_time_is_set_aside(room: Room) -> None:
    _claimed(room)
    for _ in range(FAILURES - 1):
        room.clock.at += LEASE
        assert claim() is not None
    room.clock.at += LEASE
    assert claim() is None
    assert newest(Delivery).progress is Progress.SET_ASIDE


def test_a_claim_that_is_renewed_does_not_run_out(room: Room) -> None:
    made = _claimed(room)
    for _ in range(5):
        room.clock.at += LEASE - timedelta(seconds=1)
        with record.transaction() as session:
            assert claiming.renew(session, made)
        assert claim() is None


def test_a_worker_that_slept_over_its_lease_neither_sends_nor_records(room: Room) -> None:
    slept = _claimed(room)
    room.clock.at += LEASE
    taken_over = claim()
    assert taken_over is not None
    with record.transaction() as session:
        assert reason_not_to_send(session, slept) is not None
        assert not claiming.renew(session, slept)
    assert _recorded(slept, Outcome(DeliveryVerdict.REFUSED)).progress is Progress.WAITING
    assert _recorded(taken_over, SENT).progress is Progress.DONE


def test_a_mail_in_doubt_waits_five_minutes_and_says_so(room: Room) -> None:
    row = _recorded(_claimed(room), Outcome(DeliveryVerdict.LATER, "cut", in_doubt=True))
    assert row.in_doubt
    assert row.due_at - room.clock.at == timedelta(minutes=5)


def _reason(name: str, kind: EventKind) -> Outcome | None:
    """What is said just before that mail would go out."""
    with record.transaction() as session:
        row = session.get_one(Delivery, delivery(name, kind).id)
        row.lease += 1
        return reason_not_to_send(session, DeliveryClaim(row.id, row.lease))


def test_who_is_removed_while_the_mail_waits_gets_none(room: Room) -> None:
    fan_out_all()
    assert _reason("dana", EventKind.CONSULTATION_OPENED) is None
    with record.transaction() as session:
        session.get_one(Person, room.people["dana"]).removed_at = room.clock.at
    assert _reason("dana", EventKind.CONSULTATION_OPENED) == Outcome(DeliveryVerdict.NOBODY)


def test_whose_organisation_is_suspended_or_takes_part_no_more_gets_none(room: Room) -> None:
    fan_out_all()
    with record.transaction() as session:
        session.get_one(Organisation, room.organisations["lacs"]).suspended_at = room.clock.at
        session.delete(session.get_one(TakingPart, (room.statement().id, room.organisations["fen"])))
    assert _reason("lucie", EventKind.CONSULTATION_OPENED) == Outcome(DeliveryVerdict.NOBODY)
    assert _reason("fred", EventKind.CONSULTATION_OPENED) == Outcome(DeliveryVerdict.NOBODY)
    assert _reason("nadia", EventKind.CONSULTATION_OPENED) is None


def test_a_reminder_of_a_decision_that_is_settled_is_dropped(room: Room) -> None:
    _ballot_closing(room)
    fan_out_all()
    assert _reason("elena", EventKind.BALLOT_CLOSING) is None
    room.do("sara", steering.stop_ballot, reason="A state has answered.")
    assert _reason("elena", EventKind.BALLOT_CLOSING) == Outcome(DeliveryVerdict.NOBODY, "overtaken")


def test_an_invitation_to_somebody_who_has_joined_is_dropped(room: Room) -> None:
    with record.transaction() as session:
        session.get_one(Person, room.people["fred"]).joined_at = None
        record_event(session, EventKind.PERSON_INVITED, data={"person": room.people["fred"]})
    fan_out_all()
    assert _reason("fred", EventKind.PERSON_INVITED) is None
    with record.transaction() as session:
        session.get_one(Person, room.people["fred"]).joined_at = room.clock.at
    assert _reason("fred", EventKind.PERSON_INVITED) == Outcome(DeliveryVerdict.NOBODY, "overtaken")

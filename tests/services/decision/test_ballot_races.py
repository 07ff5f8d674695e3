"""A ballot at whose end two people press at the same moment: one of them ends it, and the record says so once."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from tests.ballot_ends import (
    attempt,
    ballot_record,
    newest_record,
    reminded,
    require_one_end,
    require_one_mail_each,
    require_over,
    settled_at,
)
from tests.decisions import event, newest, on_the_table, position, put_again, tell_nothing_so_far
from tests.races import ROUNDS, rounds, won
from tests.rooms import Room, furnished_open
from workflow.models.ballot import Ballot
from workflow.rules.decision.decision import BallotOutcome, Settling, Stance
from workflow.rules.decision.steering import Steering
from workflow.rules.notifications.events import EventKind
from workflow.services.decision import deciding, steering

pytestmark = pytest.mark.race
WHY = "The plenary was moved to Friday."
ADOPTED, STOPPED = BallotOutcome.ADOPTED, BallotOutcome.STOPPED


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A ballot of three seats that every position decides, on each database; each round puts it anew."""
    with furnished_open() as made:
        on_the_table(made, settling=Settling.ANSWERED)
        yield made


def _all_but_lucie(room: Room) -> str:
    """A ballot in which one approval is missing, and the digest of what is decided on."""
    put_again(room)
    for name in ("dana", "elena"):
        position(room, name, Stance.APPROVE)
    tell_nothing_so_far(room)
    return newest(Ballot).mandate_digest


def _stop(room: Room, name: str = "sara") -> Callable[[], str]:
    return attempt(room, name, steering.stop_ballot, reason=WHY)


def _last(room: Room, mandate: str) -> Callable[[], str]:
    return attempt(room, "lucie", deciding.take_position, mandate=mandate, stance=Stance.APPROVE)


def _require_untouched(kept: dict[int, list[str]]) -> None:
    """The ballots of all rounds are still as they were when they ended."""
    assert len(kept) == ROUNDS
    assert {ballot: ballot_record(ballot).values for ballot in kept} == kept


def test_a_stop_and_the_last_position_leave_one_end(room: Room) -> None:
    kept = {}
    for meet in rounds("stopped", "adopted"):
        mandate = _all_but_lucie(room)
        answers = meet(_stop(room), _last(room, mandate))
        ended = require_one_end()
        outcome = ended.ballot.outcome
        assert answers == (["done", "BallotClosed"] if outcome is STOPPED else ["BallotEnded", "done"])
        assert ended.ballot.tally["in_favour"] == (2 if outcome is STOPPED else 3)
        require_over(room)
        kept[ended.ballot.id] = ended.values
        won(outcome.value)
    _require_untouched(kept)


def test_the_last_positions_of_two_seats_adopt_once(room: Room) -> None:
    for meet in rounds("elena last", "lucie last"):
        put_again(room)
        position(room, "dana", Stance.APPROVE)
        mandate = newest(Ballot).mandate_digest
        facts = {"mandate": mandate, "stance": Stance.APPROVE}
        answers = meet(attempt(room, "elena", deciding.take_position, **facts), _last(room, mandate))
        assert answers == ["done", "done"]
        assert require_one_end().ballot.outcome is ADOPTED
        require_over(room)
        won("lucie last" if event(EventKind.POSITION_TAKEN).person_id == room.people["lucie"] else "elena last")


def test_of_two_colleagues_one_takes_the_position_of_their_seat(room: Room) -> None:
    for meet in rounds("dana", "dilip"):
        put_again(room)
        facts = {"mandate": newest(Ballot).mandate_digest, "seen": ""}
        hers = attempt(room, "dana", deciding.take_position, stance=Stance.APPROVE, **facts)
        his = attempt(room, "dilip", deciding.take_position, stance=Stance.ABSTAIN, **facts)
        answers = meet(hers, his)
        found = newest_record()
        held = found.positions
        if answers == ["done", "StalePosition"]:
            assert [each.stance for each in held] == [Stance.APPROVE]
        else:
            assert answers == ["StalePosition", "done"] and [each.stance for each in held] == [Stance.ABSTAIN]
        assert not found.past
        won("dana" if answers[0] == "done" else "dilip")


def test_of_two_stops_one_ends_the_ballot(room: Room) -> None:
    kept = {}
    for meet in rounds("sara", "sol"):
        _all_but_lucie(room)
        answers = meet(_stop(room), _stop(room, "sol"))
        assert sorted(answers) == ["BallotEnded", "done"]
        ended = require_one_end()
        by = "sara" if answers[0] == "done" else "sol"
        assert [each.person_id for each in ended.acts] == [room.people[by]]
        require_over(room)
        kept[ended.ballot.id] = ended.values
        won(by)
    _require_untouched(kept)


def test_an_extension_and_the_second_of_the_deadline_leave_the_ballot_open_longer_or_ended(room: Room) -> None:
    for meet in rounds("extended", "settled"):
        _all_but_lucie(room)
        closes_at = newest(Ballot).closes_at
        later = closes_at + timedelta(days=1)
        room.clock.at = closes_at - timedelta(seconds=1)
        extend = attempt(room, "sara", steering.extend_ballot, closes_at=later, reason=WHY)
        answers = meet(extend, partial(settled_at, room, closes_at))
        found = newest_record()
        ballot, acts = found.ballot, found.acts
        if answers == ["done", "nothing"]:
            assert (ballot.outcome, ballot.closes_at, ballot.tally) == (BallotOutcome.PENDING, later, {})
            assert [(each.kind, each.was, each.until) for each in acts] == [(Steering.EXTENDED, closes_at, later)]
            require_one_mail_each(found, EventKind.BALLOT_EXTENDED)
            assert settled_at(room, later) == "settled"
            won("extended")
        else:
            assert (answers, list(acts)) == (["BallotEnded", "settled"], [])
            assert (ballot.closes_at, ballot.settled_at) == (closes_at, closes_at)
            won("settled")
        assert require_one_end().ballot.outcome is ADOPTED
        require_over(room)


def test_the_last_position_and_the_second_of_the_deadline_leave_one_end(room: Room) -> None:
    for meet in rounds("position", "deadline"):
        put_again(room)
        for name in ("dana", "elena"):
            position(room, name, Stance.ABSTAIN)
        ballot = newest(Ballot)
        room.clock.at = ballot.closes_at - timedelta(seconds=1)
        last = _last(room, ballot.mandate_digest)
        answers = meet(last, partial(settled_at, room, ballot.closes_at))
        outcome = require_one_end().ballot.outcome
        if outcome is ADOPTED:
            assert answers == ["done", "nothing"]
        else:
            assert (answers, outcome) == (["BallotClosed", "settled"], BallotOutcome.NO_MAJORITY)
        require_over(room)
        won("position" if outcome is ADOPTED else "deadline")


def test_an_extension_and_the_last_position_leave_one_end_at_the_deadline_that_it_had(room: Room) -> None:
    for meet in rounds("extended first", "ended first"):
        mandate = _all_but_lucie(room)
        closes_at = newest(Ballot).closes_at
        facts = {"closes_at": closes_at + timedelta(days=1), "reason": WHY}
        answers = meet(attempt(room, "sara", steering.extend_ballot, **facts), _last(room, mandate))
        ended = require_one_end()
        is_extended = ended.ballot.closes_at == facts["closes_at"]
        assert ended.ballot.outcome is ADOPTED and len(ended.acts) == is_extended
        assert answers == (["done", "done"] if is_extended else ["BallotEnded", "done"])
        require_over(room)
        won("extended first" if is_extended else "ended first")


def test_a_reminder_that_is_due_and_an_extension_remind_before_the_deadline_that_stands(room: Room) -> None:
    for meet in rounds("reminded first", "extended first"):
        _all_but_lucie(room)
        ballot = newest(Ballot)
        room.clock.at = ballot.closes_at - timedelta(hours=2)
        facts = {"closes_at": ballot.closes_at + timedelta(days=5), "reason": WHY}
        extend = attempt(room, "sara", steering.extend_ballot, **facts)
        answers = meet(partial(reminded, room), extend)
        assert answers in (["reminded", "done"], ["nothing", "done"])
        assert newest(Ballot).reminded_at is None, "the reminder before the later deadline is still to come"
        won("reminded first" if answers[0] == "reminded" else "extended first")


def test_two_reminders_by_hand_are_one_mail_each(room: Room) -> None:
    for meet in rounds("sara", "sol"):
        put_again(room)
        answers = meet(*(attempt(room, name, steering.remind_missing) for name in ("sara", "sol")))
        assert sorted(answers) == ["RemindedBefore", "done"]
        found = newest_record()
        assert len(found.acts) == 1
        require_one_mail_each(found, EventKind.BALLOT_REMINDED)
        won("sara" if answers[0] == "done" else "sol")

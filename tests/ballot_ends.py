"""What holds of a ballot that ended, whoever pressed at the same moment: one end, told once, and nothing after it."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select

from tests.decisions import fan_out_all, newest
from tests.rooms import Room
from workflow import database
from workflow.models.ballot import Ballot, Elector, PastPosition, Position, SteeringAct
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.models.publication import Publication
from workflow.rules.decision.decision import BallotOutcome, Stance
from workflow.rules.decision.refusals import BallotClosed, BallotEnded
from workflow.rules.decision.steering import Steering
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import NotFound, Refusal
from workflow.services.decision import deciding, steering

RowT = TypeVar("RowT")
_END_OF = {BallotOutcome.ADOPTED: EventKind.STATEMENT_ADOPTED, BallotOutcome.STOPPED: EventKind.BALLOT_STOPPED}
_ENDS = frozenset({*_END_OF.values(), EventKind.STATEMENT_NOT_ADOPTED})


def attempt(room: Room, name: str, act: Callable[..., Any], **facts: Any) -> Callable[[], str]:
    """A deed for `at_once`: that person's use case on the statement of now; "done", or which refusal it came to."""
    key = room.key

    def run() -> str:
        try:
            with database.transaction() as session:
                act(session, session.get_one(Person, room.people[name]), key, **facts)
        except (Refusal, NotFound) as refusal:
            return type(refusal).__name__
        return "done"

    return run


def ballot_record(ballot_id: int) -> list[str]:
    """All that is on record of a ballot, column by column: the same before and after, where nothing touched it."""
    with database.reading() as session:
        ballot = session.get_one(Ballot, ballot_id)
    kinds = (Elector, Position, PastPosition, SteeringAct, Publication)
    return [_values(ballot), *(each for kind in kinds for each in sorted(map(_values, rows_of(kind, ballot))))]


def rows_of(kind: type[RowT], ballot: Ballot) -> Sequence[RowT]:
    """The rows of that kind that belong to the ballot, read anew."""
    with database.reading() as session:
        return session.scalars(select(kind).where(kind.ballot_id == ballot.id)).all()  # type: ignore[attr-defined]


def _values(row: Any) -> str:
    return repr({column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs})


def require_one_end(room: Room) -> BallotOutcome:
    """What the newest ballot came to, once: in its row, stage, events, positions, publication and mails."""
    ballot = newest(Ballot)
    outcome, at_end = ballot.outcome, _of_ballot(ballot, *_ENDS)
    assert outcome is not BallotOutcome.PENDING and ballot.settled_at is not None
    assert [each.kind for each in at_end] == [_END_OF.get(outcome, EventKind.STATEMENT_NOT_ADOPTED)], outcome
    is_adopted = outcome is BallotOutcome.ADOPTED
    assert room.statement().stage is (Stage.ADOPTED if is_adopted else Stage.CONSOLIDATION)
    assert len(rows_of(Publication, ballot)) == is_adopted
    stops = [each for each in rows_of(SteeringAct, ballot) if each.kind is Steering.STOPPED]
    assert len(stops) == (outcome is BallotOutcome.STOPPED)
    _require_no_position_after(ballot, at_end[0])
    require_one_mail_each(ballot, at_end[0].kind)
    return outcome


def _require_no_position_after(ballot: Ballot, end: Event) -> None:
    """What was counted is what is held, and each was taken before the end."""
    taken = _of_ballot(ballot, EventKind.POSITION_TAKEN)
    assert all(each.id < end.id for each in taken)
    held = rows_of(Position, ballot)
    assert len(taken) == len(held) + len(rows_of(PastPosition, ballot))
    in_favour = sum(each.stance is Stance.APPROVE for each in held)
    assert (ballot.tally["in_favour"], ballot.tally["seats"]) == (in_favour, len(_electors(ballot)))
    assert len(ballot.tally["missing"]) == len(_electors(ballot)) - len(held)
    assert ballot.tally["outcome"] == ballot.outcome


def require_one_mail_each(ballot: Ballot, kind: EventKind) -> None:
    """Each person of a seat is told once of that and of no other end, and nobody is told of one thing twice."""
    fan_out_all()
    events = [each.id for each in _of_ballot(ballot, *_ENDS, kind)]
    with database.reading() as session:
        seats = select(Person.id).where(Person.organisation_id.in_(_electors(ballot)), Person.removed_at.is_(None))
        there = set(session.scalars(seats.where(Person.added_at.is_(None) | (Person.added_at <= ballot.opened_at))))
        told = session.scalars(select(Delivery.person_id).where(Delivery.event_id.in_(events))).all()
    mails = Counter(told)
    assert there and {person: mails[person] for person in there} == dict.fromkeys(there, 1)
    assert set(mails.values()) == {1}


def require_over(room: Room) -> None:
    """Nothing that anybody does afterwards alters the ballot that ended."""
    ballot = newest(Ballot)
    before, events = ballot_record(ballot.id), newest(Event).id
    late: tuple[tuple[str, Callable[..., Any], dict[str, Any]], ...] = (
        ("dana", deciding.take_position, {"mandate": ballot.mandate_digest, "stance": Stance.NOT_PARTICIPATING}),
        ("sara", steering.stop_ballot, {"reason": "Too late."}),
        ("sara", steering.extend_ballot, {"closes_at": ballot.closes_at + timedelta(days=1), "reason": "Too late."}),
        ("sara", steering.remind_missing, {}),
    )
    for name, act, facts in late:
        assert attempt(room, name, act, **facts)() in {BallotClosed.__name__, BallotEnded.__name__}, act
    assert (settled(room), reminded(room)) == ("nothing", "nothing")
    assert (ballot_record(ballot.id), newest(Event).id) == (before, events)


def settled(room: Room) -> str:
    """What the worker's timer does to the statement's ballot: what is due is asked first, and done under the lock."""
    with database.transaction() as session:
        is_due = room.key in deciding.due_ballots(session)
    with database.transaction() as session:
        return "settled" if is_due and deciding.settle(session, room.key) else "nothing"


def settled_at(room: Room, moment: datetime) -> str:
    """The same when the clock has just reached that moment."""
    room.clock.at = moment
    return settled(room)


def reminded(room: Room) -> str:
    """The same of the reminder before the deadline."""
    with database.transaction() as session:
        is_due = room.key in deciding.due_reminders(session)
    with database.transaction() as session:
        return "reminded" if is_due and deciding.remind(session, room.key) else "nothing"


def _of_ballot(ballot: Ballot, *kinds: EventKind) -> list[Event]:
    of_it = (Event.statement_id == ballot.statement_id, Event.kind.in_(kinds))
    with database.reading() as session:
        found = session.scalars(select(Event).where(*of_it).order_by(Event.id)).all()
    return [each for each in found if each.data["ballot"] == ballot.id]


def _electors(ballot: Ballot) -> list[int]:
    return [each.organisation_id for each in rows_of(Elector, ballot)]

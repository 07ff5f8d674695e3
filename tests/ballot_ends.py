"""What holds of a ballot that ended, whoever pressed at the same moment: one end, told once, and nothing after it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import inspect, select

from tests.decisions import fan_out_all, newest
from tests.rooms import Room
from workflow import database
from workflow.models.ballot import Ballot, Elector, PastPosition, Position, SteeringAct
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.models.publication import Publication
from workflow.models.statement import Statement
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


@dataclass(frozen=True)
class BallotRecord:
    """All that is on record of a ballot, of one moment. events: those of its statement that name it, oldest first."""

    ballot: Ballot
    stage: Stage
    electors: frozenset[int]
    positions: Sequence[Position]
    past: Sequence[PastPosition]
    acts: Sequence[SteeringAct]
    publications: Sequence[Publication]
    events: Sequence[Event]

    @property
    def values(self) -> list[str]:
        """Every column of the ballot and what was done to it: the same before and after, where nothing touched it."""
        rows = (self.ballot, *self.positions, *self.past, *self.acts)
        return [str(sorted(self.electors)), *(_values(row) for row in rows)]

    def told(self, *kinds: EventKind) -> list[Event]:
        """The events of these kinds."""
        return [each for each in self.events if each.kind in kinds]


def newest_record() -> BallotRecord:
    """The record of the newest ballot."""
    return ballot_record(newest(Ballot).id)


def ballot_record(ballot_id: int) -> BallotRecord:
    """The record of that ballot."""
    with database.reading() as session:

        def rows(kind: type[RowT]) -> Sequence[RowT]:
            of_it = select(kind).where(kind.ballot_id == ballot_id)  # type: ignore[attr-defined]
            return session.scalars(of_it.order_by(*inspect(kind).primary_key)).all()

        ballot = session.get_one(Ballot, ballot_id)
        of_it = (Event.statement_id == ballot.statement_id, Event.at >= ballot.opened_at)
        events = session.scalars(select(Event).where(*of_it).order_by(Event.id))
        return BallotRecord(
            ballot=ballot,
            stage=session.get_one(Statement, ballot.statement_id).stage,
            electors=frozenset(each.organisation_id for each in rows(Elector)),
            positions=rows(Position),
            past=rows(PastPosition),
            acts=rows(SteeringAct),
            publications=rows(Publication),
            events=[each for each in events if each.data.get("ballot") == ballot_id],
        )


def _values(row: Any) -> str:
    return repr({column.key: getattr(row, column.key) for column in row.__mapper__.column_attrs})


def require_one_end() -> BallotRecord:
    """The record of the newest ballot, which ended once: in row, stage, events, positions, publication and mails."""
    found = newest_record()
    outcome, at_end = found.ballot.outcome, found.told(*_ENDS)
    assert outcome is not BallotOutcome.PENDING and found.ballot.settled_at is not None
    assert [each.kind for each in at_end] == [_END_OF.get(outcome, EventKind.STATEMENT_NOT_ADOPTED)], outcome
    is_adopted = outcome is BallotOutcome.ADOPTED
    assert found.stage is (Stage.ADOPTED if is_adopted else Stage.CONSOLIDATION)
    assert len(found.publications) == is_adopted
    assert sum(each.kind is Steering.STOPPED for each in found.acts) == (outcome is BallotOutcome.STOPPED)
    _require_no_position_after(found, at_end[0])
    require_one_mail_each(found, at_end[0].kind)
    return found


def _require_no_position_after(found: BallotRecord, end: Event) -> None:
    """What was counted is what is held, and each was taken before the end."""
    taken = found.told(EventKind.POSITION_TAKEN)
    assert all(each.id < end.id for each in taken)
    assert len(taken) == len(found.positions) + len(found.past)
    missing = sorted(found.electors - {each.organisation_id for each in found.positions})
    in_favour = sum(each.stance is Stance.APPROVE for each in found.positions)
    counted = tuple(found.ballot.tally[each] for each in ("in_favour", "seats", "missing", "outcome"))
    assert counted == (in_favour, len(found.electors), missing, found.ballot.outcome)


def require_one_mail_each(found: BallotRecord, kind: EventKind) -> None:
    """Each person of a seat is told once of that and of no other end, and nobody is told of one thing twice."""
    fan_out_all()
    events = [each.id for each in found.told(*_ENDS, kind)]
    with database.reading() as session:
        seats = select(Person.id).where(Person.organisation_id.in_(found.electors), Person.removed_at.is_(None))
        was_there = Person.added_at.is_(None) | (Person.added_at <= found.ballot.opened_at)
        there = set(session.scalars(seats.where(was_there)))
        mails = Counter(session.scalars(select(Delivery.person_id).where(Delivery.event_id.in_(events))))
    assert there and {person: mails[person] for person in there} == dict.fromkeys(there, 1)
    assert set(mails.values()) == {1}


def require_over(room: Room) -> None:
    """Nothing that anybody does afterwards alters the ballot that ended."""
    before = newest_record()
    ballot = before.ballot
    late: tuple[tuple[str, Callable[..., Any], dict[str, Any]], ...] = (
        ("dana", deciding.take_position, {"mandate": ballot.mandate_digest, "stance": Stance.NOT_PARTICIPATING}),
        ("sara", steering.stop_ballot, {"reason": "Too late."}),
        ("sara", steering.extend_ballot, {"closes_at": ballot.closes_at + timedelta(days=1), "reason": "Too late."}),
        ("sara", steering.remind_missing, {}),
    )
    for name, act, facts in late:
        assert attempt(room, name, act, **facts)() in {BallotClosed.__name__, BallotEnded.__name__}, act
    assert (settled(room), reminded(room)) == ("nothing", "nothing")
    after = newest_record()
    assert after.values == before.values
    assert [each.id for each in after.events] == [each.id for each in before.events]
    assert len(after.publications) == len(before.publications)


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

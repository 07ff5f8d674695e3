"""A ballot of five hundred seats takes the same few SQL statements as one of five: on its pages, and for each act."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from bench.counting import counted
from tests import calls
from tests.ballot_ends import settled
from tests.decisions import begin_another, newest, tell_nothing_so_far
from tests.rooms import OPENS, Room
from tests.seats import give_seat
from tests.web.house import House, house_of
from workflow import database
from workflow.config import Settings
from workflow.models.ballot import Ballot, Elector, Position, ProposedPosition
from workflow.models.event import Event
from workflow.models.objection import Objection
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.rules.decision.decision import BallotOutcome, Stance
from workflow.rules.decision.objections import ObjectionAnswer
from workflow.rules.decision.proposals import Means, ProposalSource
from workflow.rules.notifications.events import EventKind
from workflow.services.consolidation.objection_answers import AnsweredObjection, answer_objections
from workflow.services.consultation import consulting
from workflow.services.decision import deciding, steering
from workflow.services.notifications import notifying
from workflow.services.shared.record import new_key

FEW, MANY = 5, 500
WHY = "The plenary was moved to Friday."
READERS = ("sara", "dana", "lucie", "nadia")  # the secretariat, one who acted, one who has not, one without a seat
AFTERWARDS = ("sara", "lucie")
_STANCES = (Stance.APPROVE, Stance.OBJECT, Stance.ABSTAIN, Stance.RESERVE, None)
LIMIT = {"/ballot": 13, "/decision": 19, "/committee": 6, "/home": 14}
LIMIT_OF_AN_ACT = 23


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The application over the furnished room, whose clock stands still."""
    with house_of(settings) as made:
        yield made


def test_a_ballot_takes_as_many_sql_statements_for_500_seats_as_for_5(house: House) -> None:
    _seat(house.room, FEW)
    dict(_life(house))  # a statement before, which the pages of both have beside theirs
    few = dict(_life(house))
    assert _seats_of_ballot() == FEW
    _seat(house.room, MANY)
    many = dict(_life(house))
    assert _seats_of_ballot() == MANY
    assert {act: (few[act], many[act]) for act in few if few[act] != many[act]} == {}
    assert few.keys() == many.keys()
    assert {act: count for act, count in many.items() if count > LIMIT.get(act[1], LIMIT_OF_AN_ACT)} == {}


def _seats_of_ballot() -> int:
    with database.reading() as session:
        return len(session.scalars(_electors(newest(Ballot))).all())


def _seat(room: Room, wanted: int) -> None:
    """Have so many organisations on the roll, every fifth of them protected, each with a person."""
    with database.transaction() as session:
        there = session.scalar(select(func.count()).select_from(Organisation)) or 0
        seated = 3 if there == len(room.organisations) else FEW
        for number in range(there, there + wanted - seated):
            house = Organisation(key=new_key(), name=f"Seat {number}", name_folded=f"seat {number}", joined_at=OPENS)
            house.protected = number % 5 == 0
            session.add(house)
            session.flush()
            give_seat(session, house.id)
            address = f"p{number}@seats.example"
            session.add(
                Person(key=new_key(), email=address, organisation_id=house.id, invited_at=OPENS, joined_at=OPENS)
            )


def _life(house: House) -> Iterator[tuple[tuple[str, str], int]]:
    """(Who or when, page or act) -> how many statements it takes, through two ballots of one statement."""
    room = house.room
    begin_another(room)
    room.do("sara", consulting.close_consultation)
    terms = {"version": 1, "languages": ["en"]}
    yield from _pages(house, "before", "/ballot", "/decision")
    yield ("first", "open_ballot"), _act(room, "sara", calls.open_ballot, closes_at=_in(room, days=3), **terms)
    yield ("first", "told of its opening"), _fan_out(EventKind.BALLOT_OPENED)
    _take_positions()
    mandate = newest(Ballot).mandate_digest
    of_dana: dict[str, Any] = {"mandate": mandate, "stance": Stance.APPROVE}
    yield ("first", "take_position"), _act(room, "dana", deciding.take_position, **of_dana)
    yield from _pages(house, "open", "/decision", "/committee", "/home", readers=READERS)
    yield ("first", "remind_missing"), _act(room, "sara", steering.remind_missing)
    yield ("first", "told of the reminder"), _fan_out(EventKind.BALLOT_REMINDED)
    room.clock.at = newest(Ballot).closes_at - timedelta(hours=2)
    yield ("first", "remind"), _by_worker(lambda session: deciding.remind(session, room.key))
    extension = {"closes_at": _in(room, days=2), "reason": WHY}
    yield ("first", "extend_ballot"), _act(room, "sara", steering.extend_ballot, **extension)
    yield ("first", "stop_ballot"), _act(room, "sara", steering.stop_ballot, reason=WHY)
    yield ("first", "told of the stop"), _fan_out(EventKind.BALLOT_STOPPED)
    yield from _pages(house, "stopped", "/decision", "/home")
    yield ("first", "answer_objections"), _act(room, "sara", answer_objections, answers=_answers())
    yield from _pages(house, "answered", "/ballot")
    again = {"closes_at": _in(room, days=3), "same_text": WHY, **terms}
    yield ("second", "open_ballot"), _act(room, "sara", calls.open_ballot, **again)
    _take_positions()
    yield from _pages(house, "open again", "/decision", "/home")
    room.clock.at = newest(Ballot).closes_at
    yield ("second", "settle"), _by_worker(lambda session: deciding.settle(session, room.key))
    assert newest(Ballot).outcome is not BallotOutcome.PENDING and settled(room) == "nothing"
    yield from _pages(house, "settled", "/decision", "/home")
    tell_nothing_so_far(room)


def _in(room: Room, **span: float) -> Any:
    return room.clock.at + timedelta(**span)


def _pages(
    house: House, when: str, *pages: str, readers: Sequence[str] = AFTERWARDS
) -> Iterator[tuple[tuple[str, str], int]]:
    for page in pages:
        address = page if page in ("/committee", "/home") else f"{house.address}{page}"
        for name in ("sara",) if page == "/ballot" else readers:
            visitor = house.visitor(name)
            visitor.get(address)  # the first time, it is kept what the reader has opened
            with counted(database.engine()) as seen:
                answer = visitor.get(address)
            assert answer.status_code == 200, (page, name, answer.status_code)
            yield (f"{name}, {when}", page), len(seen)


def _act(room: Room, name: str, act: Callable[..., Any], **facts: Any) -> int:
    with counted(database.engine()) as seen:
        room.do(name, act, **facts)
    return len(seen)


def _by_worker(act: Callable[[Any], bool]) -> int:
    with counted(database.engine()) as seen, database.transaction() as session:
        assert act(session)
    return len(seen)


def _fan_out(kind: EventKind) -> int:
    """How many statements it takes to have everybody told of the newest event of that kind."""
    with database.reading() as session:
        told = session.scalars(select(Event.id).where(Event.kind == kind).order_by(Event.id.desc())).first() or 0
    return _by_worker(lambda session: notifying.fan_out(session, told))


def _take_positions() -> None:
    """Have four of five seats other than those of the cast hold a position, and what was given for the fifth wait."""
    ballot = newest(Ballot)
    shared = {"ballot_id": ballot.id, "reason": WHY}
    with database.transaction() as session:
        named = {each.email.partition("@")[0]: each for each in session.scalars(select(Person))}
        cast = {named[name].organisation_id for name in ("dana", "lucie")}
        seats = [each for each in session.scalars(_electors(ballot)) if each not in cast]
        people = {each.organisation_id: each.id for each in named.values()}
        for number, seat in enumerate(seats):
            stance = _STANCES[number % len(_STANCES)] if number else Stance.OBJECT
            by = {"organisation_id": seat, "person_id": people[seat], **shared}
            if stance is None or number == 1:
                waits = {"stance": Stance.APPROVE, "source": ProposalSource.SECRETARIAT, "means": Means.TELEPHONE}
                by |= {"person_id": named["sara"].id, "given_by": "Somebody", "given_at": ballot.opened_at}
                session.add(ProposedPosition(**by, **waits, proposed_at=ballot.opened_at))
                continue
            session.add(Position(**by, stance=stance, digests=ballot.digests, taken_at=ballot.opened_at))
            if stance is Stance.OBJECT:
                of_it = {"ballot_id": ballot.id, "organisation_id": seat, "person_id": people[seat], "why": WHY}
                session.add(Objection(**of_it, statement_id=ballot.statement_id, made_at=ballot.opened_at))


def _electors(ballot: Ballot) -> Any:
    return select(Elector.organisation_id).where(Elector.ballot_id == ballot.id).order_by(Elector.organisation_id)


def _answers() -> list[AnsweredObjection]:
    with database.reading() as session:
        waiting = session.scalars(select(Objection).where(Objection.ballot_id == newest(Ballot).id))
        return [AnsweredObjection(each.reference, ObjectionAnswer.NOT_MET, WHY, each.serial) for each in waiting]

"""People who come and go: who of a seat acts in a ballot, and that all who act beside them are told."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from tests import calls
from tests.deadlines import remind_next_committee
from tests.decisions import event, every, fan_out_all, newest, on_the_table, position, told
from tests.rooms import Room, furnished_open
from tests.seats import end_seats
from workflow import database as record
from workflow.models.ballot import Ballot, Position
from workflow.models.event import Delivery, Event
from workflow.models.organisation import Organisation
from workflow.models.person import Link, LinkPurpose, Person
from workflow.models.seat import Seat
from workflow.models.statement import Statement
from workflow.queries.home.home import home
from workflow.queries.shared.standing import standing
from workflow.rules.decision.decision import Stance
from workflow.rules.decision.refusals import InvitedSince, SeatVacated
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import Refusal
from workflow.services.decision import steering
from workflow.services.notifications.recipients import audience
from workflow.services.people import inviting, joining


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """The furnished room with its first consultation open, on each database."""
    with furnished_open() as made:
        yield made


def _key(room: Room, house: str) -> str:
    with record.reading() as session:
        return session.get_one(Organisation, room.organisations[house]).key


def _invite(room: Room, name: str, house: str, by: str = "sara") -> None:
    """The secretariat invites somebody to act for that organisation."""
    with room.acting(by) as (session, person):
        address = f"{name}@{house}.example"
        key = _key(room, house) if house in room.organisations else "secretariat"
        room.people[name] = inviting.invite_person(session, person, key, email=address, name=name.capitalize()).id


def _join(room: Room, name: str) -> None:
    """The person joins by the link of its invitation."""
    with record.transaction() as session:
        token = joining.create_link(session, session.get_one(Person, room.people[name]), LinkPurpose.INVITATION)
    with record.transaction() as session:
        joining.accept_invitation(session, token, name=name.capitalize(), password="four tall herons")


def _remove(room: Room, name: str, house: str) -> None:
    with room.acting("sara") as (session, person):
        removed = session.get_one(Person, room.people[name]).key
        inviting.remove_person(session, person, _key(room, house), removed=removed)


def _come(room: Room, name: str, house: str) -> None:
    "Someone is invited a minute from now, and joins."
    room.clock.pass_by(minutes=1)
    _invite(room, name, house)
    room.clock.pass_by(minutes=1)
    _join(room, name)


# -- who was invited after the ballot opened takes no position in it


def test_who_was_invited_after_the_ballot_opened_takes_no_position_in_it(room: Room) -> None:
    on_the_table(room)
    _come(room, "nell", "lacs")
    with pytest.raises(InvitedSince) as refused:
        position(room, "nell", Stance.APPROVE)
    assert refused.value.opened_at == newest(Ballot).opened_at
    assert not every(Position)


def test_a_stranger_invited_into_a_seat_during_a_ballot_decides_nothing(room: Room) -> None:
    on_the_table(room)
    position(room, "dana", Stance.APPROVE)
    _come(room, "nell", "lacs")
    with pytest.raises(Refusal):
        position(room, "nell", Stance.APPROVE)
    _remove(room, "nell", "lacs")
    assert newest(Statement).stage is Stage.DECISION
    assert [held.organisation_id for held in every(Position)] == [room.organisations["delta"]]


def test_who_was_invited_after_the_ballot_opened_cannot_repeat_the_position_of_a_colleague(room: Room) -> None:
    on_the_table(room)
    position(room, "lucie", Stance.ABSTAIN)
    _come(room, "nell", "lacs")
    with pytest.raises(Refusal):
        position(room, "nell", Stance.ABSTAIN)


def test_who_was_invited_before_the_ballot_and_again_during_it_takes_a_position(room: Room) -> None:
    _invite(room, "nell", "lacs")
    on_the_table(room)
    _come(room, "nell", "lacs")
    position(room, "nell", Stance.OBJECT, "Not these words.")
    assert [held.person_id for held in every(Position)] == [room.people["nell"]]


def test_who_was_removed_during_the_ballot_and_invited_anew_takes_no_position_in_it(room: Room) -> None:
    on_the_table(room)
    room.clock.pass_by(minutes=1)
    _remove(room, "dilip", "delta")
    _come(room, "dilip", "delta")
    with pytest.raises(Refusal):
        position(room, "dilip", Stance.APPROVE)


def test_who_was_invited_after_a_ballot_opened_takes_a_position_in_the_next_one(room: Room) -> None:
    on_the_table(room)
    _come(room, "nell", "lacs")
    room.do("sara", steering.stop_ballot, reason="Nobody was reached.")
    room.clock.pass_by(minutes=1)
    closes_at = room.clock.at.replace(year=room.clock.at.year + 1)
    facts = {"version": 1, "languages": ["en"], "same_text": "Nobody was reached."}
    room.do("sara", calls.open_ballot, closes_at=closes_at, **facts)
    position(room, "nell", Stance.APPROVE)
    assert every(Position)[-1].person_id == room.people["nell"]


def test_who_cannot_act_in_a_ballot_sees_it_and_is_offered_nothing_to_do(room: Room) -> None:
    on_the_table(room)
    _come(room, "nell", "lacs")
    viewer = Viewer(room.people["nell"], room.organisations["lacs"])
    with record.reading() as session:
        stand = standing(session, viewer, room.key)
        hers = home(session, viewer)
        beside = home(session, Viewer(room.people["lucie"], room.organisations["lacs"]))
    assert stand is not None
    assert stand.may(Action.SEE_POSITIONS)
    assert not stand.may(Action.TAKE_POSITION)
    assert (hers.to_decide, hers.count) == ((), 0)
    assert len(beside.to_decide) == 1


def test_who_lost_the_seat_while_a_ballot_runs_sees_it_and_is_offered_nothing_to_do(room: Room) -> None:
    on_the_table(room)
    with record.transaction() as session:
        end_seats(session, Seat.organisation_id == room.organisations["lacs"])
    viewer = Viewer(room.people["lucie"], room.organisations["lacs"])
    with record.reading() as session:
        stand, hers = standing(session, viewer, room.key), home(session, viewer)
    assert stand is not None and stand.may(Action.SEE_POSITIONS) and not stand.may(Action.TAKE_POSITION)
    assert (hers.to_decide, hers.count) == ((), 0)
    with pytest.raises(SeatVacated):
        position(room, "lucie", Stance.APPROVE)


def test_who_cannot_act_in_a_ballot_is_not_reminded_of_it(room: Room) -> None:
    on_the_table(room)
    _come(room, "nell", "lacs")
    fan_out_all()
    assert told(EventKind.BALLOT_OPENED) == {"dana", "dilip", "lucie", "elena"}
    room.clock.pass_by(days=2, hours=12)
    with record.transaction() as session:
        assert remind_next_committee(session)
    fan_out_all()
    assert told(EventKind.BALLOT_CLOSING) == {"dana", "dilip", "lucie", "elena"}


# -- all who act for an organisation are told


def _invited(room: Room) -> None:
    _invite(room, "nell", "delta")


def _invited_again(room: Room) -> None:
    _invite(room, "nell", "delta")
    fan_out_all()
    _invite(room, "nell", "delta")


def _joined(room: Room) -> None:
    _invite(room, "nell", "delta")
    _join(room, "nell")


def _removed(room: Room) -> None:
    _invite(room, "nell", "delta")
    _join(room, "nell")
    fan_out_all()
    _remove(room, "nell", "delta")


@pytest.mark.parametrize(
    ("kind", "happens"),
    [
        ("colleague_invited", _invited),
        ("colleague_invited", _invited_again),
        ("person_joined", _joined),
        ("person_removed", _removed),
    ],
)
def test_all_focal_points_are_told_of_people_invited_joined_and_removed(room: Room, kind: str, happens) -> None:  # type: ignore[no-untyped-def]
    happens(room)
    fan_out_all()
    assert told(EventKind(kind)) == {"dana", "dilip"}


def test_the_secretariat_is_told_of_people_invited_to_it_by_one_of_them_or_by_the_operator(room: Room) -> None:
    _invite(room, "stan", "office")
    fan_out_all()
    assert told(EventKind.COLLEAGUE_INVITED) == {"sol"}
    with record.transaction() as session:
        inviting.add_secretariat(session, email="ola@office.example")
    fan_out_all()
    assert told(EventKind.COLLEAGUE_INVITED) == {"sara", "sol"}
    assert not told(EventKind.PERSON_INVITED), "the operator hands the link over"


def test_a_forgotten_invitation_that_somebody_asks_for_again_is_told_to_nobody_else(room: Room) -> None:
    _invite(room, "nell", "delta")
    before = len(every(Event))
    with record.transaction() as session:
        joining.request_reset(session, "nell@delta.example")
    assert [each.kind for each in every(Event)[before:]] == [EventKind.PERSON_INVITED]


def test_all_focal_points_are_told_of_each_position_taken_in_their_name_and_nobody_else_is(room: Room) -> None:
    on_the_table(room)
    position(room, "dana", Stance.OBJECT, "Not these words.")
    fan_out_all()
    assert told(EventKind.POSITION_TAKEN) == {"dana", "dilip"}
    room.clock.pass_by(minutes=1)
    position(room, "dilip", Stance.ABSTAIN)
    fan_out_all()
    assert told(EventKind.POSITION_TAKEN) == {"dana", "dilip"}
    position(room, "elena", Stance.APPROVE)
    fan_out_all()
    assert told(EventKind.POSITION_TAKEN) == {"elena"}


def test_who_left_meanwhile_is_told_of_no_position_that_waits_to_be_sent(room: Room) -> None:
    on_the_table(room)
    position(room, "dana", Stance.ABSTAIN)
    fan_out_all()
    _remove(room, "dilip", "delta")
    taken = event(EventKind.POSITION_TAKEN)
    with record.reading() as session:
        assert audience(session, taken) == {room.people["dana"]}


def test_nobody_but_the_invited_person_gets_a_link(room: Room) -> None:
    _invite(room, "nell", "delta")
    fan_out_all()
    with record.reading() as session:
        of_invitation = select(Delivery.person_id).join(Event, Event.id == Delivery.event_id)
        sent = session.scalars(of_invitation.where(Event.kind == EventKind.PERSON_INVITED)).all()
        assert (list(sent), list(session.scalars(select(Link.id)))) == ([room.people["nell"]], [])

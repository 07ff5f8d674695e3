"""The roll after the first ballot: one person asks, another confirms; what one could try alone comes to nothing."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, delete, func, select

from bench.counting import counted
from tests import calls
from tests.decisions import event, every, fan_out_all, newest, on_the_table, position, told
from tests.races import rounds, won
from tests.rooms import OPENS, Room, furnished_open
from tests.seats import give_seat, is_on_roll
from workflow import database as record
from workflow.formats.organisations_csv import parse_lines
from workflow.models.ballot import Ballot, Elector
from workflow.models.event import Delivery, Event
from workflow.models.organisation import Organisation
from workflow.models.person import Person, SignIn
from workflow.models.seat import Seat, SeatChange
from workflow.models.statement import Statement
from workflow.queries.decision.decision import decisions
from workflow.queries.people.roll import committee, waiting_for
from workflow.queries.shared.standing import standing
from workflow.rules.decision.decision import Stance
from workflow.rules.decision.proposals import Means
from workflow.rules.decision.refusals import SeatVacated
from workflow.rules.notifications.events import EventKind
from workflow.rules.people.refusals import (
    AskerGone,
    SeatChangeLapsed,
    SeatChangeOver,
    SeatChangeWaits,
    SeatStands,
    SecondRefused,
)
from workflow.rules.people.roll import SeatAct, SeatAnswer, SeatChangeState
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import NotFound, ReasonNeeded, UnknownChoice
from workflow.services.consultation import consulting
from workflow.services.decision import deciding
from workflow.services.decision.proposing import GivenPosition, enter_position
from workflow.services.notifications.recipients import audience
from workflow.services.people import inviting, membership, roll
from workflow.services.shared.record import new_key

COMMITTEE = {"dana", "dilip", "lucie", "elena"}


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """The furnished room, whose people joined long ago, with a ballot that is open: the coalition's first."""
    with furnished_open() as made:
        _long_ago()
        on_the_table(made)
        yield made


def _long_ago() -> None:
    with record.transaction() as session:
        for person in session.scalars(select(Person).where(Person.joined_at.is_not(None))):
            person.joined_at = OPENS - timedelta(days=90)


def _key(room: Room, house: str) -> str:
    with record.reading() as session:
        return session.get_one(Organisation, room.organisations[house]).key


def ask(room: Room, house: str, act: SeatAct = SeatAct.END, who: str = "sara", reason: str = "Its term ended.") -> str:
    """The key of a change that is asked for."""
    with room.acting(who) as (session, person):
        asked = roll.request_change(session, person, _key(room, house), act=act, reason=reason, decided_by="Assembly")
        return asked.key


def answer(room: Room, who: str, key: str, said: SeatAnswer = SeatAnswer.CONFIRM) -> SeatChange:
    """The change, answered by that person."""
    with room.acting(who) as (session, person):
        return roll.answer_change(session, person, key, said)


def seated(room: Room, house: str) -> bool:
    """Whether the organisation holds a seat."""
    with record.reading() as session:
        return is_on_roll(session, session.get_one(Organisation, room.organisations[house]))


def newcomer(room: Room, name: str, house: str | None) -> None:
    """Somebody who joins today."""
    with room.acting("sara") as (session, sara):
        key = _key(room, house) if house else "secretariat"
        came = inviting.invite_person(session, sara, key, email=f"{name}@new.example", name=name)
        came.joined_at = record.now(session)
        session.flush()
        room.people[name] = came.id


def test_what_one_person_asks_changes_nothing_until_another_confirms_it(room: Room) -> None:
    key = ask(room, "lacs")
    assert seated(room, "lacs")
    change = answer(room, "sol", key)
    assert not seated(room, "lacs")
    assert (change.state, change.asked_by, change.ended_by) == (
        SeatChangeState.CONFIRMED,
        room.people["sara"],
        room.people["sol"],
    )
    ended = next(each for each in every(Seat) if each.organisation_id == room.organisations["lacs"])
    assert (ended.until, ended.ended_by) == (change.ended_at, change.id)


def test_eight_seats_are_not_removed_by_one_person(room: Room) -> None:
    houses = ["delta", "lacs", "estero", *_more_houses(room, 5)]
    keys = [ask(room, house) for house in houses]
    for key in keys:
        with pytest.raises(SecondRefused) as refused:
            answer(room, "sara", key)
        assert refused.value.reason == "own"
    with room.acting("sara") as (session, person):
        for house in houses:
            facts = {"has_seat": False, "reason": "Its term ended."}
            membership.change_organisation(session, person, _key(room, house), **facts)
    newcomer(room, "accomplice", None)
    with pytest.raises(SecondRefused) as refused:
        answer(room, "accomplice", keys[0])
    assert refused.value.reason == "too_new"
    assert all(seated(room, house) for house in houses)


def _more_houses(room: Room, count: int) -> list[str]:
    names = [f"house{number}" for number in range(count)]
    with record.transaction() as session:
        for name in names:
            made = Organisation(key=new_key(), name=name, name_folded=name, joined_at=OPENS)
            made.protected = made.name.endswith("7")
            session.add(made)
            session.flush()
            give_seat(session, made.id)
            room.organisations[name] = made.id
            person = Person(key=new_key(), email=f"{name}@house.example", organisation_id=made.id, invited_at=OPENS)
            person.joined_at = OPENS
            session.add(person)
            session.flush()
            room.people[name] = person.id
    return names


def test_one_removal_is_a_mail_to_thirteen_with_both_names(room: Room) -> None:
    houses = _more_houses(room, 10)
    answer(room, "sol", ask(room, "lacs"))
    fan_out_all()
    people = told(EventKind.SEAT_CHANGED)
    assert people == COMMITTEE | set(houses), "the focal points of all thirteen seats, the one removed among them"


def test_a_request_is_told_to_those_who_may_confirm_it(room: Room) -> None:
    ask(room, "lacs")
    fan_out_all()
    assert told(EventKind.SEAT_CHANGE_ASKED) == {"sol"}


def test_where_nobody_else_of_the_secretariat_may_a_seat_that_is_not_concerned_confirms(room: Room) -> None:
    with room.acting("sara") as (session, person):
        inviting.remove_person(session, person, "secretariat", removed=session.get_one(Person, room.people["sol"]).key)
    key = ask(room, "lacs")
    fan_out_all()
    assert told(EventKind.SEAT_CHANGE_ASKED) == {"dana", "dilip", "elena"}
    for name, reason in (("sara", "own"), ("lucie", "concerned"), ("fred", "not_yours")):
        with pytest.raises(SecondRefused) as refused:
            answer(room, name, key)
        assert refused.value.reason == reason, name
    answer(room, "elena", key)
    assert not seated(room, "lacs")


def test_a_focal_point_confirms_nothing_while_another_of_the_secretariat_can(room: Room) -> None:
    with pytest.raises(SecondRefused) as refused:
        answer(room, "dana", ask(room, "lacs"))
    assert refused.value.reason == "not_yours"


def test_a_request_lapses_after_24_hours_and_can_be_made_anew(room: Room) -> None:
    key = ask(room, "lacs")
    room.clock.pass_by(hours=24)
    for said in (SeatAnswer.CONFIRM, SeatAnswer.REFUSE):
        with pytest.raises(SeatChangeLapsed):
            answer(room, "sol", key, said)
    again = ask(room, "lacs")
    assert again != key
    assert [each.state for each in every(SeatChange)] == ["lapsed", "asked"]
    answer(room, "sol", again)
    assert not seated(room, "lacs")


def test_a_request_is_refused_or_taken_back_once_and_changes_nothing(room: Room) -> None:
    for said, who, state in (
        (SeatAnswer.REFUSE, "sol", "refused"),
        (SeatAnswer.TAKE_BACK, "sara", "taken_back"),
    ):
        key = ask(room, "lacs")
        answer(room, who, key, said)
        assert answer(room, who, key, said).state == state, "a second press is answered like the first"
        with pytest.raises(SeatChangeOver):
            answer(room, "sol", key)
    with pytest.raises(SecondRefused):
        answer(room, "sol", ask(room, "lacs"), SeatAnswer.TAKE_BACK)
    assert seated(room, "lacs")


def test_the_same_change_asked_by_two_is_one_request(room: Room) -> None:
    key = ask(room, "lacs")
    assert ask(room, "lacs") == key, "a second press"
    with pytest.raises(SeatChangeWaits):
        ask(room, "lacs", who="sol")
    assert len(every(SeatChange)) == 1


def test_nobody_but_the_secretariat_asks(room: Room) -> None:
    for name in ("dana", "lucie", "fred"):
        with pytest.raises(NotFound):
            ask(room, "delta", who=name)


def test_what_was_asked_by_somebody_who_was_removed_since_is_not_confirmed(room: Room) -> None:
    newcomer(room, "ann", None)
    key = ask(room, "lacs", who="ann")
    with room.acting("sara") as (session, person):
        inviting.remove_person(session, person, "secretariat", removed=session.get_one(Person, room.people["ann"]).key)
    with pytest.raises(AskerGone):
        answer(room, "sol", key)
    answer(room, "sol", key, SeatAnswer.REFUSE)
    assert seated(room, "lacs")


def test_a_seat_is_not_given_to_an_organisation_that_was_suspended_since(room: Room) -> None:
    key = ask(room, "fen", SeatAct.GIVE)
    with room.acting("sara") as (session, person):
        membership.change_organisation(session, person, _key(room, "fen"), suspended=True)
    with pytest.raises(SeatStands):
        answer(room, "sol", key)
    assert not seated(room, "fen")


def test_suspending_an_elector_needs_the_second_person_and_is_told_to_it_and_to_the_committee(room: Room) -> None:
    with room.acting("sara") as (session, person):
        session.add(_sign_in(room, "lucie"))
        facts = {"suspended": True, "reason": "Its address was taken over."}
        membership.change_organisation(session, person, _key(room, "lacs"), **facts)
    with record.reading() as session:
        assert session.get_one(Organisation, room.organisations["lacs"]).suspended_at is None
        assert session.scalar(select(func.count()).select_from(SignIn)) == 1
    answer(room, "sol", newest(SeatChange).key)
    with record.reading() as session:
        assert session.get_one(Organisation, room.organisations["lacs"]).suspended_at == room.clock.at
        assert session.scalar(select(func.count()).select_from(SignIn)) == 0
    fan_out_all()
    assert told(EventKind.SEAT_CHANGED) == COMMITTEE


def _sign_in(room: Room, name: str) -> SignIn:
    at = room.clock.at
    return SignIn(token_hash="x", person_id=room.people[name], started_at=at, seen_at=at)


def test_an_organisation_that_lost_its_seat_during_a_ballot_is_not_suspended_by_one_person_either(room: Room) -> None:
    answer(room, "sol", ask(room, "lacs"))
    with room.acting("sara") as (session, person), pytest.raises(ReasonNeeded):
        membership.change_organisation(session, person, _key(room, "lacs"), suspended=True)
    ask(room, "lacs", SeatAct.SUSPEND)
    with record.reading() as session:
        assert session.get_one(Organisation, room.organisations["lacs"]).suspended_at is None


def test_an_organisation_without_a_seat_is_suspended_by_one_person(room: Room) -> None:
    with room.acting("sara") as (session, person):
        membership.change_organisation(session, person, _key(room, "fen"), suspended=True)
    with record.reading() as session:
        assert session.get_one(Organisation, room.organisations["fen"]).suspended_at is not None
    assert not every(SeatChange)


def test_a_list_that_gives_seats_asks_for_each_and_says_so(room: Room) -> None:
    lines = "".join(f"House {number},yes\n" for number in range(3))
    with room.acting("sara") as (session, person):
        done = membership.import_organisations(session, person, parse_lines(b"name,seat\n" + lines.encode()))
    assert (done.added, done.asked) == (3, 3)
    assert [(each.act, each.state) for each in every(SeatChange)] == [("give", "asked")] * 3
    fan_out_all()
    assert told(EventKind.SEAT_CHANGE_ASKED) == {"sol"}
    assert len(event(EventKind.SEAT_CHANGE_ASKED).data["changes"]) == 3, "one mail for all"
    assert len(every(Seat)) == 3, "the three of before"


def test_what_the_operator_asks_at_the_terminal_waits_for_one_of_the_secretariat(room: Room) -> None:
    with record.transaction() as session:
        key = roll.request_change(session, None, _key(room, "fen"), act=SeatAct.GIVE).key
    assert not seated(room, "fen")
    answer(room, "sara", key)
    assert seated(room, "fen")


# -- a ballot keeps its electorate


def _taken(room: Room, who: str = "dana") -> dict[str, Any]:
    with record.reading() as session:
        person = session.get_one(Person, room.people[who])
        stand = standing(session, Viewer(person.id, person.organisation_id, True), room.key)
        assert stand is not None
        ballot = decisions(session, stand)[0]
        return {"ballot": ballot, **{each.who.name or each.who.code: each for each in ballot.positions}}


def test_a_seat_that_is_vacated_stays_in_the_quorum_is_shown_so_and_takes_no_position(room: Room) -> None:
    answer(room, "sol", ask(room, "lacs"))
    with pytest.raises(SeatVacated):
        position(room, "lucie", Stance.APPROVE)
    shown = _taken(room)
    assert shown["Réseau des Lacs"].vacated_at == room.clock.at
    assert (shown["ballot"].tally.seats, shown["ballot"].tally.quorum_needed) == (3, 2)
    assert shown["Delta Observatory"].vacated_at is None


def test_the_secretariat_enters_no_position_for_a_seat_that_was_vacated(room: Room) -> None:
    given = GivenPosition(
        seat=_key(room, "lacs"),
        stance=Stance.APPROVE,
        reason="",
        means=Means.TELEPHONE,
        given_at=room.clock.at,
        given_by="Lucie",
    )
    answer(room, "sol", ask(room, "lacs"))
    with pytest.raises(UnknownChoice):
        room.do("sara", enter_position, given=given, mandate=newest(Ballot).mandate_digest)


def test_a_position_taken_before_stays_and_counts_and_is_marked(room: Room) -> None:
    position(room, "lucie", Stance.APPROVE)
    answer(room, "sol", ask(room, "lacs"))
    shown = _taken(room)
    assert (shown["Réseau des Lacs"].stance, shown["Réseau des Lacs"].vacated_at) == (Stance.APPROVE, room.clock.at)
    assert shown["ballot"].tally.in_favour == 1
    for name in ("dana", "elena"):
        position(room, name, Stance.APPROVE)
    assert newest(Ballot).tally["in_favour"] == 3, "it is decided with the position of the seat that was vacated"


def test_a_suspended_seat_is_marked_and_what_comes_after_the_result_marks_nothing(room: Room) -> None:
    answer(room, "sol", ask(room, "lacs", SeatAct.SUSPEND))
    assert _taken(room)["Réseau des Lacs"].suspended_at == room.clock.at
    for name in ("dana", "elena"):
        position(room, name, Stance.APPROVE)
    room.clock.pass_by(days=3, minutes=5)
    with record.transaction() as session:
        assert deciding.settle(session, room.key)
    room.clock.pass_by(minutes=5)
    answer(room, "sol", ask(room, "delta"))
    shown = _taken(room, "elena")
    assert shown["ballot"].settled_at is not None and shown["Delta Observatory"].vacated_at is None
    assert shown["Réseau des Lacs"].suspended_at is not None


def test_changes_within_seven_days_before_a_ballot_or_during_it_stand_on_its_page(room: Room) -> None:
    refused = ask(room, "delta", reason="By mistake.")
    answer(room, "sol", refused, SeatAnswer.REFUSE)
    answer(room, "sol", ask(room, "lacs"))
    line = _taken(room)["ballot"].roll_changes
    assert [(each.who.name, each.act, each.asked_by.name, each.second.name) for each in line if each.second] == [
        ("Réseau des Lacs", SeatAct.END, "Sara", "Sol")
    ]
    room.clock.pass_by(days=3, minutes=1)
    with record.transaction() as session:
        deciding.settle(session, room.key)
    for days, count in ((3, 1), (5, 0)):
        room.clock.pass_by(days=days)
        closes_at = room.clock.at + timedelta(minutes=5)
        facts = {
            "version": 1,
            "languages": ["en"],
            "closes_at": closes_at,
            "short_notice": "Now.",
            "same_text": "Once more.",
        }
        room.do("sara", calls.open_ballot, **facts)
        assert len(_taken(room)["ballot"].roll_changes) == count, days
        room.clock.pass_by(minutes=6)
        with record.transaction() as session:
            deciding.settle(session, room.key)


def test_one_who_lost_the_seat_reads_the_ballot_still(room: Room) -> None:
    answer(room, "sol", ask(room, "lacs"))
    with record.reading() as session:
        viewer = Viewer(room.people["lucie"], room.organisations["lacs"])
        stand = standing(session, viewer, room.key)
    assert stand is not None and stand.may(Action.SEE_POSITIONS) and not stand.may(Action.TAKE_POSITION)


def test_no_act_on_the_roll_takes_more_statements_for_five_hundred_seats_than_for_thirteen(room: Room) -> None:
    def counts() -> list[int]:
        counts = []
        room.clock.pass_by(days=4)
        with record.transaction() as session:
            deciding.settle(session, room.key)
        closes_at = room.clock.at + timedelta(days=2)
        facts: dict[str, Any] = {"version": 1, "languages": ["en"], "closes_at": closes_at, "same_text": "Once more."}
        deeds = (
            lambda: room.do("sara", calls.open_ballot, **facts),
            lambda: answer(room, "sol", ask(room, "fen", SeatAct.GIVE)),
            lambda: answer(room, "sol", ask(room, "fen")),
            lambda: _taken(room),
            lambda: _read(room),
            lambda: _audience(EventKind.SEAT_CHANGED),
        )
        for deed in deeds:
            with counted(record.engine()) as seen:
                deed()
            # One for all of them, where there is one to be made.
            counts.append(len([each for each in seen if not each.startswith("INSERT INTO label")]))
        return counts

    few = counts()
    _more_houses(room, 500)
    assert counts() == few


def _read(room: Room) -> None:
    with record.reading() as session:
        viewer = Viewer(room.people["dana"], room.organisations["delta"], True)
        assert committee(session, viewer).seats
        waiting_for(session, viewer)


def _audience(kind: EventKind) -> None:
    with record.transaction() as session:
        assert audience(session, session.get_one(Event, event(kind).id))


# -- at the same moment


def _back(room: Room, house: str) -> None:
    """The organisation has its seat again, and nothing waits."""
    with record.transaction() as session:
        for change in session.scalars(select(SeatChange).where(SeatChange.state == SeatChangeState.ASKED)):
            change.state = SeatChangeState.REFUSED
        if not is_on_roll(session, session.get_one(Organisation, room.organisations[house])):
            give_seat(session, room.organisations[house])


@pytest.mark.race
def test_of_two_second_persons_at_once_one_confirms_and_the_seat_ends_once(room: Room) -> None:
    with record.transaction() as session:
        third = inviting.add_secretariat(session, email="third@office.example", name="Third")
        third.joined_at = OPENS - timedelta(days=90)
        session.flush()
        room.people["third"] = third.id
    for number, meet in enumerate(rounds("sol", "third")):
        key = ask(room, "lacs")
        said = (SeatAnswer.CONFIRM, SeatAnswer.REFUSE if number % 2 else SeatAnswer.CONFIRM)
        done = meet(partial(answer, room, "sol", key, said[0]), partial(answer, room, "third", key, said[1]))
        done_by = [each for each in done if isinstance(each, SeatChange)]
        assert len(done_by) == 1 and sum(isinstance(each, SeatChangeOver) for each in done) == 1, done
        assert seated(room, "lacs") is (done_by[0].state is SeatChangeState.REFUSED)
        confirmed = [
            each for each in every(Event) if each.kind == "seat_changed" and each.data["change"] == done_by[0].id
        ]
        assert len(confirmed) == (done_by[0].state is SeatChangeState.CONFIRMED)
        _require_one_mail_each(confirmed)
        ended = [each for each in every(Seat) if each.ended_by == done_by[0].id]
        assert len(ended) == len(confirmed), "the seat ends once"
        _back(room, "lacs")
        won("sol" if done_by[0].ended_by == room.people["sol"] else "third")


def _require_one_mail_each(events: list[Event]) -> None:
    """Who holds a seat, or held the one that was changed, is told of these once."""
    fan_out_all()
    with record.reading() as session:
        asked = select(Delivery.person_id).where(Delivery.event_id.in_([each.id for each in events]))
        mails = Counter(session.scalars(asked))
    assert set(mails.values()) <= {1}
    assert not events or {"dana", "dilip", "lucie", "elena"} <= told(EventKind.SEAT_CHANGED)


@pytest.mark.race
def test_a_confirmation_and_the_removal_of_who_confirms_come_in_one_order(room: Room) -> None:
    with record.reading() as session:
        sol_key = session.get_one(Person, room.people["sol"]).key

    def remove() -> Person:
        with room.acting("sara") as (session, sara):
            return inviting.remove_person(session, sara, "secretariat", removed=sol_key)

    for meet in rounds("confirmed first", "removed first"):
        key = ask(room, "lacs")
        confirmed, removed = meet(partial(answer, room, "sol", key), remove)
        assert isinstance(removed, Person), removed
        won("confirmed first" if isinstance(confirmed, SeatChange) else "removed first")
        if isinstance(confirmed, SeatChange):
            assert not seated(room, "lacs") and confirmed.ended_at is not None and removed.removed_at is not None
            assert event(EventKind.SEAT_CHANGED).id < event(EventKind.PERSON_REMOVED).id
        else:
            assert isinstance(confirmed, NotFound | SecondRefused) and seated(room, "lacs"), confirmed
        _back(room, "lacs")
        with record.transaction() as session:
            back = session.get_one(Person, room.people["sol"])
            back.removed_at, back.email = None, "sol@office.example"


@pytest.mark.race
def test_a_confirmation_and_the_removal_of_who_asked_come_in_one_order(room: Room) -> None:
    with record.reading() as session:
        sara_key = session.get_one(Person, room.people["sara"]).key

    def remove() -> Person:
        with room.acting("sol") as (session, sol):
            return inviting.remove_person(session, sol, "secretariat", removed=sara_key)

    newcomer(room, "third", None)
    with record.transaction() as session:
        session.get_one(Person, room.people["third"]).joined_at = OPENS - timedelta(days=90)
    for meet in rounds("confirmed first", "removed first"):
        key = ask(room, "lacs")
        confirmed, removed = meet(partial(answer, room, "third", key), remove)
        assert isinstance(removed, Person), removed
        is_confirmed = isinstance(confirmed, SeatChange)
        assert is_confirmed or isinstance(confirmed, AskerGone), confirmed
        assert seated(room, "lacs") is not is_confirmed
        assert not is_confirmed or event(EventKind.SEAT_CHANGED).id < event(EventKind.PERSON_REMOVED).id
        _back(room, "lacs")
        with record.transaction() as session:
            back = session.get_one(Person, room.people["sara"])
            back.removed_at, back.email = None, "sara@office.example"
        won("confirmed first" if is_confirmed else "removed first")


@pytest.mark.race
def test_a_confirmed_seat_and_the_suspension_of_its_organisation_never_leave_a_seat_suspended_by_one(
    room: Room,
) -> None:
    def suspend() -> Organisation:
        with room.acting("sara") as (session, sara):
            facts = {"suspended": True, "reason": "Its address was taken over."}
            return membership.change_organisation(session, sara, _key(room, "fen"), **facts)

    for meet in rounds("seat first", "suspension first"):
        key = ask(room, "fen", SeatAct.GIVE)
        confirmed, suspended = meet(partial(answer, room, "sol", key), suspend)
        assert isinstance(suspended, Organisation), suspended
        won("seat first" if isinstance(confirmed, SeatChange) else "suspension first")
        with record.transaction() as session:
            house = session.get_one(Organisation, room.organisations["fen"])
            if isinstance(confirmed, SeatChange):
                assert house.suspended_at is None and is_on_roll(session, house), "the suspension waits for a second"
            else:
                assert isinstance(confirmed, SeatStands) and house.suspended_at and not is_on_roll(session, house)
            house.suspended_at = None
            for seat in session.scalars(select(Seat).where(Seat.organisation_id == house.id, Seat.until.is_(None))):
                seat.until = record.now(session)
            for change in session.scalars(select(SeatChange).where(SeatChange.state == SeatChangeState.ASKED)):
                change.state = SeatChangeState.REFUSED


@pytest.mark.race
def test_a_ballot_opens_with_a_change_or_before_it_and_its_page_says_which(room: Room) -> None:
    room.clock.pass_by(days=3, minutes=1)
    with record.transaction() as session:
        deciding.settle(session, room.key)

    def open_ballot() -> Ballot:
        facts = {"version": 1, "languages": ["en"], "closes_at": room.clock.at + timedelta(days=2)}
        made: Ballot = room.do("sara", calls.open_ballot, **facts, same_text="Once more.")
        return made

    for meet in rounds("opened first", "changed first"):
        key = ask(room, "lacs")
        opened, ended = meet(open_ballot, partial(answer, room, "sol", key))
        assert isinstance(opened, Ballot) and isinstance(ended, SeatChange), (opened, ended)
        with record.reading() as session:
            electors = set(session.scalars(select(Elector.organisation_id).where(Elector.ballot_id == opened.id)))
        shown = _taken(room)
        assert ended.id in {each.id for each in shown["ballot"].roll_changes}
        if room.organisations["lacs"] in electors:
            assert len(electors) == 3 and shown["Réseau des Lacs"].vacated_at is not None
        else:
            assert len(electors) == 2 and "Réseau des Lacs" not in shown
        won("opened first" if room.organisations["lacs"] in electors else "changed first")
        room.clock.pass_by(days=2, minutes=1)
        with record.transaction() as session:
            deciding.settle(session, room.key)
        _back(room, "lacs")


@pytest.mark.race
def test_the_first_ballot_and_a_change_by_one_person_come_in_one_order(database: Engine) -> None:
    with furnished_open() as room:
        room.do("sara", consulting.close_consultation)
        for meet in rounds("opened first", "changed first"):
            closes_at = room.clock.at + timedelta(days=2)
            facts = {"version": 1, "languages": ["en"], "closes_at": closes_at}
            opening = partial(room.do, "sara", calls.open_ballot, **facts)
            opened, key = meet(opening, partial(ask, room, "lacs", who="sol"))
            assert isinstance(opened, Ballot) and isinstance(key, str), (opened, key)
            with record.transaction() as session:
                change = session.scalars(select(SeatChange).where(SeatChange.key == key)).one()
                electors = set(session.scalars(select(Elector.organisation_id)))
                is_elector = room.organisations["lacs"] in electors
                assert (change.state is SeatChangeState.ASKED) is is_elector, "alone before the ballot, by two after it"
                won("opened first" if is_elector else "changed first")
                session.execute(delete(Elector))
                session.execute(delete(Ballot))
                session.scalars(select(Statement)).one().stage = Stage.CONSOLIDATION
            _back(room, "lacs")

"""A position that a newcomer or the secretariat enters is none until somebody who was there confirms it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests import calls
from tests.ballot_ends import (
    attempt,
    newest_record,
    require_one_end,
    require_one_mail_each,
    require_over,
    settled_at,
)
from tests.deadlines import settle_next_ballot
from tests.decisions import (
    before_committee,
    event,
    every,
    fan_out_all,
    newest,
    position,
    put_again,
    tell_nothing_so_far,
    told,
)
from tests.races import rounds, won
from tests.rooms import Room, begun
from workflow import database as record
from workflow.models.ballot import Ballot, PastPosition, Position, ProposedPosition
from workflow.models.event import Event
from workflow.models.objection import Objection
from workflow.models.organisation import Organisation
from workflow.models.person import LinkPurpose, Person
from workflow.models.statement import Statement
from workflow.rules.decision.decision import BallotOutcome, Settling, Stance
from workflow.rules.decision.proposals import Means, ProposalEnd, ProposalSource
from workflow.rules.decision.refusals import (
    BallotClosed,
    BallotEnded,
    GivenInFuture,
    GivenTooEarly,
    GiverNeeded,
    InvitedSince,
    ProposalGone,
    ProposedMeanwhile,
    StalePosition,
    TooFewSeats,
)
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import (
    NotAllowed,
    NotFound,
    OverLength,
    ReasonNeeded,
    StaleVersion,
    TextRefused,
    UnknownChoice,
)
from workflow.services.decision import deciding, proposing, steering
from workflow.services.decision.proposing import GivenPosition
from workflow.services.notifications.recipients import audience
from workflow.services.people import inviting, joining

WHY = "Not these words."


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A ballot on version 1, three seats, three days, on each database; Nell is invited into one an hour later."""
    with begun(_invite_nell) as made:
        yield made


def _invite_nell() -> Room:
    with before_committee(settling=Settling.ANSWERED) as made:
        fan_out_all()
        made.clock.pass_by(hours=1)
        come(made, "nell", "lacs")
        fan_out_all()
        return made


def come(room: Room, name: str, house: str) -> None:
    """Somebody is invited into that organisation by the secretariat and joins."""
    with room.acting("sara") as (session, sara):
        address = f"{name}@{house}.example"
        came = inviting.invite_person(session, sara, _key(room, house), email=address, name=name.capitalize())
        token = joining.create_link(session, came, LinkPurpose.INVITATION)
        joining.accept_invitation(session, token, name=name.capitalize(), password="four tall herons")
        room.people[name] = came.id


def remove(room: Room, name: str, house: str) -> None:
    """The secretariat removes somebody."""
    with room.acting("sara") as (session, sara):
        inviting.remove_person(session, sara, _key(room, house), removed=_person_key(room, name))


def _key(room: Room, house: str) -> str:
    with record.reading() as session:
        return session.get_one(Organisation, room.organisations[house]).key


def _person_key(room: Room, name: str) -> str:
    with record.reading() as session:
        return session.get_one(Person, room.people[name]).key


def propose(room: Room, name: str = "nell", stance: Stance = Stance.APPROVE, **facts: Any) -> ProposedPosition:
    """The newcomer enters a position."""
    facts = {"mandate": newest(Ballot).mandate_digest, **facts}
    made: ProposedPosition = room.do(name, proposing.propose_position, stance=stance, **facts)
    return made


def enter(room: Room, house: str = "lacs", name: str = "sara", **facts: Any) -> ProposedPosition:
    """The secretariat enters what a member said by telephone a minute ago."""
    around = {each: facts.pop(each) for each in ("mandate", "seen") if each in facts}
    said = {
        "seat": _key(room, house),
        "stance": Stance.APPROVE,
        "reason": "",
        "means": Means.TELEPHONE,
        "given_at": room.clock.at - timedelta(minutes=1),
        "given_by": "Lucie",
    }
    around = {"mandate": newest(Ballot).mandate_digest, **around}
    made: ProposedPosition = room.do(name, proposing.enter_position, given=GivenPosition(**{**said, **facts}), **around)
    return made


def confirm(room: Room, name: str = "lucie", proposed: ProposedPosition | None = None, **facts: Any) -> Position:
    """Somebody presses the button of what waits now."""
    shown = proposed or newest(ProposedPosition)
    facts = {"mandate": newest(Ballot).mandate_digest, "proposal": shown.key, **facts}
    held: Position = room.do(name, deciding.confirm_position, **facts)
    return held


def count(room: Room) -> tuple[int, int]:
    """How many seats took part, and how many are outstanding."""
    with record.reading() as session:
        ballot = session.scalars(select(Ballot).order_by(Ballot.id.desc())).first()
        assert ballot is not None
        tally = deciding.standing_of(session, ballot, closed=False)
    return tally.present, tally.outstanding


# -- attacks


def test_a_colleague_invited_during_a_ballot_cannot_settle_it(room: Room) -> None:
    for name in ("dana", "elena"):
        position(room, name, Stance.APPROVE)
    made = propose(room)
    assert (newest(Statement).stage, count(room)) == (Stage.DECISION, (2, 1))
    with pytest.raises(InvitedSince):
        confirm(room, "nell", made)
    with pytest.raises(InvitedSince):
        position(room, "nell", Stance.APPROVE)
    assert (newest(Statement).stage, count(room)) == (Stage.DECISION, (2, 1))
    confirm(room, "lucie", made)
    assert newest(Statement).stage is Stage.ADOPTED


def test_an_objection_that_was_entered_is_one_when_it_is_confirmed_and_withdraws_with_another(room: Room) -> None:
    confirm(room, proposed=enter(room, stance=Stance.OBJECT, reason=WHY))
    assert [(each.why, each.withdrawn_at) for each in every(Objection)] == [(WHY, None)]
    room.clock.pass_by(minutes=5)
    confirm(room, proposed=enter(room, stance=Stance.APPROVE, seen=None))
    assert [each.withdrawn_at is None for each in every(Objection)] == [False]


def test_two_newcomers_of_one_seat_cannot_confirm_one_another(room: Room) -> None:
    come(room, "nils", "lacs")
    made = propose(room)
    for name in ("nell", "nils"):
        with pytest.raises(InvitedSince):
            confirm(room, name, made)
    assert not every(Position)


def test_who_was_removed_elsewhere_and_is_invited_into_a_seat_is_a_newcomer_there(room: Room) -> None:
    remove(room, "dilip", "delta")
    with room.acting("sara") as (session, sara):
        address = "dilip@delta.example"
        came = inviting.invite_person(session, sara, _key(room, "lacs"), email=address, name="Dilip")
        room.people["dilip"] = came.id
    made = propose(room)
    with pytest.raises(InvitedSince):
        confirm(room, "dilip", made)
    assert not every(Position)


def test_a_colleague_of_another_seat_confirms_nothing_of_this_one(room: Room) -> None:
    made = propose(room)
    for name in ("dana", "elena"):
        with pytest.raises(ProposalGone):
            confirm(room, name, made)
    with pytest.raises((NotAllowed, NotFound)):
        confirm(room, "fred", made)
    assert not every(Position)


@pytest.mark.parametrize("name", ["sara", "sol"])
def test_the_secretariat_does_not_confirm_what_it_entered(room: Room, name: str) -> None:
    made = enter(room)
    with pytest.raises(NotAllowed):
        confirm(room, name, made)
    assert (count(room), every(Position)) == ((0, 3), [])


@pytest.mark.parametrize("name", ["dana", "lucie", "nell"])
def test_nobody_but_the_secretariat_enters_a_position_for_another_seat(room: Room, name: str) -> None:
    with pytest.raises(NotAllowed):
        enter(room, "estero", name)
    assert not every(ProposedPosition)


@pytest.mark.parametrize("name", ["dana", "lucie", "sara"])
def test_nobody_but_a_newcomer_proposes_a_position(room: Room, name: str) -> None:
    with pytest.raises(NotAllowed):
        propose(room, name)


def test_what_waited_in_one_ballot_is_confirmed_in_no_other(room: Room) -> None:
    made = propose(room)
    room.do("sara", steering.stop_ballot, reason=WHY)
    with pytest.raises(BallotClosed):
        confirm(room, "lucie", made)
    closes_at = room.clock.at + timedelta(days=3)
    facts = {"version": 1, "languages": ["en"], "closes_at": closes_at, "same_text": WHY}
    room.do("sara", calls.open_ballot, **facts)
    with pytest.raises(ProposalGone):
        confirm(room, "lucie", made)
    first = every(Ballot)[0].mandate_digest
    with pytest.raises((StaleVersion, ProposalGone)):
        confirm(room, "lucie", made, mandate=first)
    assert (count(room), every(Position)) == ((0, 3), [])


def test_nothing_is_confirmed_proposed_or_entered_from_the_deadline_on(room: Room) -> None:
    made = propose(room)
    room.clock.at = newest(Ballot).closes_at
    with pytest.raises(BallotClosed):
        confirm(room, "lucie", made)
    with pytest.raises(BallotEnded):
        propose(room, stance=Stance.ABSTAIN)
    with pytest.raises(BallotEnded):
        enter(room)
    with record.transaction() as session:
        settle_next_ballot(session)
    assert newest(Ballot).outcome is BallotOutcome.NO_QUORUM
    assert newest(Ballot).tally["present"] == 0
    with pytest.raises(BallotClosed):
        confirm(room, "lucie", made)


def test_what_was_entered_by_somebody_who_is_removed_meanwhile_is_confirmed_by_nobody(room: Room) -> None:
    made = propose(room)
    remove(room, "nell", "lacs")
    with pytest.raises(ProposalGone):
        confirm(room, "lucie", made)
    position(room, "lucie", Stance.ABSTAIN)
    assert [each.proposed_id for each in every(Position)] == [None]


def test_what_somebody_left_who_was_removed_keeps_no_other_newcomer_from_entering_one(room: Room) -> None:
    propose(room, seen="")
    remove(room, "nell", "lacs")
    come(room, "nils", "lacs")
    made = propose(room, "nils", stance=Stance.ABSTAIN, seen="")
    confirm(room, "lucie", made)
    assert [(each.stance, each.proposed_id) for each in every(Position)] == [(Stance.ABSTAIN, made.id)]


def test_who_is_removed_meanwhile_confirms_nothing(room: Room) -> None:
    made = enter(room, "delta")
    remove(room, "dilip", "delta")
    with pytest.raises(NotFound):
        confirm(room, "dilip", made)
    assert not every(Position)


def test_what_is_replaced_between_page_and_button_is_not_confirmed(room: Room) -> None:
    shown = enter(room)
    room.clock.pass_by(minutes=1)
    now = enter(room, stance=Stance.OBJECT, reason=WHY, seen=shown.key)
    with pytest.raises(ProposalGone):
        confirm(room, "lucie", shown)
    assert [each.end for each in every(ProposedPosition)] == [ProposalEnd.REPLACED, None]
    assert confirm(room, "lucie", now).stance is Stance.OBJECT


def test_a_newcomer_does_not_replace_unseen_what_the_secretariat_entered(room: Room) -> None:
    entered = enter(room)
    with pytest.raises(ProposedMeanwhile):
        propose(room, stance=Stance.OBJECT, reason=WHY, seen="")
    assert propose(room, stance=Stance.OBJECT, reason=WHY, seen=entered.key).source is ProposalSource.NEWCOMER


def test_two_of_the_secretariat_do_not_replace_unseen_what_the_other_entered(room: Room) -> None:
    enter(room, "delta")
    with pytest.raises(ProposedMeanwhile):
        enter(room, "delta", "sol", stance=Stance.ABSTAIN, seen="")
    enter(room, "estero", "sol", seen="")
    enter(room, "delta", "sol", stance=Stance.ABSTAIN, seen=newest(ProposedPosition).key)


def test_a_position_on_another_mandate_is_neither_proposed_nor_entered(room: Room) -> None:
    with pytest.raises(StaleVersion):
        propose(room, mandate="0" * 64)
    with pytest.raises(StaleVersion):
        enter(room, mandate="0" * 64)
    made = propose(room)
    with pytest.raises(StaleVersion):
        confirm(room, "lucie", made, mandate="0" * 64)


# -- what follows


def test_a_confirmed_position_says_who_entered_and_who_confirmed_it(room: Room) -> None:
    given_at = room.clock.at - timedelta(minutes=9)
    entered = enter(room, "delta", stance=Stance.OBJECT, reason=WHY, given_by="Dana Rao", given_at=given_at)
    assert entered.person_id == room.people["sara"]
    room.clock.pass_by(minutes=5)
    held = confirm(room, "dilip")
    assert (held.person_id, held.stance, held.reason) == (room.people["dilip"], Stance.OBJECT, WHY)
    kept = newest(ProposedPosition)
    assert (held.proposed_id, kept.end, kept.ended_by) == (kept.id, ProposalEnd.CONFIRMED, room.people["dilip"])
    assert (kept.means, kept.given_at, kept.given_by) == (Means.TELEPHONE, given_at, "Dana Rao")
    assert held.taken_at == kept.ended_at == room.clock.at
    assert event(EventKind.POSITION_TAKEN).data["proposed"] == kept.id


def test_what_a_seat_holds_counts_until_another_is_confirmed_and_stays_in_the_record(room: Room) -> None:
    position(room, "lucie", Stance.APPROVE)
    made = propose(room, stance=Stance.OBJECT, reason=WHY)
    assert [each.stance for each in every(Position)] == [Stance.APPROVE]
    confirm(room, "lucie", made)
    room.clock.pass_by(minutes=1)
    position(room, "lucie", Stance.ABSTAIN)
    assert [each.proposed_id for each in every(Position)] == [None]
    assert [each.proposed_id for each in every(PastPosition)] == [None, made.id]


def test_a_confirmed_objection_is_one_with_an_answer_and_another_position_withdraws_it(room: Room) -> None:
    confirm(room, "lucie", propose(room, stance=Stance.OBJECT, reason=WHY))
    objection = newest(Objection)
    assert (objection.why, objection.block, objection.withdrawn_at) == (WHY, None, None)
    assert objection.person_id == room.people["lucie"]
    room.clock.pass_by(minutes=1)
    confirm(room, "lucie", enter(room))
    assert newest(Objection).withdrawn_at == room.clock.at and len(every(Objection)) == 1


def test_a_position_that_the_seat_takes_itself_ends_what_waited(room: Room) -> None:
    made = enter(room)
    position(room, "lucie", Stance.ABSTAIN)
    assert newest(ProposedPosition).end is ProposalEnd.OVERTAKEN
    with pytest.raises(ProposalGone):
        confirm(room, "lucie", made)
    assert [each.stance for each in every(Position)] == [Stance.ABSTAIN]


def test_a_second_press_is_answered_like_the_first_also_where_the_first_settled_the_ballot(room: Room) -> None:
    for name in ("dana", "elena"):
        position(room, name, Stance.APPROVE)
    made = propose(room)
    first = confirm(room, "lucie", made)
    assert newest(Statement).stage is Stage.ADOPTED
    again = confirm(room, "lucie", made)
    assert first.taken_at == again.taken_at


def test_the_same_proposed_twice_is_one(room: Room) -> None:
    first = propose(room)
    assert propose(room, seen="").id == first.id
    assert len(every(ProposedPosition)) == 1


def test_who_has_not_acted_is_reminded_although_a_position_waits(room: Room) -> None:
    enter(room)
    position(room, "dana", Stance.ABSTAIN)
    assert room.do("sara", steering.remind_missing) == 2
    fan_out_all()
    assert told(EventKind.BALLOT_REMINDED) == {"lucie", "elena"}


def test_both_sides_end_what_waits_and_nobody_else(room: Room) -> None:
    made = propose(room)
    for name in ("dana", "sara"):
        with pytest.raises(NotAllowed):
            room.do(name, proposing.withdraw_proposal, proposal=made.key)
    room.do("nell", proposing.withdraw_proposal, proposal=made.key)
    assert newest(ProposedPosition).end is ProposalEnd.WITHDRAWN
    entered = enter(room)
    with pytest.raises(NotAllowed):
        room.do("nell", proposing.withdraw_proposal, proposal=entered.key)
    room.do("lucie", proposing.withdraw_proposal, proposal=entered.key)
    assert newest(ProposedPosition).end is ProposalEnd.DECLINED
    entered = enter(room)
    room.do("sol", proposing.withdraw_proposal, proposal=entered.key)
    assert newest(ProposedPosition).end is ProposalEnd.WITHDRAWN
    with pytest.raises(ProposalGone):
        room.do("lucie", proposing.withdraw_proposal, proposal=entered.key)
    assert not every(Position)


# -- bad input


def test_what_lacks_something_is_refused_with_a_sentence(room: Room) -> None:
    with pytest.raises(ReasonNeeded):
        propose(room, stance=Stance.OBJECT, reason=" ")
    with pytest.raises(ReasonNeeded):
        enter(room, stance=Stance.RESERVE)
    with pytest.raises(GiverNeeded):
        enter(room, given_by="  ")
    with pytest.raises(OverLength):
        enter(room, given_by="x" * 121)
    with pytest.raises(TextRefused):
        enter(room, given_by="Da\u202ena")
    with pytest.raises(GivenInFuture):
        enter(room, given_at=room.clock.at + timedelta(hours=1))
    with pytest.raises(GivenTooEarly):
        enter(room, given_at=newest(Ballot).opened_at - timedelta(hours=1))
    for house in ("fen", "gone"):
        with pytest.raises(UnknownChoice):
            enter(room, house)
    with pytest.raises(TooFewSeats):
        enter(room, stance=Stance.RECUSED)
    assert not every(ProposedPosition)


# -- who is told


def test_a_proposed_position_is_told_to_those_who_can_confirm_it(room: Room) -> None:
    come(room, "nils", "delta")
    come(room, "nora", "delta")
    propose(room, "nils")
    fan_out_all()
    assert told(EventKind.POSITION_PROPOSED) == {"dana", "dilip"}


def test_an_entered_position_is_told_to_all_focal_points_of_the_member(room: Room) -> None:
    enter(room)
    fan_out_all()
    assert told(EventKind.POSITION_ENTERED) == {"lucie", "nell"}
    confirm(room, "lucie")
    fan_out_all()
    assert told(EventKind.POSITION_TAKEN) == {"lucie", "nell"}


def test_who_was_removed_is_told_of_nothing_that_waits(room: Room) -> None:
    enter(room, "delta")
    remove(room, "dilip", "delta")
    with record.reading() as session:
        assert audience(session, event(EventKind.POSITION_ENTERED)) == {room.people["dana"]}


# -- races


def _removal(room: Room, name: str, house: str) -> Callable[[], str]:
    key, removed = _key(room, house), _person_key(room, name)

    def run() -> str:
        with record.transaction() as session:
            inviting.remove_person(session, session.get_one(Person, room.people["sara"]), key, removed=removed)
        return "done"

    return run


def _confirming(room: Room, name: str, made: ProposedPosition) -> Callable[[], str]:
    mandate = newest(Ballot).mandate_digest
    return attempt(room, name, deciding.confirm_position, mandate=mandate, proposal=made.key)


def _clear(room: Room) -> None:
    """Let nothing be held or wait, so that the next round begins as the first did."""
    with record.transaction() as session:
        for table in (Position, PastPosition, ProposedPosition):
            for row in session.scalars(select(table)).all():
                session.delete(row)
            session.flush()


@pytest.mark.race
def test_a_confirmation_and_the_removal_of_who_confirms_at_once(room: Room) -> None:
    come(room, "noor", "delta")
    for meet in rounds("confirmed first", "removed first"):
        _is_there(room, "noor", "delta", newest(Ballot).opened_at)  # as if that one had been there before
        made, before = enter(room, "delta"), len(_taken())
        answers = meet(_confirming(room, "noor", made), _removal(room, "noor", "delta"))
        assert answers in (["done", "done"], ["NotFound", "done"]), answers
        is_confirmed = answers[0] == "done"
        assert len(every(Position)) == len(_taken()) - before == is_confirmed
        assert not is_confirmed or event(EventKind.POSITION_TAKEN).id < event(EventKind.PERSON_REMOVED).id
        assert (newest(ProposedPosition).end is ProposalEnd.CONFIRMED) == is_confirmed
        _clear(room)
        won("confirmed first" if is_confirmed else "removed first")


@pytest.mark.race
def test_a_confirmation_and_the_removal_of_who_entered_it_at_once(room: Room) -> None:
    for meet in rounds("confirmed first", "removed first"):
        _is_there(room, "nell", "lacs", room.clock.at)
        made, before = propose(room, "nell"), len(_taken())
        answers = meet(_confirming(room, "lucie", made), _removal(room, "nell", "lacs"))
        assert answers in (["done", "done"], ["ProposalGone", "done"]), answers
        is_confirmed = answers[0] == "done"
        assert len(every(Position)) == len(_taken()) - before == is_confirmed
        assert not is_confirmed or event(EventKind.POSITION_TAKEN).id < event(EventKind.PERSON_REMOVED).id
        _clear(room)
        won("confirmed first" if is_confirmed else "removed first")


def _is_there(room: Room, name: str, house: str, since: datetime) -> None:
    """That person was invited then and is not removed, whatever the round before came to."""
    with record.transaction() as session:
        person = session.get_one(Person, room.people[name])
        person.added_at, person.removed_at, person.email = since, None, f"{name}@{house}.example"


@pytest.mark.race
def test_a_confirmation_and_the_members_own_position_at_once(room: Room) -> None:
    mandate = newest(Ballot).mandate_digest
    for meet in rounds("confirmed", "own"):
        made, before = enter(room, "delta"), len(_taken())
        facts = {"mandate": mandate, "stance": Stance.ABSTAIN, "seen": ""}
        own = attempt(room, "dana", deciding.take_position, **facts)
        answers = meet(_confirming(room, "dilip", made), own)
        _require_one_of_both(answers, before)
        _clear(room)


@pytest.mark.race
def test_a_confirmation_of_a_newcomers_and_a_colleagues_own_position_at_once(room: Room) -> None:
    mandate = newest(Ballot).mandate_digest
    come(room, "noor", "delta")
    for meet in rounds("confirmed", "own"):
        made, before = propose(room, "noor"), len(_taken())
        facts = {"mandate": mandate, "stance": Stance.ABSTAIN, "seen": ""}
        own = attempt(room, "dana", deciding.take_position, **facts)
        answers = meet(_confirming(room, "dilip", made), own)
        _require_one_of_both(answers, before)
        _clear(room)


def _require_one_of_both(answers: list[str], before: int) -> None:
    """Either what waited is the position, and the form of the other one is stale, or the other way round."""
    held, made = every(Position), newest(ProposedPosition)
    if answers == ["done", StalePosition.__name__]:
        assert [(each.stance, each.proposed_id) for each in held] == [(Stance.APPROVE, made.id)]
        assert made.end is ProposalEnd.CONFIRMED
    else:
        assert answers == [ProposalGone.__name__, "done"]
        assert [(each.stance, each.proposed_id) for each in held] == [(Stance.ABSTAIN, None)]
        assert made.end is ProposalEnd.OVERTAKEN
    assert (len(every(PastPosition)), len(_taken()) - before) == (0, 1)
    require_one_mail_each(newest_record(), EventKind.BALLOT_OPENED)
    won("confirmed" if answers[0] == "done" else "own")


@pytest.mark.race
def test_two_confirmations_at_once_are_one(room: Room) -> None:
    for meet in rounds("dana", "dilip"):
        before = len(_taken())
        made = enter(room, "delta")
        answers = meet(_confirming(room, "dana", made), _confirming(room, "dilip", made))
        assert answers == ["done", "done"]
        held = every(Position)
        assert (len(held), len(every(PastPosition)), len(_taken()) - before) == (1, 0, 1)
        _clear(room)
        won(next(name for name in ("dana", "dilip") if held[0].person_id == room.people[name]))


def _taken() -> list[int]:
    return [each.id for each in every(Event) if each.kind is EventKind.POSITION_TAKEN]


def _waits_for_lucie(room: Room, stance: Stance) -> ProposedPosition:
    """A further ballot in which the seat of lacs is the last; what a newcomer entered waits there."""
    put_again(room)
    room.clock.pass_by(hours=1)
    _is_there(room, "nell", "lacs", room.clock.at)
    for name in ("dana", "elena"):
        position(room, name, stance)
    made = propose(room, "nell")
    tell_nothing_so_far(room)
    return made


@pytest.mark.race
def test_the_last_confirmation_and_a_stop_at_once_leave_one_end(room: Room) -> None:
    for meet in rounds("adopted", "stopped"):
        made = _waits_for_lucie(room, Stance.APPROVE)
        stop = attempt(room, "sara", steering.stop_ballot, reason=WHY)
        answers = meet(_confirming(room, "lucie", made), stop)
        ended = require_one_end()
        is_adopted = ended.ballot.outcome is BallotOutcome.ADOPTED
        assert answers == (["done", "BallotEnded"] if is_adopted else ["BallotClosed", "done"])
        assert len(ended.positions) == (3 if is_adopted else 2)
        require_over(room)
        won(ended.ballot.outcome.value)


@pytest.mark.race
def test_the_last_confirmation_and_the_deadline_at_once_leave_one_end(room: Room) -> None:
    for meet in rounds("confirmed", "deadline"):
        made = _waits_for_lucie(room, Stance.ABSTAIN)
        closes_at = newest(Ballot).closes_at
        room.clock.at = closes_at - timedelta(seconds=1)
        answers = meet(_confirming(room, "lucie", made), partial(settled_at, room, closes_at))
        is_confirmed = require_one_end().ballot.outcome is BallotOutcome.ADOPTED
        assert answers == (["done", "nothing"] if is_confirmed else ["BallotClosed", "settled"])
        require_over(room)
        won("confirmed" if is_confirmed else "deadline")

"""Members agree to be named on the very mandate that is put: attacks on it, and what follows from each answer."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete, select
from sqlalchemy import event as sql_event
from sqlalchemy.orm import Session

from tests import calls
from tests.ballot_ends import attempt, require_one_end, require_over
from tests.decisions import (
    adopt,
    event,
    every,
    fan_out_all,
    newest,
    position,
    publication,
    publication_claim,
    put_again,
    told,
)
from tests.races import rounds, won
from tests.rooms import Room, begun, furnished_open
from workflow import database as record
from workflow.models.ballot import Ballot, SteeringAct
from workflow.models.consent import Consent, ConsentRequest
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.publication import VOICE, Progress
from workflow.models.statement import Statement, TakingPart
from workflow.queries.publication.published import on_its_way
from workflow.queries.shared.standing import standing
from workflow.rules.decision.decision import BallotOutcome, Settling, Stance
from workflow.rules.decision.refusals import (
    BallotEnded,
    ConsentAsked,
    ConsentLapsed,
    ConsentMissing,
    NameBound,
    NobodyNamed,
    NotNameable,
    TakenBackByNewcomer,
    Unnameable,
)
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.refusals import NotAllowed, NotFound, ReasonNeeded, UnknownChoice
from workflow.rules.statements.voice import Voice
from workflow.services.consultation import consulting
from workflow.services.decision import consenting, deciding
from workflow.services.people import inviting, membership
from workflow.services.shared.record import new_key
from workflow.text.unicode import skeleton

WHY = "Our board met and decided otherwise."
NAMED = ("lacs", "fen")


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """The furnished room in consolidation, to speak in the names of lacs and fen, on each database."""
    with begun(_consolidate_in_names) as made:
        yield made


def _consolidate_in_names() -> Room:
    with furnished_open() as made:
        made.do("sara", consulting.close_consultation)
        _name(made, *NAMED)
        return made


def _name(room: Room, *names: str) -> None:
    with record.reading() as session:
        keys = [session.get_one(Organisation, room.organisations[name]).key for name in names]
    room.do("sara", calls.change_settings, voice=Voice.NAMED, named=keys)


def _terms(room: Room, **more: Any) -> dict[str, Any]:
    return {"version": 1, "languages": ["en"], "closes_at": room.clock.at + timedelta(days=3), **more}


def _ask(room: Room, **more: Any) -> str:
    """The digest of the mandate on which the members are asked."""
    room.do("sara", calls.ask_consent, **_terms(room, **more))
    return newest(ConsentRequest).mandate_digest


def _answer(room: Room, name: str, mandate: str, *, is_given: bool = True, reason: str = "") -> None:
    room.do(name, consenting.answer_consent, mandate=mandate, is_given=is_given, reason=reason)


def _agree(room: Room, mandate: str) -> None:
    for name in ("lucie", "fred"):
        _answer(room, name, mandate)


def _open(room: Room, **more: Any) -> None:
    room.do("sara", calls.open_ballot, **_terms(room, **more))


def _change(room: Room, who: str, **changes: Any) -> None:
    with record.transaction() as session:
        sara = session.get_one(Person, room.people["sara"])
        key = session.get_one(Organisation, room.organisations[who]).key
        membership.change_organisation(session, sara, key, **changes)


def _say_to(addressees: str) -> None:
    with record.transaction() as session:
        session.scalars(select(Statement)).one().addressees = addressees


def test_a_ballot_opens_once_each_named_member_has_said_yes(room: Room) -> None:
    with pytest.raises(ConsentMissing) as refused:
        _open(room)
    assert refused.value.members == ["Fenland Water Society", "Réseau des Lacs"]
    mandate = _ask(room)
    _answer(room, "lucie", mandate)
    with pytest.raises(ConsentMissing) as refused:
        _open(room)
    assert refused.value.members == ["Fenland Water Society"]
    _answer(room, "fred", mandate, is_given=False, reason="We ask our board.")
    with pytest.raises(ConsentMissing):
        _open(room)
    _answer(room, "fred", mandate)
    _open(room)
    assert newest(Ballot).mandate_digest == mandate


@pytest.mark.parametrize("release", [ReleaseKind.BY_HAND, ReleaseKind.AT_TIME])
def test_a_consent_to_another_release_is_none(room: Room, release: ReleaseKind) -> None:
    at = room.clock.at + timedelta(days=9) if release is ReleaseKind.AT_TIME else None
    _agree(room, _ask(room))
    with pytest.raises(ConsentMissing):
        _open(room, release=release, release_at=at)
    _agree(room, _ask(room, release=release, release_at=at))
    with pytest.raises(ConsentMissing):
        _open(room)
    _open(room, release=release, release_at=at)


def test_a_consent_to_other_names_or_terms_is_none(room: Room) -> None:
    _agree(room, _ask(room))
    _name(room, "lacs")  # one name fewer is another mandate as well
    with pytest.raises(ConsentMissing) as refused:
        _open(room)
    assert refused.value.members == ["Réseau des Lacs"]
    _name(room, "lacs", "fen", "delta")
    with pytest.raises(ConsentMissing) as refused:
        _open(room)
    assert len(refused.value.members) == 3
    _name(room, *NAMED)
    _say_to("States parties")
    with pytest.raises(ConsentMissing):
        _open(room)


def test_an_answer_to_a_mandate_that_is_not_put_any_more_is_refused(room: Room) -> None:
    first = _ask(room)
    with pytest.raises(ConsentLapsed):
        _answer(room, "fred", "0" * 64)
    _say_to("States parties")
    with pytest.raises(ConsentLapsed):
        _answer(room, "fred", first)
    second = _ask(room)
    with pytest.raises(ConsentLapsed):
        _answer(room, "fred", first)
    _answer(room, "fred", second)
    assert sum(bool(each.is_given) for each in every(Consent)) == 1


def test_nobody_answers_for_another_organisation(room: Room) -> None:
    mandate = _ask(room)
    for name in ("dana", "nadia", "sara", "elena"):
        with pytest.raises((NotAllowed, NotFound)):
            _answer(room, name, mandate)
    assert all(each.is_given is None for each in every(Consent))
    _name(room, "lacs")
    with pytest.raises((NotAllowed, NotFound)):
        _answer(room, "fred", mandate)  # who is off the list


def test_a_member_that_is_asked_may_read_the_text_and_no_comment(room: Room) -> None:
    fred = Viewer(room.people["fred"], room.organisations["fen"])
    with record.transaction() as session:
        session.execute(delete(TakingPart).where(TakingPart.organisation_id == room.organisations["fen"]))
    with record.reading() as session:
        assert standing(session, fred, room.key) is None
    _ask(room)
    with record.reading() as session:
        found = standing(session, fred, room.key)
    assert found is not None
    assert found.may("answer_consent") and not found.may("see_items") and not found.may("see_draft")


def test_a_protected_organisation_is_not_named_and_does_not_answer(room: Room) -> None:
    with pytest.raises(UnknownChoice):
        _name(room, "estero")
    mandate = _ask(room)
    _answer(room, "lucie", mandate)
    _change(room, "fen", protected=True)
    for is_given in (True, False):
        with pytest.raises(Unnameable):
            _answer(room, "fred", mandate, is_given=is_given)
    for act in (_open, _ask):
        with pytest.raises(NotNameable):
            act(room)
    assert not every(Ballot)


def test_a_member_that_is_protected_after_its_consent_is_not_put(room: Room) -> None:
    _agree(room, _ask(room))
    _change(room, "fen", protected=True)
    with pytest.raises(NotNameable):
        _open(room)


def test_a_member_that_is_protected_after_the_opening_is_counted_and_not_named(room: Room) -> None:
    _agree(room, _ask(room))
    _open(room)
    _change(room, "fen", protected=True)
    adopt(room)
    assert publication_claim() is not None
    with record.reading() as session:
        out = on_its_way(session, room.statement().id)
    assert out is not None
    assert ([each.name for each in out.named], out.unnamed) == (["Réseau des Lacs"], 1)


def test_a_member_that_is_suspended_is_not_put_and_does_not_answer(room: Room) -> None:
    mandate = _ask(room)
    _change(room, "fen", suspended=True)
    with pytest.raises((NotAllowed, NotFound)):
        _answer(room, "fred", mandate)
    with pytest.raises(NotNameable):
        _open(room)


def test_a_member_that_was_renamed_is_asked_again_before_the_opening(room: Room) -> None:
    mandate = _ask(room)
    _change(room, "fen", name="Fen Society")
    with pytest.raises(ConsentLapsed):
        _answer(room, "fred", mandate)
    with pytest.raises(ConsentMissing):
        _open(room)


def test_a_member_that_is_renamed_after_the_opening_is_printed_as_it_agreed(room: Room) -> None:
    _agree(room, _ask(room))
    _open(room)
    _change(room, "fen", name="Fen Society")
    adopt(room)
    _change(room, "lacs", name="Lacs Unis")
    with record.reading() as session:
        out = on_its_way(session, room.statement().id)
    assert out is not None and publication().progress is Progress.WAITING
    assert [each.name for each in out.named] == ["Fenland Water Society", "Réseau des Lacs"]


def test_nothing_that_is_set_later_changes_what_was_adopted(room: Room) -> None:
    _say_to("States parties")
    _agree(room, _ask(room))
    _open(room)
    adopt(room)
    with record.transaction() as session:
        statement = session.scalars(select(Statement)).one()
        statement.addressees, statement.voice = "Somebody else", Voice.COALITION
    with record.reading() as session:
        out = on_its_way(session, room.statement().id)
    assert out is not None
    assert (out.addressees, out.voice, out.authentic) == ("States parties", Voice.NAMED, "en")


def test_what_was_adopted_without_a_consent_goes_out_for_nobody(room: Room) -> None:
    _agree(room, _ask(room))
    _open(room)
    with record.transaction() as session:  # as whoever can write into the record might
        for each in session.scalars(select(Consent)):
            each.is_given = None
    adopt(room)
    assert (publication().progress, publication().trouble, publication_claim()) == (Progress.SET_ASIDE, VOICE, None)


def test_asking_twice_about_the_same_is_refused_and_asking_is_the_penholders(room: Room) -> None:
    mandate = _ask(room)
    _answer(room, "fred", mandate)
    with pytest.raises(ConsentAsked):
        _ask(room)
    assert len(every(ConsentRequest)) == 1
    with pytest.raises(NotAllowed):
        room.do("sol", calls.ask_consent, **_terms(room))


def test_where_nobody_is_named_nobody_is_asked(room: Room) -> None:
    room.do("sara", calls.change_settings, voice=Voice.COALITION)
    with pytest.raises(NobodyNamed):
        _ask(room)


def test_members_are_asked_by_mail_and_colleagues_and_penholders_are_told_of_the_answer(room: Room) -> None:
    mandate = _ask(room)
    fan_out_all()
    assert told(EventKind.CONSENT_ASKED) == {"lucie", "fred"}
    with record.transaction() as session:
        sara = session.get_one(Person, room.people["sara"])
        key = session.get_one(Organisation, room.organisations["fen"]).key
        new = inviting.invite_person(session, sara, key, email="flora@fen.example", name="Flora")
        new.joined_at = room.clock.at
        room.people["flora"] = new.id
    _answer(room, "flora", mandate)  # a newcomer: its colleagues are told
    fan_out_all()
    assert told(EventKind.CONSENT_ANSWERED) == {"fred", "flora", "sara"}
    held = next(each for each in every(Consent) if each.organisation_id == room.organisations["fen"])
    assert (held.is_given, held.person_id, held.answered_at) == (True, room.people["flora"], room.clock.at)
    before = event(EventKind.CONSENT_ANSWERED).id
    _answer(room, "fred", mandate)  # the same again
    assert event(EventKind.CONSENT_ANSWERED).id == before


def test_a_consent_that_is_taken_back_during_the_ballot_stops_it_with_the_reason(room: Room) -> None:
    mandate = _ask(room)
    _agree(room, mandate)
    _open(room)
    with pytest.raises(ReasonNeeded):
        _answer(room, "fred", mandate, is_given=False)
    _answer(room, "fred", mandate, is_given=False, reason=WHY)
    assert (newest(Ballot).outcome, room.statement().stage) == (BallotOutcome.STOPPED, Stage.CONSOLIDATION)
    assert (newest(SteeringAct).reason, newest(SteeringAct).person_id) == (WHY, room.people["fred"])
    with pytest.raises(ConsentMissing):
        _open(room, same_text="As before.")


def test_a_newcomer_takes_no_consent_back_while_the_ballot_is_open(room: Room) -> None:
    mandate = _ask(room)
    _agree(room, mandate)
    _open(room)
    room.clock.pass_by(hours=1)
    with record.transaction() as session:
        sara = session.get_one(Person, room.people["sara"])
        key = session.get_one(Organisation, room.organisations["fen"]).key
        new = inviting.invite_person(session, sara, key, email="flora@fen.example", name="Flora")
        new.joined_at = room.clock.at
        room.people["flora"] = new.id
    with pytest.raises(TakenBackByNewcomer):
        _answer(room, "flora", mandate, is_given=False, reason=WHY)
    assert (newest(Ballot).outcome, room.statement().stage) == (BallotOutcome.PENDING, Stage.DECISION)


def test_at_the_deadline_and_after_the_adoption_no_consent_is_taken_back(room: Room) -> None:
    mandate = _ask(room)
    _agree(room, mandate)
    _open(room)
    room.clock.at = newest(Ballot).closes_at
    with pytest.raises(BallotEnded):
        _answer(room, "fred", mandate, is_given=False, reason=WHY)
    room.clock.pass_by(minutes=-1)
    adopt(room)
    with pytest.raises(NameBound):
        _answer(room, "fred", mandate, is_given=False, reason=WHY)


@pytest.mark.race
def test_a_consent_taken_back_and_the_opening_at_once_leave_no_ballot_without_it(room: Room) -> None:
    mandate = _ask(room)
    _agree(room, mandate)
    again: dict[str, str] = {}
    for meet in rounds("taken back first", "opened first"):
        back = attempt(room, "fred", consenting.answer_consent, mandate=mandate, is_given=False, reason=WHY)
        answers = meet(back, attempt(room, "sara", calls.open_ballot, **_terms(room, **again)))
        assert answers[0] == "done" and answers[1] in ("done", "ConsentMissing"), answers
        assert room.statement().stage is Stage.CONSOLIDATION, "taken back before the opening, or the ballot is stopped"
        assert all(each.outcome is BallotOutcome.STOPPED for each in every(Ballot))
        if answers[1] == "done":
            again = {"same_text": "As before."}
            require_one_end()
        _answer(room, "fred", mandate)
        won("opened first" if answers[1] == "done" else "taken back first")


@pytest.mark.race
def test_a_consent_taken_back_and_the_last_position_at_once_leave_one_end(room: Room) -> None:
    mandate = _ask(room)
    _agree(room, mandate)
    _open(room, settling=Settling.ANSWERED)
    for meet in rounds("taken back", "adopted"):
        put_again(room)
        for name in ("dana", "elena"):
            position(room, name, Stance.APPROVE)
        back = attempt(room, "fred", consenting.answer_consent, mandate=mandate, is_given=False, reason=WHY)
        last = attempt(room, "lucie", deciding.take_position, mandate=mandate, stance=Stance.APPROVE)
        answers = meet(back, last)
        outcome = require_one_end().ballot.outcome
        if outcome is BallotOutcome.STOPPED:
            assert answers == ["done", "BallotClosed"]
        else:
            assert outcome is BallotOutcome.ADOPTED
            assert answers == ["NameBound", "done"] and publication().progress is Progress.WAITING
        assert _says_fred() is (outcome is BallotOutcome.ADOPTED)
        require_over(room)
        if outcome is BallotOutcome.STOPPED:
            _answer(room, "fred", mandate)
        won("taken back" if outcome is BallotOutcome.STOPPED else "adopted")


def _says_fred() -> bool | None:
    """What fen has answered to the newest question."""
    with record.reading() as session:
        newest_one = select(Consent.is_given).join(Organisation, Organisation.id == Consent.organisation_id)
        of_fen = newest_one.where(Organisation.name == "Fenland Water Society")
        return session.scalars(of_fen.order_by(Consent.request_id.desc())).first()


def test_asking_takes_no_more_questions_with_more_members(room: Room) -> None:
    counts = []
    for many in (2, 30):
        with record.transaction() as session:
            keys = [_member(session, f"Member {many} {number}") for number in range(many)]
        room.do("sara", calls.change_settings, voice=Voice.NAMED, named=keys)
        counts.append(_questions(lambda: _ask(room)))
    assert counts[0] == counts[1], counts


def _member(session: Session, name: str) -> str:
    made = Organisation(key=new_key(), name=name, name_folded=skeleton(name), joined_at=record.now(session))
    session.add(made)
    session.flush()
    return made.key


def _questions(act: Callable[[], Any]) -> int:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    sql_event.listen(record.engine(), "before_cursor_execute", note)
    try:
        act()
    finally:
        sql_event.remove(record.engine(), "before_cursor_execute", note)
    return len(asked)

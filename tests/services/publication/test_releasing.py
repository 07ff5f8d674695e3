"""An adopted statement is held, and released by a person: who may, what follows, and what happens at once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from tests import calls
from tests.ballot_ends import attempt
from tests.decisions import adopt, event, every, fan_out_all, newest, on_the_table, publication, publication_claim, told
from tests.races import ROUNDS, rounds, won
from tests.rooms import Room, furnished_open
from workflow import database as record
from workflow.models.ballot import Ballot
from workflow.models.event import Event
from workflow.models.publication import Publication
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.refusals import StaleEmbargo
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import AlreadyDone, NotAllowed, NotFound, ReasonNeeded
from workflow.services.consultation import consulting
from workflow.services.publication import publishing

WHY = "The plenary was moved to Friday."


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """The furnished room with its first consultation open, on each database."""
    with furnished_open() as made:
        yield made


@pytest.fixture
def held(room: Room) -> Room:
    """Adopted as a statement that is held until a person releases it."""
    room.do("sara", consulting.close_consultation)
    facts = {"version": 1, "languages": ["en"], "closes_at": room.clock.at + timedelta(days=3)}
    room.do("sara", calls.open_ballot, release=ReleaseKind.BY_HAND, **facts)
    adopt(room)
    return room


@pytest.fixture
def going(room: Room) -> Room:
    """Adopted as a statement that goes out by itself."""
    on_the_table(room)
    adopt(room)
    return room


def _release(room: Room, by: str = "sara", seen: str = "") -> None:
    room.do(by, publishing.release_now, seen=seen)


def _count(kind: EventKind) -> int:
    return sum(each.kind is kind for each in every(Event))


def test_what_is_held_goes_out_once_a_person_releases_it(held: Room) -> None:
    held.clock.pass_by(days=30)
    assert publication_claim() is None
    _release(held)
    assert publication().due_at == held.clock.at
    assert publication_claim() is not None
    fan_out_all()
    assert told(EventKind.STATEMENT_RELEASED) == {"sara", "sol"}


def test_a_second_press_releases_nothing_a_second_time(held: Room) -> None:
    _release(held)
    for by in ("sara", "sol"):
        with pytest.raises(AlreadyDone):
            _release(held, by)
    made = publication_claim()
    assert made is not None
    with record.transaction() as session:
        publishing.record(session, made, Outcome(DeliveryVerdict.SENT))
    assert held.statement().stage is Stage.PUBLISHED
    with pytest.raises(AlreadyDone):
        _release(held)
    assert _count(EventKind.STATEMENT_RELEASED) == 1


def test_what_goes_out_by_itself_is_released_by_nobody(going: Room) -> None:
    with pytest.raises(AlreadyDone):
        _release(going)
    assert not _count(EventKind.STATEMENT_RELEASED)


def test_a_release_ends_no_embargo(held: Room) -> None:
    until = held.clock.at + timedelta(hours=5)
    held.do("sara", publishing.set_embargo, until=until)
    with pytest.raises(StaleEmbargo):
        _release(held, "sol")  # whose page showed none: it said that the text goes out at once
    _release(held, seen=publishing.embargo_sign(until))
    assert (publication().due_at, publication_claim()) == (until, None)
    held.clock.at = until
    assert publication_claim() is not None


def test_an_embargo_that_ends_publishes_nothing_that_is_held(held: Room) -> None:
    until = held.clock.at + timedelta(hours=5)
    held.do("sara", publishing.set_embargo, until=until)
    held.do("sara", publishing.end_embargo, seen=publishing.embargo_sign(until), reason=WHY)
    assert publication_claim() is None
    held.clock.at = until
    assert publication_claim() is None


def test_an_adopted_statement_is_held_by_one_person_at_once_for_a_reason(going: Room) -> None:
    before = newest(Ballot).mandate, newest(Ballot).mandate_digest
    with pytest.raises(ReasonNeeded):
        going.do("sara", publishing.hold, reason=" ")
    going.do("sara", publishing.hold, reason=WHY)
    assert going.statement().release is ReleaseKind.BY_HAND
    assert publication_claim() is None
    assert (newest(Ballot).mandate, newest(Ballot).mandate_digest) == before, "the mandate stays as it was adopted"
    assert event(EventKind.STATEMENT_HELD).data == {"ballot": newest(Ballot).id, "reason": WHY}
    fan_out_all()
    assert {"dana", "lucie", "elena"} <= told(EventKind.STATEMENT_HELD)
    with pytest.raises(AlreadyDone):
        going.do("sol", publishing.hold, reason=WHY)
    _release(going)
    assert publication_claim() is not None


def test_what_a_worker_has_begun_is_held_by_nobody(going: Room) -> None:
    made = publication_claim()
    assert made is not None
    with pytest.raises(AlreadyDone):
        going.do("sara", publishing.hold, reason=WHY)
    with record.transaction() as session:
        publishing.record(session, made, Outcome(DeliveryVerdict.SENT))
    with pytest.raises(AlreadyDone):
        going.do("sara", publishing.hold, reason=WHY)
    assert not _count(EventKind.STATEMENT_HELD)


@pytest.mark.parametrize("name", ["dana", "elena", "nadia", "fred"])
def test_nobody_outside_the_secretariat_holds_or_releases(held: Room, name: str) -> None:
    for act, facts in ((publishing.release_now, {"seen": ""}), (publishing.hold, {"reason": WHY})):
        with pytest.raises((NotAllowed, NotFound)):
            held.do(name, act, **facts)
    assert publication_claim() is None


def test_before_its_adoption_nothing_is_held_or_released(room: Room) -> None:
    on_the_table(room)
    for act, facts in ((publishing.release_now, {"seen": ""}), (publishing.hold, {"reason": WHY})):
        with pytest.raises(NotAllowed):
            room.do("sara", act, **facts)


@pytest.mark.race
def test_of_two_presses_at_once_one_releases(held: Room) -> None:
    for meet in rounds("sara", "sol"):
        answers = meet(*(attempt(held, name, publishing.release_now, seen="") for name in ("sara", "sol")))
        assert sorted(answers) == ["AlreadyDone", "done"]
        held.do("sara", publishing.hold, reason=WHY)
        won("sara" if answers[0] == "done" else "sol")
    assert _count(EventKind.STATEMENT_RELEASED) == ROUNDS


@pytest.mark.race
def test_a_release_and_a_hold_at_once_leave_what_the_last_one_said(held: Room) -> None:
    released = 0
    for meet in rounds("released, then held", "held before"):
        release = attempt(held, "sara", publishing.release_now, seen="")
        answers = meet(release, attempt(held, "sol", publishing.hold, reason=WHY))
        last, released = held.statement().release, released + 1
        assert _count(EventKind.STATEMENT_RELEASED) == released
        assert _count(EventKind.STATEMENT_HELD) == released - (answers[1] != "done")
        assert len(every(Publication)) == 1
        if answers == ["done", "done"]:
            assert last is ReleaseKind.BY_HAND and publication_claim() is None
            won("released, then held")
        else:  # the hold came first: it was held already
            assert (answers, last) == (["done", "AlreadyDone"], ReleaseKind.ON_ADOPTION)
            held.do("sara", publishing.hold, reason=WHY)
            won("held before")


@pytest.mark.race
def test_a_hold_and_the_workers_claim_at_once_never_both_succeed(going: Room) -> None:
    for meet in rounds("held", "claimed"):
        answer, made = meet(attempt(going, "sara", publishing.hold, reason=WHY), publication_claim)
        assert (answer == "done") == (made is None), (answer, made)
        assert answer in ("done", "AlreadyDone")
        won("held" if made is None else "claimed")
        if answer == "done":
            _release(going)
            continue
        with record.transaction() as session:  # as if no worker had begun
            row = session.get_one(type(publication()), publication().id)
            row.lease, row.attempts, row.leased_until = 0, 0, None


@pytest.mark.race
def test_a_release_and_the_workers_claim_at_once_publish_nothing_that_is_held(held: Room) -> None:
    for meet in rounds("claimed", "too early"):
        answer, made = meet(attempt(held, "sara", publishing.release_now, seen=""), publication_claim)
        assert answer == "done" and held.statement().release is ReleaseKind.ON_ADOPTION
        assert publication().lease == (made is not None)
        won("too early" if made is None else "claimed")
        with record.transaction() as session:  # as if no worker had begun
            row = session.get_one(Publication, publication().id)
            row.lease, row.attempts, row.leased_until = 0, 0, None
        held.do("sara", publishing.hold, reason=WHY)


def test_a_claim_that_asked_before_the_hold_and_locked_after_it_sees_the_hold(
    going: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL answers from the moment of the question, so the row that it gives may be held by now."""
    going.do("sara", publishing.hold, reason=WHY)
    at_once_due = select(Publication).where(Publication.id == publication().id)
    monkeypatch.setattr(publishing, "_waiting", lambda _at: at_once_due)
    with record.transaction() as session:
        assert publishing.claim(session, newest(Publication).id) is None
    assert publication().lease == 0

"""From adoption to the public: when it is due, what is checked, and what a try that fails leaves behind."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from tests.decisions import adopt, event, newest, on_the_table, publication, publication_claim
from tests.races import at_once
from tests.rooms import Room, furnished_open
from workflow import database as record
from workflow.models.event import Event
from workflow.models.publication import Progress, Publication
from workflow.models.version import Edition
from workflow.queries import published, published_list
from workflow.rules.delivery import FAILURES, LEASE, Outcome, Verdict
from workflow.rules.errors import AlreadyDone, DigestMismatch, MomentPast, NotAllowed
from workflow.rules.events import EventKind
from workflow.rules.lifecycle import Stage
from workflow.services import publishing

SENT = Outcome(Verdict.SENT)


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """The furnished room with version 1 on the table, on each database."""
    with furnished_open() as made:
        on_the_table(made)
        yield made


def _embargo(room: Room, until: datetime | None, by: str = "sara") -> None:
    room.do(by, publishing.set_embargo, until=until)


def _recorded(made: publishing.Claim, outcome: Outcome) -> Publication:
    with record.transaction() as session:
        publishing.record(session, made, outcome)
    return publication()


def _claimed() -> publishing.Claim:
    made = publication_claim()
    assert made is not None
    return made


def _checked(made: publishing.Claim) -> published.Published:
    with record.reading() as session:
        return publishing.checked(session, made)


def test_what_is_adopted_is_due_at_once(room: Room) -> None:
    assert publication_claim() is None
    adopt(room)
    assert publication().due_at == room.clock.at
    assert _claimed().at == room.clock.at


def test_an_embargo_set_before_the_adoption_holds_it_to_the_second(room: Room) -> None:
    until = room.clock.at + timedelta(hours=5)
    _embargo(room, until)
    adopt(room)
    with record.reading() as session:
        assert publishing.due(session) == until
    room.clock.at = until - timedelta(seconds=1)
    assert publication_claim() is None
    room.clock.at = until
    assert publication_claim() is not None


def test_an_embargo_can_be_moved_and_lifted_while_it_waits(room: Room) -> None:
    until = room.clock.at + timedelta(hours=5)
    adopt(room)
    _embargo(room, until)
    assert publication().due_at == until
    _embargo(room, until + timedelta(hours=1))
    assert publication().due_at == until + timedelta(hours=1)
    _embargo(room, None)
    assert (publication().due_at, room.statement().embargo_at) == (room.clock.at, None)
    assert event(EventKind.EMBARGO_SET).data == {"until": None}


def test_an_embargo_lies_ahead_and_is_the_secretariats(room: Room) -> None:
    with pytest.raises(MomentPast):
        _embargo(room, room.clock.at)
    with pytest.raises(NotAllowed):
        _embargo(room, room.clock.at + timedelta(hours=1), by="dana")


def test_what_is_going_out_or_may_be_half_out_can_no_longer_be_held_back(room: Room) -> None:
    adopt(room)
    made = _claimed()
    with pytest.raises(AlreadyDone):
        _embargo(room, room.clock.at + timedelta(hours=1))
    room.clock.at += LEASE * 2  # the worker died: nobody knows how far it came
    with pytest.raises(AlreadyDone):
        _embargo(room, room.clock.at + timedelta(hours=1))
    _recorded(made, Outcome(Verdict.LATER, "No space left on device"))
    with pytest.raises(AlreadyDone):  # the disk may have failed after the pages were in their place
        _embargo(room, room.clock.at + timedelta(hours=1))


def test_a_hold_and_a_claim_at_the_same_moment_are_never_both_granted(room: Room) -> None:
    adopt(room)
    held, made = at_once(lambda: _embargo(room, room.clock.at + timedelta(hours=1)), publication_claim)
    assert (made is None) != isinstance(held, AlreadyDone)


def test_published_is_stage_event_and_moment_in_one(room: Room) -> None:
    adopt(room)
    made = _claimed()
    room.clock.pass_by(seconds=3)
    row = _recorded(made, SENT)
    assert (row.progress, row.published_at) == (Progress.DONE, made.at)
    assert room.statement().stage is Stage.PUBLISHED
    assert newest(Event).kind is EventKind.STATEMENT_PUBLISHED
    assert newest(Event).data["digests"] == row.digests


def test_it_is_published_once_however_often_it_is_recorded(room: Room) -> None:
    adopt(room)
    made = _claimed()
    _recorded(made, SENT)
    _recorded(made, SENT)
    assert publication_claim() is None
    with record.reading() as session:
        assert session.query(Event).filter_by(kind=EventKind.STATEMENT_PUBLISHED).count() == 1


def test_two_workers_never_hold_the_same_publication(room: Room) -> None:
    adopt(room)
    claims = at_once(publication_claim, publication_claim)
    assert [each for each in claims if each is None] == [None]


def test_a_word_changed_after_the_adoption_stops_everything(room: Room) -> None:
    adopt(room)
    with record.transaction() as session:
        edition = session.get_one(Edition, newest(Edition).id)
        words = edition.blocks[1].text.replace("twice", "thrice")
        blocks = [*edition.blocks[:1], type(edition.blocks[1])(edition.blocks[1].id, edition.blocks[1].kind, words)]
        session.execute(update(Edition).where(Edition.id == edition.id).values(blocks=tuple(blocks)))
    made = _claimed()
    with pytest.raises(DigestMismatch):
        _checked(made)
    row = _recorded(made, Outcome(Verdict.MISMATCH, "digest mismatch: en"))
    assert (row.progress, room.statement().stage) == (Progress.SET_ASIDE, Stage.ADOPTED)
    assert publication_claim() is None


def test_an_edition_that_is_gone_stops_everything(room: Room) -> None:
    adopt(room)
    with record.transaction() as session:
        session.delete(session.get_one(Edition, newest(Edition).id))
    with pytest.raises(DigestMismatch):
        _checked(_claimed())


def test_what_is_checked_is_what_was_adopted(room: Room) -> None:
    adopt(room)
    going = _checked(_claimed())
    assert {text.language: text.digest for text in going.texts} == publication().digests
    assert (going.address, going.version, going.untrue) == (room.statement().address, 1, ())


def test_a_full_disk_is_tried_again_within_a_minute_for_ever(room: Room) -> None:
    adopt(room)
    for _ in range(10):
        row = _recorded(_claimed(), Outcome(Verdict.LATER, "No space left on device"))
        assert row.progress is Progress.WAITING
        assert row.due_at - room.clock.at <= timedelta(minutes=1)
        room.clock.at = row.due_at


def test_what_fails_or_kills_its_worker_is_set_aside_and_can_be_tried_again(room: Room) -> None:
    adopt(room)
    for _ in range(FAILURES):
        row = _recorded(_claimed(), Outcome(Verdict.FAILED, "TypeError"))
        room.clock.at = max(row.due_at, room.clock.at)
    assert row.progress is Progress.SET_ASIDE
    with pytest.raises(NotAllowed):
        room.do("dana", publishing.try_again)
    room.do("sara", publishing.try_again)
    for _ in range(FAILURES):
        assert publication_claim() is not None
        room.clock.at += LEASE
    assert publication_claim() is None
    assert publication().progress is Progress.SET_ASIDE


def test_a_worker_that_slept_over_its_lease_neither_writes_nor_records(room: Room) -> None:
    adopt(room)
    slept = _claimed()
    room.clock.at += LEASE
    _claimed()
    with pytest.raises(AlreadyDone):
        _checked(slept)
    assert _recorded(slept, SENT).progress is Progress.WAITING


def test_nothing_of_it_can_be_read_before_it_is_published(room: Room) -> None:
    adopt(room)
    address = room.statement().address
    made = _claimed()
    with record.reading() as session:
        assert published.statement(session, address) is None
        assert not published.is_out(session, address)
        assert published_list.published(session) == ()
    _recorded(made, SENT)
    with record.reading() as session:
        assert published.is_out(session, address)
        assert [each.address for each in published_list.published(session)] == [address]

"""From adoption to the public: when it is due, what is checked, and what a try that fails leaves behind."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from tests.decisions import (
    adopt,
    event,
    every,
    fan_out_all,
    newest,
    on_the_table,
    publication,
    publication_claim,
    told,
)
from tests.races import at_once
from tests.rooms import Room, furnished_open
from workflow import database as record
from workflow.models.event import Event
from workflow.models.publication import EmbargoEnd, Progress, Publication
from workflow.models.version import Edition
from workflow.queries.publication import published, published_list
from workflow.rules.notifications.delivery import FAILURES, LEASE, DeliveryVerdict, Outcome
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.refusals import DigestMismatch, EarlierEmbargo, EmbargoUnchanged, StaleEmbargo
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import AlreadyDone, MomentPast, NotAllowed, ReasonNeeded
from workflow.services.publication import publishing

SENT = Outcome(DeliveryVerdict.SENT)


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """The furnished room with its first consultation open, on each database."""
    with furnished_open() as made:
        yield made


def _adopt(room: Room) -> None:
    """Put version 1 before the Committee, which adopts it: what was set before is part of its mandate."""
    on_the_table(room)
    adopt(room)


def _embargo(room: Room, until: datetime | None, by: str = "sara") -> None:
    room.do(by, publishing.set_embargo, until=until)


def _end(
    room: Room, seen: datetime, *, until: datetime | None = None, reason: str = "Sooner.", by: str = "sara"
) -> None:
    sign = publishing.embargo_sign(seen)
    room.do(by, publishing.end_embargo, seen=sign, reason=reason, until=until)


def _recorded(made: publishing.PublicationClaim, outcome: Outcome) -> Publication:
    with record.transaction() as session:
        publishing.record(session, made, outcome)
    return publication()


def _claimed() -> publishing.PublicationClaim:
    made = publication_claim()
    assert made is not None
    return made


def _checked(made: publishing.PublicationClaim) -> published.Published:
    with record.reading() as session:
        return publishing.check_digests(session, made)


def test_what_is_adopted_is_due_at_once(room: Room) -> None:
    assert publication_claim() is None
    _adopt(room)
    assert publication().due_at == room.clock.at
    assert _claimed().at == room.clock.at


def test_an_embargo_set_before_the_adoption_holds_it_to_the_second(room: Room) -> None:
    until = room.clock.at + timedelta(hours=5)
    _embargo(room, until)
    _adopt(room)
    assert publication().due_at == until
    room.clock.at = until - timedelta(seconds=1)
    assert publication_claim() is None
    room.clock.at = until
    assert publication_claim() is not None


def test_an_embargo_can_be_moved_to_a_later_moment_while_it_waits(room: Room) -> None:
    until = room.clock.at + timedelta(hours=5)
    _adopt(room)
    _embargo(room, until)
    assert publication().due_at == until
    _embargo(room, until + timedelta(hours=1))
    assert publication().due_at == until + timedelta(hours=1)
    assert event(EventKind.EMBARGO_SET).data == {
        "from": until.isoformat(),
        "until": (until + timedelta(hours=1)).isoformat(),
    }


@pytest.mark.parametrize("is_adopted", [False, True])
def test_an_empty_field_ends_no_embargo_and_changes_nothing(room: Room, is_adopted: bool) -> None:
    until = room.clock.at + timedelta(hours=5)
    _embargo(room, until)
    if is_adopted:
        _adopt(room)
    before = len(every(Event))
    for same in (None, until):
        with pytest.raises(EmbargoUnchanged) as refused:
            _embargo(room, same)
        assert refused.value.is_empty == (same is None)
    assert room.statement().embargo_at == until
    assert len(every(Event)) == before
    assert not is_adopted or publication().due_at == until
    assert publication_claim() is None


@pytest.mark.parametrize("is_adopted", [False, True])
def test_an_earlier_moment_is_refused_where_no_reason_is_asked_for(room: Room, is_adopted: bool) -> None:
    until = room.clock.at + timedelta(hours=5)
    _embargo(room, until)
    if is_adopted:
        _adopt(room)
    with pytest.raises(EarlierEmbargo):
        _embargo(room, room.clock.at + timedelta(seconds=2))
    assert room.statement().embargo_at == until
    room.clock.pass_by(seconds=3)
    assert publication_claim() is None


def test_an_embargo_is_ended_early_by_an_act_of_its_own_with_a_reason(room: Room) -> None:
    until = room.clock.at + timedelta(hours=5)
    _embargo(room, until)
    _adopt(room)
    with pytest.raises(ReasonNeeded):
        _end(room, until, reason=" ")
    with pytest.raises(NotAllowed):
        _end(room, until, by="dana")
    assert publication_claim() is None
    _end(room, until)
    assert (publication().due_at, room.statement().embargo_at) == (room.clock.at, None)
    ended = newest(EmbargoEnd)
    assert (ended.was, ended.until, ended.reason, ended.person_id) == (until, None, "Sooner.", room.people["sara"])
    assert event(EventKind.EMBARGO_ENDED).data == {
        "embargo_end": ended.id,
        "from": until.isoformat(),
        "until": None,
    }
    assert publication_claim() is not None


def test_an_embargo_is_moved_to_an_earlier_moment_with_a_reason(room: Room) -> None:
    until, sooner = (room.clock.at + timedelta(hours=hours) for hours in (5, 2))
    _embargo(room, until)
    _adopt(room)
    with pytest.raises(MomentPast):
        _end(room, until, until=room.clock.at)
    with pytest.raises(EmbargoUnchanged):
        _end(room, until, until=until)
    _end(room, until, until=sooner)
    assert (publication().due_at, room.statement().embargo_at) == (sooner, sooner)
    assert (newest(EmbargoEnd).was, newest(EmbargoEnd).until) == (until, sooner)


def test_before_the_adoption_an_embargo_is_lost_by_no_accident_either(room: Room) -> None:
    until = room.clock.at + timedelta(hours=5)
    _embargo(room, until)
    _end(room, until)
    assert room.statement().embargo_at is None
    _adopt(room)
    assert publication().due_at == room.clock.at


def test_who_saw_another_embargo_ends_and_moves_none(room: Room) -> None:
    first = room.clock.at + timedelta(hours=5)
    _adopt(room)
    _embargo(room, first)
    room.do("sol", publishing.set_embargo, until=first + timedelta(hours=9), seen=publishing.embargo_sign(first))
    with pytest.raises(StaleEmbargo):
        _end(room, first)
    with pytest.raises(StaleEmbargo):
        room.do("sara", publishing.set_embargo, until=first + timedelta(days=3), seen=publishing.embargo_sign(first))
    with pytest.raises(StaleEmbargo):
        room.do("sara", publishing.set_embargo, until=None, seen="")
    assert room.statement().embargo_at == first + timedelta(hours=9)


def test_an_embargo_that_is_over_or_never_was_cannot_be_ended(room: Room) -> None:
    _adopt(room)
    with pytest.raises(AlreadyDone):
        room.do("sara", publishing.end_embargo, seen="", reason="Sooner.")
    until = room.clock.at + timedelta(hours=5)
    _embargo(room, until)
    room.clock.at = until
    with pytest.raises(AlreadyDone):
        _end(room, until)


def test_an_early_end_and_a_claim_at_the_end_of_the_embargo_are_never_both_granted(room: Room) -> None:
    until = room.clock.at + timedelta(hours=5)
    _adopt(room)
    _embargo(room, until)
    room.clock.at = until - timedelta(seconds=1)
    _end(room, until)
    made = _claimed()
    with pytest.raises(AlreadyDone):
        _embargo(room, until + timedelta(hours=1))
    assert made.at == until - timedelta(seconds=1)


def test_all_of_the_secretariat_is_told_of_an_early_end_the_one_who_did_it_as_well(room: Room) -> None:
    until = room.clock.at + timedelta(hours=5)
    _embargo(room, until)
    _end(room, until)
    fan_out_all()
    assert told(EventKind.EMBARGO_ENDED) == {"sara", "sol"}


def test_an_embargo_lies_ahead_and_is_the_secretariats(room: Room) -> None:
    with pytest.raises(MomentPast):
        _embargo(room, room.clock.at)
    with pytest.raises(NotAllowed):
        _embargo(room, room.clock.at + timedelta(hours=1), by="dana")


def test_what_is_going_out_or_may_be_half_out_can_no_longer_be_held_back(room: Room) -> None:
    _adopt(room)
    made = _claimed()
    with pytest.raises(AlreadyDone):
        _embargo(room, room.clock.at + timedelta(hours=1))
    room.clock.at += LEASE * 2  # the worker died: nobody knows how far it came
    with pytest.raises(AlreadyDone):
        _embargo(room, room.clock.at + timedelta(hours=1))
    _recorded(made, Outcome(DeliveryVerdict.LATER, "No space left on device"))
    with pytest.raises(AlreadyDone):  # the disk may have failed after the pages were in their place
        _embargo(room, room.clock.at + timedelta(hours=1))


def test_a_hold_and_a_claim_at_the_same_moment_are_never_both_granted(room: Room) -> None:
    _adopt(room)
    held, made = at_once(lambda: _embargo(room, room.clock.at + timedelta(hours=1)), publication_claim)
    assert (made is None) != isinstance(held, AlreadyDone)


def test_published_is_stage_event_and_moment_in_one(room: Room) -> None:
    _adopt(room)
    made = _claimed()
    room.clock.pass_by(seconds=3)
    row = _recorded(made, SENT)
    assert (row.progress, row.published_at) == (Progress.DONE, made.at)
    assert room.statement().stage is Stage.PUBLISHED
    assert newest(Event).kind is EventKind.STATEMENT_PUBLISHED
    assert newest(Event).data["digests"] == row.digests


def test_it_is_published_once_however_often_it_is_recorded(room: Room) -> None:
    _adopt(room)
    made = _claimed()
    _recorded(made, SENT)
    _recorded(made, SENT)
    assert publication_claim() is None
    with record.reading() as session:
        assert session.query(Event).filter_by(kind=EventKind.STATEMENT_PUBLISHED).count() == 1


def test_two_workers_never_hold_the_same_publication(room: Room) -> None:
    _adopt(room)
    claims = at_once(publication_claim, publication_claim)
    assert [each for each in claims if each is None] == [None]


def test_a_word_changed_after_the_adoption_stops_everything(room: Room) -> None:
    _adopt(room)
    with record.transaction() as session:
        edition = session.get_one(Edition, newest(Edition).id)
        words = edition.blocks[1].text.replace("twice", "thrice")
        blocks = [*edition.blocks[:1], type(edition.blocks[1])(edition.blocks[1].id, edition.blocks[1].kind, words)]
        session.execute(update(Edition).where(Edition.id == edition.id).values(blocks=tuple(blocks)))
    made = _claimed()
    with pytest.raises(DigestMismatch):
        _checked(made)
    row = _recorded(made, Outcome(DeliveryVerdict.MISMATCH, "digest mismatch: en"))
    assert (row.progress, room.statement().stage) == (Progress.SET_ASIDE, Stage.ADOPTED)
    assert publication_claim() is None


def test_an_edition_that_is_gone_stops_everything(room: Room) -> None:
    _adopt(room)
    with record.transaction() as session:
        session.delete(session.get_one(Edition, newest(Edition).id))
    with pytest.raises(DigestMismatch):
        _checked(_claimed())


def test_what_is_checked_is_what_was_adopted(room: Room) -> None:
    _adopt(room)
    going = _checked(_claimed())
    assert {text.language: text.digest for text in going.texts} == publication().digests
    assert (going.address, going.version, going.untrue) == (room.statement().address, 1, ())


def test_a_full_disk_is_tried_again_within_a_minute_for_ever(room: Room) -> None:
    _adopt(room)
    for _ in range(10):
        row = _recorded(_claimed(), Outcome(DeliveryVerdict.LATER, "No space left on device"))
        assert row.progress is Progress.WAITING
        assert row.due_at - room.clock.at <= timedelta(minutes=1)
        room.clock.at = row.due_at


def test_what_fails_or_kills_its_worker_is_set_aside_and_can_be_tried_again(room: Room) -> None:
    _adopt(room)
    for _ in range(FAILURES):
        row = _recorded(_claimed(), Outcome(DeliveryVerdict.FAILED, "TypeError"))
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
    _adopt(room)
    slept = _claimed()
    room.clock.at += LEASE
    _claimed()
    with pytest.raises(AlreadyDone):
        _checked(slept)
    assert _recorded(slept, SENT).progress is Progress.WAITING


def test_nothing_of_it_can_be_read_before_it_is_published(room: Room) -> None:
    _adopt(room)
    address = room.statement().address
    made = _claimed()
    with record.reading() as session:
        assert published.statement(session, address) is None
        assert published_list.list_published(session) == ()
    _recorded(made, SENT)
    with record.reading() as session:
        assert published.statement(session, address) is not None
        assert [each.address for each in published_list.list_published(session)] == [address]

"""A consultation that was closed is opened again: with a reason, until a version is issued after it."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from tests.consolidations import CRITICAL, answer, consolidation, disposition, issue, send
from tests.deadlines import close_next_consultation
from tests.races import at_once
from tests.rooms import CLOSES, Room
from tests.services.consultations import events, newest_consultation, rows
from workflow.models.consultation import ConsultationChange, ConsultationChangeKind
from workflow.rules.consultation.refusals import VersionSince
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import MomentPast, NotAllowed, NotFound, OverLength, ReasonNeeded, Refusal
from workflow.services.consultation.consulting import reopen_consultation
from workflow.services.statements import changing_settings

LATER = CLOSES + timedelta(days=1)


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that was closed early, with one amendment of Dana's."""
    with consolidation(CRITICAL) as furnished:
        yield furnished


def reopen(room: Room, who: str = "sara", **facts: object) -> object:
    return room.do(
        who, reopen_consultation, **{"closes_at": LATER, "reason": "Two organisations could not sign in.", **facts}
    )


def test_a_closed_consultation_takes_items_again_until_its_new_deadline(room: Room) -> None:
    reopen(room)
    assert room.statement().stage is Stage.CONSULTATION
    assert (newest_consultation().number, newest_consultation().closed_at, newest_consultation().closes_at) == (
        1,
        None,
        LATER,
    )
    send(room, by="nadia", comment="In time.")
    assert room.item("C1").consultation_id == room.round(1)


def test_the_reason_is_read_by_all_and_stands_outside_the_event(room: Room) -> None:
    reopen(room)
    change = max(rows(ConsultationChange), key=lambda each: each.id)
    assert (change.kind, change.reason, change.closes_at) == (
        ConsultationChangeKind.REOPENED,
        "Two organisations could not sign in.",
        LATER,
    )
    (event,) = events(EventKind.CONSULTATION_REOPENED)
    assert event.data["change"] == change.id
    assert "sign in" not in str(event.data)


def test_dispositions_given_meanwhile_stay(room: Room) -> None:
    answer(room, "A1", "accepted")
    reopen(room)
    given = disposition(room, "A1")
    assert given is not None
    assert given.kind.value == "accepted"


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"reason": " "}, ReasonNeeded),
        ({"reason": "x" * 2_001}, OverLength),
        ({"closes_at": CLOSES - timedelta(days=3)}, MomentPast),
    ],
)
def test_it_needs_a_reason_and_a_deadline_that_lies_ahead(
    room: Room, facts: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        reopen(room, **facts)
    assert room.statement().stage is Stage.CONSOLIDATION
    assert newest_consultation().closed_at is not None


def test_a_version_issued_after_it_ends_it_for_good(room: Room) -> None:
    answer(room, "A1", "accepted")
    issue(room)
    with pytest.raises(VersionSince) as refused:
        reopen(room)
    assert refused.value.number == 2


@pytest.mark.parametrize("who", ["dana", "elena", "nadia"])
def test_nobody_but_a_penholder_opens_it_again(room: Room, who: str) -> None:
    with pytest.raises(NotAllowed):
        reopen(room, who)


def test_one_who_may_not_see_the_statement_learns_nothing(room: Room) -> None:
    with pytest.raises(NotFound):
        reopen(room, "gus")


def test_a_statement_abandoned_is_not_opened_again(room: Room) -> None:
    room.do("sara", changing_settings.abandon, reason="The session was called off.")
    with pytest.raises(NotAllowed):
        reopen(room)


def test_an_open_consultation_is_not_opened_again(room: Room) -> None:
    reopen(room)
    with pytest.raises(NotAllowed):
        reopen(room)
    assert len(events(EventKind.CONSULTATION_REOPENED)) == 1


def test_the_worker_closes_it_at_the_new_deadline(room: Room) -> None:
    reopen(room)
    room.clock.at = LATER + timedelta(minutes=1)
    with room.acting("sara") as (session, _):
        assert close_next_consultation(session) == room.key
    assert newest_consultation().closed_at == LATER


def test_of_reopening_and_issuing_at_once_one_is_refused(room: Room) -> None:
    answer(room, "A1", "accepted")
    opened, issued = at_once(partial(reopen, room), partial(issue, room))
    refused = [each for each in (opened, issued) if isinstance(each, Exception)]
    assert [type(each) for each in refused] in ([VersionSince], [NotAllowed])
    assert (room.statement().stage is Stage.CONSULTATION) == (issued in refused)


def test_two_penholders_open_it_again_once(room: Room) -> None:
    outcomes = at_once(partial(reopen, room), partial(reopen, room, "sol"))
    assert sum(isinstance(each, NotAllowed) for each in outcomes) == 1
    assert len(events(EventKind.CONSULTATION_REOPENED)) == 1

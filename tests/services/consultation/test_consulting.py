"""A consultation opens on a version, takes items until its deadline, and is closed by the worker or the penholder."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests import calls
from tests.deadlines import close_next_consultation
from tests.rooms import CLOSES, OPENS, Room, furnished, furnished_open
from tests.services.consultations import events, newest_consultation, rows
from workflow import database as record
from workflow.models.consultation import Consultation, ConsultationChange, ConsultationChangeKind
from workflow.models.label import Label
from workflow.models.statement import TakingPart
from workflow.models.version import Version
from workflow.rules.consultation.refusals import ConsultationClosed, NobodyTakesPart, NotIssued
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import (
    ChoiceNeeded,
    MomentPast,
    NotAllowed,
    NotFound,
    OverLength,
    Refusal,
    TextRefused,
    UnknownChoice,
)
from workflow.services.consultation import consulting
from workflow.services.statements import changing_settings, versions


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A draft before its first consultation."""
    with furnished() as furnished_room:
        yield furnished_room


@pytest.fixture
def open_room(database: Engine) -> Iterator[Room]:
    """A consultation that is open."""
    with furnished_open() as furnished_room:
        yield furnished_room


def test_opening_issues_version_1_and_moves_the_statement_to_consultation(room: Room) -> None:
    room.do("sara", calls.open_consultation, closes_at=CLOSES, guidance="Say what you want.")
    assert room.statement().stage is Stage.CONSULTATION
    assert [version.number for version in rows(Version)] == [1]
    opened = newest_consultation()
    assert (opened.number, opened.closes_at, opened.guidance) == (1, CLOSES, "Say what you want.")
    assert events(EventKind.CONSULTATION_OPENED)[0].data == {"consultation": opened.id, "number": 1, "version": 1}


def test_all_members_that_are_not_suspended_take_part(room: Room) -> None:
    room.do("sara", calls.open_consultation, closes_at=CLOSES)
    taking = {row.organisation_id for row in rows(TakingPart)}
    assert taking == {room.organisations[name] for name in ("delta", "lacs", "nahr", "fen", "estero")}


def test_the_penholder_may_choose_who_takes_part(room: Room) -> None:
    chosen = [room.organisations["delta"], room.organisations["gone"]]
    room.do("sara", calls.open_consultation, closes_at=CLOSES, organisations=chosen)
    assert [row.organisation_id for row in rows(TakingPart)] == [room.organisations["delta"]]


def test_a_protected_organisation_that_takes_part_gets_a_label_and_no_other_does(room: Room) -> None:
    room.do("sara", calls.open_consultation, closes_at=CLOSES)
    assert [label.organisation_id for label in rows(Label)] == [room.organisations["estero"]]


def test_a_consultation_without_anybody_is_refused(room: Room) -> None:
    with pytest.raises(NobodyTakesPart):
        room.do("sara", calls.open_consultation, closes_at=CLOSES, organisations=[])
    assert room.statement().stage is Stage.DRAFT
    assert not rows(Version)


@pytest.mark.parametrize("late", [timedelta(), timedelta(days=1)])
def test_a_deadline_lies_ahead(room: Room, late: timedelta) -> None:
    with pytest.raises(MomentPast):
        room.do("sara", calls.open_consultation, closes_at=OPENS - late)


def test_guidance_has_a_length_and_no_hidden_characters(room: Room) -> None:
    with pytest.raises(OverLength) as refused:
        room.do("sara", calls.open_consultation, closes_at=CLOSES, guidance="x" * 2_001)
    assert refused.value.field == "guidance"
    with pytest.raises(TextRefused):
        room.do("sara", calls.open_consultation, closes_at=CLOSES, guidance="read \u202ethis")


@pytest.mark.parametrize(("who", "refusal"), [("sol", NotAllowed), ("dana", NotAllowed), ("nadia", NotFound)])
def test_only_the_penholder_opens_a_consultation(room: Room, who: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        room.do(who, calls.open_consultation, closes_at=CLOSES)


def test_opening_twice_is_refused_and_opens_nothing(open_room: Room) -> None:
    with pytest.raises(NotAllowed):
        open_room.do("sara", calls.open_consultation, closes_at=CLOSES)
    assert len(rows(Consultation)) == 1


def test_a_second_consultation_is_on_the_same_version_until_another_is_issued(open_room: Room) -> None:
    open_room.do("sara", consulting.close_consultation)
    open_room.do("sara", calls.open_consultation, closes_at=CLOSES, organisations=[])
    on = open_room.version(1)
    assert sorted((each.number, each.version_id) for each in rows(Consultation)) == [(1, on), (2, on)]
    assert len(rows(TakingPart)) == 5, "who takes part once stays"


def test_a_second_consultation_waits_for_the_changes_of_the_draft_to_be_issued(open_room: Room) -> None:
    open_room.do("sara", consulting.close_consultation)
    block = open_room.blocks()[1]
    open_room.do("sara", calls.save_paragraph, language="en", serial=1, block=block.id, text="Another text.")
    with pytest.raises(NotIssued):
        open_room.do("sara", calls.open_consultation, closes_at=CLOSES)


def test_a_consultation_is_extended_with_a_reason_that_all_can_read(open_room: Room) -> None:
    later = CLOSES + timedelta(days=1)
    open_room.do("sara", consulting.extend_consultation, closes_at=later, reason="Many asked for a day more.")
    assert newest_consultation().closes_at == later
    assert newest_consultation().guidance == "Say what you want.", "guidance is what was asked for at the opening"
    (change,) = rows(ConsultationChange)
    assert (change.kind, change.reason, change.closes_at) == (
        ConsultationChangeKind.EXTENDED,
        "Many asked for a day more.",
        later,
    )
    (event,) = events(EventKind.CONSULTATION_EXTENDED)
    assert (event.data["closes_at"], event.data["change"]) == (later.isoformat(), change.id)
    assert "Many" not in str(event.data), "words of members stand in their own tables"


def test_the_same_extension_sent_twice_is_told_once(open_room: Room) -> None:
    later = CLOSES + timedelta(days=1)
    for _ in range(2):
        open_room.do("sara", consulting.extend_consultation, closes_at=later, reason="A day more.")
    assert len(events(EventKind.CONSULTATION_EXTENDED)) == len(rows(ConsultationChange)) == 1


def test_a_deadline_is_never_brought_forward(open_room: Room) -> None:
    with pytest.raises(MomentPast):
        open_room.do("sara", consulting.extend_consultation, closes_at=CLOSES - timedelta(hours=1))


def test_a_consultation_past_its_deadline_is_not_extended(open_room: Room) -> None:
    open_room.clock.at = CLOSES
    with pytest.raises(ConsultationClosed):
        open_room.do("sara", consulting.extend_consultation, closes_at=CLOSES + timedelta(days=1))


def test_the_penholder_closes_early(open_room: Room) -> None:
    open_room.clock.pass_by(hours=3)
    open_room.do("sara", consulting.close_consultation, reason="All have answered.")
    assert newest_consultation().closed_at == OPENS + timedelta(hours=3)
    assert open_room.statement().stage is Stage.CONSOLIDATION
    (event,) = events(EventKind.CONSULTATION_CLOSED)
    assert event.person_id == open_room.people["sara"]
    (change,) = rows(ConsultationChange)
    assert (change.kind, change.reason, event.data["change"]) == (
        ConsultationChangeKind.CLOSED,
        "All have answered.",
        change.id,
    )


@pytest.mark.parametrize("who", ["sol", "dana", "elena"])
def test_nobody_else_closes_or_extends(open_room: Room, who: str) -> None:
    with pytest.raises(NotAllowed):
        open_room.do(who, consulting.close_consultation)
    with pytest.raises(NotAllowed):
        open_room.do(who, consulting.extend_consultation, closes_at=CLOSES + timedelta(days=1))


def test_the_worker_closes_what_is_due_once(open_room: Room) -> None:
    open_room.clock.at = CLOSES + timedelta(minutes=5)
    with record.transaction() as session:
        assert close_next_consultation(session) == open_room.key
    with record.transaction() as session:
        assert close_next_consultation(session) is None
    assert newest_consultation().closed_at == CLOSES, (
        "nothing was taken after the deadline, however late the worker came"
    )
    assert open_room.statement().stage is Stage.CONSOLIDATION
    (event,) = events(EventKind.CONSULTATION_CLOSED)
    assert event.person_id is None
    assert not rows(ConsultationChange), "the deadline is no change"


def test_the_worker_leaves_an_open_consultation_alone(open_room: Room) -> None:
    open_room.clock.at = CLOSES - timedelta(seconds=1)
    with record.transaction() as session:
        assert close_next_consultation(session) is None
    with pytest.raises(NotFound), record.transaction() as session:
        consulting.close_consultation(session, None, open_room.key)
    assert newest_consultation().closed_at is None


def test_the_worker_leaves_a_statement_that_was_abandoned_alone(open_room: Room) -> None:
    open_room.do("sara", changing_settings.abandon, reason="The session was called off.")
    open_room.clock.at = CLOSES + timedelta(minutes=5)
    with record.transaction() as session:
        assert close_next_consultation(session) is None
    assert open_room.statement().stage is Stage.ABANDONED


def test_the_penholder_opens_chosen_paragraphs_and_hides_what_others_send(room: Room) -> None:
    with room.acting("sara") as (session, _):
        draft = versions.original(session, session.merge(room.statement(), load=False))
        ids = [block.id for block in draft.blocks]
    room.do("sara", calls.open_consultation, closes_at=CLOSES, blind=True, open_blocks={ids[2], ids[1]})
    assert (newest_consultation().blind, newest_consultation().open_blocks) == (True, ids[1:3])


@pytest.mark.parametrize("title", [True, False])
def test_to_open_the_title_and_every_paragraph_is_to_open_the_whole(room: Room, title: bool) -> None:
    with room.acting("sara") as (session, _):
        draft = versions.original(session, session.merge(room.statement(), load=False))
        ids = [block.id for block in draft.blocks]
    room.do("sara", calls.open_consultation, closes_at=CLOSES, open_blocks={*ids, *(["title"] if title else [])})
    assert newest_consultation().open_blocks == (None if title else ids)


@pytest.mark.parametrize(("chosen", "refusal"), [((), ChoiceNeeded), (("bcdfghj",), UnknownChoice)])
def test_paragraphs_that_are_not_there_cannot_be_opened(
    room: Room, chosen: tuple[str, ...], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as refused:
        room.do("sara", calls.open_consultation, closes_at=CLOSES, open_blocks=chosen)
    assert refused.value.field == "open_blocks"
    assert room.statement().stage is Stage.DRAFT

"""In whose name a statement speaks: what was drafted or adopted in a name that nobody can act for yet."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from tests.decisions import (
    adopt,
    event,
    every,
    fan_out_all,
    on_the_table,
    publication,
    publication_claim,
    put_as,
    refuse,
    told,
)
from tests.rooms import Room, furnished_open
from workflow.demo.cast import stories
from workflow.models.publication import VOICE, Progress
from workflow.models.statement import NamedMember
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import AlreadyDone, NotAllowed
from workflow.rules.statements.refusals import VoiceNotOffered
from workflow.rules.statements.voice import Voice
from workflow.services.publication import publishing


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """The furnished room with version 1 on the table, on each database."""
    with furnished_open() as made:
        on_the_table(made)
        yield made


def _speaks(room: Room, voice: Voice) -> None:
    """The statement as an earlier release let it be drafted and put before the Committee: nobody agreed."""
    put_as(room, voice, *(["fen"] if voice is Voice.NAMED else []))


@pytest.mark.parametrize("voice", [Voice.UNDERSIGNED, Voice.NAMED])
def test_what_was_adopted_in_a_name_that_is_offered_no_longer_waits_until_a_person_chooses(
    room: Room, voice: Voice
) -> None:
    _speaks(room, voice)
    adopt(room)
    assert room.statement().stage is Stage.ADOPTED
    assert (publication().progress, publication().trouble) == (Progress.SET_ASIDE, VOICE)
    assert publication_claim() is None
    with pytest.raises(VoiceNotOffered):
        room.do("sara", publishing.try_again)
    with pytest.raises(VoiceNotOffered):
        room.do("sara", publishing.choose_voice, voice=voice)
    with pytest.raises(NotAllowed):
        room.do("dana", publishing.choose_voice, voice=Voice.COALITION)
    room.do("sara", publishing.choose_voice, voice=Voice.COALITION)
    assert room.statement().voice is Voice.COALITION
    chosen = event(EventKind.VOICE_CHOSEN)
    named = {"named": [room.organisations["fen"]]} if voice is Voice.NAMED else {}
    assert chosen.data == {"ballot": publication().ballot_id, "from": voice.value, "to": "coalition", **named}
    assert (chosen.person_id, every(NamedMember)) == (room.people["sara"], [])
    assert publication_claim() is not None
    fan_out_all()
    assert told(EventKind.VOICE_CHOSEN) >= {"dana", "lucie", "elena"}
    with pytest.raises(AlreadyDone):
        room.do("sara", publishing.choose_voice, voice=Voice.COALITION)


def test_a_choice_of_the_name_ends_no_embargo(room: Room) -> None:
    _speaks(room, Voice.UNDERSIGNED)
    until = room.clock.at.replace(year=room.clock.at.year + 1)
    adopt(room)
    room.do("sara", publishing.set_embargo, until=until)
    room.do("sara", publishing.choose_voice, voice=Voice.COALITION)
    assert (publication().due_at, publication_claim()) == (until, None)


def test_whoever_planned_it_nothing_goes_out_in_a_name_that_is_offered_no_longer(room: Room) -> None:
    adopt(room)
    _speaks(room, Voice.UNDERSIGNED)  # by a process of an earlier release that still ran
    assert publication_claim() is None
    assert (publication().progress, publication().trouble, publication().lease) == (Progress.SET_ASIDE, VOICE, 0)


def test_a_text_that_was_not_adopted_falls_back_to_the_coalition_and_says_so(room: Room) -> None:
    _speaks(room, Voice.UNDERSIGNED)
    refuse(room)
    statement = room.statement()
    assert (statement.stage, statement.voice) == (Stage.CONSOLIDATION, Voice.COALITION)
    assert statement.voice_before is Voice.UNDERSIGNED
    assert event(EventKind.VOICE_FELL_BACK).data == {"from": "undersigned", "to": "coalition"}


def test_named_members_stay_those_to_be_named_of_a_text_that_was_not_adopted(room: Room) -> None:
    _speaks(room, Voice.NAMED)
    refuse(room)
    statement = room.statement()
    assert (statement.voice, statement.voice_before) == (Voice.NAMED, None)
    assert [each.organisation_id for each in every(NamedMember)] == [room.organisations["fen"]]


def test_the_demo_uses_no_name_that_nobody_can_act_for() -> None:
    assert {shape["in_name_of"] for shape in stories()} == {"coalition"}

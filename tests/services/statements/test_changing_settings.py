"The terms of a statement: limits, in whose name it speaks, who drafts this statement, and how it ends."

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests import calls
from tests.deadlines import close_next_consultation, remind_next_committee, settle_next_ballot
from tests.decisions import adopt, newest, on_the_table, publication_claim
from tests.rooms import furnished_open
from tests.services.writing import Written, created, fresh, written
from workflow import database
from workflow.models.ballot import Ballot
from workflow.models.consultation import Consultation
from workflow.models.label import Label
from workflow.models.publication import Progress, Publication
from workflow.models.statement import NamedMember, Penholder
from workflow.rules.decision.decision import BallotOutcome
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import (
    AlreadyDone,
    ChoiceNeeded,
    NotAllowed,
    NotFound,
    OutOfRange,
    ReasonNeeded,
    UnknownChoice,
)
from workflow.rules.statements.refusals import VoiceNotOffered
from workflow.rules.statements.voice import Voice
from workflow.services.statements import changing_settings

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def every_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """All voices are offered, as they will be when members can act for them."""
    monkeypatch.setattr("workflow.rules.statements.voice.OFFERED", frozenset(Voice))


def holders(consolidation: Written) -> set[str]:
    with database.reading() as session:
        held = set(session.scalars(select(Penholder.person_id)))
    return {name for name, person in consolidation.people.people.items() if person.id in held}


def named(consolidation: Written) -> set[str]:
    with database.reading() as session:
        chosen = set(session.scalars(select(NamedMember.organisation_id)))
    return {name for name, member in consolidation.people.organisations.items() if member.id in chosen}


def key(consolidation: Written, name: str) -> str:
    return consolidation.people.organisations[name].key


@pytest.mark.usefixtures("every_voice")
def test_limits_and_voice_are_changed_and_recorded_once() -> None:
    consolidation = written()
    for _ in range(2):
        consolidation.do("sara", calls.change_settings, word_limit=420, minutes_limit=3.25, voice=Voice.UNDERSIGNED)
    statement = consolidation.statement()
    assert (statement.word_limit, statement.minutes_limit, statement.voice) == (420, 3.25, Voice.UNDERSIGNED)
    assert consolidation.events(EventKind.SETTINGS_CHANGED) == [{"changed": ["word_limit", "minutes_limit", "voice"]}]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"word_limit": 0}, "word_limit"),
        ({"minutes_limit": float("nan")}, "minutes_limit"),
        ({"minutes_limit": -1}, "minutes_limit"),
        ({"words_a_minute": 5}, "words_a_minute"),
        ({"words_a_minute": 10**9}, "words_a_minute"),
    ],
)
def test_a_limit_that_makes_no_sense_is_refused(facts: dict[str, float], field: str) -> None:
    consolidation = written()
    with pytest.raises(OutOfRange) as raised:
        consolidation.do("sara", calls.change_settings, **facts)
    assert raised.value.field == field
    with pytest.raises(OutOfRange):
        created(consolidation.people, **facts)


@pytest.mark.usefixtures("every_voice")
def test_a_statement_speaks_for_the_members_that_were_chosen() -> None:
    consolidation = written()
    chosen = [key(consolidation, "delta"), key(consolidation, "fen")]
    consolidation.do("sara", calls.change_settings, voice=Voice.NAMED, named=chosen)
    assert named(consolidation) == {"delta", "fen"}
    consolidation.do("sara", calls.change_settings, voice=Voice.NAMED, named=chosen[:1])
    assert named(consolidation) == {"delta"}
    consolidation.do("sara", calls.change_settings, voice=Voice.COALITION)
    assert named(consolidation) == set()


@pytest.mark.usefixtures("every_voice")
@pytest.mark.parametrize("actor", ["sara", "elena"])
def test_a_protected_member_is_never_named_not_even_by_itself(actor: str) -> None:
    consolidation = written(actor)
    with pytest.raises(UnknownChoice) as raised:
        consolidation.do(actor, calls.change_settings, voice=Voice.NAMED, named=[key(consolidation, "estero")])
    with pytest.raises(UnknownChoice) as other:
        consolidation.do(actor, calls.change_settings, voice=Voice.NAMED, named=["bcdfghjkmn"])
    assert vars(raised.value) == vars(other.value) == {"field": "named", "refs": ()}


@pytest.mark.usefixtures("every_voice")
def test_a_statement_that_names_its_members_names_at_least_one() -> None:
    consolidation = written()
    with pytest.raises(ChoiceNeeded):
        consolidation.do("sara", calls.change_settings, voice=Voice.NAMED, named=[])


def test_no_statement_is_given_a_name_that_nobody_can_act_for() -> None:
    consolidation, voice = written(), Voice.UNDERSIGNED
    with pytest.raises(VoiceNotOffered):
        consolidation.do("sara", calls.change_settings, voice=voice, named=[key(consolidation, "delta")])
    with pytest.raises(VoiceNotOffered):
        created(consolidation.people, voice=voice, named=[key(consolidation, "delta")])
    assert (consolidation.statement().voice, named(consolidation)) == (Voice.COALITION, set())
    assert consolidation.events(EventKind.SETTINGS_CHANGED) == []


# -- the pen


def test_the_pen_is_handed_to_an_organisation_the_secretariat_and_people() -> None:
    consolidation = written("dana")
    people = consolidation.people
    consolidation.do(
        "dana", changing_settings.hand_over_pen, to=[key(consolidation, "fen"), "secretariat", people["dilip"].key]
    )
    assert holders(consolidation) == {"fred", "sara", "sol", "dilip"}
    (event,) = consolidation.events(EventKind.PEN_HANDED_OVER)
    assert event["from"] == [people["dana"].id]
    assert set(event["to"]) == {people[name].id for name in ("fred", "sara", "sol", "dilip")}


def test_who_holds_the_pen_may_keep_it_beside_others() -> None:
    consolidation = written("dana", penholders=["secretariat"])
    sol = consolidation.people["sol"].key
    consolidation.do("sara", changing_settings.hand_over_pen, to=[sol, key(consolidation, "delta")])
    consolidation.do("dana", changing_settings.hand_over_pen, to=[sol, consolidation.people["dana"].key])
    assert holders(consolidation) == {"sol", "dana"}


@pytest.mark.parametrize("choice", ["fred", "estero", "no one"])
def test_a_member_cannot_pick_people_elsewhere_nor_a_protected_member(choice: str) -> None:
    consolidation = written("dana")
    chosen = {"fred": consolidation.people["fred"].key, "estero": key(consolidation, "estero"), "no one": "bcdfghjkmn"}[
        choice
    ]
    with pytest.raises(UnknownChoice) as raised:
        consolidation.do("dana", changing_settings.hand_over_pen, to=[chosen])
    assert vars(raised.value) == {"field": "penholders", "refs": ()}
    assert holders(consolidation) == {"dana"}


def test_the_secretariat_may_choose_anybody_and_a_protected_member_gets_a_label() -> None:
    consolidation = written("sara")
    consolidation.do(
        "sara", changing_settings.hand_over_pen, to=[consolidation.people["fred"].key, key(consolidation, "estero")]
    )
    assert holders(consolidation) == {"fred", "elena"}
    with database.reading() as session:
        (label,) = session.scalars(select(Label))
    assert label.organisation_id == consolidation.people.organisations["estero"].id and len(label.code) == 3


def test_a_protected_member_that_begins_a_statement_writes_under_a_label() -> None:
    consolidation = written("elena")
    with database.reading() as session:
        assert session.scalars(select(Label.statement_id)).all() == [consolidation.statement().id]


def test_somebody_always_holds_the_pen() -> None:
    consolidation = written("dana")
    with pytest.raises(ChoiceNeeded):
        consolidation.do("dana", changing_settings.hand_over_pen, to=[])


def test_others_do_not_hand_over_the_pen() -> None:
    consolidation = written("sara")
    with pytest.raises(NotAllowed):
        consolidation.do("lucie", changing_settings.hand_over_pen, to=["secretariat"])
    with pytest.raises(NotFound):
        consolidation.do("fred", changing_settings.hand_over_pen, to=["secretariat"])


def test_removed_people_and_suspended_members_cannot_be_given_the_pen() -> None:
    consolidation = written("sara")
    with database.transaction() as session:
        fresh(session, consolidation.people["fred"]).removed_at = database.now(session)
        session.get_one(
            type(consolidation.people.organisations["lacs"]), consolidation.people.organisations["lacs"].id
        ).suspended_at = database.now(session)
    for gone in (
        consolidation.people["fred"].key,
        key(consolidation, "fen"),
        key(consolidation, "lacs"),
        consolidation.people["lucie"].key,
    ):
        with pytest.raises(UnknownChoice):
            consolidation.do("sara", changing_settings.hand_over_pen, to=[gone])


# -- the end


def test_giving_up_needs_a_reason_and_is_for_good() -> None:
    consolidation = written("dana")
    with pytest.raises(ReasonNeeded):
        consolidation.do("dana", changing_settings.abandon, reason="  ")
    consolidation.do("sara", changing_settings.abandon, reason="The session was called off.")
    statement = consolidation.statement()
    assert (statement.stage, statement.abandoned_reason) == (Stage.ABANDONED, "The session was called off.")
    assert consolidation.events(EventKind.STATEMENT_ABANDONED) == [{"stage": "draft"}]
    with pytest.raises(NotAllowed):
        consolidation.do("dana", changing_settings.abandon, reason="Again.")
    with pytest.raises(NotAllowed):
        consolidation.save("dana", "More words.", 1)


def test_giving_up_ends_the_open_consultation_and_nothing_closes_it_again() -> None:
    consolidation = written("dana")
    closes = datetime.now(UTC) + timedelta(hours=1)
    consolidation.do("dana", calls.open_consultation, closes_at=closes)
    consolidation.do("dana", changing_settings.abandon, reason="No use.")
    with database.reading() as session:
        assert session.scalars(select(Consultation.closed_at)).one() is not None
    with database.clock(lambda: closes + timedelta(hours=2)), database.transaction() as session:
        assert close_next_consultation(session) is None
    assert consolidation.statement().stage is Stage.ABANDONED


def test_only_penholders_and_the_secretariat_abandon() -> None:
    consolidation = written("dana")
    with pytest.raises(NotAllowed):
        consolidation.do("lucie", changing_settings.abandon, reason="We would rather not.")


def test_what_is_on_the_table_is_not_settled_after_its_statement_was_abandoned() -> None:
    with furnished_open() as room:
        on_the_table(room)
        room.do("sara", changing_settings.abandon, reason="The session was called off.")
        room.clock.pass_by(days=9)
        with database.transaction() as session:
            assert settle_next_ballot(session) is None and remind_next_committee(session) is None
        assert (room.statement().stage, newest(Ballot).outcome) == (Stage.ABANDONED, BallotOutcome.ABANDONED)


def test_an_adopted_text_that_waits_is_not_published_after_its_statement_was_abandoned() -> None:
    with furnished_open() as room:
        on_the_table(room)
        adopt(room)
        assert room.statement().stage is Stage.ADOPTED
        room.do("sara", changing_settings.abandon, reason="It is overtaken.")
        assert publication_claim() is None
        assert newest(Publication).progress is Progress.DROPPED


def test_what_a_worker_is_publishing_at_this_moment_can_no_longer_be_abandoned() -> None:
    with furnished_open() as room:
        on_the_table(room)
        adopt(room)
        assert publication_claim() is not None
        with pytest.raises(AlreadyDone):
            room.do("sara", changing_settings.abandon, reason="Too late.")
        assert room.statement().stage is Stage.ADOPTED


def test_how_words_and_minutes_are_counted_is_set_and_a_pace_that_makes_no_sense_is_refused() -> None:
    consolidation = written()
    made = consolidation.do("sara", calls.change_settings, paces={"ar": 95, "fr": None, "en": 140}, count_notes=False)
    assert (made.paces, made.count_notes) == ({"ar": 95}, False)
    again = consolidation.do("sara", calls.change_settings, word_limit=400)
    assert (again.paces, again.count_notes) == ({"ar": 95}, False)
    with pytest.raises(OutOfRange) as refused:
        consolidation.do("sara", calls.change_settings, paces={"fr": 20})
    assert refused.value.field == "pace_fr"

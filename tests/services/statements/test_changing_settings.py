"The terms of a statement: limits, in whose name it speaks, who drafts this statement, and how it ends."

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.decisions import adopt, newest, on_the_table
from tests.rooms import furnished_open
from tests.services.writing import Written, created, fresh, written
from workflow import database
from workflow.models.ballot import Ballot
from workflow.models.organisation import Label
from workflow.models.publication import Progress, Publication
from workflow.models.round import Round
from workflow.models.statement import NamedMember, Penholder
from workflow.rules.decision.decision import Outcome
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.errors import (
    AlreadyDone,
    ChoiceNeeded,
    NotAllowed,
    NotFound,
    OutOfRange,
    ReasonNeeded,
    UnknownChoice,
    VoiceNotOffered,
)
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.statements.voice import Voice
from workflow.services.consultation import consulting
from workflow.services.decision import deciding
from workflow.services.drafts import drafting
from workflow.services.publication import publishing

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def every_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """All voices are offered, as they will be when members can act for them."""
    monkeypatch.setattr("workflow.rules.statements.voice.OFFERED", frozenset(Voice))


def holders(desk: Written) -> set[str]:
    with database.reading() as session:
        held = set(session.scalars(select(Penholder.person_id)))
    return {name for name, person in desk.people.people.items() if person.id in held}


def named(desk: Written) -> set[str]:
    with database.reading() as session:
        chosen = set(session.scalars(select(NamedMember.organisation_id)))
    return {name for name, member in desk.people.organisations.items() if member.id in chosen}


def key(desk: Written, name: str) -> str:
    return desk.people.organisations[name].key


@pytest.mark.usefixtures("every_voice")
def test_limits_and_voice_are_changed_and_recorded_once() -> None:
    desk = written()
    for _ in range(2):
        desk.do("sara", drafting.change_terms, word_limit=420, minutes_limit=3.25, voice=Voice.UNDERSIGNED)
    statement = desk.statement()
    assert (statement.word_limit, statement.minutes_limit, statement.voice) == (420, 3.25, Voice.UNDERSIGNED)
    assert desk.events(EventKind.TERMS_CHANGED) == [{"changed": ["word_limit", "minutes_limit", "voice"]}]


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
    desk = written()
    with pytest.raises(OutOfRange) as raised:
        desk.do("sara", drafting.change_terms, **facts)
    assert raised.value.field == field
    with pytest.raises(OutOfRange):
        created(desk.people, **facts)


@pytest.mark.usefixtures("every_voice")
def test_a_statement_speaks_for_the_members_that_were_chosen() -> None:
    desk = written()
    chosen = [key(desk, "delta"), key(desk, "fen")]
    desk.do("sara", drafting.change_terms, voice=Voice.NAMED, named=chosen)
    assert named(desk) == {"delta", "fen"}
    desk.do("sara", drafting.change_terms, voice=Voice.NAMED, named=chosen[:1])
    assert named(desk) == {"delta"}
    desk.do("sara", drafting.change_terms, voice=Voice.COALITION)
    assert named(desk) == set()


@pytest.mark.usefixtures("every_voice")
@pytest.mark.parametrize("actor", ["sara", "elena"])
def test_a_protected_member_is_never_named_not_even_by_itself(actor: str) -> None:
    desk = written(actor)
    with pytest.raises(UnknownChoice) as raised:
        desk.do(actor, drafting.change_terms, voice=Voice.NAMED, named=[key(desk, "estero")])
    assert raised.value.facts == {}
    with pytest.raises(UnknownChoice) as other:
        desk.do(actor, drafting.change_terms, voice=Voice.NAMED, named=["bcdfghjkmn"])
    assert (raised.value.code, raised.value.field) == (other.value.code, other.value.field)


@pytest.mark.usefixtures("every_voice")
def test_a_statement_that_names_its_members_names_at_least_one() -> None:
    desk = written()
    with pytest.raises(ChoiceNeeded):
        desk.do("sara", drafting.change_terms, voice=Voice.NAMED, named=[])


@pytest.mark.parametrize("voice", [Voice.UNDERSIGNED, Voice.NAMED])
def test_no_statement_is_given_a_name_that_nobody_can_act_for(voice: Voice) -> None:
    desk = written()
    with pytest.raises(VoiceNotOffered):
        desk.do("sara", drafting.change_terms, voice=voice, named=[key(desk, "delta")])
    with pytest.raises(VoiceNotOffered):
        created(desk.people, voice=voice, named=[key(desk, "delta")])
    assert (desk.statement().voice, named(desk)) == (Voice.COALITION, set())
    assert desk.events(EventKind.TERMS_CHANGED) == []


# -- the pen


def test_the_pen_is_handed_to_an_organisation_the_secretariat_and_people() -> None:
    desk = written("dana")
    people = desk.people
    desk.do("dana", drafting.hand_over_pen, to=[key(desk, "fen"), "secretariat", people["dilip"].key])
    assert holders(desk) == {"fred", "sara", "sol", "dilip"}
    (event,) = desk.events(EventKind.PEN_HANDED_OVER)
    assert event["from"] == [people["dana"].id]
    assert set(event["to"]) == {people[name].id for name in ("fred", "sara", "sol", "dilip")}


def test_who_holds_the_pen_may_keep_it_beside_others() -> None:
    desk = written("dana", penholders=["secretariat"])
    sol = desk.people["sol"].key
    desk.do("sara", drafting.hand_over_pen, to=[sol, key(desk, "delta")])
    desk.do("dana", drafting.hand_over_pen, to=[sol, desk.people["dana"].key])
    assert holders(desk) == {"sol", "dana"}


@pytest.mark.parametrize("choice", ["fred", "estero", "no one"])
def test_a_member_cannot_pick_people_elsewhere_nor_a_protected_member(choice: str) -> None:
    desk = written("dana")
    chosen = {"fred": desk.people["fred"].key, "estero": key(desk, "estero"), "no one": "bcdfghjkmn"}[choice]
    with pytest.raises(UnknownChoice) as raised:
        desk.do("dana", drafting.hand_over_pen, to=[chosen])
    assert (raised.value.field, raised.value.facts) == ("penholders", {})
    assert holders(desk) == {"dana"}


def test_the_secretariat_may_choose_anybody_and_a_protected_member_gets_a_label() -> None:
    desk = written("sara")
    desk.do("sara", drafting.hand_over_pen, to=[desk.people["fred"].key, key(desk, "estero")])
    assert holders(desk) == {"fred", "elena"}
    with database.reading() as session:
        (label,) = session.scalars(select(Label))
    assert label.organisation_id == desk.people.organisations["estero"].id and len(label.code) == 3


def test_a_protected_member_that_begins_a_statement_writes_under_a_label() -> None:
    desk = written("elena")
    with database.reading() as session:
        assert session.scalars(select(Label.statement_id)).all() == [desk.statement().id]


def test_somebody_always_holds_the_pen() -> None:
    desk = written("dana")
    with pytest.raises(ChoiceNeeded):
        desk.do("dana", drafting.hand_over_pen, to=[])


def test_others_do_not_hand_over_the_pen() -> None:
    desk = written("sara")
    with pytest.raises(NotAllowed):
        desk.do("lucie", drafting.hand_over_pen, to=["secretariat"])
    with pytest.raises(NotFound):
        desk.do("fred", drafting.hand_over_pen, to=["secretariat"])


def test_removed_people_and_suspended_members_cannot_be_given_the_pen() -> None:
    desk = written("sara")
    with database.transaction() as session:
        fresh(session, desk.people["fred"]).removed_at = database.now(session)
        session.get_one(
            type(desk.people.organisations["lacs"]), desk.people.organisations["lacs"].id
        ).suspended_at = database.now(session)
    for gone in (desk.people["fred"].key, key(desk, "fen"), key(desk, "lacs"), desk.people["lucie"].key):
        with pytest.raises(UnknownChoice):
            desk.do("sara", drafting.hand_over_pen, to=[gone])


# -- the end


def test_giving_up_needs_a_reason_and_is_for_good() -> None:
    desk = written("dana")
    with pytest.raises(ReasonNeeded):
        desk.do("dana", drafting.give_up, reason="  ")
    desk.do("sara", drafting.give_up, reason="The session was called off.")
    statement = desk.statement()
    assert (statement.stage, statement.given_up_reason) == (Stage.GIVEN_UP, "The session was called off.")
    assert desk.events(EventKind.STATEMENT_GIVEN_UP) == [{"stage": "draft"}]
    with pytest.raises(NotAllowed):
        desk.do("dana", drafting.give_up, reason="Again.")
    with pytest.raises(NotAllowed):
        desk.save("dana", "More words.", 1)


def test_giving_up_ends_the_open_round_and_nothing_closes_it_again() -> None:
    desk = written("dana")
    closes = datetime.now(UTC) + timedelta(hours=1)
    desk.do("dana", consulting.open_round, closes_at=closes)
    desk.do("dana", drafting.give_up, reason="No use.")
    with database.reading() as session:
        assert session.scalars(select(Round.closed_at)).one() is not None
    with database.clock(lambda: closes + timedelta(hours=2)), database.transaction() as session:
        assert consulting.close_next_due(session) is None
    assert desk.statement().stage is Stage.GIVEN_UP


def test_only_penholders_and_the_secretariat_give_up() -> None:
    desk = written("dana")
    with pytest.raises(NotAllowed):
        desk.do("lucie", drafting.give_up, reason="We would rather not.")


def test_what_is_on_the_table_is_not_settled_after_its_statement_was_given_up() -> None:
    with furnished_open() as room:
        on_the_table(room)
        room.do("sara", drafting.give_up, reason="The session was called off.")
        room.clock.pass_by(days=9)
        with database.transaction() as session:
            assert deciding.settle_next_due(session) is None and deciding.remind_next(session) is None
        assert (room.statement().stage, newest(Ballot).outcome) == (Stage.GIVEN_UP, Outcome.GIVEN_UP)


def test_an_adopted_text_that_waits_is_not_published_after_its_statement_was_given_up() -> None:
    with furnished_open() as room:
        on_the_table(room)
        adopt(room)
        assert room.statement().stage is Stage.ADOPTED
        room.do("sara", drafting.give_up, reason="It is overtaken.")
        with database.transaction() as session:
            assert publishing.claim_next(session) is None
        assert newest(Publication).progress is Progress.DROPPED


def test_what_a_worker_is_publishing_at_this_moment_can_no_longer_be_given_up() -> None:
    with furnished_open() as room:
        on_the_table(room)
        adopt(room)
        with database.transaction() as session:
            assert publishing.claim_next(session) is not None
        with pytest.raises(AlreadyDone):
            room.do("sara", drafting.give_up, reason="Too late.")
        assert room.statement().stage is Stage.ADOPTED


def test_how_words_and_minutes_are_counted_is_set_and_a_pace_that_makes_no_sense_is_refused() -> None:
    desk = written()
    made = desk.do("sara", drafting.change_terms, paces={"ar": 95, "fr": None, "en": 140}, count_notes=False)
    assert (made.paces, made.count_notes) == ({"ar": 95}, False)
    again = desk.do("sara", drafting.change_terms, word_limit=400)
    assert (again.paces, again.count_notes) == ({"ar": 95}, False)
    with pytest.raises(OutOfRange) as refused:
        desk.do("sara", drafting.change_terms, paces={"fr": 20})
    assert refused.value.field == "pace_fr"

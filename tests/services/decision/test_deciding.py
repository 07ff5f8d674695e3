"""A ballot: opened on exact editions, settled by the position that settles it or at its deadline."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, select, text

from tests import calls, posting
from tests.deadlines import remind_next_committee, settle_next_ballot
from tests.races import at_once
from tests.seats import end_seats, give_seat
from workflow import database
from workflow.models.ballot import Ballot, Elector, PastPosition, Position
from workflow.models.event import Event
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.publication import Publication
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.consolidation.refusals import NotDealtWith
from workflow.rules.consultation.refusals import NotIssued
from workflow.rules.decision.decision import BallotOutcome, Settling, Stance
from workflow.rules.decision.refusals import BallotClosed, EditionIncomplete, NothingOnTheTable, ShortNotice
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.refusals import DigestMismatch
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.refusals import (
    MomentPast,
    NotAllowed,
    NotFound,
    OverLength,
    ReasonNeeded,
    Refusal,
    StaleVersion,
    TextRefused,
)
from workflow.services.consolidation import issuing
from workflow.services.consultation import consulting
from workflow.services.decision import deciding
from workflow.services.shared.record import new_key
from workflow.text.document import parse

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CLOSES = START + timedelta(days=3)
SEATS = 6  # the quorum is 4


@dataclass
class Committee:
    """Six seats, one member without a seat, a penholder of the secretariat; a statement in decision."""

    at: datetime = START
    key: str = ""
    people: dict[str, int] = field(default_factory=dict)

    def __call__(self) -> datetime:
        return self.at

    def position(self, name: str, stance: Stance, reason: str = "", mandate: str | None = None) -> None:
        """The position of that person's organisation, in a transaction of its own."""
        with database.transaction() as session:
            statement = session.scalars(select(Statement)).one()
            shown = deciding.mandate_before(session, statement) if mandate is None else mandate
            person = session.get_one(Person, self.people[name])
            deciding.take_position(session, person, self.key, mandate=shown, stance=stance, reason=reason)

    def open(self, **facts: object) -> None:
        """A ballot on version 1, in English, until CLOSES, decided as soon as the result is certain."""
        by = Settling.CERTAIN
        wanted = {"version": 1, "languages": ["en"], "closes_at": CLOSES, "settling": by, **facts}
        with database.transaction() as session:
            pen = session.get_one(Person, self.people["pen"])
            calls.open_ballot(session, pen, self.key, **wanted)  # type: ignore[arg-type]

    def settle(self) -> str | None:
        """What the worker does."""
        with database.transaction() as session:
            return settle_next_ballot(session)


@pytest.fixture
def committee(database: Engine) -> Iterator[Committee]:
    """A committee with a statement in consolidation, on each database; time stands still at START."""
    made = Committee()
    with _clock(made):
        _furnish(made)
        yield made


def _clock(made: Committee):  # type: ignore[no-untyped-def]
    return database.clock(made)


def _furnish(made: Committee) -> None:
    with database.transaction() as session:
        for name in ("pen", *(f"seat{number}" for number in range(SEATS)), "plain"):
            house = None
            if name != "pen":
                house = Organisation(key=new_key(), name=name, name_folded=name, joined_at=START)
                session.add(house)
                session.flush()
                if name != "plain":
                    give_seat(session, house.id)
            person = Person(
                key=new_key(), email=f"{name}@x.example", organisation_id=house and house.id, invited_at=START
            )
            session.add(person)
            session.flush()
            made.people[name] = person.id
        pen = session.get_one(Person, made.people["pen"])
        made.key = calls.create_statement(
            session, pen, title="On gates", occasion="", blocks=parse("Open the gates.\n"), language="en"
        ).key
        calls.open_consultation(session, pen, made.key, closes_at=START + timedelta(hours=1))
        consulting.close_consultation(session, pen, made.key)


def _one(kind):  # type: ignore[no-untyped-def]
    with database.reading() as session:
        return session.scalars(select(kind).order_by(kind.id.desc())).first()


def _count(kind) -> int:  # type: ignore[no-untyped-def]
    with database.reading() as session:
        return len(session.execute(select(kind)).all())


def test_the_position_that_settles_it_adopts_the_statement_and_plans_its_publication(committee: Committee) -> None:
    committee.open()
    for seat in range(3):
        committee.position(f"seat{seat}", Stance.APPROVE)
    assert _one(Statement).stage is Stage.DECISION
    committee.position("seat3", Stance.APPROVE)  # 4 of 4, at worst 4 of 6
    assert _one(Statement).stage is Stage.ADOPTED
    ballot, publication = _one(Ballot), _one(Publication)
    assert (ballot.outcome, ballot.tally["in_favour"], ballot.settled_at) == (BallotOutcome.ADOPTED, 4, START)
    assert publication.digests == ballot.digests == {"en": _one(Edition).digest}
    assert _one(Event).kind is EventKind.STATEMENT_ADOPTED


def test_at_the_deadline_the_arithmetic_is_the_reason_and_the_text_goes_back(committee: Committee) -> None:
    committee.open()
    committee.position("seat0", Stance.APPROVE)
    committee.at = CLOSES - timedelta(seconds=1)
    assert committee.settle() is None
    committee.at = CLOSES
    assert committee.settle() == committee.key
    assert committee.settle() is None
    assert (_one(Statement).stage, _one(Ballot).outcome) == (Stage.CONSOLIDATION, BallotOutcome.NO_QUORUM)
    assert _one(Ballot).tally["quorum_needed"] == 4
    assert _one(Publication) is None


def test_a_ballot_of_less_than_a_day_needs_a_reason_and_keeps_it(committee: Committee) -> None:
    soon = START + timedelta(hours=23)
    for reason, refusal in (
        ("", ShortNotice),
        (" \n", ShortNotice),
        ("a\u202eb", TextRefused),
        ("x" * 9_000, OverLength),
    ):
        with pytest.raises(refusal) as refused:
            committee.open(closes_at=soon, short_notice=reason)
        assert refused.value.field == "short_notice"
    assert _count(Ballot) == 0 and _one(Statement).stage is Stage.CONSOLIDATION
    committee.open(closes_at=soon, short_notice=" The plenary votes tomorrow. ")
    assert _one(Ballot).short_notice == "The plenary votes tomorrow."
    assert _one(Event).data == {"ballot": _one(Ballot).id}, "an event holds nobody's words"


def test_a_ballot_of_a_day_or_more_bears_no_reason_for_short_notice(committee: Committee) -> None:
    committee.open(closes_at=START + timedelta(hours=24), short_notice="Not needed.")
    assert _one(Ballot).short_notice == ""
    assert _one(Event).data == {"ballot": _one(Ballot).id}


def test_abstaining_makes_the_quorum_and_the_deadline_adopts(committee: Committee) -> None:
    committee.open()
    committee.position("seat0", Stance.APPROVE)
    for seat in range(1, 4):
        committee.position(f"seat{seat}", Stance.ABSTAIN)
    assert _one(Statement).stage is Stage.DECISION
    committee.at = CLOSES + timedelta(minutes=5)
    committee.settle()
    assert _one(Statement).stage is Stage.ADOPTED


def test_a_position_on_other_texts_than_those_on_the_table_is_refused(committee: Committee) -> None:
    committee.open()
    with pytest.raises(StaleVersion):
        committee.position("seat0", Stance.APPROVE, mandate="0" * 64)
    assert _count(Position) == 0


@pytest.mark.parametrize("stance", [Stance.OBJECT, Stance.EXPLANATION, Stance.RESERVE])
def test_who_objects_explains_or_reserves_gives_a_reason(committee: Committee, stance: Stance) -> None:
    committee.open()
    with pytest.raises(ReasonNeeded):
        committee.position("seat0", stance)
    committee.position("seat0", stance, "Paragraph 1: say which gates.")
    assert _count(Position) == 1


def test_a_reason_is_kept_as_it_reads_and_has_an_end(committee: Committee) -> None:
    committee.open()
    for reason, refusal in (("read \u202ethis", TextRefused), ("x" * 4_001, OverLength), (" \n ", ReasonNeeded)):
        with pytest.raises(refusal) as refused:
            committee.position("seat0", Stance.OBJECT, reason=reason)
        assert refused.value.field == "reason"
    assert _count(Position) == 0
    committee.position("seat0", Stance.OBJECT, reason=" We cannot.\r\nIt says too little. ")
    assert _one_position().reason == "We cannot.\nIt says too little."


def _one_position() -> Position:
    with database.reading() as session:
        return session.scalars(select(Position)).one()


def test_a_changed_position_leaves_the_old_one_in_the_record(committee: Committee) -> None:
    committee.open()
    committee.position("seat0", Stance.OBJECT, "Say which gates.")
    committee.position("seat0", Stance.APPROVE)
    with database.reading() as session:
        assert [row.stance for row in session.scalars(select(Position))] == [Stance.APPROVE]
        past = session.scalars(select(PastPosition)).one()
    assert (past.stance, past.reason) == (Stance.OBJECT, "Say which gates.")


def test_at_the_closing_second_a_position_is_late(committee: Committee) -> None:
    committee.open()
    committee.at = CLOSES - timedelta(milliseconds=5)
    committee.position("seat0", Stance.APPROVE)
    committee.at = CLOSES
    with pytest.raises(BallotClosed):
        committee.position("seat1", Stance.APPROVE)


def test_after_the_settlement_nothing_is_recorded_any_more(committee: Committee) -> None:
    committee.open()
    for seat in range(4):
        committee.position(f"seat{seat}", Stance.APPROVE)
    with pytest.raises(BallotClosed):
        committee.position("seat4", Stance.OBJECT, "Too late.", mandate="")
    assert _count(Position) == 4


def test_a_member_without_a_seat_and_a_penholder_take_no_position(committee: Committee) -> None:
    committee.open()
    for name in ("plain", "pen"):
        with pytest.raises(NotAllowed):
            committee.position(name, Stance.APPROVE)


def test_the_electorate_is_frozen_at_the_opening(committee: Committee) -> None:
    committee.open()
    with database.transaction() as session:
        for each in session.scalars(select(Organisation.id).where(Organisation.name == "plain")).all():
            give_seat(session, each)
    assert _count(Elector) == SEATS
    with pytest.raises(NotAllowed):
        committee.position("plain", Stance.APPROVE)


def test_a_text_that_was_changed_in_the_database_is_not_put_on_the_table(committee: Committee) -> None:
    _tamper()
    with pytest.raises(DigestMismatch):
        committee.open()


def test_a_text_that_was_changed_in_the_database_is_not_adopted(committee: Committee) -> None:
    committee.open()
    for seat in range(3):
        committee.position(f"seat{seat}", Stance.APPROVE)
    _tamper()
    with pytest.raises(DigestMismatch):
        committee.position("seat3", Stance.APPROVE)
    assert _count(Position) == 3
    committee.at = CLOSES
    with database.transaction() as session:  # a quorum that was reached before the words were changed
        session.execute(text("UPDATE position SET stance = 'approve'"))
    committee.settle()
    assert _one(Statement).stage is Stage.CONSOLIDATION
    assert _one(Publication) is None


def _tamper() -> None:
    with database.transaction() as session:
        edition = session.scalars(select(Edition)).one()
        edition.blocks = tuple(parse("Close the gates.\n"))


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"closes_at": START}, MomentPast),
        ({"languages": []}, NothingOnTheTable),
        ({"languages": ["en", "fr"]}, NothingOnTheTable),
        ({"version": 2}, StaleVersion),
    ],
)
def test_a_ballot_needs_a_version_an_edition_and_a_moment_ahead(
    committee: Committee, facts: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        committee.open(**facts)
    assert (_count(Ballot), _one(Statement).stage) == (0, Stage.CONSOLIDATION)


def test_a_ballot_without_seats_is_refused(committee: Committee) -> None:
    with database.transaction() as session:
        end_seats(session)
    with pytest.raises(NothingOnTheTable):
        committee.open()


def test_one_who_may_not_see_the_statement_learns_nothing(committee: Committee) -> None:
    committee.open()
    with database.transaction() as session:
        session.execute(text("DELETE FROM taking_part"))
    with pytest.raises(NotFound):
        committee.position("plain", Stance.APPROVE)


def test_the_committee_is_reminded_once_before_the_ballot_closes(committee: Committee) -> None:
    committee.open()
    for at, told in (
        (CLOSES - timedelta(hours=25), None),
        (CLOSES - timedelta(hours=24), committee.key),
        (CLOSES - timedelta(hours=23), None),
    ):
        committee.at = at
        with database.transaction() as session:
            assert remind_next_committee(session) == told


def test_two_last_positions_at_once_adopt_once(committee: Committee) -> None:
    committee.open()
    committee.position("seat0", Stance.APPROVE)
    committee.position("seat1", Stance.APPROVE)

    last = [partial(committee.position, name, Stance.APPROVE) for name in ("seat2", "seat3", "seat4")]
    ends = at_once(*last)
    assert all(end is None or isinstance(end, BallotClosed) for end in ends), ends
    assert _one(Statement).stage is Stage.ADOPTED
    assert _count(Publication) == 1
    with database.reading() as session:
        adopted = session.scalars(select(Event).where(Event.kind == EventKind.STATEMENT_ADOPTED)).all()
    assert len(adopted) == 1


def test_a_ballot_waits_until_every_item_has_its_answer_and_a_version_holds_it(committee: Committee) -> None:
    item = _a_comment(committee)
    with pytest.raises(NotDealtWith) as refused:
        committee.open()
    assert refused.value.refs == ["C1"]
    with database.transaction() as session:
        pen = session.get_one(Person, committee.people["pen"])
        calls.dispose(session, pen, committee.key, item=item, kind=DispositionKind.NOTED)
    with pytest.raises(NotIssued):
        committee.open()
    with database.transaction() as session:
        issuing.issue_version(session, session.get_one(Person, committee.people["pen"]), committee.key)
    committee.open(version=2)
    assert _one(Statement).stage is Stage.DECISION


def _a_comment(committee: Committee) -> str:
    with database.transaction() as session:
        pen, plain = (session.get_one(Person, committee.people[name]) for name in ("pen", "plain"))
        calls.open_consultation(session, pen, committee.key, closes_at=START + timedelta(hours=1))
        posting.post_comment(session, plain, committee.key, version=1, body="Which gates?", language="en")
        consulting.close_consultation(session, pen, committee.key)
    return "C1"


def test_the_same_position_pressed_twice_is_one_also_when_it_settled_the_ballot(committee: Committee) -> None:
    committee.open()
    digests = _one(Ballot).mandate_digest
    for _ in range(3):
        committee.position("seat0", Stance.APPROVE, mandate=digests)
    for seat in (1, 2, 3, 3):
        committee.position(f"seat{seat}", Stance.APPROVE, mandate=digests)
    assert _one(Statement).stage is Stage.ADOPTED
    assert (_count(Position), _count(PastPosition), _count(Publication)) == (4, 0, 1)
    with pytest.raises(BallotClosed):
        committee.position("seat3", Stance.ABSTAIN, mandate=digests)


def test_an_edition_that_lacks_a_paragraph_of_the_original_is_not_decided_on(committee: Committee) -> None:
    with database.transaction() as session:
        whole = session.scalars(select(Edition)).one()
        session.add(
            Edition(
                version_id=whole.version_id, language="fr", title="Sur les vannes", blocks=(), digest="", sources=[]
            )
        )
    with pytest.raises(EditionIncomplete):
        committee.open(languages=["en", "fr"])
    committee.open(languages=["en"])

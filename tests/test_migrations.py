"""The tables: from nothing to this release and back, on both databases, and no difference from the models."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.orm import Session

from workflow import database, schema
from workflow.models import Base
from workflow.models.ballot import Ballot
from workflow.models.event import Delivery, Event
from workflow.models.objection import Objection
from workflow.models.organisation import ProtectionEnd
from workflow.models.person import Person
from workflow.models.seat import Seat, SeatChange
from workflow.rules.decision.decision import Settling, rule_from_dict
from workflow.rules.decision.mandate import mandate_from_dict
from workflow.rules.notifications.events import EventKind


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    """A database without any table, of each kind in turn."""
    made = database.connect(empty_database_url)
    yield made
    made.dispose()


def test_from_nothing_to_the_head_and_back_and_there_again(engine: Engine) -> None:
    assert schema.state(engine) is schema.SchemaState.EMPTY
    assert not schema.is_current(engine)
    for _ in range(2):
        schema.upgrade(engine)
        assert schema.state(engine) is schema.SchemaState.CURRENT
        assert schema.is_current(engine)
        assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())
        schema.downgrade(engine)
        assert schema.state(engine) is schema.SchemaState.EMPTY
        assert set(inspect(engine).get_table_names()) <= {"alembic_version"}


def test_the_tables_and_the_models_say_the_same(engine: Engine) -> None:
    schema.upgrade(engine)
    assert schema.differences(engine) == []
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE pulse ADD COLUMN stray INTEGER"))
    assert schema.differences(engine), "a difference is seen where there is one"


def test_a_database_of_a_later_release_is_known_as_such(engine: Engine) -> None:
    schema.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert schema.state(engine) is schema.SchemaState.NEWER
    assert not schema.is_current(engine)


@pytest.mark.parametrize("revision", ["0001", "0011"])
def test_a_database_from_before_the_first_release_is_known_and_left_as_it_is(engine: Engine, revision: str) -> None:
    schema.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
    assert schema.state(engine) is schema.SchemaState.TRIAL


def test_no_migration_has_the_number_of_a_trial() -> None:
    numbers = {path.name[:4] for path in schema.MIGRATIONS.glob("versions/*.py")}
    assert numbers and min(numbers) > "1000"


def test_the_release_before_finds_no_event_of_a_kind_that_it_does_not_know(engine: Engine) -> None:
    schema.upgrade(engine)
    at = datetime(2026, 12, 1, tzinfo=UTC)
    with Session(engine) as session:
        person = Person(key="k" * 10, email="dana@delta.example", invited_at=at)
        sent, kept = (Event(kind=each, at=at) for each in (EventKind.POINTS_SENT, EventKind.ITEM_KEPT))
        session.add_all([person, sent, kept])
        session.flush()
        for event in (sent, kept):
            session.add(Delivery(event_id=event.id, person_id=person.id, message_id=f"<{event.id}@x>", due_at=at))
        session.commit()
    schema.downgrade(engine, "1003")
    with engine.begin() as connection:
        assert connection.scalars(text("SELECT kind FROM event")).all() == ["item_kept"]
        assert connection.scalar(text("SELECT count(*) FROM delivery")) == 1


def test_a_ballot_of_the_release_before_keeps_the_rule_and_the_mandate_that_it_was_opened_with(engine: Engine) -> None:
    schema.upgrade(engine, "1004")
    at = datetime(2026, 11, 1, 9, tzinfo=UTC)
    rows = {
        "person": {"key": "k" * 10, "email": "sara@x.example", "name": "", "language": "en", "time_zone": "",
                   "added_at": at, "invited_at": at},
        "statement": {"key": "s" * 10, "prefix": "JS", "year": 2026, "number": 1, "stage": "decision",
                      "voice": "coalition", "language": "en", "title": "On gates", "occasion": "",
                      "procedure": json.dumps(ORDINARY_BEFORE), "words_a_minute": 130, "paces": "{}",
                      "count_notes": True, "handling": "taking_part", "labelling": "numbers", "created_by": 1,
                      "created_at": at, "moved_at": at},
        "version": {"statement_id": 1, "number": 1, "issued_by": 1, "issued_at": at},
        "edition": {"version_id": 1, "language": "en", "title": "On gates", "occasion": "Plenary", "digest": "d" * 64,
                    "blocks": "[]", "sources": "[]"},
        "ballot": {"statement_id": 1, "version_id": 1, "number": 1, "digests": json.dumps({"en": "d" * 64}),
                   "opened_by": 1, "opened_at": at, "closes_at": at, "short_notice": "", "outcome": "pending",
                   "tally": "{}"},
    }  # fmt: skip
    with engine.begin() as connection:
        for table, row in rows.items():
            known = {column["name"] for column in inspect(engine).get_columns(table)}
            assert set(row) <= known, (table, set(row) - known)
            names = ", ".join(f'"{name}"' for name in row)
            values = ", ".join(f":{name}" for name in row)
            connection.execute(text(f'INSERT INTO "{table}" (id, {names}) VALUES (1, {values})'), row)  # noqa: S608
        _objects(connection, at)
    schema.upgrade(engine)
    with Session(engine) as session:
        objection = session.scalars(select(Objection)).one()
        assert (objection.statement_id, objection.why, objection.number) == (1, "Not these words.", None)
        ballot = session.scalars(select(Ballot)).one()
        put = mandate_from_dict(ballot.mandate)
        assert put.digest == ballot.mandate_digest
        assert (put.digests, put.occasions, put.authentic) == ({"en": "d" * 64}, {"en": "Plenary"}, "en")
        rule = rule_from_dict(ballot.rule)
        assert (rule.recused_leave, rule.settling) == (False, Settling.CERTAIN)
    schema.downgrade(engine, "1004")
    schema.upgrade(engine)


def _objects(connection: Connection, at: datetime) -> None:
    """An organisation objects in the open ballot, as the release before recorded it."""
    organisation = {"id": 1, "key": "o" * 10, "name": "Delta", "name_folded": "delta", "language": "en", "country": "",
                    "region": "", "has_seat": True, "protected": False, "joined_at": at}  # fmt: skip
    held = {"ballot_id": 1, "organisation_id": 1, "person_id": 1, "stance": "object", "reason": "Not these words.",
            "digests": "{}", "taken_at": at}  # fmt: skip
    for table, row in (("organisation", organisation), ("position", held)):
        names, values = ", ".join(f'"{name}"' for name in row), ", ".join(f":{name}" for name in row)
        connection.execute(text(f'INSERT INTO "{table}" ({names}) VALUES ({values})'), row)  # noqa: S608


ORDINARY_BEFORE = {
    "name": "ordinary",
    "version": 1,
    "title": {"en": "Ordinary"},
    "consultations": 1,
    "decision": {"threshold": "2/3", "quorum": "2/3"},
}


def test_what_had_a_seat_has_it_as_a_row_and_what_changed_keeps_its_number_there_and_back(engine: Engine) -> None:
    schema.upgrade(engine, "1005")
    with engine.begin() as connection:
        for number, seat in ((1, True), (2, False)):
            facts = {"id": number, "key": f"k{number}", "name": f"House {number}", "seat": seat}
            connection.execute(
                text(
                    "INSERT INTO organisation"
                    " (id, key, name, name_folded, language, country, region, has_seat, protected, joined_at) VALUES"
                    " (:id, :key, :name, :name, 'en', '', '', :seat, false, '2026-01-02 00:00:00+00:00')"
                ),
                facts,
            )
        for number, turn in ((1, "protection_ended"), (2, "seat_removed")):
            connection.execute(
                text(
                    "INSERT INTO membership_change (id, organisation_id, turn, reason, at)"
                    " VALUES (:id, 2, :turn, 'So.', '2026-02-03 00:00:00+00:00')"
                ),
                {"id": number, "turn": turn},
            )
            kind = "seat_changed" if turn == "seat_removed" else turn
            data = json.dumps({"change": number, "turn": turn, "from": True, "to": False})
            connection.execute(
                text(
                    "INSERT INTO event (kind, at, data, attempts) VALUES (:kind, '2026-02-03 00:00:00+00:00', :data, 0)"
                ),
                {"kind": kind, "data": data},
            )
    schema.upgrade(engine)
    with Session(engine) as session:
        (seat,) = session.scalars(select(Seat)).all()
        assert (seat.organisation_id, seat.until, seat.given_by) == (1, None, None)
        assert seat.since == datetime(2026, 1, 2, tzinfo=UTC)
        change, end = session.scalars(select(SeatChange)).one(), session.scalars(select(ProtectionEnd)).one()
        assert (change.id, change.act, change.state, change.reason) == (2, "end", "confirmed", "So.")
        assert (end.id, end.reason) == (1, "So.")
        told = {each.kind: each.data for each in session.scalars(select(Event))}
        assert told["seat_changed"]["change"] == 2 and told["protection_ended"]["end"] == 1
        session.add(ProtectionEnd(organisation_id=1, at=seat.since))
        session.commit()
    schema.downgrade(engine, "1005")
    with engine.begin() as connection:
        seated = connection.scalars(text("SELECT id FROM organisation WHERE has_seat")).all()
        turns = connection.scalars(text("SELECT turn FROM membership_change ORDER BY id")).all()
        data = connection.scalars(text("SELECT data FROM event WHERE kind = 'seat_changed'")).one()
    assert (seated, turns) == ([1], ["protection_ended", "protection_ended", "seat_removed"])
    found = data if isinstance(data, dict) else json.loads(data)
    assert (found["change"], found["turn"]) == (3, "seat_removed")

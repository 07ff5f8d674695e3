"""The tables: from nothing to this release and back, on both databases, and no difference from the models."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.orm import Session

from workflow import database, schema
from workflow.models import Base
from workflow.models.event import Delivery, Event
from workflow.models.person import Person
from workflow.models.publication import Publication, PublishedText
from workflow.rules.notifications.events import AUDIENCES, Audience, EventKind


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    """A database without any table, of each kind in turn."""
    made = database.connect(empty_database_url)
    yield made
    made.dispose()


def test_from_nothing_to_the_head_and_back_and_there_again(engine: Engine) -> None:
    assert schema.state(engine) is schema.SchemaState.EMPTY
    for _ in range(2):
        schema.upgrade(engine)
        assert schema.state(engine) is schema.SchemaState.CURRENT
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


_OLD_RECORD = (
    "INSERT INTO person (id, key, email, name, language, time_zone, invited_at)"
    " VALUES (1, 'p', 'p@example.org', 'P', 'en', '', :at)",
    "INSERT INTO organisation (id, key, name, name_folded, language, country, region, has_seat, protected, joined_at)"
    " VALUES (1, 'o', 'O', 'o', 'en', '', '', :no, :no, :at)",
    "INSERT INTO statement (id, key, prefix, year, number, stage, voice, language, title, occasion, procedure,"
    " words_a_minute, comments, amendments, created_by, created_at, moved_at)"
    " VALUES (1, 's', 'JS', 2024, 1, 'consultation', 'coalition', 'en', 'T', '', '{}', 130, 0, 1, 1, :at, :at)",
    "INSERT INTO version (id, statement_id, number, issued_by, issued_at) VALUES (1, 1, 1, 1, :at)",
    "INSERT INTO round (id, statement_id, version_id, number, guidance, opened_at, closes_at)"
    " VALUES (1, 1, 1, 1, '', :at, :at)",
    'INSERT INTO item (id, statement_id, version_id, round_id, kind, number, state, person_id, language, start, "end",'
    " quote, proposal, body, made_at, sent_at)"
    " VALUES (1, 1, 1, 1, 'amendment', 1, 'sent', 1, 'en', 0, 0, '', 'words', 'reason', :at, :at)",
    "INSERT INTO support (item_id, organisation_id, person_id, since) VALUES (1, 1, 1, :at)",
    "INSERT INTO disposition (item_id, kind, taken, reason, serial, person_id, given_at)"
    " VALUES (1, 'noted', '', '', 1, 1, :at)",
)


def test_a_record_of_the_first_release_goes_up_and_comes_back_whole(engine: Engine) -> None:
    schema.upgrade(engine, "0001")
    with engine.execution_options(writing=True).begin() as connection:
        for statement in _OLD_RECORD:
            connection.execute(text(statement), {"at": "2024-12-01 10:00:00+00:00", "no": False})
    schema.upgrade(engine)
    with engine.connect() as connection:
        item = connection.execute(text("SELECT private, late, wording, sent_at, touched_at FROM item")).one()
        assert (bool(item.private), bool(item.late), item.wording) == (False, False, 1)
        assert item.touched_at == item.sent_at
        assert connection.execute(text("SELECT wording FROM support")).scalar_one() == 1
        assert connection.execute(text("SELECT handling FROM statement")).scalar_one() == "taking_part"
    schema.downgrade(engine, "0001")
    with engine.connect() as connection:
        for table in ("person", "organisation", "statement", "version", "round", "item", "support", "disposition"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 1  # noqa: S608


_VOICES = (("undersigned", "draft"), ("named", "consultation"), ("named", "decision"), ("named", "adopted"))
_OF_VOICES = (
    *_OLD_RECORD[:2],
    "INSERT INTO version (id, statement_id, number, issued_by, issued_at) VALUES (1, 1, 1, 1, :at)",
    "INSERT INTO ballot (id, statement_id, version_id, number, digests, opened_by, opened_at, closes_at, outcome,"
    " tally) VALUES (1, 4, 1, 1, '{}', 1, :at, :at, 'adopted', '{}')",
    "INSERT INTO publication (id, statement_id, ballot_id, version_id, digests, due_at, progress, attempts, lease,"
    " trouble) VALUES (1, 4, 1, 1, '{}', :at, 'waiting', 0, 0, '')",
    "INSERT INTO publication (id, statement_id, ballot_id, version_id, digests, due_at, progress, attempts, lease,"
    " trouble) VALUES (2, 5, 1, 1, '{}', :at, 'done', 1, 1, '')",
    "INSERT INTO named_member (statement_id, organisation_id) VALUES (2, 1), (4, 1), (5, 1)",
    "INSERT INTO event (kind, at, statement_id, data, attempts) VALUES ('embargo_set', :at, 4, '{}', 1)",
)


def _fill_with_voices(engine: Engine) -> None:
    values = {"at": "2024-12-01 10:00:00+00:00", "no": False, "yes": True}
    with engine.execution_options(writing=True).begin() as connection:
        for statement in _OF_VOICES[:2]:
            connection.execute(text(statement), values)
        for number, (voice, stage) in enumerate((*_VOICES, ("named", "published")), start=1):
            connection.execute(
                text(
                    "INSERT INTO statement (id, key, prefix, year, number, stage, voice, language, title, occasion,"
                    " procedure, words_a_minute, comments, amendments, created_by, created_at, moved_at, handling,"
                    " labelling, paces, count_notes) VALUES (:id, :key, 'JS', 2024, :id, :stage, :voice, 'en', 'T', '',"
                    " '{}', 130, 0, 1, 1, :at, :at, 'taking_part', 'numbers', '{}', :yes)"
                ),
                {**values, "id": number, "key": f"s{number}", "stage": stage, "voice": voice},
            )
        for statement in _OF_VOICES[2:]:
            connection.execute(text(statement), values)


def _voices(engine: Engine) -> dict[int, str]:
    with engine.connect() as connection:
        return {row.id: row.voice for row in connection.execute(text("SELECT id, voice FROM statement"))}


def test_names_that_nobody_can_act_for_fall_back_in_drafts_and_wait_for_a_person_where_they_are_adopted(
    engine: Engine,
) -> None:
    schema.upgrade(engine, "0005")
    _fill_with_voices(engine)
    schema.upgrade(engine, "0006")
    # What is before the Committee keeps its name, as what is published does.
    assert _voices(engine) == {1: "coalition", 2: "coalition", 3: "named", 4: "named", 5: "named"}
    with engine.connect() as connection:
        before = connection.execute(text("SELECT id, voice_before FROM statement WHERE voice_before IS NOT NULL"))
        assert {row.id: row.voice_before for row in before} == {1: "undersigned", 2: "named"}
        out = connection.execute(text("SELECT progress, trouble FROM publication ORDER BY id")).all()
        assert [tuple(row) for row in out] == [("set_aside", "voice"), ("done", "")]
        told = connection.execute(text("SELECT statement_id, data FROM event WHERE kind = 'voice_fell_back'")).all()
        kept = {row.statement_id: json.loads(row.data) if isinstance(row.data, str) else row.data for row in told}
        assert kept == {
            1: {"from": "undersigned", "to": "coalition"},
            2: {"from": "named", "to": "coalition", "named": [1]},
        }
        named = connection.execute(text("SELECT statement_id FROM named_member")).scalars()
        assert set(named) == {4, 5}


def test_what_fell_back_is_as_it_was_in_the_release_before(engine: Engine) -> None:
    schema.upgrade(engine, "0005")
    _fill_with_voices(engine)
    before = _voices(engine)
    schema.upgrade(engine, "0006")
    schema.downgrade(engine, "0005")
    assert _voices(engine) == before
    with engine.connect() as connection:
        kinds = set(connection.execute(text("SELECT kind FROM event")).scalars())
        assert kinds == {"embargo_set", "terms_changed"}
        named = connection.execute(text("SELECT statement_id FROM named_member")).scalars()
        assert set(named) == {2, 4, 5}


_PUBLISHED = (
    "UPDATE statement SET voice = 'named', stage = 'published', prefix = 'JS', number = 7 WHERE id = 1",
    "INSERT INTO organisation (id, key, name, name_folded, language, country, region, has_seat, protected, joined_at)"
    " VALUES (2, 'q', 'Hidden', 'hidden', 'en', '', '', :no, :yes, :at)",
    "INSERT INTO named_member (statement_id, organisation_id) VALUES (1, 1), (1, 2)",
    "INSERT INTO edition (id, version_id, language, title, occasion, blocks, digest, sources)"
    " VALUES (1, 1, 'en', 'T', 'At noon', '[]', 'd1', '[]'), (2, 1, 'fr', 'F', '', '[]', 'd2', '[]')",
    "INSERT INTO ballot (id, statement_id, version_id, number, digests, opened_by, opened_at, closes_at, settled_at,"
    " outcome, tally) VALUES (1, 1, 1, 1, '{\"en\": \"d1\"}', 1, :at, :at, :at, 'adopted', '{}')",
    "INSERT INTO publication (id, statement_id, ballot_id, version_id, digests, due_at, progress, attempts, lease,"
    " trouble, published_at) VALUES (1, 1, 1, 1, '{\"en\": \"d1\"}', :at, 'done', 0, 1, '', :at)",
)


def test_what_was_published_before_keeps_the_names_its_pages_have_and_stands_in_the_lists(engine: Engine) -> None:
    schema.upgrade(engine, "0001")
    values = {"at": "2024-12-01 10:00:00+00:00", "no": False, "yes": True}
    with engine.execution_options(writing=True).begin() as connection:
        for statement in (*_OLD_RECORD, *_PUBLISHED):
            bound = {name: value for name, value in values.items() if f":{name}" in statement}
            connection.execute(text(statement.replace('": "', '"\\: "')), bound)
    schema.upgrade(engine)
    with Session(engine) as session:
        row = session.scalars(select(Publication)).one()
        assert (row.printed["named"], row.printed["unnamed"]) == ([[1, "O", "en"]], 1)
        assert (row.printed["voice"], row.printed["reference"]) == ("named", "JS 2024/7")
        assert row.printed["adopted_at"] == "2024-12-01T10:00:00+00:00"
        assert row.printed["occasions"] == {"en": "At noon", "fr": ""}
        assert (row.press, row.untrue) == ("", False)
        listed = session.scalars(select(PublishedText).order_by(PublishedText.language)).all()
        assert [(each.title, each.digest, each.words) for each in listed] == [("T", "d1", ""), ("F", None, "")]
    schema.downgrade(engine, "0006")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM publication")).scalar_one() == 1


_INVITED = (
    "INSERT INTO person (id, key, email, name, language, time_zone, invited_at)"
    " VALUES (1, 'p', 'p@example.org', 'P', 'en', '', :late), (2, 'q', 'q@example.org', 'Q', 'en', '', :late)",
    "INSERT INTO event (id, kind, at, data, attempts) VALUES"
    " (1, 'person_invited', :early, '{\"person\": 1}', 0), (2, 'person_invited', :late, '{\"person\": 1}', 0)",
)


def test_who_was_invited_twice_before_the_upgrade_counts_from_the_first_invitation(engine: Engine) -> None:
    schema.upgrade(engine, "0007")
    early, late = "2024-12-01 10:00:00+00:00", "2024-12-05 10:00:00+00:00"
    with engine.execution_options(writing=True).begin() as connection:
        for statement in _INVITED:
            values = {name: value for name, value in (("early", early), ("late", late)) if f":{name}" in statement}
            connection.execute(text(statement), values)
    schema.upgrade(engine)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT added_at FROM person ORDER BY id")).scalars()
        assert [str(at)[:10] for at in rows] == ["2024-12-01", "2024-12-05"]


# The kinds of events of the release whose last migration is 0005, and those of them that its mails have words for.
_OLD_KINDS = """
    statement_created draft_saved terms_changed pen_handed_over round_opened round_extended round_closed
    round_reopened round_reminded nothing_more_said nothing_more_taken_back item_kept comment_posted
    amendment_proposed item_edited amendment_reworded item_withdrawn item_placed thread_resolved thread_reopened
    support_given support_taken_back reply_posted item_disposed disposition_lapsed dispositions_shown
    response_given clash_handed clash_taken_back wording_offered wording_agreed no_wording_found
    common_amendment_made reason_kept reason_retired paragraph_opened version_issued ballot_opened
    ballot_closing position_taken statement_adopted statement_not_adopted statement_published statement_given_up
    embargo_set organisation_added organisation_changed person_invited person_joined person_removed
    password_forgotten password_changed
"""
_OLD_MAILS = """
    round_opened round_extended round_closed round_reopened round_reminded amendment_reworded dispositions_shown
    clash_handed wording_offered common_amendment_made reply_posted version_issued ballot_opened ballot_closing
    statement_not_adopted statement_adopted statement_published statement_given_up person_invited
    password_forgotten password_changed
"""


def test_the_release_before_finds_no_event_and_no_mail_that_it_cannot_read(engine: Engine) -> None:
    kinds, with_mails = set(_OLD_KINDS.split()), set(_OLD_MAILS.split())
    schema.upgrade(engine)
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with Session(engine.execution_options(writing=True)) as session:
        session.add(Person(id=1, key="p", email="p@example.org", language="en", invited_at=at, added_at=at))
        session.flush()
        for number, kind in enumerate(EventKind, start=1):
            data = {"address": "JS-2026-1"}
            session.add(Event(id=number, kind=kind, at=at, data=data, fanned_at=None if number % 2 else at))
            if AUDIENCES[kind] is Audience.NOBODY:
                continue
            session.flush()
            session.add(Delivery(event_id=number, person_id=1, message_id=f"m{number}", due_at=at))
        session.commit()
    schema.downgrade(engine, "0005")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, kind, fanned_at, data FROM event ORDER BY id")).all()
        assert len(rows) == len(EventKind), "nothing of the record is lost"
        assert {row.kind for row in rows} <= kinds
        kept = [json.loads(row.data) if isinstance(row.data, str) else row.data for row in rows]
        was = {each["kind"] for each in kept if "kind" in each}
        ours = {each.value for each in EventKind} - kinds
        assert was == ours - {"embargo_ended", "voice_fell_back", "voice_chosen"}
        assert all(row.fanned_at for row, each in zip(rows, kept, strict=True) if "kind" in each)
        found = "SELECT d.progress, e.kind, d.ended_at FROM delivery d JOIN event e ON e.id = d.event_id"
        mails = connection.execute(text(found)).all()
    assert {each.progress for each in mails} == {"waiting", "dropped"}
    assert all(each.ended_at for each in mails if each.progress == "dropped")
    assert {each.kind for each in mails if each.progress == "waiting"} == with_mails

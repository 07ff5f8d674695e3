"""A statement begins: it gets its number, its address, its first text and its penholders."""

import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.person import Person
from workflow.models.statement import LastNumber, Statement
from workflow.procedures import procedures
from workflow.rules.decision.procedure import as_dict
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.embargo import require_near
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.permissions import Action, Role, may
from workflow.rules.shared.refusals import NotAllowed, UnknownChoice
from workflow.rules.statements.handling import Handling
from workflow.rules.statements.voice import Voice
from workflow.services.publication.setting_aside import is_used
from workflow.services.shared import choosing
from workflow.services.shared.checking import check_blocks, check_line, check_title
from workflow.services.shared.record import key_from, new_block_id, new_key, record_event
from workflow.services.statements import versions
from workflow.services.statements.basing import base_text, keep_translations, with_ids_of_base
from workflow.services.statements.changing_settings import Limits, check_limits
from workflow.services.statements.restarting import require_same
from workflow.text.blocks import Block, with_ids

_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z]{2,4})?")


def create_statement(
    session: Session,
    person: Person,
    *,
    title: str,
    occasion: str,
    blocks: Sequence[Block],
    language: str,
    base: str = "",
    voice: Voice = Voice.COALITION,
    named: Sequence[str] = (),
    procedure: str = "ordinary",
    penholders: Sequence[str] = (),
    word_limit: int | None = None,
    minutes_limit: float | None = None,
    words_a_minute: int = 130,
    handling: Handling = Handling.TAKING_PART,
    labelling: Labelling = Labelling.NUMBERS,
    embargo_at: datetime | None = None,
    prefix: str = "JS",
    zone: tzinfo = UTC,
    form_token: str | None = None,
) -> Statement:
    """A new statement with its first text. Whoever makes it holds the pen where `penholders` (choices) names nobody.

    base: key of an adopted statement that this one starts from; its paragraphs keep their ids. zone: the coalition's,
    in which its years begin. form_token: one sending of a form; sent again by the same person it answers with the
    statement it made. Raises NotAllowed, TextRefused, OverLength, UnknownChoice, VoiceNotOffered, ChoiceNeeded,
    NoBaseEdition, MomentPast, TooFarAhead, FormSpent (sent again with other words). The caller commits.
    """
    _require(person)
    choosing.require_offered(voice)
    counter = _lock_counter(session, now(session).astimezone(zone).year)
    key = _key(person, form_token)
    text, heading = check_blocks(blocks), check_title(title)
    started = base_text(session, person, base, text_language(language)) if base else None
    terms = {
        "voice": voice,
        "language": text_language(language),
        "title": heading,
        "occasion": check_line(occasion, field="occasion"),
        "procedure": _pin_procedure(procedure),
        "embargo_at": embargo_at,
        "handling": handling,
        "labelling": labelling,
        "base_version_id": started.version_id if started else None,
        **check_limits(Limits(word_limit, minutes_limit, words_a_minute)).columns(),
    }
    if (made := session.scalar(select(Statement).where(Statement.key == key))) is not None:
        require_same(session, person, made, terms, text, named, penholders)
        return made
    if embargo_at is not None:
        require_near(embargo_at, now(session), field="embargo_at")
    statement = _insert_statement(session, person, counter, key=key, prefix=prefix, **terms)
    _begin(session, person, statement, with_ids_of_base(started, text) if started else text, named, penholders)
    if started:
        keep_translations(session, person, statement, started, versions.original(session, statement).blocks)
    return statement


def _insert_statement(session: Session, person: Person, counter: LastNumber, **columns: Any) -> Statement:
    """The row of a statement with the year's next number that no public page has had."""
    moment, counter.number = now(session), counter.number + 1
    while is_used(session, counter.year, counter.number):
        counter.number += 1
    statement = Statement(
        year=counter.year, number=counter.number, created_by=person.id, created_at=moment, moved_at=moment, **columns
    )
    session.add(statement)
    session.flush()
    return statement


def _begin(
    session: Session,
    person: Person,
    statement: Statement,
    blocks: Sequence[Block],
    named: Sequence[str],
    penholders: Sequence[str],
) -> None:
    if statement.voice is Voice.NAMED:
        choosing.speak_for(session, statement, choosing.members_to_name(session, named))
    people = choosing.penholders(session, person, penholders) if penholders else [person]
    choosing.hold(session, statement, people)
    versions.keep(
        session,
        person,
        statement,
        language=statement.language,
        title=statement.title,
        occasion=statement.occasion,
        blocks=with_ids(blocks, new_block_id),
    )
    record_event(
        session,
        EventKind.STATEMENT_CREATED,
        person=person,
        statement=statement,
        data={"penholders": [each.id for each in people], "language": statement.language},
    )
    if statement.embargo_at is not None:
        data = {"from": None, "until": statement.embargo_at.isoformat()}
        record_event(session, EventKind.EMBARGO_SET, person=person, statement=statement, data=data)


def _require(person: Person) -> None:
    suspended = person.organisation is not None and person.organisation.suspended_at is not None
    role = Role.SECRETARIAT if person.organisation_id is None else Role.MEMBER
    if person.removed_at is not None or suspended or not may(Action.CREATE_STATEMENT, {role}):
        raise NotAllowed


def _lock_counter(session: Session, year: int) -> LastNumber:
    """The year's counter, locked: there is no statement's row yet that could be."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(LastNumber).values(year=year, number=0).on_conflict_do_nothing())
    locked = select(LastNumber).where(LastNumber.year == year).with_for_update()
    return session.scalars(locked.execution_options(populate_existing=True)).one()


def _key(person: Person, form_token: str | None) -> str:
    """A random key; for a form's token always the same one, so that a form sent twice finds what it made."""
    if not form_token:
        return new_key()
    return key_from(hashlib.sha256(f"{person.id}:{form_token}".encode()).digest())


def text_language(language: str) -> str:
    """The code of a text's language itself; raises UnknownChoice for what is none."""
    if not _LANGUAGE.fullmatch(language):
        raise UnknownChoice(field="language")
    return language


def _pin_procedure(name: str) -> dict[str, object]:
    if name not in procedures():
        raise UnknownChoice(field="procedure")
    return as_dict(procedures()[name])

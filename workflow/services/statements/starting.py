"""A statement begins: it gets its number, its address, its first text and its penholders."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.person import Person
from workflow.models.statement import LastNumber, NamedMember, Statement
from workflow.models.version import Draft
from workflow.procedures import procedures
from workflow.rules.decision.procedure import as_dict
from workflow.rules.drafts.import_notices import Noticed
from workflow.rules.notifications.events import EventKind
from workflow.rules.publication.embargo import require_near
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.permissions import Action, Role, may
from workflow.rules.shared.refusals import FormSpent, NotAllowed, UnknownChoice
from workflow.rules.statements.handling import Handling
from workflow.rules.statements.voice import Voice
from workflow.services.publication.setting_aside import is_used
from workflow.services.shared import choosing
from workflow.services.shared.checking import check_blocks, check_line, check_title
from workflow.services.shared.record import key_from, new_block_id, new_key, record_event
from workflow.services.statements import versions
from workflow.services.statements.basing import BaseText, base_text, keep_translations, with_ids_of_base
from workflow.services.statements.changing_settings import (
    USUAL,
    OccasionTime,
    StatementTerms,
    check_limits,
    check_occasion,
    holding,
)
from workflow.services.statements.noticing import insert_notices
from workflow.services.statements.versions import DraftText
from workflow.text.document import with_ids
from workflow.text.values import Block

_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z]{2,4})?")


@dataclass(frozen=True)
class NewStatement:
    """A statement as it is to begin.

    base: key of an adopted statement that it starts from; its paragraphs keep their ids. penholders: choices, as
    `choosing.penholders` takes them; where they name nobody, whoever makes the statement holds the pen. form_token: one
    sending of a form; sent again by the same person it answers with the statement it made. noticed: what was noticed
    when the text came in; the ids of its blocks are those that the blocks of `text` have.
    """

    text: DraftText
    language: str
    terms: StatementTerms = USUAL
    base: str = ""
    procedure: str = "ordinary"
    penholders: Sequence[str] = ()
    embargo_at: datetime | None = None
    form_token: str | None = None
    noticed: Sequence[Noticed] = ()


def create_statement(
    session: Session, person: Person, wanted: NewStatement, *, prefix: str = "JS", zone: tzinfo = UTC
) -> Statement:
    """A new statement with its first text.

    prefix: of references. zone: the coalition's, in which its years begin. Raises NotAllowed, TextRefused, OverLength,
    UnknownChoice, VoiceNotOffered, ChoiceNeeded, NoBaseEdition, MomentPast, TooFarAhead, OccasionTooFar, FormSpent
    (sent again with other words). The caller commits.
    """
    _require(person)
    choosing.require_offered(wanted.terms.voice or Voice.COALITION)
    counter = _lock_counter(session, now(session).astimezone(zone).year)
    key = _key(person, wanted.form_token)
    blocks, title = check_blocks(wanted.text.blocks), check_title(wanted.text.title)
    started = base_text(session, person, wanted.base, text_language(wanted.language)) if wanted.base else None
    columns = _columns(wanted, title, started)
    if (made := session.scalar(select(Statement).where(Statement.key == key))) is not None:
        _require_same(session, person, made, wanted, columns, blocks)
        return made
    if wanted.embargo_at is not None:
        require_near(wanted.embargo_at, now(session), field="embargo_at")
    if wanted.terms.occasion_time is not None:
        check_occasion(wanted.terms.occasion_time, now(session))
    statement = _insert_statement(session, person, counter, {"key": key, "prefix": prefix, **columns})
    bare = _without_ids(blocks)
    text = with_ids(with_ids_of_base(started, bare) if started else bare, new_block_id)
    _begin(session, person, statement, text, wanted)
    own = {given.id: kept.id for given, kept in zip(blocks, text, strict=True)}
    there = [each for each in wanted.noticed if not each.block or each.block in own]
    placed = (replace(each, block=own.get(each.block, ""), other=own.get(each.other, "")) for each in there)
    insert_notices(session, statement, placed)
    if started:
        keep_translations(session, person, statement, started, versions.original(session, statement).blocks)
    return statement


def _require_same(
    session: Session,
    person: Person,
    statement: Statement,
    wanted: NewStatement,
    columns: Mapping[str, Any],
    blocks: Sequence[Block],
) -> None:
    """Nothing where the form asks for the statement as it began; raises FormSpent for other words or other terms."""
    first = select(Draft).where(Draft.statement_id == statement.id).order_by(Draft.id).limit(1)
    draft = session.scalars(first).one()
    began = {"title": draft.title, "occasion": draft.occasion, "language": draft.language}
    there = {name: began.get(name, getattr(statement, name)) for name in columns}
    if there != dict(columns) or _without_ids(draft.blocks) != _without_ids(blocks):
        raise FormSpent
    people = choosing.penholders(session, person, wanted.penholders) if wanted.penholders else [person]
    members = choosing.members_to_name(session, wanted.terms.named) if statement.voice is Voice.NAMED else []
    if {each.id for each in people} != set(holding(session, statement)):
        raise FormSpent
    if {each.id for each in members} != _speakers(session, statement):
        raise FormSpent


def _without_ids(blocks: Sequence[Block]) -> list[Block]:
    return [replace(block, id="") for block in blocks]


def _speakers(session: Session, statement: Statement) -> set[int]:
    return set(session.scalars(select(NamedMember.organisation_id).where(NamedMember.statement_id == statement.id)))


def _columns(wanted: NewStatement, title: str, started: BaseText | None) -> dict[str, Any]:
    """The values by the names of the statement's columns; raises what makes no sense."""
    terms = wanted.terms
    return {
        "voice": terms.voice or Voice.COALITION,
        "language": text_language(wanted.language),
        "title": title,
        "occasion": check_line(wanted.text.occasion, field="occasion"),
        "procedure": _pin_procedure(wanted.procedure),
        "embargo_at": wanted.embargo_at,
        "handling": terms.handling or Handling.TAKING_PART,
        "labelling": terms.labelling or Labelling.NUMBERS,
        "base_version_id": started.version_id if started else None,
        **(terms.occasion_time or OccasionTime()).columns(),
        **check_limits(terms.limits).columns(),
    }


def _insert_statement(session: Session, person: Person, counter: LastNumber, columns: Mapping[str, Any]) -> Statement:
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
    session: Session, person: Person, statement: Statement, blocks: Sequence[Block], wanted: NewStatement
) -> None:
    if statement.voice is Voice.NAMED:
        choosing.speak_for(session, statement, choosing.members_to_name(session, wanted.terms.named))
    people = choosing.penholders(session, person, wanted.penholders) if wanted.penholders else [person]
    choosing.hold(session, statement, people)
    text = DraftText(statement.title, statement.occasion, blocks)
    versions.keep(session, person, statement, text, language=statement.language)
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

"""The working text, save by save, and the immutable versions that are issued from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Draft, Edition, Version
from workflow.queries.shared.newest import newest_saves, newest_version_id
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.refusals import NotFound
from workflow.rules.statements.limits import is_too_long, words_too_many
from workflow.rules.statements.refusals import OverLimit
from workflow.rules.statements.translation import in_order
from workflow.services.shared.record import record_event
from workflow.services.statements import placements
from workflow.text.document import digest, word_count
from workflow.text.values import Block


@dataclass(frozen=True)
class DraftText:
    """What a save says in one language."""

    title: str
    occasion: str
    blocks: Sequence[Block]


def working(session: Session, statement: Statement, language: str | None = None) -> Draft | None:
    """The newest save in `language` (None: the original); None where nothing was written in it yet."""
    return session.scalar(
        select(Draft)
        .where(Draft.statement_id == statement.id, Draft.language == (language or statement.language))
        .order_by(Draft.serial.desc())
        .limit(1)
    )


def original(session: Session, statement: Statement) -> Draft:
    """The newest save of the original; raises NotFound for a statement that never had a text."""
    draft = working(session, statement)
    if draft is None:
        raise NotFound
    return draft


def keep(
    session: Session,
    person: Person,
    statement: Statement,
    text: DraftText,
    *,
    language: str,
    translated: Mapping[str, Any] | None = None,
    restored_from: int | None = None,
) -> Draft:
    """A further save of the working text; the caller holds the statement's lock. Lists show the original's title."""
    newest = working(session, statement, language)
    draft = Draft(
        statement_id=statement.id,
        language=language,
        serial=newest.serial + 1 if newest else 1,
        title=text.title,
        occasion=text.occasion,
        blocks=tuple(text.blocks),
        translated=dict(translated or {}),
        saved_by=person.id,
        saved_at=now(session),
        restored_from=restored_from,
    )
    session.add(draft)
    if language == statement.language:
        statement.title, statement.occasion = text.title, text.occasion
    session.flush()
    return draft


def current(session: Session, statement: Statement) -> Version | None:
    """The newest version that was issued; None while there is only a draft."""
    return session.scalar(select(Version).where(Version.id == newest_version_id(statement.id)))


def edition(session: Session, version_id: int, language: str) -> Edition:
    """One language of a version; raises NotFound."""
    found = session.scalar(select(Edition).where(Edition.version_id == version_id, Edition.language == language))
    if found is None:
        raise NotFound
    return found


def editions(session: Session, version_id: int) -> dict[str, Edition]:
    """Language -> edition, of one version."""
    rows = session.scalars(select(Edition).where(Edition.version_id == version_id).order_by(Edition.language))
    return {row.language: row for row in rows}


def is_draft_newer(session: Session, statement: Statement) -> bool:
    """Whether a version issued now would differ from the current one in any language; true where there is none."""
    version = current(session, statement)
    if version is None:
        return True
    issued = {language: (row.digest, row.occasion) for language, row in editions(session, version.id).items()}
    now_written = {each.language: (each.digest, each.occasion) for each in _editions(session, statement, ())}
    return issued != now_written


def require_within_limits(statement: Statement, blocks: Sequence[Block]) -> None:
    """Nothing where the original is no longer than its settings allow; raises OverLimit."""
    words = word_count(blocks, with_notes=statement.count_notes)
    is_long = is_too_long(words, statement.minutes_limit, statement.words_a_minute)
    if is_long or words_too_many(words, statement.word_limit):
        raise OverLimit


def issue(
    session: Session,
    person: Person,
    statement: Statement,
    *,
    blocks: Sequence[Block] | None = None,
    title: str | None = None,
    sources: Sequence[Any] = (),
    data: Mapping[str, Any] | None = None,
) -> Version:
    """A new version: the original and every translation as they stand, with their digests; it is recorded here.

    The caller holds the statement's lock and has asked for leave. blocks, title: the consolidated original, which
    becomes the draft's next save where it differs; None: the draft as it is. sources: the amendments behind the
    original's changes, as Edition keeps them. data: more for the event, beside the version's number and digests.
    """
    if blocks is not None:
        _consolidate(session, person, statement, blocks, title)
    before = current(session, statement)
    version = Version(
        statement_id=statement.id,
        number=before.number + 1 if before else 1,
        issued_by=person.id,
        issued_at=now(session),
    )
    session.add(version)
    session.flush()
    made = _editions(session, statement, sources)
    for each in made:
        each.version_id = version.id
    session.add_all(made)
    session.flush()
    placements.place_all(session, statement, version)
    facts = {"version": version.number, "digests": {each.language: each.digest for each in made}, **(data or {})}
    record_event(session, EventKind.VERSION_ISSUED, person=person, statement=statement, data=facts)
    return version


def _consolidate(
    session: Session, person: Person, statement: Statement, blocks: Sequence[Block], title: str | None
) -> None:
    draft = original(session, statement)
    wanted = draft.title if title is None else title
    if (tuple(blocks), wanted) != (draft.blocks, draft.title):
        text = DraftText(wanted, draft.occasion, blocks)
        keep(session, person, statement, text, language=statement.language)


def _editions(session: Session, statement: Statement, sources: Sequence[Any]) -> list[Edition]:
    """The editions that the newest saves make, the original first; a translation follows the original's order."""
    source = original(session, statement)
    made = [_edition(source, source.title, source.blocks, sources)]
    for draft in _translations(session, statement):
        if blocks := in_order(source.blocks, draft.blocks):
            made.append(_edition(draft, draft.title or source.title, blocks, ()))
    return made


def _edition(draft: Draft, title: str, blocks: Sequence[Block], sources: Sequence[Any]) -> Edition:
    return Edition(
        language=draft.language,
        title=title,
        occasion=draft.occasion,
        blocks=tuple(blocks),
        digest=digest(title, blocks),
        sources=list(sources),
    )


def _translations(session: Session, statement: Statement) -> Sequence[Draft]:
    newest = newest_saves(statement.id).where(Draft.language != statement.language)
    return session.scalars(select(Draft).where(Draft.id.in_(newest)).order_by(Draft.language)).all()

"""A consultation on a text: opened, extended, closed by hand or at its deadline, opened again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.consultation import Consultation, ConsultationChange, ConsultationChangeKind
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement, TakingPart
from workflow.models.version import Version
from workflow.rules.consultation.refusals import (
    ConsultationChanged,
    NobodyTakesPart,
    NotIssued,
    TextSince,
    VersionSince,
)
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.lifecycle import Move, Stage
from workflow.rules.shared.permissions import Action
from workflow.rules.shared.refusals import MomentPast, NotFound, ReasonNeeded
from workflow.rules.shared.sentences import Deadline
from workflow.services.items.sending import newest_consultation, open_consultation_of, original
from workflow.services.shared.checking import check_words
from workflow.services.shared.record import ensure_label_of, lock_statement, move, record_event, require
from workflow.services.statements import versions
from workflow.services.statements.openness import chosen_blocks

GUIDANCE_LIMIT = 2_000


@dataclass(frozen=True)
class ConsultationTerms:
    """Until when a consultation is open, for whom and about what.

    organisations: ids of those that take part from now on, besides those that do already; None: all members that are
    not suspended. blind: others' items are hidden until it closes. open_blocks: the paragraphs that may be amended,
    None: all. over_limit: the draft may become version 1 although it is longer than its settings allow.
    """

    closes_at: datetime
    guidance: str = ""
    organisations: Collection[int] | None = None
    blind: bool = False
    open_blocks: Collection[str] | None = None
    over_limit: bool = False


def open_consultation(
    session: Session, person: Person, key: str, terms: ConsultationTerms, *, seen: str | None = None
) -> Consultation:
    """Put the text before the organisations; the first consultation issues the draft as version 1.

    seen: digest of the text that the form showed, None asks nothing. Raises NotAllowed, MomentPast, NobodyTakesPart,
    NotIssued, TextSince, OverLimit, ChoiceNeeded or UnknownChoice (paragraphs). The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.OPEN_CONSULTATION, statement)
    if terms.closes_at <= now(session):
        raise MomentPast
    note = check_words(terms.guidance, field="guidance", limit=GUIDANCE_LIMIT)
    _take_part(session, statement, terms.organisations)
    version = _version(session, person, statement, over_limit=terms.over_limit)
    text = original(session, statement, version.id)
    if seen is not None and seen != text.digest:
        raise TextSince
    opened = chosen_blocks(text.blocks, terms.open_blocks)
    consultation = _insert_consultation(session, statement, version, terms.closes_at, note)
    consultation.blind, consultation.open_blocks = terms.blind, opened
    move(session, statement, Move.OPEN_CONSULTATION)
    data = {"consultation": consultation.id, "number": consultation.number, "version": version.number}
    record_event(session, EventKind.CONSULTATION_OPENED, person=person, statement=statement, data=data)
    return consultation


def extend_consultation(
    session: Session, person: Person, key: str, *, closes_at: datetime, reason: str = "", seen: int | None = None
) -> Consultation:
    """Move the open consultation's deadline further, with a reason that all who take part read.

    seen: how many changes of the consultation the form showed, None asks nothing. The same deadline again changes
    nothing. Raises NotAllowed, ConsultationClosed, MomentPast (earlier than it is now), ConsultationChanged.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.EXTEND_CONSULTATION, statement)
    consultation = open_consultation_of(session, statement)
    if closes_at == consultation.closes_at:
        return consultation
    _require_seen(session, consultation, seen)
    if closes_at < consultation.closes_at:
        raise MomentPast(present=Deadline(consultation.closes_at))
    data: dict[str, Any] = {"before": consultation.closes_at.isoformat(), "closes_at": closes_at.isoformat()}
    consultation.closes_at = closes_at
    change = _record_change(session, person, consultation, ConsultationChangeKind.EXTENDED, reason)
    data |= {"consultation": consultation.id, "number": consultation.number, "change": change.id}
    record_event(session, EventKind.CONSULTATION_EXTENDED, person=person, statement=statement, data=data)
    return consultation


def close_consultation(
    session: Session, person: Person | None, key: str, *, reason: str = "", seen: int | None = None
) -> Consultation:
    """End the open consultation: by a penholder at any time, or (person None: the worker) once its deadline has passed.

    seen: as for `extend_consultation`. Raises NotAllowed, ConsultationChanged, or NotFound where there is nothing to
    be closed.
    """
    statement = lock_statement(session, key)
    if person is not None:
        require(session, person, Action.CLOSE_CONSULTATION, statement)
    moment = now(session)
    consultation = _open_consultation_row(session, statement)
    if consultation is None or (person is None and moment < consultation.closes_at):
        raise NotFound
    _require_seen(session, consultation, seen)
    data = {"consultation": consultation.id, "number": consultation.number}
    if person is not None and moment < consultation.closes_at:
        data["change"] = _record_change(session, person, consultation, ConsultationChangeKind.CLOSED, reason).id
    # Nothing was taken after the deadline, however late the worker comes to close.
    consultation.closed_at = min(moment, consultation.closes_at)
    move(session, statement, Move.CLOSE_CONSULTATION)
    record_event(session, EventKind.CONSULTATION_CLOSED, person=person, statement=statement, data=data)
    return consultation


def reopen_consultation(
    session: Session, person: Person, key: str, *, closes_at: datetime, reason: str, seen: int | None = None
) -> Consultation:
    """Open the newest consultation again until `closes_at`; the dispositions given meanwhile stay.

    It is not blind any more: what was sent in it has been seen. seen: as for `consulting.extend_consultation`. Raises
    NotAllowed, NotFound (there was no consultation), VersionSince (a version was issued after it),
    ConsultationChanged, MomentPast, ReasonNeeded. The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.REOPEN_CONSULTATION, statement)
    consultation, version = newest_consultation(session, statement), versions.current(session, statement)
    if consultation is None or version is None:
        raise NotFound
    if version.id != consultation.version_id:
        raise VersionSince(number=version.number, labelling=statement.labelling)
    _require_seen(session, consultation, seen)
    if closes_at <= now(session):
        raise MomentPast
    if not reason.strip():
        raise ReasonNeeded
    consultation.closes_at, consultation.closed_at, consultation.blind = closes_at, None, False
    change = _record_change(session, person, consultation, ConsultationChangeKind.REOPENED, reason)
    move(session, statement, Move.REOPEN_CONSULTATION)
    data = {
        "consultation": consultation.id,
        "number": consultation.number,
        "change": change.id,
        "closes_at": closes_at.isoformat(),
    }
    record_event(session, EventKind.CONSULTATION_REOPENED, person=person, statement=statement, data=data)
    return consultation


def close_due(session: Session, key: str) -> bool:
    """Close the consultation whose deadline has passed; False where somebody closed or extended it before our lock."""
    try:
        close_consultation(session, None, key)
    except NotFound:
        return False
    return True


def due_consultations(session: Session) -> list[str]:
    """The keys of the statements whose open consultation has reached its deadline, the longest overdue first."""
    return list(
        session.scalars(
            select(Statement.key)
            .join(Consultation, Consultation.statement_id == Statement.id)
            .where(
                Consultation.closed_at.is_(None),
                Consultation.closes_at <= now(session),
                Statement.stage == Stage.CONSULTATION,
            )
            .order_by(Consultation.closes_at)
        )
    )


def _require_seen(session: Session, consultation: Consultation, seen: int | None) -> None:
    """Nothing where so many changes were made to the consultation, or the caller does not say; raises
    ConsultationChanged.
    """
    there = (
        select(func.count())
        .select_from(ConsultationChange)
        .where(ConsultationChange.consultation_id == consultation.id)
    )
    if seen is not None and seen != session.scalar(there):
        raise ConsultationChanged(closes_at=Deadline(consultation.closes_at))


def _record_change(
    session: Session, person: Person, consultation: Consultation, kind: ConsultationChangeKind, reason: str
) -> ConsultationChange:
    """The line of the consultation's own record that says what was changed, and why; raises OverLength, TextRefused."""
    said = check_words(reason, field="reason", limit=GUIDANCE_LIMIT)
    change = ConsultationChange(
        consultation_id=consultation.id,
        kind=kind,
        reason=said,
        closes_at=consultation.closes_at,
        person_id=person.id,
        at=now(session),
    )
    session.add(change)
    session.flush()
    return change


def _open_consultation_row(session: Session, statement: Statement) -> Consultation | None:
    if statement.stage is not Stage.CONSULTATION:
        return None
    waiting = select(Consultation).where(Consultation.statement_id == statement.id, Consultation.closed_at.is_(None))
    return session.scalar(waiting.execution_options(populate_existing=True))


def _insert_consultation(
    session: Session, statement: Statement, version: Version, closes_at: datetime, guidance: str
) -> Consultation:
    earlier = (
        session.scalar(select(func.count()).select_from(Consultation).where(Consultation.statement_id == statement.id))
        or 0
    )
    consultation = Consultation(
        statement_id=statement.id,
        version_id=version.id,
        number=earlier + 1,
        guidance=guidance,
        opened_at=now(session),
        closes_at=closes_at,
    )
    session.add(consultation)
    session.flush()
    return consultation


def _version(session: Session, person: Person, statement: Statement, *, over_limit: bool) -> Version:
    """The version that the consultation is on. Later ones are issued by the consolidation alone, which owes answers
    first.
    """
    current = versions.current(session, statement)
    if current is None:
        if not over_limit:
            versions.require_within_limits(statement, versions.original(session, statement).blocks)
        return versions.issue(session, person, statement)
    if versions.is_draft_newer(session, statement):
        raise NotIssued
    return current


def _take_part(session: Session, statement: Statement, chosen: Collection[int] | None) -> None:
    """The members chosen take part from now on, protected ones under a label; who takes part already stays."""
    already = set(session.scalars(select(TakingPart.organisation_id).where(TakingPart.statement_id == statement.id)))
    active = select(Organisation).where(Organisation.suspended_at.is_(None)).order_by(Organisation.id)
    members = [each for each in session.scalars(active) if chosen is None or each.id in chosen]
    if not members and not already:
        raise NobodyTakesPart
    for each in members:
        if each.id not in already:
            session.add(TakingPart(statement_id=statement.id, organisation_id=each.id, since=now(session)))
        if each.protected:
            ensure_label_of(session, statement.id, each.id)
    session.flush()

"""Rounds: a consultation on one version, from its opening to its deadline."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.round import Round, RoundChange, RoundChangeKind
from workflow.models.statement import Statement, TakingPart
from workflow.models.version import Version
from workflow.rules.consultation.consultation_errors import RoundChanged, TextSince
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.errors import MomentPast, NobodyTakesPart, NotFound, NotIssued
from workflow.rules.shared.lifecycle import Move, Stage
from workflow.rules.shared.permissions import Action
from workflow.services.items.sending import open_round_of, original
from workflow.services.shared.checking import check_words
from workflow.services.shared.record import label_for, lock_statement, move, record_event, require
from workflow.services.statements import versions
from workflow.services.statements.openness import chosen_blocks

GUIDANCE_LIMIT = 2_000


def open_round(
    session: Session,
    person: Person,
    key: str,
    *,
    closes_at: datetime,
    guidance: str = "",
    organisations: Collection[int] | None = None,
    blind: bool = False,
    open_blocks: Collection[str] | None = None,
    seen: str | None = None,
) -> Round:
    """Put the text before the organisations until `closes_at`; the first round issues the draft as version 1.

    organisations: ids of those that take part from now on, besides those that do already; None: all members that are
    not suspended. blind: others' items are hidden until it closes. open_blocks: the paragraphs that may be amended,
    None: all. seen: digest of the text that the form showed, None asks nothing. Raises NotAllowed, MomentPast,
    NobodyTakesPart, NotIssued, TextSince, ChoiceNeeded or UnknownChoice (paragraphs). The caller commits.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.OPEN_ROUND, statement)
    if closes_at <= now(session):
        raise MomentPast
    note = check_words(guidance, field="guidance", limit=GUIDANCE_LIMIT)
    _take_part(session, statement, organisations)
    version = _version(session, person, statement)
    text = original(session, statement, version.id)
    if seen is not None and seen != text.digest:
        raise TextSince
    opened = chosen_blocks(text.blocks, open_blocks)
    round_ = _round(session, statement, version, closes_at, note)
    round_.blind, round_.open_blocks = blind, opened
    move(session, statement, Move.OPEN_ROUND)
    data = {"round": round_.id, "number": round_.number, "version": version.number}
    record_event(session, EventKind.ROUND_OPENED, person=person, statement=statement, data=data)
    return round_


def extend_round(
    session: Session, person: Person, key: str, *, closes_at: datetime, reason: str = "", seen: int | None = None
) -> Round:
    """Move the open round's deadline further, with a reason that all who take part read.

    seen: how many changes of the round the form showed, None asks nothing. The same deadline again changes nothing.
    Raises NotAllowed, RoundClosed, MomentPast (earlier than it is now), RoundChanged.
    """
    statement = lock_statement(session, key)
    require(session, person, Action.EXTEND_ROUND, statement)
    round_ = open_round_of(session, statement)
    if closes_at == round_.closes_at:
        return round_
    require_seen(session, round_, seen)
    if closes_at < round_.closes_at:
        raise MomentPast(closes_at=round_.closes_at)
    data: dict[str, Any] = {"before": round_.closes_at.isoformat(), "closes_at": closes_at.isoformat()}
    round_.closes_at = closes_at
    change = record_change(session, person, round_, RoundChangeKind.EXTENDED, reason)
    data |= {"round": round_.id, "number": round_.number, "change": change.id}
    record_event(session, EventKind.ROUND_EXTENDED, person=person, statement=statement, data=data)
    return round_


def close_round(
    session: Session, person: Person | None, key: str, *, reason: str = "", seen: int | None = None
) -> Round:
    """End the open round: by a penholder at any time, or (person None: the worker) once its deadline has passed.

    seen: as for `extend_round`. Raises NotAllowed, RoundChanged, or NotFound where there is nothing to be closed.
    """
    statement = lock_statement(session, key)
    if person is not None:
        require(session, person, Action.CLOSE_ROUND, statement)
    moment = now(session)
    round_ = _open_round_row(session, statement)
    if round_ is None or (person is None and moment < round_.closes_at):
        raise NotFound
    require_seen(session, round_, seen)
    data = {"round": round_.id, "number": round_.number}
    if person is not None and moment < round_.closes_at:
        data["change"] = record_change(session, person, round_, RoundChangeKind.CLOSED, reason).id
    # Nothing was taken after the deadline, however late the worker comes to close.
    round_.closed_at = min(moment, round_.closes_at)
    move(session, statement, Move.CLOSE_ROUND)
    record_event(session, EventKind.ROUND_CLOSED, person=person, statement=statement, data=data)
    return round_


def require_seen(session: Session, round_: Round, seen: int | None) -> None:
    """Nothing where so many changes were made to the round, or the caller does not say; raises RoundChanged."""
    there = select(func.count()).select_from(RoundChange).where(RoundChange.round_id == round_.id)
    if seen is not None and seen != session.scalar(there):
        raise RoundChanged(closes_at=round_.closes_at)


def record_change(session: Session, person: Person, round_: Round, kind: RoundChangeKind, reason: str) -> RoundChange:
    """The line of the round's own record that says what was changed, and why; raises OverLength, TextRefused."""
    said = check_words(reason, field="reason", limit=GUIDANCE_LIMIT)
    change = RoundChange(
        round_id=round_.id, kind=kind, reason=said, closes_at=round_.closes_at, person_id=person.id, at=now(session)
    )
    session.add(change)
    session.flush()
    return change


def close_next_due(session: Session) -> str | None:
    """Close one round whose deadline has passed and return its statement's key; None when there is none."""
    return next((key for key in due_rounds(session) if close_due(session, key)), None)


def close_due(session: Session, key: str) -> bool:
    """Close the round whose deadline has passed; False where somebody closed or extended it before our lock."""
    try:
        close_round(session, None, key)
    except NotFound:
        return False
    return True


def due_rounds(session: Session) -> list[str]:
    """The keys of the statements whose open round has reached its deadline, the longest overdue first."""
    return list(
        session.scalars(
            select(Statement.key)
            .join(Round, Round.statement_id == Statement.id)
            .where(Round.closed_at.is_(None), Round.closes_at <= now(session), Statement.stage == Stage.CONSULTATION)
            .order_by(Round.closes_at)
        )
    )


def _open_round_row(session: Session, statement: Statement) -> Round | None:
    if statement.stage is not Stage.CONSULTATION:
        return None
    waiting = select(Round).where(Round.statement_id == statement.id, Round.closed_at.is_(None))
    return session.scalar(waiting.execution_options(populate_existing=True))


def _round(session: Session, statement: Statement, version: Version, closes_at: datetime, guidance: str) -> Round:
    earlier = session.scalar(select(func.count()).select_from(Round).where(Round.statement_id == statement.id)) or 0
    round_ = Round(
        statement_id=statement.id,
        version_id=version.id,
        number=earlier + 1,
        guidance=guidance,
        opened_at=now(session),
        closes_at=closes_at,
    )
    session.add(round_)
    session.flush()
    return round_


def _version(session: Session, person: Person, statement: Statement) -> Version:
    """The version that the round is on. Later ones are issued by the consolidation alone, which owes answers first."""
    current = versions.current(session, statement)
    if current is None:
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
            label_for(session, statement.id, each.id)
    session.flush()

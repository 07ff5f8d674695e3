"""The texts that a statement room needs, in one SQL statement, and the consultation that is on one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, exists, func, null, select
from sqlalchemy.orm import Session, aliased

from workflow.models.consultation import Consultation, ConsultationChange, ConsultationChangeKind, NoComment
from workflow.models.looking import Look
from workflow.models.version import Edition, Version
from workflow.queries.consultation.silent import supports
from workflow.queries.shared.newest import newest_consultation_id
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.queries.statements.translations import last_saves
from workflow.rules.statements.translation import behind_in
from workflow.text.values import Block


@dataclass(frozen=True)
class RoomConsultation:
    """The newest consultation, as the room needs it.

    open_blocks: the paragraphs that may be amended, None: all. no_comment: the viewer's organisation has said so.
    supports: it supports what others sent in the consultation. change, reason: what was changed last about it, and why.
    """

    id: int
    number: int
    version: int
    guidance: str
    closes_at: datetime
    closed_at: datetime | None
    blind: bool = False
    open_blocks: frozenset[str] | None = None
    no_comment: bool = False
    supports: bool = False
    change: ConsultationChangeKind | None = None
    reason: str = ""


def editions(session: Session, standing: Standing, number: int, language: str) -> Sequence[Row[Any]]:
    """Every edition; blocks where they are read: of the one shown, and of its original. One SQL statement."""
    viewer = standing.viewer
    asked = {"statement": standing.id, "own": viewer.organisation_id, "person": viewer.person_id}
    languages = [standing.language, language]
    return session.execute(_editions(), {**asked, "number": number, "languages": languages}).all()


@cache  # every room asks it: to put it together takes longer than to answer it
def _editions() -> Any:
    statement_id: Any = bindparam("statement")
    read = and_(Version.number == bindparam("number"), Edition.language.in_(bindparam("languages", expanding=True)))
    return (
        select(
            Version.number, Edition.language, Edition.title, case((read, Edition.blocks), else_=null()).label("blocks"),
            Consultation.id.label("consultation_id"), Consultation.number.label("consultation_number"),
            Consultation.version_id, Version.id.label("id"),
            Consultation.guidance, Consultation.closes_at, Consultation.closed_at, Consultation.blind,
            Consultation.open_blocks,
            _has_no_comment().label("no_comment"), supports(bindparam("own"), Consultation.id).label("supports"),
            _has_looked().label("looked"),
            ConsultationChange.kind.label("change"), ConsultationChange.reason,
        )
        .join(Edition, Edition.version_id == Version.id)
        .outerjoin(Consultation, Consultation.id == newest_consultation_id(statement_id))
        .outerjoin(ConsultationChange, ConsultationChange.id == _last_change())
        .where(Version.statement_id == statement_id)
        .order_by(Version.number, Edition.language)
    )  # fmt: skip


def original_of(standing: Standing, rows: Sequence[Row[Any]], text: Row[Any]) -> tuple[Block, ...]:
    """The blocks of the original of the same version as `text`."""
    of_it = (row.blocks for row in rows if row.number == text.number and row.language == standing.language)
    return next(of_it, ())


def behind_of(session: Session, standing: Standing, text: Row[Any], original: Sequence[Block]) -> int:
    """How many paragraphs of the newest version in a translation are behind; for these one SQL statement."""
    if text.language == standing.language or text.number != standing.version:
        return 0  # of an older version no save tells any more
    return len(behind_in(original, text.blocks, last_saves(session, standing).get(text.language, ())))


def _has_no_comment() -> Any:
    own = NoComment.organisation_id == bindparam("own")
    return exists().where(NoComment.consultation_id == Consultation.id, own).correlate(Consultation)


def _has_looked() -> Any:
    own = Look.person_id == bindparam("person")
    return exists().where(Look.version_id == Version.id, own).correlate(Version)


def _last_change() -> Any:
    changes = aliased(ConsultationChange)
    return (
        select(func.max(changes.id))
        .where(changes.consultation_id == Consultation.id)
        .correlate(Consultation)
        .scalar_subquery()
    )


def consultation_of(rows: Sequence[Row[Any]]) -> RoomConsultation | None:
    """The newest consultation; None before the first."""
    row = rows[-1]
    if row.consultation_id is None:
        return None
    on = next(each.number for each in rows if each.id == row.version_id)
    return value_of(
        RoomConsultation,
        row,
        id=row.consultation_id,
        number=row.consultation_number,
        version=on,
        open_blocks=None if row.open_blocks is None else frozenset(row.open_blocks),
        no_comment=bool(row.no_comment),
        supports=bool(row.supports),
        reason=row.reason or "",
    )

"""What the pages of consultations need: the text that a consultation would be on, and what is settled about the
newest one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from workflow.models.consultation import Consultation, ConsultationChange, ConsultationChangeKind
from workflow.models.organisation import Label, Organisation
from workflow.models.person import Person
from workflow.models.version import Draft, Edition, Version
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.names import Named, name_before
from workflow.text.blocks import Block


@dataclass(frozen=True)
class Changed:
    """A deadline that was moved, or a consultation closed early or opened again. closes_at: the deadline from then
    on.
    """

    kind: ConsultationChangeKind
    reason: str
    closes_at: datetime
    at: datetime


@dataclass(frozen=True)
class Settled:
    """The newest consultation. opened: ids of the paragraphs that may be amended, None: all; changes: the oldest
    first.
    """

    id: int
    number: int
    version: int
    version_id: int
    guidance: str
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    blind: bool
    opened: frozenset[str] | None
    reminded_at: datetime | None
    changes: tuple[Changed, ...]


def newest_consultation(session: Session, standing: Standing) -> Settled | None:
    """The newest consultation of the statement with what was changed about it; None before the first. One SQL
    statement.
    """
    newest = (
        select(Consultation.id)
        .where(Consultation.statement_id == standing.id)
        .order_by(Consultation.number.desc())
        .limit(1)
    )
    rows = session.execute(
        select(Consultation, Version.number.label("version"), ConsultationChange)
        .join(Version, Version.id == Consultation.version_id)
        .outerjoin(ConsultationChange, ConsultationChange.consultation_id == Consultation.id)
        .where(Consultation.id == newest.scalar_subquery())
        .order_by(ConsultationChange.id)
    ).all()
    return _consultation_from_rows(rows[0].Consultation, rows[0].version, rows) if rows else None


def reopener(session: Session, standing: Standing, consultation: int) -> Named | None:
    """Who opened the consultation again last; None where nobody did. One SQL statement."""
    row = session.execute(
        select(Organisation.id, Organisation.name, Organisation.language, Organisation.protected, Label.code)
        .select_from(ConsultationChange)
        .join(Person, Person.id == ConsultationChange.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Label, (Label.organisation_id == Organisation.id) & (Label.statement_id == standing.id))
        .where(
            ConsultationChange.consultation_id == consultation,
            ConsultationChange.kind == ConsultationChangeKind.REOPENED,
        )
        .order_by(ConsultationChange.id.desc())
        .limit(1)
    ).one_or_none()
    return name_before(row.id, row.name, row.language, row.protected, row.code, standing.viewer) if row else None


def _consultation_from_rows(consultation: Consultation, version: int, rows: Any) -> Settled:
    return Settled(
        id=consultation.id,
        number=consultation.number,
        version=version,
        version_id=consultation.version_id,
        guidance=consultation.guidance,
        opened_at=consultation.opened_at,
        closes_at=consultation.closes_at,
        closed_at=consultation.closed_at,
        blind=consultation.blind,
        opened=None if consultation.open_blocks is None else frozenset(consultation.open_blocks),
        reminded_at=consultation.reminded_at,
        changes=tuple(_change_from_row(row) for row in rows if row.ConsultationChange is not None),
    )


def _change_from_row(row: Row[Any]) -> Changed:
    change: ConsultationChange = row.ConsultationChange
    return Changed(change.kind, change.reason, change.closes_at, change.at)


def to_be_opened(session: Session, standing: Standing) -> tuple[Block, ...]:
    """The original that a consultation opened now would be on: of the newest version, else the draft."""
    if standing.version_id is not None:
        own = (Edition.version_id == standing.version_id, Edition.language == standing.language)
        return tuple(session.scalars(select(Edition.blocks).where(*own)).one())
    saves = select(Draft.blocks).where(Draft.statement_id == standing.id, Draft.language == standing.language)
    return tuple(session.scalars(saves.order_by(Draft.serial.desc()).limit(1)).first() or ())

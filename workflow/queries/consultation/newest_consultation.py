"""What the pages of consultations need: the text that a consultation would be on, and what is settled about the
newest one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.consultation import Consultation, ConsultationChange, ConsultationChangeKind
from workflow.models.person import Person
from workflow.models.version import Draft, Version
from workflow.queries.shared.newest import newest_consultation_id
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of, values_of
from workflow.queries.statements.editions import original_blocks
from workflow.rules.shared.names import Named
from workflow.text.values import Block


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
class NewestConsultation:
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


def newest_consultation(session: Session, standing: Standing) -> NewestConsultation | None:
    """The newest consultation of the statement with what was changed about it; None before the first. One SQL
    statement.
    """
    rows = session.execute(
        select(Consultation, Version.number.label("version"), ConsultationChange)
        .join(Version, Version.id == Consultation.version_id)
        .outerjoin(ConsultationChange, ConsultationChange.consultation_id == Consultation.id)
        .where(Consultation.id == newest_consultation_id(standing.id))
        .order_by(ConsultationChange.id)
    ).all()
    return _consultation_from_rows(rows[0].Consultation, rows[0].version, rows) if rows else None


def reopener(session: Session, standing: Standing, consultation: int) -> Named | None:
    """Who opened the consultation again last; None where nobody did. One SQL statement."""
    asked = (
        select(ConsultationChange.id)
        .join(Person, Person.id == ConsultationChange.person_id)
        .where(
            ConsultationChange.consultation_id == consultation,
            ConsultationChange.kind == ConsultationChangeKind.REOPENED,
        )
        .order_by(ConsultationChange.id.desc())
        .limit(1)
    )
    row = session.execute(with_organisation(asked, Person.organisation_id, standing.id)).one_or_none()
    return named(row, standing.viewer) if row else None


def _consultation_from_rows(consultation: Consultation, version: int, rows: Any) -> NewestConsultation:
    opened = None if consultation.open_blocks is None else frozenset(consultation.open_blocks)
    changes = (row.ConsultationChange for row in rows if row.ConsultationChange is not None)
    return value_of(
        NewestConsultation, consultation, version=version, opened=opened, changes=values_of(Changed, changes)
    )


def to_be_opened(session: Session, standing: Standing) -> tuple[Block, ...]:
    """The original that a consultation opened now would be on: of the newest version, else the draft."""
    if standing.version_id is not None:
        return original_blocks(session, standing)
    saves = select(Draft.blocks).where(Draft.statement_id == standing.id, Draft.language == standing.language)
    return tuple(session.scalars(saves.order_by(Draft.serial.desc()).limit(1)).first() or ())

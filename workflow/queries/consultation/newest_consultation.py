"""What the pages of rounds need: the text that a round would be on, and what is settled about the newest one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from workflow.models.organisation import Label, Organisation
from workflow.models.person import Person
from workflow.models.round import Round, RoundChange, RoundChangeKind
from workflow.models.version import Draft, Edition, Version
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.names import Named, name_before
from workflow.text.blocks import Block


@dataclass(frozen=True)
class Changed:
    """A deadline that was moved, or a round closed early or opened again. closes_at: the deadline from then on."""

    kind: RoundChangeKind
    reason: str
    closes_at: datetime
    at: datetime


@dataclass(frozen=True)
class Settled:
    """The newest round. opened: ids of the paragraphs that may be amended, None: all; changes: the oldest first."""

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


def newest_round(session: Session, standing: Standing) -> Settled | None:
    """The newest round of the statement with what was changed about it; None before the first. One SQL statement."""
    newest = select(Round.id).where(Round.statement_id == standing.id).order_by(Round.number.desc()).limit(1)
    rows = session.execute(
        select(Round, Version.number.label("version"), RoundChange)
        .join(Version, Version.id == Round.version_id)
        .outerjoin(RoundChange, RoundChange.round_id == Round.id)
        .where(Round.id == newest.scalar_subquery())
        .order_by(RoundChange.id)
    ).all()
    return _round_from_rows(rows[0].Round, rows[0].version, rows) if rows else None


def reopener(session: Session, standing: Standing, round_: int) -> Named | None:
    """Who opened the round again last; None where nobody did. One SQL statement."""
    row = session.execute(
        select(Organisation.id, Organisation.name, Organisation.language, Organisation.protected, Label.code)
        .select_from(RoundChange)
        .join(Person, Person.id == RoundChange.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Label, (Label.organisation_id == Organisation.id) & (Label.statement_id == standing.id))
        .where(RoundChange.round_id == round_, RoundChange.kind == RoundChangeKind.REOPENED)
        .order_by(RoundChange.id.desc())
        .limit(1)
    ).one_or_none()
    return name_before(row.id, row.name, row.language, row.protected, row.code, standing.viewer) if row else None


def _round_from_rows(round_: Round, version: int, rows: Any) -> Settled:
    return Settled(
        id=round_.id,
        number=round_.number,
        version=version,
        version_id=round_.version_id,
        guidance=round_.guidance,
        opened_at=round_.opened_at,
        closes_at=round_.closes_at,
        closed_at=round_.closed_at,
        blind=round_.blind,
        opened=None if round_.open_blocks is None else frozenset(round_.open_blocks),
        reminded_at=round_.reminded_at,
        changes=tuple(_change_from_row(row) for row in rows if row.RoundChange is not None),
    )


def _change_from_row(row: Row[Any]) -> Changed:
    change: RoundChange = row.RoundChange
    return Changed(change.kind, change.reason, change.closes_at, change.at)


def to_be_opened(session: Session, standing: Standing) -> tuple[Block, ...]:
    """The original that a round opened now would be on: of the newest version, else the draft."""
    if standing.version_id is not None:
        own = (Edition.version_id == standing.version_id, Edition.language == standing.language)
        return tuple(session.scalars(select(Edition.blocks).where(*own)).one())
    saves = select(Draft.blocks).where(Draft.statement_id == standing.id, Draft.language == standing.language)
    return tuple(session.scalars(saves.order_by(Draft.serial.desc()).limit(1)).first() or ())

"""Agreed language as a page shows it: which paragraphs are closed for it, and which were opened, by whom and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from workflow.models.organisation import Label, Organisation
from workflow.models.person import Person
from workflow.models.statement import OpenedParagraph
from workflow.models.version import Edition
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.names import Named, name_before
from workflow.rules.statements.agreed import agreed_blocks
from workflow.text.blocks import Block


@dataclass(frozen=True)
class Opening:
    """A paragraph that was opened."""

    reason: str
    at: datetime
    who: Named


@dataclass(frozen=True)
class Agreed:
    """closed: ids of the paragraphs that are agreed language; openings: block id -> who opened it, and why."""

    closed: frozenset[str] = frozenset()
    openings: Mapping[str, Opening] = field(default_factory=dict)


def agreed_language_of(session: Session, standing: Standing, blocks: Sequence[Block]) -> Agreed:
    """What of `blocks` (of the original) is agreed language; two SQL statements, none without a base text."""
    if standing.base_version_id is None:
        return Agreed()
    base = session.scalar(
        select(Edition.blocks).where(
            Edition.version_id == standing.base_version_id, Edition.language == standing.language
        )
    )
    openings = _openings(session, standing)
    return Agreed(agreed_blocks(base or (), blocks) - openings.keys(), openings)


def _openings(session: Session, standing: Standing) -> dict[str, Opening]:
    rows = session.execute(
        select(
            OpenedParagraph,
            Organisation.id.label("organisation_id"),
            Organisation.name,
            Organisation.language,
            Organisation.protected,
            Label.code,
        )
        .join(Person, Person.id == OpenedParagraph.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Label, and_(Label.organisation_id == Organisation.id, Label.statement_id == standing.id))
        .where(OpenedParagraph.statement_id == standing.id)
    )
    return {
        row.OpenedParagraph.block: Opening(
            row.OpenedParagraph.reason,
            row.OpenedParagraph.at,
            name_before(row.organisation_id, row.name, row.language, row.protected, row.code, standing.viewer),
        )
        for row in rows
    }

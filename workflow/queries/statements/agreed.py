"""Agreed language as a page shows it: which paragraphs are closed for it, and which were opened, by whom and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.person import Person
from workflow.models.statement import OpenedParagraph
from workflow.models.version import Edition
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.rules.shared.names import Named
from workflow.rules.statements.agreed import agreed_blocks
from workflow.text.values import Block


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
    asked = (
        select(OpenedParagraph)
        .join(Person, Person.id == OpenedParagraph.person_id)
        .where(OpenedParagraph.statement_id == standing.id)
    )
    return {
        row.OpenedParagraph.block: value_of(Opening, row.OpenedParagraph, who=named(row, standing.viewer))
        for row in session.execute(with_organisation(asked, Person.organisation_id, standing.id))
    }

"""Amendments that the reader's organisation supported as they read before: it is asked again, while consultations
are open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.database import about_now
from workflow.models.consultation import Consultation
from workflow.models.item import Disposition, Item, ItemState, Support
from workflow.models.statement import Statement, TakingPart
from workflow.models.version import Edition
from workflow.queries.shared.titles import TITLE, TITLE_LANGUAGE, edition_for_person
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import Viewer


@dataclass(frozen=True)
class Again:
    """One amendment. title: as the viewer reads it. language: of the text, and so of quote and proposal."""

    key: str
    title: str
    title_language: str
    language: str
    reference: str
    wording: int
    quote: str
    proposal: str


def support_to_confirm(session: Session, viewer: Viewer) -> Sequence[Again]:
    """All of them, in the order of statements and references; one SQL statement."""
    if viewer.organisation_id is None:
        return ()
    own = (Support.item_id == Item.id) & (Support.organisation_id == viewer.organisation_id)
    part = (TakingPart.statement_id == Item.statement_id) & (TakingPart.organisation_id == viewer.organisation_id)
    rows = session.execute(
        select(Item, Statement.key, TITLE.label("title"), TITLE_LANGUAGE.label("title_language"), Statement.language)
        .join(Statement, Statement.id == Item.statement_id)
        .join(Consultation, Consultation.id == Item.consultation_id)
        .join(Support, own)
        .join(TakingPart, part)
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .outerjoin(Edition, edition_for_person(viewer.person_id))
        .where(Support.wording < Item.wording, Item.state == ItemState.SENT, Item.private.is_(False))
        .where(
            Statement.stage == Stage.CONSULTATION,
            Consultation.closed_at.is_(None),
            Consultation.closes_at > about_now(),
        )
        .where(Consultation.blind.is_(False), Disposition.version_id.is_(None))
        .order_by(Statement.id, Item.kind, Item.number)
    )
    return tuple(
        Again(
            row.key,
            row.title,
            row.title_language,
            row.language,
            row.Item.reference,
            row.Item.wording,
            row.Item.quote,
            row.Item.proposal,
        )
        for row in rows
    )

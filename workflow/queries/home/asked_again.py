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
from workflow.models.statement import Statement
from workflow.queries.shared.roles import takes_part
from workflow.queries.shared.titles import with_title
from workflow.queries.shared.values import value_of
from workflow.rules.items.kinds import ItemKind
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
    kind: ItemKind
    quote: str
    proposal: str


def support_to_confirm(session: Session, viewer: Viewer) -> Sequence[Again]:
    """All of them, in the order of statements and references; one SQL statement."""
    if viewer.organisation_id is None:
        return ()
    own = (Support.item_id == Item.id) & (Support.organisation_id == viewer.organisation_id)
    asked = (
        select(Item, Statement.key, Statement.language)
        .join(Statement, Statement.id == Item.statement_id)
        .join(Consultation, Consultation.id == Item.consultation_id)
        .join(Support, own)
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .where(Support.wording < Item.wording, Item.state == ItemState.SENT, Item.private.is_(False))
        .where(
            Statement.stage == Stage.CONSULTATION,
            Consultation.closed_at.is_(None),
            Consultation.closes_at > about_now(),
        )
        .where(Consultation.blind.is_(False), Disposition.version_id.is_(None), takes_part(viewer.organisation_id))
        .order_by(Statement.id, Item.letter, Item.number)
    )
    return tuple(
        value_of(
            Again, row.Item, key=row.key, title=row.title, title_language=row.title_language, language=row.language
        )
        for row in session.execute(with_title(asked, viewer.person_id))
    )

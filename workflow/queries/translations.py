"""How far the translations of a text have come, as they would go into a version."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.models.version import Draft
from workflow.queries.head import words_of
from workflow.queries.standing import Standing
from workflow.rules.translation import behind, missing
from workflow.text.blocks import Block


@dataclass(frozen=True)
class Progress:
    """One translation: how many paragraphs were translated from other words than the text has, and how many not yet.

    words: with or without footnotes as the terms say.
    """

    language: str
    behind: int
    missing: int
    words: int


def translations(session: Session, standing: Standing, text: Sequence[Block]) -> tuple[Progress, ...]:
    """The translations that were begun, beside `text`; one SQL statement."""
    newest = (
        select(func.max(Draft.id))
        .where(Draft.statement_id == standing.id, Draft.language != standing.language)
        .group_by(Draft.language)
    )
    rows = session.execute(
        select(Draft.language, Draft.blocks, Draft.translated).where(Draft.id.in_(newest)).order_by(Draft.language)
    )
    return tuple(
        Progress(
            row.language,
            len(behind(text, row.translated)),
            len(missing(text, row.blocks)),
            words_of(row.blocks, with_notes=standing.count_notes),
        )
        for row in rows
    )

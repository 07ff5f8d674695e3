"""The editions of one version, without their texts' blocks."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.version import Edition
from workflow.queries.head import words_of


@dataclass(frozen=True)
class EditionRow:
    """One language of a version."""

    language: str
    title: str
    digest: str
    words: int


def editions(session: Session, version_id: int | None) -> tuple[EditionRow, ...]:
    """The editions of the version, by language code; none where there is no version."""
    rows = session.execute(
        select(Edition.language, Edition.title, Edition.digest, Edition.blocks)
        .where(Edition.version_id == version_id)
        .order_by(Edition.language)
    )
    return tuple(EditionRow(row.language, row.title, row.digest, words_of(row.blocks)) for row in rows)

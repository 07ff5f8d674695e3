"""The original texts of a statement's versions."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from workflow.models.version import Edition, Version
from workflow.queries.shared.standing import Standing
from workflow.text.values import Block


def original_texts(session: Session, standing: Standing, which: ColumnElement[bool]) -> dict[int, tuple[Block, ...]]:
    """Number of a version -> its original text, of those that `which` (a condition on Version) chooses; one SQL
    statement.
    """
    rows = session.execute(
        select(Version.number, Edition.blocks)
        .join(Edition, (Edition.version_id == Version.id) & (Edition.language == standing.language))
        .where(Version.statement_id == standing.id, which)
    )
    return {row.number: row.blocks for row in rows}

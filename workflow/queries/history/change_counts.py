"""How much the newest version of each of several statements changed, for pages that show no redline of it."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.queries.history.changes import VersionComparison
from workflow.queries.history.rows import rows
from workflow.queries.history.sides import ComparedText
from workflow.queries.shared.newest import newest_version_number
from workflow.text.amendments import sources_of
from workflow.text.document import titled
from workflow.text.values import source_from_list


def newest_changes(session: Session, keys: Collection[str]) -> Mapping[str, VersionComparison]:
    """Key of a statement -> its newest version against the one before, in the original's words and without what
    stands behind each change or was said about it; nothing of a first version. One SQL statement.

    The caller has asked whether the reader may see these versions.
    """
    if not keys:
        return {}
    newest = newest_version_number()
    found = session.execute(
        select(Statement.key, Version.number, Version.issued_at, Edition)
        .join(Version, Version.statement_id == Statement.id)
        .join(Edition, and_(Edition.version_id == Version.id, Edition.language == Statement.language))
        .where(Statement.key.in_(keys), Version.number >= newest - 1)
        .order_by(Version.number)
    ).all()
    of: dict[str, list[Any]] = {}
    for row in found:
        of.setdefault(row.key, []).append(row)
    return {key: _comparison(*pair) for key, pair in of.items() if len(pair) == 2}


def _comparison(before: Any, after: Any) -> VersionComparison:
    one, other = _side(before), _side(after)
    made = [source_from_list(source) for source in after.Edition.sources]
    whole, now = titled(one.title, one.blocks), titled(other.title, other.blocks)
    # What an amendment moved is told as moved, as the page of the changes tells it.
    told = rows(one.blocks, other.blocks, sources_of(whole, now, made, now))
    return VersionComparison(before=one, after=other, title=(), occasion=(), rows=told)


def _side(row: Any) -> ComparedText:
    text: Edition = row.Edition
    return ComparedText(str(row.number), row.number, None, row.issued_at, text.title, text.occasion, text.blocks)

"""Statements of one title, told apart by their numbers."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.statement import Statement


def references_of_alike(session: Session, titles: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Key -> reference of the statements whose title another one among them has too; one SQL statement where there are
    such, else none.

    titles: keys and titles of what stands on a page, each as often as it stands there; its reader sees all of them.
    """
    keys_of: dict[str, set[str]] = defaultdict(set)
    for key, title in titles:
        keys_of[" ".join(title.split()).casefold()].add(key)
    alike = {key for keys in keys_of.values() if len(keys) > 1 for key in keys}
    if not alike:
        return {}
    found = session.execute(select(Statement.key, Statement.reference).where(Statement.key.in_(alike)))
    return {row.key: row.reference for row in found}

"""Adopted statements that do not go out by themselves: for the secretariat's first page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from workflow.models.publication import VOICE, Progress, Publication
from workflow.models.statement import Statement
from workflow.queries.shared.titles import with_title
from workflow.queries.shared.values import value_of
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import Viewer


@dataclass(frozen=True)
class Stuck:
    """A publication that was set aside, or is held until a person releases it (is_held).

    waits_for_voice: until a person chooses in whose name it goes out.
    """

    key: str
    title: str
    language: str
    waits_for_voice: bool
    is_held: bool


def stuck(session: Session, viewer: Viewer) -> Sequence[Stuck]:
    """What stands still, the oldest first; for the secretariat alone, else nothing. One SQL statement."""
    if not viewer.secretariat:
        return ()
    set_aside = Publication.progress == Progress.SET_ASIDE
    held = and_(Publication.progress == Progress.WAITING, Statement.release == ReleaseKind.BY_HAND)
    asked = (
        select(Statement.key, Publication.progress, Publication.trouble)
        .join(Publication, Publication.statement_id == Statement.id)
        .where(or_(set_aside, held), Statement.stage == Stage.ADOPTED)
        .order_by(Publication.due_at, Publication.id)
    )
    rows = session.execute(with_title(asked, viewer.person_id, called="language"))
    return tuple(_stuck(row) for row in rows)


def _stuck(row: Any) -> Stuck:
    is_held = row.progress is Progress.WAITING
    return value_of(Stuck, row, waits_for_voice=not is_held and row.trouble == VOICE, is_held=is_held)

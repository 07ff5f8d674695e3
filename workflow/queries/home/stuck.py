"""Adopted statements that do not go out by themselves: for the secretariat's first page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.publication import VOICE, Progress, Publication
from workflow.models.statement import Statement
from workflow.queries.shared.titles import with_title
from workflow.queries.shared.values import value_of
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import Viewer


@dataclass(frozen=True)
class Stuck:
    """A publication that was set aside. waits_for_voice: until a person chooses in whose name it goes out."""

    key: str
    title: str
    language: str
    waits_for_voice: bool


def stuck(session: Session, viewer: Viewer) -> Sequence[Stuck]:
    """What stands still, the oldest first; for the secretariat alone, else nothing. One SQL statement."""
    if not viewer.secretariat:
        return ()
    asked = (
        select(Statement.key, Publication.trouble)
        .join(Publication, Publication.statement_id == Statement.id)
        .where(Publication.progress == Progress.SET_ASIDE, Statement.stage == Stage.ADOPTED)
        .order_by(Publication.due_at, Publication.id)
    )
    rows = session.execute(with_title(asked, viewer.person_id, called="language"))
    return tuple(value_of(Stuck, row, waits_for_voice=row.trouble == VOICE) for row in rows)

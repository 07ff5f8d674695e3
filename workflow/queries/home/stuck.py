"""Adopted statements that do not go out by themselves: for the secretariat's first page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.publication import VOICE, Progress, Publication
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.queries.shared.titles import TITLE, TITLE_LANGUAGE, edition_for_person
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
    rows = session.execute(
        select(Statement.key, TITLE.label("title"), TITLE_LANGUAGE.label("language"), Publication.trouble)
        .join(Publication, Publication.statement_id == Statement.id)
        .outerjoin(Edition, edition_for_person(viewer.person_id))
        .where(Publication.progress == Progress.SET_ASIDE, Statement.stage == Stage.ADOPTED)
        .order_by(Publication.due_at, Publication.id)
    )
    return tuple(Stuck(row.key, row.title, row.language, row.trouble == VOICE) for row in rows)

"""The tab Publication: what will go out, when, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.publication import VOICE, Progress, Publication
from workflow.queries.publication.published import Published, on_its_way
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import columns_of, value_of


@dataclass(frozen=True)
class Going:
    """A publication on its way. trouble: a code or the machine's words, of the last try that failed.

    under_way: a worker has begun, and pages may be out; it can no longer be held back or given up.
    """

    due_at: datetime
    progress: Progress
    trouble: str
    under_way: bool
    statement: Published

    @property
    def waits_for_voice(self) -> bool:
        """Whether a person has to choose in whose name it goes out before it does."""
        return self.progress is Progress.SET_ASIDE and self.trouble == VOICE

    @property
    def untrue(self) -> tuple[str, ...]:
        """The languages whose stored text is no longer the one that was adopted."""
        return self.statement.untrue


def going(session: Session, standing: Standing) -> Going | None:
    """What an adopted statement puts out; None before its adoption. Five SQL statements."""
    row = session.execute(
        select(*columns_of(Going, Publication), Publication.lease).where(Publication.statement_id == standing.id)
    ).one_or_none()
    statement = on_its_way(session, standing.id) if row is not None else None
    if row is None or statement is None:
        return None
    return value_of(Going, row, under_way=row.lease > 0, statement=statement)

"""The standard replies that penholders save for all statements.

Who saved one is not told with it: the penholder of another statement may not even know of the one where it was saved.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.standard_reply import StandardReply
from workflow.queries.shared.values import columns_of, values_of

OFFERED = 40
"""So many replies a form can offer before nobody finds one."""


@dataclass(frozen=True)
class SavedReply:
    """A standard reply that is offered."""

    id: int
    language: str
    body: str
    saved_at: datetime


def list_standard_replies(session: Session, language: str, most: int = OFFERED) -> Sequence[SavedReply]:
    """Those that are offered, first the ones in `language`, the newest first; one SQL statement."""
    rows = session.execute(
        select(*columns_of(SavedReply, StandardReply))
        .where(StandardReply.retired_at.is_(None))
        .order_by(StandardReply.language != language, StandardReply.id.desc())
        .limit(most)
    )
    return values_of(SavedReply, rows)

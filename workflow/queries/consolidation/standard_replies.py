"""The reasons that penholders keep for all statements.

Who kept one is not told with it: the penholder of another statement may not even know of the one where it was kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.reason import HouseReason

OFFERED = 40
"""So many reasons a form can offer before nobody finds one."""


@dataclass(frozen=True)
class Reason:
    """A house reason."""

    id: int
    language: str
    body: str
    kept_at: datetime


def house_reasons(session: Session, language: str, most: int = OFFERED) -> Sequence[Reason]:
    """Those that are offered, first the ones in `language`, the newest first; one SQL statement."""
    rows = session.execute(
        select(HouseReason.id, HouseReason.language, HouseReason.body, HouseReason.kept_at)
        .where(HouseReason.retired_at.is_(None))
        .order_by(HouseReason.language != language, HouseReason.id.desc())
        .limit(most)
    )
    return [Reason(row.id, row.language, row.body, row.kept_at) for row in rows]

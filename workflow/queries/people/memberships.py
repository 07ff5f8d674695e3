"""The ends of an organisation's protection, as those may read them whom they concern."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.organisation import ProtectionEnd
from workflow.queries.shared.values import columns_of, values_of
from workflow.rules.shared.names import Viewer


@dataclass(frozen=True)
class ProtectionEndLine:
    """One end of a protection."""

    reason: str
    at: datetime


def protection_ends(session: Session, viewer: Viewer, organisation_id: int) -> tuple[ProtectionEndLine, ...]:
    """How the protection of an organisation ended, the newest first; one SQL statement.

    It is for the organisation itself and the secretariat, whoever else may ask.
    """
    if not (viewer.secretariat or viewer.organisation_id == organisation_id):
        return ()
    asked = select(*columns_of(ProtectionEndLine, ProtectionEnd)).where(
        ProtectionEnd.organisation_id == organisation_id
    )
    return values_of(ProtectionEndLine, session.execute(asked.order_by(ProtectionEnd.id.desc())).all())

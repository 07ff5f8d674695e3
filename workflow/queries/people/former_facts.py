"""What an organisation was before: its names, its protection and its suspension, as its reader may know them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.organisation import FactChange
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.values import values_of
from workflow.rules.shared.names import Viewer

_MOST = 200
_OPEN_TO_ALL = ("name",)  # of its protection and its suspension others are told nothing


@dataclass(frozen=True)
class FormerFact:
    """One fact that changed: as it was and as it became; empty is no. since: when an ended suspension began."""

    fact: str
    was: str
    became: str
    since: datetime | None
    at: datetime


def former_facts(session: Session, viewer: Viewer, organisation_id: int) -> tuple[FormerFact, ...]:
    """What changed of an organisation, the newest first; one SQL statement.

    Before others than itself and the secretariat: its former names alone, and none that it had while it was protected;
    nothing at all while it is.
    """
    asked = select(FactChange).where(FactChange.organisation_id == organisation_id)
    if not (viewer.secretariat or viewer.organisation_id == organisation_id):
        asked = asked.where(FactChange.fact.in_(_OPEN_TO_ALL), FactChange.covered.is_(False))
    rows = session.execute(
        with_organisation(asked, FactChange.organisation_id, None).order_by(FactChange.id.desc()).limit(_MOST)
    ).all()
    return values_of(FormerFact, (row.FactChange for row in rows if not named(row, viewer).code))

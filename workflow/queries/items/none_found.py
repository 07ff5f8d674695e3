"""Who finds no common wording for a conflict, and what was said of that before something else was said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from workflow.models.joint_wording import NoCommonWording, PastNoCommonWording
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.rules.shared.names import Named


@dataclass(frozen=True)
class NoneFound:
    """An organisation that finds no common wording, and why. past: it said something else since."""

    who: Named
    reason: str
    language: str
    at: datetime
    past: bool


def failed_searches(session: Session, standing: Standing, joint_wording: int) -> tuple[NoneFound, ...]:
    """All that was said so of one conflict, the oldest first, to those who may read it; one SQL statement."""
    both = (
        _rows_without_wording(NoCommonWording, standing, joint_wording),
        _rows_without_wording(PastNoCommonWording, standing, joint_wording),
    )
    return tuple(
        value_of(NoneFound, row, who=named(row, standing.viewer))
        for row in session.execute(union_all(*both).order_by("at"))
    )


def _rows_without_wording(
    said: type[NoCommonWording] | type[PastNoCommonWording], standing: Standing, joint_wording: int
) -> Select[*tuple[Any, ...]]:
    past = literal(said is PastNoCommonWording).label("past")
    asked = select(said.reason, said.language, said.at, past).where(said.joint_wording_id == joint_wording)
    return with_organisation(asked, said.organisation_id, standing.id)

"""Who finds no common wording for a conflict, and what was said of that before something else was said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, literal, select, union_all
from sqlalchemy.orm import Session

from workflow.models.joint_wording import NoCommonWording, PastNoCommonWording
from workflow.models.organisation import Label, Organisation
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.names import Named, name_before


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
    return tuple(_says_none(row, standing) for row in session.execute(union_all(*both).order_by("at")))


def _rows_without_wording(
    said: type[NoCommonWording] | type[PastNoCommonWording], standing: Standing, joint_wording: int
) -> Select[*tuple[Any, ...]]:
    return (
        select(
            said.organisation_id, said.reason, said.language.label("said_in"), said.at, Organisation.name,
            Organisation.language, Organisation.protected, Label.code,
            literal(said is PastNoCommonWording).label("past"),
        )
        .join(Organisation, Organisation.id == said.organisation_id)
        .outerjoin(Label, (Label.organisation_id == Organisation.id) & (Label.statement_id == standing.id))
        .where(said.joint_wording_id == joint_wording)
    )  # fmt: skip


def _says_none(row: Row[Any], standing: Standing) -> NoneFound:
    who = name_before(row.organisation_id, row.name, row.language, row.protected, row.code, standing.viewer)
    return NoneFound(who, row.reason, row.said_in, row.at, row.past)

"""Adopted texts as bases of others: which a new statement may start from, and the one that a statement started from."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.queries.home.statement_list import visible
from workflow.queries.shared.standing import Standing, roles_of
from workflow.queries.shared.values import value_of, values_of
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.permissions import Action, may

OFFERED = 200
_ADOPTED = (Stage.ADOPTED, Stage.PUBLISHED)


@dataclass(frozen=True)
class BaseChoice:
    """An adopted statement to start from."""

    key: str
    reference: str
    title: str


@dataclass(frozen=True)
class AdoptedBase:
    """The adopted text that a statement started from, for a reader who may see it."""

    reference: str
    edition: Edition
    version: Version


def bases(session: Session, viewer: Viewer) -> tuple[BaseChoice, ...]:
    """The newest adopted statements that the viewer may see."""
    rows = session.scalars(
        select(Statement)
        .where(visible(viewer), Statement.stage.in_(_ADOPTED))
        .order_by(Statement.moved_at.desc(), Statement.id.desc())
        .limit(OFFERED)
    )
    return values_of(BaseChoice, rows)


def choice_of_base(session: Session, standing: Standing) -> BaseChoice | None:
    """The statement that this one starts from; None without one, and for a reader who may not see it."""
    if standing.base_version_id is None:
        return None
    base = session.scalars(
        select(Statement)
        .join(Version, Version.statement_id == Statement.id)
        .where(Version.id == standing.base_version_id)
    ).one()
    return value_of(BaseChoice, base) if _is_seen(session, standing, base) else None


def base_of(session: Session, standing: Standing, language: str) -> AdoptedBase | None:
    """The base text in a language; None without one, and for a reader who may not see the statement it is of."""
    if standing.base_version_id is None:
        return None
    row = session.execute(
        select(Statement, Version, Edition)
        .join(Version, Version.statement_id == Statement.id)
        .join(Edition, (Edition.version_id == Version.id) & (Edition.language == language))
        .where(Version.id == standing.base_version_id)
    ).one_or_none()
    if row is None or not _is_seen(session, standing, row.Statement):
        return None
    return AdoptedBase(row.Statement.reference, row.Edition, row.Version)


def _is_seen(session: Session, standing: Standing, base: Statement) -> bool:
    roles = roles_of(session, standing.viewer.person_id or 0, base.id)
    return may(Action.SEE_STATEMENT, roles, base.stage)

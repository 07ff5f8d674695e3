"""The newest version, ballot, consultation and saves of a statement, as SQL: said once for pages and use cases."""

from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select

from workflow.models.ballot import Ballot
from workflow.models.consultation import Consultation
from workflow.models.statement import Statement
from workflow.models.version import Draft, Version

_Id = Any  # a column or a value


def newest_version_id(statement_id: _Id = Statement.id) -> ScalarSelect[int]:
    """The id of the newest version; null before the first."""
    return _newest(Version, statement_id)


def newest_version_number() -> ScalarSelect[int]:
    """The number of the newest version of the statement around it; null before the first."""
    of_it = select(func.max(Version.number)).where(Version.statement_id == Statement.id)
    return of_it.correlate(Statement).scalar_subquery()


def newest_ballot_id(statement_id: _Id = Statement.id) -> ScalarSelect[int]:
    """The id of the newest ballot, open or settled; null before the first."""
    return _newest(Ballot, statement_id)


def newest_consultation_id(statement_id: _Id = Statement.id) -> ScalarSelect[int]:
    """The id of the newest consultation, open or closed; null before the first."""
    return _newest(Consultation, statement_id)


def newest_saves(statement_id: _Id) -> Select[int]:
    """The ids of the newest save in each language of the draft; further conditions on Draft may narrow it."""
    return select(func.max(Draft.id)).where(Draft.statement_id == statement_id).group_by(Draft.language)


def _newest(of: type[Version] | type[Ballot] | type[Consultation], statement_id: _Id) -> ScalarSelect[int]:
    # By the unique index of statement and number. By itself, it would be the newest of all statements: it is the one of
    # the statement around it, however deep it is asked.
    of_it = select(of.id).where(of.statement_id == statement_id).order_by(of.number.desc()).limit(1)
    return of_it.correlate(Statement).scalar_subquery()

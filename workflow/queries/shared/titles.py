"""A statement's title and occasion as its reader reads them: in their own language where it has them."""

from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version

TITLE: ColumnElement[str] = func.coalesce(Edition.title, Statement.title)
"""The title, where `edition_for_person` or `edition_in` is the condition of an outer join with Edition."""
TITLE_LANGUAGE: ColumnElement[str] = func.coalesce(Edition.language, Statement.language)
"""The language of that title."""

OCCASION: ColumnElement[str] = case((Edition.occasion != "", Edition.occasion), else_=Statement.occasion)
"""The occasion, which a translation may lack."""
OCCASION_LANGUAGE: ColumnElement[str] = case((Edition.occasion != "", Edition.language), else_=Statement.language)
"""The language of that occasion."""


def edition_for_person(person_id: Any) -> ColumnElement[bool]:
    """The edition of a statement that a person reads, strangers none; person_id: a value or a query's parameter."""
    return edition_in(select(Person.language).where(Person.id == person_id).scalar_subquery())


def edition_in(language: Any) -> ColumnElement[bool]:
    """The edition of the newest version in that language; one that has a text and no title yet is not asked for it."""
    newest = select(func.max(Version.id)).where(Version.statement_id == Statement.id).correlate(Statement)
    return and_(Edition.version_id == newest.scalar_subquery(), Edition.language == language, Edition.title != "")

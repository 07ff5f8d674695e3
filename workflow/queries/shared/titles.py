"""A statement's title and occasion as its reader reads them: in their own language where it has them."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.queries.shared.newest import newest_version_id

TITLE: ColumnElement[str] = func.coalesce(Edition.title, Statement.title)
"""The title, where `edition_in` is the condition of an outer join with Edition."""
OCCASION: ColumnElement[str] = case((Edition.occasion != "", Edition.occasion), else_=Statement.occasion)
"""The occasion, which a translation may lack."""


def with_title(
    asked: Any, person_id: Any = None, *, language: Any = None, called: str = "title_language"
) -> Select[*tuple[Any, ...]]:
    """The question with `title` and its language (`called` so) of the Statement in it, as that person reads them.

    person_id: a value or a query's parameter; None is a stranger. language: a column, where it has the reader's.
    """
    reads = language_of(person_id) if language is None else language
    found: Select[*tuple[Any, ...]] = asked.outerjoin(Edition, edition_in(reads))
    return found.add_columns(TITLE.label("title"), func.coalesce(Edition.language, Statement.language).label(called))


def occasion_columns() -> tuple[ColumnElement[str], ColumnElement[str]]:
    """The columns `occasion` and `occasion_language`, where `with_title` gives the title."""
    language: ColumnElement[str] = case((Edition.occasion != "", Edition.language), else_=Statement.language)
    return OCCASION.label("occasion"), language.label("occasion_language")


def language_of(person_id: Any) -> Any:
    """The language that a person reads; none of a stranger."""
    return select(Person.language).where(Person.id == person_id).scalar_subquery()


def edition_in(language: Any) -> ColumnElement[bool]:
    """The edition of the newest version in that language; one that has a text and no title yet is not asked for it."""
    return and_(Edition.version_id == newest_version_id(), Edition.language == language, Edition.title != "")

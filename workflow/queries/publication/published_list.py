"""The lists of published statements: a page of the index, what a search finds, the feed; none reads all texts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, cast, column, func, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from workflow.models.publication import Progress, Publication, PublishedText
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.queries.publication.published import Text
from workflow.queries.shared.values import columns_of, value_of
from workflow.text.tokens import keywords_sought

PAGE = 50
_OUT = (Publication.progress == Progress.DONE, Publication.untrue.is_(False))


@dataclass(frozen=True)
class Heading:
    """One edition in a list. digest: None for a translation that was not on the table."""

    language: str
    title: str
    occasion: str
    digest: str | None


@dataclass(frozen=True)
class ListedStatement:
    """One published statement. texts: language -> edition, the original first; adopted ones alone have a digest."""

    publication_id: int
    version_id: int
    key: str
    reference: str
    address: str
    language: str
    published_at: datetime
    texts: Mapping[str, Heading]

    def text(self, language: str) -> Heading:
        """The adopted edition in `language`, else the original, else any adopted one."""
        chosen = self.texts.get(language)
        if chosen is not None and chosen.digest is not None:
            return chosen
        adopted = [text for text in self.texts.values() if text.digest is not None]
        return next((text for text in adopted if text.language == self.language), adopted[0])


@dataclass(frozen=True)
class ListPage:
    """One page of a list, the newest first. found: how many there are on all pages together."""

    rows: tuple[ListedStatement, ...]
    page: int
    pages: int
    found: int


def list_published(session: Session) -> tuple[ListedStatement, ...]:
    """The newest published statements whose words are the adopted ones, the newest first; two SQL statements."""
    return page(session, 1).rows


def page(session: Session, number: int) -> ListPage:
    """The page of that number of all that is published, or the nearest there is; three SQL statements."""
    return _page(session, number, ())


def search(session: Session, words: str, number: int) -> ListPage:
    """Those of which one edition holds all the words, each from its beginning; four SQL statements at most."""
    wanted = keywords_sought(words)
    if not wanted:
        return ListPage((), 1, 1, 0)
    if session.get_bind().dialect.name == "postgresql":
        # It takes the words of all texts for cheap to read, and would read them all: 70 ms instead of 1 at 3,000.
        session.execute(select(func.set_config("enable_seqscan", "off", True)))
    return _page(session, number, (Publication.id.in_(_holding(session, wanted)),))


def _holding(session: Session, wanted: Sequence[str]) -> Select[int]:
    """The publications that the database's full-text index finds; keywords hold letters and digits alone."""
    if session.get_bind().dialect.name == "postgresql":
        # The expression of the index, to the letter: with parameters in it PostgreSQL would not know it again.
        vector: Any = literal_column("array_to_tsvector(string_to_array(published_text.words, ' '))")
        query = cast(" & ".join(f"'{word}':*" for word in wanted), TSQUERY)
        return select(PublishedText.publication_id).where(vector.op("@@")(query))
    match = literal_column("published_words").op("MATCH")(" AND ".join(f'"{word}" *' for word in wanted))
    rows = select(column("rowid", Integer)).select_from(table("published_words")).where(match)
    return select(PublishedText.publication_id).where(PublishedText.id.in_(rows))


def _page(session: Session, number: int, where: Sequence[ColumnElement[bool]]) -> ListPage:
    count = session.scalar(select(func.count()).select_from(Publication).where(*_OUT, *where)) or 0
    pages = max(1, -(-count // PAGE))
    number = min(max(number, 1), pages)
    rows = _line_from_row(session, _newest().where(*where).limit(PAGE).offset((number - 1) * PAGE)) if count else ()
    return ListPage(rows, number, pages, count)


def _newest() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Publication.id.label("publication_id"),
            *columns_of(ListedStatement, Publication),
            *columns_of(ListedStatement, Statement),
        )
        .join(Statement, Statement.id == Publication.statement_id)
        .where(*_OUT)
        .order_by(Publication.published_at.desc(), Publication.id.desc())
    )


def _line_from_row(session: Session, chosen: Select[*tuple[Any, ...]]) -> tuple[ListedStatement, ...]:
    rows = session.execute(chosen).all()
    found: dict[int, list[Heading]] = {}
    texts = select(PublishedText.publication_id, *columns_of(Heading, PublishedText))
    wanted = PublishedText.publication_id.in_([row.publication_id for row in rows])
    for row in session.execute(texts.where(wanted)):
        found.setdefault(row.publication_id, []).append(value_of(Heading, row))
    return tuple(
        value_of(ListedStatement, row, texts=_in_order(found.get(row.publication_id, []), row.language)) for row in rows
    )


def _in_order(headings: Sequence[Heading], original: str) -> dict[str, Heading]:
    ordered = sorted(headings, key=lambda each: (each.language != original, each.language))
    return {each.language: each for each in ordered}


def full_texts(session: Session, listed: Sequence[ListedStatement]) -> dict[int, dict[str, Text]]:
    """publication id -> language -> the adopted edition as it is stored now, of these alone; one SQL statement."""
    of_version = {each.version_id: each for each in listed}
    found: dict[int, dict[str, Text]] = {each.publication_id: {} for each in listed}
    for edition in session.scalars(select(Edition).where(Edition.version_id.in_(of_version))):
        at = of_version[edition.version_id]
        heading = at.texts.get(edition.language)
        if heading is not None and heading.digest is not None:
            whole = Text(edition.language, edition.title, heading.occasion, edition.blocks, heading.digest)
            found[at.publication_id][edition.language] = whole
    return found


def are_true(listed: ListedStatement, texts: Mapping[int, Mapping[str, Text]]) -> bool:
    """Whether the stored words of all adopted editions still give the digests that were adopted."""
    adopted = {each.language for each in listed.texts.values() if each.digest is not None}
    found = texts[listed.publication_id]
    return adopted == set(found) and all(each.is_true for each in found.values())


def addresses(session: Session) -> frozenset[str]:
    """The short addresses of all that is published."""
    return frozenset(address for _, address in _of(session, _address_column()))


def state(session: Session) -> str:
    """A short sign of what is listed: another one when something was added, or its words are no longer true."""
    count, newest = session.execute(select(func.count(), func.max(Publication.published_at)).where(*_OUT)).one()
    return f"{count} {newest.isoformat() if newest else ''}"


def to_print(session: Session, press: str, most: int) -> list[tuple[int, str]]:
    """(publication, address) of what is out and was not printed by this press, the newest first."""
    rows = _address_column().where(Publication.press != press)
    return _of(session, rows.order_by(Publication.published_at.desc(), Publication.id.desc()).limit(most))


def address_of(session: Session, publication_id: int) -> str | None:
    """The short address of what is out; None where it is not out."""
    found = _of(session, _address_column().where(Publication.id == publication_id))
    return found[0][1] if found else None


def after(session: Session, publication_id: int, most: int) -> list[tuple[int, str]]:
    """(publication, address) of what is out, in the order of their ids from the one after that."""
    return _of(session, _address_column().where(Publication.id > publication_id).order_by(Publication.id).limit(most))


def _address_column() -> Select[*tuple[Any, ...]]:
    return (
        select(Publication.id, Statement.address)
        .join(Statement, Statement.id == Publication.statement_id)
        .where(Publication.progress == Progress.DONE)
    )


def _of(session: Session, rows: Select[*tuple[Any, ...]]) -> list[tuple[int, str]]:
    return [(id_, address) for id_, address in session.execute(rows)]

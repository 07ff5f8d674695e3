"""Publications: what goes out after an adoption, and when; embargoes that ended early; what was printed of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DDL, ForeignKey, Index, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from workflow.models.base import Base
from workflow.rules.statements.voice import Voice


class Progress(StrEnum):
    """How far a thing that the worker does has come; SET_ASIDE is shown to the secretariat and not tried again."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"  # by the other side, for good
    DROPPED = "dropped"  # nobody to tell any more: removed, or no longer allowed to know
    SET_ASIDE = "set_aside"


VOICE = "voice"  # as a trouble: it was adopted in a name that is offered no longer, and a person has to choose


class Publication(Base):
    """The adopted editions on their way to the public. digests: language -> the digest that was adopted.

    due_at: the adoption, or the end of the embargo. The worker claims it with a lease; the attempt is written first.
    printed: what its pages say besides the text, as it was when they were first printed (queries.published reads it);
    empty before. press: by which press its files were made; empty where they are to be made anew. untrue: the stored
    words were found to be no longer those that were adopted. voice: the one that a person chose after the adoption,
    beside the mandate; None where that of the mandate stands.
    """

    __tablename__ = "publication"
    __table_args__ = (Index("ix_publication_progress_published_at", "progress", "published_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), unique=True)
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    digests: Mapped[dict[str, Any]]
    voice: Mapped[Voice | None]
    due_at: Mapped[datetime] = mapped_column(index=True)
    progress: Mapped[Progress] = mapped_column(default=Progress.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    lease: Mapped[int] = mapped_column(default=0)  # counts the claims: an outcome of an older claim is not recorded
    leased_until: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None]
    printed: Mapped[dict[str, Any]] = mapped_column(default=dict)
    press: Mapped[str] = mapped_column(String(16), default="")
    untrue: Mapped[bool] = mapped_column(default=False)


class EmbargoEnd(Base):
    """An embargo that a person ended early (until: None) or moved to an earlier moment, and why."""

    __tablename__ = "embargo_end"

    id: Mapped[int] = mapped_column(primary_key=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    was: Mapped[datetime]
    until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class PublishedText(Base):
    """One edition of what is published, as lists and searches need it: without its blocks.

    digest: what was adopted; None for a translation that was not on the table. words: its keywords
    (text.keywords), one blank between two; empty while they are not gathered yet.
    """

    __tablename__ = "published_text"
    __table_args__ = (UniqueConstraint("publication_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"))
    language: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(300))
    occasion: Mapped[str] = mapped_column(String(300), default="")
    digest: Mapped[str | None] = mapped_column(String(64))
    words: Mapped[str] = mapped_column(Text, default="")


class PrintedFile(Base):
    """A file that everybody may read, and the SHA-256 of what was written: whatever differs is served to nobody.

    name: inside the published folder. publication_id: None for index and feeds, and for pages that a person put back.
    """

    __tablename__ = "printed_file"

    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    publication_id: Mapped[int | None] = mapped_column(ForeignKey("publication.id"), index=True)


class SetAside(Base):
    """Pages, or one file of them, that were taken out of what is served because the record does not know them so.

    folder: where they lie in the folder `set-aside`. file: the one file's name in the published folder; empty for all
    of the address. ended_at: a person put them back, or said that they stay away. is_back: they are put back.
    """

    __tablename__ = "set_aside"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(String(80), index=True)
    file: Mapped[str] = mapped_column(String(120), default="")
    folder: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    is_back: Mapped[bool] = mapped_column(default=False)


# The full-text index of each database. The words are folded and separated by us, so that both answer the same: no
# parser of theirs comes near them. On SQLite triggers keep it; a migration that copies published_text makes them anew.
SEARCHED = "published_words"
SEARCH_ON_SQLITE = (
    "CREATE VIRTUAL TABLE published_words USING fts5(words, content='published_text', content_rowid='id',"
    " tokenize='ascii', prefix='1 2 3', detail='none', columnsize=0)",
    "CREATE TRIGGER published_words_added AFTER INSERT ON published_text BEGIN"
    " INSERT INTO published_words(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER published_words_gone AFTER DELETE ON published_text BEGIN"
    " INSERT INTO published_words(published_words, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER published_words_changed AFTER UPDATE ON published_text BEGIN"
    " INSERT INTO published_words(published_words, rowid, words) VALUES ('delete', old.id, old.words);"
    " INSERT INTO published_words(rowid, words) VALUES (new.id, new.words); END",
)
SEARCH_ON_POSTGRESQL = (
    "CREATE INDEX published_words ON published_text USING gin (array_to_tsvector(string_to_array(words, ' ')))",
)
for _dialect, _steps in (("sqlite", SEARCH_ON_SQLITE), ("postgresql", SEARCH_ON_POSTGRESQL)):
    for _step in _steps:
        _ddl = DDL(_step).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(PublishedText.__table__, "after_create", _ddl)

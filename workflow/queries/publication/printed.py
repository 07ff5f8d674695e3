"""The files that everybody may read as the record knows them, and what was taken out of what is served."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.publication import PrintedFile, Progress, Publication, SetAside
from workflow.models.statement import NamedMember, Statement
from workflow.queries.shared.values import columns_of, value_of, values_of

_LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Aside:
    """Pages that were taken off the web and of which nobody has said what becomes of them."""

    address: str
    folder: str
    at: datetime


@dataclass(frozen=True)
class Prints:
    """How the published pages stand. waiting: taken off the web; files: single files that differed, of late.

    unprinted: published, and not printed by the worker yet; untrue: whose stored words are not the adopted ones.
    """

    waiting: tuple[Aside, ...]
    files: tuple[str, ...]
    unprinted: int
    untrue: int


@dataclass(frozen=True)
class InPrint:
    """A published page that names an organisation, as it was printed."""

    address: str
    reference: str


def digest_of(session: Session, name: str) -> str | None:
    """The digest of what was written under this name; None where nothing was, or nobody may read it."""
    return session.scalar(_of_name(), {"name": name})


@cache  # every visit asks it
def _of_name() -> Select[str]:
    return select(PrintedFile.digest).where(PrintedFile.name == bindparam("name"))


def all_files(session: Session, under: str | None = None) -> dict[str, tuple[str, int | None]]:
    """name -> (digest, publication), of every file, or of those of one address; empty: of index and feeds."""
    rows = select(PrintedFile.name, PrintedFile.digest, PrintedFile.publication_id)
    if under:
        rows = rows.where(PrintedFile.name.startswith(f"{under}/", autoescape=True))
    elif under is not None:
        rows = rows.where(PrintedFile.name.not_like("%/%"))
    return {row.name: (row.digest, row.publication_id) for row in session.execute(rows)}


def addresses_put_back(session: Session) -> frozenset[str]:
    """The addresses of pages that a person put back, though the record does not call them published."""
    return frozenset(session.scalars(select(SetAside.address).where(SetAside.is_back, SetAside.file == "")))


def waiting(session: Session) -> tuple[Aside, ...]:
    """What was taken off the web and is neither put back nor left away, the oldest first; one SQL statement."""
    rows = session.execute(
        select(*columns_of(Aside, SetAside))
        .where(SetAside.file == "", SetAside.ended_at.is_(None))
        .order_by(SetAside.id)
    )
    return values_of(Aside, rows)


def folders(session: Session) -> frozenset[str]:
    """The folders in `set-aside` of which a person has said what becomes of them."""
    return frozenset(session.scalars(select(SetAside.folder).where(SetAside.ended_at.is_not(None))))


def prints(session: Session) -> Prints:
    """How the published pages stand; four SQL statements."""
    lately = (SetAside.file != "", SetAside.at > now(session) - _LATELY)
    files = session.scalars(select(SetAside.file).where(*lately).order_by(SetAside.id.desc()))
    out = select(func.count()).select_from(Publication).where(Publication.progress == Progress.DONE)
    return Prints(
        waiting=waiting(session),
        files=tuple(dict.fromkeys(files)),
        unprinted=session.scalar(out.where(Publication.press == "", Publication.untrue.is_(False))) or 0,
        untrue=session.scalar(out.where(Publication.untrue)) or 0,
    )


def in_print(session: Session, organisation_id: int) -> tuple[InPrint, ...]:
    """The published pages on which the organisation's name stands, the newest first; one SQL statement."""
    rows = session.execute(
        select(Statement, Publication.printed)
        .join(Publication, Publication.statement_id == Statement.id)
        .join(NamedMember, NamedMember.statement_id == Statement.id)
        .where(NamedMember.organisation_id == organisation_id, Publication.progress == Progress.DONE)
        .order_by(Publication.published_at.desc())
    )
    return tuple(value_of(InPrint, row.Statement) for row in rows if organisation_id in members_of(row.printed))


def members_of(printed: dict[str, object]) -> Sequence[int]:
    """The organisations that printed facts name, where the page names any at all."""
    named = printed.get("named", ())
    if printed.get("voice") != "named" or not isinstance(named, list):
        return ()
    return [each[0] for each in named]

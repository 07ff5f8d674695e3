"""The list of published statements: for the index, the search and the feeds."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from workflow.models.organisation import Organisation
from workflow.models.publication import Progress, Publication
from workflow.models.statement import NamedMember, Statement
from workflow.models.version import Edition
from workflow.queries.published import Text
from workflow.text.inline import plain


@dataclass(frozen=True)
class Listed:
    """One published statement. texts: language -> edition, the original first; adopted ones alone have a digest.

    untrue: the languages whose stored words are no longer those that were adopted.
    """

    key: str
    reference: str
    address: str
    language: str
    published_at: datetime
    texts: Mapping[str, Text]
    untrue: tuple[str, ...] = ()

    def text(self, language: str) -> Text:
        """The adopted edition in `language`, else the original, else any adopted one."""
        chosen = self.texts.get(language)
        if chosen is not None and chosen.digest is not None:
            return chosen
        adopted = [text for text in self.texts.values() if text.digest is not None]
        return next((text for text in adopted if text.language == self.language), adopted[0])


def published(session: Session) -> tuple[Listed, ...]:
    """Every published statement whose words are the adopted ones, newest first; two SQL statements."""
    return tuple(each for each in everything(session) if not each.untrue)


def everything(session: Session) -> tuple[Listed, ...]:
    """Every published statement, also those whose words are not true any more, newest first; two SQL statements."""
    rows = session.execute(
        select(Statement, Publication.published_at, Publication.version_id, Publication.digests)
        .join(Publication, Publication.statement_id == Statement.id)
        .where(Publication.progress == Progress.DONE)
        .order_by(Publication.published_at.desc(), Publication.id.desc())
    ).all()
    editions = _editions(session, [row.version_id for row in rows])
    return tuple(
        _listed(row.Statement, row.published_at, row.digests, editions.get(row.version_id, [])) for row in rows
    )


def _listed(
    statement: Statement, published_at: datetime, digests: Mapping[str, str], editions: Sequence[Edition]
) -> Listed:
    texts = _texts(editions, digests, statement.language)
    return Listed(
        key=statement.key,
        reference=statement.reference,
        address=statement.address,
        language=statement.language,
        published_at=published_at,
        texts=texts,
        untrue=tuple(sorted(each for each in digests if each not in texts or not _is_true(texts[each]))),
    )


@lru_cache(maxsize=2048)  # by the words themselves, of which a search would compute all digests anew
def _is_true(text: Text) -> bool:
    return text.is_true


def addresses(session: Session) -> frozenset[str]:
    """The short addresses of all that is published."""
    rows = session.execute(
        select(Statement.prefix, Statement.year, Statement.number)
        .join(Publication, Publication.statement_id == Statement.id)
        .where(Publication.progress == Progress.DONE)
    )
    return frozenset(f"{row.prefix}-{row.year}-{row.number}" for row in rows)


def state(session: Session) -> str:
    """A short sign of what is published: another one when something was added."""
    count, newest = session.execute(
        select(func.count(), func.max(Publication.published_at)).where(Publication.progress == Progress.DONE)
    ).one()
    return f"{count} {newest.isoformat() if newest else ''}"


def names(session: Session) -> str:
    """A short sign of the members that published statements name: another one when one is renamed or protected."""
    rows = session.execute(
        select(NamedMember.statement_id, Organisation.name, Organisation.language, Organisation.protected)
        .join(Organisation, Organisation.id == NamedMember.organisation_id)
        .join(Publication, Publication.statement_id == NamedMember.statement_id)
        .where(Publication.progress == Progress.DONE)
        .order_by(NamedMember.statement_id, NamedMember.organisation_id)
    ).all()
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()[:16]


def search(listed: Sequence[Listed], words: str) -> tuple[Listed, ...]:
    """Those of which one edition holds all the words, whatever their case, in the order given."""
    wanted = words.casefold().split()
    return tuple(each for each in listed if any(_holds(text, wanted) for text in each.texts.values()))


def _holds(text: Text, wanted: Sequence[str]) -> bool:
    whole = " ".join((text.title, text.occasion, *(plain(block.text) for block in text.blocks))).casefold()
    return all(word in whole for word in wanted)


def _editions(session: Session, versions: Sequence[int]) -> dict[int, list[Edition]]:
    found: dict[int, list[Edition]] = {}
    for edition in session.scalars(select(Edition).where(Edition.version_id.in_(versions))):
        found.setdefault(edition.version_id, []).append(edition)
    return found


def _texts(editions: Sequence[Edition], digests: Mapping[str, str], original: str) -> dict[str, Text]:
    ordered = sorted(editions, key=lambda each: (each.language != original, each.language))
    return {
        each.language: Text(each.language, each.title, each.occasion, each.blocks, digests.get(each.language))
        for each in ordered
    }

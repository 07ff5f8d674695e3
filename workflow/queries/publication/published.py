"""What the public reads: the statements that are out, and the one that is about to be."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot
from workflow.models.publication import Progress, Publication
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.queries.shared.mandate_names import mandate_names
from workflow.queries.shared.values import value_of
from workflow.rules.decision.mandate import mandate_from_dict
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.names import PUBLIC, Named
from workflow.rules.statements.voice import Voice
from workflow.text.document import digest as computed
from workflow.text.values import Block

_PublishedRow = Row[Statement, Publication, datetime | None, int, dict[str, Any]]
_ADDRESS = re.compile(r".+-[0-9]{4}-[0-9]+")


@dataclass(frozen=True)
class Text:
    """One edition. digest: what was adopted; None for a translation that was not on the table."""

    language: str
    title: str
    occasion: str
    blocks: tuple[Block, ...]
    digest: str | None

    @property
    def is_true(self) -> bool:
        """Whether the stored words still give the digest that was adopted."""
        return self.digest is None or computed(self.title, self.blocks) == self.digest


@dataclass(frozen=True)
class Published:
    """A statement as its public page shows it. published_at is None before it is out.

    What is said of it besides the text is of the mandate that was adopted; voice: of that, or the one that a person
    chose since. named: the members that it names where its voice is `named`, as they were called then; unnamed: how
    many more, whose names are protected. addressees: to whom it is said. authentic: the language of the edition that
    counts where two differ.
    texts: the original first, then adopted editions, then other translations. approved: the languages adopted.
    Of what is out all but the texts is as it was when it was first printed: a rename changes no page. members: the
    organisations of `named`, in its order. coalition (language -> name) and zone are empty before it is printed.
    """

    publication_id: int
    statement_id: int
    key: str
    reference: str
    address: str
    voice: Voice
    language: str
    version: int
    labelling: Labelling
    adopted_at: datetime
    published_at: datetime | None
    named: tuple[Named, ...]
    unnamed: int
    texts: tuple[Text, ...]
    approved: frozenset[str]
    addressees: str = ""
    authentic: str = ""
    members: tuple[int, ...] = ()
    coalition: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""
    printed: Mapping[str, Any] = field(default_factory=dict)  # as the record holds it

    @property
    def facts(self) -> dict[str, Any]:
        """What its pages say besides the text, to be kept in the record as it was printed."""
        named = [[member, at.name, at.language] for member, at in zip(self.members, self.named, strict=True)]
        return {
            "reference": self.reference,
            "voice": self.voice.value,
            "labelling": self.labelling.value,
            "version": self.version,
            "adopted_at": self.adopted_at.isoformat(),
            "named": named,
            "unnamed": self.unnamed,
            "addressees": self.addressees,
            "authentic": self.authentic,
            "occasions": {text.language: text.occasion for text in self.texts},
            "coalition": dict(self.coalition),
            "zone": self.zone,
        }

    def text(self, language: str) -> Text | None:
        """The edition in `language`, or None."""
        return next((text for text in self.texts if text.language == language), None)

    @property
    def main(self) -> Text:
        """The edition that the statement's own address shows: the original where it was adopted."""
        return next(text for text in self.texts if text.digest is not None)

    @property
    def untrue(self) -> tuple[str, ...]:
        """The languages whose stored words are no longer those that were adopted."""
        gone = self.approved - {text.language for text in self.texts}
        return tuple(sorted({*gone, *(text.language for text in self.texts if not text.is_true)}))


def statement(session: Session, address: str) -> Published | None:
    """The published statement with this short address, such as JS-2024-17; None where there is none."""
    at = _at(address)
    if at is None:
        return None
    return _find_published(session, *at, Publication.progress == Progress.DONE)


def on_its_way(session: Session, statement_id: int) -> Published | None:
    """What an adopted statement puts out, whether it has or not; None before its adoption."""
    return _find_published(session, Publication.statement_id == statement_id)


def _at(address: str) -> tuple[ColumnElement[bool], ...] | None:
    at = place(address)
    return None if at is None else tuple(getattr(Statement, name) == value for name, value in at.items())


def place(address: str) -> dict[str, str | int] | None:
    """JS-2024-17 taken apart."""
    named, _, number = address.rpartition("-")
    prefix, _, year = named.rpartition("-")
    if not (prefix and _is_number(year) and _is_number(number)):
        return None
    return {"prefix": prefix, "year": int(year), "number": int(number)}


def is_address(name: str) -> bool:
    """Whether a reverse proxy would serve what stands under this name as a statement."""
    return _ADDRESS.fullmatch(name) is not None


def _is_number(part: str) -> bool:
    return part.isascii() and part.isdigit() and len(part) < 9 and not part.startswith("0")


def _find_published(session: Session, *where: ColumnElement[bool]) -> Published | None:
    row = session.execute(_statement(*where)).one_or_none()
    if row is None:
        return None
    if row.Publication.printed:
        return _as_printed(row, row.Publication.printed, _texts(session, row))
    put = mandate_from_dict(row.mandate)
    (names,) = mandate_names(session, [put], PUBLIC)
    texts = tuple(
        replace(text, occasion=put.occasions.get(text.language, text.occasion)) for text in _texts(session, row)
    )
    shown = list(zip(names.ids, names.shown, strict=True))
    return _published_from_row(row, shown, names.unnamed, texts)


def _as_printed(row: _PublishedRow, facts: Mapping[str, Any], texts: tuple[Text, ...]) -> Published:
    """What is out, in the words in which it was printed; what the facts do not hold is of the record."""
    shown = [(member, Named(name=name, language=language)) for member, name, language in facts["named"]]
    occasions: Mapping[str, str] = facts.get("occasions", {})
    return replace(
        _published_from_row(row, shown, facts["unnamed"], texts),
        reference=facts["reference"],
        voice=Voice(facts["voice"]),
        labelling=Labelling(facts["labelling"]),
        version=facts["version"],
        adopted_at=datetime.fromisoformat(facts["adopted_at"]),
        texts=tuple(replace(text, occasion=occasions.get(text.language, text.occasion)) for text in texts),
        addressees=facts.get("addressees", ""),
        authentic=facts.get("authentic", ""),
        coalition=facts.get("coalition", {}),
        zone=facts.get("zone", ""),
        printed=facts,
    )


def _statement(*where: ColumnElement[bool]) -> Select[Statement, Publication, datetime | None, int, dict[str, Any]]:
    return (
        select(Statement, Publication, Ballot.settled_at, Version.number, Ballot.mandate)
        .join(Publication, Publication.statement_id == Statement.id)
        .join(Ballot, Ballot.id == Publication.ballot_id)
        .join(Version, Version.id == Publication.version_id)
        .where(*where)
    )


def _published_from_row(
    row: _PublishedRow,
    shown: Sequence[tuple[int, Named]],
    unnamed: int,
    texts: tuple[Text, ...],
) -> Published:
    at: Statement = row[0]
    put = mandate_from_dict(row[4])
    return value_of(
        Published,
        at,
        publication_id=row[1].id,
        statement_id=at.id,
        voice=row[1].voice or put.voice,
        version=row[3],
        adopted_at=row[2] or row[1].due_at,
        published_at=row[1].published_at,
        named=tuple(named for _, named in shown),
        members=tuple(member for member, _ in shown),
        unnamed=unnamed,
        texts=texts,
        approved=frozenset(row[1].digests),
        addressees=put.addressees,
        authentic=put.authentic,
        coalition={},
        zone="",
        printed={},
    )


def _texts(session: Session, row: _PublishedRow) -> tuple[Text, ...]:
    digests: Mapping[str, str] = row[1].digests
    found = session.execute(
        select(Edition.language, Edition.title, Edition.occasion, Edition.blocks).where(
            Edition.version_id == row[1].version_id
        )
    )
    texts = [Text(*each, digest=digests.get(each.language)) for each in found]
    return tuple(sorted(texts, key=lambda text: _order(text, row[0].language)))


def _order(text: Text, original: str) -> tuple[bool, bool, str]:
    return text.language != original, text.digest is None, text.language

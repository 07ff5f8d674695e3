"""The texts of a statement that can be compared: issued versions, the draft, each of its saves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot, Position
from workflow.models.looking import Look
from workflow.models.version import Edition, Version
from workflow.queries.bases import Base, base_of
from workflow.queries.drafts import one_save
from workflow.queries.standing import Standing
from workflow.rules.decision import FAVOURS
from workflow.rules.permissions import Action
from workflow.text.amendments import Source, source_from_list
from workflow.text.blocks import Block

BASE = "base"  # the adopted text that the statement started from
DRAFT = "draft"  # the newest save; s3 is the third save, 2 is version 2


@dataclass(frozen=True)
class Side:
    """One text of a comparison. number: of a version; serial: of a save of the draft.

    day_only: the hour could tell who a protected penholder is.
    """

    value: str
    number: int | None
    serial: int | None
    at: datetime
    title: str
    occasion: str
    blocks: tuple[Block, ...]
    digest: str = ""
    day_only: bool = False
    base: str = ""  # the reference of the statement that this text is of


@dataclass(frozen=True)
class Issued:
    """A version that can be chosen. looked: the viewer opened it. approved: the viewer's organisation did."""

    id: int
    number: int
    at: datetime
    digest: str
    looked: bool = False
    approved: bool = False


@dataclass(frozen=True)
class Since:
    """Numbers of versions: the last before the newest that the viewer opened, and that its organisation approved."""

    looked: int | None
    approved: int | None


@dataclass(frozen=True)
class IssuedText:
    """An edition as one side, with the amendments behind its changes from the version before."""

    side: Side
    sources: tuple[Source, ...]


def issued(session: Session, standing: Standing, language: str) -> tuple[Issued, ...]:
    """The versions that have an edition in `language`, the oldest first."""
    viewer = standing.viewer
    looked = exists().where(Look.version_id == Version.id, Look.person_id == viewer.person_id).correlate(Version)
    approved = (
        exists()
        .where(Ballot.version_id == Version.id, Position.ballot_id == Ballot.id)
        .where(Position.organisation_id == viewer.organisation_id, Position.stance.in_(FAVOURS))
        .correlate(Version)
    )
    rows = session.execute(
        select(
            Version.id, Version.number, Version.issued_at, Edition.digest, looked.label("looked"),
            approved.label("approved"),
        )
        .join(Edition, Edition.version_id == Version.id)
        .where(Version.statement_id == standing.id, Edition.language == language)
        .order_by(Version.number)
    )  # fmt: skip
    return tuple(Issued(row.id, row.number, row.issued_at, row.digest, row.looked, row.approved) for row in rows)


def before_newest(versions: Sequence[Issued]) -> Since:
    """From where the viewer may want to read on; nothing where the newest version is the last that it knows."""
    looked = [each.number for each in versions[:-1] if each.looked]
    approved = [each.number for each in versions if each.approved]
    last = approved[-1] if approved and approved[-1] != versions[-1].number else None
    return Since(looked[-1] if looked else None, last)


def issued_texts(session: Session, standing: Standing, language: str, *values: str) -> dict[int, IssuedText]:
    """Number -> edition, from the lowest version named to the highest; to the newest where a save is named."""
    named = [int(value) for value in values if value.isdecimal()]
    if not named:
        return {}
    wanted = (
        select(Version.number, Version.issued_at, Edition)
        .join(Edition, Edition.version_id == Version.id)
        .where(Version.statement_id == standing.id, Edition.language == language, Version.number >= min(named))
    )
    if len(named) == len(values):
        wanted = wanted.where(Version.number <= max(named))
    return {row.number: _edition(row.number, row.issued_at, row.Edition) for row in session.execute(wanted)}


def side(
    session: Session, standing: Standing, language: str, value: str, editions: Mapping[int, IssuedText]
) -> Side | None:
    """The text that `value` names; None where it is not there, or not to be seen by `standing`'s viewer."""
    if value.isdecimal():
        found = editions.get(int(value))
        return found.side if found else None
    if value == BASE:
        return _base(base_of(session, standing, language))
    serial = None if value == DRAFT else value.removeprefix("s")
    if not standing.may(Action.SEE_DRAFT) or (serial is not None and not serial.isdecimal()):
        return None
    save = one_save(session, standing, language, int(serial) if serial is not None else None)
    if save is None:
        return None
    return Side(
        value, None, save.serial, save.saved_at, save.title, save.occasion, save.blocks, day_only=bool(save.by.code)
    )


def _base(found: Base | None) -> Side | None:
    if found is None:
        return None
    text = found.edition
    return Side(
        BASE, None, None, found.version.issued_at, text.title, text.occasion, text.blocks, text.digest,
        base=found.reference,
    )  # fmt: skip


def _edition(number: int, at: datetime, row: Edition) -> IssuedText:
    found = Side(str(number), number, None, at, row.title, row.occasion, row.blocks, row.digest)
    return IssuedText(found, tuple(source_from_list(source) for source in row.sources))

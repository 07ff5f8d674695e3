"""The texts of a statement that can be compared: issued versions, the draft, each of its saves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.version import Edition, Version
from workflow.queries.home.bases import AdoptedBase, base_of
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.drafts import one_save
from workflow.rules.shared.permissions import Action
from workflow.text.values import Block, Source, source_from_list

BASE = "base"  # the adopted text that the statement started from
DRAFT = "draft"  # the newest save; s3 is the third save, 2 is version 2


@dataclass(frozen=True)
class ComparedText:
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
class IssuedText:
    """An edition as one side, with the amendments behind its changes from the version before."""

    side: ComparedText
    sources: tuple[Source, ...]


def texts_of_versions(session: Session, standing: Standing, language: str, *values: str) -> dict[int, IssuedText]:
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
) -> ComparedText | None:
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
    return ComparedText(
        value, None, save.serial, save.saved_at, save.title, save.occasion, save.blocks, day_only=bool(save.by.code)
    )


def _base(found: AdoptedBase | None) -> ComparedText | None:
    if found is None:
        return None
    text = found.edition
    return ComparedText(
        BASE, None, None, found.version.issued_at, text.title, text.occasion, text.blocks, text.digest,
        base=found.reference,
    )  # fmt: skip


def _edition(number: int, at: datetime, row: Edition) -> IssuedText:
    found = ComparedText(str(number), number, None, at, row.title, row.occasion, row.blocks, row.digest)
    return IssuedText(found, tuple(source_from_list(source) for source in row.sources))

"""How far the translations of a text have come, as they would go into a version."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from workflow.models.version import Draft, Version
from workflow.queries.shared.newest import newest_saves
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.head import words_of
from workflow.rules.statements.translation import behind, missing
from workflow.text.values import Block

Save = tuple[Sequence[Block], Mapping[str, str]]  # the blocks of a translation, and what each was made from


@dataclass(frozen=True)
class TranslationProgress:
    """One translation: how many paragraphs were translated from other words than the text has, and how many not yet.

    words: with or without footnotes as the terms say.
    """

    language: str
    behind: int
    missing: int
    words: int


def progress(rows: Iterable[Row[Any]], standing: Standing, text: Sequence[Block]) -> tuple[TranslationProgress, ...]:
    """The translations among the newest saves of a statement, beside `text`, in the order of their languages."""
    return tuple(
        TranslationProgress(
            row.language,
            len(behind(text, row.translated)),
            len(missing(text, row.blocks)),
            words_of(row.blocks, with_notes=standing.count_notes),
        )
        for row in sorted(rows, key=lambda row: str(row.language))
        if row.language != standing.language
    )


def last_saves(session: Session, standing: Standing) -> dict[str, list[Save]]:
    """Language of a translation -> its newest save, and the one that went into the newest version where it is older."""
    issued = select(Version.issued_at).where(Version.id == standing.version_id).scalar_subquery()
    newest = newest_saves(standing.id).where(Draft.language != standing.language)
    in_version = newest.where(Draft.saved_at <= issued)
    rows = session.execute(
        select(Draft.language, Draft.blocks, Draft.translated).where(
            or_(Draft.id.in_(newest), Draft.id.in_(in_version))
        )
    )
    found: dict[str, list[Save]] = {}
    for row in rows:
        found.setdefault(row.language, []).append((row.blocks, row.translated))
    return found

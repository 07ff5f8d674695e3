"""The editions on the table of a ballot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from workflow.models.ballot import Ballot
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.queries.statements.head import words_of
from workflow.queries.statements.translations import Save
from workflow.rules.statements.translation import behind_in


@dataclass(frozen=True)
class EditionOnTable:
    """One language of the version that is decided on. behind: paragraphs that were translated from other words."""

    language: str
    title: str
    digest: str
    words: int
    behind: int


def on_table(
    ballot: Ballot,
    editions: Sequence[Row[*tuple[Any, ...]]],
    standing: Standing,
    saves: Mapping[str, Sequence[Save]],
) -> tuple[EditionOnTable, ...]:
    """The editions of the ballot, by language code; editions: those of its version, among others.

    saves: what the translations of the newest version were made from.
    """
    there = [row for row in editions if row.version_id == ballot.version_id]
    original = next((row.blocks for row in there if row.language == standing.language), ())
    known = saves if ballot.version_id == standing.version_id else {}
    return tuple(
        value_of(
            EditionOnTable,
            row,
            words=words_of(row.blocks, with_notes=standing.count_notes),
            behind=len(behind_in(original, row.blocks, known.get(row.language, ()))),
        )
        for row in sorted(there, key=lambda row: str(row.language))
        if row.language in ballot.digests
    )

"""How far the translations of a text have come, as they would go into a version."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from workflow.queries.head import words_of
from workflow.queries.standing import Standing
from workflow.rules.translation import behind, missing
from workflow.text.blocks import Block


@dataclass(frozen=True)
class Progress:
    """One translation: how many paragraphs were translated from other words than the text has, and how many not yet.

    words: with or without footnotes as the terms say.
    """

    language: str
    behind: int
    missing: int
    words: int


def progress(rows: Iterable[Row[Any]], standing: Standing, text: Sequence[Block]) -> tuple[Progress, ...]:
    """The translations among the newest saves of a statement, beside `text`, in the order of their languages."""
    return tuple(
        Progress(
            row.language,
            len(behind(text, row.translated)),
            len(missing(text, row.blocks)),
            words_of(row.blocks, with_notes=standing.count_notes),
        )
        for row in sorted(rows, key=lambda row: str(row.language))
        if row.language != standing.language
    )

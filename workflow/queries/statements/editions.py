"""The editions of one version."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.version import Edition
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.queries.statements.head import words_of
from workflow.queries.statements.translations import last_saves
from workflow.rules.statements.translation import behind_in, missing
from workflow.text.diff import shortened
from workflow.text.document import open_brackets, titled
from workflow.text.values import Block


@dataclass(frozen=True)
class EditionRow:
    """One language of a version."""

    language: str
    title: str
    digest: str
    words: int
    missing: int
    behind: int
    brackets: tuple[str, ...] = ()

    @property
    def open(self) -> int:
        """How many passages stand in it in square brackets."""
        return len(self.brackets)

    @property
    def is_ready(self) -> bool:
        """Whether nothing speaks against deciding on it: nothing is missing, behind or open."""
        return not (self.missing or self.behind or self.open)


def editions(session: Session, standing: Standing) -> tuple[EditionRow, ...]:
    """The editions of the newest version, by language code; none where there is no version.

    words: with or without footnotes as the terms say. missing: how many of its paragraphs an edition lacks; behind:
    how many were translated from other words; brackets: the passages that stand in it in square brackets.
    """
    rows = session.execute(
        select(Edition.language, Edition.title, Edition.digest, Edition.blocks)
        .where(Edition.version_id == standing.version_id)
        .order_by(Edition.language)
    ).all()
    whole = next((row.blocks for row in rows if row.language == standing.language), ())
    saves = last_saves(session, standing)
    return tuple(
        value_of(
            EditionRow,
            row,
            words=words_of(row.blocks, with_notes=standing.count_notes),
            missing=len(missing(whole, row.blocks)),
            behind=len(behind_in(whole, row.blocks, saves.get(row.language, ()))),
            brackets=_open(titled(row.title, row.blocks)),
        )
        for row in rows
    )


def _open(text: Sequence[Block]) -> tuple[str, ...]:
    return tuple(" ".join(f"[{shortened(words, 80)}]" for words in each.words) for each in open_brackets(text))


def original_blocks(session: Session, standing: Standing) -> tuple[Block, ...]:
    """The blocks of the newest version's original edition; none before the first version."""
    own = (Edition.version_id == standing.version_id) & (Edition.language == standing.language)
    found: tuple[Block, ...] | None = session.scalar(select(Edition.blocks).where(own))
    return found or ()

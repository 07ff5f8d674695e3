"""The working text as its writers see it: the newest saves, a translation beside its original, the list of saves."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.person import Person
from workflow.models.version import Draft, Version
from workflow.queries.shared.newest import newest_saves
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import columns_of, value_of
from workflow.queries.statements.head import words_of
from workflow.rules.drafts.sittings import Copy
from workflow.rules.shared.names import Named
from workflow.rules.statements.translation import words_digest
from workflow.text.document import numbers
from workflow.text.values import Block


def is_saved_since(session: Session, standing: Standing) -> bool:
    """Whether something was saved in any language after the newest version; one SQL statement."""
    issued = select(Version.issued_at).where(Version.id == standing.version_id).scalar_subquery()
    later = select(Draft.id).where(Draft.id.in_(newest_saves(standing.id)), Draft.saved_at > issued)
    return session.scalar(later.limit(1)) is not None


@dataclass(frozen=True)
class Save:
    """One save of the draft. person: who saved it, by name where the viewer may know it.

    before: the serial of the one before it in the list; 0 for the first.
    """

    language: str
    serial: int
    title: str
    occasion: str
    blocks: tuple[Block, ...]
    translated: dict[str, str]
    saved_at: datetime
    restored_from: int | None
    by: Named
    person: str
    count_notes: bool
    before: int = 0

    @property
    def sign(self) -> str:
        """What stands for it where texts are compared."""
        return f"s{self.serial}"

    @property
    def sign_before(self) -> str:
        """What stands for the save before it; empty for the first."""
        return f"s{self.before}" if self.before else ""

    @property
    def words(self) -> int:
        """How many words it has."""
        return words_of(self.blocks, with_notes=self.count_notes)


@dataclass(frozen=True)
class Beside:
    """One paragraph of a translation beside its original; seen: the digest that its form carries."""

    source: Block
    number: int | None
    translation: Block | None
    behind: bool

    @property
    def seen(self) -> str:
        """The digest of the original's words that are shown."""
        return words_digest(self.source)


@dataclass(frozen=True)
class DraftPage:
    """What lies before a writer: the newest save of the original and of every language that was begun."""

    language: str
    original: Save
    saves: dict[str, Save]

    @property
    def newest(self) -> Save | None:
        """The newest save in the language at hand; None where it was not begun."""
        return self.saves.get(self.language)

    @property
    def serial(self) -> int:
        """The serial that a form carries; 0 before the first save."""
        return self.newest.serial if self.newest else 0

    def languages(self, spoken: Sequence[str]) -> tuple[str, ...]:
        """The languages of the draft to choose from: those that the pages speak, and what it is written in."""
        return tuple(dict.fromkeys([*spoken, self.original.language, *self.saves]))

    def place_up(self, at: int) -> str:
        """The id of the block after which the one at that place would stand one place earlier; "" for the beginning."""
        return self.original.blocks[at - 2].id if at > 1 else ""

    def place_down(self, at: int) -> str:
        """The id of the block after which the one at that place would stand one place later."""
        return self.original.blocks[at + 1].id

    @property
    def beside(self) -> tuple[Beside, ...]:
        """The original's paragraphs, each with its translation."""
        place = numbers(self.original.blocks)
        there = {block.id: block for block in self.newest.blocks} if self.newest else {}
        made_from = self.newest.translated if self.newest else {}
        return tuple(
            Beside(
                source=block,
                number=place.get(block.id),
                translation=there.get(block.id),
                behind=block.id in there and made_from.get(block.id) != words_digest(block),
            )
            for block in self.original.blocks
        )


def draft_page(session: Session, standing: Standing, language: str) -> DraftPage | None:
    """The newest saves of all languages; None for a statement without a text. One SQL statement."""
    rows = session.execute(_saves(standing).where(Draft.id.in_(newest_saves(standing.id))))
    saves = {save.language: save for save in (_save(row, standing) for row in rows)}
    original = saves.get(standing.language)
    return DraftPage(language, original, saves) if original else None


def saves(session: Session, standing: Standing, language: str) -> Sequence[Save]:
    """Every save in `language`, the newest first; of those that were made by themselves the last of each sitting."""
    wanted = _saves(standing).where(Draft.language == language, Draft.copy != Copy.PASSED)
    found = [_save(row, standing) for row in session.execute(wanted.order_by(Draft.serial.desc()))]
    return [replace(each, before=older.serial) for each, older in pairwise(found)] + found[-1:]


def one_save(session: Session, standing: Standing, language: str, serial: int | None) -> Save | None:
    """One save by its serial, None for the newest; None where there is no such save."""
    wanted = _saves(standing).where(Draft.language == language)
    if serial is not None:
        wanted = wanted.where(Draft.serial == serial)
    row = session.execute(wanted.order_by(Draft.serial.desc()).limit(1)).one_or_none()
    return _save(row, standing) if row is not None else None


def is_own_since(session: Session, standing: Standing, language: str, serial: int) -> bool:
    """Whether the viewer alone has saved after the save number `serial`."""
    after = select(Draft.id).where(Draft.statement_id == standing.id, Draft.language == language, Draft.serial > serial)
    return session.scalar(after.where(Draft.saved_by != standing.viewer.person_id).limit(1)) is None


def words_then(session: Session, standing: Standing, block: str, digest: str) -> str | None:
    """The words of the original's paragraph `block` that have `digest`, from the saves; None where none has."""
    texts = select(Draft.blocks).where(Draft.statement_id == standing.id, Draft.language == standing.language)
    for blocks in session.scalars(texts.order_by(Draft.serial.desc())):
        for each in blocks:
            if each.id == block and words_digest(each) == digest:
                return each.text
    return None


def _saves(standing: Standing) -> Any:
    asked = (
        select(*columns_of(Save, Draft), Person.name, Person.email)
        .join(Person, Person.id == Draft.saved_by)
        .where(Draft.statement_id == standing.id)
    )
    return with_organisation(asked, Person.organisation_id, standing.id)


def _save(row: Any, standing: Standing) -> Save:
    viewer = standing.viewer
    known = viewer.secretariat or row.who_id == viewer.organisation_id
    person = (row.name or row.email) if known else ""
    return value_of(Save, row, by=named(row, viewer), person=person, count_notes=standing.count_notes, before=0)

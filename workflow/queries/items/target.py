"""What an item is about before it is written: the text on the table, the paragraph, and what others propose there."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.consultation import Consultation
from workflow.models.item import Disposition, Item, ItemState
from workflow.models.version import Edition, Version
from workflow.queries.items.items import ItemShown, items_by_id, own, visible
from workflow.queries.items.margin import SHOWN
from workflow.queries.shared.newest import newest_consultation_id
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.agreed import Agreed, agreed_language_of
from workflow.rules.consultation.openness import is_open
from workflow.rules.items.kinds import AMENDING, ItemKind
from workflow.text.document import numbers
from workflow.text.edits import asks_the_same
from workflow.text.values import Block, Edit


@dataclass(frozen=True)
class Target:
    """The newest consultation's text. seen: the blocks of the version that a form was written on, where that was
    another.

        opened: ids of the paragraphs that may be amended; None: all, save what is agreed language. read, read_in: the
        translation that the reader has of it, where they read one.
    """

    consultation_id: int
    version: int
    closes_at: datetime
    closed_at: datetime | None
    blocks: tuple[Block, ...]
    seen: tuple[Block, ...] | None
    opened: frozenset[str] | None = None
    agreed: Agreed = field(default_factory=Agreed)
    read: tuple[Block, ...] = ()
    read_in: str = ""

    def is_open_to(self, kind: ItemKind, block: str | None, after: str | None = None) -> bool:
        """Whether the consultation takes such an amendment."""
        return is_open(kind, block, after, self.opened, self.blocks, self.agreed.closed)

    @property
    def asked_for(self) -> tuple[Block, ...]:
        """The text that was asked for: the form's version, else the consultation's."""
        return self.blocks if self.seen is None else self.seen

    def block(self, id_: str | None) -> Block | None:
        """The block with that id on the table."""
        return _block(self.blocks, id_)

    def before(self, id_: str | None) -> Block | None:
        """The block as the form's version had it; None where that was no other version."""
        return _block(self.seen or (), id_)

    def translation(self, id_: str | None) -> Block | None:
        """The block as the reader's translation has it."""
        return _block(self.read, id_)

    def number(self, id_: str | None) -> int | None:
        """The number of the paragraph for reading."""
        return numbers(self.blocks).get(id_ or "")


def _block(blocks: Sequence[Block], id_: str | None) -> Block | None:
    return next((block for block in blocks if block.id == id_), None)


def target(session: Session, standing: Standing, seen: int | None = None, language: str = "") -> Target | None:
    """What the newest consultation of the statement is on; None before the first. seen: number of the form's version.

    language: of the translation that the reader has before them.
    """
    rows = session.execute(
        select(
            Version.id, Version.number, Edition.blocks, Consultation.id.label("consultation_id"),
            Consultation.version_id, Consultation.closes_at,
            Consultation.closed_at, Consultation.open_blocks, Edition.language,
        )
        .join(Edition, (Edition.version_id == Version.id) & Edition.language.in_((standing.language, language)))
        .join(Consultation, Consultation.id == newest_consultation_id(standing.id))
        .where(Version.statement_id == standing.id,
        (Version.id == Consultation.version_id) | (Version.number == (seen or 0)))
    ).all()  # fmt: skip
    read = next((row.blocks for row in rows if row.id == row.version_id and row.language != standing.language), ())
    rows = [row for row in rows if row.language == standing.language]
    on_it = next((row for row in rows if row.id == row.version_id), None)
    if on_it is None:
        return None
    before = next((row.blocks for row in rows if row.number == seen and row is not on_it), None)
    opened = None if on_it.open_blocks is None else frozenset(on_it.open_blocks)
    agreed = agreed_language_of(session, standing, on_it.blocks)
    made = Target(
        on_it.consultation_id, on_it.number, on_it.closes_at, on_it.closed_at, on_it.blocks, before, opened, agreed
    )
    return replace(made, read=read, read_in=language) if read else made


@dataclass(frozen=True)
class AmendmentsThere:
    """The first amendments of others to a paragraph or the title, and how many more there are."""

    first: tuple[ItemShown, ...] = ()
    more: int = 0


def amendments_there(
    session: Session, standing: Standing, block: str | None, words: tuple[int, int] | None = None
) -> AmendmentsThere:
    """The amendments of others to that paragraph (None: to the title), to be supported rather than repeated.

    First those of which the words touch `words` (where they begin and end in the paragraph), then those that no
    version has answered.
    """
    theirs = own(standing.viewer).is_not(True)  # the secretariat's has no id
    about = Item.kind == ItemKind.TITLE if block is None else Item.block == block
    rows = session.execute(
        select(Item.id, Item.start, Item.end, Item.kind)
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == standing.id, about, Item.kind.in_(AMENDING))
        .where(Item.state == ItemState.SENT, Item.private.is_(False), theirs, visible(standing))
        .order_by(Disposition.version_id.is_not(None), Item.number)
    ).all()
    if words is not None:
        start, end = words
        rows = sorted(rows, key=lambda row: not (row.kind is ItemKind.REPLACE and row.start < end and start < row.end))
    ids = [row.id for row in rows[:SHOWN]]
    items = items_by_id(session, standing, ids)
    return AmendmentsThere(tuple(items[id_] for id_ in ids), len(rows) - len(ids))


def same_amendments(
    session: Session, standing: Standing, consultation_id: int, block: Block, edits: Sequence[Edit]
) -> list[ItemShown | None]:
    """For each edit of that paragraph the first amendment of others that asks for the same words; None where none does.

    The same: but for case, accents and signs. Their number does not count in SQL statements.
    """
    theirs = own(standing.viewer).is_not(True)
    rows = session.execute(
        select(Item.id, Item.start, Item.end, Item.proposal)
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .where(Item.consultation_id == consultation_id, Item.block == block.id, Item.kind == ItemKind.REPLACE)
        .where(Item.state == ItemState.SENT, Item.private.is_(False), Item.quote != "", theirs, visible(standing))
        .where(Disposition.version_id.is_(None))
        .order_by(Item.number)
    ).all()
    there = [(row.id, Edit(row.start, row.end, row.proposal)) for row in rows]
    found = [next((id_ for id_, each in there if asks_the_same(block.text, each, edit)), None) for edit in edits]
    items = items_by_id(session, standing, {id_ for id_ in found if id_ is not None})
    return [None if id_ is None else items[id_] for id_ in found]

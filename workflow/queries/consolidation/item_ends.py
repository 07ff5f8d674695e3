"""What became of items in a version, as the mail about it tells each organisation."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from workflow.models.event import Event
from workflow.models.item import DispositionKind, Item, ItemState, Support
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.queries.consolidation.told import answers_told_in
from workflow.queries.shared.disclosure import of_organisation
from workflow.queries.shared.values import value_of
from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.rules.shared.names import Viewer
from workflow.text.document import numbers, plain
from workflow.text.values import Block


@dataclass(frozen=True)
class ParagraphMove:
    """A move by the numbers of the paragraphs, None where one has none. after: "" is the beginning, else the words."""

    number: int | None
    after_number: int | None
    after: str


@dataclass(frozen=True)
class Overtaker:
    """What an amendment that overtook another one asks for: its words, or what it does to the paragraph there."""

    kind: ItemKind
    proposal: str
    words: str
    moved: ParagraphMove | None = None


@dataclass(frozen=True)
class ItemEnd:
    """What became of an item. words: the comment, what was proposed, or of a removal and a move what stands there.

    moved: from where to where. disposition: None where the item was carried over. other: the amendment that overtook
    it, and by: what that asks for, if it may be told. supported: it is another's that the recipient's organisation
    supports.
    """

    reference: str
    kind: ItemKind
    proposal: str
    words: str
    language: str
    disposition: DispositionKind | None
    other: str
    taken: str
    reason: str
    supported: bool
    by: Overtaker | None = None
    moved: ParagraphMove | None = None
    private: bool = False
    quote: str = ""  # the words in whose place others were proposed
    shown: str = ""  # the words of the version that say it, by the penholder's word
    needs_no_words: bool = False  # by the penholder's word, of an accepted comment
    said_anyway: bool = False  # the version says it though the answer does not put it there


def ends_of(session: Session, event: Event, viewer: Viewer) -> tuple[ItemEnd, ...]:
    """What became of the items that the viewer's organisation proposed, alone or with others, or supports.

    Of those in the version that the event names and of those carried over; first its own, each as numbered.
    """
    other, told = aliased(Item, name="other"), answers_told_in(event)
    own, supports = of_organisation(viewer.organisation_id), _supports(viewer)
    is_told = told.c.item_id.is_not(None)
    rows = session.execute(
        select(
            Item,
            other,
            own.label("own"),
            told.c.kind.label("end"),
            told.c.taken,
            told.c.reason,
            told.c.shown_words,
            told.c.needs_no_words,
            told.c.said_anyway,
        )
        .outerjoin(told, told.c.item_id == Item.id)
        .outerjoin(other, other.id == told.c.other_id)
        .where(Item.statement_id == event.statement_id, or_(is_told, is_carried_over(event)), or_(own, supports))
        .order_by(Item.letter, Item.number)
    ).all()
    overtakers = [row.other for row in rows if row.other]
    moves = moves_of(session, [*(row.Item for row in rows), *overtakers])
    found = [_end(row, moves) for row in rows]
    return tuple(sorted(found, key=lambda end: end.supported))


def is_carried_over(event: Event) -> ColumnElement[bool]:
    """Whether an item is one of those that the version of which the event tells has left open, and is not withdrawn."""
    refs = event.data.get("carried_over", ())
    named = tuple_(Item.letter, Item.number).in_([(ref[0], int(ref[1:])) for ref in refs])
    return and_(Item.statement_id == event.statement_id, Item.state == ItemState.SENT, named)


def moves_of(session: Session, items: Sequence[Item]) -> dict[int, ParagraphMove]:
    """Item -> from where to where, of those that move a paragraph; one SQL statement where there are some."""
    moving = [item for item in items if KINDS[item.kind].moves_paragraph]
    texts = texts_of_versions(session, {item.version_id for item in moving}) if moving else {}
    return {item.id: _move_part(item, texts.get(item.version_id, ())) for item in moving}


def texts_of_versions(session: Session, ids: Collection[int]) -> dict[int, tuple[Block, ...]]:
    """Version -> its original text."""
    rows = session.execute(
        select(Edition.version_id, Edition.blocks)
        .join(Version, Version.id == Edition.version_id)
        .join(Statement, and_(Statement.id == Version.statement_id, Statement.language == Edition.language))
        .where(Edition.version_id.in_(ids))
    )
    return {row.version_id: row.blocks for row in rows}


def _supports(viewer: Viewer) -> ColumnElement[bool]:
    gave = exists().where(
        Support.item_id == Item.id,
        Support.organisation_id == viewer.organisation_id,
        Support.wording == Item.wording,
    )
    # Its support from before it was made private would tell an organisation of what it may not see.
    return and_(gave, Item.private.is_(False))


def _end(row: Any, moves: Mapping[int, ParagraphMove]) -> ItemEnd:
    item: Item = row.Item
    other: Item | None = row.other
    by = other if other and not other.private else None
    return value_of(
        ItemEnd,
        item,
        words=words_of(item),
        disposition=row.end,
        other=other.reference if other else "",
        by=Overtaker(by.kind, by.proposal, words_of(by), moves.get(by.id)) if by else None,
        taken=row.taken or "",
        reason=row.reason or "",
        shown=plain(row.shown_words or ""),
        needs_no_words=bool(row.needs_no_words),
        said_anyway=bool(row.said_anyway),
        supported=not row.own,
        moved=moves.get(item.id),
        quote=quote_of(item),
    )


def _move_part(item: Item, blocks: Sequence[Block]) -> ParagraphMove:
    counted = numbers(blocks)
    after = next((plain(block.text) for block in blocks if block.id == item.after), "")
    return ParagraphMove(counted.get(item.block or ""), counted.get(item.after or ""), after)


def words_of(item: Item) -> str:
    """The comment, what was proposed, or of a removal and a move what stands there."""
    return plain(item.proposal or item.quote) if KINDS[item.kind].amends else item.body


def quote_of(item: Item) -> str:
    """The words of the text in whose place an amendment proposes others; else empty."""
    return plain(item.quote) if KINDS[item.kind].is_about_words and item.proposal else ""

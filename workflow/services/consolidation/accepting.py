"""What enters the text and is in no version yet: amendments with the text that they were made to, and comments."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from workflow.models.item import Disposition, Item, ItemState
from workflow.models.placement import Placement
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.queries.items.pins import is_pin
from workflow.rules.consolidation import dispositions
from workflow.rules.consolidation.dispositions import ASIDE, ENTERS_TEXT, IN_TEXT, DispositionKind
from workflow.rules.items.kinds import AMENDING
from workflow.text.amendments import Accepted, Pin, pinned
from workflow.text.document import titled
from workflow.text.values import Amendment, Block


def accepted_amendments(session: Session, statement: Statement) -> list[Accepted]:
    """All of them, wholly, in part or in brackets, in the order of their numbers."""
    return _amendments_answered(session, statement, IN_TEXT)


def refused_amendments(session: Session, statement: Statement) -> list[Accepted]:
    """Those that are not accepted, which no version has told yet, as they would enter."""
    return _amendments_answered(session, statement, [DispositionKind.NOT_ACCEPTED])


def aside_amendments(session: Session, statement: Statement) -> list[Accepted]:
    """Those whose answers, which no version has told yet, put nothing into the text, as they would enter."""
    return _amendments_answered(session, statement, ASIDE)


def comments_shown(session: Session, statement: Statement) -> dict[str, tuple[str, str]]:
    """Reference -> the id of a block, and the words there that a penholder wrote for an accepted comment."""
    rows = session.execute(
        select(Item, Disposition)
        .join(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == statement.id, Item.state == ItemState.SENT, Item.kind.not_in(AMENDING))
        .where(Disposition.version_id.is_(None), Disposition.kind.in_(ENTERS_TEXT))
        .where(Disposition.shown_block.is_not(None), Disposition.shown_words != "")
        .order_by(Item.number)
    )
    return {item.reference: (given.shown_block or "", given.shown_words) for item, given in rows}


def _amendments_answered(session: Session, statement: Statement, kinds: Collection[DispositionKind]) -> list[Accepted]:
    rows = session.execute(
        select(Item, Disposition)
        .join(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == statement.id, Item.state == ItemState.SENT, Item.kind.in_(AMENDING))
        .where(Disposition.version_id.is_(None), Disposition.kind.in_(kinds))
        .order_by(Item.number)
    ).all()
    wanted = [(item, given.taken if given.kind is DispositionKind.PART else None) for item, given in rows]
    return [
        Accepted(
            replace(amendment, turn=given.turn),
            made_to,
            in_full=given.kind is DispositionKind.ACCEPTED,
            bracketed=given.kind is DispositionKind.BRACKETED,
            shown=None if given.shown_block is None else (given.shown_block, given.shown_words),
        )
        for (_, given), (amendment, made_to) in zip(rows, amendments_of(session, statement, wanted), strict=True)
    ]


def amendments_of(
    session: Session, statement: Statement, items: Sequence[tuple[Item, str | None]]
) -> list[tuple[Amendment, tuple[Block, ...]]]:
    """What each item asks for, of which so much is taken, with the text that it was made to; where a person placed it,
    there. Two SQL statements.
    """
    pins = _pins(session, {item.id for item, _ in items})
    versions = {item.version_id for item, _ in items} | {pin.version for pin in pins.values()}
    there = texts(session, statement, versions)
    made = []
    for item, taken in items:
        amendment, made_to = amendment_of(item, taken), there[item.version_id]
        pin = pins.get(item.id)
        made.append(pinned(amendment, made_to, pin, there[pin.version]) if pin else (amendment, made_to))
    return made


def _pins(session: Session, ids: Collection[int]) -> dict[int, Pin]:
    at = aliased(Placement)
    rows = session.execute(select(Item.id, at).join(at, is_pin(at)).where(Item.id.in_(ids)))
    return {item: Pin(place.version_id, place.block, place.start, place.end) for item, place in rows}


def amendment_of(item: Item, taken: str | None = None) -> Amendment:
    """What the item asks for; with `taken` what is left of it when it is accepted in part."""
    return dispositions.amendment(item.reference, item, taken)


def texts(session: Session, statement: Statement, version_ids: Collection[int]) -> dict[int, tuple[Block, ...]]:
    """Version id -> its edition in the statement's own language, the title as a block before the others."""
    rows = session.execute(
        select(Edition.version_id, Edition.title, Edition.blocks).where(
            Edition.version_id.in_(version_ids), Edition.language == statement.language
        )
    )
    return {row.version_id: titled(row.title, row.blocks) for row in rows}

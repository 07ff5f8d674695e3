"""The amendments that enter the text and are in no version yet, each with the text that it was made to."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.item import Disposition, Item, ItemState
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.rules.dispositions import IN_TEXT, DispositionKind, amendment
from workflow.text.amendments import Amendment
from workflow.text.block import Block
from workflow.text.consolidation import Accepted


def accepted(session: Session, statement: Statement) -> list[Accepted]:
    """All of them, wholly, in part or in brackets, in the order of their numbers."""
    rows = session.execute(
        select(Item, Disposition)
        .join(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == statement.id, Item.state == ItemState.SENT, Item.change.is_not(None))
        .where(Disposition.version_id.is_(None), Disposition.kind.in_(IN_TEXT))
        .order_by(Item.number)
    ).all()
    made_to = texts(session, statement, {item.version_id for item, _ in rows})
    return [
        Accepted(
            asked(item, given.taken if given.kind is DispositionKind.PART else None),
            made_to[item.version_id],
            in_full=given.kind is DispositionKind.ACCEPTED,
            bracketed=given.kind is DispositionKind.BRACKETED,
        )
        for item, given in rows
    ]


def asked(item: Item, taken: str | None = None) -> Amendment:
    """What the item asks for; with `taken` what is left of it when it is accepted in part."""
    if item.change is None:
        raise ValueError(f"{item.reference} is a comment")
    return amendment(
        item.reference,
        item.change,
        block=item.block,
        start=item.start,
        end=item.end,
        quote=item.quote,
        proposal=item.proposal,
        after=item.after,
        taken=taken,
    )


def texts(session: Session, statement: Statement, version_ids: Collection[int]) -> dict[int, tuple[Block, ...]]:
    """Version id -> the blocks of its edition in the statement's own language."""
    rows = session.execute(
        select(Edition.version_id, Edition.blocks).where(
            Edition.version_id.in_(version_ids), Edition.language == statement.language
        )
    )
    return {row.version_id: row.blocks for row in rows}

"""What of a text is open: in a consultation some paragraphs may be amended, and the others commented on alone."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from workflow.models.consultation import Consultation
from workflow.models.item import Item
from workflow.models.statement import Statement
from workflow.rules.consultation.openness import TITLE, is_open
from workflow.rules.items.kinds import KINDS
from workflow.rules.items.refusals import ParagraphClosed
from workflow.rules.shared.refusals import ChoiceNeeded, UnknownChoice
from workflow.services.statements.basing import closed_agreed_blocks
from workflow.text.values import Block


def open_blocks(consultation: Consultation) -> set[str] | None:
    """Ids of the paragraphs that may be amended in the consultation, with TITLE the title may; None: all of it."""
    return None if consultation.open_blocks is None else set(consultation.open_blocks)


def chosen_blocks(blocks: Sequence[Block], chosen: Collection[str] | None) -> list[str] | None:
    """Those of `blocks` that a penholder opens, in the order of the text, after TITLE; None: all of them.

    Raises ChoiceNeeded for none, UnknownChoice for one that is not there.
    """
    if chosen is None:
        return None
    if not chosen:
        raise ChoiceNeeded(field="open_blocks")
    there = [TITLE, *(block.id for block in blocks)]
    if not set(chosen) <= set(there):
        raise UnknownChoice(field="open_blocks")
    wanted = [each for each in there if each in chosen]
    return wanted if len(wanted) < len(there) else None


def require_open_to(
    session: Session, statement: Statement, consultation: Consultation, item: Item, blocks: Sequence[Block]
) -> None:
    """Nothing where the item may be sent in the consultation: a comment always; raises ParagraphClosed."""
    if not KINDS[item.kind].amends:
        return
    agreed = closed_agreed_blocks(session, statement, blocks)
    if not is_open(item.kind, item.block, item.after, open_blocks(consultation), blocks, agreed):
        raise ParagraphClosed(title=KINDS[item.kind].is_about_title)

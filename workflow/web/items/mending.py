"""A form that was opened for a row of a file which could not be kept: what it is filled with, and that it was sent."""

from flask import request
from sqlalchemy.orm import Session

from workflow.database import reading
from workflow.models.item import Item
from workflow.models.person import Person
from workflow.queries.items.point_files import PointFileLineShown, point_file_line
from workflow.queries.shared.standing import Standing
from workflow.rules.items.proposals import Proposal
from workflow.rules.shared.refusals import Refusal
from workflow.services.items import bringing_in
from workflow.services.items.placing import find_place
from workflow.text.document import plain
from workflow.text.edits import rewritten
from workflow.text.values import Block, Edit


def row_of_form(standing: Standing) -> PointFileLineShown | None:
    """The row of a file that the address names; None where it names none, or one that is not its reader's."""
    row = request.args.get("row", "")[:20]
    if not row:
        return None
    with reading() as session:
        return point_file_line(session, standing, row)


def settle_row(session: Session, person: Person, key: str, item: Item) -> None:
    """Note that the row which the form was opened for is that item now; nothing for any other form."""
    if row := request.args.get("row", "")[:20]:
        bringing_in.settle_line(session, person, key, row, item)


def words_in_box(asked: Proposal, block: Block, blocks: tuple[Block, ...]) -> tuple[str, str]:
    """The paragraph as a row asks for it, and what of the row has no place in it, to be put there by hand."""
    text, words = block.text, asked.words or ""
    if not asked.proposal:
        return plain(text), words
    try:
        place = find_place(blocks, block.id, words, asked.prefix, asked.suffix) if words else None
    except Refusal:
        place = None
    if place is None or place.widened:
        return plain(text), f"{words} → {asked.proposal}" if words else asked.proposal
    return plain(rewritten(text, [Edit(place.start, place.end, asked.proposal)])[0]), ""

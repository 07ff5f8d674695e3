"""What an organisation objects to: kept with its position, withdrawn with it, numbered when the ballot fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot, Position
from workflow.models.objection import Objection
from workflow.models.statement import Statement
from workflow.models.version import Edition
from workflow.rules.decision.decision import Stance
from workflow.rules.decision.objections import AskedObjection
from workflow.rules.decision.refusals import WhyNeeded
from workflow.rules.items.refusals import WordsFoundTwice, WordsNotFound
from workflow.rules.shared.refusals import Refusal
from workflow.services.items.placing import WORDS_LIMIT, Place, find_place
from workflow.services.shared.checking import check_words
from workflow.text.anchors import find
from workflow.text.document import note_numbers
from workflow.text.values import Block

WHY_LIMIT = 4_000  # characters


@dataclass(frozen=True)
class PlacedObjection:
    """An objection in its kept form, and where its words stand."""

    place: Place
    instead: str
    why: str


def place_objections(
    session: Session, statement: Statement, ballot: Ballot, asked: Sequence[AskedObjection]
) -> tuple[PlacedObjection, ...]:
    """The objections where their words stand in the original edition of the ballot's version.

    Raises WhyNeeded, and what `items.placing.find_place` raises, with the place of the objection among `asked`, from 0,
    as its reference; words without a paragraph must stand in one alone.
    """
    if not asked:
        return ()
    blocks = _blocks(session, statement, ballot)
    placed = []
    for at, each in enumerate(asked):
        try:
            placed.append(_place_objection(blocks, each))
        except Refusal as refusal:
            refusal.refs = (str(at),)
            raise
    return tuple(placed)


def _place_objection(blocks: Sequence[Block], asked: AskedObjection) -> PlacedObjection:
    why = check_words(asked.why, field="why", limit=WHY_LIMIT)
    instead = check_words(asked.instead, field="instead", limit=WORDS_LIMIT)
    place = find_place(blocks, asked.block or _only_block(blocks, asked.words), asked.words)
    if not why:
        raise WhyNeeded
    return PlacedObjection(place, instead, why)


def _only_block(blocks: Sequence[Block], words: str) -> str | None:
    """The one paragraph in which the words stand; None for no words."""
    wanted = check_words(words, field="words", limit=WORDS_LIMIT)
    if not wanted:
        return None
    notes = note_numbers(blocks)
    found = [block.id for block in blocks if find(block.text, wanted, "", "", notes)]
    if not found:
        raise WordsNotFound(closest=None)
    if len(found) > 1:
        raise WordsFoundTwice(count=len(found))
    return found[0]


def reasons_of(placed: Sequence[PlacedObjection]) -> str:
    """The reason of the position that has these objections."""
    return "\n\n".join(each.why for each in placed)


def are_held(session: Session, statement: Statement, held: Position, asked: Sequence[AskedObjection]) -> bool:
    """Whether the position has these very objections, or `asked` names none."""
    if not asked:
        return True
    ballot = session.get_one(Ballot, held.ballot_id)
    try:
        placed = place_objections(session, statement, ballot, asked)
    except Refusal:
        return False
    there = session.scalars(select(Objection).where(*_stand_with(held)).order_by(Objection.id))
    kept = [(each.block, each.start, each.end, each.instead, each.why) for each in there]
    return kept == [(each.place.block, each.place.start, each.place.end, each.instead, each.why) for each in placed]


def keep_objections(
    session: Session, ballot: Ballot, position: Position, placed: Sequence[PlacedObjection] = ()
) -> None:
    """Withdraw what the organisation objected to before in this ballot, and keep what it objects to now.

    An objection that names no words is one to the whole text, for the reason of the position.
    """
    session.execute(update(Objection).where(*_stand_with(position)).values(withdrawn_at=position.taken_at))
    if position.stance is Stance.OBJECT:
        kept = placed or (PlacedObjection(Place(), "", position.reason),)
        session.execute(insert(Objection), [_row(ballot, position, each) for each in kept])


def number_objections(session: Session, statement: Statement, ballot: Ballot) -> None:
    """Give each objection that stands at the end of a ballot its number, in the order of the text.

    In the order in which they were made the numbers would tell when a protected organisation objected.
    """
    last = session.scalar(select(func.max(Objection.number)).where(Objection.statement_id == statement.id)) or 0
    standing = (Objection.ballot_id == ballot.id, Objection.withdrawn_at.is_(None), Objection.number.is_(None))
    found = session.scalars(select(Objection).where(*standing)).all()
    order = {block.id: at for at, block in enumerate(_blocks(session, statement, ballot))} if found else {}
    in_order = sorted(found, key=lambda each: (order.get(each.block or "", -1), each.start, each.end, each.why))
    for number, objection in enumerate(in_order, last + 1):
        objection.number = number
    session.flush()


def _blocks(session: Session, statement: Statement, ballot: Ballot) -> tuple[Block, ...]:
    """The original edition of the version that is decided on."""
    original = (Edition.version_id == ballot.version_id, Edition.language == statement.language)
    return session.scalars(select(Edition.blocks).where(*original)).one()


def _stand_with(held: Position) -> tuple[ColumnElement[bool], ...]:
    """The conditions on Objection that the position has it."""
    return (
        Objection.ballot_id == held.ballot_id,
        Objection.organisation_id == held.organisation_id,
        Objection.withdrawn_at.is_(None),
    )


def _row(ballot: Ballot, position: Position, placed: PlacedObjection) -> dict[str, Any]:
    return {
        "statement_id": ballot.statement_id,
        "ballot_id": position.ballot_id,
        "organisation_id": position.organisation_id,
        "person_id": position.person_id,
        "block": placed.place.block,
        "start": placed.place.start,
        "end": placed.place.end,
        "quote": placed.place.quote,
        "instead": placed.instead,
        "why": placed.why,
        "made_at": position.taken_at,
    }

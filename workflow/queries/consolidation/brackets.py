"""What the text on the consolidation leaves open in square brackets, who is behind each alternative, and what can be
settled.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from workflow.models.item import Disposition, DispositionKind, Item, ItemState
from workflow.queries.consolidation.consolidation import Consolidation
from workflow.queries.consolidation.known_brackets import KnownBrackets, passages_left_open, passages_of_versions
from workflow.queries.shared.standing import Standing
from workflow.text.diff import shortened
from workflow.text.document import TITLE, Alternative, Bracket, numbers, open_brackets
from workflow.text.values import BlockKind


@dataclass(frozen=True)
class BracketPassage:
    """A passage that is left open in the text as it will read.

    number: of its paragraph in the version issued last, None for a new one, a title, a heading and its like; words: the
    paragraph's first ones. start: where the passage stands in the draft; None while it is there only by dispositions
    that are not issued: they are to be changed, and not the words. choices: the place of each alternative among those
    that it has there. answers: of the amendments behind it those that are answered when it is settled; hidden: those
    that are named to nobody but the penholder.
    """

    bracket: Bracket
    kind: BlockKind
    number: int | None
    words: str
    start: int | None
    choices: tuple[int, ...] = ()
    answers: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()

    @property
    def in_title(self) -> bool:
        """Whether it is the title that is left open."""
        return self.bracket.block == TITLE

    def choice_of(self, place: int) -> int | None:
        """The place in the draft of the alternative at this place; None where the draft has no such passage."""
        return self.choices[place] if self.choices else None

    def alternative(self, choice: int) -> Alternative | None:
        """The alternative that has this place in the draft; None for nothing in the place of all."""
        return self.bracket.alternatives[self.choices.index(choice)] if choice in self.choices else None

    def winners(self, choice: int) -> tuple[str, ...]:
        """The amendments behind that alternative; behind nothing in its place where it is none."""
        kept = self.alternative(choice)
        return kept.refs if kept else self.bracket.left_out

    def losers(self, choice: int) -> tuple[str, ...]:
        """The amendments that are not accepted then: a reason is given to those who proposed them."""
        kept = self.winners(choice)
        return tuple(ref for ref in self.answers if ref not in kept)


def open_passages(session: Session, standing: Standing, consolidation: Consolidation) -> tuple[BracketPassage, ...]:
    """The passages left open, in reading order; a SQL statement where there is one, two where the draft has one."""
    draft, whole = consolidation.draft, consolidation.text
    there = bool(open_brackets(draft))
    known = passages_of_versions(session, standing.id, standing.language) if there else KnownBrackets()
    found = passages_left_open(known, draft, whole, consolidation.consolidated.sources)
    given = session.execute(items_in_brackets(standing.id)).all() if found else ()
    answered = {item.reference for item, _ in given}
    hidden = frozenset(item.reference for item, _ in given if item.private)
    # The whole page calls paragraphs by the numbers of the version on which it began; a new one has none there.
    number_of, blocks = numbers(consolidation.issued), {block.id: block for block in whole}
    return tuple(
        BracketPassage(
            bracket=each.bracket,
            kind=blocks[each.bracket.block].kind,
            number=number_of.get(each.bracket.block),
            words=shortened(blocks[each.bracket.block].text, 40),
            start=each.was.start if each.was else None,
            choices=each.choices,
            answers=tuple(ref for ref in each.bracket.refs if ref in answered),
            hidden=hidden,
        )
        for each in found
    )


def items_in_brackets(statement_id: int) -> Select[Any, Any]:
    """The question for the items that are to stand open, with that answer, whether a version holds it or not."""
    return (
        select(Item, Disposition)
        .join(Disposition, Disposition.item_id == Item.id)
        .where(Item.statement_id == statement_id, Item.state == ItemState.SENT)
        .where(Disposition.kind == DispositionKind.BRACKETED)
        .order_by(Item.number)
    )

"""What the text at the desk leaves open in square brackets, who is behind each alternative, and what can be settled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.version import Edition, Version
from workflow.queries.consolidation import Desk
from workflow.queries.standing import Standing
from workflow.text.amendment import source_from_list
from workflow.text.anchors import Verdict, reanchor_all
from workflow.text.blocks import Block, BlockKind, numbers
from workflow.text.brackets import TITLE, Bracket, merged, open_brackets, titled, with_references
from workflow.text.excerpt import shortened

Sign = tuple[str, tuple[str, ...]]
_Placed = tuple[str, tuple[str, ...], int]


@dataclass(frozen=True)
class Passage:
    """A passage that is left open in the text as it will read.

    number: of its paragraph, None for a title, a heading and its like; words: the paragraph's first ones. start: where
    the passage stands in the draft; None while it is there only by dispositions that are not issued: they are to be
    changed, and not the words.
    """

    bracket: Bracket
    kind: BlockKind
    number: int | None
    words: str
    start: int | None

    @property
    def in_title(self) -> bool:
        """Whether it is the title that is left open."""
        return self.bracket.block == TITLE

    def winners(self, choice: int) -> tuple[str, ...]:
        """The amendments behind that alternative; behind nothing in its place where it is none."""
        return self.bracket.left_out if choice < 0 else self.bracket.alternatives[choice].refs

    def losers(self, choice: int) -> tuple[str, ...]:
        """The amendments behind the others."""
        kept = self.winners(choice)
        return () if self.in_title else tuple(ref for ref in self.bracket.refs if ref not in kept)


def open_passages(session: Session, standing: Standing, desk: Desk) -> tuple[Passage, ...]:
    """The passages left open, in reading order; one SQL statement where one stands in the draft, else none."""
    text = desk.consolidated
    whole = titled(desk.title, text.blocks)
    found = with_references(open_brackets(whole), text.sources)
    in_draft = _in_draft(titled(desk.draft_title, desk.draft), whole)
    behind = known(session, standing.id, standing.language) if in_draft else {}
    number_of, blocks = numbers(text.blocks), {block.id: block for block in whole}
    return tuple(
        Passage(
            bracket=each if each.refs else behind.get(sign(each), each),
            kind=blocks[each.block].kind,
            number=number_of.get(each.block),
            words=shortened(blocks[each.block].text, 40),
            start=in_draft.get((*sign(each), each.start)),
        )
        for each in found
    )


def _in_draft(draft: Sequence[Block], text: Sequence[Block]) -> Mapping[_Placed, int]:
    """A passage of the text where it stands -> where it stands in the draft: two of one paragraph may read alike."""
    words = {block.id: block.text for block in text}
    found: dict[_Placed, int] = {}
    for block in draft:
        there = open_brackets([block]) if block.id in words else ()
        spans = [(each.start, each.end) for each in there]
        for each, at in zip(there, reanchor_all(block.text, words[block.id], spans) if there else (), strict=True):
            if at.verdict is Verdict.SAME and at.start is not None:
                found[(*sign(each), at.start)] = each.start
    return found


def known(session: Session, statement_id: int, language: str) -> Mapping[Sign, Bracket]:
    """The brackets of all versions that have references, by what they are known by; those alike are one."""
    rows = session.execute(
        select(Edition.title, Edition.blocks, Edition.sources)
        .join(Version, Version.id == Edition.version_id)
        .where(Version.statement_id == statement_id, Edition.language == language)
        .order_by(Version.number)
    ).all()
    each_of: Iterable[Bracket] = (
        bracket
        for row in rows
        for bracket in with_references(
            open_brackets(titled(row.title, row.blocks)), [source_from_list(each) for each in row.sources]
        )
    )
    found: dict[Sign, Bracket] = {}
    for bracket in each_of:
        if bracket.refs:
            found[sign(bracket)] = merged(found.get(sign(bracket), bracket), bracket)
    return found


def sign(bracket: Bracket) -> Sign:
    """What a passage is known by in another version."""
    return bracket.block, bracket.words

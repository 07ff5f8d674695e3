"""The passages that versions left open in square brackets, found again in the text on the consolidation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.version import Edition, Version
from workflow.text.amendments import FoundAgain, found_again, with_references
from workflow.text.document import Bracket, open_brackets, titled
from workflow.text.values import Block, Source, source_from_list

_Sign = tuple[str, tuple[str, ...]]


@dataclass(frozen=True)
class KnownBrackets:
    """The passages that versions left open, each with the amendments behind it.

    text: of the newest version; newest: its passages. earlier: those of the versions before it by their words.
    """

    text: Sequence[Block] = ()
    newest: Sequence[Bracket] = ()
    earlier: Mapping[_Sign, Bracket] = field(default_factory=dict)

    @property
    def refs(self) -> set[str]:
        """All amendments that were behind a passage."""
        return {ref for each in (*self.newest, *self.earlier.values()) for ref in each.refs}

    def found(self, text: Sequence[Block], passages: Sequence[Bracket]) -> list[FoundAgain]:
        """The passages that the text leaves open, each with what it was in the version that left it open last."""
        return [
            FoundAgain(each.passage, was, was.alternatives)
            if not each.was and (was := self.earlier.get(_sign(each.passage)))
            else each
            for each in found_again(self.text, text, self.newest, passages)
        ]

    def besides(self, passage: Bracket | None) -> set[str]:
        """The amendments behind the other passages of the newest version."""
        return {ref for each in self.newest if each != passage for ref in each.refs}


def passages_of_versions(session: Session, statement_id: int, language: str) -> KnownBrackets:
    """The passages of all versions; one SQL statement."""
    rows = session.execute(
        select(Edition.title, Edition.blocks, Edition.sources)
        .join(Version, Version.id == Edition.version_id)
        .where(Version.statement_id == statement_id, Edition.language == language)
        .order_by(Version.number)
    ).all()
    known = KnownBrackets()
    for row in rows:
        text = titled(row.title, row.blocks)
        named = with_references(open_brackets(text), [source_from_list(each) for each in row.sources])
        before = {_sign(each): each for each in known.newest if each.refs}
        known = KnownBrackets(text, [each.named for each in known.found(text, named)], {**known.earlier, **before})
    return known


@dataclass(frozen=True)
class LeftOpen:
    """A passage that the text as it will read leaves open, with the amendments behind each alternative.

    was: the passage of the draft with all of these, and those behind what answers took out of it; None where answers
    make one. choices: of each alternative its place among those of that; answers may have changed words within others.
    """

    bracket: Bracket
    was: Bracket | None = None
    choices: tuple[int, ...] = ()


def passages_left_open(
    known: KnownBrackets, draft: Sequence[Block], text: Sequence[Block], sources: Sequence[Source]
) -> list[LeftOpen]:
    """The passages that the text as it will read leaves open."""
    named, made = with_references(open_brackets(text), sources), []
    of_draft = [each.named for each in known.found(draft, open_brackets(draft))]
    for each, told in zip(found_again(draft, text, of_draft, named), known.found(text, named), strict=True):
        if each.was is None or None in each.stood:
            made.append(LeftOpen(told.named))
        else:
            reads = dict(zip(each.stood, each.named.alternatives, strict=True))
            was = FoundAgain(each.was, each.named, tuple(reads.get(one) for one in each.was.alternatives)).named
            made.append(LeftOpen(each.named, was, tuple(each.was.alternatives.index(one) for one in each.stood if one)))
    return made


def _sign(passage: Bracket) -> _Sign:
    """What a passage is known by in another version."""
    return passage.block, passage.words

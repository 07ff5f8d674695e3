"""Amendments of the same wish, answered as one on the consolidation: what one answer means for each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from workflow.queries.consolidation.consolidation import Consolidation
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.items.kinds import KINDS
from workflow.text.amendments import wishes

_TAKES = frozenset({DispositionKind.ACCEPTED, DispositionKind.PART})


@dataclass(frozen=True)
class GivenAnswer:
    """What an answer says, whoever gives it and to whichever item."""

    kind: DispositionKind
    taken: str = ""
    reason: str = ""
    other: str = ""


@dataclass(frozen=True)
class WishGroup:
    """Two or more amendments of one wish. wordings: their items, those with the same effect together.

    texts: the words of the paragraphs that they would change, by id.
    """

    wordings: tuple[tuple[ConsolidationItem, ...], ...]
    texts: Mapping[str, str] = field(compare=False)

    @property
    def items(self) -> tuple[ConsolidationItem, ...]:
        """All of them, wording by wording."""
        return tuple(item for wording in self.wordings for item in wording)

    @property
    def refs(self) -> tuple[str, ...]:
        """Their references."""
        return tuple(item.reference for item in self.items)

    @property
    def is_one(self) -> bool:
        """Whether they have one and the same effect."""
        return len(self.wordings) == 1

    @property
    def best(self) -> ConsolidationItem:
        """The first amendment of the wording that most organisations want and that may be cited."""
        fit = [wording for wording in self.wordings if not wording[0].private] or list(self.wordings)
        return max(fit, key=lambda wording: sum(1 + item.support for item in wording))[0]

    @property
    def key(self) -> str:
        """What it is called in a form."""
        return f"G{self.items[0].reference}"

    @property
    def to_take(self) -> str:
        """The words from which taking a part of its best wording begins."""
        return self.best.to_take

    def spread(self, said: GivenAnswer, chosen: str, rest: DispositionKind) -> dict[str, GivenAnswer]:
        """Reference -> what one answer to all means for it.

        chosen: the reference of the wording that is accepted in full. rest: what the other wordings become then: PART,
        where its words fit into their place, or OVERTAKEN by it. A part is of the best wording, for all of them.
        """
        if said.kind not in _TAKES:
            return dict.fromkeys(self.refs, said)
        in_part = said.kind is DispositionKind.PART
        first = self.best if in_part else next((i for i in self.items if i.reference == chosen), self.best)
        full = next(wording for wording in self.wordings if first in wording)
        words = said.taken if in_part else first.proposal
        parts = in_part or rest is DispositionKind.PART
        return {
            item.reference: said
            if item is first or (item in full and not in_part)
            else self._beside(item, first, words, said, parts)
            for item in self.items
        }

    def common_answer(self) -> tuple[GivenAnswer, str, DispositionKind] | None:
        """The one answer that gives each item what it has now, with the wording chosen and what the rest became."""
        now = {item.reference: answer_of(item) for item in self.items}
        firsts = (wording[0] for wording in self.wordings)
        for first in sorted(firsts, key=lambda item: item.disposition is not DispositionKind.ACCEPTED):
            said = now[first.reference]
            for rest in (DispositionKind.OVERTAKEN, DispositionKind.PART):
                if said is not None and self.spread(said, first.reference, rest) == now:
                    return said, first.reference, rest
        return None

    def _beside(
        self, item: ConsolidationItem, first: ConsolidationItem, words: str, said: GivenAnswer, parts: bool
    ) -> GivenAnswer:
        """What an item becomes whose own wording is not, or not wholly, the one that is taken."""
        fitting = self._fitting(item, first, words) if parts else None
        if fitting is None:
            return GivenAnswer(DispositionKind.OVERTAKEN, "", said.reason, first.reference)
        if fitting == item.proposal:
            return GivenAnswer(DispositionKind.ACCEPTED, "", said.reason)
        return GivenAnswer(DispositionKind.PART, fitting, said.reason)

    def _fitting(self, item: ConsolidationItem, first: ConsolidationItem, words: str) -> str | None:
        """The words that, in the place of the item's own, read like `words` in the place of the first one's."""
        here, there = item.place, first.place
        if not KINDS[item.kind].is_about_words or here is None or there is None:
            return words if item.kind is first.kind else None
        if not KINDS[first.kind].is_about_words or not here.start <= there.start <= there.end <= here.end:
            return None
        text = self.texts[here.block]
        return text[here.start : there.start] + words + text[there.end : here.end]


def answer_of(item: ConsolidationItem) -> GivenAnswer | None:
    """What became of an item so far."""
    if item.disposition is None:
        return None
    return GivenAnswer(item.disposition, item.taken, item.because, item.other)


def groups(consolidation: Consolidation, items: Sequence[ConsolidationItem], language: str) -> tuple[WishGroup, ...]:
    """The amendments among `items` that want the same, in the order of their first reference.

    Those that one overtook which is not accepted (a common wording that waits for its answer) are answered with it or
    one by one.
    """
    taken = {item.reference for item in consolidation.items if item.disposition in _TAKES}
    free = [item for item in items if not item.other or item.other in taken]
    asked = [replace(item.place, ref=item.reference) for item in free if item.place]
    by_ref = {item.reference: item for item in items}
    texts = {block.id: block.text for block in consolidation.issued}
    return tuple(
        WishGroup(tuple(tuple(by_ref[ref] for ref in refs) for refs in wish.wordings), texts)
        for wish in wishes(consolidation.issued, asked, language)
    )

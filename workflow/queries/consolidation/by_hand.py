"""What the paragraphs that the penholder wrote by hand make of the amendments not yet dealt with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.queries.consolidation.consolidation import Consolidation
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.rules.consolidation.dispositions import OFFERED, DispositionKind, lacking_in_part
from workflow.text.consolidation import judged
from workflow.text.values import Extent


@dataclass(frozen=True)
class ProposedAnswer:
    """How far the text does what was asked, and the answer that fits: offered, never given. taken: words of a part; of
    words that are none (is_part) nothing is filled in.
    """

    extent: Extent
    words: str
    kind: DispositionKind
    is_part: bool = True

    @property
    def taken(self) -> str:
        """The words that an answer in part would take; "" where they are left to the penholder."""
        return self.words if self.kind is DispositionKind.PART and self.is_part else ""


_FITTING: Mapping[Extent, DispositionKind] = {
    Extent.SATISFIED: DispositionKind.ACCEPTED,
    Extent.IN_PART: DispositionKind.PART,
    Extent.IGNORED: DispositionKind.NOT_ACCEPTED,
}


def proposals(
    consolidation: Consolidation, items: Sequence[ConsolidationItem], language: str
) -> Mapping[str, ProposedAnswer]:
    """Reference -> what became of it by hand, for amendments without an answer whose paragraph was written anew."""
    found: dict[str, ProposedAnswer] = {}
    for item in items if consolidation.draft != consolidation.issued else ():
        if item.disposition is not None or item.place is None:
            continue
        made = judged(consolidation.issued, consolidation.draft, item.place, language)
        if made is None or _FITTING[made.extent] not in OFFERED[item.kind]:
            continue
        # All that is proposed may stand there, beside what it was to replace: that is no part that could be taken.
        is_part = not lacking_in_part(item.kind, item.quote, item.proposal, made.words)
        found[item.reference] = ProposedAnswer(made.extent, made.words, _FITTING[made.extent], is_part)
    return found

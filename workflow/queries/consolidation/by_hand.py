"""What the paragraphs that the penholder wrote by hand make of the amendments not yet dealt with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.queries.consolidation.consolidation import Consolidation
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.rules.consolidation.dispositions import OFFERED, DispositionKind, lacking_in_part
from workflow.text.consolidation import judged, open_at, words_in_place
from workflow.text.values import Amendment, Extent


@dataclass(frozen=True)
class ProposedAnswer:
    """How far the text does what was asked, and the answer that fits: offered, never given. words: those proposed that
    the text says; taken: those that an answer in part takes.
    """

    extent: Extent
    words: str
    kind: DispositionKind
    taken: str = ""


_FITTING: Mapping[Extent, DispositionKind] = {
    Extent.SATISFIED: DispositionKind.ACCEPTED,
    Extent.IN_PART: DispositionKind.PART,
    Extent.IGNORED: DispositionKind.NOT_ACCEPTED,
}


def proposals(
    consolidation: Consolidation, items: Sequence[ConsolidationItem], language: str
) -> Mapping[str, ProposedAnswer]:
    """Reference -> what became of it by hand, for amendments without an answer whose paragraph was written anew."""
    waiting = [(item, item.place) for item in items if item.disposition is None and item.place is not None]
    found = {
        item.reference: _proposal(consolidation, item, place, language)
        for item, place in (waiting if consolidation.draft != consolidation.issued else ())
    }
    return {reference: offered for reference, offered in found.items() if offered is not None}


def _proposal(
    consolidation: Consolidation, item: ConsolidationItem, place: Amendment, language: str
) -> ProposedAnswer | None:
    issued, draft = consolidation.issued, consolidation.draft
    made = judged(issued, draft, place, language)
    if made is None:
        return None
    if DispositionKind.BRACKETED in OFFERED[item.kind] and open_at(draft, place, issued):
        return ProposedAnswer(made.extent, made.words, DispositionKind.BRACKETED)
    kind = _FITTING[made.extent]
    if kind is not DispositionKind.PART:
        return ProposedAnswer(made.extent, made.words, kind)
    # Where words only went there are none of those proposed: what is left of the old ones is what was accepted.
    for taken in filter(None, (made.words, words_in_place(issued, draft, place))):
        if not lacking_in_part(item.kind, item.quote, item.proposal, taken, is_said_in_part=True):
            return ProposedAnswer(made.extent, made.words, kind, taken)
    return None

"""An item as it lies on the consolidation."""

from typing import Any, NamedTuple

from workflow.models.item import NO_WORDS, amendment_reference, reference
from workflow.queries.shared.values import value_of
from workflow.rules.consolidation.dispositions import DispositionKind, words_in_part
from workflow.rules.items.kinds import ItemKind, home_of
from workflow.rules.shared.names import Named
from workflow.text.values import Amendment, Verdict


class ConsolidationItem(NamedTuple):
    """An item to be dealt with.

    block: the paragraph beside which it stands, None for the whole text. place: what it asks of the version issued
    last; None for a comment and where its words no longer stand. serial: of its disposition, 0 where there is none.
    other: the amendment that overtook it. private: for the penholder alone. late: sent after its consultation.
    support: of the wording it has now, whose number is `wording`. verdict: on its words in the version issued last,
    if made on another. shown_block, shown_words: where the penholder says that the text says it; None: nowhere.
    showing_id: since when its answer is shown as a draft, if it is. sent_in: with which others it was sent, with_word:
    with a word to the penholder, as `items.ItemShown` says it.
    """

    id: int
    kind: ItemKind
    reference: str
    who: Named
    language: str
    block: str | None
    start: int
    end: int
    quote: str
    after: str | None
    proposal: str
    body: str
    support: int
    place: Amendment | None
    disposition: DispositionKind | None
    taken: str
    because: str
    serial: int
    other: str = ""
    private: bool = False
    late: bool = False
    wording: int = 1
    verdict: Verdict | None = None
    shown_block: str | None = None
    shown_words: str = ""
    showing_id: int | None = None
    sent_in: int | None = None
    with_word: bool = False

    @property
    def anchor(self) -> str:
        """The id of the item on a page."""
        return self.reference.lower()

    @property
    def needs_no_words(self) -> bool:
        """Whether it is a comment of which the penholder says that no words need changing."""
        return (self.shown_block, self.shown_words) == NO_WORDS

    @property
    def to_take(self) -> str:
        """The words from which taking a part begins."""
        return words_in_part(self.quote, self.proposal)


def consolidation_item(row: Any, who: Named, place: Amendment | None) -> ConsolidationItem:
    """The item that a row of the consolidation's question holds; place: what it asks of the version issued last."""
    # A new paragraph stands beside the one that it would follow.
    made_on = home_of(row.kind, row.block, row.after)
    return value_of(
        ConsolidationItem,
        row,
        reference=reference(row.kind, row.number),
        who=who,
        block=row.now_block if row.verdict else made_on,
        place=place,
        taken=row.taken or "",
        because=row.reason or "",
        serial=row.serial or 0,
        shown_words=row.shown_words or "",
        other=amendment_reference(row.other),
        with_word=bool(row.with_word),
    )

"""Words of the text of which the penholder says that they say an amendment: it is so as long as they stand there."""

from collections.abc import Mapping, Sequence

from workflow.text.amendments.carried import Accepted
from workflow.text.anchors.quotations import find
from workflow.text.document.widening import with_whole_words
from workflow.text.values.amendment import NOTHING, Source
from workflow.text.values.block import Block
from workflow.text.values.spans import Span


def pointed_at(accepted: Sequence[Accepted], draft: Sequence[Block], text: Sequence[Block]) -> Mapping[str, Source]:
    """Reference -> where the words shown for it stand in `text`; those whose words are not there are left out.

    draft: what the penholder wrote. A paragraph that is not in it was put into the text by an amendment, and has its
    permanent id from the issue on: such words may stand in any of these.
    """
    own = {block.id for block in draft}
    new = [block for block in text if block.id not in own]
    found: dict[str, Source] = {}
    for each in (each for each in accepted if each.shown and not each.bracketed):
        block, words = each.shown or ("", "")
        there = [one for one in text if one.id == block] if block in own else new
        spans = ((one.id, span) for one in there if (span := place_of(one.text, words)))
        for id_, (start, end) in list(spans)[:1]:
            found[each.amendment.ref] = Source(id_, start, end, (each.amendment.ref,), was=NOTHING)
    return found


def place_of(text: str, words: str) -> Span | None:
    """Where the words stand first, as whole ones; None where they don't."""
    return next((span for span in find(text, words) if with_whole_words(text, *span) == span), None)

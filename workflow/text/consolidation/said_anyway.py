"""Amendments whose answers put nothing into the text, and that the text says all the same.

Another amendment asked for the same, or the penholder wrote it: who is told “not accepted” alone would be misled.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from workflow.text.consolidation.hand_brackets import open_at
from workflow.text.consolidation.satisfied import judged
from workflow.text.edits.fitting import alone
from workflow.text.edits.uptake import closes_its_gaps
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.answers import Extent
from workflow.text.values.block import Block


def said_anyway(
    issued: Sequence[Block], text: Sequence[Block], asked: Iterable[Amendment], language: str
) -> tuple[str, ...]:
    """The references of those `asked`, in the offsets of `issued`, of which the text to come has all that they change.

    Both texts with their titles. Words that the text leaves open in square brackets are not said; nor are those of a
    paragraph that stand in another one now.
    """
    before, after = ({block.id: block for block in blocks} for blocks in (issued, text))
    found = []
    for each in asked:
        if each.kind is not AmendmentKind.REPLACE:
            is_there = _is_said(tuple(issued), tuple(text), each, language)
        else:  # with the other paragraphs beside it one with many answers takes long
            both = [text[each.block] for text in (before, after) if each.block in text]
            is_there = len(both) == 2 and _is_said((both[0],), (both[1],), each, language)
            is_there = is_there and closes_its_gaps(both[0].text, both[1].text, alone(both[0], each))
        if is_there:
            found.append(each.ref)
    return tuple(found)


@lru_cache(maxsize=2048)  # the consolidation asks it of every answer at every look, and few paragraphs have changed
def _is_said(before: tuple[Block, ...], after: tuple[Block, ...], asked: Amendment, language: str) -> bool:
    found = judged(before, after, asked, language)
    return found is not None and found.extent is Extent.SATISFIED and not open_at(after, asked, before)

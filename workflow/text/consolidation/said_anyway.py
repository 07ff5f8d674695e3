"""Amendments whose answers put nothing into the text, and that the text says all the same.

Another amendment asked for the same, or the penholder wrote it: who is told “not accepted” alone would be misled.
"""

from collections.abc import Iterable, Sequence

from workflow.text.consolidation.hand_brackets import open_at
from workflow.text.consolidation.satisfied import judged
from workflow.text.edits.fitting import alone
from workflow.text.edits.uptake import closes_its_gaps, lacks_words
from workflow.text.memory import remembering
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.answers import Extent
from workflow.text.values.block import Block


@remembering()
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
            old, new = before.get(each.block), after.get(each.block)
            is_there = old is not None and new is not None and _is_in_words(old, new, each, language)
        if is_there:
            found.append(each.ref)
    return tuple(found)


def _is_in_words(old: Block, new: Block, asked: Amendment, language: str) -> bool:
    if new.text == old.text or lacks_words(old.text, new.text, asked.words):
        return False
    return _is_said((old,), (new,), asked, language) and closes_its_gaps(old.text, new.text, alone(old, asked))


def _is_said(before: tuple[Block, ...], after: tuple[Block, ...], asked: Amendment, language: str) -> bool:
    found = judged(before, after, asked, language)
    return found is not None and found.extent is Extent.SATISFIED and not open_at(after, asked, before)

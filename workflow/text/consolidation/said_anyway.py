"""Amendments whose answers put nothing into the text, and that the text says all the same.

Another amendment asked for the same, or the penholder wrote it: who is told “not accepted” alone would be misled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from workflow.text.consolidation.consolidation import Consolidated
from workflow.text.consolidation.hand_brackets import open_at
from workflow.text.consolidation.satisfied import judged
from workflow.text.document.brackets import TITLE
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.answers import Extent
from workflow.text.values.block import Block, BlockKind


def said_anyway(
    issued: Sequence[Block], title: str, made: Consolidated, asked: Iterable[Amendment], language: str
) -> tuple[str, ...]:
    """The references of those `asked`, in the offsets of `issued`, of which the text to come has all that they change.

    title: the one issued. Words that the text leaves open in square brackets are not said.
    """
    titles = (_title_block(title),), (_title_block(made.title),)
    return tuple(
        each.ref
        for each in asked
        if (
            _is_said(*titles, _of_words(each, title), language)
            if each.kind is AmendmentKind.TITLE
            else _is_said(issued, made.blocks, each, language)
        )
    )


def _is_said(before: Sequence[Block], after: Sequence[Block], asked: Amendment, language: str) -> bool:
    found = judged(before, after, asked, language)
    return found is not None and found.extent is Extent.SATISFIED and not open_at(after, asked, before)


def _title_block(title: str) -> Block:
    return Block(TITLE, BlockKind.PARAGRAPH, title)


def _of_words(asked: Amendment, title: str) -> Amendment:
    return replace(asked, kind=AmendmentKind.REPLACE, block=TITLE, start=0, end=len(title))

"""Hand-made changes in four languages, and what kind each is: before, after, kinds (`o` obligation, `n` number, `d`
date, `a` name, `w` words, `t` typography or spelling)."""

from collections import Counter
from collections.abc import Sequence

from workflow.text.diff.blocks import BlockChange
from workflow.text.diff.relocated import moved_sentences
from workflow.text.force.changes import block_changes
from workflow.text.values.answers import ChangeKind


def counted_kinds(blocks: Sequence[BlockChange], language: str) -> Counter[ChangeKind]:
    """How many changes are of each kind, as a page counts them; one of two kinds of force counts for both."""
    moved = moved_sentences(blocks)
    return Counter(kind for each in blocks for one in block_changes(each, language, moved) for kind in one.kinds)

"""Which amendments a consultation takes where only some paragraphs, or the title, are open to them."""

from collections.abc import Sequence, Set

from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.text.values import Block

TITLE = "title"
"""Stands for the title among the ids of paragraphs that are open; no permanent id has a vowel."""


def is_open(
    of: ItemKind,
    block: str | None,
    after: str | None,
    opened: Set[str] | None,
    blocks: Sequence[Block],
    agreed: Set[str] = frozenset(),
) -> bool:
    """Whether such an amendment may be sent.

    block: what it changes; after: what it follows, "" for the beginning of the text, which is open with the paragraph
    that stands there. opened: ids of the paragraphs that are open, TITLE among them where the title is; None: all.
    agreed: those that are agreed language and closed whatever the consultation opens; a new paragraph may follow them.
    """
    kind = KINDS[of]
    if not kind.is_new_paragraph and block in agreed:
        return False
    if opened is None:
        return True
    if kind.is_about_title:
        return TITLE in opened
    if kind.is_new_paragraph:
        return (after or (blocks[0].id if blocks else "")) in opened
    return block in opened

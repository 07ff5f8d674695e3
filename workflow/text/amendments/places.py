"""Whether what an amendment is about is there."""

from collections.abc import Mapping

from workflow.text.unicode.spans import require_span
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block


def has_place(amendment: Amendment, blocks: Mapping[str, Block]) -> bool:
    """Whether what the amendment names is there and it says what to do.

    Raises ValueError when its words lie outside the paragraph, are reversed, or cut a character.
    """
    match amendment.kind:
        case AmendmentKind.REPLACE:
            if amendment.block not in blocks:
                return False
            require_span(blocks[amendment.block].text, amendment.start, amendment.end, amendment.ref)
            return True
        case AmendmentKind.ADD:
            return _has_anchor(amendment, blocks) and bool(amendment.words.strip())
        case AmendmentKind.REMOVE:
            return amendment.block in blocks
        case AmendmentKind.TITLE:
            return False
        case AmendmentKind.MOVE:
            return amendment.block in blocks and _has_anchor(amendment, blocks) and amendment.after != amendment.block


def _has_anchor(amendment: Amendment, blocks: Mapping[str, Block]) -> bool:
    return amendment.after == "" or amendment.after in blocks

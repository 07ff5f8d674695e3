"""The words that a text written by hand has where an amendment asks for others."""

from collections.abc import Sequence

from workflow.text.edits.uptake import place_of
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block


def words_in_place(issued: Sequence[Block], draft: Sequence[Block], amendment: Amendment) -> str:
    """What stands in `draft` in the place of the words that it is about, in the offsets of `issued`; "" for nothing."""
    before, after = (
        next((block.text for block in text if block.id == amendment.block), "") for text in (issued, draft)
    )
    if amendment.kind is not AmendmentKind.REPLACE:
        return after
    place = place_of(before, after, amendment.start, amendment.end)
    return after[slice(*place.hunk.now)].strip()

"""What stands in a later version where an item's words stood: read from the place that is kept, never compared."""

from workflow.queries.items.items import ItemShown
from workflow.text.document import marked_slice
from workflow.text.values import Verdict

_THERE = (Verdict.EDITED, Verdict.MOVED)


def words_since(item: ItemShown, verdict: Verdict | None, text: str | None, start: int, end: int) -> str | None:
    """The words that stand there now, where they are others; None where they are the same, have no place, or are gone.

    text: of the paragraph where they stand now. An item about a whole paragraph is about all that stands there.
    """
    if text is None or verdict not in _THERE or item.is_new_paragraph:
        return None
    if start == end and not item.whole:
        return None
    words = marked_slice(text, start, end) if start < end else text
    return words if words != item.quote else None

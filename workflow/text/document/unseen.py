"""What a change does that its words don't show: the address behind a link, and marks of which only one is in it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from workflow.text.document.marks import marks
from workflow.text.values.spans import Span

Signs = list[tuple[int, str]]
_ADDRESS = "]("


def unseen(
    texts: tuple[str, str], old: Span, new: Span, worded: tuple[Sequence[Span], Sequence[Span]] = ((), ())
) -> tuple[Signs, Signs]:
    """For either text the signs to show among the changed words, and the place of each; none that both have.

    A link whose two marks are in the change shows its address. A mark that belongs to one outside it is shown as typed:
    the two of a pair are shown alike. worded: all changes of either text that have words; where both marks are among
    these, their words show how they are set. A text that is all new, or all gone, is compared with nothing.
    """
    if not all(texts):
        return [], []
    gone, come = (list(_signs(*each)) for each in zip(texts, (old, new), worded, strict=True))
    return _without(gone, come), _without(come, gone)


def _signs(text: str, span: Span, worded: Sequence[Span]) -> Iterable[tuple[int, str]]:
    start, end = span
    for (low, high), (first, last) in marks(text):
        is_address = text.startswith(_ADDRESS, low)
        is_whole = start <= low and high <= end
        if is_address and (start <= first < low if is_whole else low + 2 <= end and start < high):
            yield low, f" {text[low + 2 : high - 1]}"
        elif low < end and start < high and (low, high) != (first, last) and not (start <= first and last <= end):
            other = last - 1 if low == first else first
            if not all(any(a <= at < b for a, b in worded) for at in (low, other)):
                yield low, text[max(low, start) : min(high, end)]


def _without(signs: Signs, others: Signs) -> Signs:
    left = Counter(sign for _, sign in others)
    found: Signs = []
    for place, sign in signs:
        if not left[sign]:
            found.append((place, sign))
        left[sign] -= 1
    return sorted(found)

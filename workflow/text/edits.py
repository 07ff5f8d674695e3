"""Words put in the place of others: only the spaces and marks at their ends are fitted to the text around them."""

import unicodedata
from collections.abc import Sequence

from workflow.text.balance import balanced
from workflow.text.edit import Edit
from workflow.text.markdown import one_line
from workflow.text.pieces import Span, marks
from workflow.text.seams import closes, opens

_STOPS = ",.;:!?)]}…،؛؟۔%"


def rewritten(text: str, edits: Sequence[Edit]) -> tuple[str, list[tuple[int, int]]]:
    """`text` with the edits made, and where each one's words stand in it, in the order of `edits`.

    The edits overlap nowhere; two may touch. Their order does not matter.
    """
    edits = [whole(text, edit) for edit in edits]
    tails: dict[int, tuple[int, int]] = {}  # place in `edits` -> distances of its span from the end
    places = sorted(range(len(edits)), key=lambda place: edits[place], reverse=True)
    floors = [edits[place].end for place in places[1:]] + [0]
    for place, floor in zip(places, floors, strict=True):
        edit = balanced(text, fitted(text, edits[place]))
        left, right = text[: max(edit.start, floor)], text[edit.end :]
        tails[place] = (len(edit.words) + len(right), len(right))
        text = left + edit.words + right
    return _composed(text, [(len(text) - tails[p][0], len(text) - tails[p][1]) for p in range(len(edits))])


def whole(text: str, edit: Edit) -> Edit:
    """The edit with the whole of every mark that it would break; words put inside a mark go after it.

    A mark that stays one, as `[^1]` does with another label and a link with another address, is left as it is.
    """
    start, end = edit.start, edit.end
    for (low, high), around in marks(text):
        if (low < start < high or low < end < high) and not _stays(text, edit, (low, high), around):
            start, end = (high, high) if start == end else (min(low, start), max(high, end))
    return Edit(start, end, edit.words)


def _stays(text: str, edit: Edit, mark: Span, around: Span) -> bool:
    """Whether a footnote's mark or a link's end is still one after the edit; stars and underscores bear no cut."""
    if text[mark[0]] not in "[]":
        return False
    made = fitted(text, edit)
    first, last = min(around[0], made.start), max(around[1], made.end)
    result = text[first : made.start] + made.words + text[made.end : last]
    left, right = mark[0] - first, len(result) - (last - mark[1])
    found = [span for span, _ in marks(result)]
    return (made.start <= mark[0] or left in {start for start, _ in found}) and (
        made.end >= mark[1] or right in {end for _, end in found}
    )


def fitted(text: str, edit: Edit) -> Edit:
    """The edit with the space that its words need at either end, and without the gap that words taken out leave."""
    words = one_line(edit.words)
    if not words:
        return _closed_gap(text, edit)
    before, after = text[: edit.start][-1:], text[edit.end : edit.end + 1]
    if edit.start == edit.end:
        inside = before.isalnum() and after.isalnum()
        lead = " " if not inside and closes(before) and opens(words[0]) else ""
        trail = " " if not inside and closes(words[-1]) and opens(after) else ""
    else:
        old = text[edit.start : edit.end]
        lead = old[0] if old[0].isspace() and words[0] not in _STOPS else ""
        lead = " " if old.startswith(("[^", "](")) and closes(before) and opens(words[0]) else lead
        trail = old[-1] if old[-1].isspace() and after not in _STOPS else ""
    return Edit(edit.start, edit.end, lead + words + trail)


def _closed_gap(text: str, edit: Edit) -> Edit:
    start, end = edit.start, edit.end
    before, after, old = text[:start][-1:], text[end : end + 1], text[start:end]
    if old[:1].isspace() and old[-1:].isspace() and before and not before.isspace() and after and after not in _STOPS:
        return Edit(start, end, old[0])
    if old and after == " " and (not before or before.isspace()):
        return Edit(start, end + 1, "")
    if old and before == " " and (not after or after in _STOPS):
        return Edit(start - 1, end, "")
    return Edit(start, end, "")


def _composed(text: str, spans: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    if unicodedata.is_normalized("NFC", text):
        return text, spans
    whole = unicodedata.normalize("NFC", text)
    return whole, [(_moved(text, start, whole), _moved(text, end, whole)) for start, end in spans]


def _moved(text: str, at: int, whole: str) -> int:
    return min(len(unicodedata.normalize("NFC", text[:at])), len(whole))

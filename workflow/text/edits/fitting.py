"""Words put in the place of others: only the spaces and marks at their ends are fitted to the text around them."""

import re
import unicodedata
from collections.abc import Sequence

from workflow.text.document.marks import marked_slice, marks
from workflow.text.edits.balance import balanced, half_marks, kept_apart, with_held_marks
from workflow.text.edits.keeping import with_kept_words
from workflow.text.unicode.normal import one_line
from workflow.text.unicode.seams import closes, opens
from workflow.text.values.amendment import Amendment
from workflow.text.values.block import Block
from workflow.text.values.spans import Edit, Span

STOPS = ",.;:!?)]}…،؛؟۔%"
_CLOSING = re.compile(r"[,.)،](?!\S)")
"""A sign that no language writes after a space, and that begins no number."""
_STARS = "*_"
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")


def rewritten(text: str, edits: Sequence[Edit]) -> tuple[str, list[Span]]:
    """`text` with the edits made, and where each one's words stand in it, in the order of `edits`.

    The edits overlap nowhere; two may touch. Their order does not matter.
    """
    result, spans = replaced(text, edits)
    return result, [new for _, new in spans]


def alone(block: Block, amendment: Amendment) -> str:
    """What the block reads with this one replacement."""
    return rewritten(block.text, [Edit(amendment.start, amendment.end, amendment.words)])[0]


def proposed_words(text: str, span: Span, words: str) -> str:
    """The words as they will stand in the place of others: with the marks and signs of those that they keep."""
    result, [span] = rewritten(text, [Edit(*span, words)])
    return marked_slice(result, *span)


def replaced(text: str, edits: Sequence[Edit]) -> tuple[str, list[tuple[Span, Span]]]:
    """The same as `rewritten`, each span of new words with that of all in `text` that gave way to them."""
    result, top = text, len(text)
    edits = [whole(text, edit) for edit in edits]
    old: dict[int, Span] = {}  # place in `edits` -> what it replaces
    tails: dict[int, Span] = {}  # and the distances of its words from the end
    places = sorted(range(len(edits)), key=lambda place: edits[place], reverse=True)
    floors = [edits[place].end for place in places[1:]] + [0]
    for place, floor in zip(places, floors, strict=True):
        edit = _made(result, edits[place])
        start = max(edit.start, floor)
        left, right = result[:start], result[edit.end :]
        old[place] = start, max(start, min(edit.end, top))
        tails[place] = len(edit.words) + len(right), len(right)
        # The gap that was closed may be the space before the words behind it.
        tails |= {at: (min(far, len(right)), min(near, len(right))) for at, (far, near) in tails.items() if at != place}
        result, top = left + edit.words + right, start
    spans = [(len(result) - tails[place][0], len(result) - tails[place][1]) for place in range(len(edits))]
    result, spans = composed(result, spans)
    return result, [(old[place], span) for place, span in enumerate(spans)]


def exact(text: str, edit: Edit) -> Edit:
    """The edit as it is made: with whole marks, the spaces that its words need, and no half mark left over."""
    return _made(text, whole(text, edit))


def _made(text: str, edit: Edit) -> Edit:
    made = fitted(text, edit)
    if own := with_kept_words(text, made):
        return own
    return made if _brings_other_half(text, edit) else kept_apart(text, balanced(text, made))


def whole(text: str, edit: Edit) -> Edit:
    """The edit with the whole of every mark that it would break or empty; words put inside a mark go after it.

    A mark that stays one, as `[^1]` does with another label and a link with another address, is left as it is.
    """
    if _brings_other_half(text, edit):
        return edit
    start, end = edit.start, edit.end
    escapes = [(sign.span(), sign.span()) for sign in _ESCAPE.finditer(text)]
    for (low, high), around in (*marks(text), *escapes):
        if (low < start < high or low < end < high) and not _stays(text, edit, (low, high), around):
            start, end = (high, high) if start == end else (min(low, start), max(high, end))
    return with_held_marks(text, Edit(start, end, edit.words))


def _brings_other_half(text: str, edit: Edit) -> bool:
    """Whether the words have half a mark and the text its other half: `**urge` made `strongly **urge`."""
    if not half_marks(edit.words):
        return False
    return half_marks(text[: edit.start] + edit.words + text[edit.end :]) <= half_marks(text)


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
    before, after = _seen_beside(text, edit)
    shown = words.strip(_STARS) or words
    if edit.start == edit.end:
        inside = before.isalnum() and after.isalnum()
        lead = " " if not inside and closes(before) and opens(shown[0]) else ""
        trail = " " if not inside and closes(shown[-1]) and opens(after) else ""
    else:
        old = text[edit.start : edit.end]
        lead = old[0] if old[0].isspace() and words[0] not in STOPS else ""
        trail = old[-1] if old[-1].isspace() and after not in STOPS else ""
        # A stop, a mark or another sign stood between two words; now nothing would.
        lead = " " if _is_sign(old[0]) and closes(before) and opens(shown[0]) else lead
        trail = " " if _is_sign(old[-1]) and closes(shown[-1]) and opens(after) else trail
    start = edit.start - (edit.start < edit.end and text[: edit.start].endswith(" ") and bool(_CLOSING.match(words)))
    return Edit(start, edit.end, lead + words + trail)


def _is_sign(char: str) -> bool:
    return not char.isalnum() and not char.isspace() and char not in _STARS


def _seen_beside(text: str, edit: Edit) -> tuple[str, str]:
    """What a reader sees on either side of the edit; "" at the ends."""
    return text[: edit.start].rstrip(_STARS)[-1:], text[edit.end :].lstrip(_STARS)[:1]


def _closed_gap(text: str, edit: Edit) -> Edit:
    start, end = edit.start, edit.end
    before, after = _seen_beside(text, edit)
    old, begins, ends = text[start:end], not before or before.isspace(), not after or after.isspace()
    if old[:1].isspace() and old[-1:].isspace() and not begins and not ends and after not in STOPS:
        return Edit(start, end, old[0])
    if old and begins and text[end : end + 1] == " ":
        return Edit(start, end + 1, "")
    if old and (ends or after in STOPS) and text[:start][-1:] == " ":
        return Edit(start - 1, end, "")
    return Edit(start, end, "")


def composed(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """The text in NFC, and where the spans stand in it."""
    if unicodedata.is_normalized("NFC", text):
        return text, spans
    whole = unicodedata.normalize("NFC", text)
    return whole, [(_moved(text, start, whole), _moved(text, end, whole)) for start, end in spans]


def _moved(text: str, at: int, whole: str) -> int:
    return min(len(unicodedata.normalize("NFC", text[:at])), len(whole))

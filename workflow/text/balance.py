"""Words replaced across a Markdown mark: what was opened outside them stays open there, and closes before them."""

from collections.abc import Sequence

from workflow.text.edit import Edit
from workflow.text.pieces import Span, pairs

_SIGNS = frozenset("*_]")
_Pairs = Sequence[tuple[Span, Span]]


def balanced(text: str, edit: Edit) -> Edit:
    """The edit without half a mark left over: `**a b** c` with `b** c` replaced by `d` becomes `**a** d`.

    Words that are all that a mark holds, and go beyond it, take the mark with them.
    """
    if _SIGNS.isdisjoint(text[edit.start : edit.end]):
        return edit
    found = sorted(pairs(text))
    edit = _with_whole_marks(edit, found)
    closing = [text[b[0] : b[1]] for a, b in found if a[0] < edit.start and edit.start <= b[0] < edit.end]
    opening = [text[a[0] : a[1]] for a, b in found if edit.start <= a[0] < edit.end <= b[0]]
    return _kept_open(text, _kept_closed(text, edit, "".join(reversed(closing))), "".join(opening))


def _with_whole_marks(edit: Edit, found: _Pairs) -> Edit:
    start, end = edit.start, edit.end
    for opening, closing in reversed(found):
        if opening[1] == start and closing[1] <= end:
            start = opening[0]
    for opening, closing in found:
        if closing[0] == end and opening[0] >= start:
            end = closing[1]
    return Edit(start, end, edit.words)


def _kept_closed(text: str, edit: Edit, marks: str) -> Edit:
    if not marks:
        return edit
    left = text[: edit.start]
    start = len(left.rstrip())
    return Edit(start, edit.end, marks + left[start:] + edit.words)


def _kept_open(text: str, edit: Edit, marks: str) -> Edit:
    if not marks:
        return edit
    right = text[edit.end :]
    gap = right[: len(right) - len(right.lstrip())]
    return Edit(edit.start, edit.end + len(gap), edit.words + gap + marks)

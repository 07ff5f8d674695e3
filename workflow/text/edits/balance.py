"""Words replaced across a Markdown mark: what was opened outside them stays open there, and closes before them."""

from workflow.text.document.marks import pairs, pieces
from workflow.text.values.spans import Edit, Span

_SIGNS = frozenset("*_[]")


def half_marks(text: str) -> int:
    """How many stars and underscores a reader sees in the text that are not meant as they stand."""
    if _SIGNS.isdisjoint(text):
        return 0
    seen = (at for piece in pieces(text) for at in range(piece.start, piece.end) if text[at] in "*_")
    return sum(text[at - 1 : at] != "\\" for at in seen)


def with_held_marks(text: str, edit: Edit) -> Edit:
    """The edit with the marks whose words it takes out, or of which it takes out one with all the words."""
    if edit.start == edit.end or _SIGNS.isdisjoint(text[max(edit.start - 1, 0) : edit.end + 1]):
        return edit
    start, end = edit.start, edit.end
    for opening, closing in reversed(_pairs(text)):
        holds_all = start <= opening[1] and closing[0] <= end
        if holds_all and (not edit.words.strip() or start <= opening[0] or closing[1] <= end):
            start, end = min(start, opening[0]), max(end, closing[1])
    return Edit(start, end, edit.words)


def balanced(text: str, edit: Edit) -> Edit:
    """The edit without half a mark left over: `**a b** c` with `b** c` replaced by `d` becomes `**a** d`."""
    if _SIGNS.isdisjoint(text[edit.start : edit.end]):
        return edit
    found = _pairs(text)
    closing = [text[b[0] : b[1]] for a, b in found if a[0] < edit.start and edit.start <= b[0] < edit.end]
    opening = [text[a[0] : a[1]] for a, b in found if edit.start <= a[0] < edit.end <= b[0]]
    return _kept_open(text, _kept_closed(text, edit, "".join(reversed(closing))), "".join(opening))


def _pairs(text: str) -> list[tuple[Span, Span]]:
    return sorted(pairs(text))


def _kept_closed(text: str, edit: Edit, marks: str) -> Edit:
    if not marks:
        return edit
    left = text[: edit.start]
    start = len(left.rstrip())
    gap = left[start:] or " " * meet(marks, edit.words)
    return Edit(start, edit.end, marks + gap + edit.words)


def _kept_open(text: str, edit: Edit, marks: str) -> Edit:
    if not marks:
        return edit
    right = text[edit.end :]
    gap = right[: len(right) - len(right.lstrip())]
    return Edit(edit.start, edit.end + len(gap), edit.words + (gap or " " * meet(edit.words, marks)) + marks)


def meet(left: str, right: str) -> bool:
    """Whether two marks would stand together and be read as one."""
    return bool(left and right) and left[-1] == right[0] and right[0] in "*_"


def kept_apart(text: str, edit: Edit) -> Edit:
    """The edit with a space where marks that meet would be read as others: `**a**` before `**b**`."""
    left, words, right = text[: edit.start], edit.words, text[edit.end :]
    if not (meet(left, words or right) or meet(words, right)):
        return edit
    apart = " " * meet(left, words or right) + words + " " * meet(words, right)
    is_better = half_marks(left + apart + right) < half_marks(left + words + right)
    return Edit(edit.start, edit.end, apart) if is_better else edit

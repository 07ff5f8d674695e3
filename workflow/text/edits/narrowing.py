"""What a replacement really changes: of a quoted sentence in which one word is another, that word."""

from collections.abc import Sequence
from functools import lru_cache

from workflow.text.alignment.trust import weight
from workflow.text.diff.words import hunks, word_diff
from workflow.text.edits.fitting import composed, exact, whole
from workflow.text.values.spans import Edit, Span

_STAYS = 0.5  # share of the quoted words; where less stays it is another sentence, and stands as a whole


@lru_cache(maxsize=4096)  # a desk asks the same of every pair, at every answer
def changes(text: str, edit: Edit) -> tuple[Edit, ...]:
    """The changes of which the edit consists, in reading order: to be made to the letter, in offsets of `text`.

    The edit alone, as it is made, where it stands as a whole: most of its words are others, or one of its changes would
    break a mark.
    """
    made = exact(text, edit)
    ops = word_diff(text[made.start : made.end], made.words)
    stays = sum(weight(words) for op, words in ops if op == 0)
    found = tuple(Edit(made.start + a, made.start + b, made.words[c:d]) for a, b, c, d in hunks(ops))
    if stays < _STAYS * weight(text[made.start : made.end]) or any(whole(text, each) != each for each in found):
        return (made,)
    return found or (made,)


def spliced(text: str, edits: Sequence[Edit]) -> tuple[str, list[tuple[Span, Span]]]:
    """`text` with edits made to the letter, and for each what gave way and where its words stand now; edits: sorted,
    none overlaps another.
    """
    pieces: list[str] = []
    spans: list[tuple[Span, Span]] = []
    at = size = 0
    for edit in edits:
        start = max(edit.start, at)
        pieces += [text[at:start], edit.words]
        size += start - at
        spans.append(((start, max(start, edit.end)), (size, size + len(edit.words))))
        at, size = max(start, edit.end), size + len(edit.words)
    result, now = composed("".join([*pieces, text[at:]]), [new for _, new in spans])
    return result, [(old, new) for (old, _), new in zip(spans, now, strict=True)]

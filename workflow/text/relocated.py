"""Sentences that were taken out at one place and put in, word by word, at another: they say what they said."""

from collections import Counter
from collections.abc import Iterable, Sequence, Set

from workflow.text.alignment.trust import weight
from workflow.text.sentences import sentences

_SURE = 20  # weight of a sentence that stands at two places by more than chance

Span = tuple[int, int]


def relocated(deleted: Iterable[str], inserted: Iterable[str]) -> frozenset[str]:
    """The sentences that stand whole, and as often, among what was deleted and among what was inserted."""
    gone, come = _said(deleted), _said(inserted)
    return frozenset(sentence for sentence, count in gone.items() if come[sentence] == count)


def places(text: str, spans: Sequence[Span], which: Set[str]) -> list[Span]:
    """Where in the spans of a text, in order, a sentence of `which` stands."""
    if not which:
        return []
    return [
        (first + start, first + end)
        for first, last in spans
        for start, end in sentences(text[first:last])
        if text[first + start : first + end] in which
    ]


def _said(texts: Iterable[str]) -> Counter[str]:
    found = (text[start:end] for text in texts for start, end in sentences(text))
    return Counter(sentence for sentence in found if weight(sentence) >= _SURE)

"""Whether words mean the same in another sentence: one "not" beside them, a number or a day turns them round."""

from collections.abc import Sequence
from functools import lru_cache

from workflow.text.alignment.touched import sentence_spans
from workflow.text.force.finder import bare, force
from workflow.text.values.answers import ChangeKind
from workflow.text.values.spans import Span

_FORCE = {ChangeKind.OBLIGATION: 40, ChangeKind.NUMBER: 1, ChangeKind.DATE: 1}
"""Code points beside words within which a word of force belongs to them: a "not" may turn them round from afar."""


def is_turned(asked: str, comes: Sequence[Span], text: str, places: Sequence[int | None], language: str) -> bool:
    """Whether words proposed stand in a sentence that has a word of force more or less than theirs."""
    for span, at in zip(comes, places, strict=True):
        if at is not None:
            one, other = _forces(asked, span, language), _forces(text, (at, at + span[1] - span[0]), language)
            if (one[0] - other[1]) | (other[0] - one[1]):
                return True
    return False


def _forces(text: str, span: Span, language: str) -> tuple[set[str], set[str]]:
    """What binds or negates near the words or is a number or a day with them, and all of these in their sentence."""
    whole = [each for each in _sentences(text) if each[0] < span[1] and span[0] < each[1]] or [span]
    low, high = whole[0][0], whole[-1][1]
    found = _said(text[low:high], language)
    start, end = span[0] - low, span[1] - low
    near = {form for a, b, kind, form in found if start - _FORCE[kind] < b and a < end + _FORCE[kind]}
    return near, {form for _, _, _, form in found}


@lru_cache(maxsize=16)  # each of the words proposed asks for its sentence
def _said(sentence: str, language: str) -> tuple[tuple[int, int, ChangeKind, str], ...]:
    found = (each for each in force(sentence, language) if each.kind in _FORCE)
    return tuple((each.start, each.end, each.kind, bare(each.form)) for each in found)


@lru_cache(maxsize=16)
def _sentences(text: str) -> tuple[Span, ...]:
    return tuple(sentence_spans(text))

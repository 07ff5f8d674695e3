"""Whether words mean the same in another sentence: one "not" beside them, a number or a day turns them round."""

from collections.abc import Sequence

from workflow.text.alignment.touched import sentence_spans
from workflow.text.changes import ChangeKind
from workflow.text.force.finder import folded, force

_FORCE = {ChangeKind.OBLIGATION: 40, ChangeKind.NUMBER: 1, ChangeKind.DATE: 1}
"""Code points beside words within which a word of force belongs to them: a "not" may turn them round from afar."""

Span = tuple[int, int]


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
    whole = [each for each in sentence_spans(text) if each[0] < span[1] and span[0] < each[1]] or [span]
    low, high = whole[0][0], whole[-1][1]
    found = [
        (low + each.start, low + each.end, each) for each in force(text[low:high], language) if each.kind in _FORCE
    ]
    near = [
        each for start, end, each in found if span[0] - _FORCE[each.kind] < end and start < span[1] + _FORCE[each.kind]
    ]
    return {folded(each.form) for each in near}, {folded(each.form) for _, _, each in found}

"""Whether words mean the same in another sentence: one "not" beside them, a number or a day turns them round."""

from collections.abc import Sequence

from workflow.text.alignment.touched import sentence_spans
from workflow.text.force.finder import Force, bare, force
from workflow.text.values.answers import ChangeKind
from workflow.text.values.spans import Span

_FORCE = {ChangeKind.OBLIGATION: 40, ChangeKind.NUMBER: 1, ChangeKind.DATE: 1}
"""Code points beside words within which a word of force belongs to them: a "not" may turn them round from afar."""


def is_turned(asked: str, comes: Sequence[Span], text: str, places: Sequence[int | None], language: str) -> bool:
    """Whether words proposed stand in a sentence that has a word of force more or less than theirs."""
    one, other = _BindingSentences(asked, language), _BindingSentences(text, language)
    for span, at in zip(comes, places, strict=True):
        if at is not None:
            (near, all_), (near_now, all_now) = one.forces(span), other.forces((at, at + span[1] - span[0]))
            if (near - all_now) | (near_now - all_):
                return True
    return False


class _BindingSentences:
    """The sentences of a text with their words of force, found where they are asked for."""

    def __init__(self, text: str, language: str) -> None:
        self.text, self.language = text, language
        self.spans = list(sentence_spans(text))
        self.said: dict[Span, list[Force]] = {}

    def forces(self, span: Span) -> tuple[set[str], set[str]]:
        """What binds or negates near the words or is a number or a day there, and all of these in their sentence."""
        whole = [each for each in self.spans if each[0] < span[1] and span[0] < each[1]] or [span]
        found = self._of((whole[0][0], whole[-1][1]))
        start, end = span[0] - whole[0][0], span[1] - whole[0][0]
        near = [each for each in found if start - _FORCE[each.kind] < each.end and each.start < end + _FORCE[each.kind]]
        return {bare(each.form) for each in near}, {bare(each.form) for each in found}

    def _of(self, span: Span) -> list[Force]:
        if span not in self.said:
            found = force(self.text[slice(*span)], self.language)
            self.said[span] = [each for each in found if each.kind in _FORCE]
        return self.said[span]

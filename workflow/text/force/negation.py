"""Negations that only moved: "An agreement cannot be reached" says what "No agreement can be reached" says."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from workflow.text.force.finder import comparable, force, lower
from workflow.text.force.table import ForceTable
from workflow.text.force.tables import table
from workflow.text.tokens.sentences import PAUSES, STOPS, WIDE_PAUSES, WIDE_STOPS
from workflow.text.values.answers import ChangeKind
from workflow.text.values.spans import Span

_BORDER = re.compile(f"[{STOPS}{PAUSES}{WIDE_STOPS}{WIDE_PAUSES}\n]")
_FARTHEST = 500  # code points of a clause beside a change
_WORD = re.compile(r"[^\W\d_]+'?")


def clause(text: str, span: Span) -> Span:
    """The stretch around a span from one stop or pause to the next, as far as it is near."""
    low, high = max(0, span[0] - _FARTHEST), min(len(text), span[1] + _FARTHEST)
    start = max((found.end() for found in _BORDER.finditer(text, low, span[0])), default=low)
    behind = _BORDER.search(text, span[1], high)
    return start, behind.start() if behind else high


def is_negation_moved(before: str, after: str, language: str) -> bool:
    """Whether a negation went from the verb of a clause to its noun, or back, and nothing else that binds changed.

    A clause that speaks of all, of the one or of some does not say the same when it speaks of none.
    """
    words = table(language)
    sides = [lower(comparable(text)[0]) for text in (before, after)]
    whole = [_with_verbs_negated(side, words) for side in sides]
    if whole == sides or _obligations(whole[0], language) != _obligations(whole[1], language):
        return False
    one, other = (Counter(_WORD.findall(side)) for side in whole)
    return not any(re.fullmatch(words.definite, word) for word in (one - other) | (other - one))


def _with_verbs_negated(low: str, words: ForceTable) -> str:
    """The clause with the negation of a noun at its verb."""
    for pattern, other in _rewritings(words):
        low = pattern.sub(other, low)
    return low


def _obligations(text: str, language: str) -> Sequence[str]:
    return [each.form for each in force(text, language) if each.kind is ChangeKind.OBLIGATION]


@cache  # one a language
def _rewritings(of: ForceTable) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), other) for pattern, other in of.negations.items())

"""What of a text would be heard if it were read out: two spellings of the same words sound alike."""

import re
from functools import cache

from workflow.text.force.finder import MARKS, bare
from workflow.text.force.forms import latin
from workflow.text.force.table import ForceTable
from workflow.text.force.tables import table
from workflow.text.unicode.signs import ARABIC, ONE_KIND

_SIGNS = re.compile(r"[\W_]+")
_TWICE = re.compile(r"([^\W\d_])\1")
_ALIKE = ARABIC | ONE_KIND | str.maketrans({"ؤ": "ء", "ئ": "ء", "œ": "oe", "æ": "ae"})


def sound(text: str, language: str) -> str:
    """What two spellings of the same words have in common."""
    words = folded_words(latin(text.translate(_ALIKE)))
    for pattern, other in _spellings(table(language)):
        words = pattern.sub(other, words)
    return _TWICE.sub(r"\1", _SIGNS.sub("", words))


def folded_words(text: str) -> str:
    """The words of a text folded, single spaces between."""
    return " ".join(bare(word) for word in _SIGNS.split(MARKS.sub("", text)) if word)


def is_negated(before: str, after: str, language: str) -> bool:
    """Whether a word only got, or lost, a beginning that turns it round."""
    old, new = (set(folded_words(text).split()) for text in (before, after))
    sides = (old - new, new - old), (new - old, old - new)
    starts = table(language).negating
    return any(start + one in others for ones, others in sides for one in ones if len(one) > 3 for start in starts)


@cache
def _spellings(of: ForceTable) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), other) for pattern, other in of.spellings.items())

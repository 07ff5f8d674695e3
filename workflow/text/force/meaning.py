"""Whether two readings mean the same: what is heard of them, and what a negation, a number or a day turns round."""

import re
from collections import Counter
from collections.abc import Sequence

from workflow.text.alignment.touched import sentence_spans
from workflow.text.force.finder import MARKS, Force, bare, comparable, force, latin
from workflow.text.force.levels import BESIDE, CLAUSE, SHORTEST
from workflow.text.force.table import words
from workflow.text.force.vocabulary import Vocabulary, vocabulary
from workflow.text.tokens.sentences import PAUSES, STOPS, WIDE_PAUSES, WIDE_STOPS
from workflow.text.unicode.folding import lower_in_place
from workflow.text.unicode.signs import ARABIC, ONE_KIND
from workflow.text.values.answers import ChangeKind
from workflow.text.values.spans import Hunk, Span

_BORDER = re.compile(f"[{STOPS}{PAUSES}{WIDE_STOPS}{WIDE_PAUSES}\n]")
_WORD = re.compile(r"[^\W\d_]+'?")
_SIGNS = re.compile(r"[\W_]+")
_TWICE = re.compile(r"([^\W\d_])\1")
_ALIKE = ARABIC | ONE_KIND | str.maketrans({"ؤ": "ء", "ئ": "ء", "œ": "oe", "æ": "ae"})

# Words of one list turn nothing beside them round where one stands for another: verbs that bind or allow, negations.
_EXCHANGED = (
    words("will, shall, must, should, may, can, doit, devra, peut, pourra, debe, debera, puede, podra, يجب, يجوز"),
    words("not, never, pas, jamais, nunca, jamas"),
)
_ANY = frozenset[str]().union(*_EXCHANGED)


def sound(text: str, language: str) -> str:
    """What would be heard if the text were read out: two spellings of the same words sound alike."""
    words = folded_words(latin(text.translate(_ALIKE)))
    for ending, other in vocabulary(language).spellings:
        words = ending.sub(other, words)
    return _TWICE.sub(r"\1", _SIGNS.sub("", words))


def folded_words(text: str) -> str:
    """The words of a text folded, single spaces between."""
    return " ".join(bare(word) for word in _SIGNS.split(MARKS.sub("", text)) if word)


def is_negated(before: str, after: str, language: str) -> bool:
    """Whether a word only got, or lost, a beginning that turns it round."""
    old, new = (set(folded_words(text).split()) for text in (before, after))
    sides, starts = ((old - new, new - old), (new - old, old - new)), vocabulary(language).negating
    return any(
        start + one in others for ones, others in sides for one in ones if len(one) >= SHORTEST for start in starts
    )


def clause(text: str, span: Span) -> str:
    """The stretch around a span from one stop or pause to the next, as far as it is near."""
    low, high = max(0, span[0] - CLAUSE), min(len(text), span[1] + CLAUSE)
    start = max((found.end() for found in _BORDER.finditer(text, low, span[0])), default=low)
    behind = _BORDER.search(text, span[1], high)
    return text[start : behind.start() if behind else high]


def is_negation_moved(before: str, after: str, language: str) -> bool:
    """Whether a negation went from the verb of a clause to its noun, or back, and nothing else that binds changed:
    "An agreement cannot be reached" says what "No agreement can be reached" says.

    A clause that speaks of all, of the one or of some does not say the same when it speaks of none.
    """
    words = vocabulary(language)
    sides = [lower_in_place(comparable(text)[0]) for text in (before, after)]
    whole = [_with_verbs_negated(side, words) for side in sides]
    if whole == sides or _obligations(whole[0], language) != _obligations(whole[1], language):
        return False
    one, other = (Counter(_WORD.findall(side)) for side in whole)
    return not any(words.definite.fullmatch(word) for word in (one - other) | (other - one))


def is_turned(texts: tuple[str, str, str], comes: Sequence[Hunk], places: Sequence[int | None], language: str) -> bool:
    """Whether words proposed stand in a sentence that has a word of force more or less than theirs.

    texts: the one before, as it would read, and as it reads. comes: hunks between the first two. places: where the
    words of each stand in the third. One verb that binds for another that was to stay as it was is another's change; so
    is one negation for another.
    """
    before, asked, now = ((list(sentence_spans(each)), force(each, language)) for each in texts)
    for hunk, at in zip(comes, places, strict=True):
        if at is not None:
            near, said = _said(*asked, hunk.now)
            near_now, said_now = _said(*now, (at, at + hunk.place_end - hunk.place))
            gone, came, had = said - said_now, said_now - said, _said(*before, hunk.was)[1] & _ANY
            lacking, more = near & gone, near_now & came
            is_exchanged = all(len(gone & each) == len(came & each) for each in _EXCHANGED)
            if (lacking or more) and not (is_exchanged and lacking <= had and more <= _ANY):
                return True
    return False


def _said(sentences: Sequence[Span], forces: Sequence[Force], span: Span) -> tuple[set[str], set[str]]:
    """What binds or negates near the words or is a number or a day there, and all of these in their sentence."""
    whole = [each for each in sentences if each[0] < span[1] and span[0] < each[1]] or [span]
    found = [each for each in forces if each.kind in BESIDE and whole[0][0] <= each.start and each.end <= whole[-1][1]]
    near = [each for each in found if span[0] - each.end < BESIDE[each.kind] > each.start - span[1]]
    return {bare(each.form) for each in near}, {bare(each.form) for each in found}


def _with_verbs_negated(low: str, words: Vocabulary) -> str:
    """The clause with the negation of a noun at its verb."""
    for negated, other in words.negations:
        low = negated.sub(other, low)
    return low


def _obligations(text: str, language: str) -> list[str]:
    return [each.form for each in force(text, language) if each.kind is ChangeKind.OBLIGATION]

"""Where words of force stand in a text: obligations, numbers, dates and names, each with its form.

The form is what the words come to: two that say the same have one, such as `5 May` and `May 5th`, `two` and `2`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow.text.force.levels import BEGINNING, BRACKETS, LABEL, PREFIX, TITLE
from workflow.text.force.vocabulary import ALSO_WORDS, Vocabulary, vocabulary
from workflow.text.memory import remembered
from workflow.text.unicode.folding import lower_in_place
from workflow.text.unicode.signs import ARABIC, SINGLE_QUOTES
from workflow.text.values.answers import ChangeKind
from workflow.text.values.spans import Span


@dataclass(frozen=True, slots=True)
class Force:
    """Words of force at `text[start:end]`."""

    start: int
    end: int
    kind: ChangeKind
    form: str


MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200c-\u200f]")
# A bracket that leaves words open, too; but not one of several beside each other, which are read each alone.
_OPEN = re.compile(r"(?<![\w\]])(?<!\]\s)\[[^\[\]]*\](?!\s?\[|\w)")
_LIKE = (
    ARABIC
    | dict.fromkeys(map(ord, SINGLE_QUOTES), "'")
    | str.maketrans("\u2010\u2011\xa0\u202f٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "--  01234567890123456789")
)
_OPENING = r"[\s\"'”“«»‘()\[\]¿¡*_–—•-]*"
_SENTENCE_START = re.compile(rf"(?:^|[.!?…:;\n])(?:{_OPENING}\(?(?:[a-z]|[ivx]+|[0-9]+)[.)])?{_OPENING}\Z")
_NEXT_ALTERNATIVE = re.compile(r"\]\s?\[\Z")
_YEAR = re.compile(r"\d{4}")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_ORDINAL = re.compile(r"(?<=\d)[^\d.,:٫٬/\s].*|(?<=\d)\.[^\d].*")
_DECIMAL = re.compile(r"[,٫](?=\d)")
_DAY = re.compile(r"\d+")
_TENS_AND_ONES = re.compile(r"(?<!quatre)[-\s]+(?:(?:et|y)[-\s]+)?(?!dix\b)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


@remembered  # many amend one paragraph
def force(text: str, language: str) -> list[Force]:
    """The words of force of a text in their order; none overlap: a date holds its numbers."""
    seen, places = comparable(text)
    found, free = list[Force](), [True] * len(seen)
    for (start, end), kind, form in _matches(seen, vocabulary(language)):
        if all(free[start:end]):
            free[start:end] = [False] * (end - start)
            found.append(Force(places[start], places[end - 1] + 1, kind, form))
    return sorted(found, key=lambda one: one.start)


def bare(text: str) -> str:
    """A word without case, accents, vowel marks and white space: two that differ only there are equal."""
    seen = (char for char in unicodedata.normalize("NFKD", MARKS.sub("", text)) if not unicodedata.combining(char))
    return "".join("".join(seen).casefold().split())


def comparable(text: str) -> tuple[str, Sequence[int]]:
    """The text with one kind of apostrophe, alif and digit, without marks and brackets, and the old place of each
    sign.
    """
    unheard = {match.start() for match in MARKS.finditer(text)}
    unheard.update(at for match in _OPEN.finditer(text) for at in (match.start(), match.end() - 1))
    places = [at for at in range(len(text)) if at not in unheard] if unheard else range(len(text))
    return "".join(text[at] for at in places).translate(_LIKE), places


def latin(text: str) -> str:
    """The text with its digits, of whatever script, as 0 to 9."""
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def _matches(seen: str, words: Vocabulary) -> Iterator[tuple[Span, ChangeKind, str]]:
    """The span, kind and form of all that may be of force, what is to be preferred first."""
    low = lower_in_place(seen)
    for span in _spans(words.date, words.with_months(low)):
        form = _date(low[slice(*span)], words)
        if not _is_no_date(seen, low, span, form, words):
            yield span, ChangeKind.DATE, form
    for span in _spans(words.roman, seen):
        yield span, ChangeKind.NUMBER, _roman(seen[slice(*span)])
    for span in _outside(_spans(words.number, low), words.idiom, low):
        yield span, ChangeKind.NUMBER, _number(low[slice(*span)], words)
    for span in _outside(_spans(words.binding, low), words.unbinding, low):
        if seen[slice(*span)] != "May":  # "in May" is no permission
            yield span, ChangeKind.OBLIGATION, _form_of(low[slice(*span)], words.obligation, words)
    for span in _spans(words.name, seen):
        if _is_name(seen, low, span, words):
            # Of a state and its people, of one and many the same.
            yield span, ChangeKind.NAME, bare(_form_of(low[slice(*span)], words.names, words)).removesuffix("s")


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        yield match.span(match.lastgroup or 0)


def _outside(spans: Iterable[Span], idioms: re.Pattern[str], text: str) -> Iterator[Span]:
    within = bytearray(len(text))
    for match in idioms.finditer(text):
        within[slice(*match.span())] = bytes([1]) * len(match.group())
    return (span for span in spans if not any(within[slice(*span)]))


def _is_no_date(seen: str, low: str, span: Span, form: str, words: Vocabulary) -> bool:
    """Whether it is the verb "march", the Plaza de Mayo, or the 1820th resolution."""
    start, end = span
    if "#" in form and words.capital_months:
        return seen[start:end].islower() or (low[start:end] in ALSO_WORDS and _begins_sentence(seen, start))
    if form[0] == "#" and " " not in form and not words.prefixes:
        return not seen[start:end].islower() and not _begins_sentence(seen, start)
    is_year = _YEAR.fullmatch(low[start:end]) is not None
    return is_year and words.after_label.search(low, max(0, start - LABEL), start) is not None


def _is_name(seen: str, low: str, span: Span, words: Vocabulary) -> bool:
    """Whether a word has its capital from more than the sentence that it begins."""
    start, end = span
    if words.prefixes or low[start:end] in words.names or sum(map(str.isupper, seen[start:end])) > 1:
        return True
    return not _begins_sentence(seen, start) or words.after_title.search(seen, max(0, start - TITLE), start) is not None


def _begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins there; of alternatives in brackets each begins where the first does."""
    while beside := _NEXT_ALTERNATIVE.search(text, max(at - BRACKETS, 0), at):
        at = max(text.rfind("[", 0, beside.start()), 0)
    return _SENTENCE_START.search(text, max(at - BEGINNING, 0), at) is not None


def _form_of(text: str, entries: Mapping[str, str], words: Vocabulary) -> str:
    """The form of an entry as it stands in a text; what a script writes together with it is left out."""
    entry = " ".join(text.split())
    starts = range(min(PREFIX, len(entry.partition(" ")[0]))) if words.prefixes else (0,)
    found = (f"{article}{entry[at:]}" for at in starts for article in ("", "ال"))
    return next((entries[each] for each in found if each in entries), entry)


def _number(text: str, words: Vocabulary) -> str:
    """Digits of any script without the marks that part thousands; `#5` for five, `#5.` for the fifth."""
    if not text[0].isdecimal():
        return "%" if text in "%٪" else _number_of_words(text, words)
    bare = _ORDINAL.sub("", text)
    whole = re.sub(rf"(?<=\d)[\s{re.escape(words.thousands)}](?=\d{{3}}(?!\d))|\s(?=/)|(?<=/)\s", "", bare)
    return f"#{_DECIMAL.sub('.', whole)}{'.' if bare != text else ''}"


def _number_of_words(text: str, words: Vocabulary) -> str:
    """The form of number words: of tens and ones their sum."""
    whole = _form_of(text, words.numbers, words)
    parts = [_form_of(part, words.numbers, words) for part in _TENS_AND_ONES.split(text)]
    values = [int(part[1:]) for part in parts if part[0] == "#" and part[1:].isdecimal()]
    return whole if whole[0] == "#" or len(values) < 2 or len(values) < len(parts) else f"#{sum(values)}"


def _roman(text: str) -> str:
    values = [_ROMAN[sign] for sign in text.lower() if sign in _ROMAN]
    following = [*values[1:], 0]
    return f"#{sum(-one if one < after else one for one, after in zip(values, following, strict=True))}"


def _date(text: str, words: Vocabulary) -> str:
    """Day, month (`#5`) and year in whatever order, or the words that name a day."""
    if iso := _ISO.fullmatch(text):
        parts = [iso[1], f"#{int(iso[2])}", iso[3]]
    else:
        parts = [_form_of(month.group(), words.months, words) for month in words.month.finditer(text)]
        parts += _DAY.findall(text)
    same = {str(int(part)) if part.isdecimal() else part for part in parts}
    return " ".join(sorted(same)) or _form_of(text, words.days, words)

"""Where words of force stand in a text: obligations, numbers, dates and names."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from workflow.text.force import forms
from workflow.text.force.patterns import ALSO_WORDS, Patterns, patterns
from workflow.text.force.table import ForceTable
from workflow.text.force.tables import table
from workflow.text.unicode.signs import ARABIC, SINGLE_QUOTES
from workflow.text.values.answers import ChangeKind
from workflow.text.values.spans import Span


@dataclass(frozen=True, slots=True)
class Force:
    """Words of force at `text[start:end]`; `form` is what they come to: the same for two that say the same."""

    start: int
    end: int
    kind: ChangeKind
    form: str


MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200c-\u200f]")
# A bracket that leaves words open, too; but not one of several beside each other, which are read each alone.
_OPEN = re.compile(r"(?<![\w\]])(?<!\]\s)\[[^\[\]]*\](?!\s?\[|\w)")
_LIKE = ARABIC | dict.fromkeys(map(ord, SINGLE_QUOTES), "'") | {0x2010: "-", 0x2011: "-", 0xA0: " ", 0x202F: " "}
_OPENING = r"[\s\"'”“«»‘()\[\]¿¡*_–—•-]*"
_SENTENCE_START = re.compile(rf"(?:^|[.!?…:;\n])(?:{_OPENING}\(?(?:[a-z]|[ivx]+|[0-9]+)[.)])?{_OPENING}\Z")
_NEXT_ALTERNATIVE = re.compile(r"\]\s?\[\Z")
_YEAR = re.compile(r"\d{4}")
_AROUND = 100  # code points: more than what tells of what kind a word is, such as a label or a title before it


def force(text: str, language: str) -> list[Force]:
    """The words of force of a text in their order; none overlap: a date holds its numbers."""
    seen, places = comparable(text)
    found, free = list[Force](), [True] * len(seen)
    for start, end, kind, form in _matches(seen, language):
        if all(free[start:end]):
            free[start:end] = [False] * (end - start)
            found.append(Force(places[start], places[end - 1] + 1, kind, form))
    return sorted(found, key=lambda one: one.start)


def force_near(text: str, spans: Iterable[Span], language: str) -> list[Force]:
    """The words of force at the spans of a text, which come in their order, and some of those around them."""
    windows: list[Span] = []
    for start, end in spans:
        first = max(0, start - _AROUND)
        if windows and first <= windows[-1][1]:
            first = windows.pop()[0]
        windows.append((first, min(len(text), end + _AROUND)))
    return [
        replace(one, start=one.start + start, end=one.end + start)
        for start, end in windows
        for one in force(text[start:end], language)
    ]


def bare(text: str) -> str:
    """A word without case, accents, vowel marks and white space: two that differ only there are equal."""
    seen = (char for char in unicodedata.normalize("NFKD", MARKS.sub("", text)) if not unicodedata.combining(char))
    return "".join("".join(seen).casefold().split())


def comparable(text: str) -> tuple[str, Sequence[int]]:
    """The text with one kind of apostrophe and alif, without marks and brackets, and the old place of each sign."""
    unheard = {match.start() for match in MARKS.finditer(text)}
    unheard.update(at for match in _OPEN.finditer(text) for at in (match.start(), match.end() - 1))
    places = [at for at in range(len(text)) if at not in unheard] if unheard else range(len(text))
    return "".join(text[at] for at in places).translate(_LIKE), places


def _matches(seen: str, language: str) -> Iterator[tuple[int, int, ChangeKind, str]]:
    """(start, end, kind, form) of all that may be of force, what is to be preferred first."""
    words, low = table(language), lower(seen)
    look = patterns(words)
    for start, end in _spans(look.dates, low):
        form = forms.date(low[start:end], words, look.months)
        if not _is_no_date(seen, low, (start, end), form, look, words):
            yield start, end, ChangeKind.DATE, form
    for start, end in _spans(look.roman, seen):
        yield start, end, ChangeKind.NUMBER, forms.roman(seen[start:end])
    for start, end in _outside(_spans(look.numbers, low), look.idioms, low):
        yield start, end, ChangeKind.NUMBER, forms.number(low[start:end], words)
    for start, end in _outside(_spans(look.obligations, low), look.unbinding, low):
        if seen[start:end] != "May":  # "in May" is no permission
            yield start, end, ChangeKind.OBLIGATION, forms.form_of(low[start:end], words.obligation, words.prefixes)
    for start, end in _spans(look.names, seen):
        if _is_name(seen, low, (start, end), look, words):
            yield start, end, ChangeKind.NAME, _name(low[start:end], words)


def lower(text: str) -> str:
    """`text` in lower case, each sign in its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(sign.lower()[0] for sign in text)


def _spans(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    for match in pattern.finditer(text):
        yield match.span(match.lastgroup or 0)


def _outside(spans: Iterable[Span], idioms: re.Pattern[str], text: str) -> Iterator[Span]:
    within = bytearray(len(text))
    for match in idioms.finditer(text):
        within[slice(*match.span())] = bytes([1]) * len(match.group())
    return (span for span in spans if not any(within[slice(*span)]))


def _is_no_date(seen: str, low: str, span: Span, form: str, look: Patterns, words: ForceTable) -> bool:
    """Whether it is the verb "march", the Plaza de Mayo, or the 1820th resolution."""
    start, end = span
    if "#" in form and words.capital_months:
        return seen[start:end].islower() or (low[start:end] in ALSO_WORDS and _begins_sentence(seen, start))
    if form[0] == "#" and " " not in form and not words.prefixes:
        return not seen[start:end].islower() and not _begins_sentence(seen, start)
    is_year = _YEAR.fullmatch(low[start:end]) is not None
    return is_year and look.after_label.search(low, max(0, start - 30), start) is not None


def _is_name(seen: str, low: str, span: Span, look: Patterns, words: ForceTable) -> bool:
    """Whether a word has its capital from more than the sentence that it begins."""
    start, end = span
    if words.prefixes or low[start:end] in words.names or sum(map(str.isupper, seen[start:end])) > 1:
        return True
    return not _begins_sentence(seen, start) or look.after_title.search(seen, max(0, start - 12), start) is not None


def _name(low: str, words: ForceTable) -> str:
    """A name for comparing: of a state and its people, of one and many the same."""
    return bare(forms.form_of(low, {**words.names, **words.states}, words.prefixes)).removesuffix("s")


def _begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins there; of alternatives in brackets each begins where the first does."""
    while beside := _NEXT_ALTERNATIVE.search(text, max(at - 3, 0), at):
        at = max(text.rfind("[", 0, beside.start()), 0)
    return _SENTENCE_START.search(text, max(at - 12, 0), at) is not None

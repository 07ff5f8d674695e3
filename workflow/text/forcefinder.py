"""Where words of force stand in a text: obligations, numbers, dates and names."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from workflow.text.force import Table, table


class ChangeKind(StrEnum):
    """What a change touches, gravest first. The first four are of force: a reader must not miss them."""

    OBLIGATION = "obligation"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    WORDS = "words"
    TYPOGRAPHY = "typography"  # or spelling: nothing that is heard


@dataclass(frozen=True, slots=True)
class Force:
    """Words of force at `text[start:end]`; `form` is what they come to, for comparing."""

    start: int
    end: int
    kind: ChangeKind
    form: str


_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
_DIGIT = f"[{_DIGITS}]"
# Names of months that are other words as well: alone they are no dates, after "in" they are.
_ALSO_WORDS = frozenset(
    {"may", "march", "mar", "dec", "sep", "jan", "mars", "mai", "ago", "dic", "ene", "مارس", "ماي", "آب"}
)
_BEFORE_MONTH = (
    "in|since|by|until|before|during|from|of|last|next|early|mid|late|en|depuis|fin|début|courant|desde|hasta|في|منذ"
)
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200c-\u200f]")
_WORD_END = r"(?![^\W_]|'t)"
_SENTENCE_START = re.compile(r"(?:^|[.!?…:;])[\s\"'”“«»‘(\[¿¡*_]*\Z")
_NEXT_ALTERNATIVE = re.compile(r"\]\s?\[\Z")
_CAPITALISED = re.compile(r"[^\W\d_][\w'-]*")


def force(text: str, language: str) -> list[Force]:
    """The words of force of a text in their order; none overlap: a date holds its numbers."""
    seen, places = _comparable(text)
    found: list[Force] = []
    free = [True] * len(seen)
    idioms = [idiom.span() for idiom in _idioms(language).finditer(seen)]
    for kind, pattern in _patterns(language):
        for start, end in _matches(pattern, kind, seen, language):
            counts_nothing = kind is ChangeKind.NUMBER and any(a < end and start < b for a, b in idioms)
            if not counts_nothing and all(free[start:end]):
                free[start:end] = [False] * (end - start)
                found.append(Force(places[start], places[end - 1] + 1, kind, folded(seen[start:end])))
    return sorted(found, key=lambda one: one.start)


def folded(text: str) -> str:
    """A word without case, accents, vowel marks and white space: two that differ only there are equal."""
    bare = (char for char in unicodedata.normalize("NFKD", _MARKS.sub("", text)) if not unicodedata.combining(char))
    return "".join("".join(bare).casefold().split())


def _comparable(text: str) -> tuple[str, list[int]]:
    """The text with one kind of apostrophe and hyphen and without vowel marks, and the old place of each sign."""
    places = [at for at, char in enumerate(text) if not _MARKS.match(char)]
    bare = "".join(text[at] for at in places)
    return bare.translate({0x2019: "'", 0x2010: "-", 0x2011: "-", 0xA0: " ", 0x202F: " "}), places


def _matches(pattern: re.Pattern[str], kind: ChangeKind, text: str, language: str) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        start, end = match.span()
        if kind is ChangeKind.NAME and not table(language).prefixes:
            start = _name_start(text, match, language)
        # "in May" is no permission
        is_month = kind is ChangeKind.OBLIGATION and match.group() == "May"
        if start < end and not is_month:
            yield start, end


def _name_start(text: str, match: re.Match[str], language: str) -> int:
    """Where the name begins: after a first word that has its capital from the sentence alone."""
    first = _CAPITALISED.match(text, match.start())
    if not first or not _begins_sentence(text, match.start()):
        return match.start()
    word = first.group()
    if word.casefold() in table(language).names or sum(map(str.isupper, word)) > 1:
        return match.start()
    rest = re.compile(r"\W+(?:[^\W\d_A-ZÀ-ÞА-ЯΑ-Ω][\w']*\W+)*").match(text, first.end(), match.end())
    return rest.end() if rest else match.end()


def _begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence begins there; of alternatives in brackets each begins where the first does."""
    while beside := _NEXT_ALTERNATIVE.search(text, max(at - 3, 0), at):
        at = max(text.rfind("[", 0, beside.start()), 0)
    return _SENTENCE_START.search(text, max(at - 8, 0), at) is not None


@cache
def _patterns(language: str) -> tuple[tuple[ChangeKind, re.Pattern[str]], ...]:
    words = table(language)
    date, number = "|".join(_dates(words)), f"{_numeral()}|{_listed(words.numbers, words.prefixes)}"
    obligation = _listed(words.obligation, words.prefixes)
    return (
        (ChangeKind.DATE, re.compile(date, re.IGNORECASE)),
        (ChangeKind.NUMBER, re.compile(number, re.IGNORECASE)),
        (ChangeKind.OBLIGATION, re.compile(obligation, re.IGNORECASE)),
        (ChangeKind.NAME, re.compile(_names(words))),
    )


@cache
def _idioms(language: str) -> re.Pattern[str]:
    words = table(language)
    return re.compile(_listed(words.idioms, words.prefixes), re.IGNORECASE)


def _listed(entries: Iterable[str], prefixes: str = "") -> str:
    """Any of the entries as whole words; `n'` goes with the next word, `n't` with the one before."""
    ordered = sorted(entries, key=lambda entry: (-len(entry), entry))
    terms = [re.escape(entry).replace(r"\ ", r"\s+") + ("" if entry[-1] == "'" else _WORD_END) for entry in ordered]
    return rf"(?:(?<![^\W_]){prefixes}|(?=n't))(?:{'|'.join(terms)})" if terms else r"(?!)"


def _dates(words: Table) -> Iterator[str]:
    month, alone = _listed(words.months, words.prefixes), words.months - _ALSO_WORDS
    day, year = (
        f"(?<!{_DIGIT}){_DIGIT}{{1,2}}(?:st|nd|rd|th|er|º|°)?",
        f"(?:1[89]|20|١[٨٩]|٢٠){_DIGIT}{{2}}(?!{_DIGIT})",
    )
    yield rf"(?<!{_DIGIT}){_DIGIT}{{1,4}}([-/.]){_DIGIT}{{1,2}}\1{_DIGIT}{{1,4}}(?!{_DIGIT})"
    yield rf"{day}(?:\s(?:of|de|من))?\s?{month}(?:(?:\s(?:de|del|عام|سنة)|,)?\s{year})?"
    yield rf"{month}\s{day}(?!{_DIGIT})(?:,?\s{year})?"
    yield rf"{month}(?:\sde)?\s{year}"
    yield rf"(?<!{_DIGIT}){_DIGIT}{{1,2}}(?:[:h]{_DIGIT}{{2}}|\s?[ap]\.?m\b)(?!{_DIGIT})"
    yield rf"(?<![{_DIGITS}.,:/]){year}(?![.,:/]?{_DIGIT})"
    yield _listed(words.weekdays | words.dates, words.prefixes)
    yield rf"(?<![^\W_])(?:{_BEFORE_MONTH})\s+{month}"
    yield _listed(alone, words.prefixes)


def _numeral() -> str:
    return rf"{_DIGIT}+(?:[.,:٫٬/\s]{_DIGIT}+)*(?:st|nd|rd|th|er|e|º|ª|°)?(?:\s?[%٪‰])?"


def _names(words: Table) -> str:
    if words.prefixes:
        return _listed(words.names, words.prefixes)
    capital = r"(?<![\w'-])[A-ZÀ-ÖØ-ÞĀ-Ž][\w'-]*"
    link = "|".join(re.escape(link) + ("" if link.endswith("'") else r"\s") for link in sorted(words.links))
    joined = r"(?<![\w-])[A-ZÀ-ÖØ-ÞĀ-Ž][\w'-]*"
    return rf"{capital}(?:\s(?:{link}){{0,3}}{joined})*"

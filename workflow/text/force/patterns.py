"""What words of force look like, as the regular expressions of a language's table.

All but names and Roman numbers are looked for in lower case: alternatives that ignore case are an order slower.
A group with a name is the part of a match that counts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from workflow.text.force.table import ForceTable, words

_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
_DIGIT = f"[{_DIGITS}]"
# Names of months that are other words as well: alone they are dates where a capital tells, else only after "in".
ALSO_WORDS = words(
    "may, march, mar, dec, sep, jan, mars, mai, ago, dic, ene, مارس, ماي, اب, صفر, محرم, رجب, شعبان, شوال"
)
_BEFORE_MONTH = (
    "in|since|by|until|before|during|from|of|last|next|early|mid|late|en|depuis|fin|début|courant|desde|hasta"
    "|في|منذ|شهر"
)
_ORDINAL = r"\.?[ºª°]|st|nd|rd|th|er|ers|re|ère|e|ème|nde|[rdtmvn][oa]|ᵉʳ|ʳᵉ|ᵉ"
_DAY = f"(?<!{_DIGIT}){_DIGIT}{{1,2}}(?:{_ORDINAL})?"
_YEAR = f"(?:1[89]|20|١[٨٩]|٢٠|۱[۸۹]|۲۰){_DIGIT}{{2}}(?!{_DIGIT})"
_PER_CENT = rf"(?<={_DIGIT})[%٪‰]|(?<={_DIGIT}\s)[%٪‰]|[%٪](?=\s?{_DIGIT})"
_WORD_END = r"(?![^\W_]|'t)"
_CAPITAL = "".join(sign for sign in map(chr, range(0x590)) if sign.isupper())
_NEVER = r"(?!)"


@dataclass(frozen=True, slots=True)
class Patterns:
    """Of one language. idioms, unbinding: where a number word counts nothing, a word of obligation binds nothing."""

    dates: re.Pattern[str]
    months: re.Pattern[str]
    numbers: re.Pattern[str]
    roman: re.Pattern[str]
    obligations: re.Pattern[str]
    names: re.Pattern[str]
    idioms: re.Pattern[str]
    unbinding: re.Pattern[str]
    after_title: re.Pattern[str]
    after_label: re.Pattern[str]


@cache
def patterns(of: ForceTable) -> Patterns:
    """The expressions of a language: the same for all tags that share its table."""
    before = of.prefixes
    return Patterns(
        dates=re.compile(_dates(of)),
        months=re.compile(_any_of(of.months, before)),
        numbers=re.compile(f"{_numeral(of)}|{_compound(of)}|{_any_of(of.numbers, before)}|{_PER_CENT}"),
        roman=re.compile(_roman(of)),
        obligations=re.compile(f"{_any_of(of.obligation, before)}|{of.binding or _NEVER}"),
        names=re.compile(_names(of)),
        idioms=re.compile(_any_of(of.idioms, before)),
        unbinding=re.compile(rf"{_any_of(of.unbinding, before)}|\bno\.\s?{_DIGIT}"),
        after_title=re.compile(rf"(?i:{_any_of(of.titles, before)})\.?\s\Z|(?<!\w)[{_CAPITAL}]\.\s?\Z"),
        after_label=re.compile(rf"{_any_of(of.labels, before)}\.?\s\Z"),
    )


def _any_of(entries: Iterable[str], prefixes: str = "") -> str:
    """Any of the entries as whole words; `n'` goes with the next word, `n't` with the one before."""
    ordered = sorted(entries, key=lambda entry: (entry[0], -len(entry), entry))
    terms = ("|".join(map(_term, group)) for _, group in groupby(ordered, key=lambda entry: entry[0]))
    return rf"(?:(?<![^\W_]){prefixes}|(?=n't))(?:{'|'.join(terms)})" if ordered else _NEVER


def _term(entry: str) -> str:
    # "for" takes the alif of an Arabic article.
    words = re.sub("^ال", "(?:ال|(?<=لل))", re.escape(entry).replace(r"\ ", r"\s+"))
    return words + ("" if entry[-1] == "'" else _WORD_END)


def _dates(of: ForceTable) -> str:
    # What begins with a digit and what begins with a word, apart: most places in a text are neither.
    return rf"(?={_DIGIT})(?:{'|'.join(_dates_by_digits(of))})|(?<![^\W_])(?:{'|'.join(_dates_by_words(of))})"


def _dates_by_digits(of: ForceTable) -> Iterator[str]:
    month, year, era = _any_of(of.months, of.prefixes), rf"{_DIGIT}{{4}}(?!{_DIGIT})", r"\s?[هم](?!\w)"
    # A year at one end: "4.0.2" is no day.
    yield rf"(?<![{_DIGITS}.,/-]){_DIGIT}{{4}}([-/.]){_DIGIT}{{1,2}}\1{_DIGIT}{{1,2}}(?!{_DIGIT})"
    yield rf"(?<![{_DIGITS}.,/-]){_DIGIT}{{1,2}}[-/.]{_DIGIT}{{1,2}}[-/.]{_DIGIT}{{4}}(?!{_DIGIT})"
    yield rf"(?<![{_DIGITS}.,/-]){_DIGIT}{{1,2}}/{_DIGIT}{{1,2}}/{_DIGIT}{{2}}(?!{_DIGIT})"
    yield (
        rf"{_DAY}(?:\s(?:day\s)?(?:of|de|من))?\s?{month}\.?(?:/{month})?"
        rf"(?:(?:\s(?:de|del|عام|سنه)|,)?\s{year}(?:{era})?)?"
    )
    yield rf"(?<!{_DIGIT}){_DIGIT}{{1,2}}(?:[:h]{_DIGIT}{{2}}|\s?[ap]\.?m\b)(?!{_DIGIT})"
    yield rf"(?<![{_DIGITS}.,:/]){_YEAR}(?![.,:/]?{_DIGIT})"
    yield rf"(?<!{_DIGIT}){_DIGIT}{{3,4}}{era}"


def _dates_by_words(of: ForceTable) -> Iterator[str]:
    month = _any_of(of.months, of.prefixes)
    alone = of.months.keys() - (frozenset() if of.capital_months else ALSO_WORDS)
    # Only English says "May 5"; elsewhere a number after a month counts something else.
    day = rf"|\s{_DAY}(?!{_DIGIT})(?:,?\s{_YEAR})?" if of.capital_months else ""
    rest = rf"\.?(?:/{month})?(?:(?:\s(?:de|of)|,)?\s{_YEAR}{day})"
    yield month + rest
    yield rf"(?:عام|سنه)\s(?P<year>{_DIGIT}{{3,4}})(?!{_DIGIT})"
    yield _any_of([*of.weekdays, *of.dates], of.prefixes)
    yield rf"(?:{_BEFORE_MONTH})\s+{month}(?:{rest})?"
    yield _any_of(alone, of.prefixes) + rf"(?:/{month})?"


def _numeral(of: ForceTable) -> str:
    apart = rf"[.,:٫٬/]{_DIGIT}+|\s?/\s?{_DIGIT}+|\s{_DIGIT}{{3}}(?!{_DIGIT})"
    return rf"{_DIGIT}+(?:{apart})*(?:(?:{_ORDINAL})(?![^\W_]))?"


def _compound(of: ForceTable) -> str:
    """Tens and ones as one number: twenty-one, treinta y dos, and in Arabic the ones first."""
    tens, ones = (
        _any_of((word for word, form in of.numbers.items() if form in values), of.prefixes)
        for values in ({f"#{ten}" for ten in range(20, 100, 10)}, {f"#{one}" for one in range(1, 20)})
    )
    return rf"{ones}\s(?=و){tens}" if of.prefixes else rf"{tens}(?:-|\s|\s(?:et|y)\s|-et-){ones}"


def _roman(of: ForceTable) -> str:
    """Roman numbers of two letters or more; those of one are numbers after a label."""
    many = r"(?<![\w'-])(?=[IVXL]{2})(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?:e|er|ème)?(?![\w'])"
    labels = "|".join(f"{re.escape(label)}|{re.escape(label.capitalize())}" for label in of.labels)
    return rf"{many}|(?<!\w)(?:{labels})\s(?P<roman>[IVX])(?![\w'])"


def _names(of: ForceTable) -> str:
    capital = rf"(?<![\w-])(?![^\W\d_]')[{_CAPITAL}][\w-]+"
    if not of.prefixes:
        return f"(?i:{_any_of(name for name in of.names if ' ' in name)})|{capital}"
    listed = _any_of([*of.names, *of.states], of.prefixes)
    peoples = rf"(?<!\w){of.prefixes}(?P<people>{'|'.join(map(_people, of.states))})(?:ي|يه|يون|يين|يات)(?!\w)"
    titled = rf"{_any_of(of.titles, of.prefixes)}\s(?P<titled>(?!ال)[^\W\d_]{{3,}})"
    return f"{listed}|{peoples}|{titled}|{capital}"


def _people(state: str) -> str:
    """What the adjective of a state in Arabic begins with."""
    return re.sub("^ال|(?:يا|يه|ا|ه)$", "", state)

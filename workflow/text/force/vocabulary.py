"""A language's words of force with their forms, and the regular expressions that find them in a text.

All but names and Roman numbers are looked for in lower case: alternatives that ignore case are an order slower.
A group with a name is the part of a match that counts.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache

from workflow.text.force import ar, en, es, fr
from workflow.text.force.table import ForceTable, forms, words

_TABLES = {"en": en.TABLE, "fr": fr.TABLE, "es": es.TABLE, "ar": ar.TABLE}
_DIGIT = "[0-9]"  # `comparable` has no others
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
_YEAR = f"(?:1[89]|20){_DIGIT}{{2}}(?!{_DIGIT})"
_PER_CENT = rf"(?<={_DIGIT})[%٪‰]|(?<={_DIGIT}\s)[%٪‰]|[%٪](?=\s?{_DIGIT})"
_APART = rf"[.,:٫٬/]{_DIGIT}+|\s?/\s?{_DIGIT}+|\s{_DIGIT}{{3}}(?!{_DIGIT})"
_NUMERAL = rf"{_DIGIT}+(?:{_APART})*(?:(?:{_ORDINAL})(?![^\W_]))?"
_ROMAN = r"(?<![\w'-])(?=[IVXL]{2})(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?:e|er|ème)?(?![\w'])"
_WORD_END = r"(?:(?<=')|(?![^\W_]|'t))"
_CAPITAL = "".join(sign for sign in map(chr, range(0x590)) if sign.isupper())


# Halves of characters, which no text holds, for the names of months (`with_months`): of those that are other words as
# well, and of the others.
_ALSO, _ONLY, _FILLING = "\ud800", "\ud801", "\ud802"
_ALONE, _MONTH = f"{_ONLY}{_FILLING}*+", f"[{_ALSO}{_ONLY}]{_FILLING}*+"


class Vocabulary:
    """What is made of a table, once. Mappings lead from an entry to its form."""

    def __init__(self, table: ForceTable) -> None:
        self.prefixes, self.thousands, self.capital_months = table.prefixes, table.thousands, table.capital_months
        self.obligation, self.numbers = forms(table.obligation), forms(table.numbers)
        self.months, self.days = forms(table.months), forms(table.days)
        states, labels, titles = forms(table.states), forms(table.labels), forms(table.titles)
        self.names = forms(table.names) | states
        self.negating = words(table.negating)
        self.spellings = [(re.compile(ending), other) for ending, other in table.spellings.items()]
        self.negations = [(re.compile(negated), other) for negated, other in table.negations.items()]
        self.definite = re.compile(table.definite)
        numbers = _NUMERAL, self._compound(), self._any_of(self.numbers), _PER_CENT
        also = frozenset() if self.capital_months else ALSO_WORDS & self.months.keys()
        of_both = f"|(?P<also>{self._any_of(also)})" if also else ""
        self.month = re.compile(f"{self._any_of(self.months.keys() - also)}{of_both}")
        self.date = re.compile("|".join(self._dates()))
        self.number = re.compile("|".join(numbers))
        self.roman = re.compile(rf"{_ROMAN}|(?<!\w)(?:{_with_capitals(labels)})\s(?P<roman>[IVX])(?![\w'])")
        self.binding = re.compile(f"{self._any_of(self.obligation)}|{table.binding}")
        self.name = re.compile(self._names(states, titles))
        self.idiom = re.compile(self._any_of(forms(table.idioms)))
        self.unbinding = re.compile(rf"{self._any_of(forms(table.unbinding))}|\bno\.\s?{_DIGIT}")
        self.after_title = re.compile(rf"(?i:{self._any_of(titles)})\.?\s\Z|(?<!\w)[{_CAPITAL}]\.\s?\Z")
        self.after_label = re.compile(rf"{self._any_of(labels)}\.?\s\Z")

    def _any_of(self, entries: Iterable[str]) -> str:
        """Any of the entries as whole words; `n'` goes with the next word, `n't` with the one before."""
        ordered = sorted(entries, key=lambda entry: (entry[0], -len(entry), entry))
        return rf"(?:(?<![^\W_]){self.prefixes}|(?=n't))(?:{'|'.join(map(_term, ordered))}){_WORD_END}"

    def with_months(self, low: str) -> str:
        """The text with a sign for each month, as long as its name: `date` holds it often, and its names are many."""
        return self.month.sub(_month_sign, low)

    def _dates(self) -> Iterator[str]:
        """What begins with a digit, then what begins with a word: most places in a text are neither."""
        rest = rf"\.?(?:/{_MONTH})?"
        year, era = rf"{_DIGIT}{{4}}(?!{_DIGIT})", r"\s?[هم](?!\w)"
        # Only English says "May 5"; elsewhere a number after a month counts something else.
        day = rf"|\s{_DAY}(?!{_DIGIT})(?:,?\s{_YEAR})?" if self.capital_months else ""
        digits = (
            # A year at one end: "4.0.2" is no day.
            rf"(?<![0-9.,/-]){_DIGIT}{{4}}([-/.]){_DIGIT}{{1,2}}\1{_DIGIT}{{1,2}}(?!{_DIGIT})",
            rf"(?<![0-9.,/-]){_DIGIT}{{1,2}}[-/.]{_DIGIT}{{1,2}}[-/.]{_DIGIT}{{4}}(?!{_DIGIT})",
            rf"(?<![0-9.,/-]){_DIGIT}{{1,2}}/{_DIGIT}{{1,2}}/{_DIGIT}{{2}}(?!{_DIGIT})",
            rf"{_DAY}(?:\s(?:day\s)?(?:of|de|من))?\s?{_MONTH}{rest}(?:(?:\s(?:de|del|عام|سنه)|,)?\s?{year}(?:{era})?)?",
            rf"(?<!{_DIGIT}){_DIGIT}{{1,2}}(?:[:h]{_DIGIT}{{2}}|\s?[ap]\.?m\b)(?!{_DIGIT})",
            rf"(?<![0-9.,:/]){_YEAR}(?![.,:/]?{_DIGIT})",
            rf"(?<!{_DIGIT}){_DIGIT}{{3,4}}{era}",
        )
        yield rf"(?={_DIGIT})(?:{'|'.join(digits)})"
        rest = rf"{rest}(?:(?:\s(?:de|of)|,)?\s{_YEAR}{day})"
        words = (
            _MONTH + rest,
            rf"(?:عام|سنه)\s(?P<year>{_DIGIT}{{3,4}})(?!{_DIGIT})",
            self._any_of(self.days),
            rf"(?:{_BEFORE_MONTH})\s+{_MONTH}(?:{rest})?",
            rf"{_ALONE}(?:/{_MONTH})?",
        )
        yield rf"(?<![^\W_])(?:{'|'.join(words)})"

    def _compound(self) -> str:
        """Tens and ones as one number: twenty-one, treinta y dos, and in Arabic the ones first."""
        tens, ones = (
            self._any_of(word for word, form in self.numbers.items() if form in values)
            for values in ({f"#{ten}" for ten in range(20, 100, 10)}, {f"#{one}" for one in range(1, 20)})
        )
        return rf"{ones}\s(?=و){tens}" if self.prefixes else rf"{tens}(?:-|\s|\s(?:et|y)\s|-et-){ones}"

    def _names(self, states: Iterable[str], titles: Iterable[str]) -> str:
        capital = rf"(?<![\w-])(?![^\W\d_]')[{_CAPITAL}][\w-]+"
        if not self.prefixes:
            several = [name for name in self.names if " " in name]
            return f"(?i:{self._any_of(several)})|{capital}" if several else capital
        peoples = rf"(?<!\w){self.prefixes}(?P<people>{'|'.join(map(_people, states))})(?:ي|يه|يون|يين|يات)(?!\w)"
        titled = rf"{self._any_of(titles)}\s(?P<titled>(?!ال)[^\W\d_]{{3,}})"
        return f"{self._any_of(self.names)}|{peoples}|{titled}|{capital}"


def vocabulary(language: str) -> Vocabulary:
    """That of a language tag such as `fr` or `fr-CA`; the English one where there is none."""
    code = language.partition("-")[0].lower()
    return _made(code if code in _TABLES else "en")


@cache  # of tables of the program, one a language: to compile its expressions takes 15 ms; no text is held
def _made(code: str) -> Vocabulary:
    return Vocabulary(_TABLES[code])


def _month_sign(month: re.Match[str]) -> str:
    return (_ALSO if month.lastgroup else _ONLY) + _FILLING * (len(month.group()) - 1)


def _term(entry: str) -> str:
    # "for" takes the alif of an Arabic article.
    return re.sub("^ال", "(?:ال|(?<=لل))", re.escape(entry).replace(r"\ ", r"\s+"))


def _with_capitals(labels: Iterable[str]) -> str:
    return "|".join(f"{re.escape(label)}|{re.escape(label.capitalize())}" for label in labels)


def _people(state: str) -> str:
    """What the adjective of a state in Arabic begins with."""
    return re.sub("^ال|(?:يا|يه|ا|ه)$", "", state)

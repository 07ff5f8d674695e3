"""What words of force come to: two that say the same have one form, such as `5 May` and `May 5th`, `two` and `2`."""

import re
from collections.abc import Mapping

from workflow.text.force.table import ForceTable

_ORDINAL = re.compile(r"(?<=\d)[^\d.,:٫٬/\s].*|(?<=\d)\.[^\d].*")
_DECIMAL = re.compile(r"[,٫](?=\d)")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_PART = re.compile(r"\d+|[^\W\d_]+")
_PREFIX = 5  # letters written together before a word, and one
_TENS_AND_ONES = re.compile(r"(?<!quatre)[-\s]+(?:(?:et|y)[-\s]+)?(?!dix\b)")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def form_of(text: str, entries: Mapping[str, str], prefixes: str = "") -> str:
    """The form of an entry as it stands in a text; what a script writes together with it is left out."""
    entry = " ".join(text.split())
    starts = range(min(_PREFIX, len(entry.partition(" ")[0]))) if prefixes else (0,)
    found = (f"{article}{entry[at:]}" for at in starts for article in ("", "ال"))
    return next((entries[each] for each in found if each in entries), entry)


def number(text: str, words: ForceTable) -> str:
    """Digits of any script without the marks that part thousands; `#5` for five, `#5.` for the fifth."""
    if not text[0].isdecimal():
        return "%" if text in "%٪" else _form_of_number(text, words)
    digits = latin(text)
    bare = _ORDINAL.sub("", digits)
    whole = re.sub(rf"(?<=\d)[\s{re.escape(words.thousands)}](?=\d{{3}}(?!\d))|\s(?=/)|(?<=/)\s", "", bare)
    return f"#{_DECIMAL.sub('.', whole)}{'.' if bare != digits else ''}"


def _form_of_number(text: str, words: ForceTable) -> str:
    """The form of number words: of tens and ones their sum."""
    whole = form_of(text, words.numbers, words.prefixes)
    parts = [form_of(part, words.numbers, words.prefixes) for part in _TENS_AND_ONES.split(text)]
    values = [int(part[1:]) for part in parts if part[0] == "#" and part[1:].isdecimal()]
    return whole if whole[0] == "#" or len(values) < 2 or len(values) < len(parts) else f"#{sum(values)}"


def roman(text: str) -> str:
    """The number that Roman letters write."""
    values = [_ROMAN[sign] for sign in text.lower() if sign in _ROMAN]
    following = [*values[1:], 0]
    return f"#{sum(-one if one < after else one for one, after in zip(values, following, strict=True))}"


def date(text: str, words: ForceTable, months: re.Pattern[str]) -> str:
    """Day, month (`#5`) and year in whatever order, or the words that name a day."""
    if iso := _ISO.fullmatch(latin(text)):
        return _together(iso[1], f"#{int(iso[2])}", iso[3])
    named = [form_of(match.group(), words.months, words.prefixes) for match in months.finditer(text)]
    days = [part for part in _PART.findall(latin(text)) if part.isdecimal()]
    if named or days:
        return _together(*named, *days)
    return form_of(text, {**words.weekdays, **words.dates}, words.prefixes)


def latin(text: str) -> str:
    """The text with its digits, of whatever script, as 0 to 9."""
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)


def _together(*parts: str) -> str:
    return " ".join(sorted({str(int(part)) if part.isdecimal() else part for part in parts}))

"""Where one character ends as a reader sees it: extended grapheme clusters of Unicode (UAX 29)."""

import re

from workflow.text.unicode import letters


def char_class(*tables: str) -> str:
    """The inside of a regular expression's class for tables of `letters`: `[` + it + `]` matches one code point."""
    ranges = (r.partition("-") for table in tables for r in table.split())
    return "".join(f"{_escape(low)}-{_escape(high or low)}" for low, _, high in ranges)


def _escape(code: str) -> str:
    # Most as they are: a class of escapes takes three times as long to be made. ASCII has signs that mean something.
    sign = chr(int(code, 16))
    return sign if "\x7f" < sign <= "\uffff" else f"\\U{ord(sign):08x}"


JOINING = char_class(letters.EXTENDING, letters.SPACING)  # never begins a grapheme, unless nothing stands before it
PREFIXED = char_class(letters.PREFIXED)
CONTROLS = char_class(letters.CONTROLS)
PICTURES = char_class(letters.PICTURES)
FLAGS = "\U0001f1e6-\U0001f1ff"
LINKERS = char_class(letters.LINKERS)
CONSONANTS = char_class(letters.CONSONANTS)
_EXTENDING = char_class(letters.EXTENDING)

_LEADS, _TAILS = "\u1100-\u115f\ua960-\ua97c", "\u11a8-\u11ff\ud7cb-\ud7fb"
_VOWELS = "\u1160-\u11a7\ud7b0-\ud7c6" + char_class("16D63 16D67-16D6A")  # of Hangul and of Kirat Rai
_OPEN_SYLLABLES = "".join(map(chr, range(0xAC00, 0xD7A4, 28)))
_SYLLABLE = (
    f"[{_LEADS}]*(?:[{_OPEN_SYLLABLES}][{_VOWELS}]*|[\uac00-\ud7a3]|[{_VOWELS}]+)[{_TAILS}]*|[{_LEADS}]+|[{_TAILS}]+"
)
PICTURE = f"[{PICTURES}](?:(?:(?!\u200d)[{_EXTENDING}])*+\u200d[{PICTURES}])*"
_BASE = f"(?:{_SYLLABLE}|[{FLAGS}]{{2}}|{PICTURE}|[^{CONTROLS}])"
BINDING = f"(?:(?![{LINKERS}\u200c])[{_EXTENDING}])*+"  # between a linker and the consonant that it binds
_GRAPHEME = re.compile(
    f"\r\n|[{CONTROLS}]|[{PREFIXED}]*{_BASE}(?:(?<=[{LINKERS}]){BINDING}[{CONSONANTS}]|[{JOINING}])*|[{PREFIXED}]+"
)
_STICKY = f"[{JOINING}{PREFIXED}{PICTURES}{FLAGS}{CONSONANTS}{LINKERS}{_LEADS}{_VOWELS}{_TAILS}\uac00-\ud7a3\n]"


def without_astral(pattern: str) -> str:
    """A pattern for texts without code points above U+FFFF, which is several times as fast.

    A class with such code points is searched range by range, one without them is looked up in a table.
    """
    return _ASTRAL.sub("", pattern)


_ASTRAL = re.compile(r"\\U00(?:0[1-9a-f]|10)[0-9a-f]{4}-\\U[0-9a-f]{8}")
_STICKY_ANY, _STICKY_COMMON = re.compile(_STICKY), re.compile(without_astral(_STICKY))


def is_border(text: str, at: int) -> bool:
    """Whether a cut at `at` leaves every character of `text` whole: no letter loses its marks, no emoji its parts."""
    if at <= 0 or at >= len(text):
        return 0 <= at <= len(text)
    if not _is_sticky(text[at - 1]) and not _is_sticky(text[at]):
        return True
    start = at - 1
    while start and _is_sticky(text[start]):
        start -= 1
    while start < at and (whole := _GRAPHEME.match(text, start)):
        start = whole.end()
    return start == at


def _is_sticky(character: str) -> bool:
    """Whether it may be one with the character before or after it."""
    if character < "\u00a9":
        return character == "\n"
    return bool((_STICKY_COMMON if character <= "\uffff" else _STICKY_ANY).match(character))

"""The tokens of the text engine: words, runs of white space and marks, in every script; no token cuts a character.

- A word is letters, digits and their marks; an apostrophe between letters belongs to it (`don’t`), except that the
  elisions of French and Italian stand apart (`l’` `homme`); hyphens are marks (`well` `-` `known`).
- A number keeps its separators: `1,000.50`, `12:30`, `1 000` with a no-break space.
- An address (`https://…`) is one token. Ideographs, hiragana, Thai and Khmer characters are one each;
  katakana run together.
- A line break is one token, so that the tokens of a text are the tokens of its lines.
"""

import re
from functools import cache

from workflow.text import letters
from workflow.text.graphemes import CONTROLS, FLAGS, JOINING, PICTURE, PREFIXED, char_class, is_border, without_astral
from workflow.text.sentences import sentences

__all__ = ["count", "is_border", "parts", "sentences", "tokens"]

_LINE = re.compile("[^\n]*\n|[^\n]+")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SPACES = "\t\x0b\x0c\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\uff10-\uff19"
_APOSTROPHES = "'’·"
_SEPARATORS = ".,:٫٬"  # between digits they are part of the number
_THIN = "\u00a0\u202f\u2009"  # before three digits too
_INVISIBLE = "\u00ad\u061c\u200e\u200f\u2060\ufeff"  # inside a word they are part of it
_ELISIONS = (
    "[cdjlmnstyCDJLMNSTY]", "[Qq][Uu]", "[JjLlPp](?:us|ors|uis)qu", "[Qq](?:uoi|uel)qu", "presqu",
    "[DdNnSsCc][AaEeOoUu]ll", "[AaEeOo]ll", "[Uu]n", "[Qq]uest", "[Gg]l",
)  # fmt: skip
_SCHEMES = "https?://", "ftp://", "www\\.", "mailto:"
_NO_ADDRESS = (
    '\\s<>"()\\[\\]{}|\\\\^`«»“”‘’、。，；：！？（）「」『』【】《》\u060c\u061b\u061f'  # what ends an address
)
_BEFORE_END = ".,;:!?'*_~"  # part of an address only when more of it follows


@cache
def _pattern(whole: bool, astral: bool) -> re.Pattern[str]:
    """Matches one token; whatever the text, the matches join up to it.

    Not `whole`: addresses and numbers in parts. Not `astral`: for texts without code points above U+FFFF.

    The commonest kinds come first, and every kind begins with a character or a class, which the engine skips fast.
    """
    letter, rest = f"[{char_class(letters.LETTERS)}]", _other_kinds()
    part = f"{letter}[{char_class(letters.LETTERS)}{JOINING}]*+"
    joint = "|".join(_joints() if whole else _joints()[:2])
    word = f"{part}(?:(?:{joint}){part})*+"
    plain_word = f"{part}(?![{_APOSTROPHES}{_SEPARATORS}{_THIN}{_INVISIBLE}])"
    spaces = f"[{_SPACES}]+(?![{JOINING}])"
    elisions = [f"{elision}['’](?=\\w)" for elision in _ELISIONS]
    prefixed = f"[{PREFIXED}]+(?:{'|'.join([word, *rest])})"
    kinds = [plain_word, spaces, *_addresses()[: 9 * whole], *elisions, word, "\\r\\n?", "\\n", prefixed, *rest]
    pattern = "|".join(kinds)
    return re.compile(pattern if astral else without_astral(pattern), re.DOTALL)


def _joints() -> list[str]:
    """What may stand between two parts of one word, then of one number."""
    digit = f"[{_DIGITS}]"
    thousands = f"[{_THIN}](?<={digit}.)(?={digit}{{3}}(?!{digit}))"
    return [f"[{_APOSTROPHES}]", f"[{_INVISIBLE}]+", f"[{_SEPARATORS}](?<={digit}.)(?={digit})", thousands]


def _addresses() -> list[str]:
    inner = f"(?:[{_BEFORE_END}]*+(?:[^{_NO_ADDRESS}{_BEFORE_END}]|\\([^{_NO_ADDRESS}]*\\)))+[{JOINING}]*+"
    return [scheme + inner for scheme in _SCHEMES]


def _other_kinds() -> list[str]:
    """Single characters of the scripts without spaces, katakana, pictures, marks in a row, controls, any mark."""
    unspaced, linkers = f"[{char_class(letters.UNSPACED)}]", char_class(letters.LINKERS)
    extending = char_class(letters.EXTENDING)
    conjunct = f"(?:(?:(?![{linkers}])[{extending}])*+[{linkers}][{extending}]*+{unspaced})*+"
    in_a_row = [f"{re.escape(mark)}{{2,}}(?![{JOINING}])" for mark in "*`~.=#-"]
    return [
        f"{unspaced}{conjunct}[{JOINING}{char_class(letters.UNSPACED_MARKS)}]*+",
        f"[{char_class(letters.KATAKANA)}](?:[{char_class(letters.KATAKANA)}{JOINING}])*+",
        *in_a_row,
        f"[{FLAGS}]{{2}}[{JOINING}]*+",
        f"{PICTURE}[{JOINING}]*+",
        f"[{CONTROLS}]",
        f"[^\\r\\n][{JOINING}]*+",
    ]


def tokens(text: str) -> list[str]:
    """The tokens of `text` in order; joined they are the text again."""
    return _cut(text, whole=True)


def parts(text: str) -> list[str]:
    """Like `tokens`, but the parts of addresses, numbers and dates one by one."""
    return _cut(text, whole=False)


def _cut(text: str, whole: bool) -> list[str]:
    if not _ASTRAL.search(text):
        return _pattern(whole, False).findall(text)
    found: list[str] = []
    for line in _LINE.findall(text):
        found += _pattern(whole, bool(_ASTRAL.search(line))).findall(line)
    return found


def count(text: str) -> int:
    """How many words a reader counts: one for each ideograph; an elision (`l’homme`) and its word are one."""
    found = tokens(text)
    return sum(1 for i, token in enumerate(found) if _counts(token) and not (i and _is_elision(found[i - 1])))


def _counts(token: str) -> bool:
    return any(map(str.isalnum, token))


def _is_elision(token: str) -> bool:
    return token[-1] in "'’" and token[0].isalpha()

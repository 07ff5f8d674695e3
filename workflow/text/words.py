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
from workflow.text.graphemes import CONTROLS, FLAGS, JOINING, PICTURE, PREFIXED, char_class, is_border
from workflow.text.sentences import sentences

__all__ = ["count", "is_border", "parts", "sentences", "tokens"]

_SPACES = "\t\x0b\x0c\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\uff10-\uff19"
_INVISIBLE = "\u00ad\u061c\u200e\u200f\u2060\ufeff"  # inside a word they are part of it
_ELISIONS = (
    "[cdjlmnstyCDJLMNSTY]|(?:jus|lors|puis|quoi|Jus|Lors|Puis|Quoi)?[qQ][uU]|presqu|quelqu|"
    "[DdNnSsCc]?[AaEeOoUu]ll|[Uu]n|[Qq]uest|[Gg]l"
)
_NO_ADDRESS = (
    '\\s<>"()\\[\\]{}|\\\\^`«»“”‘’、。，；：！？（）「」『』【】《》\u060c\u061b\u061f'  # what ends an address
)
_BEFORE_END = ".,;:!?'*_~"  # part of an address only when more of it follows


@cache
def _pattern(whole: bool) -> re.Pattern[str]:
    """Matches one token; whatever the text, the matches join up to it. Not `whole`: addresses and numbers in parts."""
    letter, unspaced = f"[{char_class(letters.LETTERS)}]", f"[{char_class(letters.UNSPACED)}]"
    part = f"{letter}[{char_class(letters.LETTERS)}{JOINING}]*+"
    word = f"{part}(?:(?:{_joint() if whole else _PLAIN_JOINT}){part})*+"
    linkers, extending = char_class(letters.LINKERS), char_class(letters.EXTENDING)
    cluster = f"{unspaced}(?:(?:(?![{linkers}])[{extending}])*+[{linkers}][{extending}]*+{unspaced})*+[{JOINING}]*+"
    katakana = f"(?:[{char_class(letters.KATAKANA)}][{JOINING}]*+)+"
    pictures = f"[{FLAGS}]{{2}}[{JOINING}]*+|{PICTURE}[{JOINING}]*+"
    mark = f"[^\\r\\n][{JOINING}]*+"
    elision = f"(?:{_ELISIONS})['’](?={letter})"
    rest = f"{cluster}|\\r\\n?|\\n|([*`~.=#-])\\1+(?![{JOINING}])|{katakana}|{pictures}"
    prefixed = f"[{PREFIXED}]+(?:{word}|{cluster}|{katakana}|{pictures}|{mark})"
    spaces = f"[{_SPACES}]+(?![{JOINING}])"
    kinds = [_address()] * whole + [elision, word, spaces, rest, prefixed, f"[{CONTROLS}]", mark]
    return re.compile("|".join(kinds), re.DOTALL)


_PLAIN_JOINT = f"['’·]|[{_INVISIBLE}]+"


def _joint() -> str:
    """What may stand between two parts of one word or number."""
    digit = f"[{_DIGITS}]"
    thousands = f"[\u00a0\u202f\u2009](?={digit}{{3}}(?!{digit}))"
    return f"{_PLAIN_JOINT}|(?<={digit})(?:[.,:٫٬](?={digit})|{thousands})"


def _address() -> str:
    inner = f"(?:[{_BEFORE_END}]*+(?:[^{_NO_ADDRESS}{_BEFORE_END}]|\\([^{_NO_ADDRESS}]*\\)))+[{JOINING}]*+"
    return f"(?:https?://|ftp://|www\\.|mailto:){inner}"


def tokens(text: str) -> list[str]:
    """The tokens of `text` in order; joined they are the text again."""
    return [found.group() for found in _pattern(whole=True).finditer(text)]


def parts(text: str) -> list[str]:
    """Like `tokens`, but the parts of addresses, numbers and dates one by one."""
    return [found.group() for found in _pattern(whole=False).finditer(text)]


def count(text: str) -> int:
    """How many words a reader counts: one for each ideograph; an elision (`l’homme`) and its word are one."""
    found = tokens(text)
    return sum(1 for i, token in enumerate(found) if _counts(token) and not (i and _is_elision(found[i - 1])))


def _counts(token: str) -> bool:
    return any(map(str.isalnum, token))


def _is_elision(token: str) -> bool:
    return token[-1] in "'’" and token[0].isalpha()

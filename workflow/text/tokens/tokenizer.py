"""The tokens of the text engine: words, runs of white space and marks, in every script; no token cuts a character.

- A word is letters, digits and their marks; an apostrophe or a full stop between letters belongs to it (`don’t`,
  `U.N`), except that the elisions of French and Italian stand apart (`l’` `homme`); hyphens are marks, and so
  are underscores but between letters.
- A number keeps its separators: `1,000.50`, `12:30`, `1 000` with a no-break space.
- An address (`https://…`, `office@example.org`) is one token. Ideographs, hiragana, Thai and Khmer characters are one
  each; katakana run together.
- A line break is one token, so that the tokens of a text are the tokens of its lines.
"""

import re
from functools import cache
from itertools import pairwise

from workflow.text.unicode import letters
from workflow.text.unicode.graphemes import (
    BINDING,
    CONSONANTS,
    CONTROLS,
    FLAGS,
    JOINING,
    LINKERS,
    PICTURE,
    PREFIXED,
    char_class,
    without_astral,
)

_LINE = re.compile("[^\n]*\n|[^\n]+")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_SPACES = "\t\x0b\x0c\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_APOSTROPHES = "'‘’·\u0387\u05f4"  # between letters they are part of the word
_HEBREW = "[\u05d0-\u05f2]"  # between these a straight quotation mark is too
_INVISIBLE = "\u00ad\u061c\u180e\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"  # and these
_SEPARATORS = ".,:٫٬\u2044"  # between digits they are part of the number
_THIN = "\u00a0\u202f\u2009"  # before three digits too
_ELISIONS = (
    "[cdjlmnstyCDJLMNSTY]", "[Qq][Uu]", "[JjLlPp](?:us|ors|uis)qu", "[Qq](?:uoi|uel)qu", "presqu",
    "[DdNnSsCc][AaEeOoUu]ll", "[AaEeOo]ll", "[Uu]n", "[Qq]uest", "[Gg]l",
)  # fmt: skip
_SCHEMES = "[Hh][Tt][Tt][Pp][Ss]?://", "[Ff][Tt][Pp]://", "[Ww]{3}\\.", "mailto:"
_MAILBOX = "[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}+@(?:[A-Za-z0-9-]{1,63}\\.){1,9}[A-Za-z]{2,}"
_NO_ADDRESS = (  # what ends an address: brackets, quotation marks, the stops of scripts that are not Latin
    '\\s<>"()\\[\\]{}|\\\\^`«»‹›“”„‘’‚、。，；：！？（）「」『』【】《》\u0589\u060c\u061b\u061f\u06d4\u0964\u0965\u104a\u104b\u1362\u17d4'
)
_BEFORE_END = ".,;:!?'*_~–—…"  # part of an address only when more of it follows
_LINKER, _COMMON_LINKER = re.compile(f"[{LINKERS}]"), re.compile(without_astral(f"[{LINKERS}]"))
_PREFIX = re.compile(f"[{PREFIXED}]")
_CONSONANT, _LINKED = re.compile(f"[{CONSONANTS}]"), re.compile(f"[{LINKERS}]{BINDING}\\Z")


@cache  # of tables of the program: four, made where they are first needed; no text is held
def _pattern(whole: bool, astral: bool) -> re.Pattern[str]:
    """Matches one token; whatever the text, the matches join up to it.

    Not `whole`: addresses and numbers in parts. Not `astral`: for texts without code points above U+FFFF.

    The commonest kinds come first, and nearly all begin with a character or a class, which the engine skips fast.
    """
    letter, rest = f"[{char_class(letters.LETTERS)}]", _other_kinds()
    part = f"{letter}[{char_class(letters.LETTERS)}{JOINING}]*+"
    joint = "|".join([*_joints(), *(_number_joints() if whole else ())])
    word = f"{part}(?:(?:{joint}){part})*+"
    plain_word = f'{part}(?![{_APOSTROPHES}{_SEPARATORS}{_THIN}{_INVISIBLE}"@+-])'
    spaces = f"[{_SPACES}]+(?![{JOINING}])"
    elisions = f"(?:{'|'.join(_ELISIONS)})['’](?=\\w)(?![{JOINING}])"
    prefixed = f"[{PREFIXED}]+(?![{CONTROLS}])(?:{'|'.join([word, *rest])})"
    kinds = [plain_word, spaces, *(_addresses() if whole else ()), elisions, word, "\\r\\n?", "\\n", prefixed, *rest]
    pattern = "|".join(kinds)
    return re.compile(pattern if astral else without_astral(pattern), re.DOTALL)


def _joints() -> list[str]:
    """What may stand between two parts of one word."""
    return [f"[{_APOSTROPHES}]", f"[{_INVISIBLE}]+", f'"(?<={_HEBREW}.)(?={_HEBREW})']


def _number_joints() -> list[str]:
    """What may stand between two parts of one word with full stops, or of one number."""
    digit = f"[{char_class(letters.DIGITS)}]"
    thousands = f"[{_THIN}](?<={digit}.)(?={digit}{{3}}(?!{digit}))"
    return [f"\\.(?<!{digit}.)(?!{digit})", f"[{_SEPARATORS}](?<={digit}.)(?={digit})", thousands]


def _addresses() -> list[str]:
    ends = _NO_ADDRESS + PREFIXED
    inner = f"(?:[{_BEFORE_END}]*+(?:[^{ends}{_BEFORE_END}]|\\([^{ends}]*\\)))+[{JOINING}]*+"
    return [*(scheme + inner for scheme in _SCHEMES), f"{_MAILBOX}[{JOINING}]*+"]


def _other_kinds() -> list[str]:
    """Single characters of the scripts without spaces, katakana, pictures, marks in a row, controls, any mark."""
    in_a_row = "|".join(f"{re.escape(mark)}{{2,}}" for mark in "*`~.=#-")
    return [
        f"[{char_class(letters.UNSPACED)}][{JOINING}{char_class(letters.UNSPACED_MARKS)}]*+",
        f"[{char_class(letters.KATAKANA)}](?:[{char_class(letters.KATAKANA)}{JOINING}])*+",
        f"(?:{in_a_row})(?![{JOINING}])",
        f"[{FLAGS}]{{2}}[{JOINING}]*+",
        f"{PICTURE}[{JOINING}]*+",
        f"[{CONTROLS}]",
        f"[^\\r\\n][{JOINING}]*+",
    ]


def tokens(text: str) -> list[str]:
    """The tokens of `text` in order; joined they are the text again."""
    return _tokens_of(text, whole=True)


def parts(text: str) -> list[str]:
    """Like `tokens`, but the parts of addresses, numbers and dates one by one."""
    return _tokens_of(text, whole=False)


def _tokens_of(text: str, whole: bool) -> list[str]:
    if "_" in text:
        return [part for token in _found(text, whole) for part in _without_underscores(token, whole)]
    return _found(text, whole)


def _found(text: str, whole: bool) -> list[str]:
    if not _ASTRAL.search(text):
        found = _pattern(whole, False).findall(text)
        return _bound(text, found) if _COMMON_LINKER.search(text) else found
    found = []
    for line in _LINE.findall(text):
        found += _pattern(whole, bool(_ASTRAL.search(line))).findall(line)
    return _bound(text, found) if _LINKER.search(text) else found


def _without_underscores(token: str, whole: bool) -> list[str]:
    """The word and the underscores at its ends: `_emphasis_` is three tokens, `snake_case` is one."""
    core = token.strip("_")
    if len(core) == len(token) or not core[:1].isalnum() or _PREFIX.match(core[-1]):
        return [token]
    start = token.index(core)
    return [each for each in (token[:start], *_found(core, whole), token[start + len(core) :]) if each]


def _bound(text: str, found: list[str]) -> list[str]:
    """The tokens, where a linker binds the first letter of one to the token before it both as one."""
    at, borders = 0, [0]
    for one, other in pairwise(found):
        at += len(one)
        if not (_CONSONANT.match(other) and _LINKED.search(one)):
            borders.append(at)
    return [text[start:end] for start, end in pairwise([*borders, len(text)])]


def count(text: str) -> int:
    """How many words a reader counts: one for each ideograph; an elision (`l’homme`) and its word are one."""
    with_last = pairwise([" ", *tokens(text)])
    return sum(any(map(str.isalnum, token)) and not _is_elision(last) for last, token in with_last)


def _is_elision(token: str) -> bool:
    return token[-1] in "'’" and token[0].isalpha()

"""How two pieces of text meet: a space, no space, or a hyphen at a line's end that the printer put there."""

import re
import unicodedata
from collections.abc import Container, Iterable

from workflow.text.unicode import letters
from workflow.text.unicode.graphemes import char_class
from workflow.text.unicode.levels import LONGEST_HALF

# Written without spaces between words; ideographs and kana with their marks, full-width signs and rare ones.
_UNSPACED = re.compile(
    f"[{char_class(letters.SOUTH_EAST_ASIAN, letters.IDEOGRAPHIC, '2E80-3004 FF00-FFEF 20000-3FFFF')}]"
)
_BROKEN = re.compile(r"([^\W\d_]+)[-\u2010]$")
_BREAK = re.compile(r"(?<=[^\W\d_])[-\u2010][ \t]*\n[ \t]*[^\W\d_]")
_RANGE = re.compile(r"\d[-–]$")
_WORD = re.compile(r"[^\W\d_]+")
# "pre- and post-war": a hyphen that waits for its other half stays apart from the next word.
CONJUNCTIONS = frozenset(
    {"and", "or", "to", "nor", "und", "oder", "bis", "et", "ou", "à", "y", "e", "o", "u", "a", "ni"}
)


def flowed(lines: Iterable[str], known: Container[str] = ()) -> str:
    """The lines of one paragraph as running text; `known` are words (in lower case) that occur elsewhere.

    A word broken at a hyphen loses the hyphen when its whole is known, and keeps it (without a space) when it isn't.
    """
    pieces: list[str] = []
    for line in lines:
        if pieces:
            pieces[-1], space = _ending(pieces[-1], line, known)
            pieces.append(space)
        pieces.append(line)
    return "".join(pieces)


def words_beside_breaks(text: str) -> frozenset[str]:
    """The words in lower case that `flowed` may know, where a hyphen at a line's end may break one of them."""
    return frozenset(_WORD.findall(text.casefold())) if _BREAK.search(text) else frozenset()


def _ending(left: str, right: str, known: Container[str]) -> tuple[str, str]:
    """What stays of `left`, and what parts it from `right`."""
    if not left or not right:
        return left, ""
    half, rest = _BROKEN.search(left[-LONGEST_HALF:]), _WORD.match(right)
    if half and rest and rest[0] not in CONJUNCTIONS:
        return (left[:-1], "") if (half[1] + rest[0]).casefold() in known else (left, "")
    if _RANGE.search(left[-2:]) and right[0].isdigit():
        return left, ""
    return left, "" if _UNSPACED.match(left[-1]) and _UNSPACED.match(right) else " "


def opens(char: str) -> bool:
    """Whether a word or a bracket begins at `char`, so that a space belongs before it."""
    return bool(char) and (char.isalnum() or unicodedata.category(char) in ("Ps", "Pi")) and not _UNSPACED.match(char)


def closes(char: str) -> bool:
    """Whether a word, a bracket or a stop ends at `char`, so that a space belongs after it."""
    ends = unicodedata.category(char) in ("Pe", "Pf", "Mn", "Mc") or char in ",.;:!?%…،؛؟۔" if char else False
    return bool(char) and (char.isalnum() or ends) and not _UNSPACED.match(char)

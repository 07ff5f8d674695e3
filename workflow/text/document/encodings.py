"""The encodings in which a file that is not UTF-8 may have been written: each that makes words of it, to choose from.

Nothing is guessed: a person reads the first lines of each and says which is right.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from workflow.text.document.levels import ODDEST, PREVIEWED, PREVIEWED_SIGNS, WHOLLY_ODD

ENCODINGS = ("windows-1252", "windows-1256", "windows-1251", "windows-1250", "mac-roman", "gb18030")
"""By the names that people know; Python knows them by these too."""

_WORD = re.compile(r"\S*[^\x00-\x7f]\S*")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ue000-\uf8ff]")
_SCRIPTS = tuple(
    map(re.compile, ("[a-zA-Z\u00aa-\u024f]", "[\u0400-\u052f]", "[\u0600-\u06ff]", "[\u3400-\u9fff\uac00-\ud7af]"))
)
# Signs that stand in no word: what one encoding has as a letter, another one has as such.
_INSIDE = re.compile(r"[^\W\d_][¡-©«-´¶¸¹»-¿×÷†-‡‰€™\u2500-\u25ff][^\W\d_]|[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]|[\u064b-\u0652]{3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as one encoding reads it. lines: the first of those that encodings read differently."""

    encoding: str
    text: str
    lines: tuple[str, ...]


def decodings(data: bytes) -> tuple[Decoded, ...]:
    """The file in each encoding that makes words of it, the likeliest first; one of two that read it alike."""
    found: dict[str, tuple[float, str]] = {}
    for encoding in ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = _oddness(text)
        if odd <= ODDEST and text not in found:
            found[text] = odd, encoding
    likely = sorted(found, key=lambda text: found[text][0])
    lines = _lines(likely)
    return tuple(Decoded(found[text][1], text, shown) for text, shown in zip(likely, lines, strict=True))


def decoded_as(data: bytes, encoding: str) -> str | None:
    """The text of the file in one of `ENCODINGS`; None where it is none of them, or makes no text."""
    return next((each.text for each in decodings(data) if each.encoding == encoding), None)


def _oddness(text: str) -> float:
    """The share of the words with other letters than English has that no language writes so."""
    if _CONTROL.search(text):
        return WHOLLY_ODD
    words = _WORD.findall(text)
    return sum(map(_is_odd, words)) / len(words) if words else WHOLLY_ODD


def _is_odd(word: str) -> bool:
    return sum(bool(script.search(word)) for script in _SCRIPTS) > 1 or bool(_INSIDE.search(word))


def _lines(texts: Sequence[str]) -> list[tuple[str, ...]]:
    """For each text the first of the lines that are not read alike, of one text alone those with other letters."""
    rows = [each for each in zip_longest(*(text.split("\n") for text in texts), fillvalue="") if any(each)]
    told = [each for each in rows if len(set(each)) > 1] or [each for each in rows if not each[0].isascii()]
    columns = zip(*told[:PREVIEWED], strict=True)
    return [tuple(line.strip()[:PREVIEWED_SIGNS] for line in column) for column in columns]

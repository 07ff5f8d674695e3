"""The keywords of a text, and of what is typed to find it: the same for every database that keeps them.

A word is folded (no case, no accents, no vowel signs, letters that vary made one), so that `Évry` is found by `evry`.
What a word begins with finds it. Where a script sets no spaces (Chinese, Japanese, Thai, Lao, Burmese, Khmer), each
two signs that follow one another are a word. An Arabic word is found without the article and the letters before it.
Everything else separates words and is nothing to look for: quotation marks, operators and brackets mean nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

from workflow.text.tokens.levels import LARGEST, LONGEST, SHORTEST, SHORTEST_BEHIND_LETTER
from workflow.text.unicode.folding import folded
from workflow.text.unicode.levels import MOST_SOUGHT

_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003134f]+)"
)
_ARABIC = re.compile("[\u0620-\u06ff]")
_BEFORE = re.compile(f"(?P<joined>[وف])?(?P<article>[بك]?ال|لل)?(?P<rest>.{{{SHORTEST},}})")


def keywords(*texts: str) -> str:
    """The keywords of the texts in the order of their first places, each once, one blank between two."""
    found = dict.fromkeys(word for text in texts for part in _words(text) for word in _keywords_of(part))
    sizes = accumulate(len(word.encode()) + 1 for word in found)
    return " ".join(word for word, size in zip(found, sizes, strict=True) if size <= LARGEST)


def keywords_sought(words: str) -> tuple[str, ...]:
    """What is to be looked for, each the beginning of a keyword; empty where nothing typed is a word."""
    found = dict.fromkeys(word for part in _words(words) for word in _beginnings_of(part))
    return tuple(found)[:MOST_SOUGHT]


def _words(text: str) -> Iterator[str]:
    """Each folded word; one of a script without spaces is everything up to the next mark."""
    bare = "".join(sign for sign in folded(text) if not unicodedata.category(sign).startswith("M"))
    for word in _WORD.findall(bare):
        yield from (part for part in _UNSPACED.split(word) if part)


def _keywords_of(part: str) -> Iterator[str]:
    if _UNSPACED.match(part):
        yield from (part[place : place + 2] for place in range(len(part)))
    else:
        yield part[:LONGEST]
        if _ARABIC.match(part):
            yield from (word[:LONGEST] for word in _bare(part))


def _beginnings_of(part: str) -> list[str]:
    if not _UNSPACED.match(part) or len(part) == 1:
        return [part[:LONGEST]]
    return [part[place : place + 2] for place in range(len(part) - 1)]


def _bare(word: str) -> Iterator[str]:
    """An Arabic word without the letters that are written together with it."""
    if word.startswith(("و", "ف", "ب", "ك", "ل")) and len(word) > SHORTEST_BEHIND_LETTER:
        yield word[1:]
    found = _BEFORE.fullmatch(word)
    if found and (found["joined"] or found["article"]):
        yield found["rest"]

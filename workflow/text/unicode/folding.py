"""Words as they are searched for: without case, accents and vowel signs, letters and signs that vary made one."""

import unicodedata
from collections.abc import Sequence

from workflow.text.unicode.levels import MOST_SOUGHT
from workflow.text.unicode.signs import ARABIC, ONE_KIND

_LIKE = ARABIC | ONE_KIND | {0x640: ""}  # tatweel only stretches


def folded(text: str) -> str:
    """`text` for comparing: two that a reader would take for the same words when typing a search are equal."""
    if text.isascii():
        return text.casefold()
    parts = unicodedata.normalize("NFKD", text.translate(ONE_KIND).casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign)).translate(_LIKE)


def lower_in_place(text: str) -> str:
    """`text` in lower case, each sign in its place."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(sign.lower()[0] for sign in text)


def caseless_in_place(text: str) -> str:
    """`text` without the difference of case, for comparing, each sign in its place; those that become two stay."""
    return "".join(small if len(small := sign.casefold()) == 1 else sign for sign in text)


def sought(words: str) -> tuple[str, ...]:
    """The words of a search, at most so many as `levels` says; each is to be found, wherever it stands."""
    return tuple(folded(words).split()[:MOST_SOUGHT])


def has_all(wanted: Sequence[str], *texts: str) -> bool:
    """Whether each of `wanted` (from `sought`) stands in one of the texts."""
    whole = folded("\n".join(texts))
    return all(word in whole for word in wanted)

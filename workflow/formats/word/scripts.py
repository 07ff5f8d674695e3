"""Which of the looks and languages of a style words have: programs keep one for Latin, Han and right-to-left words."""

import unicodedata
from enum import StrEnum


class Script(StrEnum):
    """What letters are, as office programs tell them apart."""

    LATIN = "latin"
    ASIAN = "asian"
    COMPLEX = "complex"


def script_of(words: str) -> Script:
    """The script of the first letter; LATIN where there is none."""
    for char in words:
        if unicodedata.bidirectional(char) in ("R", "AL"):
            return Script.COMPLEX
        if unicodedata.east_asian_width(char) in ("W", "F"):
            return Script.ASIAN
        if char.isalpha():
            return Script.LATIN
    return Script.LATIN

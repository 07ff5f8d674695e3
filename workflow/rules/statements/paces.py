"""How many words a minute a text is read at, language by language: a venue allots minutes, not words."""

from collections.abc import Mapping
from typing import Any

# At a measured pace, as interpreters ask for. Arabic writes articles, conjunctions and pronouns with the word beside
# them, and so has fewer and longer words to the minute.
USUAL: Mapping[str, int] = {"en": 130, "fr": 135, "es": 130, "ar": 100}
_OTHER = 120


def pace(language: str, original: str, words_a_minute: int, paces: Mapping[str, Any]) -> int:
    """Words a minute in `language`. words_a_minute: of the original; paces: those that were set for other languages."""
    if language == original:
        return words_a_minute
    return int(paces.get(language) or USUAL.get(language, _OTHER))

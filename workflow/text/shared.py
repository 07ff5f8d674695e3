"""Whether words are taken from others: the least that two wordings must have in common."""

from workflow.text.trust import weight
from workflow.text.words import tokens

_SMALL = 4  # what a word must weigh to say something by itself


def shares_words(taken: str, *sources: str) -> bool:
    """Whether `taken` has a word of one of the sources; small words count only where the sources have no others."""
    there = {word for source in sources for word in _words(source)}
    telling = {word for word in there if _tells(word)}
    return not _words(taken).isdisjoint(telling or there)


def _words(text: str) -> set[str]:
    return {token.casefold() for token in tokens(text) if token[0].isalnum()}


def _tells(word: str) -> bool:
    # An ideograph is a word by itself, and a number says something however short it is.
    return weight(word) >= _SMALL or weight(word) > len(word) or any(map(str.isdigit, word))

"""Whether words are taken from others, and whether they stand in a text: as whole words, never as letters of one."""

from collections import Counter
from collections.abc import Iterable, Sequence

from workflow.text.alignment.trust import weight
from workflow.text.document.inline import plain
from workflow.text.edits.levels import SAYS
from workflow.text.memory import remembered
from workflow.text.tokens.tokenizer import tokens
from workflow.text.unicode.folding import folded


def has_word(text: str) -> bool:
    """Whether the text is more than white space and signs."""
    return any(map(str.isalnum, text))


def shares_words(taken: str, *sources: str) -> bool:
    """Whether `taken` has a word of one of the sources; small words count only where the sources have no others."""
    return _has_one_of({word for source in sources for word in _words(source)}, _words(taken))


def shares_change(taken: str, quote: str, proposal: str) -> bool:
    """Whether `taken` in the place of `quote` brings a word that `proposal` brings there, or lacks one that goes with
    it; also where the proposal brings and takes none, as one does that puts them in another order, and where all of it
    stands beside the old words. A small word tells nothing beside others, and all where `taken` brings no other.
    """
    old, new, now = (Counter(_words(text)) for text in (quote, proposal, taken))
    brought = now - old
    if old == new or (new and new <= brought) or (brought and brought <= new - old):
        return True
    return _has_one_of(new - old, brought) or not (old - new).keys().isdisjoint(old - now)


@remembered
def whole_words(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: without marks, case and accents; its signs where it has no word."""
    found = [token for token in tokens(plain(text)) if not token.isspace()]
    return tuple(folded(token) for token in found if any(map(str.isalnum, token))) or tuple(found)


def places(words: Sequence[str], text: Sequence[str]) -> list[int]:
    """Where the words (both from `whole_words`) begin in the text; nowhere where there are none."""
    size = len(words)
    return [at for at in range(len(text) - size + 1) if text[at : at + size] == words] if size else []


def _words(text: str) -> list[str]:
    return [token.casefold() for token in tokens(text) if token[0].isalnum()]


def _has_one_of(wanted: Iterable[str], words: Iterable[str]) -> bool:
    there = set(wanted)
    return not (set(filter(_tells, there)) or there).isdisjoint(words)


def _tells(word: str) -> bool:
    # An ideograph is a word by itself, and a number says something however short it is.
    return weight(word) >= SAYS or weight(word) > len(word) or any(map(str.isdigit, word))

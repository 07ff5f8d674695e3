"""Where an item's words stand: the server finds them, the browser only says which they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workflow.rules.items.refusals import ParagraphGone, WordsCut, WordsFoundTwice, WordsNotFound
from workflow.services.shared.checking import check_words
from workflow.text import anchors
from workflow.text.blocks import Block
from workflow.text.normal import normalise
from workflow.text.widening import with_whole_words
from workflow.text.words import is_border

WORDS_LIMIT = 20_000
"""Characters of the words that an item is about, and of those that an amendment proposes."""


@dataclass(frozen=True)
class Place:
    """Words of one paragraph: code points of its text, end exclusive. start == end: the whole of it (or of the text).

    block None: the whole text. quote: the words there, as the text has them. widened: they were asked for with a part
    of a word, and are whole words now.
    """

    block: str | None = None
    start: int = 0
    end: int = 0
    quote: str = ""
    widened: bool = field(default=False, compare=False)

    @property
    def whole(self) -> bool:
        """Whether no words are singled out."""
        return self.start == self.end


def find_place(blocks: Sequence[Block], block: str | None, words: str, prefix: str = "", suffix: str = "") -> Place:
    """The place of `words` in the paragraph `block`; without words the whole paragraph, without both the whole text.

    Words of which a part is asked for are taken whole. prefix and suffix tell equal words apart. Raises ParagraphGone,
    OverLength, TextRefused, WordsNotFound (with the nearest words) or WordsFoundTwice.
    """
    if block is None:
        return Place()
    text = paragraph(blocks, block).text
    wanted = check_words(words, field="words", limit=WORDS_LIMIT)
    if not wanted:
        return Place(block, quote=text)
    asked = _find_words(text, wanted, normalise(prefix), normalise(suffix))
    start, end = with_whole_words(text, *asked)
    return Place(block, start, end, text[start:end], widened=(start, end) != asked)


def require_whole(place: Place) -> None:
    """Nothing where whole words were asked for; raises WordsCut: what is proposed for a part of a word would leave the
    rest of it beside it, or take it away unasked.
    """
    if place.widened:
        raise WordsCut(whole=place.quote, start=place.start)


def places(text: str, words: str, prefix: str = "", suffix: str = "") -> list[tuple[int, int]]:
    """Every place where the words stand in the text, as words of their own where they do so at all."""
    spans = [span for span in anchors.find(text, words, prefix, suffix) if _cuts_no_character(text, span)]
    return [span for span in spans if _cuts_no_word(text, span)] or spans


def _find_words(text: str, words: str, prefix: str, suffix: str) -> tuple[int, int]:
    spans = places(text, words, prefix, suffix)
    if not spans:
        raise WordsNotFound(closest=anchors.closest(text, words))
    # Letters that stand twice in one word alone are asked for with that word.
    if len(spans) > 1 and with_whole_words(text, *spans[0]) != with_whole_words(text, *spans[-1]):
        raise WordsFoundTwice(count=len(spans))
    return spans[0]


def _cuts_no_character(text: str, span: tuple[int, int]) -> bool:
    return all(is_border(text, place) for place in span)


def _cuts_no_word(text: str, span: tuple[int, int]) -> bool:
    """Whether "art" stands there as a word rather than inside "party"."""
    return not any(text[max(0, place - 1) : place].isalnum() and text[place : place + 1].isalnum() for place in span)


def paragraph(blocks: Sequence[Block], block: str) -> Block:
    """The block with that permanent id; raises ParagraphGone."""
    for each in blocks:
        if each.id == block:
            return each
    raise ParagraphGone

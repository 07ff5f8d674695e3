"""A stretch of a block's text with the whole of each word of which it holds a part."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from workflow.text.document.inline import Line, line
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.spans import Span


def with_whole_words(text: str, start: int, end: int) -> Span:
    """The span, widened where it begins or ends in the middle of a word; code points of `text`, the end exclusive.

    A word is a token of `tokens`, be it of letters, digits or signs, in what a reader sees: marks inside it do not part
    it. A span of marks or of an address that nobody sees has tokens of its own. An empty one stays.
    """
    for seen in _readings(text):
        low, high = seen.at(start), seen.at(end)
        if low < high:
            borders = [0, *accumulate(map(len, tokens(seen.text)))]
            first, last = borders[bisect_right(borders, low) - 1], borders[bisect_left(borders, high)]
            cuts_first = first < low and not seen.text[first : low + 1].isspace()
            cuts_last = high < last and not seen.text[high - 1 : last].isspace()
            return seen.places[first] if cuts_first else start, seen.places[last - 1] + 1 if cuts_last else end
    return start, end


def _readings(text: str) -> Iterator[Line]:
    """The text as it is shown, and as it is written."""
    yield line(text)
    yield Line(text, range(len(text)), ())

"""A stretch of a block's text with the whole of each word of which it holds a part."""

from bisect import bisect_left, bisect_right
from itertools import accumulate

from workflow.text.document.inline import line
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.spans import Span


def with_whole_words(text: str, start: int, end: int) -> Span:
    """The span, widened where it begins or ends in the middle of a word; code points of `text`, the end exclusive.

    A word is a token of `words` in what a reader sees: marks inside it do not part it. A span that shows nothing stays.
    """
    seen = line(text)
    low, high = seen.at(start), seen.at(end)
    if low >= high:
        return start, end
    borders = [0, *accumulate(map(len, tokens(seen.text)))]
    first, last = borders[bisect_right(borders, low) - 1], borders[bisect_left(borders, high)]
    if first < low and _is_word(seen.text[first : low + 1]):
        start = seen.places[first]
    if last > high and _is_word(seen.text[high - 1 : last]):
        end = seen.places[last - 1] + 1
    return start, end


def _is_word(shown: str) -> bool:
    return any(map(str.isalnum, shown))

"""closest, for now."""

from collections import Counter

from workflow.text.alignment.align import kept
from workflow.text.alignment.survivors import Pieces
from workflow.text.alignment.trust import Neighbourhood, weight
from workflow.text.anchors.shown_words import folded, shown
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.spans import Span

_ALIKE = 0.4  # share of the words below which nothing is close


def closest(text: str, words: str) -> Span | None:
    """The run of words of `text` most like `words`, or None when nothing there is like them."""
    wanted, read = folded(words), shown(text)
    start, end = _nearest_window(read.text, wanted)
    window = read.text[start:end]
    pieces = Pieces(Neighbourhood(wanted, window, kept(wanted, window)), 0, len(wanted))
    if not pieces.pieces or pieces.weight < _ALIKE * weight(wanted):
        return None
    low, high = pieces.span()
    return read.written(start + low, start + high)


def _nearest_window(text: str, words: str) -> tuple[int, int]:
    """The stretch, half as long again as the words, that has most of them."""
    wanted = Counter(token.casefold() for token in tokens(words) if token[0].isalnum())
    found, at = [], 0
    for token in tokens(text):
        if token[0].isalnum():
            found.append((at, at + len(token), token.casefold()))
        at += len(token)
    size = wanted.total() + wanted.total() // 2 + 1
    best, score = (0, 0), -1
    held: Counter[str] = Counter()
    have = 0
    for k, (_, end, word) in enumerate(found):
        have += (held[word] < wanted[word]) * len(word)
        held[word] += 1
        if k >= size:
            gone = found[k - size][2]
            held[gone] -= 1
            have -= (held[gone] < wanted[gone]) * len(gone)
        if have > score:
            best, score = (found[max(0, k - size + 1)][0], end), have
    return best

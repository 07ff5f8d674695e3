"""Where words that a person copied stand in a paragraph, though a browser changed their spaces, quotes and marks."""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from workflow.text.alignment.align import kept
from workflow.text.alignment.survivors import Pieces
from workflow.text.alignment.trust import Neighbourhood, weight
from workflow.text.tokens.tokenizer import tokens
from workflow.text.unicode.graphemes import is_border
from workflow.text.unicode.signs import ONE_KIND

_MARKS = re.compile(r"\*+|\[\^[^\[\]\s]*\]|\[(?=[^\[\]\n]*\]\()|\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)|\s+")
_MOST = 1000  # places that are looked at
_ALIKE = 0.4  # share of the words below which nothing is close


def find(text: str, words: str, prefix: str = "", suffix: str = "") -> list[tuple[int, int]]:
    """The spans of `text` that read `words`, in code points; empty when they do not stand there.

    Exact copies first; without one, copies that differ in white space, in straight or curly quotes and dashes, or in
    the inline marks (`*`, `**`, `[…](…)`) that a copy from a page has lost. Whole words before parts of words.
    `prefix` and `suffix`, the words around it, narrow them down where they match some.
    """
    composed = unicodedata.normalize("NFC", words)
    spans = _exact(text, words.strip()) or _exact(text, composed.strip()) or _whole(text, _Plain(text).spans(composed))
    return _narrowed(text, spans, prefix, suffix)


def closest(text: str, words: str) -> str | None:
    """The run of words of `text` most like `words`, without its marks, or None when nothing there is like them."""
    wanted, shown = words.strip(), _MARKS.sub(_unmarked, text)
    start, end = _nearest_window(shown, wanted)
    window = shown[start:end]
    pieces = Pieces(Neighbourhood(wanted, window, kept(wanted, window)), 0, len(wanted))
    if not pieces.pieces or pieces.weight < _ALIKE * weight(wanted):
        return None
    low, high = pieces.span()
    return window[low:high].strip()


def _unmarked(found: re.Match[str]) -> str:
    return " " if found.group().isspace() else ""


@dataclass(slots=True, init=False)
class _Plain:
    """A text as a page shows it: one space for any white space, no marks, one kind of quotes and dashes."""

    text: str
    offsets: list[int]  # where each of its characters stands in the original, and at the end the original's length

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        self.offsets = []
        for at, piece in _pieces(text):
            pieces.append(piece)
            self.offsets += [at] * len(piece)
        self.text = "".join(pieces)
        self.offsets.append(len(text))

    def spans(self, words: str) -> list[tuple[int, int]]:
        wanted = _Plain(words).text.strip()
        ends = [(at, at + len(wanted)) for at in _places(self.text, wanted)]
        return [(self.offsets[a], self.offsets[b - 1] + 1) for a, b in ends]


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for found in _MARKS.finditer(text):
        yield from _characters(text, at, found.start())
        if found.group().isspace():
            yield found.start(), " "
        at = found.end()
    yield from _characters(text, at, len(text))


def _characters(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    for at in range(start, end):
        yield at, ONE_KIND.get(ord(text[at]), text[at])


def _exact(text: str, words: str) -> list[tuple[int, int]]:
    return _whole(text, [(at, at + len(words)) for at in _places(text, words)])


def _places(text: str, words: str) -> list[int]:
    places: list[int] = []
    at = text.find(words) if words else -1
    while at >= 0 and len(places) < _MOST:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _whole(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that begin and end at words, or where there are none those that cut no character."""
    fair = [(a, b) for a, b in spans if is_border(text, a) and is_border(text, b)]
    return [(a, b) for a, b in fair if not _cuts(text, a) and not _cuts(text, b)] or fair


def _cuts(text: str, at: int) -> bool:
    """Whether a word stands across `at`."""
    return 0 < at < len(text) and len(tokens(text[at - 1 : at + 1])) == 1 and text[at].isalnum()


def _narrowed(text: str, spans: list[tuple[int, int]], prefix: str, suffix: str) -> list[tuple[int, int]]:
    if len(spans) < 2 or not (prefix.strip() or suffix.strip()):
        return spans
    shown, before, after = _Plain(text), _Plain(prefix).text, _Plain(suffix).text
    places = [(bisect_left(shown.offsets, start), bisect_left(shown.offsets, end)) for start, end in spans]
    # As they are written, too: a program may cut what it sends in the middle of a mark.
    readings = (text, spans, prefix.strip(), suffix.strip()), (shown.text, places, before.strip(), after.strip())
    for has_left, has_right in (True, True), (True, False), (False, True):
        for whole, stands, left, right in readings:
            around = left * has_left, right * has_right
            fitting = [span for span, at in zip(spans, stands, strict=True) if _stands_between(whole, at, *around)]
            if fitting and any(around):
                return fitting
    return spans


def _stands_between(text: str, span: tuple[int, int], before: str, after: str) -> bool:
    low, high = span
    while low and text[low - 1].isspace():
        low -= 1
    while high < len(text) and text[high].isspace():
        high += 1
    return text.endswith(before, 0, low) and text.startswith(after, high)


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

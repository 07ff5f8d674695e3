"""The words of a paragraph that somebody may have meant by words which do not stand in it: an offer, never an answer.

Candidates come by words in common, which is right where one was left out, and by letters in common (`match_main` of
diff-match-patch), which is right where letters are wrong. One measure of likeness chooses among them.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from diff_match_patch import diff_match_patch

from workflow.text.anchors.levels import ALIKE, LONGER, LONGEST, LONGEST_TEXT, MISSING, PATTERN
from workflow.text.anchors.shown_words import folded, shown
from workflow.text.document.likeness import likeness
from workflow.text.document.widening import with_whole_words
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.spans import Span


def suggest(text: str, words: str) -> Span | None:
    """The span of `text` most like `words`, whole words in code points, or None when nothing there is like them.

    Always the same for the same two. Nothing for words longer than 2,000 characters.
    """
    read, wanted = shown(text), folded(words)
    if not wanted or len(wanted) > LONGEST:
        return None
    best = most_like(read.text, wanted, (*by_words(read.text, wanted), *by_letters(read.text, wanted)))
    span = read.written(*best) if best else None
    return span and with_whole_words(text, *span)


def most_like(text: str, words: str, candidates: Iterable[Span]) -> Span | None:
    """The most alike of the candidates, each fitted to the words: the first of equal ones, None where none is alike.

    One that lacks nothing of the words comes first: who left words out typed nothing wrong.
    """
    borders = _borders(text)
    fitted = {_fitted(text, words, borders, span) for span in candidates} if borders else ()
    ranked = [(*_likeness(text[low:high], words), -low, -high) for low, high in fitted]
    _, share, low, high = max(ranked, default=(False, 0, 0, 0))
    return (-low, -high) if share >= ALIKE else None


def by_words(text: str, words: str) -> Iterator[Span]:
    """The stretch, a quarter longer than the words, that has most of them."""
    wanted = Counter(token.casefold() for token in tokens(words) if token[0].isalnum())
    found = [(low, high, text[low:high].casefold()) for low, high in _borders(text) if text[low].isalnum()]
    size, most, best = int(LONGER * wanted.total()) + 1, 0, None
    held, have = Counter[str](), 0
    for k, (_, end, word) in enumerate(found):
        have += (held[word] < wanted[word]) * len(word)
        held[word] += 1
        if k >= size:
            gone = found[k - size][2]
            held[gone] -= 1
            have -= (held[gone] < wanted[gone]) * len(gone)
        if have > most:
            most, best = have, (found[max(0, k - size + 1)][0], end)
    if best:
        yield best


def by_letters(text: str, words: str) -> Iterator[Span]:
    """Stretches as long as the words where their beginning, their middle or their end is most alike."""
    if len(text) > LONGEST_TEXT:
        return
    matcher = diff_match_patch()
    matcher.Diff_Timeout, matcher.Match_Distance = 0, LONGEST_TEXT**2  # anywhere, however long it takes
    size, middle = len(words), max(0, len(words) - PATTERN) // 2
    for at in (0, middle):
        if (found := matcher.match_main(text, words[at:][:PATTERN], 0)) >= 0:
            yield max(0, found - at), found - at + size
    if (found := matcher.match_main(text[::-1], words[::-1][:PATTERN], 0)) >= 0:
        yield max(0, len(text) - found - size), len(text) - found


def _borders(text: str) -> list[Span]:
    """Where each word and each sign stands."""
    found = tokens(text)
    ends = accumulate(map(len, found))
    return [(end - len(token), end) for token, end in zip(found, ends, strict=True) if not token.isspace()]


def _fitted(text: str, words: str, borders: Sequence[Span], span: Span) -> Span:
    """The span in whole words, one more or less at either end as long as that makes it more alike."""
    first = max(0, bisect_right(borders, span[0], key=lambda border: border[0]) - 1)
    last = min(bisect_left(borders, span[1], key=lambda border: border[1]), len(borders) - 1)
    score: float = -1
    best = first, max(first, last)
    while True:
        (first, last), before = best, score
        steps = (first, last), (first - 1, last), (first + 1, last), (first, last - 1), (first, last + 1)
        stretches = [(borders[a][0], borders[b][1], a, b) for a, b in steps if 0 <= a <= b < len(borders)]
        score, best = max((_likeness(text[low:high], words)[1], (a, b)) for low, high, a, b in stretches)
        if score <= before:
            return borders[first][0], borders[last][1]


def _likeness(text: str, words: str) -> tuple[bool, float]:
    """Whether all letters of the words are there in their order, and the share of both that is common, from 0 to 1."""
    places: dict[str, int] = {}
    for at, letter in enumerate(text):
        places[letter] = places.get(letter, 0) | 1 << at
    # The longest common subsequence, by the bits of a long integer: those that were reached are 0.
    full = row = (1 << len(text)) - 1
    for letter in words:
        here = row & places.get(letter, 0)
        row = (row + here | row - here) & full
    common = len(text) - row.bit_count()
    missing = len(words) - common
    return not missing, likeness(common, common + MISSING * missing, len(text))

"""A block's text read into pieces of shown words and their style; the marks between them are not shown.

The marks: `**bold**`, `__bold__`, `*italic*`, `_italic_`, `[words](https://…)`, `<https://…>`, `[^1]`, and a backslash
before a sign that is meant as it stands. An image, `![words](https://…)`, is a link: statements hold words alone. What
is not well formed is shown as typed. Read once, from left to right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from workflow.text.values.spans import Span

_NEXT = re.compile(r"(\\[!-/:-@\[-`{-~])|(\*+|_+)|\[\^([\w-]{1,32})\]|(!\[(?!\^[\w-]{1,32}\])|\[)|(\])|(<(?=[A-Za-z]))")
_TARGET = re.compile(r"\(([^\s<>()\[\]]++(?:\([^\s<>()\[\]]*+\)[^\s<>()\[\]]*+)*+)\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]++)>", re.IGNORECASE)
_SAFE = re.compile(r"(?:https?://[^/?#\s]|mailto:[^\s]).*", re.IGNORECASE)
_LONGEST_RUN = 3
_LONGEST_LINK = 2000
_LONGEST_TEXT = 100_000  # a paragraph of more is no prose: its marks are shown as typed


@dataclass(frozen=True, slots=True)
class Style:
    """How words are set. `note` is the label of a footnote whose mark the piece is, `href` an http or mail address.

    number: what is shown for the note in place of its label.
    """

    bold: bool = False
    italic: bool = False
    href: str = ""
    note: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Code points `text[start:end]` that are shown, all in one style."""

    start: int
    end: int
    style: Style = Style()


@dataclass(slots=True)
class _Opener:
    char: str
    size: int
    first: int  # index of its first one-sign piece


@dataclass(slots=True)
class _Reading:
    """What has been read: parallel lists by piece, and what is still open."""

    text: str
    spans: list[Span] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    notes: dict[int, str] = field(default_factory=dict)
    links: dict[int, str] = field(default_factory=dict)
    turns: dict[int, dict[int, int]] = field(default_factory=lambda: {1: {}, 2: {}})  # size -> piece -> +1 or -1
    openers: list[_Opener] = field(default_factory=list)
    places: dict[tuple[str, int], list[int]] = field(default_factory=dict)  # kind of opener -> its places in `openers`
    brackets: list[int] = field(default_factory=list)
    pairs: list[tuple[Span, Span]] = field(default_factory=list)

    def show(self, start: int, end: int) -> None:
        if start < end:
            self.spans.append((start, end))


def pieces(text: str) -> list[Piece]:
    """The shown pieces of a block's text, in order; `text[p.start:p.end]` of each, joined, is what a reader reads."""
    return list(_merged(_styled(_whole(text))))


def pairs(text: str) -> list[tuple[Span, Span]]:
    """The marks that belong together: where each opening one stands, and where its closing one does."""
    return _whole(text).pairs


@lru_cache(maxsize=1024)  # each amendment to a paragraph asks for them
def marks(text: str) -> tuple[tuple[Span, Span], ...]:
    """Each mark of a footnote or of a pair, and the whole that it belongs to, from the opening mark to the closing."""
    reading = _whole(text)
    labels = [reading.spans[place] for place in reading.notes]
    notes = [(start - 2, end + 1) for start, end in labels]
    paired = [(mark, (pair[0][0], pair[1][1])) for pair in reading.pairs for mark in pair]
    return (*((note, note) for note in notes), *paired)


def _whole(text: str) -> _Reading:
    reading, at = _Reading(text), 0
    while len(text) <= _LONGEST_TEXT and (sign := _NEXT.search(text, at)):
        reading.show(at, sign.start())
        at = _read(reading, sign)
    reading.show(at, len(text))
    return reading


def _read(reading: _Reading, sign: re.Match[str]) -> int:
    if sign[1]:
        reading.show(sign.start() + 1, sign.end())
    elif sign[2]:
        _delimiters(reading, sign.start(), sign.end())
    elif sign[3]:
        reading.notes[len(reading.spans)] = sign[3]
        reading.show(*sign.span(3))
    elif sign[4]:
        reading.brackets.append(len(reading.spans))
        reading.show(*sign.span())
    elif sign[5]:
        return _bracket_closed(reading, sign)
    else:
        return _autolink(reading, sign)
    return sign.end()


def _bracket_closed(reading: _Reading, sign: re.Match[str]) -> int:
    opened = reading.brackets.pop() if reading.brackets else None
    target = _TARGET.match(reading.text, sign.end())
    if opened is None or not target or not _is_safe(target[1]) or opened + 1 == len(reading.spans):
        reading.show(*sign.span())
        return sign.end()
    reading.hidden.add(opened)
    reading.pairs.append((reading.spans[opened], (sign.start(), target.end())))
    reading.links |= dict.fromkeys(range(opened + 1, len(reading.spans)), target[1])
    reading.brackets.clear()  # a link holds no other link
    return target.end()


def _autolink(reading: _Reading, sign: re.Match[str]) -> int:
    link = _AUTOLINK.match(reading.text, sign.start())
    if not link or not _is_safe(link[1]):
        reading.show(*sign.span())
        return sign.end()
    reading.links[len(reading.spans)] = link[1]
    reading.show(*link.span(1))
    return link.end()


def _is_safe(href: str) -> bool:
    return len(href) <= _LONGEST_LINK and bool(_SAFE.fullmatch(href))


def _delimiters(reading: _Reading, start: int, end: int) -> None:
    text, first, count = reading.text, len(reading.spans), end - start
    if count > _LONGEST_RUN:
        reading.show(start, end)
        return
    before, after = text[start - 1 : start], text[end : end + 1]
    word = text[start] == "_"  # snake_case is no emphasis
    may_open = bool(after.strip()) and not (word and before.isalnum())
    may_close = bool(before.strip()) and not (word and after.isalnum())
    for at in range(start, end):
        reading.show(at, at + 1)
    used = _close(reading, text[start], first, count) if may_close else 0
    if may_open and used < count:
        _open(reading, text[start], first + used, count - used)


def _close(reading: _Reading, char: str, first: int, count: int) -> int:
    used = 0
    while opener := _nearest(reading, char, count - used):
        closer = first + used
        reading.hidden.update(range(opener.first, opener.first + opener.size), range(closer, closer + opener.size))
        left, right = reading.spans[opener.first][0], reading.spans[closer][0]
        reading.pairs.append(((left, left + opener.size), (right, right + opener.size)))
        turns = reading.turns[opener.size]
        turns[opener.first] = turns.get(opener.first, 0) + 1
        turns[closer] = turns.get(closer, 0) - 1
        used += opener.size
    return used


def _nearest(reading: _Reading, char: str, size: int) -> _Opener | None:
    """The innermost opener that so many signs can close, taken off with all that was opened inside it."""
    last = {n: reading.places[char, n][-1] for n in (1, 2) if n <= size and reading.places.get((char, n))}
    if not last:
        return None
    # Two signs close what two signs opened, whatever stands half open inside.
    innermost = last[2] if size == 2 and 2 in last else max(last.values())
    inside: list[_Opener] = []
    while len(reading.openers) > innermost:
        opener = reading.openers.pop()
        reading.places[opener.char, opener.size].pop()
        inside.append(opener)
    return _of_three(reading, *inside[:-3:-1])


def _of_three(reading: _Reading, opener: _Opener, inner: _Opener | None = None) -> _Opener:
    """Of three signs in a row two closed first are those next to the words: the one before them stays open."""
    if opener.size == 2 and inner and inner.first == opener.first + 2 and inner.char == opener.char:
        _push(reading, _Opener(opener.char, 1, opener.first))
        return _Opener(opener.char, 2, opener.first + 1)
    return opener


def _open(reading: _Reading, char: str, first: int, count: int) -> None:
    for size, at in ((2, first), (1, first + count - 1)):
        if count != 3 - size:  # one sign opens italic, two open bold, three both
            _push(reading, _Opener(char, size, at))


def _push(reading: _Reading, opener: _Opener) -> None:
    reading.places.setdefault((opener.char, opener.size), []).append(len(reading.openers))
    reading.openers.append(opener)


def _styled(reading: _Reading) -> Iterator[Piece]:
    count = len(reading.spans)
    italic, bold = (list(accumulate(reading.turns[size].get(i, 0) for i in range(count))) for size in (1, 2))
    for i, (start, end) in enumerate(reading.spans):
        if i not in reading.hidden:
            style = Style(bold[i] > 0, italic[i] > 0, reading.links.get(i, ""), reading.notes.get(i, ""))
            yield Piece(start, end, style)


def _merged(found: Iterator[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in found:
        if last and last.end == piece.start and last.style == piece.style and not piece.style.note:
            last = Piece(last.start, piece.end, last.style)
            continue
        if last:
            yield last
        last = piece
    if last:
        yield last

"""A block's text read into pieces of shown words and their style; the marks between them are not shown.

The marks: `**bold**`, `__bold__`, `*italic*`, `_italic_`, `[words](https://…)`, `<https://…>`, `[^1]`, and a backslash
before a sign that is meant as it stands. An image, `![words](https://…)`, is a link: statements hold words alone. What
is not well formed is shown as typed. Read once, from left to right.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from workflow.text.document.levels import LONGEST_LABEL, LONGEST_LINK, LONGEST_MARKED, LONGEST_RUN
from workflow.text.values.spans import Span

_SIGN = re.compile(r"[\\*_\[\]!<]")  # a class is searched many times as fast as what may begin with it
LABEL = rf"[\w-]{{1,{LONGEST_LABEL}}}"  # of a footnote
_MARK = re.compile(rf"(\\[!-/:-@\[-`{{-~])|(\*+|_+)|\[\^({LABEL})\]|(!\[(?!\^{LABEL}\])|\[)|(\])|(<(?=[A-Za-z]))")
_TARGET = re.compile(r"\(([^\s<>()\[\]]++(?:\([^\s<>()\[\]]*+\)[^\s<>()\[\]]*+)*+)\)")
_AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^\s<>]++)>", re.IGNORECASE)
_SAFE = re.compile(r"(?:https?://[^/?#\s]|mailto:[^\s]).*", re.IGNORECASE)


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


class _Pair(NamedTuple):
    """Two marks and how they set what stands between them."""

    opening: Span
    closing: Span
    style: Style


_EMPHASIS = {1: Style(italic=True), 2: Style(bold=True)}


def pieces(text: str) -> list[Piece]:
    """The shown pieces of a block's text, in order; `text[p.start:p.end]` of each, joined, is what a reader reads."""
    found: list[Piece] = []
    at = bold = italic = 0
    hrefs: list[str] = []
    style = Style()
    for (start, end), step, turn in [*_Reading(text).turns(), ((len(text), len(text)), 0, style)]:
        if at < start:
            found.append(Piece(at, start, style))
        at = end
        if step:
            bold, italic = bold + step * turn.bold, italic + step * turn.italic
            if turn.href:
                hrefs = [*hrefs, turn.href] if step > 0 else hrefs[:-1]
            # A link that holds an address leads where the link does.
            style = Style(bold > 0, italic > 0, hrefs[0] if hrefs else "", turn.note if step > 0 else "")
    return found


def pairs(text: str) -> list[tuple[Span, Span]]:
    """The marks that belong together: where each opening one stands, and where its closing one does."""
    return [(pair.opening, pair.closing) for pair in _Reading(text).pairs]


def marks(text: str) -> list[tuple[Span, Span]]:
    """Each mark of a footnote or of a pair, and the whole that it belongs to, from the opening mark to the closing."""
    reading = _Reading(text)
    notes = [(pair.opening[0], pair.closing[1]) for pair in reading.notes]
    paired = [(mark, (first, last)) for (first, a), (b, last), _ in reading.pairs for mark in ((first, a), (b, last))]
    return [*((note, note) for note in notes), *paired]


def marked_slice(text: str, start: int, end: int, *, is_all: bool = False) -> str:
    """The words of a span with both marks of each pair of which they have one: `_slow and_` of `_slow and uneven_`.

    is_all: also those of the pairs that hold all of the words.
    """
    reading = _Reading(text)
    found = sorted((pair.opening, pair.closing) for pair in (*reading.pairs, *reading.addresses))
    # A mark at either end that holds none of the words is none of theirs.
    while ends := [b for a, b in found if a[0] < start <= b[0] and b[1] <= end and not text[start : b[0]].strip()]:
        start = ends[0][1]
    while begins := [a for a, b in found if start <= a[0] and a[1] <= end < b[1] and not text[a[1] : end].strip()]:
        end = begins[0][0]
    words = text[start:end].strip()
    opened = [a for a, b in found if a[0] < start and (start <= b[0] < end or (is_all and end <= b[0]))]
    closed = [b for a, b in found if end <= b[0] and (start <= a[0] < end or (is_all and a[0] < start))]
    return "".join(text[slice(*a)] for a in opened) + words + "".join(text[slice(*b)] for b in sorted(closed))


def may_lead_to(href: str) -> bool:
    """Whether a link may lead to an address, and a mark can hold it."""
    return _is_safe(href) and bool(_TARGET.fullmatch(f"({href})"))


class _Reading:
    """The marks of a text. pairs: of emphasis and of links with words of their own, as they are closed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.pairs: list[_Pair] = []
        self.notes: list[_Pair] = []
        self.addresses: list[_Pair] = []
        self.backslashes: list[int] = []
        self._brackets: list[Span] = []  # not closed yet
        self._openers: dict[tuple[str, int], list[int]] = {(char, size): [] for char in "*_" for size in (1, 2)}
        at = 0
        while len(text) <= LONGEST_MARKED and (sign := _SIGN.search(text, at)):
            mark = _MARK.match(text, sign.start())
            at = self._read(mark) if mark else sign.end()

    def turns(self) -> list[tuple[Span, int, Style]]:
        """What is not shown, in order, and the style that begins (1) or ends (-1) there."""
        both = [*self.pairs, *self.notes, *self.addresses]
        found = [(pair.opening, 1, pair.style) for pair in both] + [(pair.closing, -1, pair.style) for pair in both]
        found += [((place, place + 1), 0, Style()) for place in self.backslashes]
        return sorted(found, key=lambda turn: turn[0])

    def _read(self, mark: re.Match[str]) -> int:
        """Takes in what may be a mark; where the next one may begin."""
        start, end = mark.span()
        if mark[1]:
            self.backslashes.append(start)
        elif mark[2]:
            self._emphasise(start, end)
        elif mark[3]:
            self.notes.append(_Pair((start, start + 2), (end - 1, end), Style(note=mark[3])))
        elif mark[4]:
            self._brackets.append((start, end))
        elif mark[5]:
            return self._close_bracket(start, end)
        elif (link := _AUTOLINK.match(self.text, start)) and _is_safe(link[1]):
            self.addresses.append(_Pair((start, end), (link.end(1), link.end()), Style(href=link[1])))
            return link.end()
        return end

    def _close_bracket(self, start: int, end: int) -> int:
        opened = self._brackets.pop() if self._brackets else None
        target = _TARGET.match(self.text, end)
        if opened is None or not target or not _is_safe(target[1]) or opened[1] == start:
            return end
        self.pairs.append(_Pair(opened, (start, target.end()), Style(href=target[1])))
        self._brackets.clear()  # a link holds no other link
        return target.end()

    def _emphasise(self, start: int, end: int) -> None:
        if end - start > LONGEST_RUN:
            return
        char, before, after = self.text[start], self.text[start - 1 : start], self.text[end : end + 1]
        parts_words = char == "*"  # snake_case is no emphasis
        if before.strip() and (parts_words or not after.isalnum()):
            start = self._close(char, start, end)
        if start < end and after.strip() and (parts_words or not before.isalnum()):
            # One sign opens italic, two open bold, three both.
            if end - start > 1:
                self._openers[char, 2].append(start)
            if end - start != 2:
                self._openers[char, 1].append(end - 1)

    def _close(self, char: str, start: int, end: int) -> int:
        """Closes what the signs can close; where those begin that are left."""
        while start < end and (size := self._nearest(char, end - start)):
            opened = self._opener(char, size)
            self.pairs.append(_Pair((opened, opened + size), (start, start + size), _EMPHASIS[size]))
            start += size
        return start

    def _nearest(self, char: str, count: int) -> int:
        """The size of the innermost mark that so many signs can close; 0 where there is none."""
        last = {size: self._openers[char, size][-1] for size in (1, 2) if size <= count and self._openers[char, size]}
        # Two signs close what two signs opened, whatever stands half open inside.
        return 2 if count == 2 and 2 in last else max(last, key=lambda size: last[size], default=0)

    def _opener(self, char: str, size: int) -> int:
        """Where the innermost opener of the size stands, taken off with all that was opened inside it."""
        opened, inside = self._openers[char, size].pop(), []
        for places in self._openers.values():
            while places and places[-1] > opened:
                inside.append(places.pop())
        if size == 2 and opened + 2 in inside and self.text[opened + 2] == char:
            # Of three signs in a row the two next to the words are closed first: the one before them stays open.
            self._openers[char, 1].append(opened)
            return opened + 1
        return opened


def _is_safe(href: str) -> bool:
    return len(href) <= LONGEST_LINK and bool(_SAFE.fullmatch(href))

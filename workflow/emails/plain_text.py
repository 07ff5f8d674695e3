"""The subject and the plain text of a mail, both taken from its page, so that all three say the same.

Known is what our own templates use; any other element is a fault of a template and raises UnknownElement.
"""

import re
import unicodedata
from dataclasses import dataclass
from html.parser import HTMLParser

from workflow.emails.wrapping import wrap

_BLANKS = re.compile(r"[^\S\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]+")
_CLOSE = frozenset({"section", "ul", "ol", "dl"})  # what these hold stands in lines without blank ones between
_BLOCKS = _CLOSE | {"body", "div", "p", "h1", "h2", "h3", "li", "dt", "dd", "blockquote"}
_INLINE = frozenset({"b", "i", "em", "strong", "span", "bdi", "code", "time"})
_UNSEEN = frozenset({"html", "head", "meta"})
_DIRECTIONS = {"L": "ltr", "R": "rtl", "AL": "rtl"}
_INDENT, _RULE = "   ", "--"


class UnknownElement(ValueError):
    """An element of which no plain text is made; the message is its name."""


@dataclass(frozen=True)
class Said:
    """What a page says. subject: its title."""

    subject: str
    text: str


def said_by(page: str, *, lead: str, colon: str) -> Said:
    """The title, and the body in lines: headings in capitals, words of others set in, addresses on lines of their own.

    lead: begins a line whose first word goes against the page's direction. colon: stands behind the words of a link.
    """
    reading = _PlainReading(lead, colon)
    reading.feed(page)
    reading.close()
    return Said(squeeze("".join(reading.title)), wrap("\n".join(reading.lines)))


def squeeze(words: str) -> str:
    """The words with one blank between any two; no-break spaces stay."""
    return _BLANKS.sub(" ", words).strip(" ")


def first_direction(words: str) -> str:
    """rtl or ltr, as the first letter goes that has a direction; empty where none has."""
    signs = (unicodedata.bidirectional(sign) for sign in words)
    return next((_DIRECTIONS[sign] for sign in signs if sign in _DIRECTIONS), "")


class _PlainReading(HTMLParser):
    """Reads a page from top to bottom into lines."""

    def __init__(self, lead: str, colon: str) -> None:
        super().__init__()
        self.title: list[str] = []
        self.lines: list[str] = []
        self._lead, self._colon = lead, colon
        self._open: list[tuple[str, bool]] = []  # blocks around what is read, and whether each has its own direction
        self._words: list[str] = []
        self._unprinted: list[str] | None = None  # where words of the head go
        self._links: list[tuple[str, str]] = []  # address and words of those in the block at hand
        self._link: tuple[str, int] = "", 0
        self._points = 0
        self._wants_blank = self._is_under_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a line or a link."""
        found = dict(attrs)
        if tag in ("title", "style"):
            self._unprinted = self.title if tag == "title" else []
        elif tag == "a":
            self._link = (found.get("href") or "").strip(), len(self._words)
        elif tag == "br":
            self._words.append("\n")
        elif tag in _BLOCKS or tag == "hr":
            self._end_block()
            self._begin_block(tag, has_direction="dir" in found)
        elif tag not in _INLINE | _UNSEEN:
            raise UnknownElement(tag)

    def handle_endtag(self, tag: str) -> None:
        """End a block or a link."""
        if tag in ("title", "style"):
            self._unprinted = None
        elif tag == "a":
            address, start = self._link
            self._links.append((address, squeeze("".join(self._words[start:]))))
        elif tag in _BLOCKS:
            self._end_block()
            self._open.pop()
            self._wants_blank = self._wants_blank or tag in _CLOSE
            self._is_under_heading = self._is_under_heading and tag != "section"

    def handle_data(self, data: str) -> None:
        """Take words; the ends of lines in a template mean nothing."""
        if self._unprinted is None:
            self._words.append(_BLANKS.sub(" ", data))
        else:
            self._unprinted.append(data)

    def _begin_block(self, tag: str, *, has_direction: bool) -> None:
        if tag == "hr":
            self._add([_RULE])
            return
        self._open.append((tag, has_direction))
        if tag in _CLOSE:
            self._points, self._wants_blank = 0, True

    def _end_block(self) -> None:
        said = [squeeze(line) for line in "".join(self._words).strip().split("\n")]
        links, self._words, self._links = self._links, [], []
        if not any(said):
            return
        tag = self._open[-1][0]
        if links and said == [links[-1][1]] and tag == "p":
            said = [said[0] + self._colon]
        if tag in ("h1", "h2"):
            said = [line.upper() for line in said]
        if tag == "dd":
            self.lines[-1] += f" {said.pop(0)}"
        elif not any(has_direction for _, has_direction in self._open):
            said[0] = self._with_lead(said[0])
        if tag == "li":
            said = self._list_point(said)
        self._add(self._indent(said, tag))
        self._is_under_heading = self._is_under_heading or (tag == "h3" and self._is_close())
        self.lines += self._indent([address for address, _ in links], "a")

    def _list_point(self, said: list[str]) -> list[str]:
        self._points += 1
        mark = f"{self._points}. " if any(tag == "ol" for tag, _ in self._open) else "- "
        return [mark + said[0], *(" " * len(mark) + line for line in said[1:])]

    def _indent(self, said: list[str], tag: str) -> list[str]:
        depth = sum(each == "blockquote" for each, _ in self._open) + (self._is_under_heading and tag != "h3")
        return [_INDENT * depth + line if line else "" for line in said]

    def _add(self, said: list[str]) -> None:
        if self._wants_blank and said and self.lines[-1:] != [_RULE]:
            self.lines.append("")
        self.lines += said
        self._wants_blank = not self._is_close()

    def _is_close(self) -> bool:
        return any(tag in _CLOSE for tag, _ in self._open)

    def _with_lead(self, line: str) -> str:
        return self._lead + line if first_direction(line) == "ltr" else line

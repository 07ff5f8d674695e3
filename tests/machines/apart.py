"""Words that a page glues together: two runs of text with tags alone between them, as a template's own line breaks are
no blanks."""

import re
from html.parser import HTMLParser

# A <sup> hangs on its word.
_INLINE = frozenset(
    {
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "kbd"),
        *("label", "mark", "q", "small", "span", "strong", "sub", "time", "u"),
    }
)
_VOID = frozenset({"br", "img", "input", "link", "meta", "hr", "wbr", "col", "line", "rect"})
# A redline says of each letter what became of it; a script or a style is not read.
_UNREAD = frozenset({"ins", "del", "script", "style"})
_ENDS, _BEGINS = re.compile(r"[\w.,:;!?)»”…⟧]\Z"), re.compile(r"[\w(«“⟦]")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.glued: list[str] = []
        self._before = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._open.append(tag)
        # A tag that the stylesheet frames stands apart by itself.
        if tag not in _INLINE or "tag" in (dict(attrs).get("class") or "").split():
            self._before = ""

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        if tag not in _INLINE:
            self._before = ""

    def handle_data(self, data: str) -> None:
        if not _UNREAD.isdisjoint(self._open):
            self._before = ""
            return
        if _ENDS.search(self._before) and _BEGINS.match(data):
            self.glued.append(f"{self._before[-30:]}|{data[:30]}")
        self._before = data


def glued_words(page: str) -> list[str]:
    """Where two words or sentences of the page stand together without a blank: both sides of each place."""
    reader = _Reader()
    reader.feed(page)
    return reader.glued

"""A block's inline marks as HTML and as plain words, and where shown words stand in the text that holds them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

from markupsafe import Markup, escape

from workflow.text.document.marks import Style, pieces

_REL = "nofollow noopener noreferrer"
_NOTE = "\ufffc"  # stands for a footnote's mark, which is shown and is no word

NO_NOTES: Mapping[str, int] = MappingProxyType({})
Run = tuple[str, Style]


@dataclass(frozen=True, slots=True)
class Line:
    """What a reader sees of a block: `text` without marks (a footnote's mark is one U+FFFC) and how it is set.

    places: for each code point of `text` its place in the block's own text. runs: start, end, style in `text`.
    """

    text: str
    places: Sequence[int]
    runs: Sequence[tuple[int, int, Style]]

    def at(self, place: int) -> int:
        """Where the first shown sign at or after a place of the block's own text stands in `text`."""
        return bisect_left(self.places, place)

    def words(self, start: int, end: int) -> str:
        """What a reader sees of the code points from `start` to `end` of the block's own text, without footnotes."""
        return self.text[self.at(start) : self.at(end)].replace(_NOTE, "")

    def cut(self, start: int, end: int) -> list[Run]:
        """The runs of `text[start:end]`."""
        first = bisect_right(self.runs, start, key=lambda run: run[1])
        last = bisect_left(self.runs, end, key=lambda run: run[0]) if start < end else first
        return [(self.text[max(low, start) : min(high, end)], style) for low, high, style in self.runs[first:last]]


def html(text: str, notes: Mapping[str, int] = NO_NOTES) -> Markup:
    """The block's text as HTML: `strong`, `em`, links (http, https and mail alone), footnote marks; all else escaped.

    A footnote's mark leads to `#fn-LABEL`, the id that a page gives to the note; it shows the number that `notes`
    (of `blocks.note_numbers`) gives to the label, or the label.
    """
    seen = line(text, notes)
    return runs_html(seen.cut(0, len(seen.text)))


def plain(text: str) -> str:
    """The block's words without marks and without footnote marks."""
    return "".join(text[piece.start : piece.end] for piece in pieces(text) if not piece.style.note)


def line(text: str, notes: Mapping[str, int] = NO_NOTES) -> Line:
    """What a reader sees of a block, with the place of each sign."""
    shown: list[str] = []
    places: list[int] = []
    runs: list[tuple[int, int, Style]] = []
    for piece in pieces(text):
        style, label = piece.style, piece.style.note
        words = _NOTE if label else text[piece.start : piece.end]
        style = replace(style, number=str(notes.get(label, label))) if label else style
        runs.append((len(places), len(places) + len(words), style))
        places.extend(range(piece.start, piece.start + len(words)))
        shown.append(words)
    return Line("".join(shown), places, runs)


def runs_html(runs: Iterable[Run]) -> Markup:
    """Words in their styles as HTML that is whole by itself: every tag that is opened is closed."""
    linked = groupby(runs, key=lambda run: run[1].href)
    return Markup().join(_link(href, [_run(words, style) for words, style in group]) for href, group in linked)


def _link(href: str, inside: Sequence[Markup]) -> Markup:
    words = Markup().join(inside)
    return Markup('<a href="{}" rel="{}">{}</a>').format(href, _REL, words) if href and words else words


def _run(words: str, style: Style) -> Markup:
    if style.note:
        mark = Markup("{1}") if style.href else Markup('<a href="#fn-{0}">{1}</a>')
        return Markup('<sup class="fn">{}</sup>').format(mark.format(style.note, style.number))
    inside = escape(words)
    inside = Markup("<em>{}</em>").format(inside) if style.italic and words else inside
    return Markup("<strong>{}</strong>").format(inside) if style.bold and words else inside

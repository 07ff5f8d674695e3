"""A block's inline marks as HTML and as plain words, and where shown words stand in the text that holds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from markupsafe import escape

from workflow.text import pieces
from workflow.text.pieces import Style

_REL = "nofollow noopener noreferrer"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees of a block: `text` without marks, a footnote's mark left out, and where each sign stands.

    places: for each code point of `text` its place in the block's text.
    """

    text: str
    places: tuple[int, ...]


def html(text: str) -> str:
    """The block's text as HTML: `strong`, `em`, links (http, https and mail alone), footnote marks; all else escaped.

    A footnote's mark leads to `#fn-LABEL`, the id that a page gives to the note.
    """
    return runs_html((text[p.start : p.end], p.style) for p in pieces.pieces(text))


def plain(text: str) -> str:
    """The block's words without marks and without footnote marks."""
    return "".join(text[p.start : p.end] for p in pieces.pieces(text) if not p.style.note)


def shown(text: str) -> Shown:
    """The block's words without marks, with the place of each of them."""
    seen = [p for p in pieces.pieces(text) if not p.style.note]
    places = tuple(at for p in seen for at in range(p.start, p.end))
    return Shown("".join(text[p.start : p.end] for p in seen), places)


def runs_html(runs: Iterable[tuple[str, Style]]) -> str:
    """Words in their styles as HTML that is whole by itself: every tag that is opened is closed."""
    linked = groupby(runs, key=lambda run: run[1].href)
    return "".join(_link(href, "".join(_run(words, style) for words, style in group)) for href, group in linked)


def _link(href: str, inside: str) -> str:
    return f'<a href="{escape(href)}" rel="{_REL}">{inside}</a>' if href and inside else inside


def _run(words: str, style: Style) -> str:
    if not words:
        return ""
    if style.note:
        label = escape(style.note)
        return f'<sup class="fn"><a href="#fn-{label}">{label}</a></sup>' if not style.href else f"<sup>{label}</sup>"
    inside = str(escape(words))
    inside = f"<em>{inside}</em>" if style.italic else inside
    return f"<strong>{inside}</strong>" if style.bold else inside

"""Pieces of WordprocessingML as text: to make each element as an object takes a hundred times as long."""

import re
from collections.abc import Iterable
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from workflow.formats.table import clean
from workflow.formats.word.written import Hand
from workflow.text.document import Style
from workflow.text.tokens import is_right_to_left

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14 w15"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Ids:
    """The numbers of revisions and bookmarks, none twice in a file."""

    def __init__(self) -> None:
        self._next = count(1)

    def new(self) -> int:
        """Another one."""
        return next(self._next)


class Links:
    """The addresses that a part of the file leads to, each with its name there."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def name(self, href: str) -> str:
        """The name of an address."""
        return self.names.setdefault(clean(href), f"link{len(self.names) + 1}")


def revision(kind: str, hand: Hand, ids: Ids, inside: str = "") -> str:
    """An element that says who changed something, round what changed; empty within the properties of a mark."""
    at = f' w:date="{hand.at}"' if hand.at else ""
    begun = f'<w:{kind} w:id="{ids.new()}" w:author={attribute(hand.author)}{at}'
    return f"{begun}>{inside}</w:{kind}>" if inside else f"{begun}/>"


def attribute(words: str) -> str:
    """The words as the value of an attribute, with its quotation marks."""
    return quoteattr(clean(words))


def run(words: str, language: str, style: Style = Style(), *, is_gone: bool = False, own: str = "") -> str:  # noqa: B008
    """A run of words; own: the style of the run that the text's own marks do not say."""
    # 17.3.2.28: the order of the children of rPr.
    turned = is_right_to_left(language)
    named = own or ("Hyperlink" if style.href else "")
    properties = (
        (f'<w:rStyle w:val="{named}"/>' if named else "")
        + ("<w:b/><w:bCs/>" if style.bold else "")
        + ("<w:i/><w:iCs/>" if style.italic else "")
        + ("<w:rtl/>" if turned else "")
        + f"<w:lang w:{'bidi' if turned else 'val'}={attribute(language)}/>"
    )
    return f"<w:r><w:rPr>{properties}</w:rPr>{_text(words, 'delText' if is_gone else 't')}</w:r>"


def mark_run(element: str, style: str) -> str:
    """A run of one element that stands for no words."""
    return f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr>{element}</w:r>'


def properties(style: str, language: str, *, numbered: str = "", mark: str = "") -> str:
    """The properties of a paragraph. numbered: its place in a list; mark: what its own mark is set with."""
    # 17.3.1.26: the order of the children of pPr.
    turned = "<w:bidi/>" if is_right_to_left(language) else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    ending = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:pPr>{named}{numbered}{turned}{ending}</w:pPr>"


def part(name: str, inside: Iterable[str]) -> str:
    """A part of the file whose root has that name."""
    return f"{HEAD}<w:{name} {SPACES}>{''.join(inside)}</w:{name}>"


def _text(words: str, element: str) -> str:
    """The words, their lines and tabs as what a document has for them."""
    lines = ("<w:tab/>".join(_letters(each, element) for each in line.split("\t")) for line in _lines(words))
    return "<w:br/>".join(lines)


def _lines(words: str) -> list[str]:
    return re.split("\n", clean(words))


def _letters(words: str, element: str) -> str:
    return f'<w:{element} xml:space="preserve">{escape(words)}</w:{element}>' if words else ""

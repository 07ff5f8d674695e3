"""What a document of the corpus is meant to say, before it is written as a file: paragraphs, runs, tracked changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """A run. was: its (bold, italic) before a tracked change of format by `by`. xml: further properties of the run.

    In `text` a tab, a line end, U+2011 and U+00AD are written as the elements that Word has for them.
    """

    text: str
    bold: bool = False
    italic: bool = False
    by: str = ""
    was: tuple[bool, bool] = (False, False)
    xml: str = ""
    style: str = ""


@dataclass(frozen=True)
class Ins:
    """Runs that were put in."""

    by: str
    of: Sequence["Inline"]


@dataclass(frozen=True)
class Del:
    """Runs that were taken out."""

    by: str
    of: Sequence["Inline"]


@dataclass(frozen=True)
class MoveFrom:
    """Runs that were moved away; `name` joins the two ends."""

    by: str
    name: str
    of: Sequence["Inline"]


@dataclass(frozen=True)
class MoveTo:
    """Runs that were moved here."""

    by: str
    name: str
    of: Sequence["Inline"]


@dataclass(frozen=True)
class Link:
    """how: "relation" (an address of the package), "complex" or "simple" (a field), "anchor" (inside the file)."""

    href: str
    of: Sequence["Inline"]
    how: str = "relation"


@dataclass(frozen=True)
class Field:
    """A field with the words that it came to."""

    code: str
    of: Sequence["Inline"]
    simple: bool = False


@dataclass(frozen=True)
class Note:
    """The mark of a footnote, with its text."""

    of: Sequence["Para"]
    end: bool = False


@dataclass(frozen=True)
class Com:
    """Words that a comment stands on; none: the comment has its mark alone."""

    key: str
    of: Sequence["Inline"] = ()


@dataclass(frozen=True)
class ComStart:
    """Where a comment on several paragraphs begins."""

    key: str


@dataclass(frozen=True)
class ComEnd:
    """Where a comment on several paragraphs ends."""

    key: str


@dataclass(frozen=True)
class Wrap:
    """Runs in an element that changes no word: "sdt", "smartTag", "customXml", "bdo", "dir"."""

    how: str
    of: Sequence["Inline"]


@dataclass(frozen=True)
class Hidden:
    """Words that are not shown: by the run's own property, or by the character style `style`."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Box:
    """A text box, written twice as Word does: the shape, and a fallback for older programs."""

    of: Sequence["Para"]


@dataclass(frozen=True)
class Picture:
    """A picture with the words that describe it."""

    alt: str


@dataclass(frozen=True)
class Equation:
    """An equation."""

    text: str


@dataclass(frozen=True)
class Symbol:
    """A sign by the place that it has in a font of signs; `text` is what a reader sees."""

    text: str
    font: str
    code: str


@dataclass(frozen=True)
class Raw:
    """Elements without words: bookmarks, marks of the spelling check."""

    xml: str


@dataclass(frozen=True)
class Exact:
    """Elements as they stand, with the words that a reader sees, and what is left out of them (kind, words)."""

    xml: str
    text: str = ""
    left: tuple[str, str] | None = None


Inline = (
    Words | Ins | Del | MoveFrom | MoveTo | Link | Field | Note | Com | ComStart | ComEnd | Wrap | Hidden | Box
    | Picture | Equation | Symbol | Raw | Exact
)  # fmt: skip


@dataclass(frozen=True)
class Para:
    """A paragraph. kind, level: as a block has them. how: how a heading is told, see `word_like`.

    num: (list, depth) of an item. mark_ins, mark_del, mark_from, mark_to: who put in, took out or moved its mark.
    restyled: who changed its format, from `was`, elements of its former properties. xml: further properties.
    """

    of: Sequence[Inline]
    kind: str = "paragraph"
    level: int = 0
    how: str = "style"
    num: tuple[int, int] | None = None
    mark_ins: str = ""
    mark_del: str = ""
    mark_from: str = ""
    mark_to: str = ""
    restyled: str = ""
    was: str = ""
    xml: str = ""
    was_kind: tuple[str, int] | None = None
    renumbered: str = ""
    mark_format: str = ""  # who changed the format of its mark


@dataclass(frozen=True)
class Table:
    """Rows of cells, each one paragraph. rows_ins, rows_del: row -> who put it in or took it out."""

    rows: Sequence[Sequence[Sequence[Inline]]]
    controlled: bool = False  # inside a content control
    rows_ins: Mapping[int, str] = field(default_factory=dict)
    rows_del: Mapping[int, str] = field(default_factory=dict)
    changed: str = ""
    cells_changed: str = ""  # who changed the grid, a row and a cell


@dataclass(frozen=True)
class Controlled:
    """Paragraphs inside a content control."""

    of: Sequence[Para]


@dataclass(frozen=True)
class Between:
    """Elements between two paragraphs: ends of a comment's range, or `xml`."""

    begins: str = ""
    ends: str = ""
    xml: str = ""
    table: str = ""  # its words, where it is one


Part = Para | Table | Controlled | Between


@dataclass(frozen=True)
class Level:
    """One level of a list: `fmt` as numbering.xml says it, `text` with %1, %2 … for the numbers."""

    fmt: str
    text: str
    start: int = 1


@dataclass(frozen=True)
class Listing:
    """A list: its abstract one (those that share it go on counting) and where it starts anew."""

    abstract: int
    levels: Sequence[Level]
    restart: int | None = None


@dataclass(frozen=True)
class Said:
    """A comment."""

    author: str
    body: Sequence[str]
    answers: str = ""
    at: str = "2026-11-02T09:15:00Z"


@dataclass(frozen=True)
class Document:
    """A whole document."""

    language: str
    of: Sequence[Part]
    kinds: Sequence[str] = ()
    comments: Mapping[str, Said] = field(default_factory=dict)
    lists: Mapping[int, Listing] = field(default_factory=dict)
    header: Sequence[Inline] = ()
    footer: Sequence[Inline] = ()
    custom_styles: bool = False
    section_changed: str = ""
    main: str = "document.xml"
    plainly: bool = False  # as programs on the web write it: each property said, none split, lines indented

"""An `.odt` read. One with tracked changes is refused by name: its deleted words stand apart from their places."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from workflow.formats.word.changes import Changes
from workflow.formats.word.markup import DEEPEST, Element
from workflow.formats.word.odt_styles import LOEXT, OFFICE, STYLE, TEXT, ListCount, TextStyles, WordsLook
from workflow.formats.word.opening import OfficeFile
from workflow.formats.word.scripts import script_of
from workflow.formats.word.staying import joined_pieces
from workflow.formats.word.story import NOWHERE, OpenParagraph, Story
from workflow.formats.word.values import (
    BOOKMARK,
    VERSION_PROPERTY,
    LeftOutKind,
    ParagraphShape,
    WordComment,
    WordParagraph,
    WordPiece,
    WordText,
)
from workflow.text.document import Unreadable
from workflow.text.values import BlockKind, Reason

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
DC = "{http://purl.org/dc/elements/1.1/}"
META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
MATH = "{http://www.w3.org/1998/Math/MathML}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

DEEPEST_HEADING = 6
_RUNS = re.compile(r"[ \t\r\n]+")
_MARGINS = {"header": LeftOutKind.HEADER, "footer": LeftOutKind.FOOTER}


@dataclass(frozen=True, slots=True)
class _Place:
    """What stands around words. base: how the words of a heading or a quotation are set by its style."""

    look: WordsLook = field(default_factory=WordsLook)
    base: WordsLook = field(default_factory=WordsLook)
    href: str = ""


@dataclass(slots=True)
class _OpenList:
    """A list that is open. mark: of the item whose first paragraph has not come yet; None where there is none."""

    style: str
    level: int
    count: ListCount
    mark: str | None = None


def read_open_document(file: OfficeFile) -> WordText:
    """What an OpenDocument text says. Raises Unreadable (password, tracked changes, damaged)."""
    _refuse_encrypted(file)
    content = file.tree("content.xml")
    if next(content.iter(f"{TEXT}changed-region"), None) is not None:
        raise Unreadable(Reason.TRACKED_ODT)
    styles = file.tree("styles.xml") if file.has("styles.xml") else None
    return _OpenText(file, content, styles).text()


def _refuse_encrypted(file: OfficeFile) -> None:
    if not file.has("content.xml"):
        raise Unreadable(Reason.DAMAGED)
    if file.has("META-INF/manifest.xml"):
        manifest = file.tree("META-INF/manifest.xml")
        if next(manifest.iter(f"{MANIFEST}encryption-data"), None) is not None:
            raise Unreadable(Reason.PASSWORD)


class _OpenText:
    """One text, which is read into a story."""

    def __init__(self, file: OfficeFile, content: Element, styles: Element | None) -> None:
        self._file = file
        self._content, self._margins = content, styles
        self._styles = TextStyles(styles, content)
        self._story = Story(Changes())
        self._shapes: dict[int, ParagraphShape] = {}
        self._notes: list[tuple[str, Element]] = []
        self._comments: list[tuple[str, Element]] = []
        self._ends = {str(each.get(f"{OFFICE}name", "")) for each in content.iter(f"{OFFICE}annotation-end")}
        self._lists: list[_OpenList] = []
        self._counts: dict[str, ListCount] = {}  # by the id of a list, and by the name of its style
        self._outline = ListCount()
        self._label = ""
        self._is_spaced = True  # a space that comes now is one with what stands before it
        self._depth = 0
        self._tongues: dict[str, int] = {}

    def text(self) -> WordText:
        """All that the file says."""
        body = self._content.find(f"{OFFICE}body/{OFFICE}text")
        if body is None:
            raise Unreadable(Reason.DAMAGED)
        self._walk(body, _Place())
        self._story.end_text()
        for label, note in self._notes:
            self._label = label
            self._walk(note, _Place())
            self._story.end_text()
        self._label = ""
        self._story.is_apart = True
        comments = tuple(self._comment(key, each) for key, each in self._comments)
        self._list_margins()
        counts = {id(each): each for each in (*self._counts.values(), self._outline)}
        for form in sorted({form for count in counts.values() for form in count.unknown}):
            self._story.leave_out(LeftOutKind.UNKNOWN, form)
        if any(name.startswith(("basic/", "scripts/")) for name in self._file.names):
            self._story.leave_out(LeftOutKind.MACRO, "")
        paragraphs = tuple(map(self._paragraph_read, self._story.paragraphs))
        language = max(self._tongues, key=lambda each: self._tongues[each], default="")
        return WordText(
            paragraphs, (), comments, tuple(self._story.left_out), 0, language, version_mark=self._version_mark()
        )

    def _paragraph_read(self, read: OpenParagraph) -> WordParagraph:
        shape = self._shapes[id(read)]
        pieces = joined_pieces(read.pieces)
        return WordParagraph(shape.kind, shape.level, shape.mark, pieces, read.bookmark, ends=read.ends)

    # The walk

    def _walk(self, element: Element, place: _Place) -> None:
        """What an element holds: words, and elements of which each is read, is known to have none, or is listed."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unreadable(Reason.BOMB)
        self._put(element.text, place)
        for child in element:
            self._read(child, place)
            self._put(child.tail, place)
        self._depth -= 1

    def _read(self, element: Element, place: _Place) -> None:
        reads = _READS.get(element.tag)
        if reads:
            reads(self, element, place)
        elif element.tag not in _WORDLESS:
            words = " ".join("".join(element.itertext()).split())
            if words:
                self._story.leave_out(LeftOutKind.UNKNOWN, words)

    def _inside(self, element: Element, place: _Place) -> None:
        self._walk(element, place)

    def _put(self, words: str | None, place: _Place) -> None:
        """Words whose white space is not kept: several signs of it are one space, those at the beginning none."""
        words = _RUNS.sub(" ", words or "")
        if self._is_spaced:
            words = words.removeprefix(" ")
        if words and (self._story.current or words.strip()):
            self._is_spaced = words.endswith(" ")
            self._put_kept(words, place)

    def _put_kept(self, words: str, place: _Place) -> None:
        script, look = script_of(words), place.look
        piece = WordPiece(
            words,
            look.is_bold(script) and not place.base.is_bold(script),
            look.is_italic(script) and not place.base.is_italic(script),
            place.href,
        )
        if self._story.current and not self._story.is_listing:
            tongue = look.tongue(script)
            self._tongues[tongue] = self._tongues.get(tongue, 0) + len(words)
        self._story.put(piece, (), hidden=look.is_hidden, struck=look.is_struck)

    # Paragraphs and lists

    def _paragraph(self, element: Element, place: _Place) -> None:
        style = str(element.get(f"{TEXT}style-name", ""))
        look, named = self._styles.paragraph(style)
        opened = OpenParagraph(note=self._label)
        self._shapes[id(opened)] = shape = self._shape(element, style)
        stands_out = shape.kind in (BlockKind.HEADING, BlockKind.QUOTATION)
        self._story.begin_paragraph(opened)
        self._is_spaced = True
        self._walk(element, _Place(look, named if stands_out else WordsLook()))
        self._story.end_paragraph()
        self._is_spaced = True

    def _shape(self, element: Element, style: str) -> ParagraphShape:
        mark, level = self._next_mark()
        if self._label:
            return ParagraphShape(BlockKind.FOOTNOTE, 0, self._label)
        outline = str(element.get(f"{TEXT}outline-level", "")) if element.tag == f"{TEXT}h" else ""
        if outline.isdigit() and int(outline):
            number = mark or self._heading_number(element, style, int(outline) - 1)
            return ParagraphShape(BlockKind.HEADING, min(int(outline), DEEPEST_HEADING), number.removeprefix("-"))
        if title := self._styles.is_title(style):
            return ParagraphShape(BlockKind.HEADING, title)
        if mark:
            return ParagraphShape(BlockKind.ITEM, level, mark)
        return ParagraphShape(BlockKind.QUOTATION if self._styles.is_quotation(style) else BlockKind.PARAGRAPH)

    def _heading_number(self, element: Element, style: str, level: int) -> str:
        is_plain = element.get(f"{TEXT}is-list-header") == "true" or self._styles.list_style(style) == ""
        if is_plain or self._styles.outline is None:
            return ""
        restarts = element.get(f"{TEXT}restart-numbering") == "true"
        start = str(element.get(f"{TEXT}start-value", "1")) if restarts else ""
        return self._outline.mark(self._styles.outline, level, start)

    def _next_mark(self) -> tuple[str, int]:
        """The mark of a paragraph that begins now, and its level; "" for one that is no first of an item."""
        opened = self._lists[-1] if self._lists else None
        if opened is None or opened.mark is None:
            return "", 0
        style = self._styles.lists.get(opened.style)
        mark, opened.mark = opened.count.mark(style, opened.level, opened.mark), None
        return mark, opened.level

    def _list(self, element: Element, place: _Place) -> None:
        above = self._lists[-1] if self._lists else None
        style = str(element.get(f"{TEXT}style-name") or (above.style if above else ""))
        if above:
            count = above.count
        else:
            followed = str(element.get(f"{TEXT}continue-list", ""))
            goes_on = element.get(f"{TEXT}continue-numbering") == "true"
            count = self._counts.get(f"#{followed}") or (self._counts.get(style) if goes_on else None) or ListCount()
        self._counts[style] = self._counts[f"#{element.get(XML_ID, id(element))}"] = count
        self._lists.append(_OpenList(style, above.level + 1 if above else 0, count))
        self._walk(element, place)
        self._lists.pop()

    def _item(self, element: Element, place: _Place) -> None:
        # An item that only holds a deeper list is none that a reader sees.
        first = next(iter(element), None)
        begins = first is not None and first.tag in (f"{TEXT}p", f"{TEXT}h")
        if self._lists and begins:
            self._lists[-1].mark = str(element.get(f"{TEXT}start-value", ""))
        self._walk(element, place)

    # Words

    def _span(self, element: Element, place: _Place) -> None:
        look = self._styles.words(str(element.get(f"{TEXT}style-name", ""))).over(place.look)
        self._walk(element, replace(place, look=look))

    def _link(self, element: Element, place: _Place) -> None:
        href = str(element.get(f"{XLINK}href", ""))
        self._walk(element, replace(place, href="" if href.startswith("#") else href))

    def _spaces(self, element: Element, place: _Place) -> None:
        count = str(element.get(f"{TEXT}c", "1"))
        self._put_kept(" " * (min(int(count), 1000) if count.isdigit() else 1), place)
        self._is_spaced = False

    def _tab(self, element: Element, place: _Place) -> None:
        self._put_kept("\t", place)
        self._is_spaced = False

    def _line_break(self, element: Element, place: _Place) -> None:
        self._put_kept(" ", place)
        self._is_spaced = False

    def _hidden_words(self, element: Element, place: _Place) -> None:
        words = "".join(element.itertext()) or str(element.get(f"{TEXT}string-value", ""))
        if element.get(f"{TEXT}is-hidden", "true") != "true":
            self._put_kept(words, place)
        else:
            self._story.leave_out(LeftOutKind.HIDDEN, words)

    def _value(self, element: Element, place: _Place) -> None:
        """A value that is set where it stands, and shown there or not."""
        if element.get(f"{TEXT}display") != "none":
            self._walk(element, place)

    def _choice(self, element: Element, place: _Place) -> None:
        self._put_kept("".join(each.tail or "" for each in element) or element.text or "", place)

    def _phonetic(self, element: Element, place: _Place) -> None:
        for each in element:
            if each.tag == f"{TEXT}ruby-base":
                self._walk(each, place)
            elif each.tag == f"{TEXT}ruby-text":
                self._story.leave_out(LeftOutKind.UNKNOWN, "".join(each.itertext()))

    def _section(self, element: Element, place: _Place) -> None:
        display, is_hidden = element.get(f"{TEXT}display", "true"), element.get(f"{TEXT}is-hidden") == "true"
        if display == "none" or (display == "condition" and is_hidden):
            self._story.leave_out(LeftOutKind.HIDDEN, self._listed(element))
        else:
            self._walk(element, place)

    # Notes, comments, bookmarks

    def _note(self, element: Element, place: _Place) -> None:
        body = element.find(f"{TEXT}note-body")
        if body is None:
            return
        if self._story.is_listing or self._story.current is None:
            self._story.leave_out(LeftOutKind.NOTE, self._listed(body))
            return
        name = str(len(self._notes) + 1)
        self._story.put_note("note", name, WordPiece(""))
        self._notes.append((self._story.labels["note", name], body))
        self._is_spaced = False

    def _annotation(self, element: Element, place: _Place) -> None:
        name = str(element.get(f"{OFFICE}name") or f"comment {len(self._comments)}")
        self._comments.append((name, element))
        if name in self._ends:
            self._story.begin_comment(name)
        else:
            self._story.end_comment(name)

    def _annotation_end(self, element: Element, place: _Place) -> None:
        self._story.end_comment(str(element.get(f"{OFFICE}name", "")))

    def _comment(self, key: str, element: Element) -> WordComment:
        paragraph, start, end, words = self._story.places.place(key)
        return WordComment(
            key,
            element.findtext(f"{DC}creator") or "",
            _moment(element.findtext(f"{DC}date") or ""),
            self._listed(each for each in element if each.tag in (f"{TEXT}p", f"{TEXT}list")),
            NOWHERE if paragraph is None else paragraph,
            start,
            end,
            words,
            str(element.get(f"{LOEXT}parent-name", "")),
            resolved=element.get(f"{LOEXT}resolved") == "true",
        )

    def _bookmark(self, element: Element, place: _Place) -> None:
        name = str(element.get(f"{TEXT}name", ""))
        if name.startswith(BOOKMARK):
            self._story.name_bookmark(name.removeprefix(BOOKMARK))

    # What has no place in a text

    def _listed(self, elements: Iterable[Element]) -> str:
        """The words of elements, which go into no paragraph."""
        kept = self._lists, self._label, self._is_spaced
        self._lists, self._label = [], ""
        with self._story.listing() as words:
            for each in elements:
                self._read(each, _Place())
            self._story.end_text()
        self._lists, self._label, self._is_spaced = kept
        return "".join(words).strip("\n")

    def _table(self, element: Element, place: _Place) -> None:
        words = self._listed(element)
        if self._story.is_listing:
            self._story.list_words(words + "\n")
            return
        self._story.leave_out(LeftOutKind.TABLE, words)

    def _row(self, element: Element, place: _Place) -> None:
        self._story.list_words(self._listed(element).removesuffix("\t") + "\n")

    def _cell(self, element: Element, place: _Place) -> None:
        self._story.list_words(self._listed(element) + "\t")

    def _drawing(self, element: Element, place: _Place) -> None:
        """A frame or a shape: its words where it has any, else a picture, an equation or a file of another program."""
        texts = [self._listed([each]) for each in element.iter(*_TEXTS) if _is_top(each, element)]
        words = "\n".join(filter(None, texts))
        tags = {each.tag for each in element.iter()}
        if f"{DRAW}object" in tags:
            equation = self._equation(element)
            kind = LeftOutKind.EMBEDDED if equation is None else LeftOutKind.EQUATION
            self._story.leave_out(kind, equation or words)
        elif f"{DRAW}object-ole" in tags or f"{DRAW}control" in tags or f"{DRAW}plugin" in tags:
            self._story.leave_out(LeftOutKind.EMBEDDED, words)
        elif f"{DRAW}text-box" in tags or words:
            self._story.leave_out(LeftOutKind.TEXT_BOX, words)
            if f"{DRAW}image" in tags:
                self._story.leave_out(LeftOutKind.PICTURE, _said(element))
        else:
            self._story.leave_out(LeftOutKind.PICTURE, _said(element))

    def _equation(self, element: Element) -> str | None:
        """The words of an equation; None for another object."""
        found = element.find(f"{DRAW}object")
        if found is None:
            return None
        inside = found.find(f"{MATH}math")
        part = f"{str(found.get(f'{XLINK}href', '')).removeprefix('./')}/content.xml"
        if inside is None and self._file.has(part):
            root = self._file.tree(part)
            inside = root if root.tag == f"{MATH}math" else None
        if inside is None:
            return None
        return "".join(each.text or "" for each in inside.iter(*_SAID_IN_MATHS))

    def _embedded(self, element: Element, place: _Place) -> None:
        self._story.leave_out(LeftOutKind.EMBEDDED, "")

    def _script(self, element: Element, place: _Place) -> None:
        self._story.leave_out(LeftOutKind.MACRO, "")

    def _list_margins(self) -> None:
        """Headers and footers, those with the same words once."""
        masters = self._margins.find(f"{OFFICE}master-styles") if self._margins is not None else None
        seen = set()
        for each in masters.iter() if masters is not None else ():
            kind = _MARGINS.get(each.tag.removeprefix(STYLE).partition("-")[0]) if each.tag.startswith(STYLE) else None
            words = self._listed(each).strip() if kind and each.get(f"{STYLE}display") != "false" else ""
            if kind and words and (kind, words) not in seen:
                seen.add((kind, words))
                self._story.leave_out(kind, words)

    def _version_mark(self) -> str:
        if self._file.has("meta.xml"):
            for each in self._file.tree("meta.xml").iter(f"{META}user-defined"):
                if each.get(f"{META}name") == VERSION_PROPERTY:
                    return str(each.text or "").strip()
        return ""


_FIELDS = (
    "page-number page-count page-continuation page-variable-get date time chapter file-name template-name sheet-name "
    "author-name author-initials title subject description keywords creator initial-creator creation-date "
    "creation-time modification-date modification-time print-date print-time printed-by editing-cycles "
    "editing-duration paragraph-count word-count character-count non-whitespace-character-count table-count "
    "image-count object-count variable-get user-field-get user-defined sequence expression text-input placeholder "
    "conditional-text bookmark-ref reference-ref note-ref sequence-ref style-ref database-display database-name "
    "database-row-number dde-connection measure execute-macro bibliography-mark sender-firstname sender-lastname "
    "sender-initials sender-title sender-position sender-email sender-phone-private sender-fax sender-company "
    "sender-phone-work sender-street sender-city sender-postal-code sender-country sender-state-or-province"
)
_HOLDERS = (
    "meta meta-field index-body index-title table-of-content illustration-index table-index object-index user-index "
    "alphabetical-index bibliography numbered-paragraph list-header"
)
_READ_BY: Mapping[Callable[[_OpenText, Element, _Place], None], str] = {
    _OpenText._paragraph: "p h",
    _OpenText._list: "list",
    _OpenText._item: "list-item",
    _OpenText._span: "span",
    _OpenText._link: "a",
    _OpenText._spaces: "s",
    _OpenText._tab: "tab",
    _OpenText._line_break: "line-break",
    _OpenText._note: "note",
    _OpenText._bookmark: "bookmark bookmark-start",
    _OpenText._hidden_words: "hidden-text",
    _OpenText._value: "variable-set variable-input user-field-input",
    _OpenText._choice: "drop-down",
    _OpenText._phonetic: "ruby",
    _OpenText._section: "section",
    _OpenText._script: "script",
    _OpenText._inside: f"{_FIELDS} {_HOLDERS}",
}
_SHAPES = (
    "frame custom-shape rect line polyline polygon regular-polygon path circle ellipse g connector measure caption"
)
_READS = {f"{TEXT}{name}": reads for reads, names in _READ_BY.items() for name in names.split()} | {
    f"{OFFICE}annotation": _OpenText._annotation,
    f"{OFFICE}annotation-end": _OpenText._annotation_end,
    f"{TABLE}table": _OpenText._table,
    f"{TABLE}table-row": _OpenText._row,
    f"{TABLE}table-cell": _OpenText._cell,
    f"{TABLE}covered-table-cell": _OpenText._inside,
    f"{TABLE}table-rows": _OpenText._inside,
    f"{TABLE}table-row-group": _OpenText._inside,
    f"{TABLE}table-header-rows": _OpenText._inside,
    f"{DRAW}a": _OpenText._link,
    f"{DRAW}control": _OpenText._embedded,
    **{f"{DRAW}{name}": _OpenText._drawing for name in _SHAPES.split()},
    **{f"{LOEXT}{name}": _OpenText._inside for name in ("content-control", "p", "table")},
    f"{STYLE}region-left": _OpenText._inside,
    f"{STYLE}region-center": _OpenText._inside,
    f"{STYLE}region-right": _OpenText._inside,
}
_WITHOUT_WORDS = (
    "tracked-changes change change-start change-end soft-page-break sequence-decls variable-decls user-field-decls "
    "dde-connection-decls alphabetical-index-auto-mark-file bookmark-end reference-mark reference-mark-start "
    "reference-mark-end toc-mark toc-mark-start toc-mark-end user-index-mark user-index-mark-start "
    "user-index-mark-end alphabetical-index-mark alphabetical-index-mark-start alphabetical-index-mark-end "
    "table-of-content-source illustration-index-source table-index-source object-index-source user-index-source "
    "alphabetical-index-source bibliography-source page-sequence page-variable-set database-next "
    "database-row-select hidden-paragraph section-source"
)
_WORDLESS = frozenset(
    {
        *(f"{TEXT}{name}" for name in _WITHOUT_WORDS.split()),
        *(f"{TABLE}{name}" for name in ("table-column", "table-columns", "table-column-group", "table-header-columns")),
        f"{OFFICE}forms",
        f"{TABLE}shapes",
    }
)
_SAID_IN_MATHS = tuple(f"{MATH}{name}" for name in ("mi", "mn", "mo", "mtext"))
_TEXTS = (f"{TEXT}p", f"{TEXT}h", f"{TEXT}list", f"{TABLE}table")


def _is_top(element: Element, top: Element) -> bool:
    """Whether words of a drawing are in no other words of it."""
    for above in element.iterancestors():
        if above is top:
            return True
        if above.tag in _TEXTS:
            return False
    return False


def _said(element: Element) -> str:
    """What is said of a picture."""
    return str(element.findtext(f"{SVG}desc") or element.findtext(f"{SVG}title") or "")


def _moment(said: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", said).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)

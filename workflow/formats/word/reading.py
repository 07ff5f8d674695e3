"""A `.docx` read: its text, notes, comments and changes, and what of it has no place in a text of ours."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

from workflow.formats.word.changes import Changes, count_changes
from workflow.formats.word.comments import read_comments
from workflow.formats.word.markup import A, C, Element, W
from workflow.formats.word.numbering import BULLET, Numbering
from workflow.formats.word.odt import read_open_document
from workflow.formats.word.opening import FileSort, OfficeFile, Relation
from workflow.formats.word.own_names import NUMBERED, without_copies
from workflow.formats.word.scripts import Script
from workflow.formats.word.staying import is_said, joined_pieces
from workflow.formats.word.story import NOWHERE, OpenParagraph, Story
from workflow.formats.word.styles import NumberPlace, ParagraphLook, Styles
from workflow.formats.word.values import (
    MOST_REVISIONS,
    VERSION_PROPERTY,
    LeftOut,
    LeftOutKind,
    ParagraphShape,
    WordParagraph,
    WordText,
)
from workflow.formats.word.walking import Walk
from workflow.text.document import Unreadable
from workflow.text.unicode import refusals
from workflow.text.values import BlockKind, Reason

DEEPEST_HEADING = 6
_Numbered = tuple[NumberPlace, str]
_MAY_HOLD_CHANGES = re.compile(
    rb"<(?:\w+:)?(?:ins|del|moveFrom|moveTo|\w+Change|cell(?:Ins|Del|Merge)|customXml\w+Start)\b"
)


def read_word(data: bytes) -> WordText:
    """What a file of an office program says, `.docx` or `.odt`; nothing in it is accepted, refused or run.

    Raises Unreadable: it is none, is damaged, encrypted, too large, or unpacks to more than any text needs; has too
    many changes or paragraphs; is an OpenDocument text with tracked changes; holds no words or forbidden signs.
    """
    file = OfficeFile(data)
    found = read_open_document(file) if file.sort is FileSort.OPEN_DOCUMENT else _Document(file).text()
    if not any(each.text.strip() for each in found.paragraphs) and not found.left_out:
        raise Unreadable(Reason.NO_TEXT)
    if hidden := refusals("\n".join(each.text for each in found.paragraphs)):
        raise Unreadable(Reason.FORBIDDEN, hidden)
    return found


@dataclass(frozen=True, slots=True)
class _WordPart:
    """A part that the main one leads to."""

    name: str
    root: Element
    relations: Mapping[str, Relation]


class _Document:
    """One `.docx`, all of whose parts are read into one story."""

    def __init__(self, file: OfficeFile) -> None:
        self._file = file
        name = file.main_part()
        self._main = _WordPart(name, file.tree(name), file.relations(name))
        self._parts = dict(self._related())
        self._raw = sum(count_changes(each.root) for each in (self._main, *self._parts.values()))
        self._raw += sum(map(self._changes_elsewhere, file.names))
        if self._raw > MOST_REVISIONS:
            raise Unreadable(Reason.TOO_MANY_REVISIONS)
        self._styles = Styles(self._root("styles"))
        self._numbering = Numbering(self._root("numbering"), self._styles)
        self._changes = Changes()
        self._story = Story(self._changes)

    def text(self) -> WordText:
        """All that the file says."""
        body = self._main.root.find(f"{W}body")
        if body is None:
            raise Unreadable(Reason.DAMAGED)
        walk = self._walk(self._main)
        walk.read_text(body)
        self._read_notes()
        self._story.is_apart = True
        self._list_margins()
        comments = self._parts.get("comments")
        listed = self._walk(comments).list_words if comments else str
        extended = self._root("commentsExtended")
        said = read_comments(comments.root if comments else None, extended, self._story.places, listed)
        if any(name.endswith("vbaproject.bin") for name in self._file.names):
            self._story.leave_out(LeftOutKind.MACRO, "")
        paragraphs = self._paragraphs()
        tongue = walk.tongues.most_common(1)
        return WordText(
            paragraphs,
            self._changes.revisions(),
            said,
            tuple(self._story.left_out),
            self._raw,
            language=tongue[0][0] if tongue else self._styles.tongues.get(Script.LATIN, ""),
            version_mark=self._version_mark(),
        )

    def _related(self) -> Iterator[tuple[str, _WordPart]]:
        """The parts that are read, by what they are to the main one; each header and footer by its id too."""
        seen: set[tuple[str, str]] = set()
        for name, led in self._main.relations.items():
            if not led.is_external and led.kind in _READ and self._file.has(led.target):
                if (led.kind, led.target) in seen:
                    continue  # a part is read once, however often it is named
                seen.add((led.kind, led.target))
                key = f"{led.kind} {name}" if led.kind in _MARGINS else led.kind
                yield key, _WordPart(led.target, self._file.tree(led.target), self._file.relations(led.target))

    def _changes_elsewhere(self, name: str) -> int:
        """How many changes stand in a part that is not read: they are counted, so that it can be said."""
        read = {each.name.lower() for each in (self._main, *self._parts.values())}
        if name in read or not name.endswith(".xml"):
            return 0
        data = self._file.part(name)
        return count_changes(self._file.tree(name)) if _MAY_HOLD_CHANGES.search(data) else 0

    def _root(self, kind: str) -> Element | None:
        return self._parts[kind].root if kind in self._parts else None

    def _walk(self, part: _WordPart) -> Walk:
        return Walk(self._story, self._styles, part.relations, self._words_of_part)

    def _read_notes(self) -> None:
        """The notes that the text mentions, in the order of their labels; the others are listed."""
        written = {}
        for kind in ("footnote", "endnote"):
            part = self._parts.get(f"{kind}s")
            for each in part.root.iterchildren(f"{W}{kind}") if part else ():
                if each.get(f"{W}type", "normal") == "normal" and part:
                    written[kind, str(each.get(f"{W}id", ""))] = (each, part)
        for key, label in list(self._story.labels.items()):
            if key in written:
                element, part = written.pop(key)
                self._walk(part).read_text(element, note=label)
        for element, part in written.values():
            words = self._walk(part).list_words(element)
            if words:
                self._story.left_out.append(LeftOut(LeftOutKind.NOTE, words.strip(), NOWHERE))

    def _list_margins(self) -> None:
        """Headers and footers, those with the same words once."""
        seen = set()
        for key, part in self._parts.items():
            kind = _MARGINS.get(key.partition(" ")[0])
            if kind is None:
                continue
            words = self._walk(part).list_words(part.root).strip()
            if words and (kind, words) not in seen:
                seen.add((kind, words))
                self._story.leave_out(kind, words)

    def _words_of_part(self, name: str) -> str:
        """The words of a chart, a diagram or a page that stands in the text as another file."""
        if not self._file.has(name):
            return ""
        if name.lower().endswith((".htm", ".html", ".xhtml", ".txt")):
            return _words_of_page(self._file.part(name))
        if not name.lower().endswith(".xml"):
            return ""
        root = self._file.tree(name)
        return "\n".join(each.text for each in root.iter(f"{A}t", f"{C}v") if each.text and not _is_figure(each))

    def _paragraphs(self) -> tuple[WordParagraph, ...]:
        accepted, refused = self._marks(refused=False), self._marks(refused=True)
        bookmarks = without_copies([each.bookmark for each in self._story.paragraphs])
        for each, bookmark in zip(self._story.paragraphs, bookmarks, strict=True):
            each.bookmark = bookmark
        return tuple(_paragraph(each, accepted.get(id(each)), refused.get(id(each))) for each in self._story.paragraphs)

    def _marks(self, *, refused: bool) -> dict[int, _Numbered]:
        """What each numbered paragraph shows, with all changes refused or accepted, by its identity."""
        counting = self._numbering.count()
        found = {}
        for each in self._story.numbered:
            look, styles = (each.before, each.styles_before) if refused else (each.look, each.styles)
            place = self._numbering.placed(look.number, styles)
            if place and not _is_gone(each, refused=refused):
                found[id(each)] = (place, counting.mark(place))
        if not refused:
            for form in sorted(counting.unknown):
                self._story.leave_out(LeftOutKind.UNKNOWN, form)
        return found

    def _version_mark(self) -> str:
        led = [each for each in self._file.relations("").values() if each.kind == "custom-properties"]
        if not led or led[0].is_external or not self._file.has(led[0].target):
            return ""
        for each in self._file.tree(led[0].target):
            if each.get("name") == VERSION_PROPERTY:
                return "".join(each.itertext()).strip()
        return ""


_MARGINS = {"header": LeftOutKind.HEADER, "footer": LeftOutKind.FOOTER}
_READ = frozenset({"styles", "numbering", "footnotes", "endnotes", "comments", "commentsExtended", *_MARGINS})


def _is_gone(paragraph: OpenParagraph, *, refused: bool) -> bool:
    """Whether the paragraph's mark does not stand, so that its words are those of the next one."""
    gone = paragraph.mark_inserted if refused else paragraph.mark_deleted
    return bool(gone) and not (paragraph.ends and is_said(paragraph.pieces, refused=refused))


def _shape(paragraph: OpenParagraph, look: ParagraphLook, numbered: _Numbered | None) -> ParagraphShape:
    if paragraph.note:
        return ParagraphShape(BlockKind.FOOTNOTE, 0, paragraph.note)
    place, mark = numbered or (None, "")
    if look.heading:
        return ParagraphShape(BlockKind.HEADING, min(look.heading, DEEPEST_HEADING), "" if mark == BULLET else mark)
    if place and mark and not _is_numbered_by_us(paragraph, mark):
        return ParagraphShape(BlockKind.ITEM, place.level, mark)
    return ParagraphShape(BlockKind.QUOTATION if look.is_quotation else BlockKind.PARAGRAPH)


def _is_numbered_by_us(paragraph: OpenParagraph, mark: str) -> bool:
    """Whether the number is the one that a paragraph of ours is read by, which is no mark of a list."""
    return NUMBERED in paragraph.styles and mark.isdecimal()


def _paragraph(read: OpenParagraph, accepted: _Numbered | None, refused: _Numbered | None) -> WordParagraph:
    # A paragraph that is gone one way has no number that way: it is shown with the one that it has the other way.
    now = _shape(read, read.look, refused if _is_gone(read, refused=False) else accepted)
    before = _shape(read, read.before, accepted if _is_gone(read, refused=True) else refused)
    return WordParagraph(
        now.kind,
        now.level,
        now.mark,
        joined_pieces(read.pieces),
        read.bookmark,
        read.mark_inserted,
        read.mark_deleted,
        before if before != now else None,
        read.ends,
    )


def _is_figure(element: Element) -> bool:
    """Whether a value of a chart is a number that is drawn, no word."""
    return element.tag == f"{C}v" and not any(True for _ in element.iterancestors(f"{C}strCache", f"{C}tx"))


class _Page(HTMLParser):
    """The words of a page, without what is in its head."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent += tag in ("head", "script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("head", "script", "style")

    def handle_data(self, data: str) -> None:
        if self._silent <= 0:
            self.words.append(data)


def _words_of_page(data: bytes) -> str:
    page = _Page()
    page.feed(data.decode("utf-8", "replace"))
    return " ".join("".join(page.words).split())

"""The walk through a part of a `.docx`, element by element: each is read, is known to have no words, or is listed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from workflow.formats.word.changes import CHANGES, Changes, branch, shown
from workflow.formats.word.fields import Field, href_of, is_equation, is_silent, note_of, shown_by_code
from workflow.formats.word.markup import DEEPEST, MC, SYMEX, WP, XML, A, C, Element, M, O, R, V, W, is_on, value
from workflow.formats.word.opening import Relation
from workflow.formats.word.scripts import script_of
from workflow.formats.word.story import OpenParagraph, Story
from workflow.formats.word.styles import ParagraphLook, Styles, Toggles, toggles_of, tongues_of
from workflow.formats.word.symbols import is_of_signs, sign
from workflow.formats.word.symbols import shown as shown_signs
from workflow.formats.word.values import BOOKMARK, LeftOutKind, RevisionKind, WordPiece
from workflow.text.document import Unreadable
from workflow.text.values import Reason

_SPACES = " \t\r\n"
_LINES = str.maketrans({"\r": " ", "\n": " "})


@dataclass(frozen=True, slots=True)
class _WordLook:
    """How the words of a run are set; was_…: before the change of format with the number `formatted`."""

    bold: bool = False
    italic: bool = False
    hidden: bool = False
    struck: bool = False
    formatted: int = 0
    was_bold: bool = False
    was_italic: bool = False
    font: str = ""


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around an element. changes: numbers of all changes whose words come now."""

    inserted: int = 0
    deleted: int = 0
    href: str = ""
    changes: tuple[int, ...] = ()
    look: _WordLook = field(default_factory=_WordLook)


class Walk:
    """One part, read into a story. relations: what it leads to; words_of: the words of another part of the file."""

    def __init__(
        self,
        story: Story,
        styles: Styles,
        relations: Mapping[str, Relation],
        words_of: Callable[[str], str],
    ) -> None:
        self._story = story
        self._changes: Changes = story.changes
        self._styles = styles
        self._relations = relations
        self._words_of = words_of
        self._depth = 0
        self._note = ""
        self._own_mark = ""  # of a note, which its words begin with
        self._unmatched: set[Element] = set()
        self._looks: dict[tuple[ParagraphLook, tuple[tuple[str, ...], ...]], _WordLook] = {}
        self.tongues: Counter[str] = Counter()

    def read_text(self, root: Element, *, note: str = "") -> None:
        """The paragraphs below `root`; note: the label of the footnote that they are."""
        self._note, self._own_mark = note, self._story.own_marks.get(note, "")
        self._unmatched = set(_unmatched(root))
        self._story.marked_notes |= dict(_marked_notes(root))
        self._walk(root, _Around())
        self._story.end_text()

    def list_words(self, root: Element) -> str:
        """The words below `root`, which go into no paragraph."""
        self._unmatched = set(_unmatched(root))
        return self._listed(root, _Around())

    def _walk(self, elements: Iterable[Element], around: _Around) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Unreadable(Reason.BOMB)
        for element in elements:
            reads = _READS.get(element.tag)
            if reads:
                reads(self, element, around)
            elif element.tag not in _WORDLESS:
                self._leave_unknown(element)
        self._depth -= 1

    def _inside(self, element: Element, around: _Around) -> None:
        """What only holds other things."""
        self._walk(element, around)

    def _listed(self, elements: Iterable[Element], around: _Around) -> str:
        with self._story.listing() as words:
            self._walk(elements, replace(around, look=_WordLook()))
            self._story.end_text()
        return "".join(words).strip("\n")

    def _leave_unknown(self, element: Element) -> None:
        words = "".join(element.itertext()).strip()
        above = element.getparent()
        # What stands in a run is seen, whether it holds words or names them in another way.
        if words or (above is not None and above.tag == f"{W}r"):
            self._story.leave_out(LeftOutKind.UNKNOWN, words)

    # Paragraphs

    def _paragraph(self, element: Element, around: _Around) -> None:
        properties = element.find(f"{W}pPr")
        changed = properties.find(f"{W}pPrChange") if properties is not None else None
        before = changed.find(f"{W}pPr") if changed is not None else None
        look = self._styles.paragraph(properties)
        opened = OpenParagraph(look, look if changed is None else self._styles.paragraph(before), self._note)
        opened.styles = self._styles.styles_of(properties)
        opened.styles_before = opened.styles if changed is None else self._styles.styles_of(before)
        self._story.begin_paragraph(opened)
        formats = self._meet_in_properties(properties, opened)
        inside = replace(around, changes=(*around.changes, *formats), look=self._look(None, ()))
        self._walk((each for each in element if each.tag != f"{W}pPr"), inside)
        in_code = any(each.in_code for each in self._story.fields)
        self._story.end_paragraph(goes_on=in_code or _is_dropped_capital(properties))

    def _meet_in_properties(self, properties: Element | None, opened: OpenParagraph) -> tuple[int, ...]:
        """Meets the changes of the paragraph's format and mark; the numbers of those that are of its words."""
        formats = []
        at = self._story.paragraph
        for each in properties.iter(*CHANGES) if properties is not None else ():
            above = each.getparent()
            if above.tag == f"{W}rPr" and above.getparent() is properties and each.tag in _MARK_CHANGES:
                number = self._changes.meet_mark(each, at)
                if each.tag in (f"{W}ins", f"{W}moveTo"):
                    opened.mark_inserted = opened.mark_inserted or number
                else:
                    opened.mark_deleted = opened.mark_deleted or number
            elif each.tag == f"{W}pPrChange" and above is properties:
                formats.append(self._changes.meet(each, at))
            else:
                self._changes.meet(each, at, RevisionKind.FORMAT)
        return tuple(formats)

    # Runs

    def _run(self, element: Element, around: _Around) -> None:
        properties = element.find(f"{W}rPr")
        formats = self._meet_formats(properties)
        look = self._look(properties, formats)
        changes = (*around.changes, *formats)
        inside = _Around(around.inserted, around.deleted, around.href, changes, look)
        if any(each.tag in _NOTES and each.get(f"{W}customMarkFollows") in _YES for each in element):
            # Its words are the note's mark as its writer wrote it, in the place of a number.
            self._walk((each for each in element if each.tag in _NOTES), inside)
            return
        self._hear_tongue(element, properties)
        self._walk((each for each in element if each is not properties), inside)

    def _meet_formats(self, properties: Element | None) -> tuple[int, ...]:
        if properties is None:
            return ()
        return tuple(self._changes.meet(each, self._story.paragraph) for each in properties if each.tag in CHANGES)

    def _look(self, properties: Element | None, formats: tuple[int, ...]) -> _WordLook:
        """How words with these properties are set; most runs of a text are set as one before them was."""
        said = () if properties is None else tuple((each.tag, *each.attrib.values()) for each in properties)
        key = (self._paragraph_look(), said)
        if formats:
            return self._new_look(properties, formats)
        if key not in self._looks:
            self._looks[key] = self._new_look(properties, formats)
        return self._looks[key]

    def _new_look(self, properties: Element | None, formats: tuple[int, ...]) -> _WordLook:
        now = self._setting(properties)
        look = _WordLook(
            bold=self._is_emphasised("b", "bCs", now),
            italic=self._is_emphasised("i", "iCs", now),
            hidden=now.is_on("vanish"),
            struck=now.is_on("strike") or now.is_on("dstrike"),
            font=_font(properties),
        )
        changed = properties.find(f"{W}rPrChange") if properties is not None else None
        if changed is None or not formats:
            return look
        then = self._setting(changed.find(f"{W}rPr"))
        was_bold, was_italic = self._is_emphasised("b", "bCs", then), self._is_emphasised("i", "iCs", then)
        return replace(look, formatted=formats[0], was_bold=was_bold, was_italic=was_italic)

    def _paragraph_look(self) -> ParagraphLook:
        return self._story.current.look if self._story.current else _NO_LOOK

    def _setting(self, properties: Element | None) -> "_Setting":
        style = self._styles.facts(value(properties, "rStyle")).toggles
        return _Setting(toggles_of(properties), style, self._paragraph_look(), self._styles.defaults)

    def _is_emphasised(self, latin: str, other: str, setting: "_Setting") -> bool:
        """Whether words stand out from those of their heading or quotation, which may all be bold or slanted."""
        name = other if setting.is_on("rtl") or setting.is_on("cs") else latin
        is_set_apart = not setting.is_on(name) and setting.style.get(name, False) and name not in setting.own
        base = setting.look.toggles.get(name, False) and (setting.look.heading > 0 or setting.look.is_quotation)
        return is_set_apart or (setting.is_on(name) and not base)

    def _hear_tongue(self, run: Element, properties: Element | None) -> None:
        words = "".join(each.text or "" for each in run.iterchildren(f"{W}t"))
        if not words:
            return
        script = script_of(words)
        paragraph = self._story.current.styles[:1] if self._story.current else ()
        said = [tongues_of(properties), self._styles.facts(value(properties, "rStyle")).tongues]
        said += [*(self._styles.facts(each).tongues for each in paragraph), self._styles.tongues]
        self.tongues[next((each[script] for each in said if script in each), "")] += len(words)

    def _put(self, words: str, around: _Around) -> None:
        look = around.look
        piece = WordPiece(
            words,
            look.bold,
            look.italic,
            around.href,
            "",
            around.inserted,
            around.deleted,
            look.formatted,
            look.was_bold,
            look.was_italic,
        )
        self._story.put(piece, around.changes, hidden=look.hidden, struck=look.struck)

    def _words(self, element: Element, around: _Around) -> None:
        words = element.text or ""
        if self._own_mark:
            words, self._own_mark = words.strip().removeprefix(self._own_mark), ""
        if element.get(f"{XML}space") != "preserve" and not _keeps_spaces(element):
            words = words.strip(_SPACES)  # as Word does
        self._put(shown_signs(words.translate(_LINES), around.look.font), around)

    def _deleted_words(self, element: Element, around: _Around) -> None:
        if around.deleted:
            self._words(element, around)
        elif element.text:
            self._story.leave_out(LeftOutKind.UNKNOWN, element.text)

    def _tab(self, element: Element, around: _Around) -> None:
        self._put("\t", around)

    def _break(self, element: Element, around: _Around) -> None:
        self._put(" ", around)

    def _hyphen(self, element: Element, around: _Around) -> None:
        self._put("\u2011", around)

    def _soft_hyphen(self, element: Element, around: _Around) -> None:
        self._put("\u00ad", around)

    def _sign(self, element: Element, around: _Around) -> None:
        space = W if element.tag == f"{W}sym" else SYMEX
        font, code = str(element.get(f"{space}font", "")), str(element.get(f"{space}char", ""))
        try:
            seen = sign(int(code, 16), font)
        except ValueError:
            seen = None
        if seen is None:
            self._story.leave_out(LeftOutKind.UNKNOWN, f"{font} {code}")
        else:
            self._put(seen, around)

    def _phonetic(self, element: Element, around: _Around) -> None:
        """Words with their pronunciation above them, which is listed."""
        for each in element:
            if each.tag == f"{W}rubyBase":
                self._walk(each, around)
            elif each.tag == f"{W}rt":
                self._list_whole(each, around, LeftOutKind.UNKNOWN)

    # Changes

    def _change(self, element: Element, around: _Around) -> None:
        number = self._changes.meet(element, self._story.paragraph)
        changes = (*around.changes, number)
        if element.tag in (f"{W}ins", f"{W}moveTo"):
            self._walk(element, replace(around, inserted=number, changes=changes))
        else:
            self._walk(element, replace(around, deleted=number, changes=changes))

    def _other_change(self, element: Element, around: _Around) -> None:
        self._changes.meet(element, self._story.paragraph)

    def _properties(self, element: Element, around: _Around) -> None:
        in_table = RevisionKind.TABLE if element.tag in _OF_TABLES else None
        self._changes.meet_all(element, self._story.paragraph, in_table)

    # Links and fields

    def _link(self, element: Element, around: _Around) -> None:
        led = self._relations.get(str(element.get(f"{R}id", "")))
        href = led.target if led and led.is_external and not led.target.startswith("#") else ""
        anchor = str(element.get(f"{W}anchor", ""))
        href = f"{href}#{anchor}" if href and anchor else href
        self._walk(element, replace(around, href=href or around.href))

    def _simple_field(self, element: Element, around: _Around) -> None:
        opened = Field([str(element.get(f"{W}instr", ""))])
        self._begin_result(opened, around)
        self._story.fields.append(opened)
        self._walk(element, around)
        self._end_field(around)

    def _field_sign(self, element: Element, around: _Around) -> None:
        fields, kind = self._story.fields, element.get(f"{W}fldCharType")
        if element in self._unmatched:
            return  # without its other end it is no field, and its words are words
        if kind == "begin":
            fields.append(Field(form=element.find(f"{W}ffData")))
        elif kind == "separate" and fields:
            self._begin_result(fields[-1], around)
        elif kind == "end" and fields:
            self._end_field(around)
        for each in element.iterchildren(f"{W}numberingChange"):
            self._changes.meet(each, self._story.paragraph)

    def _begin_result(self, opened: Field, around: _Around) -> None:
        opened.in_code = False
        opened.href = href_of(opened.code)
        if note := self._story.marked_notes.get(note_of(opened.code)):
            # Its result is the number of a note that the text mentions again: a mark, and no words.
            self._story.put_note(*note, WordPiece("", inserted=around.inserted, deleted=around.deleted))
            opened.in_code = opened.has_words = True

    def _end_field(self, around: _Around) -> None:
        ended = self._story.fields.pop()
        ended_in_code = any(each.in_code for each in self._story.fields)
        if ended.has_words or ended_in_code:
            return
        if shows := shown_by_code(ended.code) or _shown_by_form(ended.form):
            self._put(shows, around)
        elif is_equation(ended.code):
            self._story.leave_out(LeftOutKind.EQUATION, ended.code.partition(" ")[2])
        elif not is_silent(ended.code) and not around.deleted:
            self._story.leave_out(LeftOutKind.FIELD, "")

    def _code(self, element: Element, around: _Around) -> None:
        if self._story.fields:
            opened = self._story.fields[-1]
            codes = opened.deleted_codes if around.deleted else opened.codes
            codes.append(element.text or "")

    def _computed(self, element: Element, around: _Around) -> None:
        self._story.leave_out(LeftOutKind.FIELD, "")

    # Notes, comments, bookmarks

    def _note_mark(self, element: Element, around: _Around) -> None:
        kind = _kind_of_note(element)
        piece = WordPiece("", inserted=around.inserted, deleted=around.deleted)
        follows = element.get(f"{W}customMarkFollows") in _YES
        own_mark = "".join(each.text or "" for each in element.getparent().iterchildren(f"{W}t")) if follows else ""
        self._story.put_note(kind, str(element.get(f"{W}id", "")), piece, own_mark.strip())

    def _comment_begins(self, element: Element, around: _Around) -> None:
        self._story.begin_comment(str(element.get(f"{W}id", "")))

    def _comment_ends(self, element: Element, around: _Around) -> None:
        self._story.end_comment(str(element.get(f"{W}id", "")))

    def _bookmark(self, element: Element, around: _Around) -> None:
        name = str(element.get(f"{W}name", ""))
        if name.startswith(BOOKMARK):
            self._story.name_bookmark(name.removeprefix(BOOKMARK))

    # What has no place in a text

    def _list_whole(self, element: Element, around: _Around, kind: LeftOutKind) -> None:
        self._story.leave_out(kind, self._listed(element, around))

    def _table(self, element: Element, around: _Around) -> None:
        words = self._listed(element, around)
        if self._story.is_listing:
            self._story.list_words(words + "\n")
            return
        if self._story.paragraphs:
            self._story.paragraphs[-1].ends = True
        self._story.leave_out(LeftOutKind.TABLE, words)

    def _row(self, element: Element, around: _Around) -> None:
        self._story.list_words(self._listed(element, around).removesuffix("\t") + "\n")

    def _cell(self, element: Element, around: _Around) -> None:
        self._story.list_words(self._listed(element, around) + "\t")

    def _equation(self, element: Element, around: _Around) -> None:
        for each in element.iter(*CHANGES):
            number = self._changes.meet(each, self._story.paragraph)
            self._changes.add_words([number], _equation_words(each))
        self._story.leave_out(LeftOutKind.EQUATION, _equation_words(element))

    def _choice(self, element: Element, around: _Around) -> None:
        taken = branch(element)
        if taken is not None:
            self._walk(taken, around)

    def _drawing(self, element: Element, around: _Around) -> None:
        """Pictures and shapes: the text boxes in them with their words, and what else is drawn there."""
        within = list(shown(element))
        boxes = [each for each in within if each.tag == f"{W}txbxContent"]
        outer = [box for box in boxes if not _is_in_box(box, element)]
        for box in outer:
            self._list_whole(box, _Around(), LeftOutKind.TEXT_BOX)
        loose = [each for each in within if not _is_in_box(each, element)]
        lettered = "".join(_lettered(loose)).strip()
        if lettered:
            self._story.leave_out(LeftOutKind.TEXT_BOX, lettered)
        self._draw(loose, is_box=bool(outer) or bool(lettered))

    def _draw(self, elements: list[Element], *, is_box: bool) -> None:
        tags = {each.tag for each in elements}
        parts = [led.target for led in map(self._led, elements) if led and not led.is_external]
        if not _GRAPHICS.isdisjoint(tags):
            self._story.leave_out(LeftOutKind.EMBEDDED, "\n".join(filter(None, map(self._words_of, parts))))
        elif not _EMBEDDED.isdisjoint(tags):
            self._story.leave_out(LeftOutKind.EMBEDDED, "")
        elif not _PICTURES.isdisjoint(tags) or (not is_box and not any(map(_is_rule, elements))):
            said = next((each.get("descr") or each.get("title") or "" for each in elements if _is_named(each)), "")
            self._story.leave_out(LeftOutKind.PICTURE, said)

    def _led(self, element: Element) -> Relation | None:
        """What an element of a drawing leads to by any of its attributes."""
        ids = [str(said) for name, said in element.attrib.items() if name.startswith(R)]
        return next((self._relations[each] for each in ids if each in self._relations), None)

    def _object(self, element: Element, around: _Around) -> None:
        """A file of another program; its picture is not listed by itself."""
        within = list(shown(element))
        words = [self._listed(each, _Around()) for each in within if each.tag == f"{W}txbxContent"]
        self._story.leave_out(LeftOutKind.EMBEDDED, "\n".join(words))

    def _part(self, element: Element, around: _Around) -> None:
        """Another file that is shown in this place."""
        led = self._relations.get(str(element.get(f"{R}id", "")))
        is_here = led is not None and not led.is_external
        self._story.leave_out(LeftOutKind.EMBEDDED, self._words_of(led.target) if led and is_here else "")

    def _ink(self, element: Element, around: _Around) -> None:
        self._story.leave_out(LeftOutKind.PICTURE, "")

    def _control(self, element: Element, around: _Around) -> None:
        """A content control: its words stand in `w:sdtContent`, all else says what may stand there."""
        for each in element:
            if each.tag == f"{W}sdtContent":
                self._walk(each, around)
            elif each.tag == f"{W}sdtPr":
                self._properties(each, around)
            elif each.tag not in _WORDLESS:
                self._leave_unknown(each)


@dataclass(frozen=True, slots=True)
class _Setting:
    """What says how words are set: their own properties, their style, the paragraph's look, and the file's defaults."""

    own: Toggles
    style: Toggles
    look: ParagraphLook
    defaults: Toggles

    def is_on(self, name: str) -> bool:
        """Whether a property is on: its own word counts, else styles switch one another (ECMA-376, 17.7.3)."""
        if name in self.own:
            return self.own[name]
        if self.defaults.get(name, False):
            return True
        return self.look.toggles.get(name, False) != self.style.get(name, False)


_NO_LOOK = ParagraphLook()
_YES = frozenset({"1", "true", "on"})
_NOTES = frozenset({f"{W}footnoteReference", f"{W}endnoteReference"})
_MARK_CHANGES = frozenset({f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"})
_OF_TABLES = frozenset({f"{W}tblPr", f"{W}tblPrEx", f"{W}tblGrid", f"{W}trPr", f"{W}tcPr"})
_WITHOUT_WORDS = (
    "pPr bookmarkEnd proofErr permStart permEnd lastRenderedPageBreak footnoteRef endnoteRef annotationRef separator "
    "continuationSeparator smartTagPr customXmlPr sdtEndPr background fldData moveFromRangeStart moveFromRangeEnd "
    "moveToRangeStart moveToRangeEnd customXmlInsRangeEnd customXmlDelRangeEnd customXmlMoveFromRangeEnd "
    "customXmlMoveToRangeEnd"
)
_WORDLESS = frozenset(f"{W}{name}" for name in _WITHOUT_WORDS.split())
_READ_BY: Mapping[Callable[[Walk, Element, _Around], None], str] = {
    Walk._paragraph: "p",
    Walk._run: "r",
    Walk._words: "t",
    Walk._deleted_words: "delText",
    Walk._tab: "tab ptab",
    Walk._break: "br cr",
    Walk._hyphen: "noBreakHyphen",
    Walk._soft_hyphen: "softHyphen",
    Walk._sign: "sym",
    Walk._phonetic: "ruby",
    Walk._change: "ins del moveFrom moveTo",
    Walk._other_change: "customXmlInsRangeStart customXmlDelRangeStart customXmlMoveFromRangeStart "
    "customXmlMoveToRangeStart",
    Walk._link: "hyperlink",
    Walk._simple_field: "fldSimple",
    Walk._field_sign: "fldChar",
    Walk._code: "instrText delInstrText",
    Walk._computed: "pgNum dayShort dayLong monthShort monthLong yearShort yearLong",
    Walk._note_mark: "footnoteReference endnoteReference",
    Walk._comment_begins: "commentRangeStart",
    Walk._comment_ends: "commentRangeEnd commentReference",
    Walk._bookmark: "bookmarkStart",
    Walk._table: "tbl",
    Walk._row: "tr",
    Walk._cell: "tc",
    Walk._drawing: "drawing pict",
    Walk._object: "object",
    Walk._ink: "control contentPart",
    Walk._part: "altChunk subDoc",
    Walk._control: "sdt",
    Walk._inside: "sdtContent smartTag customXml bdo dir body",
    Walk._properties: "tblPr tblPrEx tblGrid trPr tcPr sectPr rPr",
}
_READS = {f"{W}{name}": reads for reads, names in _READ_BY.items() for name in names.split()} | {
    f"{SYMEX}symEx": Walk._sign,
    f"{M}oMath": Walk._equation,
    f"{M}oMathPara": Walk._equation,
    f"{MC}AlternateContent": Walk._choice,
}
_PICTURES = frozenset({f"{A}blip", f"{V}imagedata"})
_GRAPHICS = frozenset(
    {f"{C}chart", "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"}
    | {"{http://schemas.microsoft.com/office/drawing/2014/chartex}chart"}
)
_EMBEDDED = frozenset({f"{O}OLEObject", "{http://schemas.microsoft.com/office/drawing/2017/model3d}model3d"})


def _marked_notes(root: Element) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each bookmark round the mark of a note, and the note: other places of the text name it so."""
    for each in root.iter(f"{W}bookmarkStart"):
        marked = each.getnext()
        for mark in marked.iterchildren(*_NOTES) if marked is not None and marked.tag == f"{W}r" else ():
            yield str(each.get(f"{W}name", "")), (_kind_of_note(mark), str(mark.get(f"{W}id", "")))


def _kind_of_note(mark: Element) -> str:
    return "endnote" if mark.tag == f"{W}endnoteReference" else "footnote"


def _is_dropped_capital(properties: Element | None) -> bool:
    """Whether the paragraph is the large first letter of the next one."""
    frame = properties.find(f"{W}framePr") if properties is not None else None
    return frame is not None and frame.get(f"{W}dropCap", "none") != "none"


def _font(properties: Element | None) -> str:
    """The font of a run where it is one of signs, "" otherwise."""
    fonts = properties.find(f"{W}rFonts") if properties is not None else None
    named = str(fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "") if fonts is not None else ""
    return named if is_of_signs(named) else ""


def _keeps_spaces(element: Element) -> bool:
    above = next((each for each in element.iterancestors() if each.get(f"{XML}space")), None)
    return above is not None and above.get(f"{XML}space") == "preserve"


def _shown_by_form(form: Element | None) -> str:
    """What a box to tick or a list to choose from shows."""
    if form is None:
        return ""
    box, choice = form.find(f"{W}checkBox"), form.find(f"{W}ddList")
    if box is not None:
        ticked = box.find(f"{W}checked") if box.find(f"{W}checked") is not None else box.find(f"{W}default")
        return "☒" if ticked is not None and is_on(ticked) else "☐"
    if choice is not None:
        entries = [str(each.get(f"{W}val", "")) for each in choice.iterchildren(f"{W}listEntry")]
        chosen = value(choice, "result") or value(choice, "default") or "0"
        return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""
    return ""


def _unmatched(root: Element) -> Iterator[Element]:
    """The signs of fields that lack their beginning or their end, each text box or cell by itself."""
    opened: dict[Element, list[list[Element]]] = {}
    for each in root.iter(f"{W}fldChar"):
        story = next((up for up in each.iterancestors(*_STORIES)), root)
        kind, here = each.get(f"{W}fldCharType"), opened.setdefault(story, [])
        if kind == "begin":
            here.append([each])
        elif not here:
            yield each
        elif kind == "end":
            here.pop()
        else:
            here[-1].append(each)
    for left in opened.values():
        for signs in left:
            yield from signs


_STORIES = (f"{W}txbxContent", f"{W}tc", f"{MC}Fallback", f"{MC}Choice", f"{W}footnote", f"{W}endnote", f"{W}comment")


def _equation_words(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter(f"{M}t", f"{W}t", f"{W}delText"))


def _lettered(elements: Iterable[Element]) -> Iterator[str]:
    """Words that are drawn: in a shape, or as letters of art."""
    for each in elements:
        if each.tag == f"{A}t":
            yield each.text or ""
        elif each.tag == f"{V}textpath":
            yield str(each.get("string", ""))


def _is_in_box(element: Element, top: Element) -> bool:
    for above in element.iterancestors():
        if above is top:
            return False
        if above.tag == f"{W}txbxContent":
            return True
    return False


def _is_rule(element: Element) -> bool:
    return str(element.get(f"{O}hr", "")) in ("t", "true")


def _is_named(element: Element) -> bool:
    return element.tag in (f"{WP}docPr",) or (element.tag.startswith(V) and bool(element.get("title")))

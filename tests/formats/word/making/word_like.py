"""A model written as OOXML by hand, as Word writes it: rsids, paragraph ids, split runs, its own names of styles."""

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from tests.formats.word.making import model as m
from tests.formats.word.making.truth import AT

_NS = (
    'xmlns:wpc="http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wp14="http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex" '
    'mc:Ignorable="w14 w15 w16se wp14"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

# Word's own ids of its styles differ by its language; their names do not.
_IDS: Mapping[str, Mapping[str, str]] = {
    "en": {"n": "Normal", "h": "Heading", "li": "ListParagraph", "q": "Quote", "ft": "FootnoteText",
           "fr": "FootnoteReference", "strong": "Strong", "em": "Emphasis", "hl": "Hyperlink"},
    "fr": {"n": "Normal", "h": "Titre", "li": "Paragraphedeliste", "q": "Citation", "ft": "Notedebasdepage",
           "fr": "Appelnotedebasdep", "strong": "lev", "em": "Accentuation", "hl": "Lienhypertexte"},
    "es": {"n": "Normal", "h": "Ttulo", "li": "Prrafodelista", "q": "Cita", "ft": "Textonotapie",
           "fr": "Refdenotaalpie", "strong": "Textoennegrita", "em": "nfasis", "hl": "Hipervnculo"},
    "ar": {"n": "a", "h": "", "li": "a3", "q": "a4", "ft": "a5",
           "fr": "a6", "strong": "a7", "em": "a8", "hl": "Hyperlink"},
}  # fmt: skip
_CUSTOM = {"en": "Überschrift", "fr": "Titre de partie", "es": "Encabezado", "ar": "عنوان"}
_LANG = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ar": "ar-SA"}


@dataclass
class Writer:
    """One document on its way into a package. `seed` decides where runs are split."""

    document: m.Document
    seed: int = 7
    splits: bool = True
    relations: list[tuple[str, str, str, bool]] = field(default_factory=list)
    notes: list[m.Note] = field(default_factory=list)
    revision: int = 100
    para_ids: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.splits = self.splits and not self.document.plainly
        self.dice = random.Random(self.seed)
        self.ids = _IDS[self.document.language]
        self.rtl = self.document.language == "ar"
        self.paras = 0
        self.drawings = 0
        self.comment_ids = {key: str(at) for at, key in enumerate(self.document.comments)}

    # paragraphs

    def body(self) -> str:
        """The body of document.xml."""
        parts = "".join(self.part(each) for each in self.document.of)
        changed = self.document.section_changed
        old = '<w:sectPr><w:pgSz w:w="12240" w:h="15840"/></w:sectPr>'
        change = f"<w:sectPrChange {self.who(changed)}>{old}</w:sectPrChange>" if changed else ""
        refs = ""
        if self.document.header:
            refs += f'<w:headerReference w:type="default" r:id="{self.relation("header", "header1.xml")}"/>'
        if self.document.footer:
            refs += f'<w:footerReference w:type="default" r:id="{self.relation("footer", "footer1.xml")}"/>'
        bidi = "<w:bidi/>" if self.rtl else ""
        size = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1417" w:right="1417" w:bottom="1134" w:left="1417"/>'
        return f'<w:body>{parts}<w:sectPr w:rsidR="00A41C52">{refs}{size}{bidi}{change}</w:sectPr></w:body>'

    def part(self, part: m.Part) -> str:
        if isinstance(part, m.Para):
            return self.para(part)
        if isinstance(part, m.Controlled):
            inside = "".join(self.para(each) for each in part.of)
            head = '<w:alias w:val="Text"/><w:tag w:val="text"/><w:id w:val="-1187362519"/>'
            return f"<w:sdt><w:sdtPr>{head}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"
        if isinstance(part, m.Between):
            start = self.range(part.begins, "Start") if part.begins else ""
            end = self.range(part.ends, "End") if part.ends else ""
            return start + end + part.xml
        table = self.table(part)
        if part.controlled:
            head = '<w:sdtPr><w:id w:val="1187362520"/></w:sdtPr>'
            return f"<w:sdt>{head}<w:sdtContent>{table}</w:sdtContent></w:sdt>"
        return table

    def para(self, para: m.Para, lead: str = "") -> str:
        self.paras += 1
        ids = f'w14:paraId="{self.paras + 0x1A000000:08X}" w14:textId="77777777" {self.rsids()}'
        return f"<w:p {ids}>{self.properties(para)}{lead}{self.inlines(para.of)}</w:p>"

    def rsids(self) -> str:
        one = self.dice.choice(["00A41C52", "00C93D17", "006B0E84"])
        return f'w:rsidR="{one}" w:rsidRDefault="00A41C52"'

    def properties(self, para: m.Para) -> str:
        found = self.style_of(para)
        if para.num and not para.how.startswith(("liststyle", "numberstyle")):
            change = ""
            if para.renumbered:
                change = f'<w:numberingChange {self.who(para.renumbered)} w:original="%1:1:0:."/>'
            found += f'<w:numPr><w:ilvl w:val="{para.num[1]}"/><w:numId w:val="{para.num[0]}"/>{change}</w:numPr>'
        found += para.xml
        if self.rtl:
            found += "<w:bidi/>"
        if para.kind == "heading" and para.how == "direct":
            found += f'<w:outlineLvl w:val="{para.level - 1}"/>'
        marks = "".join(
            f"<w:{name} {self.who(by)}/>"
            for name, by in (
                ("ins", para.mark_ins), ("del", para.mark_del), ("moveFrom", para.mark_from), ("moveTo", para.mark_to)
            )
            if by
        )  # fmt: skip
        if para.mark_format:
            look, old = self.emphasis(True, False), self.emphasis(False, True)
            marks += f"{look}<w:rPrChange {self.who(para.mark_format)}><w:rPr>{old}</w:rPr></w:rPrChange>"
        elif marks:
            marks += f'<w:lang w:val="{_LANG[self.document.language]}"/>'
        if marks:
            found += f"<w:rPr>{marks}</w:rPr>"
        if para.restyled:
            found += f"<w:pPrChange {self.who(para.restyled)}><w:pPr>{para.was}</w:pPr></w:pPrChange>"
        return f"<w:pPr>{found}</w:pPr>" if found else ""

    def style_of(self, para: m.Para) -> str:
        named = ""
        if para.kind == "heading" and para.how == "style":
            named = f"Rubrik{para.level}" if self.document.custom_styles else f"{self.ids['h']}{para.level}"
        elif para.kind == "heading" and para.how == "based":
            named = f"Basiert{para.level}"
        elif para.how.startswith("numberstyle"):
            named = f"ListNumber{para.how[-1]}"
        elif para.how.startswith("liststyle"):
            named = f"ListBullet{para.how[-1]}"
        elif para.kind == "item":
            named = self.ids["li"]
        elif para.kind == "quotation":
            named = self.ids["q"]
        elif para.kind == "footnote":
            named = self.ids["ft"]
        elif para.how == "unlisted":
            return '<w:pStyle w:val="ListBullet0"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
        elif para.how == "listlook":
            named = self.ids["li"]
        return f'<w:pStyle w:val="{named}"/>' if named else ""

    def who(self, by: str) -> str:
        self.revision += 1
        return f"w:id={quoteattr(str(self.revision))} w:author={quoteattr(by)} w:date={quoteattr(AT)}"

    def table(self, table: m.Table) -> str:
        change = ""
        if table.changed:
            old = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
            change = f"<w:tblPrChange {self.who(table.changed)}>{old}</w:tblPrChange>"
        grid = "".join('<w:gridCol w:w="3020"/>' for _ in table.rows[0])
        row = cell = ""
        if table.cells_changed:
            self.revision += 1
            grid += f'<w:tblGridChange w:id="{self.revision}"><w:tblGrid>{grid}</w:tblGrid></w:tblGridChange>'
            row = f"<w:trPrChange {self.who(table.cells_changed)}><w:trPr/></w:trPrChange>"
            cell = f"<w:tcPrChange {self.who(table.cells_changed)}><w:tcPr/></w:tcPrChange>"
        rows = "".join(self.row(table, at, "" if at else row, "" if at else cell) for at in range(len(table.rows)))
        look = '<w:tblW w:w="0" w:type="auto"/><w:tblLook w:val="04A0"/>'
        return f"<w:tbl><w:tblPr>{look}{change}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"

    def row(self, table: m.Table, number: int, row_change: str, cell_change: str) -> str:
        ins, dels = table.rows_ins.get(number, ""), table.rows_del.get(number, "")
        mark = f"<w:ins {self.who(ins)}/>" if ins else f"<w:del {self.who(dels)}/>" if dels else ""
        cells = ""
        for cell in table.rows[number]:
            inner: Sequence[m.Inline] = [m.Ins(ins, cell)] if ins else [m.Del(dels, cell)] if dels else cell
            para = m.Para(inner, mark_ins=ins, mark_del=dels)
            look = f'<w:tcPr><w:tcW w:w="3020" w:type="dxa"/>{cell_change}</w:tcPr>'
            cells, cell_change = f"{cells}<w:tc>{look}{self.para(para)}</w:tc>", ""
        mark += row_change
        return f'<w:tr w:rsidR="00A41C52">{f"<w:trPr>{mark}</w:trPr>" if mark else ""}{cells}</w:tr>'

    # runs

    def inlines(self, inlines: Sequence[m.Inline], gone: bool = False) -> str:
        return "".join(self.inline(each, gone) for each in inlines)

    def inline(self, each: m.Inline, gone: bool) -> str:
        match each:
            case m.Words():
                return self.words(each, gone)
            case m.Ins():
                return f"<w:ins {self.who(each.by)}>{self.inlines(each.of, gone)}</w:ins>"
            case m.Del():
                return f"<w:del {self.who(each.by)}>{self.inlines(each.of, True)}</w:del>"
            case m.MoveFrom() | m.MoveTo():
                return self.moved(each, gone)
            case m.Link():
                return self.link(each, gone)
            case m.Field():
                return self.field_of(each.code, each.of, gone, each.simple)
            case m.Note():
                return self.note(each)
            case m.Com():
                mark = self.comment_mark(each.key)
                if not each.of:
                    return mark
                return self.range(each.key, "Start") + self.inlines(each.of, gone) + self.range(each.key, "End") + mark
            case m.ComStart():
                return self.range(each.key, "Start")
            case m.ComEnd():
                return self.range(each.key, "End") + self.comment_mark(each.key)
            case m.Wrap():
                return self.wrapped(each, gone)
            case m.Hidden():
                look = f'<w:rStyle w:val="{each.style}"/>' if each.style else "<w:vanish/>"
                return f"<w:r><w:rPr>{look}</w:rPr>{self.text(each.text, gone)}</w:r>"
            case m.Symbol():
                return f'<w:r><w:sym w:font="{each.font}" w:char="{each.code}"/></w:r>'
            case m.Box():
                return self.box(each)
            case m.Picture():
                return self.picture(each)
            case m.Equation():
                run = f'<m:r><w:rPr><w:rFonts w:ascii="Cambria Math"/></w:rPr><m:t>{escape(each.text)}</m:t></m:r>'
                return f"<m:oMath>{run}</m:oMath>"
            case m.Raw() | m.Exact():
                return each.xml

    def words(self, words: m.Words, gone: bool) -> str:
        look = f'<w:rStyle w:val="{self.ids.get(words.style, words.style.title())}"/>' if words.style else ""
        look += (
            words.xml if words.xml else self.emphasis(words.bold and not words.style, words.italic and not words.style)
        )
        look += (
            "<w:rtl/>"
            if self.rtl
            else f'<w:lang w:val="{_LANG[self.document.language]}"/>'
            if self.dice.random() < 0.2
            else ""
        )
        if words.by:
            old = self.emphasis(*words.was)
            look += f"<w:rPrChange {self.who(words.by)}><w:rPr>{old}</w:rPr></w:rPrChange>"
        look = f"<w:rPr>{look}</w:rPr>" if look else ""
        cuts = (
            []
            if words.by or len(words.text) < 12 or not self.splits
            else sorted(self.dice.sample(range(1, len(words.text)), 2))
        )
        between = ["", '<w:proofErr w:type="spellStart"/>', '<w:proofErr w:type="gramEnd"/>']
        pieces = [words.text[a:b] for a, b in zip([0, *cuts], [*cuts, len(words.text)], strict=True)]
        runs = [f'<w:r w:rsidRPr="00C93D17">{look}{self.text(each, gone)}</w:r>' for each in pieces]
        return "".join(run + (between[at % 3] if at < len(runs) - 1 else "") for at, run in enumerate(runs))

    def emphasis(self, bold: bool, italic: bool) -> str:
        if self.document.plainly:
            b, i, rtl = (int(each) for each in (bold, italic, self.rtl))
            look = f'<w:b w:val="{b}"/><w:bCs w:val="{b}"/><w:i w:val="{i}"/><w:iCs w:val="{i}"/>'
            return look + ("" if rtl else '<w:rtl w:val="0"/>')
        return ("<w:b/><w:bCs/>" if bold else "") + ("<w:i/><w:iCs/>" if italic else "")

    def text(self, text: str, gone: bool) -> str:
        """The text of a run: what has an element of its own in Word is written so."""
        name = "delText" if gone else "t"
        alone = {"\t": "<w:tab/>", "\n": "<w:br/>", "\u2011": "<w:noBreakHyphen/>", "\u00ad": "<w:softHyphen/>"}
        out, plain = "", ""
        for char in [*text, ""]:
            if char in alone or not char:
                if plain:
                    space = ' xml:space="preserve"' if plain != plain.strip() else ""
                    out += f"<w:{name}{space}>{escape(plain)}</w:{name}>"
                out, plain = out + alone.get(char, ""), ""
            else:
                plain += char
        return out

    def moved(self, each: m.MoveFrom | m.MoveTo, gone: bool) -> str:
        name = "moveFrom" if isinstance(each, m.MoveFrom) else "moveTo"
        moved = f"<w:{name} {self.who(each.by)}>{self.inlines(each.of, gone)}</w:{name}>"
        if not each.name:  # the ends of its range stand elsewhere
            return moved
        self.revision += 1
        at = f'w:id="{self.revision}"'
        who = f"w:author={quoteattr(each.by)} w:date={quoteattr(AT)} w:name={quoteattr(each.name)}"
        start = f"<w:{name}RangeStart {at} {who}/>"
        return f"{start}{moved}<w:{name}RangeEnd {at}/>"

    def link(self, link: m.Link, gone: bool) -> str:
        if link.how == "bare":  # its field is written out
            return self.inlines(link.of, gone)
        if link.how == "anchor":
            return f'<w:hyperlink w:anchor="{link.href}" w:history="1">{self.inlines(link.of, gone)}</w:hyperlink>'
        if link.how in ("complex", "simple"):
            return self.field_of(f'HYPERLINK "{link.href}"', link.of, gone, link.how == "simple")
        target, _, anchor = link.href.partition("#")  # Word parts an address so
        at = self.relation("hyperlink", target, outside=True)
        anchor = f' w:anchor="{anchor}"' if anchor else ""
        return f'<w:hyperlink r:id="{at}"{anchor} w:history="1">{self.inlines(link.of, gone)}</w:hyperlink>'

    def field_of(self, code: str, of: Sequence[m.Inline], gone: bool, simple: bool) -> str:
        inside = self.inlines(of, gone)
        if simple:
            return f"<w:fldSimple w:instr={quoteattr(f' {code} ')}>{inside}</w:fldSimple>"
        name = "delInstrText" if gone else "instrText"
        half = len(code) // 2  # Word splits codes over runs as it splits words
        codes = "".join(
            f'<w:r><w:{name} xml:space="preserve">{escape(part)}</w:{name}></w:r>'
            for part in (f" {code[:half]}", f"{code[half:]} ")
        )
        begin, parts, end = (f'<w:r><w:fldChar w:fldCharType="{t}"/></w:r>' for t in ("begin", "separate", "end"))
        return f"{begin}{codes}{parts}{inside}{end}"

    def note(self, note: m.Note) -> str:
        self.notes.append(note)
        at = str(len([each for each in self.notes if each.end == note.end]) + 1)
        name = "endnote" if note.end else "footnote"
        return f'<w:r><w:rPr><w:rStyle w:val="{self.ids["fr"]}"/></w:rPr><w:{name}Reference w:id="{at}"/></w:r>'

    def range(self, key: str, end: str) -> str:
        return f'<w:commentRange{end} w:id="{self.comment_ids[key]}"/>' + "".join(
            f'<w:commentRange{end} w:id="{self.comment_ids[reply]}"/>' for reply in self.replies(key)
        )

    def replies(self, key: str) -> list[str]:
        return [each for each, said in self.document.comments.items() if said.answers == key]

    def comment_mark(self, key: str) -> str:
        look = '<w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
        return "".join(
            f'<w:r>{look}<w:commentReference w:id="{self.comment_ids[each]}"/></w:r>'
            for each in [key, *self.replies(key)]
        )

    def wrapped(self, wrap: m.Wrap, gone: bool) -> str:
        inside = self.inlines(wrap.of, gone)
        match wrap.how:
            case "sdt":
                head = '<w:sdtPr><w:alias w:val="Name"/><w:id w:val="734825519"/><w:text/></w:sdtPr>'
                return f"<w:sdt>{head}<w:sdtContent>{inside}</w:sdtContent></w:sdt>"
            case "smartTag":
                space = "urn:schemas-microsoft-com:office:smarttags"
                return f'<w:smartTag w:uri="{space}" w:element="place">{inside}</w:smartTag>'
            case "customXml":
                return f'<w:customXml w:uri="urn:example" w:element="case">{inside}</w:customXml>'
            case _:
                return f'<w:{wrap.how} w:val="ltr">{inside}</w:{wrap.how}>'

    def box(self, box: m.Box) -> str:
        inside = "".join(self.para(each) for each in box.of)
        shape = (
            '<w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="1" '
            'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
            '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
            '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
            '<wp:extent cx="2360930" cy="1404620"/><wp:wrapSquare wrapText="bothSides"/>'
            '<wp:docPr id="217" name="Text Box 2"/><wp:cNvGraphicFramePr/>'
            '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
            '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
            f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
            "</a:graphicData></a:graphic></wp:anchor></w:drawing>"
        )
        old = f"<v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox>"
        old = f'<w:pict><v:shape type="#_x0000_t202">{old}</v:shape></w:pict>'
        return (
            '<w:r><w:rPr><w:noProof/></w:rPr><mc:AlternateContent><mc:Choice Requires="wps">'
            f"{shape}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
        )

    def picture(self, picture: m.Picture) -> str:
        at = self.relation("image", "media/image1.png")
        self.drawings += 1
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="9525" cy="9525"/>'
            f'<wp:docPr id="{self.drawings}" name="Picture {self.drawings}" descr={quoteattr(picture.alt)}/>'
            '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
            '<pic:nvPicPr><pic:cNvPr id="0" name="image1.png"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="{at}"/>'
            '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
            '<a:ext cx="9525" cy="9525"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    # parts

    def relation(self, kind: str, target: str, outside: bool = False) -> str:
        for at, (_, one_kind, one, _) in enumerate(self.relations):
            if (one_kind, one) == (kind, target):
                return self.relations[at][0]
        self.relations.append((f"rId{len(self.relations) + 1}", kind, target, outside))
        return self.relations[-1][0]

    def footnotes(self, end: bool) -> str:
        name = "endnote" if end else "footnote"
        separators = "".join(
            f'<w:{name} w:type="{kind}" w:id="{at}"><w:p><w:r><w:{mark}/></w:r></w:p></w:{name}>'
            for at, kind, mark in (
                ("-1", "separator", "separator"), ("0", "continuationSeparator", "continuationSeparator"),
            )
        )  # fmt: skip
        lead = f'<w:r><w:rPr><w:rStyle w:val="{self.ids["fr"]}"/></w:rPr><w:{name}Ref/></w:r>'
        notes = [each for each in self.notes if each.end == end]
        found = ""
        for at, note in enumerate(notes, start=2):
            paras = [m.Para(each.of, "footnote", mark_ins=each.mark_ins, mark_del=each.mark_del) for each in note.of]
            inside = "".join(
                self.para(para, lead + "<w:r><w:t xml:space=\"preserve\"> </w:t></w:r>" if not number else "")
                for number, para in enumerate(paras)
            )  # fmt: skip
            found += f'<w:{name} w:id="{at}">{inside}</w:{name}>'
        return f"{_HEAD}<w:{name}s {_NS}>{separators}{found}</w:{name}s>"

    def comments(self) -> tuple[str, str, str]:
        """comments.xml, commentsExtended.xml, people.xml."""
        found, extended = "", ""
        last: dict[str, str] = {}
        for key, said in self.document.comments.items():
            paras = ""
            for number, line in enumerate(said.body):
                self.paras += 1
                at = f"{self.paras + 0x2B000000:08X}"
                last[key] = at
                mark = (
                    '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>'
                    if not number
                    else ""
                )
                inside = f'<w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{mark}<w:r>{self.text(line, False)}</w:r>'
                paras += f'<w:p w14:paraId="{at}" w14:textId="77777777">{inside}</w:p>'
            initials = "".join(word[0] for word in said.author.split() if word[0].isalpha())
            found += (
                f'<w:comment w:id="{self.comment_ids[key]}" w:author={quoteattr(said.author)} w:date="{said.at}" '
                f"w:initials={quoteattr(initials)}>{paras}</w:comment>"
            )
            parent = f' w15:paraIdParent="{last[said.answers]}"' if said.answers else ""
            extended += f'<w15:commentEx w15:paraId="{last[key]}"{parent} w15:done="0"/>'
        authors = dict.fromkeys(said.author for said in self.document.comments.values())
        people = "".join(
            f"<w15:person w15:author={quoteattr(each)}>"
            f'<w15:presenceInfo w15:providerId="None" w15:userId={quoteattr(each)}/></w15:person>'
            for each in authors
        )
        return (
            f"{_HEAD}<w:comments {_NS}>{found}</w:comments>",
            f"{_HEAD}<w15:commentsEx {_NS}>{extended}</w15:commentsEx>",
            f"{_HEAD}<w15:people {_NS}>{people}</w15:people>",
        )

    def styles(self) -> str:
        lang = _LANG[self.document.language]
        one, other = ("en-US", lang) if self.rtl else (lang, "ar-SA")
        look = f'<w:sz w:val="22"/><w:lang w:val="{one}" w:eastAsia="en-US" w:bidi="{other}"/>'
        found = f"<w:docDefaults><w:rPrDefault><w:rPr>{look}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        ids = self.ids

        def style(at: str, name: str, rest: str = "", kind: str = "paragraph", extra: str = "") -> str:
            based = (
                f'<w:basedOn w:val="{ids["n"]}"/>'
                if kind == "paragraph" and at != ids["n"] and "basedOn" not in rest
                else ""
            )
            return f'<w:style w:type="{kind}" w:styleId="{at}"{extra}><w:name w:val="{name}"/>{based}{rest}</w:style>'

        found += style(ids["n"], "Normal", "<w:qFormat/>", extra=' w:default="1"')
        for level in range(1, 7):
            look = f'<w:pPr><w:keepNext/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
            look += '<w:rPr><w:b/><w:bCs/><w:sz w:val="32"/></w:rPr>'
            found += style(f"{ids['h']}{level}", f"heading {level}", f'<w:uiPriority w:val="9"/>{look}')
            if self.document.custom_styles:
                name = f"{_CUSTOM[self.document.language]} {level}"
                found += style(f"Rubrik{level}", name, look, extra=' w:customStyle="1"')
                based = f'<w:basedOn w:val="{ids["h"]}{level}"/><w:rPr><w:color w:val="1F4E79"/></w:rPr>'
                found += style(f"Basiert{level}", f"Abschnitt {level}", based, extra=' w:customStyle="1"')
        found += style(ids["li"], "List Paragraph", '<w:pPr><w:ind w:left="720"/></w:pPr>')
        for depth in (0, 1):
            number = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="9"/></w:numPr>'
            found += style(f"ListBullet{depth}", f"List Bullet{' 2' if depth else ''}", f"<w:pPr>{number}</w:pPr>")
        for depth in (0, 1):  # the depth of a list is that of the level which names the style
            number = '<w:numPr><w:numId w:val="8"/></w:numPr>'
            found += style(f"ListNumber{depth}", f"List Number{' 2' if depth else ''}", f"<w:pPr>{number}</w:pPr>")
        number = '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>'
        found += style("Steps", "Steps", number, kind="numbering")
        found += style(ids["q"], "Quote", '<w:pPr><w:ind w:left="864"/></w:pPr><w:rPr><w:i/><w:iCs/></w:rPr>')
        found += style(ids["ft"], "footnote text", '<w:rPr><w:sz w:val="20"/></w:rPr>')
        found += style("CommentText", "annotation text")
        for at, name, look in (
            (ids["fr"], "footnote reference", '<w:vertAlign w:val="superscript"/>'),
            (ids["strong"], "Strong", "<w:b/><w:bCs/>"),
            (ids["em"], "Emphasis", "<w:i/><w:iCs/>"),
            (ids["hl"], "Hyperlink", '<w:color w:val="0563C1"/><w:u w:val="single"/>'),
            ("CommentReference", "annotation reference", '<w:sz w:val="16"/>'),
            ("Unseen", "Unseen", "<w:vanish/>"),
        ):
            found += style(at, name, f"<w:rPr>{look}</w:rPr>", "character")
        for at, base, look in (
            ("Deep", ids["strong"], '<w:color w:val="FF0000"/>'),
            ("Deeper", "Deep", "<w:i/><w:iCs/>"),
        ):
            based = f'<w:name w:val="{at}"/><w:basedOn w:val="{base}"/><w:rPr>{look}</w:rPr>'
            found += f'<w:style w:type="character" w:customStyle="1" w:styleId="{at}">{based}</w:style>'
        return f"{_HEAD}<w:styles {_NS}>{found}</w:styles>"

    def numbering(self) -> str:
        lists = dict(self.document.lists)
        lists.setdefault(9, m.Listing(9, [m.Level("bullet", "\u2022")] * 2))
        lists.setdefault(8, m.Listing(8, [m.Level("decimal", "%1."), m.Level("lowerLetter", "%2)")]))
        lists.setdefault(7, m.Listing(7, [m.Level("upperRoman", "%1."), m.Level("decimalZero", "%2)")]))
        abstracts = {each.abstract: each for each in reversed(list(lists.values()))}
        found = ""
        for at, listing in sorted(abstracts.items()):
            levels = ""
            for depth, level in enumerate(listing.levels):
                font = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>' if level.fmt == "bullet" else ""
                text = "\uf0b7" if level.fmt == "bullet" else level.text
                named = f'<w:pStyle w:val="ListNumber{depth}"/>' if at == 8 else ""
                levels += (
                    f'<w:lvl w:ilvl="{depth}"><w:start w:val="{level.start}"/><w:numFmt w:val="{level.fmt}"/>{named}'
                    f'<w:lvlText w:val={quoteattr(text)}/><w:lvlJc w:val="left"/>'
                    f'<w:pPr><w:ind w:left="{720 * (depth + 1)}" w:hanging="360"/></w:pPr>{font}</w:lvl>'
                )
            link = '<w:styleLink w:val="Steps"/>' if at == 7 else ""
            if at == 6:  # it has no levels of its own: they are those of the style
                levels, link = "", '<w:numStyleLink w:val="Steps"/>'
            levels = f'<w:multiLevelType w:val="hybridMultilevel"/>{link}{levels}'
            found += f'<w:abstractNum w:abstractNumId="{at}">{levels}</w:abstractNum>'
        for at, listing in sorted(lists.items()):
            over = ""
            if listing.restart is not None:
                over = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{listing.restart}"/></w:lvlOverride>'
            found += f'<w:num w:numId="{at}"><w:abstractNumId w:val="{listing.abstract}"/>{over}</w:num>'
        return f"{_HEAD}<w:numbering {_NS}>{found}</w:numbering>"

    def package(self) -> bytes:
        """The bytes of the file."""
        body = self.body()
        parts: dict[str, str | bytes] = {}
        kinds: dict[str, str] = {f"word/{self.document.main}": "document.main", "word/styles.xml": "styles"}
        for kind, name in (("styles", "styles.xml"), ("settings", "settings.xml"), ("numbering", "numbering.xml")):
            self.relation(kind, name)
            kinds[f"word/{name}"] = kind
        # References of the body come first: the notes' own links are relations of footnotes.xml.
        body_relations, self.relations = self.relations, []
        notes: list[tuple[str, str]] = []
        for end, kind in ((False, "footnotes"), (True, "endnotes")):
            if any(each.end == end for each in self.notes):
                xml = self.footnotes(end)
                notes.append((kind, xml))
                if self.relations:
                    parts[f"word/_rels/{kind}.xml.rels"] = self.rels(self.relations)
                self.relations = []
        self.relations = body_relations
        for kind, xml in notes:
            self.relation(kind, f"{kind}.xml")
            parts[f"word/{kind}.xml"] = xml
            kinds[f"word/{kind}.xml"] = kind
        if self.document.comments:
            comments, extended, people = self.comments()
            parts |= {"word/comments.xml": comments, "word/commentsExtended.xml": extended, "word/people.xml": people}
            kinds |= {
                "word/comments.xml": "comments",
                "word/commentsExtended.xml": "commentsExtended",
                "word/people.xml": "people",
            }
            self.relation("comments", "comments.xml")
        for name, inlines in (("header", self.document.header), ("footer", self.document.footer)):
            if inlines:
                tag = "hdr" if name == "header" else "ftr"
                parts[f"word/{name}1.xml"] = f"{_HEAD}<w:{tag} {_NS}>{self.para(m.Para(inlines))}</w:{tag}>"
                kinds[f"word/{name}1.xml"] = name
        if any(kind == "image" for _, kind, _, _ in self.relations):
            parts["word/media/image1.png"] = PIXEL
        main = self.document.main
        if self.document.plainly:
            body = _indented(body)
        parts[f"word/{main}"] = f"{_HEAD}<w:document {_NS}>{body}</w:document>"
        parts["word/styles.xml"], parts["word/numbering.xml"] = self.styles(), self.numbering()
        parts["word/settings.xml"] = (
            f'{_HEAD}<w:settings {_NS}><w:zoom w:percent="100"/><w:trackRevisions/><w:defaultTabStop w:val="708"/>'
            '<w:rsids><w:rsidRoot w:val="00A41C52"/><w:rsid w:val="00C93D17"/></w:rsids></w:settings>'
        )
        rels = self.rels(self.relations)
        if self.document.comments:
            more = "".join(
                f'<Relationship Id="{at}" Target="{kind}.xml" '
                f'Type="http://schemas.microsoft.com/office/2011/relationships/{kind}"/>'
                for at, kind in (("rId901", "commentsExtended"), ("rId902", "people"))
            )
            rels = rels.replace("</Relationships>", f"{more}</Relationships>")
        parts[f"word/_rels/{main}.rels"] = rels
        first = {"[Content_Types].xml": _types(kinds), "_rels/.rels": _package_rels(main)}
        return zipped({**first, **parts, **_properties()})

    def rels(self, relations: Sequence[tuple[str, str, str, bool]]) -> str:
        found = "".join(
            f'<Relationship Id="{at}" Type="{_REL}/{kind}" Target={quoteattr(target)}'
            f"{' TargetMode=' + quoteattr('External') if out else ''}/>"
            for at, kind, target, out in relations
        )
        return f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{found}</Relationships>'


def _indented(xml: str) -> str:
    """The same with each element that holds no words on a line of its own."""
    return re.sub(r"(?<=>)(?=<)(?!</w:(?:t|delText)>)", "\n    ", xml)


def _types(kinds: Mapping[str, str]) -> str:
    defaults = "".join(
        f'<Default Extension="{ext}" ContentType="{kind}"/>'
        for ext, kind in (
            ("png", "image/png"),
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
        )
    )
    found = "".join(f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/>' for name, kind in kinds.items())
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{defaults}{found}</Types>'
    )


def _package_rels(main: str) -> str:
    target = f"word/{main}" if main == "document.xml" else f"/word/{main}"
    return (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="{target}"/>'
        f'<Relationship Id="rId2" Type="{_REL}/extended-properties" Target="docProps/app.xml"/></Relationships>'
    )


def _properties() -> dict[str, str]:
    space = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    inside = (
        "<Application>Microsoft Office Word</Application><DocSecurity>0</DocSecurity><AppVersion>16.0000</AppVersion>"
    )
    return {"docProps/app.xml": f'{_HEAD}<Properties xmlns="{space}">{inside}</Properties>'}


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """The parts as a package whose bytes depend on nothing else."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data.encode() if isinstance(data, str) else data)
    return out.getvalue()


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\xff")) + chunk(b"IEND", b"")


PIXEL = _png()


def written(document: m.Document, seed: int = 7) -> bytes:
    """The document as a .docx."""
    return Writer(document, seed).package()

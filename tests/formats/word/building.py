"""Small files as office programs write them, made by hand: what stands in them is what a test says."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:far="urn:example:far"'
)
_PARTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="berschrift1"/>
  <w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Our own"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Contents"><w:name w:val="TOC Heading"/><w:basedOn w:val="berschrift1"/>
  <w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Stark"><w:name w:val="Own strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Fetter"><w:name w:val="Stronger"/><w:basedOn w:val="Fett"/></w:style>
<w:style w:type="character" w:styleId="Kursiv"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Liste"><w:name w:val="List Number"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Circle"><w:name w:val="A"/><w:basedOn w:val="Circle"/></w:style>
"""


def document(body: str, **parts: str) -> bytes:
    """A `.docx` with that body; parts: the inside of styles, numbering, footnotes, endnotes, comments and so on.

    A link in the body leads by `rLink` to https://example.org/a, by `rFile` to a file.
    """
    return Parts(body, parts).packed()


_ROOTS = {
    "styles": "w:styles",
    "numbering": "w:numbering",
    "footnotes": "w:footnotes",
    "endnotes": "w:endnotes",
    "comments": "w:comments",
    "commentsExtended": "w15:commentsEx",
    "header": "w:hdr",
    "footer": "w:ftr",
}


@dataclass
class Parts:
    """What a `.docx` is made of. more: parts by their names, as they are."""

    body: str
    parts: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, bytes | str] = field(default_factory=dict)
    main: str = _MAIN
    before: str = ""

    def files(self) -> dict[str, bytes | str]:
        """All parts by their names."""
        led = "".join(f'<Relationship Id="r{kind}" Type="{_PARTS}/{kind}" Target="{kind}.xml"/>' for kind in self.parts)
        led += (
            f'<Relationship Id="rLink" Type="{_PARTS}/hyperlink" Target="https://example.org/a" TargetMode="External"/>'
        )
        led += f'<Relationship Id="rFile" Type="{_PARTS}/hyperlink" Target="file:///c:/a.txt" TargetMode="External"/>'
        led += f'<Relationship Id="rChart" Type="{_PARTS}/chart" Target="charts/chart1.xml"/>'
        led += f'<Relationship Id="rPage" Type="{_PARTS}/aFChunk" Target="page.html"/>'
        types = f'<Override PartName="/word/document.xml" ContentType="{self.main}"/>'
        made: dict[str, bytes | str] = {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
            f'Type="{_PARTS}/officeDocument" Target="word/document.xml"/><Relationship Id="r2" '
            f'Type="{_PARTS}/custom-properties" Target="docProps/custom.xml"/></Relationships>',
            "word/document.xml": f"{self.before}<w:document {_SPACES}><w:body>{self.body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{led}</Relationships>',
        }
        for kind, inside in self.parts.items():
            root = _ROOTS[kind]
            made[f"word/{kind}.xml"] = f"<{root} {_SPACES}>{inside}</{root}>"
        return {**made, **self.more}

    def packed(self) -> bytes:
        """The file."""
        return packed(self.files())


def packed(files: Mapping[str, bytes | str]) -> bytes:
    """A container with these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in files.items():
            container.writestr(name, data)
    return written.getvalue()


def p(*runs: str, style: str = "", inside: str = "", mark: str = "") -> str:
    """A paragraph; inside: of its properties; mark: what stands in the properties of its mark, e.g. a change."""
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    marked = f"<w:rPr>{mark}</w:rPr>" if mark else ""
    return f"<w:p><w:pPr>{styled}{inside}{marked}</w:pPr>{''.join(runs)}</w:p>"


def r(words: str, inside: str = "") -> str:
    """A run; inside: of its properties."""
    return f'<w:r><w:rPr>{inside}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def gone(words: str, inside: str = "") -> str:
    """A run of deleted words."""
    return f'<w:r><w:rPr>{inside}</w:rPr><w:delText xml:space="preserve">{words}</w:delText></w:r>'


def who(author: str = "Ada") -> str:
    """Who made a change, and when."""
    return f'w:id="1" w:author="{author}" w:date="2026-11-30T10:00:00Z"'


def ins(*inside: str, author: str = "Ada") -> str:
    """An insertion."""
    return f"<w:ins {who(author)}>{''.join(inside)}</w:ins>"


def dele(*inside: str, author: str = "Ada") -> str:
    """A deletion."""
    return f"<w:del {who(author)}>{''.join(inside)}</w:del>"


INSERTED = f"<w:ins {who()}/>"
DELETED = f"<w:del {who()}/>"


def sign(kind: str, inside: str = "") -> str:
    """The sign with which a field begins, with which its result begins, or with which it ends."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'


def code(words: str) -> str:
    """A field's code."""
    return f'<w:r><w:instrText xml:space="preserve">{words}</w:instrText></w:r>'


def numbered(number: int, level: int = 0) -> str:
    """That a paragraph stands in a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def level(deep: int, form: str, text: str, more: str = "") -> str:
    """A level of a list."""
    said = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{deep}">{said}</w:lvl>'


def lists(*levels: str, more: str = "") -> str:
    """One list with these levels, which 1 and 2 count together; more: further lists."""
    numbers = "".join(f'<w:num w:numId="{each}"><w:abstractNumId w:val="7"/></w:num>' for each in (1, 2))
    return f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>{numbers}{more}'

"""Files that are not what they say, or too much: small ones are written to `corpus/bad`, large ones by the test.

`python -m tests.formats.word.making.bad` writes the small ones; those that LibreOffice makes (a password, .doc, .rtf,
.html under the name of a .docx) come from its own filters.
"""

import io
import json
import random
import struct
import subprocess
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.formats.word.making.make import CORPUS, write_truth
from tests.formats.word.making.model import (
    Com,
    ComEnd,
    ComStart,
    Del,
    Document,
    Ins,
    Note,
    Para,
    Raw,
    Said,
    Table,
    Words,
)
from tests.formats.word.making.plan_office import plan_of
from tests.formats.word.making.scenes import played
from tests.formats.word.making.word_like import PIXEL, written, zipped

BAD = CORPUS / "bad"

LIES = ["LIES"]
DAMAGED = ["DAMAGED", "LIES"]
ENTITY = ["ENTITY"]

# Reasons, by name, of which the reader must give one; `words`: or it reads these words, none lost.
SMALL: Mapping[str, Sequence[str]] = {
    "pdf.docx": ["PDF"],
    "html.docx": LIES,
    "rtf.docx": ["RTF"],
    "old-word.docx": ["OLD_WORD"],
    "picture.docx": LIES,
    "text.docx": LIES,
    "sheet.docx": LIES,
    "any-zip.docx": LIES,
    "no-document.docx": DAMAGED,
    "empty.docx": ["EMPTY"],
    "truncated.docx": DAMAGED,
    "torn-inside.docx": DAMAGED,
    "not-well-formed.docx": DAMAGED,
    "two-documents.docx": DAMAGED,
    "password.docx": ["PASSWORD"],
    "password.odt": ["PASSWORD"],
    "entities.docx": ENTITY,
    "entity-from-outside.docx": ENTITY,
    "entity-in-notes.docx": ENTITY,
    "doctype.docx": ENTITY,
    "entities.odt": ENTITY,
    "no-words.docx": ["NO_TEXT", "EMPTY"],
}
STEADY = "The families were never told."

# What is read, with what must be told of it.
READ: Mapping[str, Mapping[str, object]] = {
    "macro.docx": {"left_out": ["macro"], "words": STEADY},
    "embedded.docx": {"left_out": ["embedded"], "words": STEADY},
    "chunk.docx": {"left_out": ["embedded", "unknown"], "words": STEADY},
    "strict.docx": {"left_out": [], "words": STEADY},
    "utf-16.docx": {"left_out": [], "words": STEADY},
    "other-prefix.docx": {"left_out": [], "words": STEADY},
    "unknown-elements.docx": {"left_out": ["unknown"], "words": STEADY},
    "way-out.docx": {"left_out": [], "words": STEADY},
    "byte-order-mark.docx": {"left_out": [], "words": STEADY},
    "character-data.docx": {"left_out": [], "words": STEADY},
    "smart-art.docx": {"left_out": ["embedded", "unknown", "picture", "text_box"], "words": STEADY},
    "sub-document.docx": {"left_out": ["embedded", "unknown"], "words": STEADY},
    "no-styles.docx": {"left_out": [], "words": STEADY},
    "circles.docx": {"left_out": [], "words": STEADY},
    "odd-values.docx": {"left_out": [], "words": STEADY},
    "note-without-text.docx": {"left_out": [], "words": STEADY},
    "comments-gone.docx": {"left_out": [], "words": STEADY},
    "glossary.docx": {"left_out": [], "words": STEADY},
    "watermark.docx": {"left_out": ["header", "picture", "text_box"], "words": STEADY},
    "note-in-a-table.docx": {"left_out": ["note", "table"], "words": STEADY, "told": "Words of the note."},
}

# What may be read whole or refused by one of the reasons, and nothing between.
EITHER: Mapping[str, Sequence[str]] = {
    "backslashes.docx": DAMAGED,
    "capitals.docx": DAMAGED,
    "bytes-before.docx": DAMAGED,
    "stored-twice.docx": DAMAGED,
}


def _package(document: Document | None = None) -> dict[str, bytes]:
    data = written(document or Document("en", [Para([Words(STEADY)])]))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _changed(part: str, change: Callable[[bytes], bytes], document: Document | None = None) -> bytes:
    parts = _package(document)
    return zipped({**parts, part: change(parts[part])})


def _with_doctype(doctype: bytes, words: bytes) -> Callable[[bytes], bytes]:
    def change(xml: bytes) -> bytes:
        head, body = xml.split(b"?>", 1)
        return head + b"?>" + doctype + body.replace(STEADY.encode(), words)

    return change


_LAUGHS = b"<!DOCTYPE w [" + b"".join(
    b'<!ENTITY a%d "%s">' % (at, b"&a%d;" % (at - 1) * 10 if at else b"ha") for at in range(10)
) + b"]>"  # fmt: skip
_OUTSIDE = b'<!DOCTYPE w [<!ENTITY out SYSTEM "file:///etc/hostname">]>'


def _strict(xml: bytes) -> bytes:
    xml = xml.replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    return xml.replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


def _utf_16(xml: bytes) -> bytes:
    return xml.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def _prefixed(xml: bytes) -> bytes:
    for old, new in ((b"<w:", b"<ns0:"), (b"</w:", b"</ns0:"), (b" w:", b" ns0:"), (b"xmlns:w=", b"xmlns:ns0=")):
        xml = xml.replace(old, new)
    return xml


def _two_documents() -> bytes:
    out = io.BytesIO()
    parts = _package()
    other = parts["word/document.xml"].replace(b"never", b"always")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the same name twice is what is wanted
        for name, data in [*parts.items(), ("word/document.xml", other)]:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, data)
    return out.getvalue()


def _sheet() -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    one = f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/>'
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{one}</Types>'
    return zipped({"[Content_Types].xml": types, "xl/workbook.xml": f'<workbook xmlns="{space}"/>'})


def _macro() -> bytes:
    parts = _package()
    types = parts["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    binary = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override'
    types = types.replace(b"<Override", binary, 1)
    rels = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId77" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        b'Target="vbaProject.bin"/></Relationships>',
    )
    macro = {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1500}
    return zipped({**parts, "[Content_Types].xml": types, "word/_rels/document.xml.rels": rels, **macro})


def _embedded() -> bytes:
    ole = (
        b'<w:r><w:object w:dxaOrig="1440" w:dyaOrig="1440"><v:shape id="_x0000_i1025" style="width:77pt;height:50pt"/>'
        b'<o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" ShapeID="_x0000_i1025" DrawAspect="Icon" ObjectID="_1" '
        b'r:id="rId88"/></w:object></w:r>'
    )
    parts = _package(Document("en", [Para([Words(STEADY)])]))
    body = parts["word/document.xml"].replace(b"</w:p>", ole + b"</w:p>", 1)
    return zipped({**parts, "word/document.xml": body, "word/embeddings/sheet.xlsx": _sheet()})


def _chunk() -> bytes:
    parts = _package()
    body = parts["word/document.xml"].replace(b"</w:p>", b'</w:p><w:altChunk r:id="rId99"/>', 1)
    rels = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" '
        b'Target="chunk.html"/></Relationships>',
    )
    html = b"<html><body><p>Words of another file.</p></body></html>"
    return zipped({**parts, "word/document.xml": body, "word/_rels/document.xml.rels": rels, "word/chunk.html": html})


def _unknown() -> bytes:
    other = b'</w:p><x:note xmlns:x="urn:example:x"><x:words>Words of a kind unknown.</x:words></x:note>'
    return _changed("word/document.xml", lambda xml: xml.replace(b"</w:p>", other, 1))


def _agile() -> bytes:
    """What Word says of its way to encrypt ([MS-OFFCRYPTO] 2.3.4.10), filled to the size of a stream of its own."""
    space = "http://schemas.microsoft.com/office/2006/encryption"
    key = 'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" hashAlgorithm="SHA512"'
    keys = f'<keyData {key} saltValue="bm90IGEgcmVhbCBvbmU="/>'
    xml = f'<?xml version="1.0"?><encryption xmlns="{space}">{keys}</encryption>'
    return (struct.pack("<HHI", 4, 4, 0x40) + xml.encode()).ljust(4_096)


def _noise(size: int) -> bytes:
    return random.Random(4).randbytes(size)


def _compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file ([MS-CFB], version 3) of streams of 4,096 bytes or more."""
    free, end, table = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    sectors: list[bytes] = []
    chain = [table, end]  # sector 0 holds the chains, sector 1 the names
    entries = [_entry("Root Entry", 5, 1, end, 0)]
    for at, (name, data) in enumerate(streams.items()):
        start, count = len(chain), len(data) // 512
        right = at + 2 if at + 1 < len(streams) else free
        entries.append(_entry(name, 2, free, start, len(data), right))
        chain += [*range(start + 1, start + count), end]
        sectors += [data[each : each + 512] for each in range(0, len(data), 512)]
    names = b"".join(entries).ljust(512, b"\0")
    chains = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4_096, end, 0, end, 0, 0)[:40]
    head = head.ljust(512, b"\xff")
    return head + chains + names + b"".join(sectors)


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = 0xFFFFFFFF) -> bytes:
    shown = (name + "\0").encode("utf-16-le")
    head = shown.ljust(64, b"\0") + struct.pack("<HBB", len(shown), kind, 1)
    return head + struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", start, size)


def _as_character_data(xml: bytes) -> bytes:
    first, rest = STEADY.split(" ", 1)
    written = f"<!-- a comment -->{first}&#32;<![CDATA[{rest}]]><?an instruction?>"
    return xml.replace(STEADY.encode(), written.encode())


_NEEDLESS = ("word/styles.xml", "word/numbering.xml", "word/settings.xml")


def _smart_art() -> bytes:
    """A diagram, whose words stand in a part of its own."""
    drawing = (
        b'<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><wp:docPr id="1" name="Diagram 1"/>'
        b'<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData '
        b'uri="http://schemas.openxmlformats.org/drawingml/2006/diagram"><dgm:relIds '
        b'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" r:dm="rId66"/>'
        b"</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    parts = _package()
    body = parts["word/document.xml"].replace(b"</w:p>", drawing + b"</w:p>", 1)
    data = b'<d:dataModel xmlns:d="urn:d" xmlns:a="urn:a"><a:t>Words of a diagram</a:t></d:dataModel>'
    return zipped({**parts, "word/document.xml": body, "word/diagrams/data1.xml": data})


def _circles(xml: bytes) -> bytes:
    """Styles of which each is based on the other, the standard one too."""
    circle = b'<w:style w:type="paragraph" w:styleId="%s"><w:name w:val="%s"/><w:basedOn w:val="%s"/></w:style>'
    both = circle % (b"One", b"One", b"Two") + circle % (b"Two", b"Two", b"One")
    xml = xml.replace(b'<w:name w:val="Normal"/>', b'<w:name w:val="Normal"/><w:basedOn w:val="Normal"/>')
    return xml.replace(b"</w:styles>", both + b"</w:styles>")


def _odd_values(xml: bytes) -> bytes:
    """Numbers that are none, levels that no list has, a date that no calendar has, a change without its marks."""
    look = (
        b'<w:pPr><w:pStyle w:val="Nobody"/><w:numPr><w:ilvl w:val="99"/><w:numId w:val="many"/></w:numPr>'
        b'<w:outlineLvl w:val="-3"/></w:pPr>'
    )
    change = b'<w:del w:id="x" w:date="2026-13-45T99:99:99Z"></w:del><w:ins/><w:commentRangeEnd w:id="none"/>'
    ends = b'<w:r><w:fldChar w:fldCharType="end"/></w:r><w:hyperlink r:id="rId404"></w:hyperlink>'
    at = xml.index(b">", xml.index(b"<w:p ")) + 1
    return xml[:at] + look + change + ends + xml[at:]


def _without_notes(xml: bytes) -> bytes:
    at = xml.index(b'<w:footnote w:id="2">')
    return xml[:at] + b"</w:footnotes>"


def _watermark() -> bytes:
    """A header that shows a word across the page, as a drawing of the old kind."""
    shape = '<w:pict><v:shape type="#_x0000_t136"><v:textpath string="DRAFT"/></v:shape></w:pict>'
    header = (Raw(f"<w:r>{shape}</w:r>"), Words("Not for release"))
    return written(Document("en", [Para([Words(STEADY)])], header=header))


def _note_in_a_table() -> bytes:
    noted = Document("en", [Para([Words(STEADY), Note([Para([Words("Words of the note.")])])])])
    table = b"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p>%s</w:p></w:tc></w:tr></w:tbl>"

    def change(xml: bytes) -> bytes:
        at = xml.index(b"<w:footnoteReference")
        start, end = xml.rindex(b"<w:r>", 0, at), xml.index(b"</w:r>", at) + len(b"</w:r>")
        run = xml[start:end]
        rest = xml[:start] + xml[end:]
        return rest.replace(b"<w:sectPr", table % (b"<w:r><w:t>Cell</w:t></w:r>" + run) + b"<w:p/><w:sectPr", 1)

    return _changed("word/document.xml", change, noted)


def _odt(content: bytes) -> bytes:
    kind = "application/vnd.oasis.opendocument.text"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def small() -> dict[str, bytes]:
    """The small ones that need no LibreOffice."""
    steady = Document("en", [Para([Words(STEADY, xml="<w:noProof/>", by="A")])])
    plain = zipped(_package())
    content = (
        b'<?xml version="1.0"?>' + _LAUGHS + b'<office:document-content '
        b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:p>&a9;</text:p>'
        b"</office:text></office:body></office:document-content>"
    )  # fmt: skip
    noted = played("en", ["footnotes"])
    noted_once = Document("en", [Para([Words(STEADY), Note([Para([Words("Gone.")])])])])
    commented = Document("en", [Para([Com("k0", [Words(STEADY)])])], comments={"k0": Said("A", ["Gone."])})
    parts = _package()
    gone = Document("en", [Para([]), Para([Words(" \u00a0")])])
    way_out = {**parts, "../../../tmp/communique-way-out.xml": b"<x/>", "/etc/communique-way-out": b"x"}
    lean = {name: data for name, data in parts.items() if name != "word/document.xml"}
    torn = bytearray(plain)
    at = torn.index(b"word/document.xml") + 60
    torn[at : at + 40] = bytes(40)
    return {
        "pdf.docx": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n",
        "picture.docx": PIXEL,
        "text.docx": b"The families were never told.\n\nWe ask the Council to act.\n",
        "sheet.docx": _sheet(),
        "any-zip.docx": zipped({"notes.txt": "The families were never told.", "more/notes.txt": "Twice."}),
        "no-document.docx": zipped(lean),
        "empty.docx": b"",
        "password.docx": _compound({"EncryptionInfo": _agile(), "EncryptedPackage": _noise(4_096)}),
        "truncated.docx": plain[: len(plain) * 2 // 3],
        "torn-inside.docx": bytes(torn),
        "not-well-formed.docx": _changed("word/document.xml", lambda xml: xml.replace(b"</w:p>", b"", 1)),
        "two-documents.docx": _two_documents(),
        "entities.docx": _changed("word/document.xml", _with_doctype(_LAUGHS, b"&a9;"), steady),
        "entity-from-outside.docx": _changed("word/document.xml", _with_doctype(_OUTSIDE, b"&out;"), steady),
        "entity-in-notes.docx": _changed("word/footnotes.xml", _with_doctype(_LAUGHS, b""), noted),
        "doctype.docx": _changed("word/styles.xml", _with_doctype(b"<!DOCTYPE styles>", b"")),
        "entities.odt": _odt(content),
        "no-words.docx": written(gone),
        "macro.docx": _macro(),
        "embedded.docx": _embedded(),
        "chunk.docx": _chunk(),
        "strict.docx": zipped(
            {name: _strict(data) if name.endswith((".xml", ".rels")) else data for name, data in parts.items()}
        ),
        "utf-16.docx": _changed("word/document.xml", _utf_16),
        "other-prefix.docx": _changed("word/document.xml", _prefixed),
        "unknown-elements.docx": _unknown(),
        "way-out.docx": zipped(way_out),
        "byte-order-mark.docx": _changed("word/document.xml", lambda xml: b"\xef\xbb\xbf" + xml),
        "character-data.docx": _changed("word/document.xml", _as_character_data, steady),
        "watermark.docx": _watermark(),
        "smart-art.docx": _smart_art(),
        "sub-document.docx": _changed(
            "word/document.xml", lambda xml: xml.replace(b"</w:p>", b'</w:p><w:subDoc r:id="rId1"/>', 1)
        ),
        "no-styles.docx": zipped({name: data for name, data in parts.items() if name not in _NEEDLESS}),
        "circles.docx": _changed("word/styles.xml", _circles),
        "odd-values.docx": _changed("word/document.xml", _odd_values),
        "note-without-text.docx": _changed("word/footnotes.xml", _without_notes, noted_once),
        "comments-gone.docx": zipped(
            {name: data for name, data in _package(commented).items() if not name.startswith("word/comments")}
        ),
        "glossary.docx": zipped(
            {**parts, "word/glossary/document.xml": parts["word/document.xml"].replace(b"never", b"not")}
        ),
        "note-in-a-table.docx": _note_in_a_table(),
        "backslashes.docx": zipped({name.replace("/", "\\"): data for name, data in parts.items()}),
        "capitals.docx": zipped({name.title().replace(".Xml", ".xml"): data for name, data in parts.items()}),
        "bytes-before.docx": b"#!/bin/sh\n" + plain,
        "stored-twice.docx": plain + plain,
    }


# Large ones, made where they are needed.


def bomb() -> bytes:
    """60 million spaces in the document."""
    return _changed("word/document.xml", lambda xml: xml.replace(b"<w:body>", b"<w:body>" + b" " * 60_000_000))


def bomb_beside() -> bytes:
    """A part that is no text unpacks to 100 million bytes."""
    return zipped({**_package(), "word/media/image1.png": bytes(100_000_000)})


def bomb_of_parts() -> bytes:
    """Twenty parts of 10 million bytes each, of which none is too large by itself."""
    return zipped({**_package(), **{f"word/header{at}.xml": b" " * 10_000_000 for at in range(20)}})


def revisions(count: int) -> bytes:
    """So many changes, half of them put in, in 100 paragraphs."""
    words = [Ins("A", [Words("a ")]), Del("B", [Words("b ")])] * (count // 200)
    rest = [Ins("A", [Words("c ")])] * (count - len(words) * 100)
    paragraphs = [Para([Words("x "), *words]) for _ in range(100)]
    return written(Document("en", [*paragraphs, Para([Words("y "), *rest])]))


def paragraphs(count: int) -> bytes:
    """So many short paragraphs."""
    return written(Document("en", [Para([Words(f"Paragraph {at}.")]) for at in range(count)]))


def much_text() -> bytes:
    """1.2 million letters that do not repeat much."""
    line = " ".join(f"word{at * 7919 % 99991}" for at in range(140_000))
    return written(Document("en", [Para([Words(line[at : at + 10_000])]) for at in range(0, len(line), 10_000)]))


def nested(depth: int) -> bytes:
    """A word inside so many insertions, each in the one before."""
    start = b"".join(b'<w:ins w:id="%d" w:author="A" w:date="2026-11-01T10:00:00Z">' % at for at in range(depth))
    inside = start + b"<w:r><w:t> deep </w:t></w:r>" + b"</w:ins>" * depth
    return _changed("word/document.xml", lambda xml: xml.replace(b"</w:p>", inside + b"</w:p>", 1))


def nested_deletions(depth: int) -> bytes:
    """A word put in and taken out by turns, each change in the one before."""
    names = [b"ins" if at % 2 == 0 else b"del" for at in range(depth)]
    start = b"".join(
        b'<w:%s w:id="%d" w:author="A" w:date="2026-11-01T10:00:00Z">' % each
        for each in zip(names, range(depth), strict=True)
    )
    end = b"".join(b"</w:%s>" % name for name in reversed(names))
    inside = start + b"<w:r><w:delText> deep </w:delText></w:r>" + end
    return _changed("word/document.xml", lambda xml: xml.replace(b"</w:p>", inside + b"</w:p>", 1))


def many_entries() -> bytes:
    """A container of 20,000 empty files beside the document."""
    return zipped({**_package(), **{f"customXml/item{at}.xml": b"" for at in range(20_000)}})


def bomb_that_lies() -> bytes:
    """60 million bytes of which the container says that they are 1,000."""
    parts = _package()
    data = bytearray(zipped({**parts, "word/document.xml": parts["word/document.xml"] + b" " * 60_000_000}))
    size = struct.pack("<I", len(parts["word/document.xml"]) + 60_000_000)
    at = data.find(size)
    while at >= 0:
        data[at : at + 4] = struct.pack("<I", 1_000)
        at = data.find(size)
    return bytes(data)


def revisions_elsewhere(where: str) -> bytes:
    """10,001 changes in a table, in a footnote or in the header."""
    many = [each for at in range(5_000) for each in (Ins("A", [Words("a ")]), Del("B", [Words("b ")]))]
    many.append(Ins("A", [Words("c")]))
    text = Para([Words("x")])
    match where:
        case "table":
            return written(Document("en", [text, Table([[many]]), text]))
        case "footnote":
            return written(Document("en", [Para([Words("x"), Note([Para(many)])])]))
        case _:
            return written(Document("en", [text], header=many))


def deep(name: str, depth: int) -> bytes:
    """A word inside so many elements of one kind, each in the one before."""
    begin, end = {
        "smartTag": (b'<w:smartTag w:element="x">', b"</w:smartTag>"),
        "sdt": (b"<w:sdt><w:sdtContent>", b"</w:sdtContent></w:sdt>"),
        "bdo": (b'<w:bdo w:val="ltr">', b"</w:bdo>"),
        "hyperlink": (b'<w:hyperlink w:anchor="x">', b"</w:hyperlink>"),
        "table": (b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"),
        "field": (
            b'<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>REF x</w:instrText>'
            b'<w:fldChar w:fldCharType="separate"/></w:r>',
            b'<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        ),
        "box": (b"<w:r><w:pict><v:textbox><w:txbxContent><w:p>", b"</w:p></w:txbxContent></v:textbox></w:pict></w:r>"),
    }[name]
    word = b"<w:r><w:t>deep</w:t></w:r>"
    if name == "table":
        inside = begin * depth + b"<w:p>" + word + b"</w:p>" + end * depth
        return _changed("word/document.xml", lambda xml: xml.replace(b"<w:body>", b"<w:body>" + inside, 1))
    inside = begin * depth + word + end * depth
    return _changed("word/document.xml", lambda xml: xml.replace(b"</w:p>", inside + b"</w:p>", 1))


DEEP = ("smartTag", "sdt", "bdo", "hyperlink", "table", "field", "box")


def empty_runs() -> bytes:
    """Runs without words, 40 million bytes of them, that hardly repeat."""
    dice = random.Random(9)
    runs = "".join(f'<w:r w:rsidR="{dice.getrandbits(64):016X}"><w:rPr><w:b/></w:rPr></w:r>' for _ in range(600_000))
    return _changed("word/document.xml", lambda xml: xml.replace(b"</w:p>", runs.encode() + b"</w:p>", 1))


def comments_over_all() -> bytes:
    """3,000 comments of which each stands on the whole of 1,500 paragraphs."""
    said = {f"k{at}": Said("A", [f"Comment {at}."]) for at in range(3_000)}
    starts, ends = [ComStart(key) for key in said], [ComEnd(key) for key in said]
    middle = [Para([Words(f"Paragraph {at}.")]) for at in range(1_498)]
    of = [Para([*starts, Words("First.")]), *middle, Para([Words("Last."), *ends])]
    return written(Document("en", of, comments=said))


def large() -> Mapping[str, tuple[Callable[[], bytes], Sequence[str]]]:
    """What the test makes, with the reasons of which one is to be given."""
    long = ["TOO_MANY_PARAGRAPHS", "TOO_LARGE"]
    return {
        "bomb": (bomb, ["BOMB"]),
        "bomb of a picture": (bomb_beside, ["BOMB"]),
        "bomb of many parts": (bomb_of_parts, ["BOMB", "TOO_LARGE"]),
        "bomb that lies": (bomb_that_lies, ["BOMB", "DAMAGED", "LIES"]),
        "10,001 revisions in a table": (lambda: revisions_elsewhere("table"), ["TOO_MANY_REVISIONS"]),
        "10,001 revisions in a footnote": (lambda: revisions_elsewhere("footnote"), ["TOO_MANY_REVISIONS"]),
        "10,001 revisions in a header": (lambda: revisions_elsewhere("header"), ["TOO_MANY_REVISIONS"]),
        "10,001 revisions": (lambda: revisions(10_001), ["TOO_MANY_REVISIONS"]),
        "2,001 paragraphs": (lambda: paragraphs(2_001), long),
        "1.2 million letters": (much_text, ["TOO_LARGE"]),
        "20,000 entries": (many_entries, ["BOMB", "TOO_LARGE"]),
    }


def by_office(folder: Path) -> None:
    """What LibreOffice's own filters write, under names that lie, and with a password."""
    document = Document("en", [Para([Words(STEADY)])])
    plan = {**plan_of(document), "bad": True}
    made = {
        "old-word.docx": ("a.doc", plan),
        "rtf.docx": ("a.rtf", plan),
        "html.docx": ("a.html", plan),
        "password.odt": ("a.odt", {**plan, "password": "river"}),
    }
    with tempfile.TemporaryDirectory() as work:
        plans = Path(work, "plans.json")
        plans.write_text(json.dumps(dict(made.values())), "utf-8")
        script = Path(__file__).with_name("office.py")
        subprocess.run(["/usr/bin/python3", script, plans, work], check=True, timeout=120)
        for name, (source, _) in made.items():
            (folder / name).write_bytes(Path(work, source).read_bytes())


if __name__ == "__main__":
    for name, data in small().items():
        (BAD / name).write_bytes(data)
    by_office(BAD)
    write_truth(
        BAD / "expected.json",
        {"refused": dict(SMALL), "read": {name: dict(each) for name, each in READ.items()}, "either": dict(EITHER)},
    )

"""A text of ours as a Word file: what was made of it as values, put into the container that office programs open."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from workflow.formats.table import Words, clean
from workflow.formats.word.anchors_of_remarks import anchors
from workflow.formats.word.body import WrittenBody
from workflow.formats.word.elements import HEAD, Links, attribute, part, properties, run
from workflow.formats.word.footnotes import all_runs
from workflow.formats.word.numbered_lists import numbered_lists
from workflow.formats.word.own_names import with_margins
from workflow.formats.word.remarks import comments_part, threads_part
from workflow.formats.word.styles_part import numbering_part, styles_part
from workflow.formats.word.values import VERSION_PROPERTY
from workflow.formats.word.written import WordFile
from workflow.text.tokens import is_right_to_left

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_WORD = f"{_OFFICE}.wordprocessingml"
_WHEN = (1980, 1, 1, 0, 0, 0)  # the same text makes the same bytes
_MARGIN = 1134  # two centimetres

# Name of a part -> its type, and what leads to it from the text.
_PARTS = {
    "styles.xml": (f"{_WORD}.styles+xml", f"{_RELATIONS}/styles"),
    "numbering.xml": (f"{_WORD}.numbering+xml", f"{_RELATIONS}/numbering"),
    "settings.xml": (f"{_WORD}.settings+xml", f"{_RELATIONS}/settings"),
    "footnotes.xml": (f"{_WORD}.footnotes+xml", f"{_RELATIONS}/footnotes"),
    "header1.xml": (f"{_WORD}.header+xml", f"{_RELATIONS}/header"),
    "header2.xml": (f"{_WORD}.header+xml", f"{_RELATIONS}/header"),
    "footer1.xml": (f"{_WORD}.footer+xml", f"{_RELATIONS}/footer"),
    "comments.xml": (f"{_WORD}.comments+xml", f"{_RELATIONS}/comments"),
    "commentsExtended.xml": (
        f"{_WORD}.commentsExtended+xml",
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
    ),
}


def word_file(given: WordFile) -> bytes:
    """The file; the same values make the same bytes."""
    parts = _parts(given)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), text.encode(), zipfile.ZIP_DEFLATED)
    return written.getvalue()


def characters_left_out(given: WordFile) -> int:
    """How many characters of the text and of the remarks no Word file can hold; whoever makes one has to say so."""
    words = [words for paragraph in given.paragraphs for words in all_runs(paragraph)]
    words += [each.text for remark in given.remarks for each in remark.said]
    words += [remark.hand.author for remark in given.remarks]
    return sum(len(each) - len(clean(each)) for each in words)


def _parts(given: WordFile) -> dict[str, str]:
    """Every part of the file by its name."""
    shaped = numbered_lists(given.paragraphs)
    body = WrittenBody(given.language, shaped)
    text = "".join(body.paragraphs(given.paragraphs, anchors(given.paragraphs, given.remarks)))
    parts = {
        "styles.xml": styles_part(given.language),
        "numbering.xml": numbering_part(shaped.lists),
        "settings.xml": _settings(given),
        "footnotes.xml": _footnotes([body.notes[number] for number in sorted(body.notes)], given.language),
        "header1.xml": part("hdr", _header(given.above, given.spoken)),
        "header2.xml": part("hdr", _header([Words(given.mark)], given.spoken)),
        "footer1.xml": part("ftr", [_footer(given)]),
    }
    if given.remarks:
        parts["comments.xml"] = comments_part(given.remarks, given.spoken)
        parts["commentsExtended.xml"] = threads_part(given.remarks)
    names = list(parts)
    word = {f"word/{name}": text for name, text in parts.items()}
    word["word/document.xml"] = part("document", ["<w:body>", text, _section(names, given.language), "</w:body>"])
    word["word/_rels/document.xml.rels"] = _relations(names, body.links)
    if body.note_links.names:
        word["word/_rels/footnotes.xml.rels"] = _relations([], body.note_links)
    around = {"[Content_Types].xml": _types(names), "_rels/.rels": _root(), "docProps/core.xml": _core(given)}
    return {**around, "docProps/custom.xml": _custom(given), **word}


def _settings(given: WordFile) -> str:
    tracked = "<w:trackRevisions/>" if given.is_tracked else ""
    separators = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
    mode = (
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat>'
    )
    return part("settings", [tracked, separators, mode])


def _footnotes(notes: Iterable[str], language: str) -> str:
    lines = (
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p>{properties("", language)}<w:r><w:{kind}/></w:r></w:p>'
        "</w:footnote>"
        for kind, number in (("separator", -1), ("continuationSeparator", 0))
    )
    return part("footnotes", [*lines, *notes])


def _header(lines: Sequence[Words], language: str) -> Iterator[str]:
    for words in lines or [Words("")]:
        spoken = words.language or language
        yield f"<w:p>{properties('Header', spoken)}{run(words.text, spoken)}</w:p>"


def _footer(given: WordFile) -> str:
    """The mark, and the number of the page."""
    begun = f"{properties('Footer', given.spoken)}{run(f'{given.mark} · ', given.spoken)}"
    return f'<w:p>{begun}<w:fldSimple w:instr=" PAGE ">{run("1", given.spoken)}</w:fldSimple></w:p>'


def _section(names: Sequence[str], language: str) -> str:
    """The pages: A4, the first one with a head of its own."""
    heads = (("header", "first", "header1.xml"), ("header", "default", "header2.xml"))
    feet = (("footer", "first", "footer1.xml"), ("footer", "default", "footer1.xml"))
    led = "".join(
        f'<w:{what}Reference w:type="{kind}" r:id="part{names.index(name) + 1}"/>'
        for what, kind, name in (*heads, *feet)
    )
    margins = " ".join(f'w:{side}="{_MARGIN}"' for side in ("top", "right", "bottom", "left"))
    turned = "<w:bidi/>" if is_right_to_left(language) else ""
    return (
        f'<w:sectPr>{led}<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar {margins} w:header="680" w:footer="567" w:gutter="0"/><w:titlePg/>{turned}</w:sectPr>'
    )


def _relations(names: Sequence[str], links: Links) -> str:
    parts = (
        f'<Relationship Id="part{place}" Type="{_PARTS[name][1]}" Target="{name}"/>'
        for place, name in enumerate(names, 1)
    )
    addresses = (
        f'<Relationship Id="{name}" Type="{_RELATIONS}/hyperlink" Target={attribute(href)} TargetMode="External"/>'
        for href, name in links.names.items()
    )
    return _relationships((*parts, *addresses))


def _relationships(each: Iterable[str]) -> str:
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(each)}</Relationships>'


def _root() -> str:
    core = f"{_PACKAGE}/relationships/metadata/core-properties"
    targets = (
        ("r1", f"{_RELATIONS}/officeDocument", "word/document.xml"),
        ("r2", core, "docProps/core.xml"),
        ("r3", f"{_RELATIONS}/custom-properties", "docProps/custom.xml"),
    )
    return _relationships(f'<Relationship Id="{i}" Type="{kind}" Target="{where}"/>' for i, kind, where in targets)


def _types(names: Sequence[str]) -> str:
    known = {
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/custom.xml": f"{_OFFICE}.custom-properties+xml",
        **{f"/word/{name}": _PARTS[name][0] for name in names},
    }
    defaults = (("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml"))
    said = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in defaults)
    said += "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in known.items())
    return f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">{said}</Types>'


def _core(given: WordFile) -> str:
    """Title and language; nothing of who made the file, or when."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(clean(given.title))}</dc:title><dc:language>{escape(given.language)}</dc:language>"
        "</cp:coreProperties>"
    )


def _margins(given: WordFile) -> Iterator[str]:
    """The words of each header and footer."""
    yield "".join(clean(each.text) for each in given.above)
    yield clean(given.mark)
    yield clean(f"{given.mark} · ")


def _custom(given: WordFile) -> str:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006"
    said = (
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{VERSION_PROPERTY}">'
        f"<vt:lpwstr>{escape(with_margins(given.version, _margins(given)))}</vt:lpwstr></property>"
        if given.version
        else ""
    )
    return f'{HEAD}<Properties xmlns="{kinds}/custom-properties" xmlns:vt="{kinds}/docPropsVTypes">{said}</Properties>'

"""Tables under headings as an Office Open XML document: each paragraph has its language and its direction."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from workflow.formats.table import Words, clean
from workflow.text.tokens import is_right_to_left

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class CellParagraph:
    """A paragraph of a cell. strong: it is what the eye looks for."""

    words: Words
    strong: bool = False


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A heading with a table under it; each cell is paragraphs. columns: where they are others than the document's."""

    heading: Words
    rows: tuple[tuple[tuple[CellParagraph, ...], ...], ...]
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Tables with the same columns, and what stands over all of them. mark: at the foot of every page."""

    title: Words
    above: tuple[Words, ...]
    mark: Words
    columns: tuple[str, ...]
    parts: tuple[DocumentPart, ...]
    language: str


def document(given: Document) -> bytes:
    """The document on A4 pages lying on their side; the head of a table is repeated on each page."""
    import docx  # it takes 20 MB that no other page needs
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.shared import Mm

    made = docx.Document()
    made.core_properties.title = clean(given.title.text)
    made.core_properties.author = ""
    made.core_properties.comments = ""
    page = made.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(18)
    _write(made.add_heading(level=0), given.title, given.language)
    for words in given.above:
        _write(made.add_paragraph(), words, given.language)
    _write(page.footer.paragraphs[0], given.mark, given.language)
    parts = "".join(_part(part, given) for part in given.parts)
    end = made.element.body.sectPr
    for element in parse_xml(f"<w:body {_SPACE}>{parts}</w:body>"):
        end.addprevious(element)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


_SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_WIDTH = 14797  # between the margins, in twentieths of a point
_HEADING = '<w:pStyle w:val="Heading1"/>'
_STYLE = '<w:tblStyle w:val="TableGrid"/>'
_LOOK = (
    '<w:tblW w:type="auto" w:w="0"/><w:tblLook w:firstColumn="1" w:firstRow="1" w:lastColumn="0" w:lastRow="0" '
    'w:noHBand="0" w:noVBand="1" w:val="04A0"/>'
)
_COLUMN = '<w:gridCol w:w="{}"/>'


def _part(part: DocumentPart, given: Document) -> str:
    """A heading and its table as text: to make each cell as an object takes a hundred times as long."""
    columns = part.columns or given.columns
    width = _WIDTH // len(columns)
    head = tuple((CellParagraph(Words(name), strong=True),) for name in columns)
    rows = [_row(head, width, given.language, "w:tblHeader")]
    rows += [_row(row, width, given.language, "w:cantSplit") for row in part.rows]
    # ECMA-376, 17.4.59: the children of tblPr stand in one order, and some programs insist.
    turned = "<w:bidiVisual/>" if is_right_to_left(given.language) else ""
    heading = _paragraph(CellParagraph(part.heading), given.language, _HEADING)
    return (
        f"{heading}<w:tbl><w:tblPr>{_STYLE}{turned}{_LOOK}</w:tblPr>"
        f"<w:tblGrid>{_COLUMN.format(width) * len(columns)}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Sequence[Sequence[CellParagraph]], width: int, language: str, kind: str) -> str:
    written = []
    for cell in cells:
        paragraphs = "".join(_paragraph(said, language) for said in cell) or "<w:p/>"
        written.append(f'<w:tc><w:tcPr><w:tcW w:type="dxa" w:w="{width}"/></w:tcPr>{paragraphs}</w:tc>')
    return f"<w:tr><w:trPr><{kind}/></w:trPr>{''.join(written)}</w:tr>"


def _paragraph(said: CellParagraph, language: str, style: str = "") -> str:
    spoken = said.words.language or language
    # 17.3.1.26: the order of the children of pPr.
    properties = style + ("<w:bidi/>" if is_right_to_left(spoken) else "")
    return f"<w:p><w:pPr>{properties}</w:pPr>{_run(said.words.text, spoken, strong=said.strong)}</w:p>"


def _write(paragraph: Any, words: Words, language: str) -> None:
    """The words as the paragraph's only run."""
    from docx.oxml import parse_xml

    spoken = words.language or language
    if is_right_to_left(spoken):
        # Nothing but a style stands there yet, and that comes first.
        paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:bidi {_SPACE}/>"))
    paragraph._p.append(parse_xml(_run(words.text, spoken).replace("<w:r>", f"<w:r {_SPACE}>", 1)))


def _run(words: str, spoken: str, *, strong: bool = False) -> str:
    """A run with what a program needs to speak, spell and turn it; 17.3.2.28: the order of the children of rPr."""
    turned = is_right_to_left(spoken)
    bold = ("<w:b/><w:bCs/>" if turned else "<w:b/>") if strong else ""
    tongue = f"<w:lang {'w:bidi' if turned else 'w:val'}={quoteattr(spoken)}/>"
    properties = f"{bold}{'<w:rtl/>' if turned else ''}{tongue}"
    return f"<w:r><w:rPr>{properties}</w:rPr>{_text(clean(words))}</w:r>"


def _text(words: str) -> str:
    """The words, their lines and tabs as what a document has for them."""
    lines = ("<w:tab/>".join(map(_letters, line.split("\t"))) for line in re.split("[\n\r]", words))
    return "<w:br/>".join(lines)


def _letters(words: str) -> str:
    return f'<w:t xml:space="preserve">{escape(words)}</w:t>' if words else ""

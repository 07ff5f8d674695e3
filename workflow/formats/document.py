"""Tables under headings as an Office Open XML document: each paragraph has its language and its direction."""

import io
from dataclasses import dataclass
from typing import Any

from workflow.formats.table import Words, clean, is_right_to_left

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph of a cell. strong: it is what the eye looks for."""

    words: Words
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with a table under it; each cell is paragraphs."""

    heading: Words
    rows: tuple[tuple[tuple[Said, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Tables with the same columns, and what stands over all of them. mark: at the foot of every page."""

    title: Words
    above: tuple[Words, ...]
    mark: Words
    columns: tuple[str, ...]
    parts: tuple[Part, ...]
    language: str


def document(given: Document) -> bytes:
    """The document on A4 pages lying on their side; the head of a table is repeated on each page."""
    import docx  # it takes 20 MB that no other page needs
    from docx.enum.section import WD_ORIENT
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
    for part in given.parts:
        _write(made.add_heading(level=1), part.heading, given.language)
        _table(made, given, part)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _table(made: Any, given: Document, part: Part) -> None:
    table = made.add_table(rows=1, cols=len(given.columns), style="Table Grid")
    if is_right_to_left(given.language):
        _add(table._tbl.tblPr, "w:bidiVisual")
    _add(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    for cell, name in zip(table.rows[0].cells, given.columns, strict=True):
        _write(cell.paragraphs[0], Words(name), given.language, strong=True)
    for row in part.rows:
        line = table.add_row()
        _add(line._tr.get_or_add_trPr(), "w:cantSplit")
        # The cells are counted anew each time that they are asked for.
        for cell, paragraphs in zip(line.cells, row, strict=True):
            for number, said in enumerate(paragraphs):
                paragraph = cell.add_paragraph() if number else cell.paragraphs[0]
                _write(paragraph, said.words, given.language, strong=said.strong)


def _write(paragraph: Any, words: Words, language: str, *, strong: bool = False) -> None:
    """The words as the paragraph's only run, with what a program needs to speak, spell and turn them."""
    run = paragraph.add_run(clean(words.text))
    run.bold = strong or None
    spoken = words.language or language
    properties = run._r.get_or_add_rPr()
    if is_right_to_left(spoken):
        _add(paragraph._p.get_or_add_pPr(), "w:bidi")
        _add(properties, "w:bCs") if strong else None
        _add(properties, "w:rtl")
        _add(properties, "w:lang", **{"w:bidi": spoken})
    else:
        _add(properties, "w:lang", **{"w:val": spoken})


# ECMA-376, 17.3.1.26 and 17.3.2.28: the children of pPr, rPr and trPr stand in one order, and some programs insist.
_ORDER = {
    "w:bidi": ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr"),
    "w:bidiVisual": ("w:tblStyleRowBandSize", "w:tblStyleColBandSize", "w:tblW", "w:jc", "w:tblLayout", "w:tblLook"),
    "w:bCs": ("w:i", "w:iCs", "w:color", "w:sz", "w:szCs", "w:rtl", "w:cs", "w:lang"),
}


def _add(parent: Any, name: str, **attributes: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    parent.insert_element_before(element, *_ORDER.get(name, ()))

"""Filled comment sheets as bytes, as office programs write them, and the texts that they are about."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from workflow.rules.items.comment_sheet import SheetMark, SheetText, organisation_sign
from workflow.text.document import parse, with_ids
from workflow.text.values import Block

TEXTS: Mapping[str, str] = {
    "en": """Excellencies,

This is a hard moment for the ICC. It is a hard test of our resolve.

We speak for 2,500 organisations in 150 countries.

We note the need for resources for the court, and for the "victims" whom it serves.

The court's work is slow, but it goes on.

We ask you, the court's states parties, to speak up.

Thank you.
""",
    "fr": """Mesdames et Messieurs,

Ce moment est dur pour la Cour. Il met à l’épreuve notre volonté.

Nous parlons au nom de 2 500 organisations.

Nous rappelons que la Cour a besoin de ressources, et que les « victimes » attendent.

Le travail de la Cour est lent, mais il continue.

Nous demandons aux États parties de prendre la parole.

Merci.
""",
    "es": """Excelencias:

Este es un momento duro para la Corte. Pone a prueba nuestra voluntad.

Hablamos en nombre de 2500 organizaciones.

Recordamos que la Corte necesita recursos, y que las «víctimas» esperan.

El trabajo de la Corte es lento, pero continúa.

Pedimos a los Estados partes que alcen la voz.

Gracias.
""",
    "ar": """أصحاب السعادة،

هذه لحظة صعبة للمحكمة، وهي اختبار لإرادتنا.

نتحدث باسم ٢٥٠٠ منظمة.

نذكّر بأن المحكمة تحتاج إلى الموارد، وبأن «الضحايا» ينتظرون.

عمل المحكمة بطيء، لكنه مستمر.

نطلب إلى الدول الأطراف أن ترفع صوتها.

شكراً لكم.
""",
}
STATEMENT, VERSION, OURS = "sheetkey22", 2, organisation_sign("sheetkey22", "delta")


def blocks_of(language: str) -> tuple[Block, ...]:
    """The text in that language, its paragraphs with ids b1, b2 …"""
    ids = iter(f"b{number}" for number in range(1, 100))
    return tuple(with_ids(parse(TEXTS[language]), lambda: next(ids)))


def text_of(language: str) -> SheetText:
    """What a sheet in that language is read against; version 1 had a paragraph more at the beginning."""
    blocks = blocks_of(language)
    before = (*with_ids(parse("An old beginning."), lambda: "b0"), *blocks)
    return SheetText(SheetMark(STATEMENT, VERSION, language, OURS), "On rivers", blocks, {1: before})


def mark(statement: str = STATEMENT, version: int = VERSION, organisation: str = "delta") -> str:
    """The mark of a row in English."""
    return str(SheetMark(statement, version, "en", organisation_sign(statement, organisation)))


Rows = Sequence[Sequence[Any]]


def workbook(rows: Rows, merged: Sequence[str] = (), after: Any = None) -> bytes:
    """A workbook of one sheet. after: what else is done to the sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    for row in rows:
        page.append(list(row))
    for each in merged:
        page.merge_cells(each)
    if after is not None:
        after(page)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


@dataclass(frozen=True)
class Xml:
    """A cell of a document written as it stands in its XML. properties: of the cell."""

    inside: str
    properties: str = ""


def runs(words: str) -> str:
    """A paragraph with the words."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(words)}</w:t></w:r></w:p>'


def document(*tables: Rows, before: str = "A comment sheet.") -> bytes:
    """A document with these tables and a paragraph before them."""
    import docx
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    made = docx.Document()
    made.add_paragraph(before)
    for rows in tables:
        written = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in rows)
        end = made.element.body.sectPr
        end.addprevious(parse_xml(f"<w:tbl {space}><w:tblPr/><w:tblGrid/>{written}</w:tbl>"))
        end.addprevious(parse_xml(f"<w:p {space}/>"))
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def _cell(cell: Any) -> str:
    if not isinstance(cell, Xml):
        cell = Xml("".join(map(runs, str(cell).split("\n"))))
    return f"<w:tc><w:tcPr>{cell.properties}</w:tcPr>{cell.inside}</w:tc>"


def delimited(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """A delimited file."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(encoding)


@dataclass(frozen=True)
class Filled:
    """A sheet with its truth: number of a row -> what it comes to. notes: what is said of the whole."""

    language: str
    name: str
    data: bytes
    truth: Mapping[int, tuple[Any, ...]]
    notes: Mapping[str, str] = field(default_factory=dict)

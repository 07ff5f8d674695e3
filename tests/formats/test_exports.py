"""Tables as files: each is read back by another program's eyes, and nothing in it can run."""

import csv
import io
import sys
import zipfile
from subprocess import run

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn

from workflow.formats.csvfile import csv_file
from workflow.formats.document import CellParagraph, Document, DocumentPart, document
from workflow.formats.spreadsheet import spreadsheet
from workflow.formats.table import Table, Words

pytestmark = pytest.mark.unit

DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", '=HYPERLINK("http://x")', "\n@x", "＝1")


def table(*cells: str, language: str = "en") -> Table:
    """A table with one row of those cells after a reference."""
    columns = ("Reference", *(f"Column {number}" for number in range(len(cells))))
    row = (Words("A1"), *(Words(cell) for cell in cells))
    return Table(Words("On rivers"), (Words("JS 2026/1 · Version 2"),), columns, (row,), language)


@pytest.mark.parametrize("cell", DANGEROUS)
def test_no_cell_of_a_csv_begins_as_a_formula(cell: str) -> None:
    written = csv_file(table(cell)).decode("utf-8-sig")
    (_, row) = csv.reader(io.StringIO(written, newline=""))
    assert row == ["A1", "'" + cell.replace("\r", "\n")]


def test_a_csv_begins_with_the_mark_and_keeps_commas_quotes_and_lines() -> None:
    said = 'الأنهار, "rivers"\nand lakes'
    written = csv_file(table(said))
    assert written.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))[1] == ["A1", said]


@pytest.mark.parametrize("cell", [*DANGEROUS, "http://example.org", "mailto:a@b.example", "0012", "1e5"])
def test_every_cell_of_a_workbook_is_text(cell: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(spreadsheet(table(cell), "Answers"))).active
    assert sheet is not None
    found = sheet["B5"]
    assert found.data_type == "s"
    assert found.value == cell.replace("\r", "\n")
    assert found.hyperlink is None
    assert found.quotePrefix is (cell in DANGEROUS)


def test_a_workbook_says_what_it_is_of_and_keeps_its_head_in_sight() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(spreadsheet(table("words"), "Dis[po]: 1"))).active
    assert sheet is not None
    assert [sheet["A1"].value, sheet["A2"].value, sheet["A4"].value, sheet["A5"].value] == [
        "On rivers",
        "JS 2026/1 · Version 2",
        "Reference",
        "A1",
    ]
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Dispo 1", "B5", "A4:B5")
    assert not sheet.sheet_view.rightToLeft


def test_a_workbook_in_arabic_runs_from_right_to_left() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(spreadsheet(table("كلمات", language="ar"), "x"))).active
    assert sheet is not None
    assert sheet.sheet_view.rightToLeft
    assert sheet["B5"].alignment.readingOrder == 2


def test_letters_that_a_document_cannot_hold_are_left_out() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(spreadsheet(table("a\x00\x0bb"), "x"))).active
    assert sheet is not None
    assert sheet["B5"].value == "ab"
    assert "\x00" not in csv_file(table("a\x00b")).decode("utf-8-sig")


def rivers(language: str) -> Document:
    """A document of one item, its reason in French and its words in Arabic."""
    cells = (
        (CellParagraph(Words("A1"), True), CellParagraph(Words("Delta\x00"))),
        (CellParagraph(Words("كلمات", "ar")),),
        (CellParagraph(Words("C'est mieux.", "fr")),),
    )
    part = DocumentPart(Words("Paragraph 1"), (cells,))
    return Document(
        Words("On rivers", "en"),
        (Words("JS 2026/1"),),
        Words("Not for circulation"),
        ("a", "b", "c"),
        (part,),
        language,
    )


def test_a_document_has_its_headings_its_mark_and_its_cells() -> None:
    made = docx.Document(io.BytesIO(document(rivers("en"))))
    assert [each.text for each in made.paragraphs] == ["On rivers", "JS 2026/1", "Paragraph 1"]
    assert [each.style.name for each in made.paragraphs if each.style][::2] == ["Title", "Heading 1"]
    assert made.sections[0].footer.paragraphs[0].text == "Not for circulation"
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["a", "b", "c"],
        ["A1\nDelta", "كلمات", "C'est mieux."],
    ]


def test_each_paragraph_of_a_document_has_its_language_and_direction() -> None:
    made = docx.Document(io.BytesIO(document(rivers("en"))))
    arabic, french = (made.tables[0].rows[1].cells[place].paragraphs[0] for place in (1, 2))
    assert arabic._p.pPr is not None and arabic._p.pPr.find(qn("w:bidi")) is not None
    assert [each.get(qn("w:bidi")) for each in arabic._p.iter(qn("w:lang"))] == ["ar"]
    assert french._p.pPr is None or french._p.pPr.find(qn("w:bidi")) is None
    assert [each.get(qn("w:val")) for each in french._p.iter(qn("w:lang"))] == ["fr"]


def test_a_table_of_an_arabic_document_runs_from_right_to_left() -> None:
    for language, turned in (("ar", True), ("en", False)):
        made = docx.Document(io.BytesIO(document(rivers(language))))
        assert (made.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None) is turned


def test_a_document_tells_nothing_of_the_program_or_person_that_made_it() -> None:
    files = zipfile.ZipFile(io.BytesIO(document(rivers("en"))))
    assert b"python" not in files.read("docProps/core.xml")


def test_the_libraries_wait_until_a_file_is_asked_for() -> None:
    imports = "workflow.app, workflow.web.consolidation.response_table"
    said = f"import sys, {imports}; print({{'xlsxwriter', 'docx', 'lxml'}} & set(sys.modules))"
    assert run([sys.executable, "-c", said], capture_output=True, text=True, check=True).stdout == "set()\n"

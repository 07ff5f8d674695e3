"""Small workbooks that would grow to more than a machine has: they are refused, or read once."""

import io
import zipfile
from time import process_time

import pytest

from workflow.formats.sheets.reading import read_sheet
from workflow.rules.items.refusals import SheetUnreadable

_OFFICE = "http://schemas.openxmlformats.org"
_MAIN = f"{_OFFICE}/spreadsheetml/2006/main"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def workbook(rows: str, *, after: str = "", strings: str = "", times: int = 1) -> bytes:
    """A workbook with these rows under the head of a comment sheet. times: as which its worksheet is named."""
    head = "<row><c t='inlineStr'><is><t>Paragraph</t></is></c><c t='inlineStr'><is><t>Comment</t></is></c></row>"
    links = f"{_OFFICE}/officeDocument/2006/relationships"
    pages = "<sheet r:id='a'/>" * times
    parts = {
        "[Content_Types].xml": f"<Types xmlns='{_OFFICE}/package/2006/content-types'>"
        f"<Override PartName='/book.xml' ContentType='{_TYPE}'/></Types>",
        "book.xml": f"<workbook xmlns='{_MAIN}' xmlns:r='{links}'><sheets>{pages}</sheets></workbook>",
        "_rels/book.xml.rels": f"<Relationships xmlns='{_OFFICE}/package/2006/relationships'>"
        "<Relationship Id='a' Target='page.xml'/><Relationship Id='b' Target='sharedStrings.xml'/></Relationships>",
        "page.xml": f"<worksheet xmlns='{_MAIN}'><sheetData>{head}{rows}</sheetData>{after}</worksheet>",
        "sharedStrings.xml": f"<sst xmlns='{_MAIN}'>{strings}</sst>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, words in parts.items():
            packed.writestr(name, words)
    return made.getvalue()


def _row(words: str) -> str:
    return f"<row><c><v>1</v></c><c t='inlineStr'><is><t>{words}</t></is></c></row>"


def test_words_that_very_many_cells_have_in_common_are_refused() -> None:
    long = "".join(f"river {number} " for number in range(20_000))
    rows = "<row><c><v>1</v></c><c t='s'><v>0</v></c></row>" * 100
    with pytest.raises(SheetUnreadable) as refused:
        read_sheet(workbook(rows, strings=f"<si><t>{long}</t></si>"), "points.xlsx")
    assert refused.value.reason == "bomb"


def test_cells_that_are_merged_over_one_another_are_refused() -> None:
    rows = "".join(_row(f"Why {number}?") for number in range(1_000))
    merged = "<mergeCell ref='A2:A1001'/>" * 1_000
    with pytest.raises(SheetUnreadable) as refused:
        read_sheet(workbook(rows, after=f"<mergeCells>{merged}</mergeCells>"), "points.xlsx")
    assert refused.value.reason == "bomb"


def test_a_worksheet_that_is_named_a_thousand_times_is_read_once() -> None:
    before = process_time()
    found = read_sheet(workbook("".join(_row(f"Why {number}?") for number in range(300)), times=1_000), "points.xlsx")
    assert len(found.rows) == 300
    assert process_time() - before < 5

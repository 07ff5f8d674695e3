"""A table as an Office Open XML workbook: text alone, no cell a formula, from right to left where it is read so."""

import io
from collections.abc import Sequence
from typing import Any

from workflow.formats.table import Table, Words, clean, looks_like_formula
from workflow.text.tokens import is_right_to_left

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST = 32_767  # characters that a cell can hold
_WIDE, _NARROW, _PLENTY = 48, 14, 24


def spreadsheet(table: Table, sheet: str) -> bytes:
    """The workbook with one sheet of that name; its head stays in sight and filters the rows."""
    import xlsxwriter  # it takes 4 MB that no other page needs

    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": clean(table.title.text)})
    page = book.add_worksheet(_name(sheet))
    if is_right_to_left(table.language):
        page.right_to_left()
    _fill(page, table, _formats(book))
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_paper(9)
    book.close()
    return written.getvalue()


def _name(sheet: str) -> str:
    return "".join(sign for sign in sheet if sign not in r"[]:*?/\'")[:31] or "1"


def _formats(book: Any) -> dict[tuple[str, bool, bool], Any]:
    """(place, whether from right to left, whether it looks like a formula) -> how the cell is shown.

    The sign of a quotation, Excel's own apostrophe, keeps the words words also when somebody edits the cell.
    """
    made = {}
    looks = {"title": {"bold": True, "font_size": 14}, "above": {}, "head": {"bold": True, "bottom": 1}, "cell": {}}
    for place, look in looks.items():
        for right in (False, True):
            for quoted in (False, True):
                facts = {**look, "valign": "top", "reading_order": 2 if right else 1}
                if place in ("head", "cell"):
                    facts["text_wrap"] = True
                if quoted:
                    facts["quote_prefix"] = True
                made[place, right, quoted] = book.add_format(facts)
    return made


def _fill(page: Any, table: Table, formats: dict[tuple[str, bool, bool], Any]) -> None:
    def write(row: int, column: int, words: Words, place: str) -> None:
        said = clean(words.text)[:_LONGEST]
        right = is_right_to_left(words.language or table.language)
        page.write_string(row, column, said, formats[place, right, looks_like_formula(said)])

    write(0, 0, table.title, "title")
    for number, words in enumerate(table.above, start=1):
        write(number, 0, words, "above")
    head = len(table.above) + 2
    for column, name in enumerate(table.columns):
        write(head, column, Words(name), "head")
        page.set_column(column, column, _width([row[column].text for row in table.rows]))
    for number, row in enumerate(table.rows, start=head + 1):
        for column, words in enumerate(row):
            write(number, column, words, "cell")
    page.freeze_panes(head + 1, 1)
    page.autofilter(head, 0, head + len(table.rows), len(table.columns) - 1)
    page.repeat_rows(head)


def _width(texts: Sequence[str]) -> int:
    longest = max(map(len, texts), default=0)
    return _NARROW if longest <= _NARROW else _PLENTY if longest <= _WIDE else _WIDE

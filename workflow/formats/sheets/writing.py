"""A comment sheet to be filled in: a workbook, a document or a delimited file, empty or with points in it."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.formats import csvfile
from workflow.formats import document as documents
from workflow.formats import spreadsheet as spreadsheets
from workflow.formats.document import CellParagraph, Document, DocumentPart
from workflow.formats.table import Table, Words, clean, looks_like_formula
from workflow.text.tokens import is_right_to_left

_FREE, _FREE_ON_PAPER, _LAST = 200, 12, 500
"""Rows to be written in, of a workbook, of others; rows of which the type is chosen from a list."""
_WIDTHS = (14, 36, 18, 44, 44)


@dataclass(frozen=True)
class BlankSheet:
    """What a sheet says, all in the words of its reader.

    columns: the names of the five columns to be filled in, and of the mark. kinds: what may be chosen as the type.
    rows: of points that are there already. mark: of every row. text_name, text_columns, text_rows: the paragraphs of
    the text, with their numbers, for help.
    """

    title: Words
    above: tuple[Words, ...]
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    rows: tuple[tuple[Words, ...], ...]
    mark: str
    foot: str
    name: str
    text_name: str
    text_columns: tuple[str, ...]
    text_rows: tuple[tuple[Words, ...], ...]
    language: str


def _with_mark(given: BlankSheet, free: int) -> tuple[tuple[Words, ...], ...]:
    """The rows and so many free ones, each with its mark behind."""
    blank = tuple(Words("") for _ in given.columns[:-1])
    return tuple((*row, Words(given.mark)) for row in (*given.rows, *[blank] * free))


def sheet_as_csv(given: BlankSheet) -> bytes:
    """The head and the rows alone: what a program does not show over a table it would take for a row."""
    rows = _with_mark(given, _FREE_ON_PAPER)
    return csvfile.csv_file(Table(given.title, given.above, given.columns, rows, given.language))


def sheet_as_document(given: BlankSheet) -> bytes:
    """A table to be written in, and a table of the paragraphs under it."""
    parts = (
        DocumentPart(Words(given.name), _cells(_with_mark(given, _FREE_ON_PAPER))),
        DocumentPart(Words(given.text_name), _cells(given.text_rows), given.text_columns),
    )
    return documents.document(
        Document(given.title, given.above, Words(given.foot), given.columns, parts, given.language)
    )


def _cells(rows: tuple[tuple[Words, ...], ...]) -> tuple[tuple[tuple[CellParagraph, ...], ...], ...]:
    return tuple(tuple((CellParagraph(words),) for words in row) for row in rows)


def sheet_as_workbook(given: BlankSheet) -> bytes:
    """A worksheet to be written in, its mark out of sight and its type chosen from a list; the text on a second one."""
    import xlsxwriter  # it takes 4 MB that no other page needs

    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": clean(given.title.text)})
    _SheetPage(book, given.name, given.language).fill(given)
    _SheetPage(book, given.text_name, given.language).list_text(given)
    book.close()
    return written.getvalue()


class _SheetPage:
    """A worksheet in the making: words alone, each cell in its direction, none a formula."""

    def __init__(self, book: Any, name: str, language: str) -> None:
        self.page = book.add_worksheet("".join(sign for sign in name if sign not in r"[]:*?/\'")[:31])
        self.book, self.language = book, language
        self.formats: dict[tuple[Any, ...], Any] = {}
        if is_right_to_left(language):
            self.page.right_to_left()

    def fill(self, given: BlankSheet) -> None:
        self._write(0, 0, given.title, bold=True, size=14)
        for at, words in enumerate(given.above, 1):
            self._write(at, 0, words)
        head = len(given.above) + 2
        for column, name in enumerate(given.columns):
            self._write(head, column, Words(name), bold=True, wrap=True)
        for at, row in enumerate(_with_mark(given, _FREE), head + 1):
            for column, words in enumerate(row):
                self._write(at, column, words, wrap=True)
        for column, width in enumerate(_WIDTHS):
            self.page.set_column(column, column, width)
        mark = len(given.columns) - 1
        self.page.set_column(mark, mark, None, None, {"hidden": True})
        # A warning alone: who writes “te” or “general” is understood too.
        offered = {"validate": "list", "source": list(given.kinds), "error_type": "warning"}
        self.page.data_validation(head + 1, 2, head + _LAST, 2, offered)
        self.page.freeze_panes(head + 1, 1)
        self._lay_out(head)

    def list_text(self, given: BlankSheet) -> None:
        for column, name in enumerate(given.text_columns):
            self._write(0, column, Words(name), bold=True, wrap=True)
        for at, row in enumerate(given.text_rows, 1):
            for column, words in enumerate(row):
                self._write(at, column, words, wrap=True)
        self.page.set_column(0, 0, _WIDTHS[0])
        self.page.set_column(1, 1, 110)
        self.page.freeze_panes(1, 0)
        self._lay_out(0)

    def _lay_out(self, head: int) -> None:
        self.page.set_landscape()
        self.page.fit_to_pages(1, 0)
        self.page.set_paper(9)
        self.page.repeat_rows(head)

    def _write(self, row: int, column: int, words: Words, **look: Any) -> None:
        said = clean(words.text)[:32_767]
        right = is_right_to_left(words.language or self.language)
        quoted = looks_like_formula(said)
        key = right, quoted, *sorted(look.items())
        if key not in self.formats:
            self.formats[key] = self.book.add_format(_look(right, quoted=quoted, **look))
        if said:
            self.page.write_string(row, column, said, self.formats[key])
        else:
            self.page.write_blank(row, column, None, self.formats[key])


def _look(right: bool, *, quoted: bool, bold: bool = False, size: int = 11, wrap: bool = False) -> dict[str, Any]:
    """How a cell is shown. quoted: Excel's own apostrophe, which keeps words words when somebody edits the cell."""
    facts = {"valign": "top", "reading_order": 2 if right else 1, "bold": bold, "font_size": size, "text_wrap": wrap}
    return {**facts, "num_format": "@", **({"quote_prefix": True} if quoted else {})}


SHEETS: Mapping[str, tuple[str, Callable[[BlankSheet], bytes]]] = {
    "docx": (documents.TYPE, sheet_as_document),
    "xlsx": (spreadsheets.TYPE, sheet_as_workbook),
    "csv": (csvfile.TYPE, sheet_as_csv),
}
"""Ending of a file's name -> its media type, and what makes it."""

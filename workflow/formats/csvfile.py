"""A table as CSV that every spreadsheet opens: UTF-8 with its mark, no cell that could be a formula (RFC 4180)."""

import csv
import io

from workflow.formats.table import Table, clean, looks_like_formula

TYPE = "text/csv; charset=utf-8"


def csv_file(table: Table) -> bytes:
    """The head and the rows; the title and what stands over the table are no part of it."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(map(_safe, table.columns))
    for row in table.rows:
        writer.writerow([_safe(cell.text) for cell in row])
    # Without the mark a spreadsheet takes the bytes for those of some old Western alphabet.
    return written.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    said = clean(text)
    return f"'{said}" if looks_like_formula(said) else said

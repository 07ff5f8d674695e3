"""The cells of a delimited file (RFC 4180): UTF-8 or UTF-16, commas, semicolons or tabs; older encodings are told."""

import csv
import io
from collections.abc import Iterator, Sequence

from workflow.formats.sheets.grid import GridCell, GridRow
from workflow.formats.table import looks_like_formula
from workflow.rules.items.refusals import SheetUnreadable
from workflow.rules.items.sheet_words import COLUMNS, folded

_OLDER = ("cp1252", "cp1256")
_DELIMITERS = ",;\t|"


def delimited_grid(data: bytes) -> tuple[Sequence[GridRow], str]:
    """The rows, and the older encoding in which they were read; "" for one that says what it is."""
    readings = [(_grid(text), encoding) for text, encoding in _texts(data)]
    if not readings:
        raise SheetUnreadable(reason="encoding")
    return max(readings, key=lambda reading: _names(reading[0]))


def _texts(data: bytes) -> Iterator[tuple[str, str]]:
    """The file as text, in each way in which it can be one."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in data and not wide:
        raise SheetUnreadable(reason="other_type")
    try:
        yield data.decode("utf-16" if wide else "utf-8-sig"), ""
        return
    except UnicodeDecodeError:
        pass
    for encoding in _OLDER:
        try:
            yield data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue


def _grid(text: str) -> list[GridRow]:
    """The rows, cut where most names of our columns are found."""
    first, _, rest = text.partition("\n")
    text = rest if first.lower().startswith("sep=") else text
    grids = [_cut(text, delimiter) for delimiter in _DELIMITERS]
    return max(grids, key=_names)


def _cut(text: str, delimiter: str) -> list[GridRow]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return [GridRow(number, [GridCell(_bare(cell)) for cell in row]) for number, row in enumerate(reader, 1)]
    except csv.Error as error:
        raise SheetUnreadable(reason="damaged") from error


def _bare(cell: str) -> str:
    """The cell without the apostrophe by which a program takes it for words, as our own files have it."""
    return cell[1:] if cell.startswith("'") and looks_like_formula(cell[1:]) else cell


def _names(grid: Sequence[GridRow]) -> int:
    """How many names of our columns stand in one of the first rows."""
    return max((sum(folded(cell.text) in COLUMNS for cell in row.cells) for row in grid[:60]), default=0)

"""Cells in rows, whatever file they stand in; and which of their columns are those of a comment sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflow.rules.items.comment_sheet import CellFault, CommentSheet, SheetColumn, SheetRow
from workflow.rules.items.refusals import SheetUnreadable
from workflow.rules.items.sheet_words import COLUMNS, folded, says_nothing

_HEAD_WITHIN = 60
"""Rows within which the head of the table is looked for."""
_MOST_WORDS = 5_000_000
"""Characters of the rows of one file: words that many cells have in common stand in it once."""


@dataclass(frozen=True)
class GridCell:
    """The words of a cell. fault: why they cannot be told; None where they can."""

    text: str = ""
    fault: CellFault | None = None


@dataclass(frozen=True)
class GridRow:
    """A row as the file counts it."""

    number: int
    cells: Sequence[GridCell]


def comment_sheet_of(grids: Iterable[Sequence[GridRow]], notes: Mapping[str, str]) -> CommentSheet:
    """The rows of all tables with a head that is a comment sheet's, each read by the names of its columns.

    Raises SheetUnreadable where there is no such table, or far more in its rows than a file of its size can hold.
    """
    found, left = list[CommentSheet](), _MOST_WORDS
    for grid in grids:
        if read := _sheet(grid, left):
            found.append(read)
            left -= sum(map(_size, read.rows))
    if not found:
        raise SheetUnreadable(reason="no_table")
    strange = dict.fromkeys(name for sheet in found for name in sheet.notes.get("columns", "").split("\n") if name)
    told = {"columns": ", ".join(strange)} if strange else {}
    return CommentSheet(tuple(row for sheet in found for row in sheet.rows), {**notes, **told})


def _size(row: SheetRow) -> int:
    return sum(map(len, row.cells.values()))


def _sheet(grid: Sequence[GridRow], left: int) -> CommentSheet | None:
    """The rows under the first head, of so many characters at most; None for a table without one."""
    for place, row in enumerate(grid[:_HEAD_WITHIN]):
        columns = _columns(row)
        if len(columns) > 1 and not {SheetColumn.BODY, SheetColumn.PROPOSAL}.isdisjoint(columns.values()):
            return _under(row, columns, grid[place + 1 :], left)
    return None


def _columns(head: GridRow) -> dict[int, SheetColumn]:
    """Place of a column -> what stands in it; of two with one meaning the one that a sheet of ours names so."""
    found: dict[SheetColumn, tuple[int, int]] = {}
    for place, cell in enumerate(head.cells):
        name = folded(cell.text)
        column = COLUMNS.get(name)
        rank = list(COLUMNS).index(name) if column else 0
        if isinstance(column, SheetColumn) and (column not in found or rank < found[column][0]):
            found[column] = rank, place
    return {place: column for column, (_, place) in found.items()}


def _under(head: GridRow, columns: Mapping[int, SheetColumn], rows: Sequence[GridRow], left: int) -> CommentSheet:
    read, strange = list[SheetRow](), dict[str, None]()
    for row in rows:
        made = _row(row, columns)
        left -= _size(made)
        if left < 0:
            raise SheetUnreadable(reason="bomb")
        if not says_nothing(made) and not _is_head_again(row, columns):
            read.append(made)
            strange |= dict.fromkeys(_strange(head, row, columns))
    return CommentSheet(tuple(read), {"columns": "\n".join(strange)})


def _row(row: GridRow, columns: Mapping[int, SheetColumn]) -> SheetRow:
    there = {column: row.cells[place] for place, column in columns.items() if place < len(row.cells)}
    faults = {column: cell.fault for column, cell in there.items() if cell.fault is not None}
    return SheetRow(row.number, {column: cell.text.strip() for column, cell in there.items()}, faults)


def _is_head_again(row: GridRow, columns: Mapping[int, SheetColumn]) -> bool:
    """Whether it repeats the head, as a table does that was put together of two."""
    named = [COLUMNS.get(folded(row.cells[place].text)) for place in columns if place < len(row.cells)]
    return named == list(columns.values())[: len(named)] and bool(named)


def _strange(head: GridRow, row: GridRow, columns: Mapping[int, SheetColumn]) -> Iterable[str]:
    """Names of the columns that are none of ours and in which the row says something."""
    for place, cell in enumerate(row.cells):
        if place not in columns and cell.text.strip():
            name = head.cells[place].text.strip() if place < len(head.cells) else ""
            yield name.replace("\n", " ")[:40] or str(place + 1)

"""The cells of the tables of a document (ECMA-376, part 1, 17.4); tracked changes and pictures in one are told."""

from collections.abc import Iterator, Sequence
from typing import Any

from workflow.formats.sheets.container import Container
from workflow.formats.sheets.grid import GridCell, GridRow
from workflow.rules.items.comment_sheet import CellFault

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TRACKED = {f"{_W}{name}" for name in ("ins", "del", "moveFrom", "moveTo")}
_OBJECTS = {f"{_W}{name}" for name in ("drawing", "pict", "object", "tbl", "txbxContent", "vanish")}
_SIGNS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "\u2011"}
_STRIKES = (f"{_W}rPr/{_W}strike", f"{_W}rPr/{_W}dstrike")
_SPAN = 60
"""Columns over which a cell may reach: a file may say any number."""


def document_grids(given: Container) -> Iterator[Sequence[GridRow]]:
    """Each table that stands in no other one; rows are counted on from one table to the next."""
    number = 0
    for table in given.tree(given.main).iter(f"{_W}tbl"):
        if not any(each.tag == f"{_W}tc" for each in table.iterancestors()):
            rows = list(_rows(table, number))
            number += len(rows)
            yield rows


def _rows(table: Any, number: int) -> Iterator[GridRow]:
    above: list[GridCell] = []
    rows = [each for each in table.iter(f"{_W}tr") if next(each.iterancestors(f"{_W}tbl")) is table]
    for at, row in enumerate(rows, number + 1):
        cells = list(_cells(row, above))
        if _is_tracked(row):
            cells = [GridCell(cell.text, CellFault.TRACKED) for cell in cells]
        yield GridRow(at, cells)
        above = cells


def _is_tracked(row: Any) -> bool:
    """Whether the row as such was put in or taken out."""
    return any(row.find(f"{_W}trPr/{tag}") is not None for tag in _TRACKED)


def _cells(row: Any, above: Sequence[GridCell]) -> Iterator[GridCell]:
    """The cells, one a column: one that goes on from above has the words from there."""
    at = 0
    for cell in row.iter(f"{_W}tc"):
        if next(cell.iterancestors(f"{_W}tr")) is not row:
            continue
        said, span = _cell(cell), min(_span(cell), _SPAN)
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        if merged is not None and merged.get(f"{_W}val", "continue") == "continue" and at < len(above):
            said = above[at]
        if span > 1 and said.text.strip():
            said = GridCell(said.text, CellFault.UNREAD)
        yield said
        yield from [GridCell()] * (span - 1)
        at += span


def _span(cell: Any) -> int:
    said = cell.find(f"{_W}tcPr/{_W}gridSpan")
    width = said.get(f"{_W}val", "1") if said is not None else "1"
    return max(int(width), 1) if width.isdecimal() and len(width) < 4 else 1


def _cell(cell: Any) -> GridCell:
    text = "\n".join("".join(_signs(paragraph)) for paragraph in cell.iter(f"{_W}p"))
    tags = {each.tag for each in cell.iter() if isinstance(each.tag, str)} - {cell.tag}
    if tags & _TRACKED or any(_is_struck(run) for run in cell.iter(f"{_W}r")):
        return GridCell(text, CellFault.TRACKED)
    return GridCell(text, CellFault.UNREAD if tags & _OBJECTS else None)


def _is_struck(run: Any) -> bool:
    marks = [run.find(path) for path in _STRIKES]
    is_on = any(each is not None and each.get(f"{_W}val", "1") not in ("0", "false", "off") for each in marks)
    return is_on and any((each.text or "").strip() for each in run.iter(f"{_W}t"))


def _signs(paragraph: Any) -> Iterator[str]:
    """The signs of a paragraph: those put in, not those taken out; what a field shows, not its code."""
    for each in paragraph.iter(f"{_W}t", *_SIGNS):
        # Stops of the ruler are named as tabs are, and are none.
        if each.getparent().tag == f"{_W}r":
            yield _SIGNS.get(each.tag, "") or each.text or ""

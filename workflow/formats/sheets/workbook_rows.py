"""The cells of a workbook (ECMA-376, part 1, 18): words, never formulas; what is struck through or merged is told."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workflow.formats.sheets.container import Container
from workflow.formats.sheets.grid import GridCell, GridRow
from workflow.rules.items.comment_sheet import CellFault
from workflow.rules.items.refusals import SheetUnreadable

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_COLUMNS = 50
"""Columns that are looked at: a sheet has six."""
_CELLS = 200_000


def workbook_grids(given: Container) -> Iterator[Sequence[GridRow]]:
    """Each worksheet as rows, those without words left out."""
    targets, root = given.targets(given.main), given.tree(given.main)
    strings = list(_shared(given, targets))
    struck = _struck_styles(given, targets)
    # A part is one worksheet, however often it is named: else a small file is read for hours.
    for path in dict.fromkeys(targets.get(sheet.get(_LINK, ""), "") for sheet in root.iter(f"{_MAIN}sheet")):
        page = given.tree(path)
        if page is not None and page.tag == f"{_MAIN}worksheet":
            yield _rows(page, strings, struck)


def _shared(given: Container, targets: Mapping[str, str]) -> Iterator[GridCell]:
    path = next((path for path in targets.values() if path.lower().endswith("sharedstrings.xml")), "")
    root = given.tree(path)
    return (_rich(each) for each in (root.iter(f"{_MAIN}si") if root is not None else ()))


def _rich(element: Any) -> GridCell:
    """The words of a string; struck through in a part of it, nobody knows which are meant."""
    said, is_struck = list[str](), False
    for piece in element:
        if piece.tag == f"{_MAIN}t":
            said.append(piece.text or "")
        elif piece.tag == f"{_MAIN}r":
            words = "".join(each.text or "" for each in piece.iter(f"{_MAIN}t"))
            is_struck = is_struck or (bool(words.strip()) and _is_on(piece.find(f"{_MAIN}rPr/{_MAIN}strike")))
            said.append(words)
    return GridCell(_unescaped("".join(said)), CellFault.TRACKED if is_struck else None)


def _unescaped(text: str) -> str:
    """18.4.12: signs that XML has no place for are written _x000D_."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text).replace("\r\n", "\n")


def _is_on(element: Any) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")


def _struck_styles(given: Container, targets: Mapping[str, str]) -> frozenset[int]:
    """Numbers of the styles of a cell that strike all of its words through."""
    root = given.tree(next((path for path in targets.values() if path.lower().endswith("styles.xml")), ""))
    if root is None:
        return frozenset()
    fonts = [_is_on(font.find(f"{_MAIN}strike")) for font in root.iterfind(f"{_MAIN}fonts/{_MAIN}font")]
    styles = root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")
    numbered = ((number, _count(each.get("fontId", "0"))) for number, each in enumerate(styles))
    return frozenset(number for number, font in numbered if font < len(fonts) and fonts[font])


def _rows(page: Any, strings: Sequence[GridCell], struck: frozenset[int]) -> list[GridRow]:
    cells: dict[tuple[int, int], GridCell] = {}
    row_at = 0
    for row in page.iter(f"{_MAIN}row"):
        row_at = _count(row.get("r", "")) or row_at + 1
        column_at = -1
        for cell in row.iter(f"{_MAIN}c"):
            column_at = _column(cell.get("r", ""), column_at + 1)
            said = _cell(cell, strings, struck)
            if column_at < _COLUMNS and (said.text.strip() or said.fault):
                cells[row_at, column_at] = said
        if len(cells) > _CELLS:
            raise SheetUnreadable(reason="bomb")
    _spread(page, cells)
    numbers = sorted({number for number, _ in cells})
    return [GridRow(number, _dense(cells, number)) for number in numbers]


def _dense(cells: Mapping[tuple[int, int], GridCell], number: int) -> list[GridCell]:
    return [cells.get((number, column), GridCell()) for column in range(_COLUMNS)]


def _cell(cell: Any, strings: Sequence[GridCell], struck: frozenset[int]) -> GridCell:
    kind, value = cell.get("t", "n"), cell.findtext(f"{_MAIN}v") or ""
    if cell.find(f"{_MAIN}f") is not None:
        # A formula of which the file holds words stands for those; any other value is no one's words.
        said = GridCell(value) if kind == "str" and value else GridCell("", CellFault.FORMULA)
    elif kind == "s":
        at = _count(value)
        said = strings[at] if value.isdecimal() and at < len(strings) else GridCell("", CellFault.UNREAD)
    elif kind == "inlineStr":
        inside = cell.find(f"{_MAIN}is")
        said = _rich(inside) if inside is not None else GridCell()
    elif kind == "e":
        said = GridCell("", CellFault.UNREAD)
    else:
        said = GridCell(re.sub(r"^(-?\d+)\.0+$", r"\1", value))
    if said.text.strip() and _count(cell.get("s", "0")) in struck:
        return GridCell(said.text, CellFault.TRACKED)
    return said


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0


def _column(address: str, otherwise: int) -> int:
    found = _ADDRESS.fullmatch(address)
    if not found:
        return otherwise
    at = 0
    for letter in found[1]:
        at = at * 26 + ord(letter) - 64
    return at - 1


def _spread(page: Any, cells: dict[tuple[int, int], GridCell]) -> None:
    """The words of a cell that reaches over several rows in each of them; over several columns nobody knows which."""
    numbers, room = sorted({number for number, _ in cells}), _CELLS
    for merged in page.iter(f"{_MAIN}mergeCell"):
        corners = [_ADDRESS.fullmatch(each) for each in merged.get("ref", "").split(":")]
        if len(corners) != 2 or not all(corners):
            continue
        (top, left), (bottom, right) = ((int(each[2]), _column(each[0], 0)) for each in corners if each)
        said = cells.get((top, left))
        if said is None or left >= _COLUMNS:
            continue
        if right > left and bottom - top < _CELLS:
            cells[top, left] = GridCell(said.text, CellFault.UNREAD)
        reached = numbers[bisect_right(numbers, top) : bisect_right(numbers, bottom)]
        room -= len(reached)
        if room < 0:  # no cell is merged twice
            raise SheetUnreadable(reason="bomb")
        for row in reached:
            cells[row, left] = cells[top, left]

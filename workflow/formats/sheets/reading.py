"""A comment sheet that was filled in, read by what the file is: a workbook, a document, or a delimited file."""

from workflow.formats.sheets.container import Container, open_container
from workflow.formats.sheets.delimited_rows import delimited_grid
from workflow.formats.sheets.document_rows import document_grids
from workflow.formats.sheets.grid import comment_sheet_of
from workflow.formats.sheets.workbook_rows import workbook_grids
from workflow.rules.items.comment_sheet import SHEET_LIMIT, CommentSheet
from workflow.rules.items.refusals import SheetUnreadable

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHERS = (b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"<?xml", b"<html", b"<!DOCTYPE")
_ENDINGS = {"xlsx": (".xlsx", ".xltx"), "docx": (".docx", ".dotx"), "csv": (".csv", ".txt", ".tsv")}


def read_sheet(data: bytes, name: str) -> CommentSheet:
    """The rows of the file; `name` is what it is called, which must fit. Raises SheetUnreadable."""
    if not data:
        raise SheetUnreadable(reason="empty")
    if len(data) > SHEET_LIMIT:
        raise SheetUnreadable(reason="too_large")
    if data.startswith((_ZIP, _OLE)):
        return _read_office(open_container(data), name)
    if data.startswith(_OTHERS):
        raise SheetUnreadable(reason="other_type")
    _require_fitting(name, "csv")
    rows, older = delimited_grid(data)
    return comment_sheet_of([rows], {"encoding": older} if older else {})


def _read_office(given: Container, name: str) -> CommentSheet:
    _require_fitting(name, given.kind)
    grids = workbook_grids(given) if given.kind == "xlsx" else document_grids(given)
    return comment_sheet_of(list(grids), {"comments": ""} if _has_comments(given) else {})


def _has_comments(given: Container) -> bool:
    """Whether somebody wrote comments beside its cells, which are no part of the table."""
    return any("comments" in path.rpartition("/")[2].lower() and data for path, data in given.parts.items())


def _require_fitting(name: str, kind: str) -> None:
    """Nothing where the file is called what it is, or is called nothing of ours at all; raises SheetUnreadable."""
    ours = [ending for endings in _ENDINGS.values() for ending in endings]
    called = name.lower()
    if called.endswith(tuple(ours)) and not called.endswith(_ENDINGS[kind]):
        raise SheetUnreadable(reason="lies")

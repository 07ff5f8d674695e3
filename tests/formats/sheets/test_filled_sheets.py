"""Sixteen comment sheets in four languages, each row held against its truth; and the files that are none."""

import io
import zipfile
from time import perf_counter
from typing import Any

import pytest

from tests.formats.sheets.filled import PLACES, SHEETS, THIRTY
from tests.formats.sheets.made import Filled, delimited, document, text_of, workbook
from workflow.formats.sheets.reading import read_sheet
from workflow.models.version import Edition
from workflow.rules.items.comment_sheet import SHEET_LIMIT, SheetColumn, SheetRow
from workflow.rules.items.file_points import FilePoint, PointFate
from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.rules.items.refusals import (
    NothingChanged,
    NothingWritten,
    ParagraphGone,
    SheetUnreadable,
    WordsFoundTwice,
    WordsNotFound,
)
from workflow.rules.items.sheet_rows import file_point
from workflow.rules.shared.refusals import Refusal
from workflow.services.items.placing import check_writing, place_writing
from workflow.text.document import numbers, plain
from workflow.text.edits import rewritten
from workflow.text.values import Block, Edit

pytestmark = pytest.mark.unit

_FATES: dict[type[Refusal], PointFate] = {
    WordsNotFound: PointFate.WORDS_ABSENT,
    WordsFoundTwice: PointFate.WORDS_TWICE,
    ParagraphGone: PointFate.PARAGRAPH_GONE,
    NothingChanged: PointFate.NOTHING_CHANGED,
    NothingWritten: PointFate.NOTHING_WRITTEN,
}


def came_to(sheet: Filled) -> dict[int, tuple[Any, ...]]:
    """Number of a row -> what it comes to, as a truth says it."""
    text = text_of(sheet.language)
    edition = Edition(title=text.title, blocks=text.blocks)
    points = [file_point(row, text) for row in read_sheet(sheet.data, sheet.name).rows]
    return {point.number: _end(point, edition) for point in points}


def _end(point: FilePoint, edition: Edition) -> tuple[Any, ...]:
    if point.refused is not None:
        return (point.refused,)
    try:
        place, writing = place_writing(edition, point.asked, check_writing(point.asked))
    except Refusal as refusal:
        return (_FATES[type(refusal)],)
    block = next((each for each in edition.blocks if each.id == place.block), None)
    named = _name(block, edition.blocks)
    if writing.kind is ItemKind.REPLACE and block is not None:
        now, _ = rewritten(block.text, [Edit(place.start, place.end, writing.proposal)])
        return (PointFate.NOTHING_CHANGED,) if now == block.text else ("replace", named, now, writing.body)
    if writing.kind in (ItemKind.ADD, ItemKind.MOVE):
        after = next((each for each in edition.blocks if each.id == writing.after), None)
        where = _name(after, edition.blocks)
        said = (named, where or "") if writing.kind is ItemKind.MOVE else (where, writing.proposal)
        return (writing.kind.value, *said, writing.body)
    words = writing.proposal if KINDS[writing.kind].proposes_words else "" if place.whole else place.shown
    return (writing.kind.value, named, words, writing.body)


def _name(block: Block | None, blocks: tuple[Block, ...]) -> int | str | None:
    """Its number, else its words."""
    return None if block is None else numbers(blocks).get(block.id, plain(block.text))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_row_of_a_filled_sheet_comes_to_what_its_writer_meant_or_is_told(sheet: Filled) -> None:
    assert came_to(sheet) == sheet.truth
    assert read_sheet(sheet.data, sheet.name).notes == sheet.notes


def test_the_sheets_are_of_four_languages_and_three_kinds_of_file() -> None:
    assert {sheet.language for sheet in SHEETS} == {"en", "fr", "es", "ar"}
    assert len(SHEETS) >= 12
    kinds = {(sheet.language, sheet.name.rpartition(".")[2]) for sheet in SHEETS}
    assert len(kinds) >= 9


def test_of_thirty_rows_with_two_bad_ones_twenty_eight_are_points() -> None:
    ends = came_to(THIRTY)
    assert sum(len(end) > 1 for end in ends.values()) == 28


def _packed(parts: dict[str, str | bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return written.getvalue()


def _with(data: bytes, **parts: str | bytes) -> bytes:
    """The file with some parts put in or in the place of others; `__` in a name stands for a slash, `_` for a dot."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        there: dict[str, str | bytes] = {name: packed.read(name) for name in packed.namelist()}
    named = {name.replace("__", "/").replace("_", "."): said for name, said in parts.items()}
    return _packed({**there, **named})


BOMB = b"<w>" + b" " * 30_000_000 + b"</w>"
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x>&b;</x></worksheet>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
SMALL = workbook([("Paragraph", "Comment"), (2, "Good.")])


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"", "a.xlsx", "empty"),
        (b"x" * (SHEET_LIMIT + 1), "a.csv", "too_large"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "password"),
        (OLE, "a.xls", "old_office"),
        (OLE, "a.docx", "old_office"),
        (_with(SMALL, xl__vbaProject_bin=b"x"), "a.xlsx", "macro"),
        (_with(SMALL, xl__worksheets__sheet1_xml=BOMB), "a.xlsx", "bomb"),
        (_with(SMALL, xl__worksheets__sheet1_xml=LAUGHS), "a.xlsx", "entity"),
        (_with(SMALL, xl__worksheets__sheet1_xml=b"<worksheet"), "a.xlsx", "damaged"),
        (SMALL[: len(SMALL) // 2], "a.xlsx", "damaged"),
        (b"%PDF-1.7 and so on", "a.pdf", "other_type"),
        (b"%PDF-1.7 and so on", "a.csv", "other_type"),
        (b"\x89PNG\r\n\x1a\n", "a.xlsx", "other_type"),
        (_packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "a.ods", "other_type"),
        (_packed({"a.txt": "x"}), "a.xlsx", "other_type"),
        (b"a\0b", "a.csv", "other_type"),
        (SMALL, "a.docx", "lies"),
        (SMALL, "a.csv", "lies"),
        (document([("Paragraph", "Comment"), ("2", "Good.")]), "a.xlsx", "lies"),
        (b"Paragraph,Comment\n2,Good.\n", "a.xlsx", "lies"),
        (workbook([("Name", "Phone"), ("A", 2)]), "a.xlsx", "no_table"),
        (workbook([("Paragraph", "Words of the text"), ("A", 2)]), "a.xlsx", "no_table"),
        (document([("Name", "Phone")]), "a.docx", "no_table"),
        (b"hello\n", "a.csv", "no_table"),
    ],
)
def test_a_file_that_is_no_comment_sheet_says_why(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(SheetUnreadable) as refused:
        read_sheet(data, name)
    assert refused.value.reason == reason


def test_an_entry_that_says_it_is_smaller_than_it_is_is_read_no_further() -> None:
    data = bytearray(_packed({"[Content_Types].xml": b"<a>" + bytes(range(32, 127)) * 300_000}))
    size = (28_500_003).to_bytes(4, "little")
    assert data.count(size) == 2
    lying = bytes(data).replace(size, (90_000).to_bytes(4, "little"))
    with pytest.raises(SheetUnreadable):
        read_sheet(lying, "a.xlsx")


def test_a_sheet_is_read_by_what_it_is_where_its_name_says_nothing() -> None:
    assert len(read_sheet(PLACES.data, "sheet").rows) == 14


def test_a_workbook_with_a_million_empty_rows_is_read_at_once() -> None:
    rows = "".join(f'<row r="{at}" s="1"/>' for at in range(3, 200_000))
    page = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Paragraph</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>Comment</t></is></c></row>'
        '<row r="2"><c r="A2"><v>2</v></c><c r="B2" t="inlineStr"><is><t>Good.</t></is></c></row>'
        f"{rows}</sheetData></worksheet>"
    )
    assert len(read_sheet(_with(SMALL, xl__worksheets__sheet1_xml=page), "a.xlsx").rows) == 1


def test_what_a_delimited_file_says_of_its_columns_is_found_among_semicolons_with_commas_in_the_words() -> None:
    data = delimited([("Paragraph", "Comment"), ("2", "One, two, three, four."), ("3", "Five, six, seven.")], ";")
    assert [dict(row.cells)["body"] for row in read_sheet(data, "a.csv").rows] == [  # type: ignore[index]
        "One, two, three, four.",
        "Five, six, seven.",
    ]


@pytest.mark.parametrize(
    "proposal",
    ["replace" + " " * 30_000 + "x", "replace " + "a by " * 6_000, '"' * 30_000, "“a” " * 7_000, "→ " * 15_000],
)
def test_whatever_is_proposed_is_read_at_once(proposal: str) -> None:
    text = text_of("en")
    row = SheetRow(2, {SheetColumn.PLACE: "3", SheetColumn.PROPOSAL: proposal, SheetColumn.BODY: "So."})
    began = perf_counter()
    assert file_point(row, text).number == 2
    assert perf_counter() - began < 2


def test_two_paragraphs_in_an_instruction_are_joined_by_nobody() -> None:
    text = text_of("en")
    cells = {SheetColumn.PLACE: "3", SheetColumn.PROPOSAL: "replace resources by\n\nmoney", SheetColumn.BODY: "So."}
    assert file_point(SheetRow(2, cells), text).refused is PointFate.CHANGE_UNREAD

"""The pages of a long text: where they end, and that no paragraph and no note is on none or on two."""

import pytest

from workflow.queries.room.sheets import NOTES, PARAGRAPHS, PART, parts, sheet_with, sheets, whole_text
from workflow.text.values import Block, BlockKind


def text(length: int) -> list[Block]:
    return [Block(f"b{number}", BlockKind.PARAGRAPH, f"Paragraph {number}.") for number in range(length)]


@pytest.mark.parametrize("length", [0, 1, 30, PARAGRAPHS, PARAGRAPHS + 1, 100, 1_000])
@pytest.mark.parametrize("notes", [0, 1, 3, 5])
def test_every_paragraph_stands_on_one_page_and_the_pages_follow_one_another(length: int, notes: int) -> None:
    found = sheets(text(length), lambda _block: notes)
    places = [place for sheet in found for place in range(sheet.start, sheet.end)]
    assert places == list(range(length))
    assert [sheet_with(found, place) for place in places] == [
        number for number, sheet in enumerate(found, 1) for _ in range(sheet.start, sheet.end)
    ]
    assert all(sheet.end - sheet.start < PARAGRAPHS + 15 for sheet in found)
    assert all((sheet.end - sheet.start) * notes < NOTES + 5 + 30 for sheet in found)


@pytest.mark.parametrize(("length", "notes"), [(30, 2), (54, 0), (17, 5), (1, 500)])
def test_a_text_of_usual_size_is_one_page(length: int, notes: int) -> None:
    assert len(sheets(text(length), lambda _block: notes)) == 1


def test_a_page_is_named_by_the_numbers_of_its_paragraphs() -> None:
    heading = Block("h", BlockKind.HEADING, "On the river", level=2)
    found = sheets([heading, *text(100)], lambda _block: 0)
    assert [(sheet.first, sheet.last) for sheet in found] == [(1, 39), (40, 79), (80, 100)]
    assert [(sheet.first, sheet.last) for sheet in whole_text([heading])] == [(None, None)]


@pytest.mark.parametrize("count", [0, 1, PART, PART * 3 // 2])
def test_the_notes_of_a_paragraph_are_one_page_as_long_as_they_are_few(count: int) -> None:
    assert parts(count) == ()


@pytest.mark.parametrize("count", [PART * 3 // 2 + 1, PART * 2, 1_000])
def test_every_note_of_a_paragraph_is_on_one_of_its_pages(count: int) -> None:
    assert [place for part in parts(count) for place in range(part.first, part.last + 1)] == list(range(1, count + 1))

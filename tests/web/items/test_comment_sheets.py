"""The comment sheet: it goes out with the points in it, comes back filled in, and says what became of every row."""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from sqlalchemy import Engine, select, update

from tests import posting
from tests.formats.sheets.made import Xml, delimited, document, workbook
from tests.rooms import CLOSES
from tests.web.house import House, hidden, house_of, words
from tests.web.items.test_submission import form
from tests.web.site import Visitor, source
from workflow import database as record
from workflow.config import LANGUAGES, Settings
from workflow.formats.sheets.reading import read_sheet
from workflow.models.item import Item, ItemState
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.point_file import PointFile, PointFileLine
from workflow.rules.items.comment_sheet import SheetColumn, SheetMark, organisation_sign
from workflow.rules.items.file_points import PointFate
from workflow.rules.items.kinds import ItemKind
from workflow.rules.items.sheet_words import COLUMNS, KINDS_BY_NAME, folded
from workflow.web.items import sheet_files
from workflow.web.items.file_fates import _SENTENCES

HEAD = ("Paragraph", "Words of the text", "Kind", "Comment or reason", "Words proposed", "Mark of the sheet")
RIVER, GATES, COURT = 1, 2, 3  # blocks of the room's text, which are its paragraphs 1, 2 and 3


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


def page_of(house: House) -> str:
    return f"{house.address}/our-points"


def keep(house: House, kind: ItemKind, at: int | None, who: str = "dana", **facts: Any) -> Item:
    block = None if at is None else house.room.blocks(1)[at].id
    given = {"version": 1, "language": "en", "kind": kind, "block": block, "body": "Because.", **facts}
    made: Item = house.room.do(who, posting.post_comment, keep=True, **given)
    return made


def keep_one_of_each(house: House) -> list[Item]:
    """A draft of every kind, with what is hard to bring back."""
    after = house.room.blocks(1)[RIVER].id
    return [
        keep(house, ItemKind.COMMENT, None),
        keep(house, ItemKind.COMMENT, RIVER, body="=Which one?\nTwo lines."),
        keep(house, ItemKind.COMMENT, 0, body="Warmer?"),
        keep(house, ItemKind.COMMENT, RIVER, words="The river", suffix=" will rise", body="Twice there."),
        keep(house, ItemKind.REPLACE, COURT, words="difficult", proposal="critical"),
        keep(house, ItemKind.REPLACE, RIVER, words="twice", proposal="**thrice**"),
        keep(house, ItemKind.REPLACE, GATES, words="We thank those who did.", proposal=""),
        keep(house, ItemKind.REPLACE, COURT, words="", proposal="Something else altogether, said anew."),
        keep(house, ItemKind.REPLACE, COURT, words="moment", proposal="time", body=""),
        keep(house, ItemKind.REMOVE, GATES),
        keep(house, ItemKind.MOVE, GATES, after=""),
        keep(house, ItemKind.MOVE, GATES, after=house.room.blocks(1)[0].id),
        keep(house, ItemKind.ADD, None, after=after, proposal="- One.\n- Two.\n\nThree."),
        keep(house, ItemKind.ADD, None, after="", proposal="A beginning."),
        keep(house, ItemKind.TITLE, None, proposal="On closed rivers"),
    ]


def download(house: House, ending: str, who: str = "dana", asked: str = "") -> bytes:
    answer = house.visitor(who).get(f"{page_of(house)}/sheet.{ending}{asked}")
    assert answer.status_code == 200
    name = answer.headers["Content-Disposition"]
    assert re.fullmatch(rf'attachment; filename="[A-Z]+-\d+-\d+-v1-comments\.{ending}"', name), name
    return answer.data


def upload(
    house: House, data: bytes, name: str = "office.xlsx", who: str = "dana", visitor: Visitor | None = None
) -> Any:
    visitor = visitor or house.visitor(who)
    visitor.get(page_of(house))
    return visitor.post(f"{page_of(house)}/sheet", {**fields(visitor), "sheet_file": (io.BytesIO(data), name)})


def fields(visitor: Visitor) -> dict[str, str]:
    found = re.findall(r'name="(sheet_(?:version|form_token|csrf_token))"[^>]*value="([^"]*)"', source(visitor.page))
    return {name: html.unescape(value) for name, value in found}


def drafts() -> list[Item]:
    with record.reading() as session:
        return list(session.scalars(select(Item).where(Item.state == ItemState.KEPT).order_by(Item.id)))


def fates() -> list[PointFate]:
    """Of the points of the newest file."""
    with record.reading() as session:
        newest = select(PointFile.id).order_by(PointFile.id.desc()).limit(1).scalar_subquery()
        of_it = select(PointFileLine.fate).where(PointFileLine.file_id == newest)
        return list(session.scalars(of_it.order_by(PointFileLine.turn)))


def aside(page: str) -> str:
    """The part beside the points; words in their own direction are words."""
    return re.sub(r"</?bdi>", "", aside_as_written(page))


def aside_as_written(page: str) -> str:
    return page[page.index("<aside") : page.index("</aside")]


def speak(house: House, language: str, who: str = "dana") -> None:
    with record.transaction() as session:
        session.execute(update(Person).where(Person.id == house.room.people[who]).values(language=language))


@pytest.mark.parametrize("ending", ["xlsx", "docx", "csv"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sheet_with_our_points_comes_back_as_the_same_points(house: House, language: str, ending: str) -> None:
    kept = keep_one_of_each(house)
    speak(house, language)
    data = download(house, ending)
    answer = upload(house, data, f"office.{ending}")
    assert answer.status_code == 303
    assert fates() == [PointFate.SAME] * len(kept)
    assert len(drafts()) == len(kept)


@pytest.mark.parametrize("ending", ["xlsx", "docx", "csv"])
def test_an_empty_sheet_brings_no_points_and_has_free_rows_with_their_mark(house: House, ending: str) -> None:
    keep_one_of_each(house)
    data = download(house, ending, asked="?empty=1")
    assert read_sheet(data, f"a.{ending}").rows == ()
    with record.reading() as session:
        key = session.scalars(
            select(Organisation.key).where(Organisation.id == house.room.organisations["delta"])
        ).one()
    mark = str(SheetMark(house.room.key, 1, "en", organisation_sign(house.room.key, key)))
    text = data.decode("utf-8-sig") if ending == "csv" else _unpacked(data)
    assert mark in text and key not in text


def _unpacked(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".xml"))


def test_the_workbook_lists_the_kinds_and_the_paragraphs_and_holds_no_formula(house: House) -> None:
    keep_one_of_each(house)
    book = openpyxl.load_workbook(io.BytesIO(download(house, "xlsx")))
    page, text = book.worksheets
    assert [each.formula1 for each in page.data_validations.dataValidation] == [
        '"Comment,Amendment,Remove the paragraph,Move the paragraph,New paragraph,New title"'
    ]
    assert page.column_dimensions["F"].hidden
    assert [row[0].value for row in text.iter_rows(min_row=2)][1:] == ["1", "2", "3"]
    cells = [cell for sheet in (page, text) for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"} and not any(cell.data_type == "f" for cell in cells)
    assert all(cell.quotePrefix for cell in cells if str(cell.value or "").startswith("="))
    assert "'=Which one?" in download(house, "csv").decode("utf-8-sig")


def test_the_sheet_says_for_what_it_is_and_calls_a_protected_organisation_by_its_label_or_not_at_all(
    house: House,
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(download(house, "xlsx"))).worksheets[0]
    above = [row[0].value for row in book.iter_rows(max_row=6) if row[0].value]
    assert above[0] == "On open rivers" and "Version 1" in above[1] and above[2] == "Comment sheet of Delta Observatory"
    for ending in ("xlsx", "docx"):
        assert "Estero" not in _unpacked(download(house, ending, "elena"))
    facts = {"version": 1, "language": "es", "body": "Bien."}
    house.room.do("elena", posting.post_comment, **facts)
    assert re.search(r"Comment sheet of Member organisation \w{3}", _unpacked(download(house, "xlsx", "elena")))
    assert "Estero" not in _unpacked(download(house, "docx", "elena"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_sheet_is_understood_again(house: House, language: str) -> None:
    from flask_babel import force_locale

    with house.app.test_request_context(), force_locale(language):
        columns, kinds = sheet_files.sheet_columns(), sheet_files.sheet_kinds()
    assert [COLUMNS[folded(name)] for name in columns] == list(SheetColumn)
    assert {kind: KINDS_BY_NAME[folded(name)] for kind, name in kinds.items()} == {kind: kind for kind in kinds}
    assert set(kinds) == set(ItemKind)


def test_each_row_says_what_became_of_it_and_leads_to_where_it_is_put_right(house: House) -> None:
    rows = [
        HEAD[:5],
        ("3", "difficult", "Amendment", "Why.", "critical"),
        ("paragraph 9", "", "Comment", "Nowhere.", ""),
        ("3", "falls behind", "", "So.", "lags"),
        ("2", "the gates", "Amendment", "", "the doors"),
    ]
    visitor = house.visitor("dana")
    assert upload(house, workbook(rows), "national-office.xlsx", visitor=visitor).status_code == 303
    page = visitor.get(page_of(house)).text
    said = words("<main" + aside(page) + "</main")
    assert "Last sheet: 2 of 4 rows kept" in said and "national-office.xlsx" in said
    assert "✓ Row 2 Kept as point 1." in said
    assert "✕ Row 3 “paragraph 9” is not there: the text has 3 paragraphs. Choose the paragraph" in said
    assert "✕ Row 4 The words “falls behind” are not in paragraph 3. Choose the words" in said
    assert "✓ Row 5 Kept as point 2, which has no reason yet." in said
    shown = words(page)
    assert "1 Amendment · Paragraph 3 · from the comment sheet, row 2" in shown
    assert "1 point is to be put right before it can be sent." in shown and "Point 2 has no reason." in shown


def test_what_a_row_says_is_shown_as_words_in_their_own_direction(house: House) -> None:
    rows = [
        HEAD[:5],
        ("<b>9</b> x", "", "Comment", "So.", ""),
        ("3", "<i>no</i>", "", "So.", "lags"),
        ("2", "", "<u>", "So.", ""),
    ]
    visitor = house.visitor("dana")
    upload(house, workbook(rows), visitor=visitor)
    page = aside_as_written(visitor.get(page_of(house)).text)
    assert "“<bdi>&lt;b&gt;9&lt;/b&gt; x</bdi>”" in page and "“<bdi>&lt;i&gt;no&lt;/i&gt;</bdi>”" in page
    assert "“<bdi>&lt;u&gt;</bdi>”" in page and "<u>" not in page


def test_the_words_of_a_row_are_put_right_in_a_form_that_has_them(house: House) -> None:
    upload(house, workbook([HEAD[:5], ("3", "dificult", "", "It complains.", "critical")]))
    visitor = house.visitor("dana")
    link = html.unescape(re.findall(r'href="([^"]*row=[^"]*)"', aside(visitor.get(page_of(house)).text))[0])
    page = visitor.get(link).text
    assert "It complains." in page and "dificult → critical" in page
    block = house.room.blocks(1)[COURT]
    sent = {
        **hidden(page),
        "edited": block.text.replace("difficult", "critical"), "reason": "It complains.", "language": "en",
        "division": "together", "draft": "1",
    }  # fmt: skip
    answer = visitor.post(link, sent)
    assert answer.status_code == 303 and page_of(house) in answer.headers["Location"]
    assert fates() == [PointFate.KEPT]
    assert [(item.quote, item.proposal) for item in drafts()] == [("difficult", "critical")]
    assert "✓ Row 2 Kept as point 1." in words("<main" + aside(visitor.get(page_of(house)).text) + "</main")


def test_a_paragraph_is_chosen_for_a_comment_whose_place_was_not_found(house: House) -> None:
    upload(house, workbook([HEAD[:5], ("paragraph 9", "", "Comment", "Which river?", "")]))
    visitor = house.visitor("dana")
    link = re.findall(r'href="([^"]*/rows/[^"]*)"', aside(visitor.get(page_of(house)).text))[0]
    page = visitor.get(link).text
    assert "Which river?" in page and "paragraph 9" in page
    ways = [html.unescape(way) for way in re.findall(r'href="([^"]*row=[^"]*)"', page)]
    assert len(ways) == len(house.room.blocks(1)) + 1
    written = visitor.get(ways[2]).text
    assert "Which river?" in written and "Comment on paragraph 1" in words(written)
    sent = {
        **hidden(written),
        "kind": "comment",
        "where": "paragraph",
        "body": "Which river?",
        "language": "en",
        "draft": "1",
    }
    assert visitor.post(ways[2], sent).status_code == 303
    assert fates() == [PointFate.KEPT] and drafts()[0].block == house.room.blocks(1)[RIVER].id
    assert house.visitor("nadia").get(link).status_code == 404


def test_a_missing_reason_is_written_beside_its_point_and_sent_with_it(house: House) -> None:
    upload(house, workbook([HEAD[:5], ("3", "difficult", "", "", "critical"), ("2", "", "Comment", "Good.", "")]))
    visitor = house.visitor("dana")
    page = visitor.get(page_of(house)).text
    (field,) = re.findall(r'name="(reason-\w+)"', page)
    signs = form(visitor)
    both = [item.key for item in drafts()]
    empty = visitor.post(page_of(house), {**signs, "send": both, field: " "})
    assert empty.status_code == 422 and words(empty.text).count("Give a reason.") == 1
    late = visitor.post(page_of(house), {**signs, "send": both, field: "x" * 5001})
    assert late.status_code == 422 and "x" * 5001 in late.text
    answer = visitor.post(page_of(house), {**signs, "send": both, field: "It complains."})
    assert answer.status_code == 303 and drafts() == []
    assert house.room.item("A1").body == "It complains."


def test_a_reason_that_was_written_is_kept_when_another_point_is_moved_or_edited(house: House) -> None:
    upload(house, workbook([HEAD[:5], ("3", "difficult", "", "", "critical"), ("2", "", "Comment", "Good.", "")]))
    visitor = house.visitor("dana")
    page = visitor.get(page_of(house)).text
    (field,) = re.findall(r'name="(reason-\w+)"', page)
    signs = form(visitor)
    lacking, other = drafts()
    moved = visitor.post(page_of(house), {**signs, "send": [other.key], field: "It complains.", "up": other.key})
    assert moved.status_code == 303 and drafts()[0].body == "It complains."
    stale = visitor.post(page_of(house), {**signs, "send": [lacking.key], field: "Another.", "edit": other.key})
    assert stale.status_code == 422 and "Another." not in drafts()[0].body
    assert "A colleague has changed this in the meantime." in words(stale.text)


def test_the_same_sheet_twice_and_the_same_form_twice_make_no_second_point(house: House) -> None:
    data, visitor = workbook([HEAD[:5], ("3", "difficult", "", "So.", "critical")]), house.visitor("dana")
    visitor.get(page_of(house))
    brought = fields(visitor)
    for _ in range(2):
        sent = {**brought, "sheet_file": (io.BytesIO(data), "a.xlsx")}
        assert visitor.post(f"{page_of(house)}/sheet", sent).status_code == 303
        assert fates() == [PointFate.KEPT]
    upload(house, data, visitor=visitor)
    assert fates() == [PointFate.SAME] and len(drafts()) == 1


def test_rows_of_another_sheet_are_told_one_by_one(house: House) -> None:
    ours = openpyxl.load_workbook(io.BytesIO(download(house, "xlsx"))).worksheets[0]
    theirs = openpyxl.load_workbook(io.BytesIO(download(house, "xlsx", "fred"))).worksheets[0]
    marks = [
        next(row[5].value for row in page.iter_rows(min_row=8) if row[5].value and "/" in str(row[5].value))
        for page in (ours, theirs)
    ]
    rows = [
        ("2", "", "Comment", f"Said {at}.", "", mark)
        for at, mark in enumerate([*marks, marks[0].replace("/1/", "/7/")])
    ]
    visitor = house.visitor("dana")
    upload(house, workbook([HEAD, *rows]), visitor=visitor)
    assert fates() == [PointFate.KEPT, PointFate.OTHER_ORGANISATION, PointFate.OTHER_VERSION]
    said = words("<main" + aside(visitor.get(page_of(house)).text) + "</main")
    assert "This was written on the sheet of another organisation." in said
    assert "This was written on a sheet for version 7." in said


def test_what_is_to_be_said_of_the_whole_file_is_said(house: House) -> None:
    rows = [("Paragraph", "Comment", "Phone"), ("2", "Très bien.", "22")]
    visitor = house.visitor("dana")
    upload(house, delimited(rows, ";", "cp1252"), "a.csv", visitor=visitor)
    said = words("<main" + aside(visitor.get(page_of(house)).text) + "</main")
    assert "We read it as Windows-1252. Check the letters with accents." in said
    assert "We do not know these columns, so we did not read them: Phone." in said
    assert drafts()[0].body == "Très bien."


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "a.xlsx", "This file is empty."),
        (b"%PDF-1.7", "a.pdf", "This is not a comment sheet."),
        (b"x" * 1_000_001, "a.csv", "This file is larger than 1 MB."),
        (workbook([("Name", "Phone")]), "a.xlsx", "We found no table with the columns of the comment sheet."),
        (workbook([HEAD, *[("2", "", "", f"{at}", "") for at in range(501)]]), "a.xlsx", "This file has 501 points"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_beside_its_field_and_nothing_is_kept(
    house: House, data: bytes, name: str, said: str
) -> None:
    keep(house, ItemKind.COMMENT, None)
    answer = upload(house, data, name)
    assert answer.status_code == 422 and said in words("<main" + aside(answer.text) + "</main")
    with record.reading() as session:
        assert session.scalars(select(PointFile)).all() == []
    assert len(drafts()) == 1


def test_no_file_at_all_is_asked_for(house: House) -> None:
    visitor = house.visitor("dana")
    visitor.get(page_of(house))
    answer = visitor.post(f"{page_of(house)}/sheet", fields(visitor))
    assert answer.status_code == 422 and "Choose a file." in answer.text


def test_after_the_consultation_nothing_comes_in_and_the_last_sheet_stays_to_be_read(house: House) -> None:
    data, visitor = workbook([HEAD[:5], ("9", "", "Comment", "So.", "")]), house.visitor("dana")
    upload(house, data, visitor=visitor)
    visitor.get(page_of(house))
    brought = fields(visitor)
    house.room.clock.at = CLOSES
    visitor = house.visitor("dana")
    visitor.get(page_of(house))
    brought.pop("sheet_csrf_token", None)
    answer = visitor.post(f"{page_of(house)}/sheet", {**brought, "sheet_file": (io.BytesIO(data), "a.xlsx")})
    assert answer.status_code >= 400 and "closed" in answer.text
    page = aside(visitor.get(page_of(house)).text)
    assert "0 of 1 row kept" in page and "Choose the paragraph" not in page and "Upload" not in page


def test_a_document_with_tracked_changes_says_so_by_row(house: House) -> None:
    tracked = '<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>critical</w:t></w:r></w:ins></w:p>'
    rows = [HEAD[:5], ("3", "difficult", "", "So.", Xml(tracked)), ("2", "", "Comment", "Good.", "")]
    visitor = house.visitor("dana")
    upload(house, document(rows), "a.docx", visitor=visitor)
    said = words("<main" + aside(visitor.get(page_of(house)).text) + "</main")
    assert "✕ Row 2 A cell has tracked changes or crossed-out words." in said and "✓ Row 3 Kept as point 1." in said


def test_strangers_to_the_statement_find_no_sheet(house: House) -> None:
    for path in ("sheet.xlsx", "rows/abc"):
        stranger = Visitor(house.app.test_client(), house.base)
        assert "Sign in" in stranger.get(f"{page_of(house)}/{path}", follow_redirects=True).text
    assert house.visitor("dana").get(f"{page_of(house)}/sheet.pdf").status_code == 404


def test_every_fate_has_its_sentence() -> None:
    assert set(_SENTENCES) == set(PointFate)

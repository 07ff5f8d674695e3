"""The register of dispositions in a browser, on paper and as files: the same words, covered in all of them."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import docx
import openpyxl
import pytest
from sqlalchemy import Engine

from bench.counting import counted
from tests.desks import CRITICAL, SALUTE, answer, desk, issue, send
from tests.queries.test_dispositions_register import answered, code
from tests.rooms import Room, furnished_open
from tests.web.desk_site import without_tags
from tests.web.site import Visitor
from workflow import app as roof
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Item
from workflow.models.statement import Handling, Labelling, Statement
from workflow.services import commenting, consulting, reopening
from workflow.services.signins import start_sign_in

SECRETS = ("Vigías", "Estero", "elena", "Between us", "The fund.")
ENDINGS = ("xlsx", "csv", "docx")


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A register with a protected organisation's and a private item in it."""
    with answered() as here:
        yield here


@pytest.fixture
def visit(settings: Settings) -> Callable[[Room, str], Visitor]:
    """Sign somebody in to the room's application."""

    def signed_in(room: Room, name: str) -> Visitor:
        with record.transaction() as session:
            token = start_sign_in(session, room.people[name])
        client = roof.create_app(settings).test_client()
        with client.session_transaction(base_url=settings.base_url) as kept:
            kept["sign_in"] = token
        return Visitor(client, settings.base_url)

    return signed_in


Visit = Callable[[Room, str], Visitor]


def read(ending: str, data: bytes) -> str:
    """All words of a file."""
    if ending == "csv":
        return "\n".join("|".join(row) for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    if ending == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert sheet is not None
        return "\n".join("|".join(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True))
    made = docx.Document(io.BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in made.paragraphs), *cells, made.sections[0].footer.paragraphs[0].text])


def path(room: Room, rest: str = "") -> str:
    return f"/statements/{room.key}/dispositions{rest}"


def test_the_page_tells_what_became_of_each_item_and_leads_to_it(room: Room, visit: Visit) -> None:
    page = visit(room, "fred").get(path(room)).text
    said = without_tags(page)
    for words in ("Register of dispositions", "1 item has no answer yet.", "Not accepted", "It is so.", "5 items"):
        assert words in said, words
    assert f'href="/statements/{room.key}?version=1&amp;open=A2#a2"' in page
    assert re.search(r"<del>.*?thank</del>.*?<ins>.*?salute</ins>", page)
    assert page.count('id="a1"') == page.count('id="c1"') == 1
    assert f'href="/statements/{room.key}/comments" aria-current="true"' in page


@pytest.mark.parametrize("rest", ["", "?by=organisation", "/print", "/print?by=organisation", ".xlsx", ".csv", ".docx"])
def test_a_protected_organisation_is_named_in_no_page_and_no_export(room: Room, visit: Visit, rest: str) -> None:
    for who in ("fred", "dana"):
        got = visit(room, who).get(path(room, rest))
        text = read(rest[1:], got.data) if rest.startswith(".") else got.text
        assert got.status_code == 200
        assert code(room) in text
        assert not [secret for secret in SECRETS if secret.casefold() in text.casefold()]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_holds_each_item_with_its_answer_and_says_how_it_may_be_handled(
    room: Room, visit: Visit, ending: str
) -> None:
    got = visit(room, "fred").get(path(room, f".{ending}"))
    text = read(ending, got.data)
    for words in ("A1", "A2", "A3", "C1", "C4", "critical", "salute", "Not accepted", "It is so.", "Withdrawn"):
        assert words in text, words
    assert "JS 2026/1 · Version 2 · For the organisations that take part; not for circulation" in text
    assert got.headers["Content-Disposition"] == f'attachment; filename="JS-2026-1-v2-dispositions.{ending}"'
    assert got.headers["Cache-Control"] == "no-store"


def test_a_file_bears_the_label_of_its_version_and_the_mark_of_its_statement(room: Room, visit: Visit) -> None:
    with record.transaction() as session:
        statement = session.get_one(Statement, room.statement().id)
        statement.labelling, statement.handling = Labelling.ZERO_DRAFT, Handling.MEMBERS
    for ending in ENDINGS:
        text = read(ending, visit(room, "fred").get(path(room, f".{ending}")).data)
        assert "JS 2026/1 · Rev. 1 · For all members of the coalition; not for circulation" in text
    assert "Paragraph 2 of version “Zero draft”" in without_tags(visit(room, "fred").get(path(room)).text)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_is_of_the_selection_of_the_page(room: Room, visit: Visit, ending: str) -> None:
    fred = visit(room, "fred")
    page = fred.get(path(room, "?disposition=accepted&by=organisation")).text
    (link,) = re.findall(rf'href="([^"]*dispositions\.{ending}[^"]*)"', page)
    text = read(ending, fred.get(link.replace("&amp;", "&")).data)
    assert "A1" in text and "A3" in text
    assert "A2" not in text and "C1" not in text


def test_an_organisation_s_own_file_has_its_private_item_with_its_mark(room: Room, visit: Visit) -> None:
    for ending in ENDINGS:
        text = read(ending, visit(room, "lucie").get(path(room, f".{ending}")).data)
        assert "Between us" in text and "For the penholder only" in text


def test_words_that_could_run_in_a_spreadsheet_do_not(room: Room, visit: Visit) -> None:
    with record.transaction() as session:
        session.get_one(Item, room.item("C1").id).body = "=HYPERLINK('http://x')"
    text = visit(room, "fred").get(path(room, ".csv")).data.decode("utf-8-sig")
    assert "'=HYPERLINK" in text and ",=HYPERLINK" not in text
    sheet = openpyxl.load_workbook(io.BytesIO(visit(room, "fred").get(path(room, ".xlsx")).data)).active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_in_arabic_page_and_files_run_from_right_to_left(room: Room, visit: Visit) -> None:
    nadia = visit(room, "nadia")
    nadia.get("/settings")
    nadia.post("/settings/language", {"language": "ar"})
    assert 'dir="rtl"' in nadia.get(path(room)).text.split("<head", 1)[0][:200]
    sheet = openpyxl.load_workbook(io.BytesIO(nadia.get(path(room, ".xlsx")).data)).active
    assert sheet is not None and sheet.sheet_view.rightToLeft


def test_before_an_answer_is_issued_the_page_says_so(database: Engine, visit: Visit) -> None:
    with furnished_open() as room:
        assert "Nothing was answered with a version yet." in visit(room, "fred").get(path(room)).text


@pytest.mark.parametrize("rest", [".pdf", ".xlsx.exe", "."])
def test_other_endings_are_not_found(room: Room, visit: Visit, rest: str) -> None:
    assert visit(room, "fred").get(path(room, rest)).status_code == 404


@pytest.mark.parametrize("query", ["?page=99", "?page=-1", "?page=x", "?version=x", "?kind=x", "?by=x&disposition=x"])
def test_an_odd_address_shows_what_there_is(room: Room, visit: Visit, query: str) -> None:
    assert "5 items" in without_tags(visit(room, "fred").get(path(room, query)).text)


@pytest.mark.parametrize("rest", ["", "?by=organisation", "/print", ".csv", ".docx"])
def test_it_takes_at_most_ten_sql_statements(room: Room, visit: Visit, database: Engine, rest: str) -> None:
    fred = visit(room, "fred")
    with counted(database) as seen:
        assert fred.get(path(room, rest)).status_code == 200
    assert len(seen) <= 10


def test_an_answer_that_fell_away_is_told_by_history_and_register(database: Engine, visit: Visit) -> None:
    with desk(CRITICAL, SALUTE) as room:
        answer(room, "A1", "noted")
        answer(room, "A2", "accepted")
        issue(room)
        room.do("sara", consulting.open_round, closes_at=room.clock.at + timedelta(days=3))
        send(room, **{**CRITICAL, "proposal": "grave"})
        room.do("sara", consulting.close_round)
        answer(room, "A3", "noted")
        room.do("sara", reopening.reopen_round, closes_at=room.clock.at + timedelta(days=4), reason="More time.")
        seen = commenting.sign(room.item("A3"))
        facts = {"version": 2, "language": "en", "after": None, "body": "So.", "proposal": "hopeless"}
        room.do("dana", commenting.edit_item, item="A3", seen=seen, **facts)
        fred = visit(room, "fred")
        for name, knows in (("fred", False), ("dana", True), ("sara", True)):  # it was the penholder's alone
            told = without_tags(visit(room, name).get(f"/statements/{room.key}/history").text)
            assert ("The answer to A3 fell away" in told, "A3 was dealt with" in told) == (knows, knows), name
            assert "A1 was dealt with" in told
        assert "1 of them had an answer that fell away" in without_tags(fred.get(path(room)).text)
        room.do("sara", consulting.close_round)
        answer(room, "A3", "noted")
        issue(room)
        rows = list(csv.reader(io.StringIO(fred.get(path(room, ".csv")).data.decode("utf-8-sig"), newline="")))
        at = rows[0].index("Remarks")
        said = "An earlier answer fell away"
        assert {row[0]: row[at] for row in rows[1:]} == {"A1": "", "A2": "", "A3": said}
        assert fred.get(path(room)).text.count(said) == 1
        told = without_tags(fred.get(f"/statements/{room.key}/history").text)
        assert "A3 was dealt with" in told and "The answer to A3 fell away" not in told

"""The table of responses in a browser, on paper and as files: the same words, covered in all of them."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import docx
import openpyxl
import pytest
from sqlalchemy import Engine, update

from bench.counting import counted
from tests import calls, posting
from tests.consolidations import CRITICAL, SALUTE, answer, consolidation, issue, send
from tests.queries.consolidation.test_response_table import answered, code
from tests.rooms import Room, furnished_open
from tests.services.consultations import rows
from tests.web.consolidation_site import without_tags
from tests.web.site import Visitor
from workflow import app as roof
from workflow import database as record
from workflow.config import Settings
from workflow.models.event import Event
from workflow.models.item import Item
from workflow.models.organisation import Organisation
from workflow.models.statement import Handling, Labelling, Statement
from workflow.rules.notifications.events import EventKind
from workflow.services.consultation import consulting
from workflow.services.items import sending
from workflow.services.people.signins import start_sign_in

SECRETS = ("Vigías", "Estero", "elena", "Between us", "The fund.")
ENDINGS = ("xlsx", "csv", "docx")


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A table of responses with a protected organisation's and a private item in it."""
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
    return f"/statements/{room.key}/response-table{rest}"


def test_the_page_tells_what_became_of_each_item_and_leads_to_it(room: Room, visit: Visit) -> None:
    page = visit(room, "fred").get(path(room)).text
    said = without_tags(page)
    for words in ("Table of responses", "1 point has no answer yet.", "Not accepted", "It is so.", "5 points"):
        assert words in said, words
    assert f'href="/statements/{room.key}?version=1&amp;open=A2#a2"' in page
    assert re.search(r"<del>.*?thank</del>.*?<ins>.*?salute</ins>", page)
    assert page.count('id="a1"') == page.count('id="c1"') == 1
    assert re.search(rf'href="/statements/{room.key}/comments"\s+aria-current="true"', page)


@pytest.mark.parametrize("rest", ["", "?by=organisation", "/print", "/print?by=organisation", ".xlsx", ".csv", ".docx"])
def test_a_protected_organisation_is_named_in_no_page_and_no_export(room: Room, visit: Visit, rest: str) -> None:
    for who in ("fred", "dana"):
        got = visit(room, who).get(path(room, rest))
        text = read(rest[1:], got.data) if rest.startswith(".") else got.text
        assert got.status_code == 200
        assert code(room) in text
        assert not [secret for secret in SECRETS if secret.casefold() in text.casefold()]


@pytest.mark.parametrize("rest", ["/print", "/print?by=organisation", ".xlsx", ".csv?by=organisation", ".docx"])
@pytest.mark.parametrize("who", ["sara", "elena"])
def test_files_and_print_name_a_protected_organisation_for_nobody_not_even_who_may_know_it(
    room: Room, visit: Visit, who: str, rest: str
) -> None:
    """The secretariat, and the organisation itself: what lies on a disk or in a printer is handed on."""
    got = visit(room, who).get(path(room, rest))
    text = read(rest[1:].partition("?")[0], got.data) if rest.startswith(".") else got.text
    text = text.partition("<main")[2] or text  # the frame says who reads
    assert code(room) in text
    assert not [secret for secret in SECRETS[:3] if secret.casefold() in text.casefold()]


@pytest.mark.parametrize("ending", ENDINGS)
def test_names_are_in_a_second_download_of_the_secretariat_that_says_so_in_its_name_and_in_itself(
    room: Room, visit: Visit, ending: str
) -> None:
    sara = visit(room, "sara")
    page = sara.get(path(room, "?disposition=accepted")).text
    assert "With the names of protected organisations: for the secretariat alone" in without_tags(page)
    action = f"{path(room)}/names.{ending}?disposition=accepted"
    assert f'formaction="{action}"' in page
    got = sara.post(action)
    text = read(ending, got.data)
    assert "Vigías del Estero" in text and "A1" in text and "A2" not in text
    assert "With the names of protected organisations: for the secretariat alone" in text
    named = f"JS-2026-1-v2-responses-with-names-secretariat-only.{ending}"
    assert got.headers["Content-Disposition"] == f'attachment; filename="{named}"'
    assert got.headers["Cache-Control"] == "no-store"


def test_the_page_offers_no_names_to_others_and_none_where_nobody_is_protected(room: Room, visit: Visit) -> None:
    for who in ("fred", "dana", "elena"):
        assert "/names." not in visit(room, who).get(path(room)).text
    with record.transaction() as session:
        session.execute(update(Organisation).values(protected=False))
    assert "/names." not in visit(room, "sara").get(path(room)).text


@pytest.mark.parametrize("who", ["fred", "elena", "nadia"])
def test_the_download_with_names_is_not_there_for_others(room: Room, visit: Visit, who: str) -> None:
    visitor = visit(room, who)
    visitor.get(path(room))
    assert visitor.post(path(room, "/names.csv")).status_code == 404
    assert not [row for row in rows(Event) if row.kind is EventKind.NAMES_TAKEN]


def test_who_took_names_stands_in_the_history_of_the_secretariat_and_of_the_protected_alone(
    room: Room, visit: Visit
) -> None:
    sol = visit(room, "sol")
    sol.get(path(room))
    assert sol.post(path(room, "/names.docx")).status_code == 200
    said = "The answers were downloaded with the names of protected organisations (DOCX)"
    seen = {
        who: said in without_tags(visit(room, who).get(f"/statements/{room.key}/history").text)
        for who in ("sara", "elena", "fred", "dana")
    }
    assert seen == {"sara": True, "elena": True, "fred": False, "dana": False}
    assert sol.post(path(room, "/names.pdf")).status_code == 404
    assert len([row for row in rows(Event) if row.kind is EventKind.NAMES_TAKEN]) == 1


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_holds_each_item_with_its_answer_and_says_how_it_may_be_handled(
    room: Room, visit: Visit, ending: str
) -> None:
    got = visit(room, "fred").get(path(room, f".{ending}"))
    text = read(ending, got.data)
    for words in ("A1", "A2", "A3", "C1", "C4", "critical", "salute", "Not accepted", "It is so.", "Withdrawn"):
        assert words in text, words
    assert "JS 2026/1 · Version 2 · For the organisations that take part; not for circulation" in text
    assert got.headers["Content-Disposition"] == f'attachment; filename="JS-2026-1-v2-responses.{ending}"'
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
    (link,) = re.findall(rf'href="([^"]*response-table\.{ending}[^"]*)"', page)
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
        assert "No version with answers has been issued yet." in visit(room, "fred").get(path(room)).text


@pytest.mark.parametrize("rest", [".pdf", ".xlsx.exe", "."])
def test_other_endings_are_not_found(room: Room, visit: Visit, rest: str) -> None:
    assert visit(room, "fred").get(path(room, rest)).status_code == 404


@pytest.mark.parametrize("query", ["?page=99", "?page=-1", "?page=x", "?version=x", "?kind=x", "?by=x&disposition=x"])
def test_an_odd_address_shows_what_there_is(room: Room, visit: Visit, query: str) -> None:
    assert "5 points" in without_tags(visit(room, "fred").get(path(room, query)).text)


@pytest.mark.parametrize("rest", ["", "?by=organisation", "/print", ".csv", ".docx"])
def test_it_takes_at_most_ten_sql_statements(room: Room, visit: Visit, database: Engine, rest: str) -> None:
    fred = visit(room, "fred")
    with counted(database) as seen:
        assert fred.get(path(room, rest)).status_code == 200
    assert len(seen) <= 10


def test_an_answer_that_no_longer_applies_is_told_by_history_and_table(database: Engine, visit: Visit) -> None:
    with consolidation(CRITICAL, SALUTE) as room:
        answer(room, "A1", "noted")
        answer(room, "A2", "accepted")
        issue(room)
        room.do("sara", calls.open_consultation, closes_at=room.clock.at + timedelta(days=3))
        send(room, **{**CRITICAL, "proposal": "grave"})
        room.do("sara", consulting.close_consultation)
        answer(room, "A3", "noted")
        room.do(
            "sara", consulting.reopen_consultation, closes_at=room.clock.at + timedelta(days=4), reason="More time."
        )
        seen = sending.sign(room.item("A3"))
        facts = {"version": 2, "language": "en", "after": None, "body": "So.", "proposal": "hopeless"}
        room.do("dana", posting.edit_item, item="A3", seen=seen, **facts)
        fred = visit(room, "fred")
        for name, knows in (("fred", False), ("dana", True), ("sara", True)):  # it was the penholder's alone
            told = without_tags(visit(room, name).get(f"/statements/{room.key}/history").text)
            assert ("The answer to A3 no longer applies" in told, "A3 was answered" in told) == (knows, knows), name
            assert "A1 was answered" in told
        assert "1 of these points had an answer that no longer applies" in without_tags(fred.get(path(room)).text)
        room.do("sara", consulting.close_consultation)
        answer(room, "A3", "noted")
        issue(room)
        rows = list(csv.reader(io.StringIO(fred.get(path(room, ".csv")).data.decode("utf-8-sig"), newline="")))
        at = rows[0].index("Remarks")
        said = "An earlier answer no longer applies"
        assert {row[0]: row[at] for row in rows[1:]} == {"A1": "", "A2": "", "A3": said}
        assert fred.get(path(room)).text.count(said) == 1
        told = without_tags(fred.get(f"/statements/{room.key}/history").text)
        assert "A3 was answered" in told and "The answer to A3 no longer applies" not in told

"""A statement begins with a file of an office program: nothing tracked is taken unasked, nothing of it is lost."""

import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import docx
import pytest
from sqlalchemy import select

from tests.web.items.test_returned_texts import change
from tests.web.site import Site, Visitor, site
from tests.web.statements.test_statements import agreed, blocks, hidden, statements, uploaded
from workflow import database as record
from workflow.models.import_notice import ImportNotice
from workflow.rules.drafts.import_notices import NoticeKind

__all__ = ["site"]


def made(*, tracked: bool = True, comment: bool = True, table: bool = True) -> bytes:
    """A file of Word, with what is asked about."""
    text = docx.Document()
    text.add_heading("On the crossing", 1)
    text.add_paragraph("States must not close the crossing at the river.")
    last = text.add_paragraph("We thank those who keep it open, day and night.")
    if comment:
        text.add_comment(last.runs, text="Name them?", author="Amina R.")
    if table:
        text.add_table(1, 1).cell(0, 0).text = "Figures of March"
    if tracked:
        change(text, "must not", "may")
    kept = io.BytesIO()
    text.save(kept)
    return kept.getvalue()


def notices() -> list[ImportNotice]:
    with record.reading() as session:
        return list(session.scalars(select(ImportNotice).order_by(ImportNotice.id)))


def answered(visitor: Visitor, **changes: Any) -> Any:
    """The page of choices, sent as it stands with these."""
    form = visitor.page.split('action="/statements/new"')[1].split("</form>")[0]
    fields: dict[str, Any] = {}
    for found in re.finditer(r"<input[^>]*>", form):
        shape = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', found[0])}
        if shape.get("type") == "radio" and not re.search(r"\schecked\b", found[0]):
            continue
        fields.setdefault(shape["name"], []).append(shape.get("value", ""))
    return visitor.post("/statements/new", {**fields, **changes})


def test_a_file_without_anything_else_comes_straight_to_its_review(site: Site) -> None:
    visitor = site.signed_in("sara")
    answer = uploaded(visitor, made(tracked=False, comment=False, table=False), "crossing.docx")
    assert answer.status_code == 200 and "Check what we found" in answer.text
    assert agreed(visitor).status_code == 303
    assert statements()[-1].title == "On the crossing"
    assert blocks() == [
        "States must not close the crossing at the river.",
        "We thank those who keep it open, day and night.",
    ]
    assert not notices()


@pytest.mark.parametrize(("tracked", "wanted"), [("accepted", "may close"), ("refused", "must not close")])
def test_tracked_changes_are_taken_as_somebody_said_and_never_unasked(site: Site, tracked: str, wanted: str) -> None:
    visitor = site.signed_in("sara")
    page = uploaded(visitor, made(), "crossing.docx").text
    assert "2 tracked changes" in page and "Name them?" in page and "Figures of March" in page
    assert not re.search(r'name="tracked"[^>]*checked', page), "nothing is chosen before"
    refused = answered(visitor)
    assert refused.status_code == 422 and "Say how the tracked changes are taken." in refused.text
    assert answered(visitor, tracked=tracked).status_code == 200
    assert agreed(visitor).status_code == 303
    assert wanted in blocks()[0]
    assert {(each.kind, each.author) for each in notices()} == {
        (NoticeKind.COMMENT, "Amina R."),
        (NoticeKind.LEFT_OUT, ""),
    }
    said = next(each for each in notices() if each.kind is NoticeKind.COMMENT)
    assert "Name them?" in said.words and said.block


def test_comments_are_left_where_somebody_says_so(site: Site) -> None:
    visitor = site.signed_in("sara")
    uploaded(visitor, made(), "crossing.docx")
    answered(visitor, tracked="accepted", comments="left")
    agreed(visitor)
    assert [each.kind for each in notices()] == [NoticeKind.LEFT_OUT]


def test_the_words_of_the_file_can_be_changed_by_hand(site: Site) -> None:
    visitor = site.signed_in("sara")
    uploaded(visitor, made(tracked=False, comment=False, table=False), "crossing.docx")
    page = visitor.post("/statements/new", {**hidden(visitor.page), "again": "1"}).text
    assert "States must not close the crossing at the river." in page


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (lambda: b"%PDF-1.7 x", "a.docx", ".docx"),
        (lambda: b"PK\x03\x04 nothing", "a.docx", "damaged"),
        (lambda: made()[:2000], "a.docx", "damaged"),
        (lambda: b"{\\rtf1 x}", "a.rtf", ".docx"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    site: Site, data: Callable[[], bytes], name: str, said: str
) -> None:
    visitor = site.signed_in("sara")
    answer = uploaded(visitor, data(), name)
    assert answer.status_code == 422
    assert said in answer.text
    assert not statements()

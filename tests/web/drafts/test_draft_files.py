"""The draft taken from a file: a further save, ids kept, tracked changes never taken unasked, nothing dropped."""

import io
from collections.abc import Iterator
from typing import Any

import docx
import pytest
from sqlalchemy import Engine, select

from tests.decisions import every
from tests.web.house import House, hidden, house_of, words
from tests.web.items.test_returned_texts import change
from workflow import database as record
from workflow.config import Settings
from workflow.models.import_notice import ImportNotice
from workflow.models.version import Draft
from workflow.rules.drafts.import_notices import NoticeKind
from workflow.services.consultation import consulting


def made(house: House, *, tracked: bool = True, comment: bool = True) -> bytes:
    """The draft as a file of Word that somebody worked on."""
    text = docx.Document()
    text.add_heading("On open rivers", 1)
    for block in house.room.blocks(1):
        text.add_paragraph(block.text.replace("**", "").replace("_", ""))
    if tracked:
        change(text, "twice", "thrice")
    if comment:
        text.add_comment(text.paragraphs[2].runs, text="Since when?", author="Amina R.")
    kept = io.BytesIO()
    text.save(kept)
    return kept.getvalue()


def drafts() -> list[Draft]:
    with record.reading() as session:
        return list(session.scalars(select(Draft).order_by(Draft.id)))


def send(house: House, data: bytes, name: str = "draft.docx", who: str = "sara", **fields: Any) -> Any:
    visitor = house.visitor(who)
    page = visitor.get(f"{house.address}/draft/file").text
    given = {
        **hidden(page),
        **_serial(page),
        "comments": "kept",
        "file": (io.BytesIO(data), name),
        "asked": "1",
        **fields,
    }
    return visitor.post(f"{house.address}/draft/file", given)


def _serial(page: str) -> dict[str, str]:
    tag = page[: page.index('name="serial"')].rindex("<input")
    return {"serial": page[tag:].partition('value="')[2].partition('"')[0]}


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is over, whose draft goes on."""
    with house_of(settings) as opened:
        opened.room.do("sara", consulting.close_consultation)
        yield opened


def test_the_draft_has_the_text_of_the_file_and_its_paragraphs_keep_their_ids(house: House) -> None:
    before = drafts()[-1]
    assert send(house, made(house), tracked="accepted").status_code == 303
    after = drafts()[-1]
    assert after.serial == before.serial + 1
    kept = {block.id for block in before.blocks} & {block.id for block in after.blocks}
    assert len(kept) == len(before.blocks)
    assert any("thrice" in block.text for block in after.blocks)
    (notice,) = every(ImportNotice)
    assert (notice.kind, notice.author) == (NoticeKind.COMMENT, "Amina R.")
    assert notice.block in {block.id for block in after.blocks}


def test_tracked_changes_are_asked_about_and_the_file_is_kept_for_the_answer(house: House) -> None:
    count = len(drafts())
    visitor = house.visitor("sara")
    page = visitor.get(f"{house.address}/draft/file").text
    fields = {**hidden(page), **_serial(page)}
    answer = visitor.post(f"{house.address}/draft/file", {**fields, "file": (io.BytesIO(made(house)), "draft.docx")})
    assert answer.status_code == 200
    said = words(answer.text)
    assert all(each in said for each in ("2 tracked changes", "deleted twice", "inserted thrice", "Since when?"))
    assert len(drafts()) == count
    held = answer.text.partition('name="held"')[2].partition('value="')[2].partition('"')[0]
    assert held
    chosen = {"held": held, "name": "draft.docx", "asked": "1"}
    refused = visitor.post(f"{house.address}/draft/file", {**fields, **chosen})
    assert refused.status_code == 422 and "Say how the tracked changes are taken." in words(refused.text)
    again = visitor.post(f"{house.address}/draft/file", {**fields, **chosen, "tracked": "refused"})
    assert again.status_code == 303
    assert any("twice" in block.text for block in drafts()[-1].blocks)


def test_a_file_that_cannot_be_read_and_an_older_page_change_nothing(house: House) -> None:
    count = len(drafts())
    assert send(house, b"PK\x03\x04 nothing").status_code == 422
    assert send(house, made(house), tracked="accepted", serial="0").status_code == 409
    assert len(drafts()) == count


def test_who_does_not_write_finds_no_such_page(house: House) -> None:
    assert house.visitor("dana").get(f"{house.address}/draft/file").status_code == 404


def test_comments_on_a_text_that_nobody_changed_wait_beside_the_draft_once(house: House) -> None:
    send(house, made(house, tracked=False, comment=False))
    count = len(drafts())
    for _ in range(2):
        assert send(house, made(house, tracked=False)).status_code == 303
        (notice,) = every(ImportNotice)
        assert "Since when?" in notice.words and notice.block
    assert len(drafts()) == count

"""What the forms of items say: who reads a reply, where a paragraph goes, what is missing, who is asked again."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests import posting
from tests.web.house import House, element, hidden, house_of, words
from workflow import app
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Item
from workflow.rules.items.kinds import ItemKind
from workflow.services.items import revising, supporting
from workflow.web.items.kinds import kind_with_reference
from workflow.web.shared import locale

SAID: dict[str, Any] = {"version": 1, "language": "en"}
BANDS = (("\nins,del", r"100% ([\d.]+)em"), (r"\.say", r"line-height:([\d.]+)"))


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


def form(house: House, at: int | None, **asked: str) -> str:
    """The address of the form for the block at that place of the text; None: of the whole text."""
    about = {} if at is None else {"paragraph": house.room.blocks(1)[at].id}
    return f"{house.address}/items/new?" + "&".join(f"{name}={value}" for name, value in {**about, **asked}.items())


def items() -> list[Item]:
    with record.reading() as session:
        return list(session.scalars(select(Item).order_by(Item.id)))


def test_a_reply_s_form_says_truly_who_reads_it(house: House) -> None:
    for private in (True, False):
        house.room.do("dana", posting.post_comment, body="Hear us.", private=private, **SAID)
    for who, item, said in (
        ("dana", "C1", "Only your organisation and the penholders can read this."),
        ("sara", "C1", "Only that organisation and the penholders can read the reply."),
        ("dana", "C2", "Your reply Everyone who takes part can read this."),
        (
            "sara",
            "C2",
            "the organisation that made the comment or amendment. Everyone who takes part can read the reply.",
        ),
    ):
        page = words(house.visitor(who).get(f"{house.address}/items/{item}/replies").text)
        assert said in page
        assert ("Everyone who takes part" in page) is (item == "C2")


def test_that_something_was_kept_as_a_draft_stays_its_organisation_s_own_after_it_was_sent(house: House) -> None:
    kept = house.room.do("dana", posting.post_comment, body="Hear us.", keep=True, **SAID)
    house.room.do("dana", revising.send_kept, item=kept.id, version=1)
    for who, told in (("dilip", True), ("nadia", False), ("sara", False)):
        history = house.visitor(who).get(f"{house.address}/history").text
        assert ("was saved as a draft" in history) is told
        assert "C1" in history


def test_no_place_is_chosen_for_a_paragraph_and_its_own_is_not_offered(house: House) -> None:
    nadia, blocks = house.visitor("nadia"), house.room.blocks()
    move = form(house, 2, kind="move")
    page = nadia.get(move).text
    offered = page[page.index('id="after"') :].split("</select>")[0]
    assert offered.index('<option value="-">') == offered.index("<option")
    assert "selected" not in offered
    assert [block.id for block in blocks if f'value="{block.id}"' in offered] == [blocks[0].id, blocks[3].id]
    for address in (move, form(house, None, kind="addition")):
        facts = {"proposal": "New words.", "body": "Because.", "language": "en"}
        answer = house.send(nadia, address, **facts, after="-")
        assert "Choose where the paragraph should go." in words(answer.text)
    assert not items()
    moved = {"body": "Because.", "language": "en", "after": blocks[3].id}
    assert house.send(nadia, move, **moved).status_code == 303


@pytest.mark.parametrize(
    ("page", "at", "facts", "said"),
    [
        ("items/new?kind=addition", None, {"proposal": "", "after": ""}, "Write the new paragraph."),
        ("items/new?kind=title", None, {"proposal": ""}, "Write the title that you propose."),
        ("amendments/new?", 3, {"edited": " "}, "To remove the whole paragraph, propose its removal."),
    ],
)
def test_forgotten_words_are_asked_for_by_what_they_are(
    house: House, page: str, at: int | None, facts: dict[str, str], said: str
) -> None:
    fields = {**facts, "body": "Because.", "reason": "Because.", "language": "en"}
    about = "" if at is None else f"&paragraph={house.room.blocks(1)[at].id}"
    answer = house.send(house.visitor("nadia"), f"{house.address}/{page}{about}", **fields)
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert ">\nBecause.</textarea>" in answer.text.replace("\r", "")
    assert not items()


def test_who_changes_a_supported_amendment_is_told_before_and_after_that_supporters_are_asked_again(
    house: House,
) -> None:
    facts = {**SAID, "kind": ItemKind.REPLACE, "block": house.room.blocks()[3].id, "words": "difficult"}
    house.room.do("dana", posting.propose_amendment, proposal="hard", reason="It is.", **facts)
    house.room.do("nadia", supporting.support, item="A1")
    dana, edit = house.visitor("dana"), f"{house.address}/amendments/A1/edit"
    assert "1 organisation supports this amendment. If you change what the amendment asks for" in words(
        dana.get(edit).text
    )
    fields = {"edited": "This is a harsh moment for the Court of Waters.", "reason": "It is.", "language": "en"}
    assert house.send(dana, edit, **fields).status_code == 303
    page = dana.get(f"{house.address}?open=A1").text
    assert "1 organisation supported an earlier wording and was asked again" in words(page)
    assert "supports this amendment" not in dana.get(edit).text
    house.room.do("nadia", supporting.support, item="A1")
    assert "supported it before" not in element(dana.get(f"{house.address}?open=A1").text, "a1")


def test_characters_that_nobody_sees_are_named_with_their_place_and_taken_out_by_sending_again(house: House) -> None:
    nadia, address = house.visitor("nadia"), form(house, None)
    pasted = "the \u202eriver, \u202bمياه النهر\u202c"
    answer = house.send(nadia, address, kind="comment", body=pasted, language="ar")
    assert answer.status_code == 422
    said = words(answer.text).replace("\u2068", "").replace("\u2069", "")
    assert "The text contains 3 invisible characters that change how the text is read" in said
    assert "U+202E between “the” and “river,”, U+202B between “river,” and “مياه”, U+202C after “النهر”" in said
    assert 'name="clean" value="1" checked' in answer.text
    fields = {**hidden(answer.text), "kind": "comment", "body": pasted, "language": "ar"}
    assert nadia.post(address, fields).status_code == 422
    assert nadia.post(address, {**fields, "clean": "1"}).status_code == 303
    assert items()[0].body == "the river, مياه النهر"


def test_the_band_of_a_change_is_lower_than_a_line_so_that_it_covers_no_letters_above() -> None:
    styles = Path(app.__file__).with_name("static").joinpath("app.css").read_text("utf-8")
    band, line = (re.search(rf"{rule}\{{[^}}]*{value}", styles) for rule, value in BANDS)
    assert band and line and float(band[1]) < float(line[1])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "<bdi>C1</bdi> Comment"),
        ("fr", "Commentaire <bdi>C1</bdi>"),
        ("es", "Comentario <bdi>C1</bdi>"),
        ("ar", "تعليق <bdi>C1</bdi>"),
    ],
)
def test_kind_and_reference_stand_in_the_order_of_the_language(house: House, language: str, said: str) -> None:
    house.room.do("dana", posting.post_comment, body="Hear us.", **SAID)
    with house.app.test_request_context():
        locale.speak(language, "UTC")
        assert kind_with_reference(items()[0]) == said

"""Base texts, agreed language, labels of versions and the handling mark, as pages and mails show them."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from tests import calls
from tests.decisions import adopt, delivery, fan_out_all, on_the_table
from tests.rooms import Room
from tests.web.house import House, house_of
from workflow import database as record
from workflow import emails
from workflow.config import Settings
from workflow.models.statement import OpenedParagraph, Statement
from workflow.rules.notifications.events import EventKind
from workflow.rules.shared.labels import Labelling
from workflow.rules.statements.handling import Handling
from workflow.services.statements import versions

NEW = {"language": "", "procedure": "ordinary", "voice": "coalition", "words_a_minute": "130", "form_token": "t"}
MARK = "for all members of the coalition; not for circulation"


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with its first consultation open, its versions called Zero draft and Rev., for all members."""
    with house_of(settings) as made:
        made.room.do("sara", calls.change_settings, labelling=Labelling.ZERO_DRAFT, handling=Handling.MEMBERS)
        yield made


@pytest.fixture
def new(house: House) -> House:
    """The house at work on a statement that starts from the adopted one."""
    on_the_table(house.room)
    adopt(house.room)
    sara, base = house.visitor("sara"), house.room.key
    sara.get("/statements/new")
    assert sara.post("/statements/new", {**NEW, "base": base}).status_code == 200
    fields = {
        **NEW,
        "language": "en",
        "base": base,
        "text": _text(sara.page),
        "name": "base.md",
        "title": "On open rivers",
    }
    made = sara.post("/statements/new/joins", fields)
    assert made.status_code == 303, made.text
    room = house.room
    return House(
        Room(room.clock, made.headers["Location"][-10:], room.people, room.organisations), house.app, house.base
    )


def _text(page: str) -> str:
    return html.unescape(page.split('name="text" value="')[1].split('"')[0])


def _page(house: House, path: str = "", name: str = "sara") -> str:
    answer = house.visitor(name).get(f"{house.address}{path}")
    assert answer.status_code == 200, answer.text
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(answer.text)).split())


# -- labels and the mark


@pytest.mark.parametrize("path", ["", "/comments", "/history", "/decision", "/items/new?kind=comment&version=1"])
def test_every_page_of_a_draft_names_its_version_and_who_may_be_shown_it(house: House, path: str) -> None:
    page = _page(house, path, "dana")
    assert "zero draft" in page.lower() and MARK in page.lower()
    assert "version 1" not in page.lower()


def test_the_pages_of_an_adopted_text_bear_no_mark(house: House) -> None:
    on_the_table(house.room)
    adopt(house.room)
    assert MARK not in _page(house, "", "dana").lower()


def test_mails_name_the_version_and_the_mark(house: House) -> None:
    on_the_table(house.room)
    fan_out_all()
    with house.app.app_context(), record.transaction() as session:
        letter = emails.message_for(
            session, delivery("dana", EventKind.BALLOT_OPENED).id, house.app.config["COMMUNIQUE"]
        )
    for kind in ("plain", "html"):
        body = letter.message.get_body((kind,))
        assert body is not None and MARK in " ".join(body.get_content().lower().split())
        assert "“zero draft”" in body.get_content().lower()


def test_labels_and_mark_are_set_in_the_settings(house: House) -> None:
    sara = house.visitor("sara")
    shown = sara.filled(f"{house.address}/settings")
    fields = {**shown, "labelling": "drafts", "handling": "shared"}
    assert sara.post(f"{house.address}/settings", fields).status_code == 303
    assert house.room.statement().labelling is Labelling.DRAFTS
    page = _page(house)
    assert "Draft 1 · May be shared for comment outside the coalition" in page


# -- agreed language


def test_the_text_of_the_base_comes_in_and_all_of_it_is_agreed_language(new: House) -> None:
    assert _page(new).count("Agreed language") == len(_blocks(new))
    assert "Changes from the base text" in _page(new, "/draft")
    assert "Base text JS 2026/1" in _page(new, "/changes?from=base&to=draft")


def test_the_first_version_is_compared_with_the_base_text_and_the_room_leads_to_it(new: House) -> None:
    assert "Agreed language stays closed" in _page(new, "/consultation")
    assert "Changes from Base text JS 2026/1 to Draft" in new.visitor("sara").get(f"{new.address}/changes").text
    new.room.do("sara", calls.open_consultation, closes_at=new.room.clock.at + timedelta(days=2))
    changes = new.visitor("fred").get(f"{new.address}/changes").text
    assert "Changes from Base text JS 2026/1 to Version 1" in changes and "There is one text so far" not in changes
    room = new.visitor("fred").get(new.address).text
    assert re.search(rf'<dt>Base text</dt>\s*<dd>\s*<a href="/statements/(?!{new.room.key})[^"]+"', room)


def _blocks(house: House) -> list[str]:
    with record.reading() as session:
        statement = session.scalars(select(Statement).where(Statement.key == house.room.key)).one()
        return [block.id for block in versions.original(session, statement).blocks]


def test_a_paragraph_is_opened_on_its_page_and_the_text_says_who_and_why(new: House) -> None:
    block = _blocks(new)[2]
    path = f"{new.address}/agreed/{block}"
    sara = new.visitor("sara")
    sara.get(path)
    assert sara.post(path, {"reason": " "}).status_code == 422
    assert sara.post(path, {"reason": "The Court has ruled."}).status_code == 303
    page = _page(new)
    assert "Agreed language, opened" in page and "The Court has ruled." in page
    sara.get(path)
    again = sara.post(path, {"reason": "Another reason."})
    assert again.status_code == 409 and "Another reason." in again.text
    assert "Open the paragraph" not in again.text and "already open" in again.text
    assert "Agreed language was opened" in _page(new, "/history")


def test_a_save_of_agreed_language_without_a_reason_comes_back_with_its_words(new: House) -> None:
    sara = new.visitor("sara")
    sara.get(f"{new.address}/draft")
    fields = {"serial": "1", "title": "On open rivers", "occasion": "", "text": "Only this is left."}
    refused = sara.post(f"{new.address}/draft", fields)
    assert refused.status_code == 422
    assert "Only this is left." in refused.text and "agreed language" in refused.text
    saved = sara.post(f"{new.address}/draft", {**fields, "opening": "The Court has ruled."})
    assert saved.status_code == 303
    with record.reading() as session:
        assert len(session.scalars(select(OpenedParagraph)).all()) == 4


def test_a_member_may_comment_on_agreed_language_and_finds_no_way_to_amend_or_open_it(new: House) -> None:
    new.room.do("sara", calls.open_consultation, closes_at=new.room.clock.at + timedelta(days=2))
    block = _blocks(new)[2]
    fred = new.visitor("fred")
    page = fred.get(new.address).text
    ways = re.findall(rf'href="([^"]*paragraph={block}[^"]*)"', page)
    assert ways and all(f"/items/new?kind=comment&amp;paragraph={block}" in each for each in ways)
    assert "/agreed/" not in page
    assert "Agreed language" in _page(new, f"/items/new?kind=comment&version=1&paragraph={block}", "fred")
    assert fred.get(f"{new.address}/agreed/{block}").status_code == 404

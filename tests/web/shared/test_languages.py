"""What a reader finds in their own language: the room's text, the titles of lists, and the way to the original."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask_babel import force_locale
from sqlalchemy import Engine, select, update

import workflow
from tests import calls
from tests.decisions import delivery, fan_out_all
from tests.rooms import CLOSES
from tests.web.house import House, hidden, house_of, words
from tests.web.site import source
from workflow import database as record
from workflow.config import Settings
from workflow.emails import message_for
from workflow.models.person import Person
from workflow.models.version import Draft
from workflow.rules.notifications.events import EventKind
from workflow.services.consolidation import issuing
from workflow.services.consultation import consulting
from workflow.text.document import html as inline
from workflow.text.document import plain
from workflow.web.shared import locale

TITLE, OCCASION, ORIGINAL = "في الأنهار المفتوحة", "الجلسة العامة", "On open rivers"
FACES = Path(workflow.__file__).parent
PAGES = FACES / "templates"
ARABIC = ("سيداتي سادتي،", "ارتفع النهر مرتين.")
_SENTENCE = re.compile(r"\{%-?\s*trans\s.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
_ROUND = re.compile(r'(?:_|gettext|_l|N_n)\(\s*"([^"]*\brounds?\b(?!-up)[^"]*)"', re.IGNORECASE)
_GLUED = re.compile(r"(?:\}\}|%\}|</\w+>)[,;:!?] ?(?:\{|<|$)|(?:join\(|\")[,;] ?\"\)?\.?join", re.MULTILINE)


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """An open consultation on a text with an Arabic edition that lacks two paragraphs; Nadia reads Arabic."""
    with house_of(settings, opened=False) as here:
        with record.reading() as session:
            blocks = session.scalars(select(Draft.blocks)).one()[:2]
        arabic = [replace(block, text=text) for block, text in zip(blocks, ARABIC, strict=True)]
        facts = {"language": "ar", "serial": 0, "title": TITLE, "occasion": OCCASION, "blocks": arabic}
        here.room.do("sara", calls.save_draft, **facts)
        here.room.do("sara", calls.open_consultation, closes_at=CLOSES, guidance="")
        with record.transaction() as session:
            session.execute(update(Person).where(Person.id == here.room.people["nadia"]).values(language="ar"))
        yield here


def test_the_room_opens_in_the_readers_language_and_leads_to_the_original(house: House) -> None:
    nadia, dana = house.visitor("nadia"), house.visitor("dana")
    page = nadia.get(house.address).text
    assert f'<h1 lang="ar" dir="rtl">{TITLE}</h1>' in page and ARABIC[1] in page
    assert f'href="{house.address}?language=en"' in page
    assert f'href="{house.address}?language=ar&amp;version=1#p1"' in page, "a link to a paragraph is to these words"
    assert ORIGINAL in nadia.get(f"{house.address}?language=en").text, "an address that names a language keeps it"
    english = dana.get(house.address).text
    assert f'<h1 lang="en" dir="ltr">{ORIGINAL}</h1>' in english and "Note on the translation" not in english
    told = words(dana.get(f"{house.address}?version=1&language=ar").text)
    assert "This is the translation in Arabic ; the original is in English ." in told
    assert "2 paragraphs are not translated yet." in told


def test_the_room_says_of_the_newest_version_that_its_translation_is_behind(house: House) -> None:
    room, dana = house.room, house.visitor("dana")
    assert "out of date" not in words(dana.get(f"{house.address}?language=ar").text)
    room.do("sara", consulting.close_consultation)
    block = room.blocks()[1].id
    room.do("sara", calls.save_paragraph, language="en", serial=1, block=block, text="The river has fallen.")
    room.do("sara", issuing.issue_version)
    said = "1 paragraph is out of date: the original has changed since the translation ."
    assert said in words(dana.get(f"{house.address}?language=ar").text)
    for other in ("?language=en", "?language=ar&version=1"):
        assert "out of date" not in words(dana.get(house.address + other).text)


def test_an_item_from_a_translation_is_written_beside_the_original_and_about_its_words(house: House) -> None:
    nadia, block = house.visitor("nadia"), house.room.blocks()[1]
    room = nadia.get(house.address).text
    path = f"{house.address}/amendments/new?paragraph={block.id}&version=1"
    assert html.escape(path) in room and "select-words" not in room.split("<script")[0]
    form = source(nadia.get(path).text)
    assert (
        source(f'lang="ar" dir="rtl"><p>{ARABIC[1]}</p>') in form
        and (tag := re.search(r'(<textarea[^>]*name="edited"[^>]*>)\s*([^<]*)', form)) is not None
        and 'lang="en"' in tag[1]
        and tag[2] == plain(block.text)
    )
    assert 'id="edited-hint"' in form, "it says in which language to write"
    facts = {**hidden(form), "reason": "Better.", "language": "ar"}
    made = plain(block.text).replace("this year", "this spring")
    assert nadia.post(path, {**facts, "edited": made}).status_code == 303
    assert (house.room.item("A1").quote, house.room.item("A1").proposal) == ("year", "spring")
    comment = f"{house.address}/items/new?kind=comment&paragraph={block.id}&version=1"
    form = source(nadia.get(comment).text)
    assert (
        source(f'lang="ar" dir="rtl"><p>{ARABIC[1]}</p>') in form
        and source(f'lang="en" dir="ltr"><p>{inline(block.text)}</p>') in form
    )
    facts = {**hidden(form), "where": "words", "body": "Better.", "language": "ar"}
    refused = nadia.post(comment, {**facts, "words": ARABIC[1]})
    assert refused.status_code == 422 and ARABIC[1] in refused.text, "words of a translation are found nowhere"
    assert nadia.post(comment, {**facts, "words": "this year"}).status_code == 303
    assert house.room.item("C1").quote == "this year"


def test_consolidation_list_and_frame_show_the_title_that_the_reader_reads(house: House) -> None:
    nadia, dana = house.visitor("nadia"), house.visitor("dana")
    for page in ("/home", "/statements", "/statements?q=المفتوحة", f"{house.address}/comments"):
        assert f'lang="ar" dir="rtl">{TITLE}<' in source(nadia.get(page).text), page
        assert page == "/home" or f'lang="ar" dir="rtl">{OCCASION}<' in source(nadia.page)
        assert TITLE not in dana.get(page).text
    assert f'lang="en" dir="ltr">{ORIGINAL}<' in source(dana.get("/home").text)


def test_a_mail_has_the_title_that_its_recipient_reads_and_its_subject_begins_in_their_direction(
    house: House, settings: Settings
) -> None:
    fan_out_all()
    for name, own, title, start in (
        ("nadia", "أصوات النهر", TITLE, "\u200fJS "),
        ("dana", "Delta Observatory", ORIGINAL, "JS "),
    ):
        with house.app.app_context(), record.transaction() as session:
            sent = message_for(session, delivery(name, EventKind.CONSULTATION_OPENED).id, settings).message
        body = sent.get_body(("plain",))
        page = sent.get_body(("html",))
        assert page and f"<bdi>{own}</bdi>" in page.get_content()
        assert body and body.get_content().startswith(start.removesuffix("JS ")) and title in body.get_content()
        assert sent["Subject"].startswith(start)


def test_no_page_or_mail_puts_a_comma_or_colon_of_one_language_between_its_pieces() -> None:
    sources = [*PAGES.rglob("*.html"), *PAGES.rglob("*.txt"), *FACES.rglob("refusals.py")]
    glued = [
        f"{path.name}: {found[0]}" for path in sources for found in _GLUED.finditer(_SENTENCE.sub("", path.read_text()))
    ]
    assert not glued


def test_readers_are_told_of_consultations_and_never_of_rounds() -> None:
    sources = [*PAGES.rglob("*.html"), *PAGES.rglob("*.txt"), *FACES.rglob("*.py")]
    assert not [said for path in sources for said in _ROUND.findall(path.read_text())]


def test_lists_in_arabic_have_the_comma_of_arabic(house: House) -> None:
    with house.app.test_request_context():
        for language, comma in (("ar", "،\N{RIGHT-TO-LEFT MARK}"), ("fr", ",")):
            with force_locale(language):
                assert locale.join_words(["A1", "A2"]) == locale.join_markup(["A1", "A2"]) == f"A1{comma} A2"

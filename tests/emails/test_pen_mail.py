"""The mail of a pen that changed hands: who did it, from whom to whom, and what it means for its reader."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, update

from tests.decisions import fan_out_all
from tests.emails.house import House, parts
from tests.rooms import furnished_open
from tests.services.statements.test_pens import key, write
from workflow import database as record
from workflow.app import create_app
from workflow.config import Settings
from workflow.models.label import Label
from workflow.models.person import Person
from workflow.models.statement import TakingPart
from workflow.rules.notifications.events import EventKind
from workflow.services.statements import changing_settings

PEN = EventKind.PEN_HANDED_OVER


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """An open consultation; Lucie and Elena (of a protected organisation) have written to the penholder only."""
    app = create_app(settings)
    with furnished_open() as room:
        write(room, "lucie", private=True)
        write(room, "elena", private=True)
        with record.transaction() as session:
            session.execute(update(Person).values(language="en"))
        yield House(room, app, settings)


def said(house: House, who: str) -> tuple[str, str, str]:
    """Subject, text and page of the mail to that person."""
    fan_out_all()
    message = house.letter(who, PEN).message
    text, html = parts(message)
    return str(message["Subject"]), " ".join(text.split()), html


def test_it_says_who_took_the_pen_from_whom_for_whom_and_when(house: House) -> None:
    house.room.do("sol", changing_settings.hand_over_pen, to=[key(house.room, "fen")])
    for who in ("sara", "fred", "lucie"):
        subject, text, html = said(house, who)
        assert subject == "JS 2026/1: the penholders have changed"
        for words in ("Handed over by: Secretariat", "When: Mon 2 Mar, 09:00", "Penholder before: Secretariat"):
            assert words in text
        assert "Penholder from then on: Fenland Water Society" in text
        assert "Fenland Water Society" in html and "Penholder before:" in html


def test_each_is_told_what_it_means_for_them_and_no_private_word_stands_in_a_subject(house: House) -> None:
    house.room.do("sol", changing_settings.hand_over_pen, to=[key(house.room, "fen")])
    new, former, author = (said(house, who) for who in ("fred", "sara", "lucie"))
    assert "You are drafting this statement now, and can read what was sent to the penholder only." in new[1]
    assert "You are no longer drafting this statement" in former[1]
    reads = "Your organisation sent this to the penholder only; the new penholder reads it too:"
    assert f"{reads} C1" in author[1] and "C2" not in author[1]
    assert "You " not in author[1].split(reads)[0].split("Penholder from")[1]
    assert not any("C1" in subject or "Between" in text for subject, text, _ in (new, former, author))


def test_a_protected_penholder_is_a_label_and_the_hour_is_left_out(house: House) -> None:
    house.room.do("sol", changing_settings.hand_over_pen, to=[key(house.room, "estero")])
    with record.reading() as session:
        code = session.get_one(Label, (house.room.statement().id, house.room.organisations["estero"])).code
    for who in ("sara", "lucie"):
        _, text, html = said(house, who)
        assert f"Penholder from then on: Member organisation {code}" in text
        assert "Estero" not in text + html and "Elena" not in text + html
        assert "When: 2 March 2026 " in text
    assert "Vigías del Estero (" in said(house, "elena")[1], "its own people are told its name, and whose hand it is"


def test_a_former_penholder_who_may_not_see_the_statement_gets_neither_title_nor_a_dead_link(house: House) -> None:
    room = house.room
    with record.transaction() as session:
        session.delete(session.get_one(TakingPart, (room.statement().id, room.organisations["fen"])))
    room.do("sara", changing_settings.hand_over_pen, to=[key(room, "fen")])
    room.do("sara", changing_settings.hand_over_pen, to=[key(room, "sara")])
    subject, text, html = said(house, "fred")
    title = room.statement().title
    assert "JS 2026/1" in subject
    assert title not in text + html and room.key not in text + html
    assert "/home" in text
    assert title in said(house, "lucie")[1]

"""Mails: what each says, to whom alone, and what none of them ever holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.clashing import HOUR, agree_on_common_words, shown
from tests.decisions import adopt, delivery, every, fan_out_all, newest, on_the_table, publication_claim, refuse
from tests.desks import CRITICAL, answer, issue, send
from tests.rooms import CLOSES, Room, furnished_open
from workflow import database as record
from workflow import emails
from workflow.app import create_app
from workflow.config import LANGUAGES, Settings
from workflow.models.event import Delivery
from workflow.models.item import Item
from workflow.models.organisation import Organisation
from workflow.models.person import Link, Person
from workflow.models.statement import Statement
from workflow.rules.delivery import Outcome, Verdict
from workflow.rules.events import AUDIENCES, Audience, EventKind
from workflow.services import (
    commenting,
    consulting,
    deciding,
    drafting,
    joining,
    publishing,
    reopening,
    silence,
    supporting,
)
from workflow.services.choosing import SECRETARIAT
from workflow.services.record import new_key, recorded

TOLD = [kind for kind in EventKind if AUDIENCES[kind] is not Audience.NOBODY]


@dataclass
class House:
    """A room and the application that writes its mails."""

    room: Room
    app: Flask
    settings: Settings

    def letter(self, name: str, kind: EventKind) -> emails.Letter:
        """The mail of the newest event of that kind to that person."""
        return self.of(delivery(name, kind).id)

    def of(self, delivery_id: int) -> emails.Letter:
        """The mail of one delivery."""
        with self.app.app_context(), record.transaction() as session:
            return emails.message_for(session, delivery_id, self.settings)

    def all(self) -> list[tuple[Delivery, emails.Letter]]:
        """Every mail that is owed."""
        fan_out_all()
        return [(row, self.of(row.id)) for row in every(Delivery)]


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The furnished room with its first round open, on each database."""
    app = create_app(settings)
    with furnished_open() as room:
        yield House(room, app, settings)


def _whole_life(house: House) -> None:
    """A statement from its round to its publication and another one's end, with every kind of mail on the way."""
    room = house.room
    room.do("sara", consulting.extend_round, closes_at=CLOSES + timedelta(days=1), reason="One day more.")
    send(room, by="dana", comment="How high?", paragraph=1)
    send(room, by="elena", comment="How deep?", paragraph=2)
    room.do("elena", commenting.post_reply, item="C1", body="Two metres.", language="es")
    send(room, by="sara", comment="How long?", paragraph=2)
    room.do("elena", commenting.post_reply, item="C3", body="Two weeks.", language="es")
    room.do("sara", silence.remind_silent)
    room.do("sara", drafting.hand_over_pen, to=[SECRETARIAT])
    room.do("sara", consulting.close_round, reason="All have written.")
    later = CLOSES + timedelta(days=1)
    room.do("sara", reopening.reopen_round, closes_at=later, reason="Two could not sign in.")
    send(room, **CRITICAL)
    _reword(room)
    send(room, **HOUR)
    room.do("sara", consulting.close_round)
    answer(room, "C1", "noted", reason="Said elsewhere.")
    answer(room, "C2", "noted", reason="Said elsewhere.")
    answer(room, "C3", "noted", reason="Said elsewhere.")
    agree_on_common_words(room)
    answer(room, "A3", "noted")
    shown(room)
    issue(room, carry_over=True)
    _ballot(room)
    room.clock.pass_by(days=2, hours=12)
    with record.transaction() as session:
        deciding.remind_next(session)
    refuse(room)
    _ballot(room)
    adopt(room)
    _publish()
    with record.transaction() as session:
        joining.request_reset(session, "dana@delta.example")
        recorded(session, EventKind.PASSWORD_CHANGED, data={"person": room.people["fred"]})
        recorded(session, EventKind.PERSON_INVITED, data={"person": _invited(room, session).id})
        ended = session.scalars(select(Statement)).one()
        recorded(session, EventKind.STATEMENT_GIVEN_UP, statement=ended)


def _reword(room: Room) -> None:
    """The first amendment is supported, and its words are changed."""
    room.do("lucie", supporting.support, item="A1")
    with record.reading() as session:
        first = session.scalars(select(Item).where(Item.change.is_not(None), Item.number == 1)).one()
    sign = {"seen": commenting.sign(first), "version": 1, "language": "en"}
    room.do("dana", commenting.edit_item, item="A1", body=first.body, proposal=f"very {first.proposal}", **sign)


def _invited(room: Room, session: Session) -> Person:
    house = room.organisations["fen"]
    person = Person(key=new_key(), email="iris@fen.example", organisation_id=house, invited_at=room.clock.at)
    session.add(person)
    session.flush()
    return person


def _ballot(room: Room) -> None:
    closes_at = room.clock.at + timedelta(days=3)
    room.do("sara", deciding.open_ballot, version=2, languages=["en"], closes_at=closes_at)


def _publish() -> None:
    made = publication_claim()
    assert made is not None
    with record.transaction() as session:
        publishing.record(session, made, Outcome(Verdict.SENT))


def _parts(message: EmailMessage) -> tuple[str, str]:
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()


def _links(message: EmailMessage) -> set[str]:
    text, html = _parts(message)
    return {*re.findall(r"https?://\S+", text), *re.findall(r'href="([^"]*)"', html)}


def test_every_kind_becomes_a_mail_for_one_person_in_two_forms(house: House) -> None:
    _whole_life(house)
    kinds = set()
    for row, letter in house.all():
        with record.reading() as session:
            person = session.get_one(Person, row.person_id)
        kinds.add(_kind(row))
        message = letter.message
        assert letter.recipient == person.email
        assert [str(address) for address in message["To"].addresses] == [person.email]
        assert message["Cc"] is message["Bcc"] is message["Reply-To"] is None
        text, html = _parts(message)
        assert f'lang="{message["Content-Language"]}"' in html
        assert message["Content-Language"] == person.language
        assert all(len(line) <= 72 or "://" in line for line in text.splitlines())
    assert kinds == set(TOLD)


def _kind(row: Delivery) -> EventKind:
    from workflow.models.event import Event

    with record.reading() as session:
        return session.get_one(Event, row.event_id).kind


def test_no_mail_holds_a_protected_name_but_those_to_itself(house: House) -> None:
    """Not even those to the secretariat: what lies in a mailbox is passed on."""
    _whole_life(house)
    seen = 0
    for row, letter in house.all():
        raw = "".join((*_parts(letter.message), *(str(value) for value in letter.message.values())))
        with record.reading() as session:
            knows = session.get_one(Person, row.person_id).organisation_id == house.room.organisations["estero"]
        assert ("Estero" in raw or "estero" in raw) <= knows
        seen += "Estero" in raw
    assert seen


def test_headers_tell_nothing_of_the_machine_or_the_person(house: House) -> None:
    fan_out_all()
    row = delivery("dana", EventKind.ROUND_OPENED)
    message = house.letter("dana", EventKind.ROUND_OPENED).message
    assert message["Message-ID"] == f"<{row.message_id}@localhost.localdomain>"
    assert re.fullmatch(r"[0-9a-f]{32}", row.message_id)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"].addresses[0].addr_spec == house.settings.mail_from
    told = " ".join(f"{name}: {value}" for name, value in message.items() if name not in ("To", "From"))
    assert not re.search("dana|delta|river", told, re.IGNORECASE)


def test_each_try_is_the_same_mail(house: House) -> None:
    fan_out_all()
    first, second = (house.letter("lucie", EventKind.ROUND_OPENED).message for _ in range(2))
    assert first["Message-ID"] == second["Message-ID"]
    assert _parts(first) == _parts(second)


def test_every_link_is_ours_and_no_mail_loads_anything(house: House) -> None:
    _whole_life(house)
    for _row, letter in house.all():
        html = _parts(letter.message)[1]
        assert all(each.startswith(f"{house.settings.base_url}/") for each in _links(letter.message))
        assert not re.search(r"<(?:img|link|script|iframe)\b|\burl\(|@import|\bsrc=", html)


def test_a_robot_that_opens_every_link_changes_nothing(house: House) -> None:
    _whole_life(house)
    letters = house.all()
    before = _everything()
    browser = house.app.test_client(use_cookies=False)
    for _row, letter in letters:
        for each in _links(letter.message):
            for method in ("GET", "HEAD"):
                answer_ = browser.open(each.removeprefix(house.settings.base_url), method=method)
                assert answer_.status_code in (200, 302, 303, 404), each
    assert _everything() == before


def _everything() -> dict[str, list[object]]:
    """Every row of every table but those of browsers' own sessions and of the limits."""
    from workflow.models import Base

    with record.reading() as session:
        tables = [table for table in Base.metadata.sorted_tables if table.name not in ("sign_in", "limit_count")]
        return {table.name: sorted(map(repr, session.execute(select(table)).all())) for table in tables}


def test_an_invitation_and_a_reset_carry_a_link_that_works_once(house: House) -> None:
    with record.transaction() as session:
        joining.request_reset(session, "dana@delta.example")
    fan_out_all()
    (link,) = {each for each in _links(house.letter("dana", EventKind.PASSWORD_FORGOTTEN).message) if "/reset/" in each}
    token = link.rpartition("/")[2]
    assert token not in "".join(row.token_hash for row in every(Link))
    with record.transaction() as session:
        assert joining.reset_password(session, token, password="nine long rivers run").name == "Dana"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_readers_language_and_keeps_the_readers_clock(house: House, language: str) -> None:
    with record.transaction() as session:
        person = session.get_one(Person, house.room.people["fred"])
        person.language, person.time_zone = language, "Asia/Kolkata"
    fan_out_all()
    message = house.letter("fred", EventKind.ROUND_OPENED).message
    text, html = _parts(message)
    assert "14:30" in message["Subject"]  # 09:00 in UTC
    assert message["Subject"].startswith(
        {"ar": "\u200fJS 2026/1: ", "fr": "JS 2026/1\u00a0: "}.get(language, "JS 2026/1: ")
    )
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html.partition("<body>")[0]
    assert "%(" not in text + html


def test_the_arithmetic_is_the_reason_why_it_was_not_adopted(house: House) -> None:
    on_the_table(house.room)
    refuse(house.room)
    fan_out_all()
    text, html = _parts(house.letter("sara", EventKind.STATEMENT_NOT_ADOPTED).message)
    for said in ("too few positions in favour", "of 3 took a position", "2 were needed", "0 of the "):
        assert said in " ".join(text.split())
        assert said in html
    assert "Not these words" not in text  # the reasons of positions are read on the page, by those who may


def test_what_became_of_each_item_is_told_with_its_reason_to_its_own_organisation_alone(house: House) -> None:
    _whole_life(house)
    fan_out_all()
    text = _parts(house.letter("dilip", EventKind.VERSION_ISSUED).message)[0]
    assert "C1 - Noted" in text
    assert "Said elsewhere." in text
    assert "C2" not in text
    assert "How deep" not in text


def test_a_late_mail_says_what_is_true_when_it_goes_out(house: House) -> None:
    house.room.do("sara", consulting.close_round)
    fan_out_all()
    message = house.letter("dana", EventKind.ROUND_OPENED).message
    assert "was open until" in message["Subject"]
    assert "comment on it" not in _parts(message)[0]


def test_a_mail_about_a_round_closed_early_says_when_it_closed_and_what_is_possible_still(house: House) -> None:
    house.room.do("sara", consulting.close_round, reason="All have written.")
    fan_out_all()
    for said in _parts(house.letter("dana", EventKind.ROUND_CLOSED).message):
        words = " ".join(said.split())
        assert "It was closed on Mon 2 Mar 2026, 09:00, before its deadline of Wed 4 Mar 2026, 09:00." in words
        assert "A late comment can still be sent" in words and "All have written." in words


def test_a_reply_comes_with_the_item_that_it_answers_and_says_who_may_see_a_private_one(house: House) -> None:
    send(house.room, by="dana", paragraph=2, words="on states", proposal="")
    house.room.do("lucie", commenting.post_reply, item="A1", body="Which?", language="en")
    fan_out_all()
    for said in _parts(house.letter("dana", EventKind.REPLY_POSTED).message):
        words = " ".join(re.sub(r"<[^>]+>", " ", said).split())
        assert "Your amendment:" in words and "Proposed: to take these words out: on states" in words
        assert "For the organisations that take part; not for circulation" in words
    with record.transaction() as session:
        session.scalars(select(Item)).one().private = True
    text, page = _parts(house.letter("dana", EventKind.REPLY_POSTED).message)
    for said in (text, page):
        assert "For the organisation whose item it is and the penholders" in " ".join(said.split())
        assert "For the organisations that take part" not in " ".join(said.split())


def test_a_mail_about_changed_words_quotes_those_of_the_text(house: House) -> None:
    send(house.room, **CRITICAL)
    _reword(house.room)
    fan_out_all()
    words = " ".join(_parts(house.letter("lucie", EventKind.AMENDMENT_REWORDED).message)[0].split())
    assert "Words of the text: difficult Words proposed before: critical Words proposed now: very critical" in words


def test_words_of_members_are_words_in_a_mail(house: House) -> None:
    send(house.room, by="dana", comment="How high?", paragraph=1)
    body = "<b>{{ 7 * 7 }}</b> %(name)s {0.__class__}"
    house.room.do("lucie", commenting.post_reply, item="C1", body=body, language="fr")
    fan_out_all()
    text, html = _parts(house.letter("dana", EventKind.REPLY_POSTED).message)
    assert body in text
    assert "&lt;b&gt;{{ 7 * 7 }}&lt;/b&gt; %(name)s {0.__class__}" in html


LINE_ENDS = st.sampled_from(["\r", "\n", "\r\n", "\r\nBcc: x@example.org\r\n", "\x85", "\u2028", "\0"])


@given(st.text(max_size=8), LINE_ENDS, st.text(max_size=8))
@pace(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_line_end_in_any_value_adds_no_header(house: House, before: str, end: str, after: str) -> None:
    evil = f"{before}{end}{after}".encode("utf-8", "ignore").decode().replace("\0", "")
    with record.transaction() as session:
        session.get_one(Statement, newest(Statement).id).title = evil
        session.get_one(Organisation, house.room.organisations["delta"]).name = evil
        session.get_one(Statement, newest(Statement).id).prefix = evil[:12]
    fan_out_all()
    try:
        message = house.letter("dana", EventKind.ROUND_OPENED).message
    except ValueError:
        return
    headers = message.as_bytes().partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0] for line in headers.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert sorted(names) == sorted(name.encode() for name in message)
    assert b"Bcc" not in names

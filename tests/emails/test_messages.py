"""Mails: what each says, to whom alone, and what none of them ever holds."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
from flask import Flask
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from tests.conflicts import HOUR, agree_on_common_words, shown
from tests.consolidations import CRITICAL, answer, issue, send
from tests.decisions import (
    adopt,
    delivery,
    every,
    fan_out_all,
    newest,
    on_the_table,
    position,
    publication_claim,
    refuse,
)
from tests.rooms import CLOSES, Room, furnished_open
from workflow import database as record
from workflow import emails, smtp
from workflow.app import create_app
from workflow.config import LANGUAGES, Settings
from workflow.formats.organisations import parse_lines
from workflow.models.event import Delivery, Event
from workflow.models.item import Item
from workflow.models.organisation import Organisation
from workflow.models.person import Link, LinkPurpose, Person
from workflow.models.statement import Statement
from workflow.rules.decision.decision import Stance
from workflow.rules.notifications.delivery import Outcome, Verdict
from workflow.rules.notifications.events import AUDIENCES, Audience, EventKind
from workflow.rules.statements.voice import Voice
from workflow.services.consultation import consulting, reopening, saying_no_comment
from workflow.services.decision import deciding
from workflow.services.drafts import drafting
from workflow.services.items import commenting, supporting
from workflow.services.people import inviting, joining, membership
from workflow.services.publication import publishing
from workflow.services.shared.choosing import SECRETARIAT
from workflow.services.shared.record import new_key, record_event

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
    """The furnished room with its first consultation open, on each database."""
    app = create_app(settings)
    with furnished_open() as room:
        yield House(room, app, settings)


def _whole_life(house: House) -> None:
    """A statement from its consultation to its publication and another one's end, with every kind of mail on the
    way.
    """
    room = house.room
    room.do("sara", consulting.extend_consultation, closes_at=CLOSES + timedelta(days=1), reason="One day more.")
    send(room, by="dana", comment="How high?", paragraph=1)
    send(room, by="elena", comment="How deep?", paragraph=2)
    room.do("elena", commenting.post_reply, item="C1", body="Two metres.", language="es")
    send(room, by="sara", comment="How long?", paragraph=2)
    room.do("elena", commenting.post_reply, item="C3", body="Two weeks.", language="es")
    room.do("sara", saying_no_comment.remind_silent)
    room.do("sara", drafting.hand_over_pen, to=[SECRETARIAT])
    room.do("sara", consulting.close_consultation, reason="All have written.")
    later = CLOSES + timedelta(days=1)
    room.do("sara", reopening.reopen_consultation, closes_at=later, reason="Two could not sign in.")
    send(room, **CRITICAL)
    _reword(room)
    send(room, **HOUR)
    room.do("sara", consulting.close_consultation)
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
    _end_embargo(room)
    with record.transaction() as session:
        session.execute(update(Statement).values(voice=Voice.UNDERSIGNED))  # as an earlier release let it be
    adopt(room)
    room.do("sara", publishing.choose_voice, voice=Voice.COALITION)
    _publish()
    with record.transaction() as session:
        joining.request_reset(session, "dana@delta.example")
        record_event(session, EventKind.PASSWORD_CHANGED, data={"person": room.people["fred"]})
        record_event(session, EventKind.PERSON_INVITED, data={"person": _invited(room, session).id})
        _people_come_and_go(room, session)
        ended = session.scalars(select(Statement)).one()
        record_event(session, EventKind.STATEMENT_ABANDONED, statement=ended)
        record_event(session, EventKind.PAGES_SET_ASIDE, data={"address": "XY-2019-4"})
        replaced = {"address": ended.address, "replaced": True}
        record_event(session, EventKind.PAGES_SET_ASIDE, statement=ended, data=replaced)
        record_event(session, EventKind.PAGES_PUT_BACK, statement=ended, data={"address": ended.address})


def _people_come_and_go(room: Room, session: Session) -> None:
    """Somebody comes to a protected organisation and is removed; it loses its seat, and another one its protection."""
    sara = session.get_one(Person, room.people["sara"])
    house, other = (session.get_one(Organisation, room.organisations[name]) for name in ("estero", "nahr"))
    came = inviting.invite_person(session, sara, house.key, email="eva@estero.example", name="Eva")
    token = joining.link(session, came, LinkPurpose.INVITATION)
    joining.accept_invitation(session, token, name="Eva", password="four tall herons")
    inviting.remove_person(session, sara, house.key, removed=came.key)
    membership.change_organisation(session, sara, house.key, has_seat=False, reason="Its term ended.")
    membership.change_organisation(session, sara, other.key, protected=True)
    membership.end_protection(session, sara, other.key, reason="It asked for that.")


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


def _end_embargo(room: Room, until: datetime | None = None) -> None:
    later = room.clock.at + timedelta(days=5)
    room.do("sara", publishing.set_embargo, until=later)
    sign = publishing.embargo_sign(later)
    room.do("sara", publishing.end_embargo, seen=sign, reason="The session ends on Tuesday.", until=until)


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
    row = delivery("dana", EventKind.CONSULTATION_OPENED)
    message = house.letter("dana", EventKind.CONSULTATION_OPENED).message
    assert message["Message-ID"] == f"<{row.message_id}@localhost.localdomain>"
    assert re.fullmatch(r"[0-9a-f]{32}", row.message_id)
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"].addresses[0].addr_spec == house.settings.mail_from
    told = " ".join(f"{name}: {value}" for name, value in message.items() if name not in ("To", "From"))
    assert not re.search("dana|delta|river", told, re.IGNORECASE)


def test_each_try_is_the_same_mail(house: House) -> None:
    fan_out_all()
    first, second = (house.letter("lucie", EventKind.CONSULTATION_OPENED).message for _ in range(2))
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


@pytest.mark.parametrize("is_adopted", [False, True])
def test_the_mail_of_an_early_end_says_what_it_was_what_follows_who_did_it_and_why(
    house: House, is_adopted: bool
) -> None:
    on_the_table(house.room)
    if is_adopted:
        until = house.room.clock.at + timedelta(days=9)
        house.room.do("sara", publishing.set_embargo, until=until)
        adopt(house.room)
        sooner = house.room.clock.at + timedelta(hours=5)
        sign = publishing.embargo_sign(until)
        reason = "The session ends on Tuesday."
        house.room.do("sara", publishing.end_embargo, seen=sign, reason=reason, until=sooner)
    else:
        _end_embargo(house.room)
    fan_out_all()
    for name in ("sara", "sol"):
        message = house.letter(name, EventKind.EMBARGO_ENDED).message
        for part in _parts(message):
            said = re.sub(r"<[^>]+>|\s+", " ", part)
            said = re.sub(r"\s+", " ", said)
            assert "The session ends on Tuesday." in said
            assert "Sara" in said
            assert "Done by" in said
            assert ("The embargo was set until Wed 11 Mar, 09:00." in said) == is_adopted
            assert ("It goes out Mon 2 Mar, 14:00 without any further step." in said) == is_adopted
            assert ("When the Steering Committee adopts the statement, it goes out at once" in said) != is_adopted
            assert "You get this because you belong to the secretariat." in said
        assert f"{house.settings.base_url}/statements/{house.room.key}/publication" in _links(message)
        told = "moved to an earlier time" if is_adopted else "ended early"
        assert f"The embargo was {told}" in message["Subject"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_readers_language_and_keeps_the_readers_clock(house: House, language: str) -> None:
    with record.transaction() as session:
        person = session.get_one(Person, house.room.people["fred"])
        person.language, person.time_zone = language, "Asia/Kolkata"
    fan_out_all()
    message = house.letter("fred", EventKind.CONSULTATION_OPENED).message
    text, html = _parts(message)
    assert "14:30" in message["Subject"]  # 09:00 in UTC
    assert message["Subject"].startswith(
        {"ar": "\u200fJS 2026/1: ", "fr": "JS 2026/1\u00a0: "}.get(language, "JS 2026/1: ")
    )
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html.partition("<body>")[0]
    assert "%(" not in text + html


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subject_of_every_mail_arrives_whole_in_every_language(house: House, language: str) -> None:
    _whole_life(house)
    fan_out_all()
    with record.transaction() as session:
        for person in session.scalars(select(Person)):
            person.language = language
    kinds = {_kind(row): row.id for row in every(Delivery)}
    assert kinds.keys() == set(TOLD)
    for kind, row in kinds.items():
        message = house.of(row).message
        raw = smtp.wire(message).replace(b"\r\n..", b"\r\n.")
        read = email.message_from_bytes(raw, policy=policy.default)["Subject"]
        old = email.message_from_bytes(raw)["Subject"].replace("\r\n", "")
        assert message["Subject"] == read == str(make_header(decode_header(old))), kind
        assert all(line.strip() for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n")), kind


def test_the_arithmetic_is_the_reason_why_it_was_not_adopted(house: House) -> None:
    on_the_table(house.room)
    refuse(house.room)
    fan_out_all()
    text, html = _parts(house.letter("sara", EventKind.STATEMENT_NOT_ADOPTED).message)
    for said in ("too few positions in favour", "of 3 took a position", "2 were needed", "0 of the "):
        assert said in " ".join(text.split())
        assert said in html
    assert "Not these words" not in text  # the reasons of positions are read on the page, by those who may


def test_the_mail_of_a_ballot_says_what_will_happen_and_why_it_closes_so_soon(house: House) -> None:
    room = house.room
    room.do("sara", consulting.close_consultation)
    soon, why = room.clock.at + timedelta(hours=6), "The plenary votes today."
    room.do("sara", deciding.open_ballot, version=1, languages=["en"], closes_at=soon, short_notice=why)
    fan_out_all()
    for said in _parts(house.letter("dana", EventKind.BALLOT_OPENED).message):
        words = " ".join(re.sub(r"<[^>]+>", " ", said).split())
        for sentence in (
            "Short notice: The plenary votes today.",
            "at least 2/3 of the positions that count are in favour and at least 2 of the 3 seats take part.",
            "Positions can be taken until Mon 2 Mar, 15:00 (UTC).",
            "As soon as the statement is adopted, it is published by itself, with no further step.",
        ):
            assert sentence in words
    adopt(room)
    late = _parts(house.letter("dana", EventKind.BALLOT_OPENED).message)[0]
    assert "Positions can be taken" not in late


def test_what_became_of_each_item_is_told_with_its_reason_to_its_own_organisation_alone(house: House) -> None:
    _whole_life(house)
    fan_out_all()
    text = _parts(house.letter("dilip", EventKind.VERSION_ISSUED).message)[0]
    assert "C1 - Noted" in text
    assert "Said elsewhere." in text
    assert "C2" not in text
    assert "How deep" not in text


def test_a_late_mail_says_what_is_true_when_it_goes_out(house: House) -> None:
    house.room.do("sara", consulting.close_consultation)
    fan_out_all()
    message = house.letter("dana", EventKind.CONSULTATION_OPENED).message
    assert "was open until" in message["Subject"]
    assert "comment on it" not in _parts(message)[0]


def test_a_mail_about_a_consultation_closed_early_says_when_it_closed_and_what_is_possible_still(house: House) -> None:
    house.room.do("sara", consulting.close_consultation, reason="All have written.")
    fan_out_all()
    for said in _parts(house.letter("dana", EventKind.CONSULTATION_CLOSED).message):
        words = " ".join(said.split())
        assert ("The consultation was closed Mon 2 Mar, 09:00, before its deadline of Wed 4 Mar, 09:00.") in words
        assert "A late comment can still be sent" in words and "All have written." in words


def test_the_mail_of_a_closed_consultation_leads_to_a_late_comment_while_it_is_taken(house: House) -> None:
    room = house.room
    link = f"{house.settings.base_url}/statements/{room.key}/items/new?kind=comment"
    room.do("sara", consulting.close_consultation)
    fan_out_all()
    assert link in _links(house.letter("dana", EventKind.CONSULTATION_CLOSED).message)
    closes_at = room.clock.at + timedelta(days=3)
    room.do("sara", deciding.open_ballot, version=1, languages=["en"], closes_at=closes_at)
    late = house.letter("dana", EventKind.CONSULTATION_CLOSED).message
    assert link not in _links(late) and "late comment can still be sent" not in _parts(late)[0]


def test_a_reply_comes_with_the_item_that_it_answers_and_says_who_may_see_a_private_one(house: House) -> None:
    send(house.room, by="dana", paragraph=2, words="on states", proposal="")
    house.room.do("lucie", commenting.post_reply, item="A1", body="Which?", language="en")
    fan_out_all()
    for said in _parts(house.letter("dana", EventKind.REPLY_POSTED).message):
        words = " ".join(re.sub(r"<[^>]+>", " ", said).split())
        assert "Your amendment:" in words and "Proposed: remove these words: on states" in words
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
    assert "Words of the text: difficult Earlier proposal: critical Words proposed now: very critical" in words


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
        message = house.letter("dana", EventKind.CONSULTATION_OPENED).message
    except ValueError:
        return
    headers = message.as_bytes().partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0] for line in headers.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert sorted(names) == sorted(name.encode() for name in message)
    assert b"Bcc" not in names


@pytest.mark.parametrize(
    ("language", "count"),
    [
        ("en", "3 organisations of a list hold a seat"),
        ("fr", "3 organisations d’une liste ont désormais un siège"),
        ("es", "3 organizaciones de una lista tienen ahora un puesto"),
        ("ar", "3 منظمات من قائمة مقاعد"),
    ],
)
def test_a_mail_about_a_list_of_seats_says_how_many_and_leads_to_the_seats_and_names_none(
    house: House, language: str, count: str
) -> None:
    lines = parse_lines(b"name,seat,protected\nMarsh,yes,yes\nMoor,yes,\nMere,yes,\n")
    with house.room.acting("sara") as (session, sara):
        membership.import_organisations(session, sara, lines)
        session.get_one(Person, house.room.people["dana"]).language = language
    fan_out_all()
    letter = house.letter("dana", EventKind.SEAT_CHANGED).message
    for part in _parts(letter):
        assert count in " ".join(part.split())
        assert "/organisations/seats" in part
        assert not re.search("Marsh|Moor|Mere", part)
    assert language != "en" or letter["Subject"] == "Seats on the Committee were given"


def test_a_mail_about_a_seat_calls_a_protected_organisation_by_no_name_but_before_itself(house: House) -> None:
    with record.transaction() as session:
        sara = session.get_one(Person, house.room.people["sara"])
        key = session.get_one(Organisation, house.room.organisations["estero"]).key
        membership.change_organisation(session, sara, key, has_seat=False, reason="Its term ended.")
    fan_out_all()
    for name, said in (
        ("dana", "A protected organisation lost its seat"),
        ("elena", "Your organisation lost its seat"),
    ):
        letter = house.letter(name, EventKind.SEAT_CHANGED).message
        text, html = _parts(letter)
        assert said in " ".join(text.split()) and "Its term ended." in text and "Its term ended." in html
        assert letter["Subject"] == "A seat on the Committee was taken away"
    assert "/organisations/seats" in _parts(house.letter("dana", EventKind.SEAT_CHANGED).message)[0]
    assert f"/organisations/{key}" in _parts(house.letter("elena", EventKind.SEAT_CHANGED).message)[0]


def test_a_mail_about_a_position_says_who_took_which_and_when_and_no_reason(house: House) -> None:
    on_the_table(house.room)
    position(house.room, "dana", Stance.OBJECT, "A reason of the Committee alone.")
    position(house.room, "dilip", Stance.ABSTAIN)
    fan_out_all()
    of_dana = next(row for row in every(Event) if row.kind is EventKind.POSITION_TAKEN)
    sent = next(row for row in every(Delivery) if row.event_id == of_dana.id)
    text, html = _parts(house.of(sent.id).message)
    assert "Dana recorded the position of your organisation on" in " ".join(text.split())
    for said in (text, html):
        assert re.search(r"[\n>]Object[\n<]", said), "as it was taken, not as it was changed since"
        assert "A reason of" not in said


def test_a_mail_about_a_colleague_names_the_person_and_carries_no_link_that_lets_anybody_in(house: House) -> None:
    with record.transaction() as session:
        sara = session.get_one(Person, house.room.people["sara"])
        key = session.get_one(Organisation, house.room.organisations["delta"]).key
        membership.invite_person(session, sara, key, email="nell@delta.example", name="Nell")
    fan_out_all()
    message = house.letter("dilip", EventKind.COLLEAGUE_INVITED).message
    text, _html = _parts(message)
    said = " ".join(text.split())
    assert "The secretariat invited Nell on" in said and "takes no position in a decision that is open already" in said
    assert "Nell" not in message["Subject"] and not any("/invitation/" in each for each in _links(message))

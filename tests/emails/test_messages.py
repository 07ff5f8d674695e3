"""Mails: what each says, to whom alone, and what none of them ever holds."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st
from sqlalchemy import Engine, select, update

import workflow
from tests import calls, posting
from tests.consolidations import CRITICAL, MOVE, send
from tests.decisions import (
    adopt,
    delivery,
    every,
    fan_out_all,
    newest,
    on_the_table,
    position,
    refuse,
)
from tests.emails.house import TOLD, House, end_embargo, kind_of, links, parts, reword, whole_life
from tests.rooms import furnished_open
from workflow import database as record
from workflow.app import create_app
from workflow.config import LANGUAGES, Settings
from workflow.formats.organisations_csv import parse_lines
from workflow.models.event import Delivery, Event
from workflow.models.item import Item
from workflow.models.organisation import Organisation
from workflow.models.person import Link, Person
from workflow.models.statement import Statement
from workflow.rules.decision.decision import Stance
from workflow.rules.notifications.audiences import AUDIENCES, Audience
from workflow.rules.notifications.events import EventKind
from workflow.rules.statements.handling import Handling
from workflow.services.consultation import consulting
from workflow.services.items import replying, sending, supporting
from workflow.services.people import inviting, joining, membership
from workflow.services.publication import publishing


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The furnished room with its first consultation open, on each database."""
    app = create_app(settings)
    with furnished_open() as room:
        yield House(room, app, settings)


def test_each_mail_but_those_about_ones_own_access_says_why_its_reader_gets_it() -> None:
    said = (Path(workflow.__file__).parent / "templates" / "emails" / "why.html").read_text()
    told = {AUDIENCES[kind] for kind in TOLD} - {Audience.THE_PERSON}
    assert not {who.value for who in told if f'audience == "{who.value}"' not in said}


def test_every_kind_becomes_a_mail_for_one_person_in_two_forms(house: House) -> None:
    whole_life(house)
    kinds = set()
    for row, letter in house.all():
        with record.reading() as session:
            person = session.get_one(Person, row.person_id)
        kinds.add(kind_of(row))
        message = letter.message
        assert letter.recipient == person.email
        assert [str(address) for address in message["To"].addresses] == [person.email]
        assert message["Cc"] is message["Bcc"] is message["Reply-To"] is None
        text, html = parts(message)
        assert f'lang="{message["Content-Language"]}"' in html
        assert message["Content-Language"] == person.language
        assert all(len(line) <= 72 or "://" in line for line in text.splitlines())
    assert kinds == set(TOLD)


def test_no_mail_holds_a_protected_name_but_those_to_itself(house: House) -> None:
    """Not even those to the secretariat: what lies in a mailbox is passed on."""
    whole_life(house)
    seen = 0
    for row, letter in house.all():
        raw = "".join((*parts(letter.message), *(str(value) for value in letter.message.values())))
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
    assert parts(first) == parts(second)


def test_every_link_is_ours_and_no_mail_loads_anything(house: House) -> None:
    whole_life(house)
    for _row, letter in house.all():
        html = parts(letter.message)[1]
        assert all(each.startswith(f"{house.settings.base_url}/") for each in links(letter.message))
        assert not re.search(r"<(?:img|link|script|iframe)\b|\burl\(|@import|\bsrc=", html)


def test_a_robot_that_opens_every_link_changes_nothing(house: House) -> None:
    whole_life(house)
    letters = house.all()
    before = _everything()
    browser = house.app.test_client(use_cookies=False)
    for _row, letter in letters:
        for each in links(letter.message):
            for method in ("GET", "HEAD"):
                answer_ = browser.open(each.removeprefix(house.settings.base_url), method=method)
                assert answer_.status_code in (200, 302, 303, 404, 410), each  # 410: an invitation that was accepted
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
    (link,) = {each for each in links(house.letter("dana", EventKind.PASSWORD_FORGOTTEN).message) if "/reset/" in each}
    token = link.rpartition("/")[2]
    assert token not in "".join(row.token_hash for row in every(Link))
    with record.transaction() as session:
        assert joining.reset_password(session, token, password="nine long rivers run").name == "Dana"


@pytest.mark.parametrize("is_adopted", [False, True])
def test_the_mail_of_an_early_end_says_what_it_was_what_follows_who_did_it_and_why(
    house: House, is_adopted: bool
) -> None:
    if is_adopted:
        on_the_table(house.room)
        adopt(house.room)
        until = house.room.clock.at + timedelta(days=9)
        house.room.do("sara", publishing.set_embargo, until=until)
        sooner = house.room.clock.at + timedelta(hours=5)
        sign = publishing.embargo_sign(until)
        reason = "The session ends on Tuesday."
        house.room.do("sara", publishing.end_embargo, seen=sign, reason=reason, until=sooner)
    else:
        end_embargo(house.room)
    fan_out_all()
    for name in ("sara", "sol"):
        message = house.letter(name, EventKind.EMBARGO_ENDED).message
        for part in parts(message):
            said = re.sub(r"<[^>]+>|\s+", " ", part)
            said = re.sub(r"\s+", " ", said)
            assert "The session ends on Tuesday." in said
            assert "Sara" in said
            assert "Done by" in said
            assert ("The embargo was set until Wed 11 Mar, 09:00." in said) == is_adopted
            assert ("The statement is published Mon 2 Mar, 14:00, with no further step." in said) == is_adopted
            assert ("When the Steering Committee adopts the statement, it is published at once" in said) != is_adopted
            assert "You get this because you belong to the secretariat." in said
        assert f"{house.settings.base_url}/statements/{house.room.key}/publication" in links(message)
        told = "moved to an earlier time" if is_adopted else "ended early"
        assert f"THE EMBARGO WAS {told.upper()}" in parts(message)[0]
        subject = (
            "On open rivers: embargo now ends Mon 2 Mar, 14:00" if is_adopted else "JS 2026/1: embargo ended early"
        )
        assert message["Subject"] == subject


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_readers_language_and_keeps_the_readers_clock(house: House, language: str) -> None:
    with record.transaction() as session:
        person = session.get_one(Person, house.room.people["fred"])
        person.language, person.time_zone = language, "Asia/Kolkata"
    fan_out_all()
    message = house.letter("fred", EventKind.CONSULTATION_OPENED).message
    text, html = parts(message)
    assert "14:30" in message["Subject"]  # 09:00 in UTC
    assert message["Subject"].startswith(
        {"ar": "\u200fJS 2026/1: ", "fr": "JS 2026/1\u00a0: "}.get(language, "JS 2026/1: ")
    )
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in html.partition("<body>")[0]
    assert "%(" not in text + html


@pytest.mark.parametrize(
    ("handling", "called"),
    [(Handling.TAKING_PART, "JS 2026/1"), (Handling.MEMBERS, "JS 2026/1"), (Handling.SHARED, "On open rivers")],
)
def test_a_subject_holds_the_title_of_a_draft_only_where_its_mark_allows_that(
    house: House, handling: Handling, called: str
) -> None:
    on_the_table(house.room)
    with record.transaction() as session:
        session.execute(update(Statement).values(handling=handling))
    fan_out_all()
    subject = house.letter("dana", EventKind.BALLOT_OPENED).message["Subject"]
    assert subject == f"{called}: please decide by Thu 5 Mar, 09:00"
    adopt(house.room)
    fan_out_all()
    adopted = house.letter("dana", EventKind.STATEMENT_ADOPTED).message["Subject"]
    assert adopted == "On open rivers: adopted", "no mark is left"


def test_an_invitation_says_in_its_subject_who_invites_to_what(house: House) -> None:
    with house.room.acting("sara") as (session, sara):
        key = session.get_one(Organisation, house.room.organisations["delta"]).key
        inviting.invite_person(session, sara, key, email="nell@delta.example", name="Nell")
    fan_out_all()
    (row,) = (each for each in every(Delivery) if kind_of(each) is EventKind.PERSON_INVITED)
    subject = house.of(row.id).message["Subject"]
    assert subject == "Sara invites you to comment on joint statements (Coalition for Open Rivers)"


def test_the_arithmetic_is_the_reason_why_it_was_not_adopted(house: House) -> None:
    on_the_table(house.room)
    refuse(house.room)
    fan_out_all()
    text, html = parts(house.letter("sara", EventKind.STATEMENT_NOT_ADOPTED).message)
    for said in (
        "too few positions in favour",
        "of 3 Committee members counted towards the quorum",
        "2 were needed",
        "0 of the ",
    ):
        assert said in " ".join(text.split())
        assert said in html
    assert "Not these words" not in text  # the reasons of positions are read on the page, by those who may


def test_the_mail_of_a_ballot_says_what_will_happen_and_why_it_closes_so_soon(house: House) -> None:
    room = house.room
    room.do("sara", consulting.close_consultation)
    soon, why = room.clock.at + timedelta(hours=6), "The plenary votes today."
    room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=soon, short_notice=why)
    fan_out_all()
    for said in parts(house.letter("dana", EventKind.BALLOT_OPENED).message):
        words = " ".join(re.sub(r"<[^>]+>", " ", said).split())
        for sentence in (
            "Short notice: The plenary votes today.",
            "at least 2/3 of the positions that count are in favour and at least 2 of the 3 seats take part.",
            "Positions can be taken until Mon 2 Mar, 15:00 (UTC).",
            "The statement is published by itself when it is adopted, at the latest Mon 2 Mar, 15:00, with no further",
        ):
            assert sentence in words
    adopt(room)
    late = parts(house.letter("dana", EventKind.BALLOT_OPENED).message)[0]
    assert "Positions can be taken" not in late


def test_what_became_of_each_item_is_told_with_its_reason_to_its_own_organisation_alone(house: House) -> None:
    whole_life(house)
    fan_out_all()
    text = parts(house.letter("dilip", EventKind.VERSION_ISSUED).message)[0]
    assert "C1 · Noted" in text
    assert "Said elsewhere." in text
    assert "C2" not in text
    assert "How deep" not in text


def test_a_late_mail_says_what_is_true_when_it_goes_out(house: House) -> None:
    house.room.do("sara", consulting.close_consultation)
    fan_out_all()
    message = house.letter("dana", EventKind.CONSULTATION_OPENED).message
    assert message["Subject"] == "JS 2026/1: consultation closed Mon 2 Mar, 09:00"
    assert "WAS OPEN UNTIL" in parts(message)[0] and "comment on it" not in parts(message)[0]


def test_a_mail_about_a_consultation_closed_early_says_when_it_closed_and_what_is_possible_still(house: House) -> None:
    house.room.do("sara", consulting.close_consultation, reason="All have written.")
    fan_out_all()
    for said in parts(house.letter("dana", EventKind.CONSULTATION_CLOSED).message):
        words = " ".join(said.split())
        assert ("The consultation was closed Mon 2 Mar, 09:00, before its deadline of Wed 4 Mar, 09:00.") in words
        assert "You can still send a late comment" in words and "All have written." in words


def test_the_mail_of_a_closed_consultation_leads_to_a_late_comment_while_it_is_taken(house: House) -> None:
    room = house.room
    link = f"{house.settings.base_url}/statements/{room.key}/items/new?kind=comment"
    room.do("sara", consulting.close_consultation)
    fan_out_all()
    assert link in links(house.letter("dana", EventKind.CONSULTATION_CLOSED).message)
    closes_at = room.clock.at + timedelta(days=3)
    room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=closes_at)
    late = house.letter("dana", EventKind.CONSULTATION_CLOSED).message
    assert link not in links(late) and "still send a late comment" not in parts(late)[0]


def test_a_reply_comes_with_the_item_that_it_answers_and_says_who_may_see_a_private_one(house: House) -> None:
    send(house.room, by="dana", paragraph=2, words="on states", proposal="")
    house.room.do("lucie", replying.post_reply, item="A1", body="Which?", language="en")
    fan_out_all()
    for said in parts(house.letter("dana", EventKind.REPLY_POSTED).message):
        words = " ".join(re.sub(r"<[^>]+>", " ", said).split())
        assert "Your amendment:" in words and "Proposed: remove these words: on states" in words
        assert "For the organisations that take part; not for circulation" in words
    with record.transaction() as session:
        session.scalars(select(Item)).one().private = True
    text, page = parts(house.letter("dana", EventKind.REPLY_POSTED).message)
    for said in (text, page):
        assert "For the organisation that sent this and the penholders" in " ".join(said.split())
        assert "For the organisations that take part" not in " ".join(said.split())


def test_a_mail_about_changed_words_quotes_those_of_the_text(house: House) -> None:
    send(house.room, **CRITICAL)
    reword(house.room)
    fan_out_all()
    words = " ".join(parts(house.letter("lucie", EventKind.AMENDMENT_REWORDED).message)[0].split())
    assert "Words in the text: difficult Earlier proposal: critical New proposal: very critical" in words


def test_a_mail_about_another_place_for_a_paragraph_does_not_say_that_its_words_go(house: House) -> None:
    send(house.room, kind=MOVE, paragraph=2, after=3)
    house.room.do("lucie", supporting.support, item="A1")
    with record.reading() as session:
        move = session.scalars(select(Item)).one()
    sign = {"seen": sending.sign(move), "version": 1, "language": "en"}
    house.room.do("dana", posting.edit_item, item="A1", body=move.body, after="", **sign)
    fan_out_all()
    words = " ".join(parts(house.letter("lucie", EventKind.AMENDMENT_REWORDED).message)[0].split())
    assert "About paragraph 2." in words
    assert "remove these words" not in words and "Words in the text" not in words


def test_words_of_members_are_words_in_a_mail(house: House) -> None:
    send(house.room, by="dana", comment="How high?", paragraph=1)
    body = "<b>{{ 7 * 7 }}</b> %(name)s {0.__class__}"
    house.room.do("lucie", replying.post_reply, item="C1", body=body, language="fr")
    fan_out_all()
    text, html = parts(house.letter("dana", EventKind.REPLY_POSTED).message)
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
    for part in parts(letter):
        assert count in " ".join(part.split())
        assert "/committee" in part
        assert not re.search("Marsh|Moor|Mere", part)
    assert language != "en" or "SEATS ON THE COMMITTEE WERE GIVEN" in parts(letter)[0]


def test_a_mail_about_a_seat_calls_a_protected_organisation_by_no_name_but_before_itself(house: House) -> None:
    with record.transaction() as session:
        sara = session.get_one(Person, house.room.people["sara"])
        key = session.get_one(Organisation, house.room.organisations["estero"]).key
        membership.change_organisation(session, sara, key, has_seat=False, reason="Its term ended.")
    fan_out_all()
    for name, said in (
        ("dana", "A protected organisation no longer holds a seat on the Committee."),
        ("elena", "This is about the seat of your organisation."),
    ):
        letter = house.letter(name, EventKind.SEAT_CHANGED).message
        text, html = parts(letter)
        assert said in " ".join(text.split()) and "Its term ended." in text and "Its term ended." in html
        assert "A SEAT ON THE COMMITTEE HAS CHANGED" in text and "Entered by Sara" in text
        assert letter["Subject"] == "Coalition for Open Rivers: the roll of the Committee has changed"
        assert "/committee" in text and (name == "elena" or "Vig" not in text)


def test_a_mail_about_a_position_says_who_took_which_and_when_and_no_reason(house: House) -> None:
    on_the_table(house.room)
    position(house.room, "dana", Stance.OBJECT, "A reason of the Committee alone.")
    position(house.room, "dilip", Stance.ABSTAIN)
    fan_out_all()
    of_dana = next(row for row in every(Event) if row.kind is EventKind.POSITION_TAKEN)
    sent = next(row for row in every(Delivery) if row.event_id == of_dana.id)
    text, html = parts(house.of(sent.id).message)
    assert "Dana recorded the position of your organisation Mon 2 Mar, 09:00:" in " ".join(text.split())
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
    text, _html = parts(message)
    said = " ".join(text.split())
    assert (
        "Sara of the secretariat invited Nell Mon 2 Mar, 09:00 to act" in said
        and "counts only once a colleague who was there before confirms it" in said
    )
    assert "Nell" not in message["Subject"] and not any("/invitation/" in each for each in links(message))

"""Home: what needs this person, by its deadline."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from bench.counting import counted
from tests import calls, posting
from tests.consolidations import ADD, CRITICAL, MOVE, REMOVE, TITLE, answer, issue, send, write
from tests.decisions import on_the_table, position
from tests.rooms import CLOSES, Room
from tests.web.house import House, house_of, words
from tests.web.site import source
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Disposition, DispositionKind, Item
from workflow.models.looking import Look
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.rules.decision.decision import Stance
from workflow.services.consolidation import showing_where
from workflow.services.consultation import consulting
from workflow.services.consultation.saying_no_comment import say_no_comment
from workflow.services.items import replying, supporting
from workflow.services.statements import changing_settings
from workflow.text.document import parse


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with its first consultation open."""
    with house_of(settings) as opened:
        yield opened


def test_a_focal_point_finds_the_consultation_that_is_open_and_what_was_sent(house: House) -> None:
    for keep in (False, True):
        body = "Which gates?" if keep else "Which river?"
        house.room.do("fred", posting.post_comment, version=1, body=body, language="en", keep=keep)
    page = house.visitor("fred").get("/home").text
    assert "1 thing needs you" in page
    assert "Comment before the deadline" in page
    assert "Your organisation has sent 1." in page
    assert "1 is saved as a draft and not sent." in page


def test_a_committee_member_finds_the_ballot_until_its_position_is_taken(house: House) -> None:
    on_the_table(house.room)
    page = house.visitor("dana").get("/home").text
    assert "Your organisation has not taken a position." in page
    assert "0 of 3 positions recorded." in page
    position(house.room, "dana", Stance.ABSTAIN)
    page = house.visitor("dana").get("/home").text
    assert "Nothing needs you now" in page
    assert "Abstain" in page
    assert "1 of 3 positions recorded." in page


def test_a_reply_to_ones_own_item_is_there_and_names_a_protected_member_by_its_label(house: House) -> None:
    item = house.room.do("fred", posting.post_comment, version=1, body="Which gates?", language="en")
    house.room.do("elena", replying.post_reply, item=item.reference, body="All of them.", language="en")
    page = house.visitor("fred").get("/home").text
    assert "Replies to you" in page
    assert "All of them." in page
    assert "Vigías" not in page
    assert "Replies to you" not in house.visitor("nadia").get("/home").text


def test_a_member_whom_nothing_needs_is_told_the_next_deadline(house: House) -> None:
    house.room.do("fred", say_no_comment)
    page = house.visitor("fred").get("/home").text
    assert "Nothing needs you now" in page and "The next deadline is" in page


def test_who_supports_a_point_has_answered_and_is_not_asked_again(house: House) -> None:
    room = house.room
    room.do("fred", posting.post_comment, version=1, body="Which gates?", language="en")
    nadia = house.visitor("nadia")
    assert "1 thing needs you" in nadia.get("/home").text
    room.do("nadia", supporting.support, item="C1")
    page = words(nadia.get("/home").text)
    assert "Nothing needs you now" in page and "Your organisation supports what others have sent." in page
    room.do("nadia", posting.post_comment, version=1, body="And when?", language="en", keep=True)
    assert "1 thing needs you" in nadia.get("/home").text, "a draft is not sent yet"


def two_comments_answered(room: Room) -> None:
    """Version 2, which answers two comments of Fred and one of Nadia."""
    for who, body in (("fred", "Which gates?"), ("fred", "And when?"), ("nadia", "Why?")):
        room.do(who, posting.post_comment, version=1, body=body, language="en")
    room.do("sara", consulting.close_consultation)
    answer(room, "C1", "noted", reason="All of them.")
    answer(room, "C2", "out_of_scope", reason="The Assembly decides that.")
    answer(room, "C3", "noted", reason="Because of the floods.")
    issue(room)


OUT = "Version 2 is out. Your"


def without_glyphs(page: str) -> str:
    return re.sub(r"[✓✕→iⓘ◐–]\s", "", words(page))


def test_a_member_reads_what_became_of_its_points_until_it_has_opened_the_version(house: House) -> None:
    fred = house.visitor("fred")
    assert OUT not in fred.get("/home").text
    two_comments_answered(house.room)
    page = fred.get("/home").text
    said = without_glyphs(page)
    assert "2 points of yours are answered" in said and "Nothing needs you now" not in said
    assert "Version 2 is out. Your 2 points: 1 noted, 1 out of scope" in said
    assert "Noted C1 Which gates? Why: All of them." in said
    assert "Out of scope C2 And when? Why: The Assembly decides that." in said
    assert "floods" not in page and f"{house.address}/response-table?version=2" in page
    fred.get(house.address)
    assert OUT not in fred.get("/home").text
    assert "Version 2 is out. Your 1 point: 1 noted" in words(house.visitor("nadia").get("/home").text)


def test_the_redline_of_each_amendment_stands_at_home_with_its_answer_what_changed_and_what_is_next(
    house: House,
) -> None:
    room = house.room
    send(room, **CRITICAL)
    send(room, paragraph=2, words="call on states", proposal="ask states")
    room.do("sara", consulting.close_consultation)
    answer(room, "A1", "accepted")
    answer(room, "A2", "not_accepted", reason="A call is stronger.")
    write(room, 1, "The river must rise.")
    issue(room)
    dana = house.visitor("dana")
    said = without_glyphs(dana.get("/home").text)
    assert "Version 2 is out. Your 2 points: 1 accepted, 1 not accepted" in said
    assert "A1 , paragraph 3 This is a removed: difficult added: critical moment for the Court of Waters." in said
    assert "A2 , paragraph 2" in said and "Why: A call is stronger." in said
    assert "What changed" in said and "changes in 2 of 4 paragraphs. 1 change alters an obligation." in said
    assert "Your words in the statement" in said and "Paragraph 3 of version 2. 1 word is yours." in said
    assert source("This is a <mark>critical</mark> moment") in source(dana.page)
    of_changes = words(dana.get(f"{house.address}/changes").text)  # counted as the page of the changes counts them
    assert re.findall(r"\d+ changes in 2 of 4 paragraphs", said) == re.findall(
        r"\d+ changes in 2 of 4 paragraphs", of_changes
    )


def test_a_point_at_home_has_its_number_of_the_version_that_is_named_beside_it(house: House) -> None:
    room = house.room
    send(room, **CRITICAL)
    send(room, kind=ADD, after=3, paragraph=3, proposal="We will come again.")
    send(room, kind=MOVE, paragraph=3, after=0, by="fred")
    room.do("sara", consulting.close_consultation)
    for item in ("A1", "A3"):
        answer(room, item, "accepted")
    answer(room, "A2", "not_accepted", reason="Not now.")
    issue(room)
    said = without_glyphs(house.visitor("dana").get("/home").text)
    assert "A1 , paragraph 3 of version 1 This is a removed: difficult" in said
    assert "A2 , paragraph 3 of version 1 A new paragraph after paragraph 3 of version 1" in said
    assert "Paragraph 1 of version 2. 1 word is yours." in said
    room_said = words(house.visitor("dana").get(house.address).text)
    assert "A new paragraph after paragraph 1 of version 2" in room_said
    assert "A new paragraph after paragraph 1 We" not in room_said


@pytest.mark.parametrize(
    ("item", "says"),
    [
        (
            {"kind": REMOVE, "paragraph": 3},
            "A1 , paragraph 3 of version 1 Remove this paragraph removed: This is a difficult moment",
        ),
        (
            {"kind": MOVE, "paragraph": 3, "after": 1},
            "A1 , paragraph 3 of version 1 Move this paragraph after paragraph 1 of version 1 This is",
        ),
        (
            {"kind": ADD, "after": 1, "proposal": "Pay."},
            "A1 , paragraph 1 A new paragraph after paragraph 1 added: Pay.",
        ),
        ({"kind": TITLE, "proposal": "Free rivers"}, "A1 Proposes a title:"),
    ],
)
def test_what_a_point_of_each_kind_asked_stands_at_home(house: House, item: dict[str, Any], says: str) -> None:
    room = house.room
    send(room, **item)
    room.do("sara", consulting.close_consultation)
    answer(room, "A1", "accepted")
    issue(room)
    said = without_glyphs(house.visitor("dana").get("/home").text)
    assert says in said


@pytest.mark.parametrize("page", ["", "/changes"])
def test_opening_the_room_or_the_changes_ends_it(house: House, page: str) -> None:
    two_comments_answered(house.room)
    fred = house.visitor("fred")
    assert OUT in fred.get("/home").text
    fred.get(house.address + page)
    assert OUT not in fred.get("/home").text


def test_the_button_marks_the_answers_as_seen_without_saying_that_the_version_was_opened(house: House) -> None:
    two_comments_answered(house.room)
    house.room.clock.pass_by(minutes=5)
    fred, nadia = house.visitor("fred"), house.visitor("nadia")
    sent = fred.filled(f"{house.address}/looked", page="/home")
    assert fred.post(f"{house.address}/looked", {**sent, "back": "1"}).location == "/home"
    assert OUT not in fred.get("/home").text and "Nothing needs you now" in fred.page
    assert OUT in nadia.get("/home").text, "of one person"
    with record.reading() as session:
        assert session.scalars(select(Look).where(Look.version_id == house.room.version(2))).all() == []


def test_answers_that_came_after_those_that_were_seen_are_told(house: House) -> None:
    room = house.room
    two_comments_answered(room)
    room.clock.pass_by(minutes=5)
    fred = house.visitor("fred")
    fred.post(f"{house.address}/looked", {**fred.filled(f"{house.address}/looked", page="/home"), "back": "1"})
    closes_at = room.clock.at + timedelta(days=2)
    room.do("sara", calls.open_consultation, closes_at=closes_at)
    room.do("fred", posting.post_comment, version=2, body="And then?", language="en")
    room.do("sara", consulting.close_consultation)
    answer(room, "C4", "noted", reason="Nothing.")
    issue(room)
    said = words(fred.get("/home").text)
    assert "Version 3 is out. Your 1 point: 1 noted" in said and "All of them" not in said


def test_a_member_reads_what_comes_next_and_whether_it_is_asked_again(house: House) -> None:
    room, fred = house.room, house.visitor("fred")
    two_comments_answered(room)
    assert "The penholder submits version 2 to the Committee or opens another consultation." in words(
        fred.get("/home").text
    )
    closes_at = room.clock.at + timedelta(days=2)
    room.do("sara", calls.open_ballot, version=2, languages=["en"], closes_at=closes_at)
    assert "You are asked again only if another consultation opens." in words(fred.get("/home").text)
    assert "The Committee decides by" in words(fred.page)


def test_home_asks_as_many_questions_of_the_record_for_many_points_as_for_one(house: House) -> None:
    room = house.room
    for who, many in (("nadia", 1), ("fred", 12)):
        for number in range(many):  # the same words of one organisation would be one amendment
            send(room, by=who, **{**CRITICAL, "proposal": f"critical and {number + 2} times difficult"})
    room.do("sara", consulting.close_consultation)
    for number in range(1, 14):
        answer(room, f"A{number}", "accepted" if number == 1 else "not_accepted", reason="It says more.")
    issue(room)
    asked = {}
    for who in ("nadia", "fred"):
        visitor = house.visitor(who)
        visitor.get("/home")  # what a first page asks once
        with counted(record.engine()) as statements:
            assert OUT in visitor.get("/home").text
        asked[who] = len(statements)
    assert asked["nadia"] == asked["fred"]


def test_a_member_reads_of_no_amendment_that_overtook_its_own_and_is_for_the_penholder_only(house: House) -> None:
    room = house.room
    for who in ("fred", "nadia"):
        send(room, by=who, **CRITICAL)
    room.do("sara", consulting.close_consultation)
    for item in ("A1", "A2"):
        answer(room, item, "accepted" if item == "A2" else "out_of_scope", reason="It says more.")
    issue(room)
    with record.transaction() as session:
        given = session.get_one(Disposition, room.item("A1").id)
        given.kind, given.other_id = DispositionKind.OVERTAKEN, room.item("A2").id
    assert "A2" in words(house.visitor("fred").get("/home").text)
    with record.transaction() as session:
        session.get_one(Item, room.item("A2").id).private = True
    page = words(house.visitor("fred").get("/home").text)
    assert OUT in page and "A1" in page and "A2" not in page


def test_a_late_comment_has_a_link_on_the_home_while_it_is_taken(house: House) -> None:
    room, link = house.room, f'href="{house.address}/items/new?kind=comment"'
    fred = house.visitor("fred")
    assert link not in fred.get("/home").text
    room.do("sara", consulting.close_consultation)
    assert link in fred.get("/home").text
    assert link not in house.visitor("sara").get("/home").text
    fred.get(f"{house.address}/items/new?kind=comment")
    assert "You can still send a late comment" in fred.page
    on_the_table_again(room)
    assert link not in fred.get("/home").text


def test_a_statement_of_which_a_version_came_after_the_consultation_asks_for_no_late_comment(house: House) -> None:
    room, fred = house.room, house.visitor("fred")
    closed = "The consultation is closed; you can still send a late comment"
    room.do("fred", posting.post_comment, version=1, body="Which gates?", language="en")
    room.do("sara", consulting.close_consultation)
    assert closed in fred.get("/home").text
    answer(room, "C1", "noted", reason="All of them.")
    issue(room)
    assert OUT in fred.get("/home").text and closed not in fred.page


def test_home_counts_the_points_of_the_open_consultation_and_those_carried_over_into_it(house: House) -> None:
    room, fred = house.room, house.visitor("fred")
    for body in ("Which gates?", "And when?"):
        room.do("fred", posting.post_comment, version=1, body=body, language="en")
    room.do("sara", consulting.close_consultation)
    answer(room, "C1", "noted", reason="All of them.")
    issue(room, carry_over=True)
    room.do("sara", calls.open_consultation, closes_at=room.clock.at + timedelta(days=2))
    assert "1 comment or amendment. Your organisation has sent 1." in words(fred.get("/home").text)
    room.do("nadia", posting.post_comment, version=2, body="And then?", language="en")
    assert "2 comments and amendments. Your organisation has sent 1." in words(fred.get("/home").text)


def on_the_table_again(room: Room) -> None:
    """Version 1 before the Committee, after its consultation."""
    closes_at = room.clock.at + timedelta(days=3)
    room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=closes_at)


def test_the_button_of_a_penholder_is_the_next_step(house: House) -> None:
    room, sara = house.room, house.visitor("sara")
    room.do("fred", posting.post_comment, version=1, body="Which gates?", language="en")
    room.do("sara", consulting.close_consultation)
    assert f'href="{house.address}/consolidation">Answer 1 point' in sara.get("/home").text
    answer(room, "C1", "noted", reason="All of them.")
    assert f'href="{house.address}/versions">Issue version 2' in source(sara.get("/home").text)
    issue(room)
    assert f'href="{house.address}/ballot">Submit version 2 to the Committee' in source(sara.get("/home").text)


def test_a_member_reads_at_home_which_words_the_penholder_has_shown_for_its_amendment(house: House) -> None:
    room = house.room
    send(room, **CRITICAL)
    room.do("sara", consulting.close_consultation)
    answer(room, "A1", "accepted")
    write(room, 3, "This is a hard hour for the Court of Waters.")
    shown = {"block": room.blocks()[3].id, "serial": 1, "words": "hard hour"}
    room.do("sara", showing_where.show_where, item="A1", **shown)
    issue(room)
    told = "Shown in the text by the penholder: hard hour"
    dana = house.visitor("dana")
    assert told in words(dana.get("/home").text) and "Your words" not in dana.page, "they are the penholder's"
    assert told in words(dana.get(f"{house.address}/changes?from=1&to=2").text)
    assert told in words(dana.get(f"{house.address}?version=1&open=A1").text)


def a_second_statement(room: Room, title: str) -> str:
    """The key of another statement of Sara's, in consultation."""
    with record.transaction() as session:
        sara = session.get_one(Person, room.people["sara"])
        facts = {"title": title, "occasion": "", "blocks": parse("Two.\n"), "language": "en"}
        key = calls.create_statement(session, sara, **facts).key  # type: ignore[arg-type]
        calls.open_consultation(session, sara, key, closes_at=CLOSES)
    return key


def test_statements_of_one_title_are_told_apart_by_their_numbers(house: House) -> None:
    fred = house.visitor("fred")
    a_second_statement(house.room, "Another")
    assert "JS 2026/" not in words(fred.get("/home").text)
    a_second_statement(house.room, "On Open  Rivers")
    page = words(fred.get("/home").text)
    assert "On open rivers · JS 2026/1" in page and "On Open Rivers · JS 2026/3" in page
    assert page.count("JS 2026/1") == 2, "in the list and in the calendar"
    assert "JS 2026/2" not in page


def step(page: str, address: str) -> list[str]:
    """The words of the buttons that lead there."""
    found = re.findall(rf'<a\s+class="btn[^"]*act"\s+href="{re.escape(address)}"\s*>(.*?)</a>', page, re.S)
    return [re.sub(r"\s+", " ", each).strip() for each in found]


def test_each_row_names_its_step(house: House) -> None:
    room, fred = house.room, house.visitor("fred")
    assert step(fred.get("/home").text, house.address) == ["Read and comment"]
    for body in ("Which gates?", "And when?"):
        room.do("fred", posting.post_comment, version=1, body=body, language="en")
    assert step(fred.get("/home").text, house.address) == ["Read and add comments"]
    room.do("fred", posting.post_comment, version=1, body="Why?", language="en", keep=True)
    assert step(fred.get("/home").text, f"{house.address}/our-points") == ["Send your 1 draft"]
    room.do("sara", consulting.close_consultation)
    assert step(fred.get("/home").text, f"{house.address}/our-points") == ["Send the draft as a late comment"]
    for item in ("C1", "C2"):
        answer(room, item, "noted", reason="All of them.")
    issue(room)
    closes_at = room.clock.at + timedelta(days=3)
    room.do("sara", calls.open_ballot, version=2, languages=["en"], closes_at=closes_at)
    assert step(house.visitor("dana").get("/home").text, f"{house.address}/decision") == ["Take a position"]


def test_a_penholder_of_an_organisation_is_needed_only_where_it_is_the_penholders_turn(house: House) -> None:
    room = house.room
    fen = record_key(room, "fen")
    room.do("sara", changing_settings.hand_over_pen, to=[fen])
    fred = house.visitor("fred")
    page = fred.get("/home").text
    assert "You are drafting" in page and "Comment before the deadline" not in page
    assert "Nothing needs you now" in page, "the consultation is the members' turn"
    assert step(page, f"{house.address}/coverage") == ["See who has responded"]
    send(room, **CRITICAL)
    room.do("fred", consulting.close_consultation)
    page = fred.get("/home").text
    assert "1 thing needs you" in page and step(page, f"{house.address}/consolidation") == ["Answer 1 point"]
    answer(room, "A1", "bracketed", by="fred")
    issue(room, by="fred")
    assert step(fred.get("/home").text, f"{house.address}/consolidation#brackets") == ["Settle the open words"]


def record_key(room: Room, name: str) -> str:
    """The key of an organisation of the cast."""
    with record.reading() as session:
        return session.get_one(Organisation, room.organisations[name]).key


def test_a_member_who_was_asked_nothing_yet_reads_in_two_sentences_what_will_come(
    database: Engine, settings: Settings
) -> None:
    with house_of(settings, opened=False) as house:
        page = words(house.visitor("fred").get("/home").text)
        assert "Nothing needs you now When a consultation opens for your organisation, you get an email" in page
        assert "You comment on its exact words, and read here what became of each point and why." in page
        assert "you take a position for your organisation" in words(house.visitor("dana").get("/home").text)
        house.room.do("sara", calls.open_consultation, closes_at=CLOSES)
        assert "When a consultation opens" not in house.visitor("fred").get("/home").text

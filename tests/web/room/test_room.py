"""The page of the statement room: what each reader sees and may do, at every stage, and how heavy it is."""

import gzip
import itertools
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, delete, event

from tests import calls, posting
from tests.consolidations import CRITICAL, TITLE, answer, issue, send
from tests.rooms import CLOSES, Room
from tests.web.house import House, element, house_of, words
from tests.web.site import source
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Item, ItemState
from workflow.models.statement import Statement, TakingPart
from workflow.rules.items.kinds import KINDS, ItemKind
from workflow.rules.shared.lifecycle import Stage
from workflow.services.consultation import consulting
from workflow.services.items import replying, revising, sending, supporting
from workflow.services.statements import versions

REPLACE = ItemKind.REPLACE
ADD = ItemKind.ADD
REMOVE = ItemKind.REMOVE
MOVE = ItemKind.MOVE


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


NUMBERS = itertools.count(1)  # the same words at the same place are one item


def comment(room: Room, who: str = "nadia", **facts: Any) -> Item:
    return room.do(
        who, posting.post_comment, **{"version": 1, "body": f"Say more {next(NUMBERS)}.", "language": "en", **facts}
    )


def amend(room: Room, who: str = "nadia", **facts: Any) -> Item:
    facts = {"version": 1, "kind": REPLACE, "reason": "Better.", "language": "en", **facts}
    return room.do(who, posting.propose_amendment, **facts)


def paragraph(page: str, id_: str) -> str:
    """The markup of one paragraph with its notes."""
    return source(element(page, id_)).split('<div class="para"')[1]


def test_paragraphs_have_permanent_ids_and_p1_leads_to_the_first_numbered_one(house: House) -> None:
    page = source(house.visitor("nadia").get(house.address).text)
    salutation, first, *_ = house.room.blocks()
    assert f'<div class="para" id="{salutation.id}"><div class="txt"' in page
    assert f'<div class="para" id="{first.id}"><a class="n" id="p1" href="#p1">' in page


def test_the_words_of_items_are_marked_with_their_references(house: House) -> None:
    amend(house.room, block=house.room.blocks()[3].id, words="difficult", proposal="critical")
    page = house.visitor("dana").get(house.address).text
    assert (
        '<mark>difficult</mark><sup class="ref"><span class="vh">\u00a0</span><a href="#a1"><bdi>A1</bdi></a></sup>'
        in page
    )
    note = element(page, "a1").split("</details>")[0]
    assert '<del><span class="vh">removed: </span>difficult</del>' in note
    assert '<ins><span class="vh">added: </span>critical</ins>' in note
    assert "Better." in note


def test_the_four_kinds_of_amendment_say_what_they_ask_for(house: House) -> None:
    block = house.room.blocks()[2].id
    amend(house.room, kind=REMOVE, block=block)
    amend(house.room, kind=MOVE, block=block, after="")
    amend(house.room, kind=MOVE, block=block, after=house.room.blocks()[3].id)
    amend(house.room, kind=ADD, block=block, proposal="A new one.")
    read = words(house.visitor("dana").get(house.address).text)
    for said in (
        "Remove this paragraph",
        "Move this paragraph to the beginning",
        "Move this paragraph after paragraph 3",
        "A new paragraph after paragraph 2 added: A new one.",
    ):
        assert said in read


def test_what_members_write_is_never_markup(house: House) -> None:
    hostile = "<script>alert(1)</script> {{7*7}} [x](javascript:alert(1))"
    block = house.room.blocks()[2].id
    comment(house.room, block=block, body=hostile)
    amend(house.room, block=block, words="gates", proposal=hostile, reason=hostile)
    amend(house.room, kind=ADD, block=block, proposal=hostile, reason=hostile)
    room = house.room
    room.do("dana", replying.post_reply, item="C1", body=hostile, language="en")
    for path in (house.address, house.address + "/comments", f"{house.address}/items/C1/replies"):
        page = house.visitor("dana").get(path).text
        assert "<script>alert" not in page
        assert 'href="javascript' not in page
        assert "49" not in words(page)


def test_more_than_five_notes_are_a_link_that_opens_them_all(house: House) -> None:
    block = house.room.blocks()[2].id
    for _ in range(7):
        comment(house.room, block=block)
    visitor = house.visitor("dana")
    here = paragraph(visitor.get(house.address).text, block)
    assert here.count('<details class="note"') == 5
    link = re.search(r'<a href="([^"]+)">2 more', here)
    assert link is not None
    assert link[1] == f"{house.address}?open={block}#{block}"
    opened = paragraph(visitor.get(link[1]).text, block)
    assert opened.count('<details class="note"') == 7
    assert '<details class="points" name="points" open>' in opened
    assert "more<" not in opened


def test_an_address_may_open_a_note(house: House) -> None:
    block = house.room.blocks()[2].id
    for _ in range(7):
        comment(house.room, block=block)
    page = source(house.visitor("dana").get(house.address + "?open=C7").text)
    assert re.search(r'<details class="note" id="c7"[^>]* open>', page)
    assert re.search(r'<details class="note" id="c1"[^>]*>', page)
    assert not re.search(r'<details class="note" id="c1"[^>]* open>', page)


def test_the_choice_of_notes_stands_in_the_address(house: House) -> None:
    comment(house.room, "dana")
    amend(house.room, block=house.room.blocks()[3].id, words="difficult", proposal="critical")
    visitor = house.visitor("dana")
    shown = {
        show: set(re.findall(r'class="note" id="(\w+)"', source(visitor.get(f"{house.address}?show={show}").text)))
        for show in ("all", "amendments", "comments", "ours", "none", "nonsense")
    }
    assert shown["all"] == shown["nonsense"] == {"c1", "a1"}
    assert (shown["amendments"], shown["comments"], shown["ours"], shown["none"]) == ({"a1"}, {"c1"}, {"c1"}, set())
    assert "All 2" in words(visitor.page.replace("&nbsp;", " "))


def test_notes_are_chosen_by_organisation(house: House) -> None:
    for who in ("dana", "fred", "elena", "sara"):
        comment(house.room, who, body=f"Said by {who}.")
    visitor = house.visitor("nadia")
    link = re.search(r'<a href="([^"]+)">By organisation', source(visitor.get(house.address).text))
    assert link is not None
    page = source(visitor.get(link[1]).text)
    handles = dict(re.findall(r'<option value="(\w+)">([^<]+)', page))
    assert sorted(handles.values()) == [
        "All", "Delta Observatory", "Fenland Water Society", f"Member organisation {_code(handles)}", "Secretariat",
    ]  # fmt: skip
    shown = {}
    for handle, name in handles.items():
        page = source(visitor.get(f"{house.address}?who={handle}").text)
        shown[name.split()[0]] = set(re.findall(r'class="note" id="(\w+)"', page))
    everything = {"c1", "c2", "c3", "c4"}
    assert shown == {"All": everything, "Delta": {"c1"}, "Fenland": {"c2"}, "Member": {"c3"}, "Secretariat": {"c4"}}
    assert visitor.get(f"{house.address}?who=nobody").text.count('class="note"') == 4


def _code(handles: dict[str, str]) -> str:
    """The label of the protected organisation, which is its handle as well."""
    return next(handle for handle, name in handles.items() if name.startswith("Member"))


def test_what_is_new_on_another_page_is_led_to(house: House) -> None:
    room = house.room
    for _ in range(7):
        comment(room, "dana", block=room.blocks()[2].id)
    visitor = house.visitor("nadia")
    page = visitor.get(house.address).text
    ids = " ".join(room.item(f"C{number}").key for number in range(1, 7))
    visitor.post(f"{house.address}/looked", {"at": "2026-03-02T11:00:00+00:00", "items": ids})
    page = source(visitor.get(f"{house.address}?show=amendments").text)
    assert "Mark the" not in words(page)
    link = re.search(r'<a class="tapped" href="([^"]+)">Go to what is new', page)
    assert link is not None
    assert link[1] == f"{house.address}?open=C7#c7"
    assert re.search(r'id="c7" data-new="\w{10}" open>', source(visitor.get(link[1]).text))


def test_kept_drafts_are_counted_apart(house: House) -> None:
    comment(house.room, "dana")
    comment(house.room, "dana", keep=True)
    comment(house.room, "dana")
    house.room.do("dana", revising.withdraw_item, item="C2")
    visitor = house.visitor("dana")
    page = words(visitor.get(house.address).text.replace("&nbsp;", " "))
    assert "Comments 1 " in page and "All 1 " in page and "Ours 1 + 1 draft" in page
    assert "Your organisation has sent 1 comment or amendment." in page
    assert "1 point + 1 draft + 1 withdrawn" in words(visitor.get(f"{house.address}/comments").text)


NOTHING = "Your organisation has not sent anything yet."


def test_the_end_of_the_room_says_of_its_reader_s_organisation_what_is_true(house: House) -> None:
    assert NOTHING in words(house.visitor("dana").get(house.address).text)
    sara = words(house.visitor("sara").get(house.address).text)
    assert (
        "When you have read the whole text" in sara
        and "your organisation" not in sara.split("When you have read the whole text")[1]
    )
    amend(house.room, "nadia", block=house.room.blocks()[3].id, words="difficult", proposal="critical")
    house.room.do("dana", supporting.support, item="A1")
    page = words(house.visitor("dana").get(house.address).text)
    assert NOTHING not in page
    assert "Your organisation supports what others have sent; this counts as a response." in page
    house.room.do("dana", supporting.end_support, item="A1")
    assert NOTHING in words(house.visitor("dana").get(house.address).text)


def test_buttons_are_there_for_those_who_may_use_them(house: House) -> None:
    amend(house.room, block=house.room.blocks()[3].id, words="difficult", proposal="critical")
    offers = {}
    for who in ("nadia", "dana", "sara", "sol"):
        note = element(house.visitor(who).get(house.address).text, "a1").split("</details>")[0]
        offers[who] = [name for name in ("support", "replies", "edit", "withdrawal") if f"/A1/{name}" in note]
    assert offers == {
        "nadia": ["replies", "edit", "withdrawal"],
        "dana": ["support", "replies"],
        "sara": ["replies"],
        "sol": [],
    }


def test_the_penholder_finds_the_next_thing_to_do_at_every_stage(database: Engine, settings: Settings) -> None:
    with house_of(settings, opened=False) as draft:
        sara, key = draft.visitor("sara"), draft.room.key
        page = sara.get(draft.address).text
        assert "Open a consultation" in words(page)
        assert f"/statements/{key}/draft" in page
        draft.room.do("sara", calls.open_consultation, closes_at=CLOSES)
        assert "Extend or close this consultation" in words(sara.get(draft.address).text)
        draft.room.do("sara", consulting.close_consultation)
        page = sara.get(draft.address).text
        for said in ("Consolidate the comments", "Open a consultation", "Submit version 1 to the Committee"):
            assert said in words(page)
        assert f'href="/statements/{key}/draft">Edit<' in source(page)
        assert f'href="/statements/{key}/settings">Settings<' in source(page)
        for who in ("sol", "dana", "nadia"):
            page = draft.visitor(who).get(draft.address).text
            assert "Consolidate the comments" not in words(page) and ">Edit<" not in page


def test_the_room_opens_at_every_stage(house: House) -> None:
    comment(house.room)
    visitors = [house.visitor(who) for who in ("sara", "sol", "dana", "nadia", "elena")]
    for stage in Stage:
        with record.transaction() as session:
            session.get_one(Statement, house.room.statement().id).stage = stage
        assert [visitor.get(house.address).status_code for visitor in visitors] == [200] * 5, stage


def test_the_draft_is_not_there_for_members_before_the_first_consultation(database: Engine, settings: Settings) -> None:
    with house_of(settings, opened=False) as draft:
        missing = draft.visitor("nadia").get("/statements/nothing-here").text
        for path in ("", "/comments", "/items/new", "/consultation", "/items/C1/replies"):
            answer = draft.visitor("nadia").get(draft.address + path)
            assert answer.status_code == 404
            assert re.sub("<input[^>]*>", "", words(answer.text)) == words(missing)


def test_a_stranger_is_asked_to_sign_in(house: House) -> None:
    from tests.web.site import Visitor

    answer = Visitor(house.app.test_client(), house.base).get(house.address)
    assert answer.status_code in (302, 303)
    assert "/sign-in" in answer.headers["Location"]


def test_after_the_deadline_nothing_is_offered_before_the_worker_comes(house: House) -> None:
    comment(house.room, "dana", block=house.room.blocks()[2].id)
    house.room.clock.at = CLOSES
    page = source(house.visitor("dana").get(house.address).text)
    assert "Consultation 1 closed today 09:00" in words(page)
    late = f'href="{house.address}/items/new?kind=comment">Send a late comment<'
    assert late in page
    for gone in ("/items/new", "/edit", "/withdrawal", "select-words"):
        assert gone not in page.replace(late, "")


def test_an_older_version_says_that_it_is_one_and_takes_no_items(house: House) -> None:
    room = house.room
    comment(room, block=room.blocks()[2].id)
    block = room.blocks()[1].id
    room.do("sara", consulting.close_consultation)
    room.do("sara", calls.save_paragraph, language="en", serial=1, block=block, text="The river has fallen.")
    with room.acting("sara") as (session, person):
        versions.issue(session, person, room.statement())
    room.do("sara", calls.open_consultation, closes_at=CLOSES + timedelta(days=9))
    visitor = house.visitor("nadia")
    page = visitor.get(house.address + "?version=1").text
    assert "This is version 1. Version 2 has been issued since." in words(page)
    assert "/items/new" not in page
    assert "has risen" in words(page)
    page = visitor.get(house.address).text
    assert "has fallen" in words(page)
    assert 'id="c1"' in page, "what earlier versions left unanswered is shown beside the newest"
    for bad in ("?version=3", "?language=fr", "?language=xx"):
        assert visitor.get(house.address + bad).status_code == 404


def test_a_note_shows_as_a_redline_what_a_later_version_did_to_its_words(house: House) -> None:
    room, block = house.room, house.room.blocks()[3].id
    comment(room, block=block, words="a difficult moment")
    room.do("sara", consulting.close_consultation)
    text = "This is a very difficult moment for the Court of Waters."
    room.do("sara", calls.save_paragraph, language="en", serial=1, block=block, text=text)
    with room.acting("sara") as (session, person):
        versions.issue(session, person, room.statement())
    visitor = house.visitor("dana")
    for page in (house.address, house.address + "/comments"):
        note = element(visitor.get(page).text, "c1")
        assert "Made on version 1. Version 2 changed its words:" in words(f"<main{note}")
        assert '<ins><span class="vh">added: </span>very</ins>' in note
        assert "“a difficult moment”" not in note


def test_a_member_who_took_no_part_reads_what_was_published_and_nothing_else(house: House) -> None:
    room = house.room
    comment(room, "dana", block=room.blocks()[2].id, words="gates")
    with record.transaction() as session:
        session.get_one(Statement, room.statement().id).stage = Stage.PUBLISHED
        session.execute(delete(TakingPart).where(TakingPart.organisation_id == room.organisations["fen"]))
    fred = house.visitor("fred")
    page = words(fred.get(house.address).text)
    assert "keep the gates open" in page
    assert "C1" not in page
    for path in ("/comments", "?version=2", "/items/C1/replies", "/items/new"):
        assert fred.get(house.address + path).status_code == 404


def test_a_protected_organisation_is_named_on_no_page_of_others(house: House) -> None:
    room = house.room
    comment(room, "elena", block=room.blocks()[2].id, body="A thought.")
    amend(room, block=room.blocks()[3].id, words="difficult", proposal="critical")
    room.do("elena", supporting.support, item="A1")
    room.do("elena", replying.post_reply, item="A1", body="So it is.", language="en")
    for who in ("dana", "nadia", "fred"):
        visitor = house.visitor(who)
        for path in ("", "/comments", "/items/C1/replies", f"/items/new?paragraph={room.blocks()[2].id}"):
            page = visitor.get(house.address + path).text
            assert "Estero" not in page
            assert "elena" not in page.lower()
        assert "1 organisation supports this" in words(visitor.get(house.address).text)
        assert '<time datetime="2026-03-02">' in visitor.page, "the day alone: an exact time could be matched"
    assert "Vigías del Estero" in house.visitor("sara").get(house.address).text


def test_the_pages_hold_no_inline_script_or_style(house: House) -> None:
    kept = comment(house.room, "dana", block=house.room.blocks()[2].id, keep=True).id
    visitor, block = house.visitor("dana"), house.room.blocks()[1].id
    for path in ("", "/comments", "/items/new", f"/items/new?paragraph={block}", f"/items/{kept}/edit"):
        page = visitor.get(house.address + path).text
        assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page)
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert "<style" not in page


def test_a_page_takes_at_most_ten_sql_statements_at_any_number_of_items(house: House, database: Engine) -> None:
    visitor = house.visitor("nadia")
    visitor.get(house.address)  # the first time, it is kept that the reader has opened this version
    counts = {}
    for many in (50, 500):
        fill(house.room, many)
        for page in ("", "?who=all", "/comments?who=secretariat"):
            statements: list[str] = []
            listen(statements)
            assert visitor.get(house.address + page).status_code == 200
            counts[many, page] = len(statements)
            listen(statements, remove=True)
    for (many, page), count in counts.items():
        assert count == counts[50, page] <= 10, (many, page)


def test_a_page_with_a_thousand_items_is_under_60_kilobytes_on_the_wire(house: House) -> None:
    fill(house.room, 1000)
    page = house.visitor("nadia").get(house.address).data
    assert len(gzip.compress(page)) < 60_000


_HEARD: dict[int, Any] = {}


def listen(statements: list[str], *, remove: bool = False) -> None:
    """Note every statement that the application sends from now on, or stop."""

    def note(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement != "BEGIN":
            statements.append(statement)

    heard = _HEARD.pop(id(statements)) if remove else _HEARD.setdefault(id(statements), note)
    (event.remove if remove else event.listen)(record.engine(), "before_cursor_execute", heard)


def fill(room: Room, many: int) -> None:
    """So many amendments in all, on words all over the text, as rows."""
    blocks, statement, version, consultation = room.blocks(), room.statement(), room.version(1), room.round(1)
    with record.transaction() as session:
        for number in range(sending.next_number(session, statement, KINDS[REPLACE]), many + 1):
            block = blocks[number % len(blocks)]
            start = number % (len(block.text) - 12)
            quote = block.text[start : start + 11]
            session.add(
                Item(
                    statement_id=statement.id, version_id=version, consultation_id=consultation,
                    kind=REPLACE, number=number,
                    state=ItemState.SENT, organisation_id=room.organisations["delta"], person_id=room.people["dana"],
                    language="en", block=block.id, start=start, end=start + 11, quote=quote,
                    proposal=f"{quote} {number}", body=f"Reason number {number}, which is not the same as others.",
                    made_at=room.clock(), sent_at=room.clock(),
                )
            )  # fmt: skip


def first_button(page: str) -> str:
    """The address of the first button of the room's one line."""
    notice = source(element(page, "now").split("</header>")[0])
    found = re.search(r'<a class="btn primary" href="([^"]+)"', notice)
    assert found and notice.count('<a class="btn') == 1
    return found[1]


def test_the_first_button_of_a_penholder_is_the_next_step(house: House) -> None:
    room, sara = house.room, house.visitor("sara")
    comment(room, "dana")
    room.do("sara", consulting.close_consultation)
    assert first_button(sara.get(house.address).text) == f"{house.address}/consolidation"
    answer(room, "C1", "noted", reason="Said elsewhere.")
    assert first_button(sara.get(house.address).text) == f"{house.address}/versions"
    issue(room)
    page = sara.get(house.address).text
    assert first_button(page) == f"{house.address}/ballot"
    assert "Version 2 is issued, and each point has an answer." in words(page)
    assert f'href="{house.address}/consultation"' in page


def test_after_carrying_points_over_the_first_button_opens_another_consultation(house: House) -> None:
    room = house.room
    comment(room, "dana")
    comment(room, "fred")
    room.do("sara", consulting.close_consultation)
    answer(room, "C1", "noted", reason="Said elsewhere.")
    issue(room, carry_over=True)
    assert first_button(house.visitor("sara").get(house.address).text) == f"{house.address}/consultation"


def test_members_read_what_became_of_their_points_instead_of_that_the_penholder_deals_with_them(
    house: House,
) -> None:
    room, dana = house.room, house.visitor("dana")
    for who in ("dana", "fred", "dana"):
        comment(room, who)
    room.do("sara", consulting.close_consultation)
    deals = "The penholder now answers the comments and amendments."
    assert deals in dana.get(house.address).text
    for item, reason in (("C1", "Two metres."), ("C2", "Three metres."), ("C3", "Four metres.")):
        answer(room, item, "noted", reason=reason)
    issue(room)
    for _ in range(2):  # also when it has been read
        page = dana.get(house.address).text
        mine = words("<main" + element(page, "became").split("</section>")[0] + "</main")
        assert "How your 2 points were answered in version 2" in mine
        assert "C1 Two metres." in mine and "C3 Four metres." in mine and "Three" not in mine
        assert deals not in page and "Version 2 has been issued since." in page
        assert f"{house.address}/response-table?version=2" in page
    closes_at = room.clock.at + timedelta(days=2)
    room.do("sara", calls.open_ballot, version=2, languages=["en"], closes_at=closes_at)
    assert "How your 2 points were answered in version 2" in words(dana.get(house.address).text)
    assert "How your point" not in house.visitor("nadia").get(house.address).text


def test_what_became_of_many_points_is_shown_in_part_with_the_way_to_all(house: House) -> None:
    room = house.room
    for _ in range(12):
        comment(room, "dana")
    room.do("sara", consulting.close_consultation)
    for number in range(1, 13):
        answer(room, f"C{number}", "noted", reason="Said elsewhere.")
    issue(room)
    mine = element(house.visitor("dana").get(house.address).text, "became").split("</section>")[0]
    assert mine.count("<li>") == 10 and "How your 12 points were answered" in mine
    assert "The first 10 of 12 points:" in mine
    assert f'href="{house.address}?show=ours">See all of ours<' in source(mine)


def test_what_became_says_what_each_point_asked_for_of_six_all(house: House) -> None:
    room = house.room
    kinds: list[dict[str, Any]] = [
        CRITICAL, {"kind": REMOVE, "paragraph": 1}, {"kind": MOVE, "paragraph": 3, "after": 1},
        {"kind": ADD, "after": 1, "proposal": "Pay."}, {"kind": TITLE, "proposal": "Free rivers"},
        {"comment": "Why?"},
    ]  # fmt: skip
    for item in kinds:
        send(room, **item)
    room.do("sara", consulting.close_consultation)
    for item in ("A1", "A2", "A3", "A4", "A5", "C1"):
        answer(room, item, "not_accepted" if item != "C1" else "noted", reason="Said elsewhere.")
    issue(room)
    became = element(house.visitor("dana").get(house.address).text, "became").split("</section>")[0]
    mine = words(f"<main{became}</main")
    for said in (
        "Remove this paragraph", "Move this paragraph after paragraph 1", "A new paragraph after paragraph 1",
        "Proposes a title:", "C1",
    ):  # fmt: skip
        assert said in mine


def test_the_line_counts_as_new_what_waits_and_not_what_was_answered(house: House) -> None:
    room, nadia = house.room, house.visitor("nadia")
    for _ in range(2):
        comment(room, "dana")
    nadia.get(house.address)
    room.do("sara", consulting.close_consultation)
    answer(room, "C1", "noted", reason="Said elsewhere.")
    answer(room, "C2", "noted", reason="Said elsewhere.")
    issue(room)
    page = words(nadia.get(house.address).text)
    assert "answered earlier" in page and "new or changed point" not in page


def test_a_late_comment_has_a_link_in_the_room_while_it_is_taken(house: House) -> None:
    room, link = house.room, f'href="{house.address}/items/new?kind=comment">Send a late comment'
    dana = house.visitor("dana")
    assert link not in dana.get(house.address).text
    room.do("sara", consulting.close_consultation)
    assert link in dana.get(house.address).text
    assert link not in house.visitor("sol").get(house.address).text
    closes_at = room.clock.at + timedelta(days=2)
    room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=closes_at)
    assert link not in dana.get(house.address).text


def test_a_statement_has_five_tabs_and_edit_and_settings_as_links_for_those_who_may(house: House) -> None:
    room = house.room
    room.do("sara", consulting.close_consultation)
    tabs = {who: words(f"<main{_tabs(house.visitor(who).get(house.address).text)}</main") for who in ("sara", "nadia")}
    assert tabs["nadia"].split() == ["Text", "Comments", "0", "Changes", "Decision", "Record"]
    assert tabs["sara"].split() == [*tabs["nadia"].split(), "Edit", "Settings"]
    for path, here in (("/history", "History"), ("/publication", "Release")):
        page = source(house.visitor("nadia").get(house.address + path).text)
        assert 'aria-current="true">Record<' in page and f'aria-current="page">{here}<' in page


def test_why_a_consultation_was_closed_early_stands_over_the_text_in_short_and_whole_in_the_fold(house: House) -> None:
    reason = f"All have written. {'And nobody asked for more time. ' * 5}The Assembly is early."
    house.room.do("sara", consulting.close_consultation, reason=reason)
    page = source(house.visitor("dana").get(house.address).text)
    line = words("<main" + page.split('id="now"')[1].split("<nav")[0] + "</main")
    assert "Closed before its deadline: All have written. And nobody" in line
    assert "…" in line and "The Assembly is early." not in line
    assert "The Assembly is early." in page.split('<details class="ident"')[1].split("</details>")[0]


def test_the_ways_beside_a_passage_without_a_number_are_named_by_its_first_words(house: House) -> None:
    page = source(house.visitor("nadia").get(house.address).text)
    names = re.findall(r'<a href="[^"]*/amendments/new[^"]*">Amend<span class="vh">(.*?)</span>', page)
    assert len(set(names)) == len(names) > 2 and any("<q " in each for each in names)


def _tabs(page: str) -> str:
    return page.split('<nav class="tabs five"')[1].split("</nav>")[0]


def test_what_left_the_head_of_the_room_is_in_the_fold_of_its_reference(house: House) -> None:
    comment(house.room)
    page = source(house.visitor("dana").get(house.address).text)
    line, fold = page.split('<details class="ident">')[1].split("</details>")[0].split("</summary>")
    assert "JS 2026/1" in line and "Version 1" in line and "not for circulation" in line
    read = words(f"<main{fold}</main")
    for said in (
        "Stage In consultation", "For the organisations that take part; not for circulation", "Penholder Secretariat",
        "Words", "Speaking time", "Taking part", "Show in the margin", "By organisation", "Say what you want.",
    ):  # fmt: skip
        assert said in read, said

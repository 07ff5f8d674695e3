"""Consultations behind a browser: what is open, blind consultations, more time, and a form that comes too late."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, update

from tests import calls, posting
from tests.consolidations import answer, issue, write
from tests.rooms import CLOSES
from tests.services.consultations import newest_consultation, rows
from tests.web.house import House, element, hidden, house_of, words
from tests.web.site import Visitor, source
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Item
from workflow.models.statement import Statement
from workflow.rules.items.kinds import ItemKind
from workflow.rules.shared.lifecycle import Stage
from workflow.services.consultation import consulting
from workflow.services.statements import changing_settings, versions

AMEND = {"edited": "This is a critical moment for the Court of Waters.", "reason": "Because.", "language": "en"}
"""One word of the last paragraph."""


@pytest.fixture
def draft(database: Engine, settings: Settings) -> Iterator[House]:
    """A draft before its first consultation."""
    with house_of(settings, opened=False) as furnished:
        yield furnished


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open."""
    with house_of(settings) as furnished:
        yield furnished


def opened(house: House, *places: int, **facts: Any) -> list[str]:
    """A consultation in which the paragraphs at these places are open, all where none is named; the ids of all."""
    with record.reading() as session:
        found = versions.original(session, session.merge(house.room.statement(), load=False)).blocks
    ids = [block.id for block in found]
    chosen = {"open_blocks": [ids[place] for place in places]} if places else {}
    house.room.do("sara", calls.open_consultation, closes_at=CLOSES, **chosen, **facts)
    return ids


def comment(house: House, who: str, body: str, **facts: Any) -> Item:
    made: Item = house.room.do(who, posting.post_comment, version=1, body=body, language="en", **facts)
    return made


def too_late(
    house: House, who: str, query: str = "", *, page: str = "items", **fields: Any
) -> tuple[Visitor, str, dict[str, Any]]:
    """A form that was opened in time and sent when the consultation had closed; its visitor, address and fields."""
    visitor, path = house.visitor(who), f"{house.address}/{page}/new{query}"
    visitor.get(path)
    sent = {**hidden(visitor.page), "language": "en", "after": "", **fields}
    house.room.do("sara", consulting.close_consultation)
    assert visitor.post(path, sent).status_code == 409
    return visitor, path, sent


def test_a_consultation_is_opened_on_chosen_paragraphs_and_blind(draft: House) -> None:
    sara, path = draft.visitor("sara"), draft.address + "/consultation"
    title, *ids = re.findall(r'name="open_blocks" value="(\w+)"', source(sara.get(path).text))
    assert (title, len(ids)) == ("title", 4)
    fields = {"closes_at": "2026-03-05T18:00", "guidance": "", "who": "all", "opened": "some", "blind": "y"}
    refused = sara.post(path, fields)
    assert refused.status_code == 422
    assert "Choose at least one." in words(refused.text)
    assert re.search(r'<input checked[^>]*name="blind"', refused.text), "what was chosen comes back"
    assert sara.post(path, {**fields, "open_blocks": ids[1:3]}).status_code == 303
    assert (newest_consultation().open_blocks, newest_consultation().blind) == (ids[1:3], True)
    read = words(draft.visitor("nadia").get(draft.address).text)
    assert "2 paragraphs are open to amendments; you can comment on the others." in read
    assert (
        "This consultation is blind: you see what other organisations send only after the consultation closes."
    ) in read


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (["title"], "The title is open to amendments; you can comment on the text."),
        (["title", 2], "The title and 1 paragraph are open to amendments; you can comment on the rest."),
        ([2], "1 paragraph is open to amendments; you can comment on the others."),
    ],
)
def test_a_title_is_among_what_may_be_opened_and_the_form_says_when_it_is_closed(
    draft: House, chosen: list[Any], said: str
) -> None:
    sara, path = draft.visitor("sara"), draft.address + "/consultation"
    every = re.findall(r'name="open_blocks" value="(\w+)"', source(sara.get(path).text))
    fields = {"closes_at": "2026-03-05T18:00", "guidance": "", "who": "all", "opened": "some"}
    sent = {**fields, "open_blocks": [each if isinstance(each, str) else every[each] for each in chosen]}
    assert sara.post(path, sent).status_code == 303
    nadia = draft.visitor("nadia")
    assert said in words(nadia.get(draft.address).text)
    form = nadia.get(f"{draft.address}/items/new?kind=title").text
    assert ("The title is not open to amendments in this consultation." in words(form)) is ("title" not in chosen)
    assert ('value="title"' in form) is ("title" in chosen)
    form = nadia.get(f"{draft.address}/items/new").text
    assert ("Propose a title" in words(form)) is ("title" in chosen), "the link is there where it leads somewhere"


def test_a_closed_paragraph_offers_a_comment_and_no_amendment(draft: House) -> None:
    ids = opened(draft, 3)
    nadia = draft.visitor("nadia")
    page = nadia.get(draft.address).text
    assert re.findall(r"amendments/new\?paragraph=(\w+)", page) == [ids[3]]
    assert re.findall(r'id="(\w+)" data-closed', source(page)) == ids[:3]
    said = "This paragraph is not open to amendments in this consultation, but you can comment on it."
    for kind in ("amendment", "remove", "move", "comment"):
        asked = f"{draft.address}/items/new?paragraph={ids[2]}&kind={kind}"
        while (answer := nadia.get(asked)).status_code == 303:
            asked = answer.headers["Location"]
        assert said in words(answer.text), kind
        assert 'value="comment"' in answer.text and 'name="edited"' not in answer.text
        for other in ("Amend instead", "Remove the paragraph", "Move the paragraph"):
            assert other not in words(answer.text), kind
    after = nadia.get(f"{draft.address}/items/new?kind=addition").text
    assert re.findall(r'<option[^>]*value="(\w*)"', element(after, "after").split("</select>")[0]) == [ids[3]]


def test_an_amendment_that_no_page_offers_is_refused_with_a_sentence_and_kept_in_the_form(draft: House) -> None:
    ids = opened(draft, 1)
    nadia, path = draft.visitor("nadia"), f"{draft.address}/amendments/new?paragraph={ids[3]}"
    nadia.get(f"{draft.address}/items/new?paragraph={ids[3]}")
    refused = nadia.post(path, {**hidden(nadia.page), **AMEND, "reason": "Because it is."})
    assert refused.status_code == 422
    assert "Because it is." in refused.text
    assert not rows(Item)
    comment(draft, "nadia", "This may be said.", block=ids[3])


def test_in_a_blind_consultation_others_items_are_nowhere_and_after_it_everywhere(draft: House) -> None:
    ids = opened(draft, blind=True)
    comment(draft, "nadia", "Nadia's secret wish.", block=ids[2])
    facts = {"version": 1, "kind": ItemKind.REPLACE, "block": ids[3], "language": "en"}
    draft.room.do("nadia", posting.propose_amendment, words="difficult", proposal="secret", reason="So.", **facts)
    form = f"/amendments/new?paragraph={ids[3]}"
    pages = ("", "/comments", "/history", form, f"/items/new?paragraph={ids[3]}", "/changes")
    for who in ("dana", "elena", "sol"):
        visitor = draft.visitor(who)
        for path in pages:
            page = visitor.get(draft.address + path).text
            assert "secret" not in page, (who, path)
            assert not re.search(r"\b[CA]1\b", words(page)), (who, path)
            assert 'Comments&nbsp;<span class="dim num">0</span>' in page or "/new?" in path, (who, path)
        same = {**AMEND, "edited": "This is a secret moment for the Court of Waters."}
        for path in (form, form.replace("new", "changes")):
            told = visitor.post(draft.address + path, {**same, "show": "1"})
            assert not re.search(r"\b[CA]1\b|same words", told.text), "who asks for the same is not told of it"
        for item in ("C1", "A1"):
            assert visitor.get(f"{draft.address}/items/{item}/replies").status_code == 404
            for act in ("replies", "support"):
                assert visitor.post(f"{draft.address}/items/{item}/{act}", {"body": "Hm."}).status_code == 404
        assert "0 comments and amendments." in words(visitor.get("/home").text) or who == "sol"
    for who in ("nadia", "sara"):
        assert "Nadia&#39;s secret wish." in draft.visitor(who).get(draft.address).text, who
    draft.room.do("sara", consulting.close_consultation)
    page = draft.visitor("dana").get(draft.address).text
    assert "Nadia&#39;s secret wish." in page
    assert 'Comments&nbsp;<span class="dim num">2</span>' in page


def test_more_time_is_told_with_its_reason_in_the_room_and_on_the_penholders_page(house: House) -> None:
    sara, path = house.visitor("sara"), house.address + "/consultation"
    sara.get(path)
    fields = {"closes_at": "2026-03-06T10:00", "reason": "Two translations came late."}
    assert sara.post(path + "/extension", fields).status_code == 303
    for page in (house.visitor("dana").get(house.address).text, sara.get(path).text):
        assert "Extended until Fri 6 Mar, 10:00" in words(page)
        assert "Two translations came late." in words(page)


def test_a_consultation_is_changed_as_its_page_showed_it(house: House) -> None:
    sara, address = house.visitor("sara"), house.address + "/consultation"
    pages = {path: hidden(sara.get(address + path).text) for path in ("", "/closing")}
    house.room.do("sara", consulting.extend_consultation, closes_at=CLOSES + timedelta(days=1), reason="Time.")
    for path, shown in (("/extension", pages[""]), ("/closing", pages["/closing"])):
        sent = {"closes_at": "2026-03-09T10:00", "reason": "My own reason.", **shown}
        refused = sara.post(address + path, sent)
        assert refused.status_code == 409, path
        assert "The consultation has changed since you opened this page: its deadline is now" in words(refused.text)
        assert "My own reason." in refused.text
        assert hidden(refused.text)["seen"] == "1"
    assert sara.post(address + "/closing", {"reason": "Over.", **hidden(sara.page)}).status_code == 303
    reopening = hidden(sara.get(address + "/reopening").text)
    assert reopening["seen"] == "2"
    stale = {"closes_at": "2026-03-09T10:00", "reason": "More.", "seen": "1"}
    assert sara.post(address + "/reopening", stale).status_code == 409
    assert sara.post(address + "/reopening", {**stale, **reopening}).status_code == 303


def test_a_consultation_is_opened_on_the_text_that_its_page_showed(draft: House) -> None:
    sara, path = draft.visitor("sara"), draft.address + "/consultation"
    fields = {"closes_at": "2026-03-05T18:00", "guidance": "Be brief.", "who": "all", "opened": "all"}
    shown = hidden(sara.get(path).text)
    write(draft.room, 1, "The river has risen three times.")
    refused = sara.post(path, {**fields, **shown})
    assert refused.status_code == 409
    assert "The text has changed since you opened this page." in words(refused.text) and "Be brief." in refused.text
    assert sara.post(path, {**fields, **hidden(refused.text)}).status_code == 303


def test_a_draft_over_its_limit_becomes_version_1_only_by_choice(draft: House) -> None:
    sara, path = draft.visitor("sara"), draft.address + "/consultation"
    fields = {"closes_at": "2026-03-05T18:00", "guidance": "Be brief.", "who": "all", "opened": "all"}
    assert 'name="over_limit"' not in sara.get(path).text
    draft.room.do("sara", calls.change_settings, word_limit=10)
    shown = hidden(sara.get(path).text)
    refused = sara.post(path, {**fields, **shown})
    assert refused.status_code == 422 and 'href="#over_limit"' in refused.text and "Be brief." in refused.text
    assert sara.post(path, {**fields, **shown, "over_limit": "y"}).status_code == 303


def test_a_closed_consultation_is_opened_again_from_its_page_until_a_version_is_issued(house: House) -> None:
    sara, path = house.visitor("sara"), house.address + "/consultation/reopening"
    assert sara.get(path).status_code == 404, "it is open"
    comment(house, "dana", "How high?")
    house.room.do("sara", consulting.close_consultation, reason="All have written.")
    assert "All have written." in words(house.visitor("dana").get(house.address).text)
    assert f'href="{path}"' in sara.get(house.address + "/consultation").text
    sara.get(path)
    refused = sara.post(path, {"closes_at": "2026-03-06T10:00", "reason": ""})
    assert refused.status_code == 422
    assert "Give a reason." in words(refused.text)
    fields = {"closes_at": "2026-03-06T10:00", "reason": "Two could not sign in."}
    for _ in range(2):
        assert sara.post(path, fields).status_code == 303, "a second click is answered like the first"
    assert house.room.statement().stage is Stage.CONSULTATION
    assert "Reopened until Fri 6 Mar, 10:00 : Two could not sign in." in words(
        house.visitor("dana").get(house.address).text
    ).replace(": Two", " : Two").replace("  ", " ")
    house.room.do("sara", consulting.close_consultation)
    answer(house.room, "C1", "noted", reason="Said elsewhere.")
    issue(house.room)
    sara.get(path)
    refused = sara.post(path, fields)
    assert refused.status_code == 409
    assert "Two could not sign in." in refused.text
    assert "Version 2 was issued after this consultation." in words(refused.text)


def test_a_comment_that_came_too_late_is_sent_with_one_click_and_marked(house: House) -> None:
    block = house.room.blocks()[3].id
    fields = {"kind": "comment", "where": "words", "words": "difficult", "body": "Say why."}
    visitor, path, sent = too_late(house, "nadia", f"?paragraph={block}", **fields)
    assert "You can still send this as a late comment" in words(visitor.page)
    for _ in range(2):
        assert visitor.post(path, {**sent, "late": "1"}).status_code == 303, "a second click makes no second comment"
    (item,) = rows(Item)
    assert (item.reference, item.late, item.quote, item.body) == ("C1", True, "difficult", "Say why.")
    for page in ("", "/comments"):
        note = element(house.visitor("dana").get(house.address + page).text, "c1").split("Say why.")[0]
        assert 'data-g="⧗">Late</span>' in note, page
    assert "Late comment C1" in words(visitor.get(house.address + "/history").text)
    assert "Late" in words(house.visitor("sara").get(house.address + "/consolidation").text)


def test_a_draft_sent_late_from_its_own_form_is_no_draft_besides(house: House) -> None:
    facts = {"version": 1, "body": "Say why.", "language": "en", "keep": True}
    kept = house.room.do("nadia", posting.post_comment, block=house.room.blocks()[3].id, **facts)
    house.room.do("sara", consulting.close_consultation)
    visitor, path = house.visitor("nadia"), f"{house.address}/items/{kept.key}/edit"
    visitor.get(path)
    sent = {**hidden(visitor.page), "kind": "comment", "where": "same", "language": "en", "body": "Say why, please."}
    for _ in range(2):
        assert visitor.post(path, {**sent, "late": "1"}).status_code == 303, "a second click makes no second comment"
    assert [(item.id, item.late, item.body) for item in rows(Item)] == [(kept.id, True, "Say why, please.")]


@pytest.mark.parametrize(
    ("page", "fields", "said"),
    [
        ("amendments", AMEND, "Because.\n\nWords proposed: critical"),
        ("items", {"kind": "remove"}, "Because.\n\nProposed: remove this paragraph."),
        ("items", {"kind": "move", "after": ""}, "Because.\n\nProposed: move this paragraph to the beginning."),
    ],
)
def test_an_amendment_that_came_too_late_becomes_a_comment_with_its_words(
    house: House, page: str, fields: dict[str, str], said: str
) -> None:
    block, kind = house.room.blocks()[3].id, fields.get("kind", "")
    about = f"?paragraph={block}&kind={kind}"
    visitor, path, sent = too_late(house, "nadia", about, page=page, **{"body": "Because.", **fields})
    assert visitor.post(path, {**sent, "late": "1"}).status_code == 303
    (item,) = rows(Item)
    assert (item.kind.value, item.late, item.block, item.body) == ("comment", True, block, said)


def test_what_an_amendment_that_came_too_late_asked_for_is_said_in_the_language_of_its_reason(house: House) -> None:
    block = house.room.blocks()[3].id
    visitor, path, sent = too_late(house, "nadia", f"?paragraph={block}&kind=remove", body="Elle est de trop.")
    assert visitor.post(path, {**sent, "language": "fr", "late": "1"}).status_code == 303
    (item,) = rows(Item)
    assert (item.language, item.body) == (
        "fr",
        "Elle est de trop.\n\nProposition\N{NO-BREAK SPACE}: supprimer ce paragraphe.",
    )
    assert "marked as late" in words(visitor.get(house.address).text), "the page stays in its reader's language"


def test_a_new_paragraph_that_came_too_late_stands_where_it_would_follow(house: House) -> None:
    block = house.room.blocks()[2].id
    fields = {"kind": "add", "after": block, "proposal": "Open them all.", "body": "Because."}
    visitor, path, sent = too_late(house, "nadia", "?kind=addition", **fields)
    assert visitor.post(path, {**sent, "late": "1"}).status_code == 303
    (item,) = rows(Item)
    assert (item.block, item.body) == (block, "Because.\n\nProposed new paragraph: Open them all.")


def test_what_is_sent_late_while_the_consultation_is_open_again_comes_back_to_be_sent_as_usual(house: House) -> None:
    block = house.room.blocks()[3].id
    visitor, path = house.visitor("nadia"), f"{house.address}/items/new?paragraph={block}"
    visitor.get(path)
    fields = {"kind": "comment", "where": "paragraph", "body": "Say why.", "language": "en", "after": ""}
    fields |= hidden(visitor.page)
    refused = visitor.post(path, {**fields, "late": "1"})
    assert refused.status_code == 409
    assert "The consultation is still open. Send this as a normal comment or amendment." in words(refused.text)
    assert "Say why." in refused.text
    assert visitor.post(path, fields).status_code == 303
    assert not rows(Item)[0].late


def test_nothing_is_taken_late_without_a_word(house: House) -> None:
    visitor, path, sent = too_late(house, "nadia", kind="comment", body="Once.")
    assert visitor.post(path, {**sent, "body": "", "late": "1"}).status_code == 422
    assert not rows(Item)


def test_the_penholder_alone_is_offered_no_late_comment(house: House) -> None:
    visitor, path, sent = too_late(house, "sara", kind="comment", body="Ours.")
    read = words(visitor.page)
    assert "Only organisations that take part in the consultation can send late comments." in read
    assert "late comment" not in read.replace("can send late comments", "") and 'name="late"' not in visitor.page
    assert visitor.post(path, {**sent, "late": "1"}).status_code == 403


SHUT = "You can no longer comment"
STAGES = {
    Stage.DECISION: "A ballot on this text is open. You can comment again if the text is not adopted.",
    Stage.ADOPTED: "The statement is adopted, so it is closed to comments.",
    Stage.PUBLISHED: "The statement is published, so it is closed to comments.",
    Stage.ABANDONED: "The draft was abandoned, so it is closed to comments.",
}


def boxes(page: str) -> list[str]:
    """What of the page could be filled in or chosen."""
    main = page[page.index("<main") : page.index("</main")]
    return [tag for tag in re.findall(r"<(?:textarea|select|input)[^>]*>", main) if 'type="hidden"' not in tag]


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize(
    "asked", ["items/new?kind=comment", "items/new?kind=addition", "items/new?paragraph=", "amendments/new?paragraph="]
)
def test_where_nothing_can_be_sent_no_box_stands_and_a_sentence_says_why_and_leads_on(
    house: House, stage: Stage, asked: str
) -> None:
    asked += house.room.blocks()[3].id if asked.endswith("=") else ""
    house.room.do("sara", consulting.close_consultation)
    with record.transaction() as session:
        session.execute(update(Statement).values(stage=stage))
    nadia = house.visitor("nadia")
    answer = nadia.get(f"{house.address}/{asked}")
    assert (answer.status_code, boxes(answer.text)) == (200, [])
    main = answer.text[answer.text.index("<main") :]
    assert SHUT in words(answer.text) and STAGES[stage] in words(answer.text)
    assert f'href="{house.address}' in main
    assert (f'href="{house.address}/decision"' in main) is (stage is not Stage.ABANDONED)


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("amendments", {"edited": "This is a critical moment.", "reason": "It is **grave**.\n\nIt says more."}),
        ("items", {"where": "words", "words": "difficult", "body": "It is **grave**.\n\nIt says more."}),
    ],
)
def test_what_was_typed_when_nothing_can_be_sent_any_more_can_still_be_copied(
    house: House, page: str, fields: dict[str, str]
) -> None:
    block = house.room.blocks()[3].id
    visitor, path, sent = too_late(house, "nadia", f"?paragraph={block}", page=page, **fields)
    closes_at = house.room.clock.at + timedelta(days=2)
    house.room.do("sara", calls.open_ballot, version=1, languages=["en"], closes_at=closes_at)
    late: dict[str, str]
    for late in ({}, {"late": "1"}):
        answer = visitor.post(path, {**sent, **late})
        assert answer.status_code in (403, 409)
        assert boxes(answer.text) == []
        read = words(answer.text)
        assert SHUT in read and "Your words are kept below, and only you see them." in read
        typed = fields.get("edited") or fields["words"]
        for each in (typed, "It is **grave**.", "It says more."):
            assert each in read


def test_a_penholder_who_takes_no_part_finds_no_box_after_the_deadline(house: House) -> None:
    house.room.do("sara", consulting.close_consultation)
    page = house.visitor("sara").get(f"{house.address}/items/new?kind=comment").text
    assert boxes(page) == []
    assert "Only organisations that take part in the consultation can send late comments." in words(page)


def test_what_a_penholder_typed_comes_back_where_a_colleague_was_quicker(draft: House) -> None:
    sara, path = draft.visitor("sara"), draft.address + "/consultation"
    sara.get(path)
    fields = {"closes_at": "2026-03-05T18:00", "guidance": "Say less.", "who": "all", "opened": "all"}
    assert sara.post(path, fields).status_code == 303
    assert sara.post(path, fields).status_code == 303, "a second click is answered like the first"
    lost = sara.post(path, {**fields, "guidance": "Begin with the <rivers>."})
    assert lost.status_code == 409
    assert "Begin with the &lt;rivers&gt;." in lost.text

    sara.get(path + "/closing")
    assert sara.post(path + "/closing", {"reason": "All have written."}).status_code == 303
    assert sara.post(path + "/closing", {"reason": "All have written."}).status_code == 303
    lost = sara.post(path + "/closing", {"reason": "Nobody reads it."})
    assert (lost.status_code, "Nobody reads it." in lost.text) == (409, True)

    again = {"closes_at": "2026-03-06T10:00", "reason": "Two could not sign in."}
    sara.get(path + "/reopening")
    assert sara.post(path + "/reopening", again).status_code == 303
    lost = sara.post(path + "/reopening", {**again, "reason": "Three could not sign in."})
    assert (lost.status_code, "Three could not sign in." in lost.text) == (409, True)


def test_an_extension_to_before_the_present_deadline_is_told_which_that_is(house: House) -> None:
    until = (CLOSES - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    sara = house.visitor("sara")
    sara.get(f"{house.address}/consultation")
    page = sara.post(
        f"{house.address}/consultation/extension", {"closes_at": until, "reason": "More time.", "seen": "0"}
    )
    assert page.status_code == 422
    assert "Choose a time after the current deadline, Wed 4 Mar, 09:00." in page.text


def test_after_a_consultation_it_is_said_what_was_open(draft: House) -> None:
    opened(draft, 1)
    draft.room.do("sara", consulting.close_consultation)
    said = words(draft.visitor("sara").get(f"{draft.address}/coverage").text)
    assert (
        "1 paragraph was open to amendments; members could comment on the others."
    ) in said and "is open to" not in said


def test_a_penholder_of_a_member_is_told_that_protected_organisations_are_not_listed(draft: House) -> None:
    with draft.room.acting("dana") as (_, dana):
        key = dana.key
    draft.room.do("sara", changing_settings.hand_over_pen, to=[key])
    assert (
        "Protected organisations are not in this list."
        in draft.visitor("dana").get(f"{draft.address}/consultation").text
    )

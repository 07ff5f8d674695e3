"""The form of a comment or an amendment, and what is done to items: nothing that was typed is ever lost."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from tests import calls, posting
from tests.deadlines import close_next_consultation
from tests.rooms import CLOSES, Room
from tests.web.house import House, element, hidden, house_of, words
from tests.web.site import Visitor, source
from workflow import database as record
from workflow.config import Settings
from workflow.models.consultation import Consultation
from workflow.models.item import Item, ItemState, Reply, Support
from workflow.models.person import Person
from workflow.models.statement import TakingPart
from workflow.models.version import Edition
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.items.kinds import ItemKind
from workflow.rules.shared.lifecycle import Stage
from workflow.services.consolidation import issuing
from workflow.services.consultation import consulting
from workflow.services.statements import changing_settings, versions
from workflow.text.document import plain

COMMENT = {
    "kind": "comment",
    "where": "paragraph",
    "words": "",
    "body": "Say more here.",
    "language": "en",
    "after": "",
}
WORDS = {**COMMENT, "where": "words", "words": "difficult"}
AMEND = {
    "edited": "This is a critical moment for the Court of Waters.",
    "reason": "Because it is.",
    "division": "each",
    "language": "en",
}
"""One word of the last paragraph."""


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


def form(house: House, at: int | None = 3, **asked: str) -> str:
    """The address of the form for the block at that place of the text."""
    if at is not None:
        asked["paragraph"] = house.room.blocks(1)[at].id
    return f"{house.address}/items/new?" + "&".join(f"{name}={value}" for name, value in asked.items())


def amending(house: House, at: int = 3, **asked: str) -> str:
    """The address at which the block at that place of the text is edited."""
    about = {"paragraph": house.room.blocks(1)[at].id, **asked}
    return f"{house.address}/amendments/new?" + "&".join(f"{name}={value}" for name, value in about.items())


def edited(house: House, at: int, old: str, new: str) -> dict[str, str]:
    """The form of an amendment of the block at that place: `old`, which its box has once, is `new`."""
    shown = plain(house.room.blocks(1)[at].text)
    assert shown.count(old) == 1
    return {**AMEND, "edited": shown.replace(old, new)}


def box(page: str) -> str:
    """What stands in the box of a paragraph that is amended."""
    return html.unescape(typed(page, "edited"))


def items() -> list[Item]:
    with record.reading() as session:
        return list(session.scalars(select(Item).order_by(Item.id)))


def count(what: Any) -> int:
    with record.reading() as session:
        return len(session.execute(select(what)).all())


def typed(page: str, name: str) -> str:
    """What a field of the page holds."""
    area = re.search(rf'<textarea[^>]*name="{name}"[^>]*>\s*(.*?)</textarea>', page, re.S)
    line = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    return (area or line)[1].strip()  # type: ignore[index]


def chosen(page: str, name: str) -> str:
    """Which radio button of that name is checked."""
    return re.search(rf'name="{name}" value="([^"]*)" checked', source(page))[1]  # type: ignore[index]


def version_2(room: Room, text: str) -> None:
    """A second consultation, on a version whose last paragraph reads `text`."""
    block = room.blocks()[3].id
    room.do("sara", consulting.close_consultation)
    room.do("sara", calls.save_paragraph, language="en", serial=1, block=block, text=text)
    with room.acting("sara") as (session, person):
        versions.issue(session, person, room.statement())
    room.do("sara", calls.open_consultation, closes_at=CLOSES + timedelta(days=5))


def test_an_amendment_is_sent_and_its_note_is_opened(house: House) -> None:
    visitor = house.visitor("nadia")
    answer = house.send(visitor, amending(house), **AMEND)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{house.address}?open=A1#a1")
    page = visitor.get(answer.headers["Location"]).text
    assert "Sent as A1, which you can change or withdraw until the deadline." in words(page)
    assert "Sent as A1, which you can change or withdraw until the deadline." in element(page, "a1")
    assert '<details class="note" id="a1" open>' in source(page)
    (item,) = items()
    assert (item.quote, item.proposal, item.body) == ("difficult", "critical", "Because it is.")


@pytest.mark.parametrize(
    ("where", "quote"), [("1", "We call on states to keep the gates open."), ("2", "We thank those who did.")]
)
def test_a_sentence_may_be_chosen_by_its_number(house: House, where: str, quote: str) -> None:
    house.send(house.visitor("nadia"), form(house, 2), **{**COMMENT, "where": where})
    assert items()[0].quote == quote


def test_words_that_were_selected_come_with_their_context(house: House) -> None:
    asked = form(house, 1, kind="comment", words="The%20river", suffix="%20will%20rise%20again")
    visitor = house.visitor("nadia")
    page = visitor.get(asked).text
    assert (typed(page, "words"), chosen(page, "where")) == ("The river", "words")
    house.send(visitor, asked, **{**WORDS, "words": "The river"})
    assert items()[0].start == house.room.blocks()[1].text.index("The river will")


def test_a_selection_that_cuts_a_word_comes_whole_into_the_form_which_says_so(house: House) -> None:
    asked = form(house, 1, kind="comment", words="e%20river", prefix="Th", suffix="%20will%20rise%20again")
    visitor = house.visitor("nadia")
    page = visitor.get(asked).text
    assert typed(page, "words") == "The river"
    assert "Your selection was widened to whole words: “The river”." in words(page)
    answer = house.send(visitor, asked, **{**WORDS, "words": "The river"})
    assert answer.status_code == 303
    block, (item,) = house.room.blocks()[1], items()
    assert (item.quote, item.start) == ("The river", block.text.index("The river will"))
    assert "widened" not in words(visitor.get(answer.headers["Location"]).text)


def test_a_change_of_a_part_of_a_word_is_an_amendment_of_the_whole_word(house: House) -> None:
    visitor = house.visitor("nadia")
    page = house.send(visitor, amending(house), **edited(house, 3, "diffic", "diffus"), show="1").text
    drawn = re.sub(r"<[^>]+>", "", element(page, "changes"))
    assert "1 change" in drawn and "difficult" in drawn and "diffusult" in drawn
    assert not items()
    assert house.send(visitor, amending(house), **edited(house, 3, "difficult", "grave")).status_code == 303
    assert (
        house.send(visitor, amending(house, 1), **edited(house, 1, "beside it know", "bende it know")).status_code
        == 303
    )
    assert [(item.quote, item.proposal) for item in items()] == [("difficult", "grave"), ("beside", "bende")]


def test_a_comment_on_words_that_cut_one_is_on_the_whole_and_its_page_says_so(house: House) -> None:
    visitor = house.visitor("nadia")
    answer = house.send(visitor, form(house), **{**WORDS, "words": "a diffic"})
    assert "Your selection was widened to whole words: “a difficult”." in words(
        visitor.get(answer.headers["Location"]).text
    )
    assert items()[0].quote == "a difficult"


def test_the_second_of_two_words_that_a_selection_cut_stays_the_second(house: House) -> None:
    visitor = house.visitor("nadia")
    asked = {"words": "iver", "prefix": "The%20r", "suffix": "%20will%20rise"}
    second = house.room.blocks()[1].text.index("river will")
    page = visitor.get(form(house, 1, kind="comment", **asked)).text
    assert typed(page, "words") == "river"
    assert house.send(visitor, form(house, 1, **asked), **{**WORDS, "words": "river"}).status_code == 303
    assert (items()[0].quote, items()[0].start) == ("river", second)
    page = visitor.get(amending(house, 1, **asked)).text
    tag = element(page, "edited").partition(">")[0]
    start, end = (int(re.search(rf'data-{name}="(\d+)"', tag)[1]) for name in ("start", "end"))  # type: ignore[index]
    assert (box(page)[start:end], box(page)[:start].count("river")) == ("river", 1)
    house.send(visitor, amending(house, 1), **edited(house, 1, "river will", "riverbed will"))
    assert (items()[1].quote, items()[1].start) == ("river", second)


def test_what_comes_late_cuts_no_word_either(house: House) -> None:
    house.room.clock.at = CLOSES - timedelta(minutes=1)
    visitor = house.visitor("nadia")
    visitor.get(amending(house))
    fields = {**hidden(visitor.page), **edited(house, 3, "diffic", "diffus")}
    house.room.clock.pass_by(minutes=1)
    with record.transaction() as session:
        close_next_consultation(session)
    assert visitor.post(amending(house), {**fields, "late": "1"}).status_code == 303
    (item,) = items()
    assert (item.late, item.quote) == (True, "difficult")
    assert item.body == "Because it is.\n\nWords proposed: diffusult"
    assert house.send(visitor, form(house), **{**WORDS, "words": "a diffic"}, late="1").status_code == 303
    assert items()[1].quote == "a difficult"


def test_a_place_pointed_at_with_a_part_of_a_word_is_the_whole_and_its_page_says_so(house: House) -> None:
    visitor = house.visitor("nadia")
    house.send(visitor, form(house), **WORDS)
    version_2(house.room, "Everything was written anew, and nobody knows the old line.")
    there = house.room.blocks()[3].id
    answer = house.send(visitor, f"/statements/{house.room.key}/items/C1/place", block=there, words="nobody kno")
    assert answer.status_code == 303
    page = words(visitor.get(answer.headers["Location"]).text)
    assert "Your selection was widened to whole words: “nobody knows”." in page


def test_what_stood_beside_the_words_selected_places_no_others(house: House) -> None:
    asked = form(house, 1, kind="comment", words="river", prefix="The%20", suffix="%20will%20rise")
    answer = house.send(house.visitor("nadia"), asked, **{**WORDS, "words": "The river"})
    assert answer.status_code == 422
    assert "These words occur there more than once. Copy a few more words." in words(answer.text)
    assert not items()


def test_the_whole_text_a_new_paragraph_a_removal_and_a_move_have_forms(house: House) -> None:
    visitor, blocks = house.visitor("nadia"), house.room.blocks()
    house.send(visitor, form(house, None, kind="comment"), kind="comment", body="On all of it.", language="en")
    house.send(
        visitor, form(house, None, kind="addition"), body="Why.", language="en", proposal="New.", after=blocks[1].id
    )
    house.send(visitor, form(house, 2, kind="remove"), body="Why.", language="en")
    house.send(visitor, form(house, 2, kind="move"), body="Why.", language="en", after=blocks[3].id)
    assert [(item.reference, item.block, item.kind.value, item.after) for item in items()] == [
        ("C1", None, "comment", None),
        ("A1", None, "add", blocks[1].id),
        ("A2", blocks[2].id, "remove", None),
        ("A3", blocks[2].id, "move", blocks[3].id),
    ]


def test_who_reads_a_translation_is_told_to_copy_from_the_original(house: House) -> None:
    with record.transaction() as session:
        own = session.scalars(select(Edition)).one()
        blocks = tuple(replace(block, text="كلمات المانحين") for block in own.blocks)
        facts = {"title": "النهر", "blocks": blocks, "digest": own.digest, "sources": []}
        session.add(Edition(version_id=own.version_id, language="ar", **facts))
    nadia, address = house.visitor("nadia"), form(house, 2, language="ar")
    hint = "Copy the words from the original in English , not from the translation."
    assert hint in words(nadia.get(address).text)
    page = words(house.send(nadia, address, **{**WORDS, "words": "المانحين"}).text)
    assert "These words are not in the paragraph. Copy the words as they stand there." in page
    assert "above" not in page.split("These words are not in the paragraph.")[1][:60]
    assert "Copy the words from the paragraph above." in words(nadia.get(form(house, 2)).text)


def test_all_that_is_to_be_put_right_is_said_at_once_and_every_word_comes_back(house: House) -> None:
    visitor = house.visitor("nadia")
    answer = house.send(
        visitor, form(house, 2), **{**WORDS, "words": "keep the gate open", "body": "", "language": "tlh"}
    )
    assert answer.status_code == 422
    page = answer.text
    assert "There are 3 problems" in page[: page.index("</title>")]
    assert "These words are not in the paragraph. Did you mean “keep the gates open”?" in words(page)
    assert "Write your comment." in words(page)
    assert (typed(page, "words"), chosen(page, "where")) == ("keep the gate open", "words")
    for id_ in re.findall(r'<li><a href="#([\w-]+)">', page):
        assert f'id="{id_}"' in page
    assert 'aria-invalid="true"' in element(page, "words")
    fields = {**AMEND, "edited": "My words.\n\nAnd more.", "reason": ""}
    answer = house.send(visitor, amending(house, 2), **fields)
    assert answer.status_code == 422
    page = answer.text
    assert "There are 2 problems" in page[: page.index("</title>")]
    assert "Propose one paragraph here." in words(page)
    assert "Give a reason. Without a reason the penholder cannot weigh an amendment." in words(page)
    assert box(page) == fields["edited"]
    for id_ in re.findall(r'<li><a href="#([\w-]+)">', page):
        assert f'id="{id_}"' in page
    assert 'aria-invalid="true"' in element(page, "edited")
    assert not items()


def test_the_words_that_may_be_meant_are_taken_over_by_a_button_which_sends_nothing(house: House) -> None:
    visitor = house.visitor("nadia")
    answer = house.send(visitor, form(house, 2), **{**WORDS, "words": "keep the gate open"})
    page = visitor.post(form(house, 2), {**hidden(answer.text), **WORDS, **offered(answer.text)})
    assert page.status_code == 200
    assert (typed(page.text, "words"), typed(page.text, "body")) == ("keep the gates open", "Say more here.")
    assert "Those words are in the form now. Nothing has been sent yet." in words(page.text)
    assert not items()
    fields = {**hidden(page.text), **WORDS, "words": "keep the gates open"}
    assert visitor.post(form(house, 2), fields).status_code == 303
    assert items()[0].quote == "keep the gates open"


def test_the_enter_key_takes_no_words_over(house: House) -> None:
    answer = house.send(house.visitor("nadia"), form(house, 2), **{**WORDS, "words": "keep the gate open"})
    fields = source(answer.text).partition(' method="post" action="/statements')[2]
    assert 'name="use"' in fields
    assert 'name="use"' not in fields[fields.index("<button") :].partition(">")[0]


def test_words_that_may_be_meant_and_stand_twice_are_taken_where_they_were_meant(house: House) -> None:
    visitor, block = house.visitor("nadia"), house.room.blocks()[1]
    first, second = [found.start() for found in re.finditer("The river", block.text)]
    answer = house.send(visitor, form(house, 1), **{**WORDS, "words": "Teh river"})
    page = visitor.post(form(house, 1), {**hidden(answer.text), **WORDS, "words": "Teh river", **offered(answer.text)})
    sent = visitor.post(form(house, 1), {**hidden(page.text), **WORDS, "words": typed(page.text, "words")})
    assert (sent.status_code, items()[0].start) == (303, first)
    assert second > first


def offered(page: str) -> dict[str, str]:
    """What the button sends that takes the words over which may be meant."""
    return {"use": html.unescape(re.search(r'name="use" value="([^"]*)"', source(page))[1])}  # type: ignore[index]


REFUSED_COMMENTS: list[tuple[dict[str, str], str]] = [
    ({"words": "", "where": "words"}, "Copy the words into this field."),
    ({"words": "e"}, "These words occur there more than once. Copy a few more words."),
    ({"body": "x" * 5_001}, "Use at most 5000 characters."),
    ({"body": "read \u202ethis"}, "an invisible character that changes how the text is read"),
    ({"words": "diffi\u202ecult"}, "an invisible character that changes how the text is read: U+202E between"),
    ({"kind": "nonsense"}, "Choose one of these."),
]
REFUSED_AMENDMENTS: list[tuple[dict[str, str], str]] = [
    (
        {"edited": "This is a difficult moment for the Court of Waters."},
        ("The words you propose are already in the text. Change your words, or send a comment."),
    ),
    ({"edited": "one\n\ntwo"}, "Propose one paragraph here."),
    ({"edited": "x" * 20_001}, "Use at most 20000 characters."),
    ({"edited": "This is a diffi\u202ecult moment."}, "changes how the text is read: U+202E between"),
    ({"reason": "x" * 5_001}, "Use at most 5000 characters."),
    ({"reason": "read \u202ethis"}, "an invisible character that changes how the text is read"),
    ({"division": "nonsense"}, "Choose one of these."),
    ({"language": "nonsense"}, "Choose one of these."),
]


def test_words_that_stand_more_than_once_come_back_with_their_places_to_choose_from(house: House) -> None:
    visitor, block = house.visitor("nadia"), house.room.blocks()[1]
    answer = house.send(visitor, form(house, 1), **{**WORDS, "words": "The river"})
    assert answer.status_code == 422
    assert "These words occur there more than once. Copy a few more words." in words(answer.text)
    assert answer.text.count('name="which"') == 2
    assert typed(answer.text, "body") == "Say more here."
    fields = {**hidden(answer.text), **WORDS, "words": "The river", "which": "2"}
    assert visitor.post(form(house, 1), fields).status_code == 303
    assert items()[0].start == block.text.index("The river will")


def test_a_title_is_proposed_where_the_whole_text_is_commented_on(house: House) -> None:
    visitor = house.visitor("nadia")
    page = visitor.get(form(house, None, kind="comment")).text
    led = re.search(r'href="([^"]+)">Propose a title<', source(page))
    assert led is not None
    address = html.unescape(led[1])
    sent = {"proposal": "On free rivers", "body": "Shorter.", "language": "en"}
    answer = house.send(visitor, address, **{**sent, "proposal": "On open rivers"})
    assert (answer.status_code, typed(answer.text, "proposal")) == (422, "On open rivers")
    assert house.send(visitor, address, **sent).status_code == 303
    page = words(visitor.get(f"/statements/{house.room.key}?open=A1").text)
    assert "Proposes a title:" in page


def test_the_room_leads_to_an_amendment_of_its_title_where_that_is_open(house: House) -> None:
    visitor = house.visitor("nadia")
    led = re.search(r'href="([^"]+)">Amend the title<', visitor.get(house.address).text)
    assert led is not None
    page = visitor.get(html.unescape(led[1])).text
    assert re.search(r'name="kind"[^>]*value="title"', source(page))
    assert "Propose a title" in words(page) and typed(page, "proposal") == "On open rivers"
    with record.transaction() as session:
        session.execute(update(Consultation).values(open_blocks=[house.room.blocks()[1].id]))
    assert "Amend the title" not in visitor.get(house.address).text


def test_what_is_for_the_penholder_only_is_on_no_page_of_others(house: House) -> None:
    house.send(house.visitor("nadia"), form(house, 2), **{**COMMENT, "body": "A quiet word.", "private": "y"})
    for who, there in (("nadia", True), ("sara", True), ("fred", False)):
        visitor = house.visitor(who)
        for page in ("", "/comments", "/history"):
            text = visitor.get(f"/statements/{house.room.key}{page}").text
            assert ("C1" in words(text)) is there, (who, page)
        assert visitor.get(f"/statements/{house.room.key}/items/C1/wordings").status_code == (200 if there else 404)


def test_earlier_wordings_are_read_and_their_supporters_asked_again(house: House) -> None:
    dana, nadia = house.visitor("dana"), house.visitor("nadia")
    house.send(dana, amending(house), **AMEND)
    address = f"/statements/{house.room.key}"
    nadia.post(f"{address}/items/A1/support", hidden(nadia.get(address).text))
    house.room.clock.pass_by(minutes=1)
    edit = f"{address}/amendments/A1/edit"
    assert house.send(dana, edit, **edited(house, 3, "difficult", "grave")).status_code == 303
    page = nadia.get(f"{address}?open=A1").text
    assert "You supported an earlier wording of A1. Do you also support the new wording?" in words(page)
    assert "critical" in words(nadia.get(f"{address}/items/A1/wordings").text)
    assert "1 organisation supports this" not in words(page)
    stale = nadia.post(f"{address}/items/A1/support", {**hidden(page), "wording": "1"}, follow_redirects=True)
    assert "The words of A1 have changed." in words(stale.text)


def test_a_discussion_is_folded_when_it_is_closed(house: House) -> None:
    dana, nadia = house.visitor("dana"), house.visitor("nadia")
    house.send(dana, form(house, 2), **COMMENT)
    address = f"/statements/{house.room.key}"
    house.send(nadia, f"{address}/items/C1/replies", body="We agree.")
    page = dana.get(f"{address}?open=C1").text
    assert "Close this discussion" in words(page)
    assert "Close this discussion" not in words(nadia.get(f"{address}?open=C1").text)
    dana.post(f"{address}/items/C1/thread/end", hidden(page))
    assert "Discussion closed: 1 reply" in words(nadia.get(f"{address}?open=C1").text)


def test_what_is_refused_is_said_and_comes_back(house: House) -> None:
    visitor = house.visitor("nadia")
    for fields, said in REFUSED_COMMENTS:
        sent = {**WORDS, **fields}
        answer = house.send(visitor, form(house), **sent)
        assert answer.status_code == 422, fields
        assert said in words(answer.text), fields
        assert (typed(answer.text, "body")[:10], typed(answer.text, "words")) == (sent["body"][:10], sent["words"])
    for fields, said in REFUSED_AMENDMENTS:
        sent = {**AMEND, **fields}
        answer = house.send(visitor, amending(house), **sent)
        assert answer.status_code == 422, fields
        assert said in words(answer.text), fields
        assert (box(answer.text), typed(answer.text, "reason")[:10]) == (sent["edited"], sent["reason"][:10])
    moved = {"body": "Because.", "language": "en", "after": "nowhere"}
    answer = house.send(visitor, form(house, kind="move"), **moved)
    assert (answer.status_code, typed(answer.text, "body")) == (422, "Because.")
    assert "Choose one of these." in words(answer.text)
    assert not items()


def test_the_most_that_a_field_takes_is_said_beside_it_and_how_many_are_too_many(house: House) -> None:
    visitor = house.visitor("nadia")
    page = visitor.get(amending(house)).text
    for id_, most in (("edited", 20_000), ("reason", 5_000), ("proposal", 20_000), ("body", 5_000)):
        if id_ == "proposal":
            page = visitor.get(form(house, None, kind="addition")).text
        assert f'data-limit="{most}"' in element(page, f"{id_}-limit")
        field = element(page, id_)[: element(page, id_).index(">")]
        assert f"{id_}-limit" in field
        assert "maxlength" not in field, "a browser would cut off words that are pasted, and say nothing"
        assert f">Up to {most} characters.<" in source(element(page, f"{id_}-limit"))
    answer = house.send(visitor, form(house), **{**COMMENT, "body": "x" * 5_003})
    assert ">Characters too many: 3.<" in source(element(answer.text, "body-limit"))
    house.send(visitor, form(house), **COMMENT)
    reply = house.visitor("dana").get(f"{house.address}/items/C1/replies").text
    assert ">Up to 5000 characters.<" in source(element(reply, "body-limit"))


def test_a_form_that_arrives_twice_is_answered_like_the_first(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(amending(house))
    fields = {**hidden(visitor.page), **AMEND}
    first, again = visitor.post(amending(house), fields), visitor.post(amending(house), fields)
    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    assert len(items()) == 1


def test_other_words_in_a_form_that_was_sent_come_back_and_can_be_sent(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(form(house))
    fields = {**hidden(visitor.page), **COMMENT}
    visitor.post(form(house), fields)
    answer = visitor.post(form(house), {**fields, "body": "Quite other words."})
    assert answer.status_code == 409
    assert "You have already sent this form with other words." in words(answer.text)
    assert typed(answer.text, "body") == "Quite other words."
    again = {**fields, **hidden(answer.text), "body": "Quite other words."}
    assert again["form_token"] != fields["form_token"]
    assert visitor.post(form(house), again).headers["Location"].endswith("open=C2#c2")
    assert [item.body for item in items()] == ["Say more here.", "Quite other words."]


@pytest.mark.parametrize("page", ["form", "reply"])
def test_a_form_of_a_point_is_sent_to_an_address_of_its_own_which_shows_the_form(house: House, page: str) -> None:
    house.send(house.visitor("dana"), form(house), **COMMENT)
    visitor = house.visitor("nadia")
    at = form(house, 1, words="The%20river", kind="comment") if page == "form" else f"{house.address}/items/C1/replies"
    seen, body = [at], {**COMMENT, "body": ""}
    text = visitor.get(at).text
    for _ in range(2):
        action = html.unescape(re.search(r'<form [^>]*method="post" action="([^"]+)" novalidate', text)[1])  # type: ignore[index]
        # A browser puts the error page of a lost line in the place of a page that has the same address.
        assert action not in seen
        assert visitor.get(action).status_code == 200
        assert "novalidate" in visitor.page
        if page == "form":
            assert typed(visitor.page, "words") == "The river"
        answer = visitor.post(action, {**hidden(text), **body})
        assert answer.status_code == 422
        seen.append(action)
        text = answer.text


def test_nothing_in_an_address_leads_its_form_to_another_statement(house: House) -> None:
    asked = {"key": "another", "endpoint": "x", "_external": "1", "_scheme": "ftp", "_anchor": "y", "item": "C9"}
    page = house.visitor("nadia").get(form(house, 2, **asked)).text
    action = html.unescape(re.search(r'<form [^>]*method="post" action="([^"]+)" novalidate', page)[1])  # type: ignore[index]
    assert action.startswith(f"{house.address}/items/new?")
    assert action.endswith("&try=1")


def test_a_form_that_comes_back_after_it_was_sent_says_that_it_was_sent_already(house: House) -> None:
    visitor, dilip = house.visitor("dana"), house.visitor("dilip")
    house.send(visitor, form(house, 2), **COMMENT)
    answer = house.send(visitor, form(house, 2), **COMMENT)
    assert answer.headers["Location"].endswith("open=C1#c1")
    assert "You have already sent this as C1. Nothing was sent a second time." in words(
        visitor.get(answer.headers["Location"]).text
    )
    answer = house.send(dilip, form(house, 2), **COMMENT)
    assert "You have already sent this as C1." in words(dilip.get(answer.headers["Location"]).text)
    assert len(items()) == 1


def test_a_draft_kept_once_more_says_so_and_so_does_one_whose_words_were_sent(house: House) -> None:
    dana = house.visitor("dana")
    for said in (
        ("Saved as a draft. Only your organisation sees this draft."),
        "You have already saved this as a draft.",
    ):
        answer = house.send(dana, amending(house), **AMEND, draft="1")
        assert said in words(dana.get(answer.headers["Location"]).text)
    answer = house.send(dana, amending(house), **AMEND)
    assert "Sent as A1" in words(dana.get(answer.headers["Location"]).text)
    answer = house.send(dana, amending(house), **AMEND, draft="1")
    assert "You have already sent this as A1." in words(dana.get(answer.headers["Location"]).text)
    assert len(items()) == 1


def test_a_reply_that_is_sent_again_says_that_it_is_there_once(house: House) -> None:
    house.send(house.visitor("dana"), form(house), **COMMENT)
    nadia, path = house.visitor("nadia"), f"{house.address}/items/C1/replies"
    for said in (
        "Your reply to C1 was sent.",
        "You have already sent this reply to C1. Nothing was sent a second time.",
    ):
        answer = house.send(nadia, path, body="Yes.")
        assert said in words(nadia.get(answer.headers["Location"]).text)
    assert count(Reply) == 1


def test_a_late_comment_that_comes_back_says_that_it_was_sent_already(house: House) -> None:
    house.room.clock.at = CLOSES
    with record.transaction() as session:
        close_next_consultation(session)
    visitor = house.visitor("nadia")
    for said in (
        "Sent as C1, marked as late.",
        "You have already sent this as C1. Nothing was sent a second time.",
    ):
        answer = house.send(visitor, amending(house), **AMEND, late="1")
        assert said in words(visitor.get(answer.headers["Location"]).text)
    assert len(items()) == 1


def test_a_draft_s_form_that_comes_back_and_is_sent_sends_the_draft(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(form(house))
    fields = {**hidden(visitor.page), **COMMENT}
    visitor.post(form(house), {**fields, "draft": "1"})
    assert visitor.post(form(house), fields).headers["Location"].endswith("open=C1#c1")
    assert [item.state for item in items()] == [ItemState.SENT]


def test_other_words_in_a_reply_that_was_sent_come_back_and_can_be_sent(house: House) -> None:
    house.send(house.visitor("dana"), form(house), **COMMENT)
    nadia, path = house.visitor("nadia"), f"{house.address}/items/C1/replies"
    nadia.get(path)
    fields = hidden(nadia.page)
    nadia.post(path, {**fields, "body": "Yes."})
    answer = nadia.post(path, {**fields, "body": "No."})
    assert (answer.status_code, typed(answer.text, "body")) == (409, "No.")
    assert nadia.post(path, {**hidden(answer.text), "body": "No."}).status_code == 303
    assert count(Reply) == 2


def test_a_form_that_comes_after_the_deadline_keeps_its_words(house: House) -> None:
    house.room.clock.at = CLOSES - timedelta(minutes=1)
    visitor = house.visitor("nadia")
    sent: dict[str, dict[str, str]] = {}
    for address, fields in ((amending(house), AMEND), (form(house), WORDS)):
        visitor.get(address)
        sent[address] = {**hidden(visitor.page), **fields}
    house.room.clock.pass_by(minutes=1)

    def comes_back(address: str) -> str:
        answer = visitor.post(address, sent[address])
        assert answer.status_code == 409
        if address == amending(house):
            assert (box(answer.text), typed(answer.text, "reason")) == (AMEND["edited"], "Because it is.")
        else:
            assert (typed(answer.text, "words"), typed(answer.text, "body")) == ("difficult", "Say more here.")
        return answer.text

    for address in sent:
        page = comes_back(address)
        assert "This consultation closed today 09:00." in words(page)
        buttons = re.findall("<button[^>]*>", page[page.index("novalidate") : page.index("</main")])
        assert [each for each in buttons if 'class="vh"' not in each] == [
            '<button class="btn primary" name="late" value="1">'
        ]
        assert all('name="late"' in each for each in buttons), "the Enter key sends nothing that is refused"
    with record.transaction() as session:
        close_next_consultation(session)
    for address in sent:
        comes_back(address)
        assert visitor.get(address).status_code == 200
    assert not items()


@pytest.mark.parametrize("where", [None, "", "99", "0", "elsewhere"])
@pytest.mark.parametrize("button", [{}, {"draft": "1"}])
def test_a_form_that_does_not_say_about_which_words_comes_back_with_every_word(
    house: House, where: str | None, button: dict[str, str]
) -> None:
    visitor = house.visitor("nadia")
    visitor.get(form(house))
    fields = {
        name: value for name, value in {**hidden(visitor.page), **WORDS, "where": where}.items() if value is not None
    }
    answer = visitor.post(form(house), {**fields, **button})
    assert answer.status_code == 422
    assert "Choose one of these." in words(answer.text) or "Not a valid choice" in words(answer.text)
    assert (typed(answer.text, "words"), typed(answer.text, "body")) == ("difficult", "Say more here.")
    assert not items()


def test_the_form_of_a_moved_paragraph_that_says_it_comments_comes_back(house: House) -> None:
    blocks = house.room.blocks()
    facts = {"block": blocks[3].id, "kind": ItemKind.MOVE, "after": "", "reason": "First."}
    house.room.do("nadia", posting.propose_amendment, version=1, language="en", **facts)
    visitor, path = house.visitor("nadia"), f"{house.address}/items/A1/edit"
    visitor.get(path)
    fields = {**hidden(visitor.page), "kind": "comment", "after": "", "body": "Second.", "language": "en"}
    answer = visitor.post(path, fields)
    assert (answer.status_code, typed(answer.text, "body")) == (422, "Second.")


def test_a_form_for_another_version_shows_the_change_keeps_the_words_and_may_be_sent_again(house: House) -> None:
    visitor = house.visitor("nadia")
    sent: dict[str, dict[str, str]] = {}
    for address, fields in ((amending(house), AMEND), (form(house), WORDS)):
        visitor.get(address)
        sent[address] = {**hidden(visitor.page), **fields}
    version_2(house.room, "This is a difficult moment for the very Court of Waters.")
    (amends, comments), again = sent, {}
    for address, fields in sent.items():
        answer = visitor.post(address, fields)
        assert answer.status_code == 409
        assert '<ins><span class="vh">added: </span>very</ins>' in answer.text
        again[address] = answer.text
    assert (typed(again[comments], "words"), typed(again[comments], "body")) == ("difficult", "Say more here.")
    assert box(again[amends]) == "This is a critical moment for the very Court of Waters."
    assert typed(again[amends], "reason") == "Because it is."
    fields = {**hidden(again[amends]), **AMEND, "edited": box(again[amends])}
    assert visitor.post(amends, fields).status_code == 303
    assert visitor.post(comments, {**hidden(again[comments]), **WORDS}).status_code == 303
    assert [(item.version_id, item.quote) for item in items()] == [(house.room.version(2), "difficult")] * 2


@pytest.mark.parametrize("kind", ["comment", "remove", "move"])
def test_a_form_of_a_paragraph_that_is_gone_says_so_each_time_and_leads_on(house: House, kind: str) -> None:
    visitor, address = house.visitor("nadia"), form(house, kind=kind)
    visitor.get(address)
    written = {**COMMENT, "kind": kind, "after": house.room.blocks(1)[1].id}
    fields = {**hidden(visitor.page), **written}
    version_2(house.room, "")
    for _ in range(2):
        answer = visitor.post(address, fields)
        assert (answer.status_code, typed(answer.text, "body")) == (409, "Say more here.")
        assert "This paragraph is not in the current version." in words(answer.text)
        fields = {**hidden(answer.text), **written}
    ways = re.findall(r'href="(/statements/[^"]*/new[?][^"]*)"', source(answer.text))
    assert any("kind=comment" in way for way in ways)
    assert {visitor.get(html.unescape(way)).status_code for way in ways} == {200}
    assert items() == []


def test_a_draft_is_kept_edited_by_a_colleague_and_sent(house: House) -> None:
    dana, dilip = house.visitor("dana"), house.visitor("dilip")
    answer = house.send(dana, amending(house), **{**AMEND, "reason": ""}, draft="1")
    assert answer.status_code == 303
    assert "Only your organisation sees this draft." in words(dana.get(answer.headers["Location"]).text)
    edit = f"{house.address}/items/{items()[0].key}/edit"
    assert house.visitor("nadia").get(edit).status_code == 404
    edit = dilip.get(edit).headers["Location"]
    assert edit == f"{house.address}/amendments/{items()[0].key}/edit"
    assert house.visitor("nadia").get(edit).status_code == 404
    assert box(dilip.get(edit).text) == AMEND["edited"]
    answer = house.send(dilip, edit, **{**AMEND, "reason": "It is."})
    assert answer.headers["Location"] == f"{house.address}?open=A1#a1"
    assert (items()[0].state, items()[0].quote, items()[0].body) == (ItemState.SENT, "difficult", "It is.")


def test_a_kept_draft_may_be_sent_as_it_stands(house: House) -> None:
    dana = house.visitor("dana")
    house.send(dana, amending(house), **AMEND, draft="1")
    page = dana.get(house.address).text
    sending = f"{house.address}/items/{items()[0].key}/sending"
    assert f'action="{sending}"' in page
    assert dana.post(sending, {"version": "1"}).headers["Location"].endswith("#a1")
    assert items()[0].state is ItemState.SENT


@pytest.mark.parametrize("act", ["sending", "withdrawal"])
def test_a_page_older_than_a_colleague_s_words_neither_sends_nor_drops_the_draft(house: House, act: str) -> None:
    dana, dilip = house.visitor("dana"), house.visitor("dilip")
    house.send(dana, amending(house), **AMEND, draft="1")
    address = f"{house.address}/items/{items()[0].key}"
    seen = re.search(r'name="seen" value="([^"]+)"', source(dana.get(f"{address}/withdrawal").text))
    assert seen
    assert f'name="seen" value="{seen[1]}"' in source(dana.get(house.address).text)
    house.room.clock.pass_by(minutes=1)
    theirs = {**edited(house, 3, "difficult", "grave"), "reason": "It is."}
    box_of = f"{house.address}/amendments/{items()[0].key}/edit"
    assert house.send(dilip, box_of, **theirs, draft="1").status_code == 303
    answer = dana.post(f"{address}/{act}", {"version": "1", "seen": seen[1]})
    assert answer.headers["Location"] == f"{address}/edit"
    assert dana.get(answer.headers["Location"]).headers["Location"] == box_of
    page = dana.get(box_of).text
    assert "A colleague has changed this in the meantime." in words(page)
    assert box(page) == theirs["edited"]
    assert items()[0].state is ItemState.KEPT


def test_no_address_of_a_draft_tells_how_many_others_keep(house: House) -> None:
    dana = house.visitor("dana")
    kept: dict[str, Any] = {"version": 1, "language": "en", "keep": True}
    house.room.do("nadia", posting.post_comment, body="Hidden.", **kept)
    answer = house.send(dana, amending(house), **AMEND, draft="1")
    mine = items()[-1]
    assert answer.headers["Location"] == f"{house.address}?open=k{mine.key}#k{mine.key}"
    page = dana.get(answer.headers["Location"]).text
    assert f'<details class="note" id="k{mine.key}" open>' in source(page)
    for path in (house.address, house.address + "/comments", f"{house.address}/amendments/{mine.key}/edit"):
        page = dana.get(path).text
        assert dana.get(path).status_code == 200
        assert not re.search(rf"items/{mine.id}\b|\bk{mine.id}\b|items/\d+\b", page), path
    for path in ("items", "amendments"):
        assert house.visitor("nadia").get(f"{house.address}/{path}/{mine.key}/edit").status_code == 404
    dropping = dana.get(f"{house.address}/items/{mine.key}/withdrawal").text
    assert f"?open={mine.key}#k{mine.key}" in dropping
    for odd in ("%00" * 10, "bcdfghjkm1", "é" * 10, "bbbbbbbbbb"):
        for path in ("items", "amendments"):
            assert dana.get(f"{house.address}/{path}/{odd}/edit").status_code in (400, 404)


def test_an_unfinished_draft_is_not_sent_and_its_form_says_what_is_missing(house: House) -> None:
    dana = house.visitor("dana")
    house.send(dana, amending(house), **{**AMEND, "reason": ""}, draft="1")
    dana.get(house.address)
    answer = dana.post(f"{house.address}/items/{items()[0].key}/sending", {"version": "1"})
    assert answer.headers["Location"] == f"{house.address}/items/{items()[0].key}/edit"
    answer = dana.get(answer.headers["Location"])
    assert "Give a reason." in words(dana.get(answer.headers["Location"]).text)
    assert items()[0].state is ItemState.KEPT


def test_a_draft_whose_paragraph_is_gone_is_still_there_to_read(house: House) -> None:
    dana = house.visitor("dana")
    house.send(dana, amending(house), **AMEND, draft="1")
    version_2(house.room, "")
    edit = f"{house.address}/amendments/{items()[0].key}/edit"
    answer = dana.get(edit)
    assert (answer.status_code, box(answer.text)) == (200, AMEND["edited"])
    answer = house.send(dana, edit, **AMEND)
    assert (answer.status_code, box(answer.text)) == (409, AMEND["edited"])
    assert typed(answer.text, "reason") == "Because it is."
    assert "This paragraph is not in the current version." in words(answer.text)


def test_of_two_colleagues_who_edit_the_second_sees_the_firsts_words_and_keeps_the_own(house: House) -> None:
    dana, dilip = house.visitor("dana"), house.visitor("dilip")
    house.send(dana, form(house), **COMMENT)
    edit = f"{house.address}/items/C1/edit"
    for visitor in (dana, dilip):
        visitor.get(edit)
    fields = {"kind": "comment", "where": "same", "language": "en"}
    house.room.clock.pass_by(minutes=1)
    assert dilip.post(edit, {**hidden(dilip.page), **fields, "body": "Dilip's words."}).status_code == 303
    answer = dana.post(edit, {**hidden(dana.page), **fields, "body": "Dana's words."})
    assert answer.status_code == 409
    assert "Dilip's words." in words(answer.text)
    assert typed(answer.text, "body").replace("&#39;", "'") == "Dana's words."
    assert dana.post(edit, {**hidden(answer.text), **fields, "body": "Both."}).status_code == 303
    assert items()[0].body == "Both."


def test_nobody_opens_the_form_of_anothers_item(house: House) -> None:
    house.send(house.visitor("dana"), form(house), **COMMENT)
    for who in ("nadia", "elena", "sara", "sol"):
        visitor = house.visitor(who)
        for path in ("edit", "withdrawal"):
            assert visitor.get(f"{house.address}/items/C1/{path}").status_code == 404
        visitor.get(house.address)
        assert visitor.post(f"{house.address}/items/C1/withdrawal").status_code == 404
    assert items()[0].state is ItemState.SENT


def test_withdrawing_asks_first_on_a_page_of_its_own(house: House) -> None:
    dana = house.visitor("dana")
    house.send(dana, form(house), **COMMENT)
    page = dana.get(f"{house.address}/items/C1/withdrawal").text
    assert "Withdraw C1?" in words(page)
    dana.client.head(f"{house.address}/items/C1/withdrawal", base_url=house.base)
    assert items()[0].state is ItemState.SENT
    for _ in range(2):
        assert dana.post(f"{house.address}/items/C1/withdrawal").status_code == 303
    assert items()[0].state is ItemState.WITHDRAWN
    block = house.room.blocks()[3].id
    page = dana.get(f"{house.address}?at={block}").text
    assert "C1 was withdrawn" in page[: page.index("<article")]
    assert "C1 was withdrawn" in element(page, block), "where its reader lands the head of the page is out of sight"
    assert "Withdrawn" in words(house.visitor("nadia").get(f"{house.address}/comments?answered=withdrawn").text)


def test_support_is_given_and_taken_back_with_a_button(house: House) -> None:
    house.send(house.visitor("dana"), amending(house), **AMEND)
    nadia = house.visitor("nadia")
    nadia.get(house.address)
    for path, supporters in (("support", 1), ("support", 1), ("support/end", 0)):
        assert nadia.post(f"{house.address}/items/A1/{path}").status_code == 303
        assert count(Support) == supporters
    dana = house.visitor("dana")
    dana.get(house.address)
    answer = dana.post(f"{house.address}/items/A1/support")
    assert "Your role does not allow this" in words(dana.get(answer.headers["Location"]).text)
    assert count(Support) == 0


def test_a_withdrawn_item_that_is_supported_says_so(house: House) -> None:
    dana, nadia = house.visitor("dana"), house.visitor("nadia")
    house.send(dana, amending(house), **AMEND)
    nadia.get(house.address)
    dana.get(f"{house.address}/items/A1/withdrawal")
    dana.post(f"{house.address}/items/A1/withdrawal")
    answer = nadia.post(f"{house.address}/items/A1/support")
    assert "A1 was withdrawn by its organisation." in words(nadia.get(answer.headers["Location"]).text)


def test_others_proposals_for_the_paragraph_stand_beside_the_form_to_be_supported(house: House) -> None:
    house.send(house.visitor("dana"), amending(house), **AMEND)
    page = house.visitor("nadia").get(form(house)).text
    assert "Already proposed here" in words(page)
    assert page.index('<a class="tapped" href="#others">') < page.index("novalidate"), "on a phone they stand below"
    assert f'action="{house.address}/items/A1/support"' in page
    assert "Already proposed here" not in words(house.visitor("dana").get(form(house)).text)
    for path in (form(house), amending(house)):
        page = house.visitor("nadia").get(path).text
        assert "Already proposed here" in words(page) and f'action="{house.address}/items/A1/support"' in page
    house.send(house.visitor("sara"), amending(house), **edited(house, 3, "difficult", "decisive"))
    page = house.visitor("dana").get(form(house)).text
    assert f'action="{house.address}/items/A2/support"' in page, "the secretariat's may be supported too"
    assert "Already proposed here" not in words(house.visitor("nadia").get(form(house, 2)).text)


def test_of_what_was_proposed_here_and_answered_the_answer_is_told_and_no_support_is_asked(house: House) -> None:
    house.send(house.visitor("dana"), amending(house), **AMEND)
    room = house.room
    room.do("sara", consulting.close_consultation)
    room.do("sara", calls.dispose, item="A1", kind=DispositionKind.NOT_ACCEPTED, reason="No.")
    room.do("sara", issuing.issue_version)
    room.do("sara", calls.open_consultation, closes_at=CLOSES)
    page = house.visitor("nadia").get(amending(house, version="2")).text
    aside = words(page).split("Already proposed here")[1]
    assert "A1 Amendment" in aside and "Not accepted" in aside
    assert "/items/A1/support" not in page and "support that one instead of repeating it" not in aside


def test_a_reply_is_sent_once_and_an_empty_one_is_not(house: House) -> None:
    house.send(house.visitor("dana"), form(house), **COMMENT)
    nadia, page = house.visitor("nadia"), f"{house.address}/items/C1/replies"
    assert house.send(nadia, page, body=" ").status_code == 422
    fields = {**hidden(nadia.page), "body": "We agree."}
    assert [nadia.post(page, fields).status_code for _ in range(2)] == [303, 303]
    assert count(Reply) == 1
    assert "We agree." in words(house.visitor("dana").get(house.address + "?open=C1").text)


def test_what_names_no_item_is_a_page_that_is_not_there(house: House) -> None:
    house.send(house.visitor("dana"), form(house), **COMMENT)
    visitor = house.visitor("nadia")
    for name in ("C2", "A1", "99999999", "x", "C1'--", "%F0%9F%98%80"):
        for path in ("edit", "replies", "withdrawal"):
            assert visitor.get(f"{house.address}/items/{name}/{path}").status_code == 404
    assert visitor.get(form(house, None, paragraph="nowhere")).status_code == 404


def test_the_tab_of_comments_lists_by_paragraph_and_chooses(house: House) -> None:
    room = house.room
    facts: dict[str, Any] = {"version": 1, "language": "en"}
    room.do("dana", posting.post_comment, body="Last.", block=room.blocks()[3].id, **facts)
    room.do("nadia", posting.post_comment, body="First.", block=room.blocks()[1].id, **facts)
    room.do("nadia", posting.post_comment, body="All.", **facts)
    change = {"kind": ItemKind.REPLACE, "words": "gates", "proposal": "sluices", "reason": "So."}
    room.do("fred", posting.propose_amendment, block=room.blocks()[2].id, **change, **facts)
    visitor = house.visitor("dana")

    def listed(query: str = "") -> list[str]:
        page = visitor.get(f"{house.address}/comments{query}").text
        return re.findall(r'<li id="(\w+)"', page)

    assert listed() == ["c3", "c2", "a1", "c1"]
    assert (listed("?show=amendments"), listed("?show=ours"), listed("?show=comments&page=7")) == (
        ["a1"],
        ["c1"],
        ["c3", "c2", "c1"],
    )
    assert listed("?answered=done") == []
    assert "No comment or amendment matches." in words(visitor.page)


def test_opening_a_consultation_asks_for_a_deadline_and_who_takes_part(database: Engine, settings: Settings) -> None:
    with house_of(settings, opened=False) as draft:
        sara, path = draft.visitor("sara"), draft.address + "/consultation"
        page = sara.get(path).text
        assert "Vigías del Estero" in page, "the secretariat may choose a protected member"
        answer = sara.post(path, {"closes_at": "2026-03-01T10:00", "guidance": "My words.", "who": "all"})
        assert (answer.status_code, typed(answer.text, "guidance")) == (422, "My words.")
        assert "Choose a time in the future." in words(answer.text)
        answer = sara.post(path, {"closes_at": "", "guidance": "", "who": "some"})
        assert "Enter the date and time." in words(answer.text)
        key = re.search(r'name="organisations" value="(\w+)"[^>]*><span><bdi lang="ar">', source(sara.page))
        assert key is not None
        fields = {"closes_at": "2026-03-05T18:00", "guidance": "Go.", "who": "some", "organisations": key[1]}
        assert sara.post(path, fields).status_code == 303
        assert sara.post(path, fields).status_code == 303, "a second click is answered like the first"
        assert (count(Consultation), count(TakingPart)) == (1, 1)
        assert "Go." in words(draft.visitor("nadia").get(draft.address).text)
        assert draft.visitor("fred").get(draft.address).status_code == 404


def test_a_penholder_of_a_member_is_offered_no_protected_one(database: Engine, settings: Settings) -> None:
    with house_of(settings, opened=False) as draft:
        with record.reading() as session:
            email = session.get_one(Person, draft.room.people["nadia"]).key
        draft.room.do("sara", changing_settings.hand_over_pen, to=[email])
        page = draft.visitor("nadia").get(draft.address + "/consultation").text
        assert "Fenland Water Society" in page
        assert "Estero" not in page


def test_a_consultation_is_extended_and_closed_with_a_question(house: House) -> None:
    sara, room = house.visitor("sara"), house.room
    sara.get(house.address + "/consultation")
    answer = sara.post(house.address + "/consultation/extension", {"closes_at": "2026-03-03T10:00", "reason": "More."})
    assert (answer.status_code, typed(answer.text, "reason")) == (422, "More.")
    answer = sara.post(house.address + "/consultation/extension", {"closes_at": "2026-03-06T10:00"})
    assert answer.status_code == 422
    assert "Everyone who takes part reads the reason." in words(answer.text)
    fields = {"closes_at": "2026-03-06T10:00", "reason": "More."}
    assert sara.post(house.address + "/consultation/extension", fields).status_code == 303
    assert "Close this consultation now?" in words(sara.get(house.address + "/consultation/closing").text)
    sara.client.head(house.address + "/consultation/closing", base_url=house.base)
    assert room.statement().stage is Stage.CONSULTATION
    for _ in range(2):
        assert sara.post(house.address + "/consultation/closing", {"reason": "All have written."}).status_code == 303
    assert room.statement().stage is Stage.CONSOLIDATION


@pytest.mark.parametrize("who", ["nadia", "dana", "sol"])
def test_consultations_are_the_penholders_alone(house: House, who: str) -> None:
    visitor: Visitor = house.visitor(who)
    visitor.get(house.address)
    for path in ("/consultation", "/consultation/closing"):
        assert visitor.get(house.address + path).status_code == 404
    for path in ("/consultation", "/consultation/extension", "/consultation/closing"):
        assert visitor.post(house.address + path, {"closes_at": "2026-03-06T10:00"}).status_code == 404
    assert house.room.statement().stage is Stage.CONSULTATION


def test_an_addition_behind_a_list_item_begins_as_one_and_its_mark_alone_is_no_paragraph(
    database: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.rooms.TEXT", "We ask:\n\n- one\n\n- two")
    with house_of(settings) as house:
        visitor, address = house.visitor("nadia"), form(house, 1, kind="addition")
        page = visitor.get(address).text
        assert re.search(r'<textarea[^>]*name="proposal"[^>]*>\s*- </textarea>', page)
        facts = {"kind": "add", "after": house.room.blocks(1)[1].id, "body": "It is needed.", "language": "en"}
        assert house.send(visitor, address, **facts, proposal="-").status_code == 422
        assert house.send(visitor, address, **facts, proposal="- three").status_code == 303
        assert [item.proposal for item in items()] == ["- three"]

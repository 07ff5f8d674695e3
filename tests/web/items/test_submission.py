"""Drafts of an organisation are ordered, read by colleagues, and sent together: all of them or none."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from tests import posting
from tests.web.house import House, hidden, house_of, words
from tests.web.items.test_amending import version_2
from tests.web.site import Visitor, source
from workflow import database as record
from workflow.config import Settings
from workflow.models.event import Event
from workflow.models.item import Item, ItemState, Submission
from workflow.rules.items.kinds import ItemKind
from workflow.rules.notifications.events import EventKind
from workflow.services.consultation import consulting


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


def keeps(house: House, who: str, at: int, words: str, proposal: str, reason: str = "Because.", **facts: object) -> str:
    """A draft amendment; its address."""
    block = house.room.blocks(1)[at].id
    facts |= {"version": 1, "language": "en", "kind": ItemKind.REPLACE, "block": block, "words": words}
    made = house.room.do(who, posting.propose_amendment, reason=reason, proposal=proposal, keep=True, **facts)
    return str(made.key)


def page_of(house: House) -> str:
    return f"{house.address}/our-points"


def form(visitor: Visitor) -> dict[str, str]:
    """The hidden fields of the page, with the sign of each draft that it shows."""
    signs = dict(re.findall(r'name="(seen-\w+)" value="([^"]*)"', source(visitor.page)))
    return {**hidden(visitor.page), **signs}


def sent() -> list[str]:
    with record.reading() as session:
        return [each.reference for each in session.scalars(select(Item).where(Item.state == ItemState.SENT))]


def test_drafts_of_colleagues_are_sent_with_one_press_in_their_order_and_one_event(house: House) -> None:
    first = keeps(house, "dana", 3, "difficult", "critical")
    second = keeps(house, "dilip", 1, "The river has", "Our river has")
    third = keeps(house, "dana", 2, "gates", "doors")
    visitor = house.visitor("dilip")
    page = visitor.get(page_of(house)).text
    assert "Our points on version 1" in words(page) and "Send 3 points together" in words(page)
    moved = visitor.post(page_of(house), {**form(visitor), "send": [first, second, third], "up": second})
    assert moved.status_code == 200
    order = re.findall(r'name="send" value="(\w+)"', source(moved.text))
    assert order == [second, first, third]
    fields = {**form(visitor), "send": order[:2], "note": "Agreed by our board."}
    answer = visitor.post(page_of(house), fields)
    assert answer.status_code == 303
    shown = visitor.get(answer.headers["Location"]).text
    assert "2 points sent together" in words(shown) and "Agreed by our board." in shown
    with record.reading() as session:
        items = {item.key: item for item in session.scalars(select(Item))}
        events = session.scalars(select(Event).where(Event.kind == EventKind.POINTS_SENT)).all()
    assert [items[key].reference for key in (second, first, third)] == ["A1", "A2", ""]
    assert len(events) == 1
    again = visitor.post(page_of(house), fields)
    assert again.headers["Location"] == answer.headers["Location"] and sorted(sent()) == ["A1", "A2"]


def test_the_form_of_a_paragraph_leads_to_the_drafts(house: House) -> None:
    form_of = f"{house.address}/amendments/new?paragraph={house.room.blocks(1)[3].id}"
    assert "our-points" not in house.visitor("dana").get(form_of).text
    keeps(house, "dilip", 3, "difficult", "critical")
    page = house.visitor("dana").get(form_of).text
    assert f'href="{page_of(house)}"' in page and "1 draft of your organisation: read it and send it" in words(page)
    assert "our-points" not in house.visitor("nadia").get(form_of).text


def test_one_that_is_not_ready_holds_all_back_and_is_named_with_what_is_wrong(house: House) -> None:
    good = keeps(house, "dana", 3, "difficult", "critical")
    bad = keeps(house, "dana", 2, "gates", "doors", reason="")
    visitor = house.visitor("dana")
    visitor.get(page_of(house))
    answer = visitor.post(page_of(house), {**form(visitor), "send": [good, bad], "note": "All of it."})
    assert answer.status_code == 422 and sent() == []
    assert "1 point is to be put right first" in words(answer.text)
    assert words(answer.text).count("Give a reason.") == 1 and "All of it." in answer.text
    left = visitor.post(page_of(house), {**form(visitor), "send": [good], "note": "All of it."})
    assert left.status_code == 303 and sent() == ["A1"]
    with record.reading() as session:
        assert len(session.scalars(select(Submission)).all()) == 1


def test_a_draft_that_a_colleague_changed_or_sent_meanwhile_is_not_sent_unseen(house: House) -> None:
    one = keeps(house, "dana", 3, "difficult", "critical")
    visitor = house.visitor("dana")
    visitor.get(page_of(house))
    fields = {**form(visitor), "send": [one]}
    house.room.clock.pass_by(minutes=1)
    with record.transaction() as session:
        item = session.scalars(select(Item)).one()
        item.proposal, item.edited_at = "grave", house.room.clock.at
    answer = visitor.post(page_of(house), fields)
    assert answer.status_code == 422 and sent() == [] and "grave" in answer.text


def test_nobody_else_sees_or_sends_them_and_the_note_is_for_the_penholder(house: House) -> None:
    one = keeps(house, "dana", 3, "difficult", "critical")
    visitor = house.visitor("nadia")
    page = visitor.get(page_of(house)).text
    assert "No drafts are kept here." in words(page)
    forged = visitor.post(page_of(house), {**form(visitor), "send": [one], f"seen-{one}": ""})
    assert forged.status_code == 422 and sent() == []
    dana = house.visitor("dana")
    dana.get(page_of(house))
    where = dana.post(page_of(house), {**form(dana), "send": [one], "note": "Between us."}).headers["Location"]
    assert "Between us." in house.visitor("sara").get(where).text
    assert visitor.get(where).status_code == 404
    assert "sent together" not in words(visitor.get(f"{house.address}/history").text)


def test_after_the_deadline_they_are_shown_and_not_sent(house: House) -> None:
    one = keeps(house, "dana", 3, "difficult", "critical")
    visitor = house.visitor("dana")
    visitor.get(page_of(house))
    fields = {**form(visitor), "send": [one], "note": "Late."}
    house.room.do("sara", consulting.close_consultation)
    answer = visitor.post(page_of(house), fields)
    assert answer.status_code == 409 and "Late." in answer.text and sent() == []


def test_one_that_a_colleague_deleted_is_named_and_the_note_kept(house: House) -> None:
    one, other = keeps(house, "dana", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors")
    visitor = house.visitor("dilip")
    visitor.get(page_of(house))
    fields = {**form(visitor), "send": [one, other], "note": "Both."}
    dana = house.visitor("dana")
    dana.get(page_of(house))
    assert dana.post(page_of(house), {**form(dana), "send": [other], "remove": one}).status_code == 200
    answer = visitor.post(page_of(house), fields)
    assert answer.status_code == 422 and "Both." in answer.text and sent() == []
    assert "1 point is to be put right first" in words(answer.text)


@pytest.mark.parametrize("chosen", [[], ["nothing"], ["C9"]])
def test_nothing_or_nonsense_chosen_is_refused(house: House, chosen: list[str]) -> None:
    keeps(house, "dana", 3, "difficult", "critical")
    visitor = house.visitor("dana")
    visitor.get(page_of(house))
    assert visitor.post(page_of(house), {**form(visitor), "send": chosen}).status_code == 422
    assert sent() == []


def test_after_another_version_the_page_says_so_and_sends_what_still_stands_when_it_is_sent_again(house: House) -> None:
    one = keeps(house, "dana", 3, "difficult", "critical")
    visitor = house.visitor("dana")
    visitor.get(page_of(house))
    fields = {**form(visitor), "send": [one], "note": "Still so."}
    version_2(house.room, f"{house.room.blocks(1)[3].text} We say so again.")
    answer = visitor.post(page_of(house), fields)
    assert answer.status_code == 422 and sent() == [] and "was issued while you were writing" in words(answer.text)
    again = visitor.post(page_of(house), {**form(visitor), "send": [one], "note": "Still so."})
    assert again.status_code == 303 and sent() == ["A1"]


def test_a_new_paragraph_stands_beside_the_one_that_it_would_follow(house: House) -> None:
    facts = {"version": 1, "language": "en", "kind": ItemKind.ADD, "after": house.room.blocks(1)[1].id}
    house.room.do("dana", posting.propose_amendment, reason="Because.", proposal="Pay.", keep=True, **facts)
    visitor = house.visitor("dana")
    page = words(visitor.get(page_of(house)).text)
    assert "Paragraph 1" in page and "On the whole text" not in page

"""Drafts of an organisation are ordered, read by colleagues, and sent together: all of them or none."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from tests import calls, posting
from tests.consolidations import MOVE, answer, issue, send
from tests.rooms import CLOSES
from tests.web.house import House, hidden, house_of, words
from tests.web.items.test_amending import REASON, address, box, items, shown, version_2
from tests.web.site import Visitor, source
from workflow import database as record
from workflow.config import Settings
from workflow.models.event import Event
from workflow.models.item import Item, ItemState, Submission
from workflow.models.person import Person
from workflow.rules.items.kinds import ItemKind
from workflow.rules.notifications.events import EventKind
from workflow.services.consultation import consulting
from workflow.services.items import revising


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


def listed(visitor: Visitor) -> list[str]:
    """Addresses of the drafts that the page shows, in its order."""
    return re.findall(r'name="send" value="(\w+)"', source(visitor.page))


def ticked(visitor: Visitor) -> list[str]:
    return re.findall(r'name="send" value="(\w+)" checked', source(visitor.page))


def opened(house: House, who: str) -> tuple[Visitor, dict[str, str]]:
    """A visitor with the page open, and what its form has."""
    visitor = house.visitor(who)
    visitor.get(page_of(house))
    return visitor, form(visitor)


def part(page: str, id_: str) -> str:
    """The section of the page with that id."""
    found = re.search(rf'<section[^>]*\bid="{id_}".*?</section>', source(page), re.S)
    return found[0] if found else ""


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
    assert (moved.status_code, moved.headers["Location"]) == (303, page_of(house))
    visitor.get(moved.headers["Location"])
    order = listed(visitor)
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


def test_one_that_a_colleague_deleted_is_named_by_its_words_and_the_note_kept(house: House) -> None:
    one, other = keeps(house, "dana", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors")
    visitor, fields = opened(house, "dilip")
    dana, theirs = opened(house, "dana")
    assert dana.post(page_of(house), {**theirs, "send": [other], "remove": one}).status_code == 303
    answer = visitor.post(page_of(house), {**fields, "send": [one, other], "note": "Both."})
    assert answer.status_code == 422 and "Both." in answer.text and sent() == []
    said = words(answer.text)
    assert "Nothing was sent now: 1 of these drafts was sent or deleted in the meantime, as shown below." in said
    gone = part(answer.text, "gone")
    assert "A colleague has deleted this draft." in gone and "critical" in gone and "doors" not in gone
    assert listed(visitor) == [other]
    assert visitor.post(page_of(house), {**form(visitor), "send": [other], "note": "Both."}).status_code == 303


def test_where_nothing_is_left_to_send_nothing_is_made_and_no_mail_is_due(house: House) -> None:
    chosen = [keeps(house, "dana", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors")]
    (dana, hers), (dilip, his) = opened(house, "dana"), opened(house, "dilip")
    first = dana.post(page_of(house), {**hers, "send": chosen, "note": "From Dana."})
    answer = dilip.post(page_of(house), {**his, "send": chosen, "note": "From Dilip."})
    assert answer.status_code == 422
    gone = part(answer.text, "gone")
    assert "A colleague has already sent this as A1." in gone and "A colleague has already sent this as A2." in gone
    assert "From Dilip." in words(answer.text) and "Everything you wrote is still here." in words(answer.text)
    assert "2 points sent together" in words(dana.get(first.headers["Location"]).text)
    with record.reading() as session:
        assert len(session.scalars(select(Submission)).all()) == 1
        assert len(session.scalars(select(Event).where(Event.kind == EventKind.POINTS_SENT)).all()) == 1


def test_another_choice_or_note_in_the_form_that_was_sent_is_not_called_sent(house: House) -> None:
    one, other = keeps(house, "dana", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors")
    visitor, fields = opened(house, "dana")
    assert visitor.post(page_of(house), {**fields, "send": [one], "note": "One."}).status_code == 303
    for more in ({"send": [one, other], "note": "One."}, {"send": [one], "note": "Two."}):
        answer = visitor.post(page_of(house), {**fields, **more})
        assert answer.status_code == 409 and sent() == ["A1"]
        assert "You have already sent this form with other words." in words(answer.text)
    again = visitor.post(page_of(house), {**form(visitor), "send": [other], "note": "Two."})
    assert again.status_code == 303 and sorted(sent()) == ["A1", "A2"]


@pytest.mark.parametrize("act", ["up", "remove"])
def test_a_draft_is_moved_or_deleted_once_and_what_is_chosen_and_written_goes_along(house: House, act: str) -> None:
    one, other, third = (
        keeps(house, "dana", 3, "difficult", "critical"),
        keeps(house, "dana", 2, "gates", "doors"),
        keeps(house, "dana", 1, "The river has", "Our river has"),
    )
    visitor, fields = opened(house, "dana")
    for _ in range(2):
        answer = visitor.post(page_of(house), {**fields, "send": [one], "note": "Half a note.", act: third})
        assert (answer.status_code, answer.headers["Location"]) == (303, page_of(house))
    page = visitor.get(page_of(house)).text
    assert listed(visitor) == ([one, third, other] if act == "up" else [one, other])
    assert ticked(visitor) == [one] and "Half a note." in page
    assert ("The draft was deleted." in page) is (act == "remove")
    assert "Half a note." not in visitor.get(page_of(house)).text


def test_a_note_that_no_cookie_holds_is_not_lost_when_a_draft_is_moved(house: House) -> None:
    one, other = keeps(house, "dana", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors")
    visitor, fields = opened(house, "dana")
    note = "\u0645" * 4000
    for _ in range(2):
        answer = visitor.post(page_of(house), {**fields, "send": [one, other], "note": note, "up": other})
        assert note in answer.text and listed(visitor) == [other, one]


@pytest.mark.parametrize("act", ["up", "remove"])
def test_what_changed_meanwhile_is_shown_before_a_draft_is_moved_or_deleted(house: House, act: str) -> None:
    one, other = keeps(house, "dana", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors")
    visitor, fields = opened(house, "dilip")
    house.room.clock.pass_by(minutes=1)
    with record.transaction() as session:
        item = session.scalars(select(Item).where(Item.key == one)).one()
        item.proposal, item.edited_at = "grave", house.room.clock.at
    answer = visitor.post(page_of(house), {**fields, "send": [one, other], "note": "Both.", act: other})
    assert answer.status_code == 409 and listed(visitor) == [one, other] == ticked(visitor)
    said = words(answer.text)
    assert "so nothing was done" in said and "grave" in said and "Both." in answer.text
    assert said.count("A colleague has changed this in the meantime. Check the change first.") == 1
    assert "Your words are in the form" not in said
    assert visitor.post(page_of(house), {**form(visitor), "send": [one], act: other}).status_code == 303


@pytest.mark.parametrize("act", ["up", "remove"])
def test_another_version_is_told_before_a_draft_is_moved_or_deleted(house: House, act: str) -> None:
    one, other = keeps(house, "dana", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors")
    visitor, fields = opened(house, "dana")
    version_2(house.room, f"{house.room.blocks(1)[3].text} We say so again.")
    answer = visitor.post(page_of(house), {**fields, "send": [one, other], act: other})
    assert answer.status_code == 409 and listed(visitor) == [one, other]
    assert "was issued while you were writing" in words(answer.text)


@pytest.mark.parametrize("act", ["up", "remove"])
def test_a_draft_that_a_colleague_sent_is_neither_moved_nor_withdrawn_and_is_named(house: House, act: str) -> None:
    one, other = keeps(house, "dana", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors")
    visitor, fields = opened(house, "dilip")
    house.room.do("dana", revising.send_kept, item=other, version=1)
    answer = visitor.post(page_of(house), {**fields, "send": [one, other], act: other})
    assert answer.status_code == 409 and sent() == ["A1"]
    assert "A colleague has already sent this as A1." in part(answer.text, "gone")
    assert "shown above the form" not in answer.text
    assert visitor.post(page_of(house), {**form(visitor), act: "A1"}).status_code in (404, 409) and sent() == ["A1"]


def test_what_was_sent_is_listed_below_the_drafts_also_where_none_is_left(house: House) -> None:
    one, other = keeps(house, "dana", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors")
    house.room.do("dana", posting.post_comment, version=1, language="en", body="How wide is it?")
    house.room.do("nadia", posting.post_comment, version=1, language="en", body="Not ours.")
    dilip = house.visitor("dilip")
    page = dilip.get(page_of(house)).text
    assert "How wide is it?" in part(page, "sent") and "critical" not in part(page, "sent")
    for item in (one, other):
        house.room.do("dana", revising.send_kept, item=item, version=1)
    page = dilip.get(page_of(house)).text
    below = part(page, "sent")
    assert "No drafts are kept here." in words(page) and "Not ours." not in page
    assert re.findall(r"\b[AC]\d\b", re.sub("<[^>]+>", " ", below)) == ["A1", "A2", "C1"]
    assert f'href="{house.address}?open=A2#a2"' in below and "critical" in below and "doors" in below
    house.room.do("dana", revising.withdraw_item, item="A1")
    assert "critical" not in dilip.get(page_of(house)).text
    assert 'id="sent"' not in house.visitor("sol").get(page_of(house)).text


def test_the_points_of_a_submission_stand_in_the_order_of_their_numbers(house: House) -> None:
    one, other = keeps(house, "dana", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors")
    (dana, hers), (dilip, his) = opened(house, "dana"), opened(house, "dilip")
    dilip.post(page_of(house), {**his, "send": [one, other], "up": other})
    where = dana.post(page_of(house), {**hers, "send": [one, other]}).headers["Location"]
    assert re.findall(r'id="(a\d)"', dana.get(where).text) == ["a1", "a2"]
    assert "critical" in re.split('id="a2"', source(dana.page))[0]


@pytest.mark.parametrize("number", ["0", "7", "99999999999999999999", "-1", "x", "\u0663"])
def test_a_submission_that_is_none_is_no_page(house: House, number: str) -> None:
    assert house.visitor("sara").get(f"{house.address}/submissions/{number}").status_code == 404


@pytest.mark.parametrize("chosen", [[], ["nothing"], ["C9"]])
def test_nothing_or_nonsense_chosen_is_refused(house: House, chosen: list[str]) -> None:
    keeps(house, "dana", 3, "difficult", "critical")
    visitor = house.visitor("dana")
    visitor.get(page_of(house))
    answer = visitor.post(page_of(house), {**form(visitor), "send": chosen})
    assert answer.status_code == 422 and sent() == []
    said = "Nothing was sent: no point is ticked. Tick the points that you want to send."
    assert (said in words(answer.text)) is (not chosen)


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


def test_of_changes_kept_in_one_form_the_one_taken_out_stays_a_draft_and_no_other(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(address(house, 1))
    fields, before = {**hidden(visitor.page), **REASON}, shown(house, 1)
    both = f"{before.replace('The river', 'Our river', 1)} So be it."
    assert visitor.post(address(house, 1), {**fields, "edited": both, "draft": "1"}).status_code == 303
    assert visitor.post(address(house, 1), {**fields, "edited": f"{before} So be it."}).status_code == 303
    found = {each.proposal: each.reference for each in items()}
    assert sorted(found.values()) == ["", "A1"]
    assert next(said for said, reference in found.items() if reference).endswith("So be it.")


def test_what_is_a_draft_is_saved_and_sent_by_buttons_of_its_own_name(house: House) -> None:
    dana, block = house.visitor("dana"), house.room.blocks(1)[3].id
    for form_of in (address(house), f"{house.address}/items/new?paragraph={block}&kind=comment"):
        page = words(dana.get(form_of).text)
        assert "Save as a draft" in page and "Keep for our organisation" not in page
    keeps(house, "dana", 3, "difficult", "critical")
    assert "Send the amendment · draft" in words(dana.get(f"{house.address}?show=all").text)
    house.room.do("dana", posting.post_comment, version=1, language="en", body="How wide?", keep=True)
    assert "Send the comment · draft" in words(dana.get(f"{house.address}?show=all").text)


def test_after_the_deadline_each_draft_leads_to_its_late_comment_and_no_link_to_the_page_one_is_on(
    house: House,
) -> None:
    one = keeps(house, "dana", 3, "difficult", "critical")
    house.room.do("sara", consulting.close_consultation)
    visitor = house.visitor("dana")
    page = visitor.get(page_of(house)).text
    assert "This consultation closed" in words(page) and "You can still send a late comment" in words(page)
    late = re.search(r'<a class="btn[^"]*" href="([^"]+)"[^>]*>\s*Send as a late comment', source(page))
    assert late and late[1].startswith(f"{house.address}/items/{one}/edit")
    assert "A word to the penholder" not in words(page) and "Add another" not in words(page)
    assert "Send as a late comment" in visitor.get(late[1], follow_redirects=True).text
    room = visitor.get(f"{house.address}?show=ours").text
    box = room[room.index("Drafts not sent before") :]
    assert (
        f'href="{page_of(house)}"' in box[: box.index("</section>")] and "show=ours" not in box.split("</section>")[0]
    )
    assert page_of(house) in visitor.get("/home").text


def test_of_a_draft_the_page_shows_what_another_version_changed_and_then_sends_it(house: House) -> None:
    block = house.room.blocks(1)[3]
    facts = {"version": 1, "language": "en", "block": block.id, "words": ""}
    made = house.room.do("dana", posting.post_comment, body="Too long.", keep=True, **facts)
    version_2(house.room, block.text.replace("difficult", "hard"))
    visitor = house.visitor("dana")
    page = words(visitor.get(page_of(house)).text)
    assert "Version 2 has changed this paragraph since the draft was saved." in page
    assert re.search(r"<del>.*difficult.*</del>.*<ins>.*hard", part(source(visitor.page), f"since-{made.key}"), re.S)
    answer = visitor.post(page_of(house), {**form(visitor), "send": [made.key]})
    assert answer.status_code == 303 and sent() == ["C1"]
    with record.reading() as session:
        assert "hard" in session.scalars(select(Item.quote)).one()


def test_one_whose_words_another_version_took_leads_to_its_form(house: House) -> None:
    one = keeps(house, "dana", 3, "difficult", "critical")
    version_2(house.room, house.room.blocks(1)[3].text.replace("difficult", "hard"))
    visitor = house.visitor("dana")
    answer = visitor.get(page_of(house))
    assert re.search(rf'id="since-{one}".*?name="edit" value="{one}"', source(answer.text), re.S)
    answer = visitor.post(page_of(house), {**form(visitor), "send": [one]})
    assert answer.status_code == 422 and sent() == []
    assert "was issued while you were writing" not in words(answer.text)


def test_a_second_tab_of_who_has_sent_all_is_told_so_with_the_way_there_and_its_note(house: House) -> None:
    one = keeps(house, "dana", 3, "difficult", "critical")
    visitor, fields = opened(house, "dana")
    there = visitor.post(page_of(house), {**fields, "send": [one], "note": "One."}).headers["Location"]
    for token in (fields["form_token"], "another"):
        answer = visitor.post(page_of(house), {**fields, "form_token": token, "send": [one], "note": "Two."})
        assert answer.status_code in (409, 422) and sent() == ["A1"]
        said = words(answer.text)
        assert "send again" not in said and "Not sent yet" not in said and "Two." in said
        assert "Everything you wrote is still here." in said
        assert f'href="{there}"' in answer.text


def test_each_point_is_shown_with_its_writer_in_its_sentence_and_with_what_it_lacks(house: House) -> None:
    one, bad = keeps(house, "dilip", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors", reason="")
    text = house.room.blocks(1)[3].text
    about = {"version": 1, "language": "en", "block": house.room.blocks(1)[3].id, "words": "difficult"}
    house.room.do("dana", posting.post_comment, body="Too strong.", keep=True, **about)
    with record.transaction() as session:
        session.scalars(select(Person).where(Person.name.like("Dil%"))).one().name = "Dilip of Our House"
    page = house.visitor("dana").get(page_of(house)).text
    first, second, third = re.split('name="send"', source(page))[1:]
    assert "Dilip of Our House" in first and "Dilip" not in second
    before = re.split("difficult", text)[0].split()[-1]
    assert before in words(f"<main>{first}</main>").split("critical")[0] and "Give a reason." not in first
    assert re.search(rf'Give a reason.*?name="edit" value="{bad}"', second, re.S) and one in first
    assert re.search(r"On “<bdi[^>]*>difficult</bdi>”", third) and "Too strong." in third


def test_the_penholder_and_its_own_find_from_a_point_what_was_sent_with_it(house: House) -> None:
    chosen = [keeps(house, "dana", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors")]
    visitor, fields = opened(house, "dana")
    there = visitor.post(page_of(house), {**fields, "send": chosen, "note": "Point 1 first."}).headers["Location"]
    house.room.do("nadia", posting.post_comment, version=1, language="en", body="Alone.")
    for address_of in (house.address, f"{house.address}/comments"):
        assert house.visitor("sara").get(address_of).text.count(f'href="{there}"') == 2
        assert f'href="{there}"' in house.visitor("dilip").get(address_of).text
        assert "/submissions/" not in house.visitor("nadia").get(address_of).text
    house.room.do("sara", consulting.close_consultation)
    block = house.room.blocks(1)[3].id
    page = house.visitor("sara").get(f"{house.address}/consolidation?paragraph={block}").text
    assert f'href="{there}"' in page and "Sent with a word to the penholder" in page
    page = words(house.visitor("sara").get(there).text)
    assert "Point 1 · A1 Amendment" in page and "Point 2 · A2 Amendment" in page


def test_what_was_sent_together_has_the_numbers_of_the_version_that_is_named(house: House) -> None:
    one = keeps(house, "dana", 3, "difficult", "critical")
    visitor, fields = opened(house, "dana")
    there = visitor.post(page_of(house), {**fields, "send": [one]}).headers["Location"]
    send(house.room, kind=MOVE, paragraph=3, after=0, by="fred")
    house.room.do("sara", consulting.close_consultation)
    answer(house.room, "A1", "accepted")
    answer(house.room, "A2", "accepted")
    issue(house.room)
    house.room.do("sara", calls.open_consultation, closes_at=CLOSES.replace(year=CLOSES.year + 1))
    said = words(visitor.get(there).text)
    assert "Version 1" in said and "Paragraph 3" in said and "Paragraph 1" not in said


def test_a_point_keeps_its_number_after_another_was_withdrawn(house: House) -> None:
    chosen = [keeps(house, "dana", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors")]
    visitor, fields = opened(house, "dana")
    there = visitor.post(page_of(house), {**fields, "send": chosen}).headers["Location"]
    house.room.do("dana", revising.withdraw_item, item="A1")
    page = words(house.visitor("sara").get(there).text)
    assert "Point 2 · A2 Amendment" in page and "Point 1 ·" not in page


def test_a_draft_edited_from_the_page_comes_back_to_it_and_is_saved_rather_than_sent(house: House) -> None:
    one = keeps(house, "dana", 3, "difficult", "critical")
    note = house.room.do("dana", posting.post_comment, version=1, language="en", body="How wide?", keep=True)
    visitor = house.visitor("dana")
    for draft, said in ((one, "reason"), (str(note.key), "body")):
        visitor.get(page_of(house))
        assert f'name="edit" value="{draft}"' in source(visitor.page)
        form_of = visitor.post(page_of(house), {**form(visitor), "edit": draft}, follow_redirects=True)
        assert re.search(r'<button\s+class="btn primary"\s+name="draft"', form_of.text)
        assert f'href="{page_of(house)}"' in form_of.text and "Back to our points" in words(form_of.text)
        edited = box(form_of.text) if draft == one else ""
        to = form_of.request.path + "?" + form_of.request.query_string.decode()
        fields = {
            **hidden(form_of.text),
            "edited": edited,
            said: "Because we say so.",
            "where": "same",
            "language": "en",
            "draft": "1",
        }
        answer = visitor.post(to, fields)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{page_of(house)}#k{draft}")
        page = words(visitor.get(page_of(house)).text)
        assert "Saved as a draft" in page and "Because we say so." in page
    visitor.get(f"{house.address}/amendments/{one}/edit?next=//elsewhere.example/")
    away = visitor.post(
        f"{house.address}/amendments/{one}/edit?next=//elsewhere.example/",
        {**hidden(visitor.page), **REASON, "edited": box(visitor.page), "draft": "1"},
    )
    assert away.headers["Location"].startswith(house.address)


def test_what_is_left_out_and_written_stays_so_when_a_point_is_edited_from_the_page(house: House) -> None:
    one, other = keeps(house, "dana", 3, "difficult", "critical"), keeps(house, "dana", 2, "gates", "doors")
    visitor, fields = opened(house, "dana")
    there = visitor.post(page_of(house), {**fields, "send": [other], "note": "Half a note.", "edit": one})
    assert there.status_code == 303 and f"/{one}/edit?" in there.headers["Location"]
    third = keeps(house, "dilip", 1, "The river has", "Our river has")
    page = visitor.get(page_of(house)).text
    assert ticked(visitor) == [other, third] and "Half a note." in page
    long = {**fields, "send": [other], "note": "\u0645" * 4000, "edit": one}
    refused = visitor.post(page_of(house), long)
    assert refused.status_code == 422 and "\u0645" * 4000 in refused.text and ticked(visitor) == [other]


def test_a_refused_save_of_a_draft_says_saved_and_that_saving_again_replaces_the_words_of_the_colleague(
    house: House,
) -> None:
    made = house.room.do("dana", posting.post_comment, version=1, language="en", body="How wide?", keep=True)
    both = [keeps(house, "dana", 3, "difficult", "critical"), str(made.key)]
    for draft, said, kind in zip(both, ("reason", "body"), ("amendments", "items"), strict=True):
        form_of = f"{house.address}/{kind}/{draft}/edit"
        dana, dilip = house.visitor("dana"), house.visitor("dilip")
        fields = {**hidden(dana.get(form_of).text), "language": "en", "draft": "1"}
        fields |= {"edited": box(dana.page)} if kind == "amendments" else {}
        dilip.get(form_of)
        house.room.clock.pass_by(minutes=1)
        assert dana.post(form_of, {**fields, said: "Her words."}).status_code == 303
        answer = dilip.post(form_of, {**fields, said: "His words."})
        page = words(answer.text)
        assert answer.status_code == 409 and "Not saved yet" in page and "Not sent yet" not in page
        assert "If you save your words, they replace the words shown here." in page and "Her words." in page

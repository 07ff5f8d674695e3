"""A paragraph is amended by editing it: what was changed is found, shown, sent, and nothing typed is lost."""

import html
import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from tests import calls
from tests.rooms import CLOSES, Room
from tests.web.house import House, hidden, house_of, words
from tests.web.site import Visitor, source
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import CoProposer, Item, ItemState, Support
from workflow.services.consultation import consulting
from workflow.services.items import supporting
from workflow.services.statements import versions
from workflow.text.document import plain

REASON = {"reason": "Because it is.", "language": "en", "division": "each"}


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """A consultation that is open, behind a browser."""
    with house_of(settings) as opened:
        yield opened


def address(house: House, at: int = 3) -> str:
    return f"{house.address}/amendments/new?paragraph={house.room.blocks(1)[at].id}"


def shown(house: House, at: int = 3) -> str:
    """The words of the paragraph, as the box has them."""
    return plain(house.room.blocks(1)[at].text)


def reasons(house: House, visitor: Visitor, edited: str, *said: str) -> dict[str, str]:
    """The fields of the reasons of single changes, filled in their order."""
    page = house.send(visitor, address(house, 1), edited=edited, show="1", **REASON).text
    names = list(dict.fromkeys(re.findall(r'name="(reason-\d+-\d+)"', page)))
    return dict(zip(names, said, strict=True))


def items() -> list[Item]:
    with record.reading() as session:
        return list(session.scalars(select(Item).order_by(Item.id)))


def box(page: str) -> str:
    """What stands in the box."""
    return html.unescape(re.search(r'<textarea[^>]*name="edited"[^>]*>\r?\n?(.*?)</textarea>', source(page), re.S)[1])  # type: ignore[index]


def changes(page: str) -> list[str]:
    """Each change that the page shows, in words."""
    return [words(each) for each in re.findall(r'<ol class="changes">(.*?)</ol>', source(page), re.S)]


def test_the_box_comes_filled_and_what_was_changed_is_the_amendment(house: House) -> None:
    visitor = house.visitor("nadia")
    page = visitor.get(address(house)).text
    assert box(page) == shown(house)
    edited = shown(house).replace("difficult", "critical")
    answer = house.send(visitor, address(house), edited=edited, **REASON)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{house.address}?open=A1#a1")
    (item,) = items()
    assert (item.quote, item.proposal) == ("difficult", "critical")
    assert (item.body, item.state) == ("Because it is.", ItemState.SENT)


def test_each_change_is_an_amendment_or_all_are_one(house: House) -> None:
    edited = shown(house, 1).replace("The river", "Our river", 1).replace("gone", "left")
    assert edited.count("Our river") == 1
    edited = f"{edited} So be it."
    page = house.send(house.visitor("nadia"), address(house, 1), edited=edited, show="1", **REASON)
    assert page.status_code == 200 and "2 changes" in words(page.text)
    house.send(house.visitor("nadia"), address(house, 1), edited=edited, **REASON)
    assert [(each.reference, each.body) for each in items()] == [("A1", "Because it is."), ("A2", "Because it is.")]
    house.send(
        house.visitor("dilip"), address(house, 1), edited=edited, known="A1 A2", **{**REASON, "division": "together"}
    )
    (_, _, whole) = items()
    assert whole.quote.startswith("The river") and whole.proposal.endswith("So be it.")


def test_a_change_can_have_a_reason_of_its_own(house: House) -> None:
    edited = f"{shown(house, 1).replace('The river', 'Our river', 1)} So be it."
    visitor = house.visitor("nadia")
    fields = {**REASON, "reason": "", **reasons(house, visitor, edited, "Ours.", "An end.")}
    house.send(visitor, address(house, 1), edited=edited, **fields)
    assert [each.body for each in items()] == ["Ours.", "An end."]
    fields = {**fields, list(fields)[-1]: ""}
    answer = house.send(house.visitor("dilip"), address(house, 1), edited=edited, known="A1 A2", **fields)
    assert answer.status_code == 422
    assert (box(answer.text), "Ours." in answer.text) == (edited, True)


def test_where_one_of_two_changes_has_no_reason_the_page_says_which(house: House) -> None:
    edited = f"{shown(house, 1).replace('The river', 'Our river', 1)} So be it."
    visitor = house.visitor("nadia")
    fields = {**REASON, "reason": "", **reasons(house, visitor, edited, "Ours.", "")}
    answer = house.send(visitor, address(house, 1), edited=edited, **fields)
    assert answer.status_code == 422 and "Not sent yet: 1 thing to correct" in words(answer.text)
    missing = list(fields)[-1]
    said = "Reason for change 2 alone: Give this change a reason, or write one above for all changes."
    assert said in words(answer.text)
    assert f'href="#{missing}"' in answer.text
    assert f'aria-describedby="{missing}-err"' in answer.text
    fields = {**fields, "reason": "For all."}
    assert house.send(visitor, address(house, 1), edited=edited, **fields).status_code == 303


def test_a_reason_stays_with_the_words_that_it_is_of(house: House) -> None:
    edited = f"{shown(house, 1).replace('The river', 'Our river', 1)} So be it."
    visitor = house.visitor("nadia")
    fields = {**REASON, "reason": "", **reasons(house, visitor, edited, "Ours, not theirs.", "An end.")}
    house.send(visitor, address(house, 1), edited=f"{shown(house, 1)} So be it.", **fields)
    (end,) = items()
    assert end.proposal.endswith("So be it.")
    assert end.body == "Ours, not theirs.\n\nAn end.", "one change has one reason, and no words are lost"


def test_as_one_amendment_it_has_all_reasons(house: House) -> None:
    edited = f"{shown(house, 1).replace('The river', 'Our river', 1)} So be it."
    visitor = house.visitor("nadia")
    fields = {**REASON, "reason": "", **reasons(house, visitor, edited, "Ours.", "An end."), "division": "together"}
    house.send(visitor, address(house, 1), edited=edited, **fields)
    assert [each.body for each in items()] == ["Ours.\n\nAn end."]


def test_supporting_another_instead_of_one_change_keeps_the_reasons(house: House) -> None:
    text = shown(house, 1)
    house.send(house.visitor("dilip"), address(house, 1), edited=text.replace("The river", "Our river", 1), **REASON)
    visitor, edited = house.visitor("nadia"), f"{text.replace('The river', 'Our river', 1)} So be it."
    fields = {**REASON, "reason": "", **reasons(house, visitor, edited, "Ours.", "An end."), "support": "A1"}
    page = house.send(visitor, address(house, 1), edited=edited, **fields).text
    assert box(page) == f"{text} So be it."
    assert ("Ours." in page, "An end." in page) == (True, True)


def test_several_changes_are_asked_about_before_they_are_sent(house: House) -> None:
    edited = f"{shown(house, 1).replace('The river', 'Our river', 1)} So be it."
    fields = {name: value for name, value in REASON.items() if name != "division"}
    answer = house.send(house.visitor("nadia"), address(house, 1), edited=edited, **fields)
    assert (answer.status_code, items()) == (422, [])
    assert "You changed several places." in words(answer.text)
    assert 'name="division"' in answer.text and box(answer.text) == edited


def test_a_reason_that_is_too_long_is_refused_and_kept(house: House) -> None:
    edited = f"{shown(house, 1).replace('The river', 'Our river', 1)} So be it."
    visitor = house.visitor("nadia")
    fields = {**REASON, **reasons(house, visitor, edited, "Ours. " * 2000, "An end.")}
    answer = house.send(visitor, address(house, 1), edited=edited, **fields)
    assert (answer.status_code, items()) == (422, [])
    assert ("Ours. " * 2000).strip() in answer.text


def test_sent_twice_it_is_sent_once_and_a_colleagues_same_words_are_no_second_one(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(address(house, 1))
    edited = f"{shown(house, 1).replace('The river', 'Our river', 1)} So be it."
    form = {**hidden(visitor.page), **REASON, "edited": edited}
    for _ in range(2):
        assert visitor.post(address(house, 1), form).status_code == 303
    house.send(visitor, address(house, 1), edited=edited, **REASON)
    assert [each.reference for each in items()] == ["A1", "A2"]
    other = visitor.post(address(house, 1), {**form, "edited": f"{edited} Amen."})
    assert other.status_code == 409 and box(other.text) == f"{edited} Amen."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text, "already in the text"),
        (lambda text: f"  {text.replace(' ', '  ')}\n", "already in the text"),
        (lambda text: "", "propose its removal"),
        (lambda text: " \n ", "propose its removal"),
        (lambda text: text.replace(". ", ".\n\n", 1) + "\n\nMore.", "one paragraph"),
        (lambda text: text + " x" * 10_001, "Use at most"),
        (lambda text: text.replace(" ", "\u202e ", 1), "invisible character"),
    ],
)
def test_what_is_no_amendment_comes_back_with_a_sentence_and_every_word(house: House, change, said: str) -> None:  # type: ignore[no-untyped-def]
    edited = change(shown(house))
    answer = house.send(house.visitor("nadia"), address(house), edited=edited, **REASON)
    assert answer.status_code == 422
    assert said in words(answer.text), words(answer.text)
    assert box(answer.text).split() == edited.split()
    assert "Because it is." in answer.text
    assert items() == []


def test_without_a_reason_nothing_is_sent_and_a_draft_is_kept(house: House) -> None:
    edited = shown(house).replace("difficult", "critical")
    fields = {**REASON, "reason": "", "edited": edited}
    answer = house.send(house.visitor("nadia"), address(house), **fields)
    assert answer.status_code == 422 and box(answer.text) == edited and items() == []
    assert house.send(house.visitor("nadia"), address(house), draft="1", **fields).status_code == 303
    (kept,) = items()
    assert kept.state is ItemState.KEPT


def test_where_another_asks_for_the_same_the_page_asks_first(house: House) -> None:
    edited = shown(house).replace("difficult", "critical")
    house.send(house.visitor("nadia"), address(house), edited=edited, **REASON)
    visitor = house.visitor("dilip")
    answer = house.send(visitor, address(house), edited=edited.replace("critical", "Critical"), **REASON)
    assert answer.status_code == 422
    assert "A1 asks for the same words" in words(answer.text)
    assert len(items()) == 1
    sent = visitor.post(address(house), {**hidden(answer.text), **REASON, "edited": edited})
    assert sent.status_code == 303 and [each.reference for each in items()] == ["A1", "A2"]


def test_an_amendment_that_one_supports_already_is_called_so_and_support_is_not_asked_again(house: House) -> None:
    edited = shown(house).replace("difficult", "critical")
    house.send(house.visitor("nadia"), address(house), edited=edited, **REASON)
    house.room.do("dilip", supporting.support, item="A1")
    visitor = house.visitor("dilip")
    assert "support that one instead" not in words(visitor.get(address(house)).text)
    answer = house.send(visitor, address(house), edited=edited, **REASON)
    said = words(answer.text)
    assert answer.status_code == 422 and "Another organisation asks for the same words" not in said
    assert "Your organisation already supports an amendment that asks for the same words." in said
    assert "You already support A1, which asks for the same words" in said and "Support A1 instead" not in said
    sent = visitor.post(address(house), {**hidden(answer.text), **REASON, "edited": edited})
    assert sent.status_code == 303 and [each.reference for each in items()] == ["A1", "A2"]


def test_an_amendment_made_in_one_s_own_name_with_others_is_no_other_s(house: House) -> None:
    edited = shown(house).replace("difficult", "critical")
    house.send(house.visitor("nadia"), address(house), edited=edited, **REASON)
    with record.transaction() as session:
        session.add(CoProposer(item_id=house.room.item("A1").id, organisation_id=house.room.organisations["delta"]))
    visitor = house.visitor("dilip")
    assert "Already proposed here" not in words(visitor.get(address(house)).text)
    assert house.send(visitor, address(house), edited=edited, **REASON).status_code == 303, "nothing is asked first"


def test_all_that_is_asked_before_an_amendment_is_sent_is_asked_at_once(house: House) -> None:
    edited = f"{shown(house, 1).replace('The river', 'Our river', 1)} So be it."
    house.send(house.visitor("nadia"), address(house, 1), edited=edited, **REASON)
    visitor = house.visitor("dilip")
    visitor.get(address(house, 1))
    asked = {**hidden(visitor.page), **REASON, "edited": edited, "reason": ""}
    del asked["division"]
    answer = visitor.post(address(house, 1), asked)
    assert answer.status_code == 422 and "Not sent yet: 3 things to correct" in words(answer.text)
    for said in ("You changed several places.", "Another organisation asks for the same words.", "Give a reason."):
        assert said in words(answer.text)
    assert visitor.post(address(house, 1), {**hidden(answer.text), **REASON, "edited": edited}).status_code == 303
    assert len(items()) == 4


def test_support_instead_takes_the_change_out_of_the_box_and_keeps_the_others(house: House) -> None:
    first = shown(house, 1).replace("The river", "Our river", 1)
    house.send(house.visitor("nadia"), address(house, 1), edited=first, **REASON)
    visitor = house.visitor("dilip")
    answer = house.send(visitor, address(house, 1), edited=f"{first} So be it.", support="A1", **REASON)
    assert answer.status_code == 200
    assert box(answer.text) == f"{shown(house, 1)} So be it."
    with record.reading() as session:
        assert len(session.scalars(select(Support)).all()) == 1
    dana = house.visitor("dana")
    dana.get(address(house, 1))
    form = hidden(dana.page)
    alone = dana.post(address(house, 1), {**form, **REASON, "edited": first, "support": "A1"})
    assert (alone.status_code, alone.headers["Location"]) == (303, f"{house.address}?open=A1#a1")
    told = f'data-arrived="{form["form_token"]}"'
    assert told in dana.get(house.address).text, "the device keeps the words no longer that the support stands for"
    forged = house.send(house.visitor("lucie"), address(house, 1), edited=first, support="C9", **REASON)
    assert forged.status_code == 409 and box(forged.text) == first


def version_2(room: Room, text: str) -> None:
    """A second consultation, on a version whose last paragraph reads `text`."""
    block = room.blocks()[3].id
    room.do("sara", consulting.close_consultation)
    room.do("sara", calls.save_paragraph, language="en", serial=1, block=block, text=text)
    with room.acting("sara") as (session, person):
        versions.issue(session, person, room.statement())
    room.do("sara", calls.open_consultation, closes_at=CLOSES.replace(year=CLOSES.year + 1))


def test_over_another_version_that_left_the_paragraph_alone_the_page_says_so(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(address(house))
    form = {**hidden(visitor.page), **REASON, "edited": shown(house).replace("difficult", "critical")}
    version_2(house.room, f"{house.room.blocks(1)[3].text}")
    answer = visitor.post(address(house), form)
    assert answer.status_code == 409
    assert "Nothing has changed in the paragraph." in words(answer.text)
    assert "This is what has changed" not in words(answer.text)


def test_over_another_version_the_changes_go_to_its_words_and_nothing_of_it_is_undone(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(address(house))
    before = shown(house)
    form = {**hidden(visitor.page), **REASON, "edited": before.replace("difficult", "critical")}
    version_2(house.room, f"{house.room.blocks(1)[3].text} We say so again.")
    answer = visitor.post(address(house), form)
    assert answer.status_code == 409
    assert "was issued while you were writing" in words(answer.text)
    assert box(answer.text) == f"{before.replace('difficult', 'critical')} We say so again."
    assert items() == []
    again = visitor.post(address(house), {**hidden(answer.text), **REASON, "edited": box(answer.text)})
    assert again.status_code == 303
    (item,) = items()
    assert (item.quote, item.proposal) == ("difficult", "critical")


def test_a_change_of_words_that_others_changed_too_is_shown_beside_the_box(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(address(house))
    before = house.room.blocks(1)[3].text
    form = {**hidden(visitor.page), **REASON, "edited": shown(house).replace("difficult", "critical")}
    version_2(house.room, before.replace("difficult", "hard and long"))
    answer = visitor.post(address(house), form)
    assert answer.status_code == 409
    assert box(answer.text) == plain(before).replace("difficult", "hard and long")
    assert "These words of yours found no place in the new version" in words(answer.text)
    assert "critical" in words(answer.text)


def test_after_the_deadline_it_can_be_sent_as_a_late_comment_with_the_words(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(address(house))
    edited = shown(house).replace("difficult", "critical")
    form = {**hidden(visitor.page), **REASON, "edited": edited}
    house.room.do("sara", consulting.close_consultation)
    answer = visitor.post(address(house), form)
    assert answer.status_code == 409 and box(answer.text) == edited
    late = visitor.post(address(house), {**hidden(answer.text), **REASON, "edited": edited, "late": "1"})
    assert late.status_code == 303
    (item,) = items()
    assert item.late and item.reference == "C1" and "critical" in item.body and "Because it is." in item.body


@pytest.mark.parametrize("button", [{}, {"draft": "1"}, {"late": "1"}, {"show": "1"}, {"support": "A1"}])
@pytest.mark.parametrize("reason", ["", "Because it is."])
def test_after_the_deadline_a_form_that_changes_nothing_is_answered_too(
    house: House, button: dict[str, str], reason: str
) -> None:
    visitor = house.visitor("nadia")
    visitor.get(address(house))
    form = {**hidden(visitor.page), **REASON, "reason": reason, "edited": shown(house)}
    house.room.do("sara", consulting.close_consultation)
    answer = visitor.post(address(house), {**form, **button})
    assert answer.status_code in (200, 303, 409, 422)
    assert answer.status_code == 303 or reason in answer.text
    edit = visitor.post(address(house), {**form, **button, "edited": ""})
    assert edit.status_code in (200, 409, 422) and reason in edit.text


def test_an_amendment_is_edited_in_the_same_box(house: House) -> None:
    visitor = house.visitor("nadia")
    house.send(visitor, address(house), edited=shown(house).replace("difficult", "critical"), **REASON)
    edit = f"{house.address}/amendments/A1/edit"
    assert visitor.get(f"{house.address}/items/A1/edit").headers["Location"] == edit
    page = visitor.get(edit).text
    assert box(page) == shown(house).replace("difficult", "critical")
    assert "Because it is." in page
    answer = house.send(visitor, edit, edited=shown(house).replace("difficult", "grave"), **REASON)
    assert answer.status_code == 303
    (item,) = items()
    assert (item.quote, item.proposal, item.reference) == ("difficult", "grave", "A1")
    assert house.visitor("dilip").get(edit).status_code == 404


def test_a_draft_that_a_colleague_changed_is_not_written_over(house: House) -> None:
    visitor = house.visitor("nadia")
    fields = {**REASON, "edited": shown(house).replace("difficult", "critical")}
    house.send(visitor, address(house), draft="1", **fields)
    (kept,) = items()
    edit = f"{house.address}/amendments/{kept.key}/edit"
    visitor.get(edit)
    form = {**hidden(visitor.page), **REASON}
    house.room.clock.pass_by(minutes=1)
    house.send(visitor, edit, draft="1", **{**fields, "edited": shown(house).replace("difficult", "grave")})
    answer = visitor.post(edit, {**form, "edited": shown(house).replace("difficult", "hard"), "draft": "1"})
    assert answer.status_code == 409 and "hard" in box(answer.text) and "grave" in words(answer.text)
    (kept,) = items()
    assert kept.proposal == "grave"


def test_the_box_opens_at_the_words_that_were_selected_as_whole_words(house: House) -> None:
    page = (
        house.visitor("nadia").get(f"{address(house, 1)}&words=e%20river&prefix=Th&suffix=%20will%20rise%20again").text
    )
    tag = re.search(r"<textarea[^>]*name=\"edited\"[^>]*>", source(page))[0]  # type: ignore[index]
    start, end = (int(re.search(rf'data-{name}="(\d+)"', tag)[1]) for name in ("start", "end"))  # type: ignore[index]
    assert box(page)[start:end] == "The river"


def test_changes_are_shown_to_a_script_and_nothing_is_kept_by_it(house: House) -> None:
    visitor = house.visitor("nadia")
    visitor.get(address(house))
    form = {**hidden(visitor.page), **REASON, "edited": f"{shown(house).replace('difficult', 'critical')} Amen."}
    at = f"{house.address}/amendments/changes?paragraph={house.room.blocks(1)[3].id}"
    drawn = visitor.post(at, form)
    assert (
        drawn.status_code == 200 and "2 changes" in drawn.text and 'data-send-words="Send 2 amendments"' in drawn.text
    )
    assert "<html" not in drawn.text and items() == []


def test_of_other_peoples_private_points_and_drafts_nothing_is_told(house: House) -> None:
    edited = shown(house).replace("difficult", "critical")
    house.send(house.visitor("nadia"), address(house), edited=edited, private="y", **REASON)
    house.send(house.visitor("dana"), address(house), edited=edited, draft="1", **REASON)
    answer = house.send(house.visitor("dilip"), address(house), edited=edited, show="1", **REASON)
    assert "asks for the same" not in words(answer.text)


def test_of_many_amendments_those_of_the_chosen_words_come_first_and_the_others_are_told_of(house: House) -> None:
    text = shown(house, 1)
    words_there = sorted({each for each in re.findall(r"[A-Za-z]{4,}", text) if text.count(each) == 1})[:7]
    for each in words_there:
        house.send(house.visitor("dilip"), address(house, 1), edited=text.replace(each, f"{each}x"), **REASON)
    chosen = words_there[-1]
    page = house.visitor("nadia").get(f"{address(house, 1)}&words={chosen}").text
    listed = re.findall(r"\bA\d\b", words(page).partition("Already proposed here")[2])
    assert listed[0] == "A7"
    assert "2 more amendments beside the text" in words(page)

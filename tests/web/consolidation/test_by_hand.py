"""A paragraph written by hand, told apart on the consolidation: what it says of each amendment is offered as an
answer.
"""

import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest

from tests import calls
from tests.consolidations import (
    CRITICAL,
    SALUTE,
    accept,
    answer,
    as_it_will_read,
    disposition,
    draft,
    issue,
    texts,
    write,
)
from tests.web.consolidation_site import fields, opened, without_tags
from workflow.rules.consolidation.refusals import NotInText
from workflow.rules.items.kinds import ItemKind
from workflow.text.values import Block, BlockKind
from workflow.web.shared.refusals import sentence_of

__all__ = ["opened"]


@pytest.mark.parametrize(
    ("hand", "said", "answer_", "kind"),
    [
        ("This is a critical moment for all.", "Your text already says this.", "Choose “Accept”", "accepted"),
        (
            "This is a [difficult] [critical] hour.",
            "Your text leaves this open in square brackets.",
            "Choose “Leave open in [square brackets]”",
            "bracketed",
        ),
        (
            "This is a critical and difficult hour.",
            "says part of this: “critical”.",
            "Choose “Accept in part”",
            "part",
        ),
        ("This is a hard hour.", "Your text does not include this.", "Choose “Do not accept”", "not_accepted"),
    ],
)
def test_what_the_text_makes_of_an_amendment_is_said_and_fills_the_form_when_asked(
    opened: Any, hand: str, said: str, answer_: str, kind: str
) -> None:
    with opened(CRITICAL, SALUTE) as here:
        write(here.room, 3, hand)
        browser = here.browser()
        page = browser.get(here.address(3)).text
        words = " ".join(without_tags(page).split())
        assert said in words and answer_ in words
        assert "A1_kind" not in fields(page)
        filled = browser.get(here.address(3) + "&fill=A1").text
        assert fields(filled)["A1_kind"] == kind
        assert disposition(here.room, "A1") is None
        browser.post(here.address(3), fields(filled) | {"A1_reason": "As it was written."})
        assert disposition(here.room, "A1").kind == kind
        issue(here.room, carry_over=True)
        assert texts(here.room.blocks())[3] == hand


def test_of_words_of_which_some_are_gone_those_are_filled_in_that_are_left(opened: Any) -> None:
    with opened({"paragraph": 3, "words": "difficult moment for the Court", "proposal": ""}) as here:
        write(here.room, 3, "This is a moment for the Court of Waters.")
        filled = here.browser().get(here.address(3) + "&fill=A1").text
        assert "Your text removes part of what this amendment would remove." in without_tags(filled)
        assert (fields(filled)["A1_kind"], fields(filled)["A1_taken"]) == ("part", "moment for the Court")


def test_nothing_is_said_of_other_paragraphs_nor_of_what_is_answered(opened: Any) -> None:
    with opened(CRITICAL, SALUTE) as here:
        write(here.room, 3, "This is a critical hour.")
        assert "Your text" not in here.browser().get(here.address(2)).text
        answer(here.room, "A1", "noted")
        page = here.browser().get(here.address(3) + "&fill=A1").text
        assert "Your text" not in page and fields(page)["A1_kind"] == "noted"


def test_what_fits_one_of_several_equal_amendments_is_filled_in_for_all_of_them(opened: Any) -> None:
    with opened(CRITICAL, {**CRITICAL, "by": "fred"}) as here:
        write(here.room, 3, "This is a critical hour.")
        browser = here.browser()
        page = browser.get(here.address(3) + "&fill=A2").text
        assert page.count('data-item="GA1"') == 1
        assert (fields(page)["GA1_kind"], fields(page)["A2_kind"]) == ("accepted", "")
        browser.post(here.address(3), fields(page))
        assert [disposition(here.room, item).kind for item in ("A1", "A2")] == ["accepted"] * 2


def test_amendments_of_the_same_words_stand_under_one_heading_also_when_the_text_says_all_of_them(opened: Any) -> None:
    grave = {**CRITICAL, "proposal": "grave", "by": "lucie"}
    with opened(CRITICAL, {**CRITICAL, "by": "fred"}, grave) as here:
        write(here.room, 3, "This is a critical and grave moment for the Court of Waters.")
        page = without_tags(here.browser().get(here.address(3)).text)
        assert page.count("On “difficult”") == 1


def test_a_fill_of_nothing_known_changes_nothing(opened: Any) -> None:
    with opened(CRITICAL) as here:
        assert "A1_kind" not in fields(here.browser().get(here.address(3) + "&fill=A9").text)


def test_a_new_paragraph_is_not_judged_by_another_one_that_was_written_by_hand(opened: Any) -> None:
    with opened({"kind": ItemKind.ADD, "after": 3, "proposal": "Pay the Court."}, SALUTE) as here:
        write(here.room, 2, "We call on states.")
        browser = here.browser()
        assert "Your text does not include this." in without_tags(browser.get(here.address(2)).text)
        assert "Your text" not in without_tags(browser.get(here.address(3)).text)


def test_a_paragraph_opens_as_it_will_read_beside_its_items_and_leads_back_to_the_consolidation(opened: Any) -> None:
    with opened(CRITICAL, {**SALUTE, "paragraph": 3, "words": "Court", "proposal": "House"}) as here:
        answer(here.room, "A1", "accepted")
        browser = here.browser()
        link = re.search(r'href="([^"]+/draft/[^"]+consolidation=1)"', browser.get(here.address(3)).text)
        assert link is not None
        page = browser.get(link[1]).text
        words = without_tags(page)
        assert "This is a critical moment for the Court of Waters.</textarea>" in page.replace("\r\n", "").replace(
            "\n", ""
        )
        assert "2 points on this paragraph" in words and "Back to the comments and amendments" in words
        hand = "This is a critical moment for the House of Waters."
        serial = draft(here.room).serial
        saved = browser.post(link[1], {"serial": serial, "text": hand, "place": "stay"})
        assert "/consolidation?paragraph=" in saved.location
        page = without_tags(browser.get(saved.location).text)
        assert "Your text already says this." in page and "The text already says this." in page
        count = re.search(r"Saved: (\d+) words", page)
        assert count is not None and re.search(rf"Words, whole text\s*{count[1]}\b", page)


def test_what_keeps_a_version_back_is_said_with_what_helps(opened: Any) -> None:
    added = {"kind": ItemKind.ADD, "after": 1, "proposal": "A wholly new paragraph about gates."}
    moved = {"kind": ItemKind.MOVE, "paragraph": 3, "after": 0}
    with opened(added, moved) as here:
        room, was = here.room, draft(here.room)
        new = Block("", BlockKind.PARAGRAPH, "A wholly new paragraph on gates.")

        def save(*blocks: Block) -> None:
            facts = {"language": "en", "title": was.title, "occasion": "", "serial": draft(room).serial}
            room.do("sara", calls.save_draft, blocks=blocks, **facts)

        save(was.blocks[1], new, *was.blocks[2:])  # the one behind which A2 was to stand is gone
        accept(room, "A1", "A2")
        browser = here.browser()
        page = browser.get(here.versions).text
        said = (
            (
                "A1 is accepted, but a similar paragraph in the text has other words or another place. Write "
                "the paragraph as proposed, in its place, or answer “accept in part”."
            ),
            (
                "A2 is accepted, but its paragraph is not in the place that the amendment asks for. Move the "
                "paragraph, or change the answer."
            ),
        )
        assert all(sentence in without_tags(page) for sentence in said)
        with pytest.raises(NotInText) as refused:
            issue(room)
        assert (refused.value.alike, refused.value.moved) == (["A1"], ["A2"])
        assert not (refused.value.refs or refused.value.open or refused.value.refused)
        with here.app.test_request_context():
            assert sentence_of(refused.value) == " ".join(said)
        save(was.blocks[3], was.blocks[1], replace(new, text=added["proposal"]), was.blocks[2])
        assert "does not match the text" not in browser.get(here.versions).text
        issue(room)
        assert [texts(room.blocks()).count(added["proposal"]), len(room.blocks())] == [1, 4]


def typed_on(page: str) -> tuple[str, dict[str, str]]:
    """The words of the paragraph's page, and what its form would send as it stands."""
    hidden = re.findall(r'<input[^>]* name="(\w+)" type="hidden" value="([^"]*)"', page)
    words = re.search(r'<textarea[^>]* name="text"[^>]*>([^<]*)<', page)
    assert words is not None
    return words[1].strip("\r\n"), {name: unescape(value) for name, value in hidden} | {"place": "stay"}


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ("accepted", {"kind": "not_accepted", "reason": "No."}, "difficult moment"),
        ("accepted", {"kind": "part", "taken": "critical hour", "reason": "Not all."}, "critical hour"),
        ("bracketed", {"kind": "not_accepted", "reason": "No."}, "difficult moment"),
    ],
)
def test_what_an_answer_put_into_the_page_leaves_the_text_with_the_answer(
    opened: Any, first: str, then: dict[str, str], words: str
) -> None:
    amended = {**CRITICAL, "words": "difficult moment", "proposal": "critical hour & day"}
    with opened(amended) as here:
        answer(here.room, "A1", first)
        browser = here.browser()
        link = f"/statements/{here.room.key}/draft/{here.room.blocks()[3].id}?consolidation=1"
        shown, form = typed_on(browser.get(link).text)
        typed = unescape(shown).replace("Waters", "Rivers")
        assert "critical hour & day" in typed
        assert browser.post(link, {**form, "text": typed}).status_code == 303
        assert texts(as_it_will_read(here.room).blocks)[3] == typed
        answer(here.room, "A1", **then)
        issue(here.room)
        assert texts(here.room.blocks())[3] == f"This is a {words} for the Court of Rivers."


def test_words_refused_as_stale_stand_in_the_place_of_the_others_without_what_answers_made(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "accepted")
        browser = here.browser()
        link = f"/statements/{here.room.key}/draft/{here.room.blocks()[3].id}?consolidation=1"
        shown, form = typed_on(browser.get(link).text)
        write(here.room, 3, "This is a difficult moment for the House of Waters.")
        refused = browser.post(link, {**form, "text": shown.replace("Waters", "Rivers")})
        assert refused.status_code == 409
        words, form = typed_on(refused.text)
        assert words == "This is a critical moment for the Court of Rivers."
        assert browser.post(link, {**form, "text": words}).status_code == 303
        assert texts(as_it_will_read(here.room).blocks)[3] == words
        answer(here.room, "A1", "not_accepted", reason="No.")
        assert texts(as_it_will_read(here.room).blocks)[3] == words.replace("critical", "difficult")


def test_what_is_taken_in_part_and_not_in_the_text_is_not_called_accepted(opened: Any) -> None:
    with opened({**CRITICAL, "proposal": "critical and grave"}) as here:
        answer(here.room, "A1", "part", taken="grave", reason="That alone.")
        write(here.room, 3, "This is a hard moment for the Court of Waters.")
        page = without_tags(here.browser().get(here.address(3)).text)
        assert "A1 is accepted in part, but the text does not include the words accepted." in page
        assert "A1 is accepted, but" not in page


def test_who_edited_a_paragraph_without_points_comes_back_to_that_paragraph(opened: Any) -> None:
    with opened(CRITICAL) as here:
        browser, block = here.browser(), here.room.blocks()[2].id
        address = f"/statements/{here.room.key}/draft/{block}?consolidation=1"
        browser.get(address)
        saved = browser.post(address, {"serial": draft(here.room).serial, "text": "We call on all.", "place": "stay"})
        assert saved.location.endswith(f"/draft?view=paragraphs#{block}")


def test_a_moved_paragraph_is_shown_with_its_new_words_beside_the_one_that_it_follows(opened: Any) -> None:
    moved = {"kind": ItemKind.MOVE, "paragraph": 3, "after": 1}
    with opened({"paragraph": 1, "words": "risen", "proposal": "fallen"}, moved, CRITICAL) as here:
        accept(here.room, "A2", "A3")
        page = without_tags(here.browser().get(here.address(1)).text)
        shown = page[page.index("as it will read") :]
        assert "Moved here" in shown and "added: critical" in shown


def test_the_paragraph_as_it_will_read_says_its_new_number_where_it_has_another(opened: Any) -> None:
    new = {"kind": ItemKind.ADD, "after": 0, "proposal": "- first\n\nA second one."}
    with opened(CRITICAL, new) as here:
        accept(here.room, "A2")
        browser = here.browser()
        assert "Paragraph 3 as it will read (then paragraph 4)" in without_tags(browser.get(here.address(3)).text)
        assert "• first ¶ A second one." in without_tags(browser.get(here.address(0)).text)


def test_a_passage_with_open_words_is_called_by_the_number_that_the_page_calls_its_paragraph(opened: Any) -> None:
    with opened(CRITICAL, {"kind": ItemKind.ADD, "after": 0, "proposal": "One more."}) as here:
        accept(here.room, "A2")
        answer(here.room, "A1", "bracketed")
        page = here.browser().get(here.address(3)).text
        box = without_tags(page[page.index('id="brackets"') : page.index('class="consolidation3"')])
        assert "Paragraph 3" in box and "Paragraph 4" not in box


def test_a_refusal_of_words_that_are_in_is_doubted_at_the_item_and_before_the_issue(opened: Any) -> None:
    with opened(CRITICAL, {**CRITICAL, "by": "fred"}, SALUTE) as here:
        accept(here.room, "A1")
        answer(here.room, "A2", "not_accepted", reason="No.")
        answer(here.room, "A3", "not_accepted", reason="No.")
        browser = here.browser()
        page = without_tags(browser.get(here.address(3)).text)
        assert "Not accepted, but in the text" in page
        assert page.count("A2 is not accepted, but the text says what this amendment asks for") == 1
        assert page.count("You do not accept this, but the text says it.") == 1
        assert "Not accepted, but in the text" not in without_tags(browser.get(here.address(2)).text)
        assert "A2 is not accepted, but the text says" in without_tags(browser.get(here.versions).text)
        issue(here.room)
        told = "The text says this all the same, because of another amendment or the penholder’s own edits."
        table = without_tags(browser.get(f"/statements/{here.room.key}/response-table").text)
        assert table.count(told) == 1
        changes = without_tags(browser.get(f"/statements/{here.room.key}/changes?from=1&to=2").text)
        assert changes.count(told) == 1
        files = browser.get(f"/statements/{here.room.key}/response-table.csv")
        assert files.data.decode("utf-8-sig").count(told) == 1
        fred = here.browser("fred", "fen")
        assert told in without_tags(fred.get("/home").text)
        assert told in without_tags(fred.get(f"/statements/{here.room.key}?version=1&open=A2").text)


def test_a_refusal_of_a_title_that_the_penholder_wrote_is_doubted(opened: Any) -> None:
    with opened({"kind": ItemKind.TITLE, "proposal": "The river and the Court"}) as here:
        newest = draft(here.room)
        facts = {"language": "en", "serial": newest.serial, "blocks": newest.blocks, "occasion": newest.occasion}
        here.room.do("sara", calls.save_draft, title="The river and the Court", **facts)
        answer(here.room, "A1", "not_accepted", reason="No.")
        page = without_tags(here.browser().get(here.address("text")).text)
        assert "A1 is not accepted, but the text says what this amendment asks for" in page


def test_of_an_answer_in_part_the_words_that_were_accepted_are_said_to_be_there(opened: Any) -> None:
    with opened({**CRITICAL, "proposal": "critical and decisive"}) as here:
        answer(here.room, "A1", "part", taken="critical", reason="Shorter.")
        write(here.room, 3, "This is a critical moment for all.")
        page = without_tags(here.browser().get(here.address(3)).text)
        assert "The text already says the words that you accepted." in page
        assert "The text already says this." not in page


def test_the_page_of_a_paragraph_that_was_joined_to_another_one_says_so(opened: Any) -> None:
    with opened(SALUTE) as here:
        _, first, second, *_ = blocks = draft(here.room).blocks
        joined = [replace(first, text=f"{first.text} {second.text}") if each is first else each for each in blocks]
        facts = {"title": "On open rivers", "occasion": "", "language": "en", "serial": draft(here.room).serial}
        here.room.do("sara", calls.save_draft, blocks=[each for each in joined if each is not second], **facts)
        said = without_tags(here.browser().get(here.address(2)).text)
        assert "Joined into paragraph 1" in said and "Joined from paragraphs 1, 2" in said


@pytest.mark.parametrize(("hand", "is_told"), [("a difficult hour", True), ("a critical hour", False)])
def test_who_takes_accepted_words_out_by_hand_is_told_that_the_answer_puts_them_in_again(
    opened: Any, hand: str, is_told: bool
) -> None:
    with opened(CRITICAL) as here:
        accept(here.room, "A1")
        address = f"/statements/{here.room.key}/draft/{here.room.blocks()[3].id}?language=en&consolidation=1"
        browser = here.browser()
        sent = browser.filled(address, page=address)
        assert sent["text"][0].strip() == "This is a critical moment for the Court of Waters."
        browser.post(address, sent | {"text": f"This is {hand} for the Court of Waters."})
        page = without_tags(browser.get(here.address(3)).text)
        assert ("words of accepted amendments are put in again" in page) == is_told

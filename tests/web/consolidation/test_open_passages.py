"""Words left open, on the consolidation: what is refused stays in the form, and there is always a way to settle."""

import re
from typing import Any

from tests.consolidations import CRITICAL, answer, disposition, draft, issue, write
from tests.services.consolidation.test_open_passages import SENTENCE, WITHIN, leave_three_open
from tests.services.drafts.test_bracketing import settle
from tests.web.consolidation_site import fields, opened, without_tags
from workflow.rules.items.kinds import ItemKind

__all__ = ["opened"]
NOT_SAVED = "The others are not: they are below, as you entered them."


def test_answers_that_cannot_stand_together_come_back_in_the_form_with_their_sentence(opened: Any) -> None:
    with opened() as here:
        leave_three_open(here.room, WITHIN, SENTENCE)
        answer(here.room, "A4", "part", taken="It must name who pays and when.", reason="Shorter.")
        answer(here.room, "A3", "overtaken", other="A4", reason="A4 says it.")
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        sent |= {f"{ref}_kind": "accepted" for ref in ("A1", "A3", "A4")}
        sent |= {"A2_kind": "not_accepted", "A2_reason": "We ask for more."}
        answered = browser.post(here.address(3), sent)
        words = without_tags(answered.text)
        assert answered.status_code == 422 and NOT_SAVED in words and "Nothing was changed" not in words
        assert "A1, A4 change the same words. Accept at most one of them in full." in words
        back = fields(answered.text)
        assert (back["A1_kind"], back["A4_kind"]) == ("accepted", "accepted")
        kept = {ref: str(given.kind) for ref in ("A2", "A3", "A4") if (given := disposition(here.room, ref))}
        assert kept == {"A2": "not_accepted", "A3": "accepted", "A4": "part"}
        assert "does not match the text" not in without_tags(browser.get(here.address(3)).text)


def test_fields_stay_on_the_page_where_other_answers_bring_the_brackets_back(opened: Any) -> None:
    with opened() as here:
        leave_three_open(here.room, SENTENCE)
        answer(here.room, "A3", "accepted")
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        sent |= {"A1_kind": "accepted", "A2_kind": "accepted", "A3_kind": "not_accepted", "A3_reason": "No."}
        answered = browser.post(here.address(3), sent)
        assert answered.status_code == 422 and NOT_SAVED in without_tags(answered.text)
        assert fields(answered.text)["A1_kind"] == "accepted"


def test_a_passage_that_answers_changed_can_still_be_settled_on_the_page(opened: Any) -> None:
    with opened() as here:
        leave_three_open(here.room, WITHIN)
        answer(here.room, "A3", "accepted")
        browser = here.browser()
        page = browser.get(here.address(3)).text
        words = without_tags(page)
        assert "[must name and publish who pays] · A1, A3" in words and "leave these words open" not in words
        assert page.count("/brackets") == 3
        choices = re.findall(r'name="choice"\s+value="(\d)"', page)
        assert choices == ["0", "1", "2"]


def test_brackets_that_an_accepted_amendment_brings_say_how_they_are_settled(opened: Any) -> None:
    perhaps = {**CRITICAL, "proposal": "[perhaps] difficult"}
    with opened(perhaps) as here:
        answer(here.room, "A1", "accepted")
        words = without_tags(here.browser().get(here.address(3)).text)
        assert "The square brackets come from A1." in words and "choose “Accept in part”" in words
        assert "Your answers to A1 leave these words open." not in words
        answer(here.room, "A1", "part", taken="perhaps difficult", reason="Without the brackets.")
        issue(here.room)
        assert here.room.blocks()[3].text == "This is a perhaps difficult moment for the Court of Waters."


def test_words_that_the_text_says_though_they_are_not_accepted_are_named(opened: Any) -> None:
    title = {"kind": ItemKind.TITLE, "proposal": "On free rivers"}
    with opened(CRITICAL, {**CRITICAL, "by": "fred"}, title) as here:
        answer(here.room, "A1", "accepted")
        for ref in ("A2", "A3"):
            answer(here.room, ref, "not_accepted", reason="No.")
        browser = here.browser()
        said = "A2 is not accepted, but the text says what this amendment asks for."
        page, versions = (without_tags(browser.get(at).text) for at in (here.address(3), here.versions))
        assert said in page and "You do not accept this, but the text says it." in page and said in versions
        answer(here.room, "A2", "accepted")
        assert "is not accepted, but" not in without_tags(browser.get(here.versions).text)


def test_words_typed_in_the_place_of_a_passage_are_named_where_they_were_refused(opened: Any) -> None:
    with opened() as here:
        leave_three_open(here.room)
        settle(here.room, 0)
        browser, said = here.browser(), "A1 is not accepted, but the text says what this amendment asks for."
        assert said not in without_tags(browser.get(here.versions).text)
        write(here.room, 3, "The fund is ours. It must name who pays.")
        assert said in without_tags(browser.get(here.versions).text)


def test_the_preview_follows_a_changed_mind_before_it_is_saved(opened: Any) -> None:
    with opened() as here:
        leave_three_open(here.room)
        settle(here.room, 1)
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text) | {"A1_kind": "not_accepted", "A1_reason": "No."}
        where = here.address(3).replace("consolidation?", "consolidation/preview?")
        drawn = without_tags(browser.post(where, sent).text)
        assert "should name who pays" in drawn and "A1 is not accepted, but" not in drawn
        assert draft(here.room).blocks[3].text == "The fund is ours. It must name who pays."

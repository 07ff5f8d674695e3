"""Accepting a comment leads to the words, and what is then written carries its reference."""

from typing import Any

from tests.consolidations import COMMENT, CRITICAL, accept, answer, disposition, draft, issue, write
from tests.machines.forms import forms_of
from tests.web.consolidation_site import GENERAL, Open, added, fields, opened, without_tags
from tests.web.site import source
from workflow.rules.items.kinds import ItemKind
from workflow.services.consolidation import showing_where

__all__ = ["opened"]
NONE_NEEDED = "The penholder accepts this comment; no words needed changing."
OTHER: dict[str, Any] = {**COMMENT, "comment": "And who says so?", "by": "nadia"}
SOURCED = "The river has risen **twice** this year, says the gauge. The river will rise again."


def page_of(here: Open, item: str = "C1") -> str:
    """The page on which the words of a comment are written."""
    return f"/statements/{here.room.key}/consolidation/words/{item}"


def filled(page: str) -> dict[str, Any]:
    """What the page's form would send as it stands."""
    (form,) = [form for form in forms_of(page) if "text" in form.fields]
    return {name: [value.strip("\r\n") for value in values] for name, values in form.fields.items()}


def accepted(here: Open, browser: Any, paragraph: int | str, *items: str, **more: str) -> Any:
    """What a penholder is answered who accepts these items with the form of the paragraph."""
    browser.get(here.address(paragraph))
    sent = {**fields(browser.page), **{f"{item}_kind": "accepted" for item in items}, **more}
    return browser.post(here.address(paragraph), sent)


def test_accepting_a_comment_leads_to_the_words_and_what_is_written_carries_its_reference(opened: Any) -> None:
    with opened(COMMENT) as here:
        browser = here.browser()
        there = accepted(here, browser, 1, "C1", next="1")
        assert there.status_code == 303 and there.location == page_of(here)
        page = browser.get(there.location).text
        words = without_tags(page)
        assert "C1 is accepted: now change the words" in words and "Twice? Give a source." in words
        form = filled(page)
        assert form["text"][0].startswith("The river has risen **twice** this year.") and form["credit"] == ["C1"]
        saved = browser.post(page_of(here), {**form, "text": SOURCED})
        assert saved.status_code == 303 and saved.location.endswith("#c1")
        page = browser.get(saved.location).text
        assert "Saved. The change is credited to C1." in without_tags(page)
        assert "The text says this with the words" in without_tags(page)
        assert draft(here.room).blocks[1].text == SOURCED
        issue(here.room)
        reader = here.browser("nadia", "nahr")
        redline = source(reader.get(f"/statements/{here.room.key}/changes?from=1&to=2").text)
        assert added(", says the gauge") + '<sup class="ref">' in redline.replace('<span class="vh">&nbsp;</span>', "")
        assert "penholder" not in redline.split("says the gauge")[1].split("</sup>")[0]
        assert "C1" in redline.split("says the gauge")[1].split("</sup>")[0]
        table = without_tags(reader.get(f"/statements/{here.room.key}/response-table").text)
        assert "Shown in the text by the penholder:" in table and "says the gauge" in table


def test_two_comments_accepted_at_once_lead_to_their_words_one_after_the_other(opened: Any) -> None:
    with opened(COMMENT, OTHER) as here:
        browser = here.browser()
        there = accepted(here, browser, 1, "C1", "C2")
        assert there.location == f"{page_of(here)}?then=C2"
        page = browser.get(there.location).text
        none = browser.post(there.location, {**filled(page), "none": "1"})
        assert none.location == page_of(here, "C2")
        saved = browser.post(there.location, {**filled(page), "text": SOURCED})
        assert saved.location == page_of(here, "C2")
        assert disposition(here.room, "C2").shown_block is None  # type: ignore[union-attr]


def test_another_comment_on_the_paragraph_is_credited_where_its_box_is_ticked(opened: Any) -> None:
    with opened(COMMENT, OTHER) as here:
        browser = here.browser()
        accept(here.room, "C1", "C2")
        form = filled(browser.get(page_of(here)).text)
        assert browser.post(page_of(here), {**form, "text": SOURCED, "credit": ["C1", "C2"]}).status_code == 303
        assert "credited to C1, C2" in without_tags(browser.get(here.address(1)).text)
        assert disposition(here.room, "C2").shown_words == disposition(here.room, "C1").shown_words  # type: ignore[union-attr]


def test_what_was_typed_comes_back_where_somebody_saved_meanwhile(opened: Any) -> None:
    with opened(COMMENT) as here:
        browser = here.browser()
        accept(here.room, "C1")
        form = filled(browser.get(page_of(here)).text)
        write(here.room, 1, "The stream has risen.", by="sol")
        back = browser.post(page_of(here), {**form, "text": SOURCED})
        assert back.status_code == 409 and "The stream has risen." in back.text
        again = filled(back.text)
        assert again["text"] == [SOURCED] and disposition(here.room, "C1").shown_block is None  # type: ignore[union-attr]
        assert browser.post(page_of(here), again).status_code == 303
        assert draft(here.room).blocks[1].text == SOURCED


def test_an_answer_that_changed_meanwhile_keeps_all_that_was_typed_and_changes_nothing(opened: Any) -> None:
    with opened(COMMENT) as here:
        browser = here.browser()
        accept(here.room, "C1")
        form = filled(browser.get(page_of(here)).text)
        answer(here.room, "C1", "accepted", reason="Yes.", by="sol")
        serial = draft(here.room).serial
        back = browser.post(page_of(here), {**form, "text": SOURCED})
        assert back.status_code == 409 and filled(back.text)["text"] == [SOURCED]
        assert draft(here.room).serial == serial


def test_where_nothing_was_written_the_page_says_so(opened: Any) -> None:
    with opened(COMMENT) as here:
        browser = here.browser()
        accept(here.room, "C1")
        back = browser.post(page_of(here), filled(browser.get(page_of(here)).text))
        assert back.status_code == 422 and "The words are as they were." in back.text


def test_of_a_comment_on_the_whole_text_the_paragraph_is_chosen_first(opened: Any) -> None:
    with opened(GENERAL) as here:
        browser = here.browser()
        there = accepted(here, browser, "text", "C1")
        page = browser.get(there.location).text
        assert "In which paragraph do you change the words?" in page
        chosen = f"{page_of(here)}?paragraph={here.room.blocks()[1].id}"
        assert f'href="{chosen}"' in page
        assert browser.post(chosen, {**filled(browser.get(chosen).text), "text": SOURCED}).status_code == 303
        assert disposition(here.room, "C1").shown_block == here.room.blocks()[1].id  # type: ignore[union-attr]


def test_amendments_and_comments_that_are_not_accepted_have_no_such_page(opened: Any) -> None:
    with opened(COMMENT, CRITICAL) as here:
        browser = here.browser()
        there = accepted(here, browser, 3, "A1")
        assert "/words/" not in there.location
        assert browser.get(page_of(here, "A1")).status_code == 404
        back = browser.get(page_of(here))
        assert back.status_code == 303
        assert "Accept C1 first. Then write its words." in without_tags(browser.get(back.location).text)
        assert here.browser("nadia", "nahr").get(page_of(here)).status_code == 404


def test_words_that_are_there_already_are_shown_for_a_comment(opened: Any) -> None:
    with opened(COMMENT) as here:
        browser = here.browser()
        accept(here.room, "C1")
        where = f"/statements/{here.room.key}/consolidation/where/C1"
        assert where in browser.get(here.address(1)).text
        (form,) = [form for form in forms_of(browser.get(where).text) if "words" in form.fields]
        sent = {name: values[-1] for name, values in form.fields.items()}
        sent |= {"block": here.room.blocks()[1].id, "words": "this year"}
        assert browser.post(where, sent).status_code == 303
        assert disposition(here.room, "C1").shown_words == "this year"  # type: ignore[union-attr]


def test_the_paragraph_has_the_number_that_the_consolidation_calls_it_by(opened: Any) -> None:
    new = {"kind": ItemKind.ADD, "paragraph": 1, "after": 0, "proposal": "Let us begin."}
    with opened(COMMENT, new) as here:
        browser = here.browser()
        accept(here.room, "A1", "C1")
        assert "Paragraph 1" in without_tags(browser.get(here.address(1)).text)
        assert "Paragraph 1 of version 1: The river" in without_tags(browser.get(page_of(here)).text)


def test_that_no_words_need_changing_is_kept_and_said_where_the_comment_stands(opened: Any) -> None:
    with opened(COMMENT, GENERAL) as here:
        browser = here.browser()
        accept(here.room, "C1", "C2")
        assert "No words need changing" not in without_tags(browser.get(here.address(1)).text)
        for item, paragraph in (("C1", 1), ("C2", "text")):
            (form,) = [form for form in forms_of(browser.get(page_of(here, item)).text) if "seen" in form.fields]
            assert browser.post(page_of(here, item), {**form.fields, "none": "1"}).status_code == 303
            assert disposition(here.room, item).needs_no_words  # type: ignore[union-attr]
            page = without_tags(browser.get(here.address(paragraph)).text)
            assert f"Saved: no words need changing for {item}." in page and page.count("o words need changing") == 2
        history = without_tags(browser.get(f"/statements/{here.room.key}/history").text)
        assert "No words need changing for C1" in history
        assert "no words were written" not in without_tags(browser.get(here.versions).text)
        issue(here.room)
        assert disposition(here.room, "C1").needs_no_words  # type: ignore[union-attr]


def test_who_sent_a_comment_reads_in_words_that_none_needed_changing_for_it(opened: Any) -> None:
    with opened({**COMMENT, "by": "nadia"}) as here:
        accept(here.room, "C1")
        here.room.do("sara", showing_where.need_no_words, item="C1", serial=1)
        sender, statement = here.browser("nadia", "nahr"), f"/statements/{here.room.key}"
        assert NONE_NEEDED not in without_tags(sender.get(statement).text)
        issue(here.room)
        for page in ("/home", statement, f"{statement}?open=C1", f"{statement}/response-table", f"{statement}/changes"):
            assert NONE_NEEDED in without_tags(sender.get(page).text), page
        assert NONE_NEEDED in sender.get(f"{statement}/response-table.csv").data.decode("utf-8-sig")


def test_words_that_are_written_after_all_stand_in_the_place_of_none(opened: Any) -> None:
    with opened(COMMENT) as here:
        browser = here.browser()
        accept(here.room, "C1")
        form = filled(browser.get(page_of(here)).text)
        browser.post(page_of(here), {**form, "none": "1"})
        assert browser.post(page_of(here), {**form, "text": SOURCED}).status_code == 303
        assert not disposition(here.room, "C1").needs_no_words  # type: ignore[union-attr]
        answer(here.room, "C1", "accepted", reason="Another one.")
        assert not disposition(here.room, "C1").needs_no_words  # type: ignore[union-attr]


def test_that_no_words_need_changing_is_refused_where_the_answer_changed_meanwhile(opened: Any) -> None:
    with opened(COMMENT) as here:
        browser = here.browser()
        accept(here.room, "C1")
        form = filled(browser.get(page_of(here)).text)
        answer(here.room, "C1", "accepted", reason="Yes.", by="sol")
        assert browser.post(page_of(here), {**form, "none": "1"}).status_code == 409
        assert not disposition(here.room, "C1").needs_no_words  # type: ignore[union-attr]


def test_before_a_version_accepted_comments_without_words_are_told(opened: Any) -> None:
    with opened(COMMENT, OTHER) as here:
        browser = here.browser()
        accept(here.room, "C1", "C2")
        browser.post(page_of(here), {**filled(browser.get(page_of(here)).text), "text": SOURCED})
        page = browser.get(here.versions).text
        assert "C2 is accepted, but no words were written for it." in without_tags(page)
        assert f'href="{page_of(here, "C2")}"' in page and page_of(here, "C1") not in page


def test_a_paragraph_written_by_hand_beside_a_comment_that_needed_no_words_is_asked_about(opened: Any) -> None:
    with opened(COMMENT) as here:
        browser = here.browser()
        accept(here.room, "C1")
        browser.post(page_of(here), {**filled(browser.get(page_of(here)).text), "none": "1"})
        assert "edited by hand" not in without_tags(browser.get(here.versions).text)
        write(here.room, 1, SOURCED)
        page = browser.get(here.versions).text
        assert "no words need changing for C1, but its paragraph was edited by hand" in without_tags(page)
        assert f"/statements/{here.room.key}/consolidation/where/C1" in page


def test_the_draft_says_which_words_it_has_and_that_its_number_leaves_the_answers_out(opened: Any) -> None:
    with opened(COMMENT, CRITICAL) as here:
        browser = here.browser()
        accept(here.room, "A1")
        write(here.room, 1, SOURCED)
        page = without_tags(browser.get(f"/statements/{here.room.key}/draft").text)
        assert "Where you wrote in a paragraph after accepting them, they may stand here already." in page
        assert "the consolidation counts the text with the amendments" in page
        assert "appear in this text only" not in page

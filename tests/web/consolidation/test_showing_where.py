"""An accepted amendment that nobody finds in the text: the penholder shows where its words are."""

from typing import Any

import pytest

from tests import calls
from tests.consolidations import ADD, CRITICAL, SALUTE, TITLE, accept, answer, disposition, draft, write
from tests.machines.forms import forms_of
from tests.web.consolidation_site import Open, opened, without_tags
from workflow.text.values import Block, BlockKind

__all__ = ["opened"]
HARD = "This is a hard moment for the Court of Waters."
ASK = "The words are there: show where"


def where(here: Open, item: str = "A1") -> str:
    """The page on which the words of an item are shown."""
    return f"/statements/{here.room.key}/consolidation/where/{item}"


def filled(page: str) -> dict[str, Any]:
    """What the page's form would send as it stands."""
    (form,) = [form for form in forms_of(page) if "words" in form.fields]
    return {name: values[-1].strip("\r\n") for name, values in form.fields.items()}


def history(here: Open, browser: Any) -> str:
    return without_tags(browser.get(f"/statements/{here.room.key}/history").text)


def issue_page(here: Open, browser: Any) -> Any:
    sent = {
        name: values[-1] for form in forms_of(browser.get(here.versions).text) for name, values in form.fields.items()
    }
    return browser.post(here.versions, {name: sent[name] for name in ("seen", "last") if name in sent})


def test_the_words_are_shown_and_the_version_is_issued(opened: Any) -> None:
    with opened(CRITICAL) as here:
        accept(here.room, "A1")
        write(here.room, 3, HARD)
        browser = here.browser()
        refused = issue_page(here, browser)
        assert refused.status_code == 422 and ASK in refused.text and where(here) in refused.text
        consolidation = browser.get(here.address(3)).text
        assert consolidation.count(where(here)) == 2  # at the item and in the notice
        page = browser.get(where(here)).text
        words = without_tags(page)
        assert "Where does the text say A1?" in words and "removed: difficult" in words and "added: critical" in words
        form = filled(page)
        assert form["block"] == here.room.blocks()[3].id
        saved = browser.post(where(here), form | {"words": "hard moment"})
        assert saved.status_code == 303 and saved.location.endswith(f"paragraph={here.room.blocks()[3].id}#a1")
        page = browser.get(saved.location).text
        words = without_tags(page)
        assert "Saved: you have shown where the text says A1." in words and ASK not in words
        assert "Shown by the penholder" in words
        assert "The text says this with the words “hard moment”." in words
        assert issue_page(here, browser).status_code == 303
        assert here.room.blocks()[3].text == HARD
        table = without_tags(browser.get(f"/statements/{here.room.key}/response-table").text)
        assert "Shown in the text by the penholder: hard moment" in table
        said = "The penholder showed where the text says A1"
        assert f"{said}: “hard moment”" in history(here, browser)
        assert f"{said} ·" in history(here, here.browser("nadia", "nahr"))  # without words, which may be a draft's


def test_what_was_shown_is_taken_back(opened: Any) -> None:
    with opened(CRITICAL) as here:
        accept(here.room, "A1")
        write(here.room, 3, HARD)
        browser = here.browser()
        browser.post(where(here), filled(browser.get(where(here)).text) | {"words": "hard moment"})
        form = filled(browser.get(where(here)).text)
        assert form["words"] == "hard moment"
        back = browser.post(where(here), form | {"block": "nowhere"})
        assert back.status_code == 303
        words = without_tags(browser.get(back.location).text)
        assert "Saved: no words are shown for A1 any more." in words and ASK in words
        given = disposition(here.room, "A1")
        assert given is not None and given.shown_block is None
        assert "The penholder shows no words for A1 any more" in history(here, browser)
        assert "The penholder show" not in history(here, here.browser("dana", "delta"))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"words": "hard momentum"}, "Did you mean “hard moment”?"),
        ({"block": "bcdfghjk"}, "Choose one of these."),
        ({"block": ""}, "Choose one of these."),
        ({"block": "title"}, "Choose one of these."),
    ],
)
def test_what_is_wrong_comes_back_as_it_was_typed(opened: Any, typed: dict[str, str], said: str) -> None:
    with opened(CRITICAL) as here:
        accept(here.room, "A1")
        write(here.room, 3, HARD)
        browser = here.browser()
        form = filled(browser.get(where(here)).text) | {"words": "hard moment"} | typed
        got = browser.post(where(here), form)
        assert got.status_code == 422 and said in without_tags(got.text)
        assert filled(got.text)["words"] == form["words"].strip()
        assert disposition(here.room, "A1").shown_block is None  # type: ignore[union-attr]


def test_who_was_slower_sees_what_stands_and_may_save_again(opened: Any) -> None:
    with opened(CRITICAL) as here:
        accept(here.room, "A1")
        write(here.room, 3, HARD)
        browser = here.browser()
        form = filled(browser.get(where(here)).text) | {"words": "a hard moment"}
        here.browser("sol").post(where(here), form | {"words": "moment"})
        stale = browser.post(where(here), form)
        words = without_tags(stale.text)
        assert stale.status_code == 409 and "Another penholder answered A1" in words
        assert "Shown in the text by the penholder: moment" in words
        anew = filled(stale.text)
        assert anew["words"] == "a hard moment"
        assert browser.post(where(here), anew).status_code == 303
        answer(here.room, "A1", "noted")
        assert browser.post(where(here), anew).status_code == 409


def test_the_nearest_passage_is_offered(opened: Any) -> None:
    new = {"kind": ADD, "after": 1, "proposal": "Let all the fish pass every weir by 2030."}
    title = {"kind": TITLE, "proposal": "Rivers before the court"}
    with opened(new, title) as here:
        room, was = here.room, draft(here.room)
        accept(room, "A1", "A2")
        hand = Block("", BlockKind.PARAGRAPH, "We let all the fish pass each weir by 2030.")
        facts = {"language": "en", "title": was.title, "occasion": "", "serial": was.serial}
        room.do("sara", calls.save_draft, blocks=[*was.blocks, hand], **facts)
        browser = here.browser()
        form = filled(browser.get(where(here)).text)
        assert form["block"] == draft(room).blocks[-1].id
        assert form["words"] == "let all the fish pass each weir by 2030."
        page = browser.get(where(here, "A2")).text
        assert filled(page)["block"] == "title" and was.title in without_tags(page)


def test_only_penholders_and_only_accepted_amendments_have_the_page(opened: Any) -> None:
    comment = {"paragraph": 1, "comment": "Twice?", "by": "lucie"}
    with opened(CRITICAL, SALUTE, comment) as here:
        accept(here.room, "A1")
        browser = here.browser()
        assert here.browser("dana", "delta").get(where(here)).status_code == 404
        assert here.browser("dana", "delta").post(where(here), {"block": "nowhere"}).status_code == 404
        for item in ("A9", "x"):
            assert browser.get(where(here, item)).status_code == 404
        assert browser.get(where(here, "C1")).status_code == 303, "it is not accepted"
        led = browser.get(where(here, "A2"))
        assert led.status_code == 303
        assert "Accept A2, in full or in part, and save." in without_tags(browser.get(led.location).text)


def test_words_that_have_stood_there_all_along_are_kept_and_doubted(opened: Any) -> None:
    doubt = "The words shown have not changed since A1 was sent."
    with opened(CRITICAL) as here:
        accept(here.room, "A1")
        write(here.room, 3, HARD)
        browser = here.browser()
        form = filled(browser.get(where(here)).text) | {"block": here.room.blocks()[2].id, "words": "the gates open"}
        assert doubt in without_tags(browser.get(browser.post(where(here), form).location).text)
        form = filled(browser.get(where(here)).text) | {"block": here.room.blocks()[3].id, "words": "hard moment"}
        assert doubt not in without_tags(browser.get(browser.post(where(here), form).location).text)


def test_the_words_offered_are_those_that_stand_in_the_place_of_the_old_ones(opened: Any) -> None:
    with opened({"paragraph": 2, "words": "We thank those who did", "proposal": "We salute those who did"}) as here:
        accept(here.room, "A1")
        write(here.room, 2, "We call on states to keep the gates open. Our thanks go to all.")
        assert filled(here.browser().get(where(here)).text)["words"] == "Our thanks go to all"


def test_of_a_line_written_anew_the_words_most_alike_are_offered(opened: Any) -> None:
    with opened({"paragraph": 3, "words": "difficult", "proposal": "critical and urgent"}) as here:
        accept(here.room, "A1")
        write(here.room, 3, "Every judge lives through critical, urgent days now.")
        assert filled(here.browser().get(where(here)).text)["words"] == "critical, urgent"


def test_of_words_that_were_left_out_it_is_not_said_that_they_are_not_there(opened: Any) -> None:
    with opened(CRITICAL) as here:
        accept(here.room, "A1")
        write(here.room, 3, HARD)
        browser = here.browser()
        got = browser.post(where(here), filled(browser.get(where(here)).text) | {"words": " "})
        assert got.status_code == 422 and "These words are not in the paragraph" not in got.text
        assert got.text.count("Copy the words from the paragraph above.") == 3  # in the summary, the error and the hint


def test_who_showed_other_words_in_another_window_is_told_so(opened: Any) -> None:
    with opened(CRITICAL) as here:
        accept(here.room, "A1")
        write(here.room, 3, HARD)
        browser = here.browser()
        form = filled(browser.get(where(here)).text) | {"words": "a hard moment"}
        browser.post(where(here), form | {"words": "moment"})
        words = without_tags(browser.post(where(here), form).text)
        assert "You answered A1 in another window" in words and "Another penholder" not in words
        answer(here.room, "A1", "noted")
        assert "You answered A1 in another window" in without_tags(browser.post(where(here), form).text)

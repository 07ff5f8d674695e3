"""One click answers a conflict: one amendment is accepted, and those that it excludes are overtaken by it."""

import re
from typing import Any

import pytest

from tests.consolidations import ADD, CRITICAL, DECISION, MOVE, REMOVE, accept, answer, disposition, issue
from tests.rooms import Room
from tests.web.consolidation_site import COMMENT, HOUR, Open, fields, opened, without_tags
from workflow import database as record
from workflow.models.item import Item

__all__ = ["opened"]
SAME: dict[str, Any] = {"paragraph": 3, "words": "difficult", "proposal": "critical", "by": "nadia"}
SALUTE: dict[str, Any] = {"paragraph": 2, "words": "thank", "proposal": "salute", "by": "lucie"}


def buttons(page: str) -> dict[str, str]:
    """What each button that answers a conflict says -> what it brings back."""
    found = re.findall(r'<button class="btn" name="settle" value="([^"]*)">(.*?)</button>', page, re.S)
    return {without_tags(words).strip(): value for value, words in found}


def settled(here: Open, browser: Any, said: str, paragraph: int = 3, **more: str) -> Any:
    """What a penholder is answered who presses the button that says so."""
    page = browser.get(here.address(paragraph)).text
    return browser.post(here.address(paragraph), {**fields(page), **more, "settle": buttons(page)[said]})


def given(room: Room, *items: str) -> list[tuple[str, str] | None]:
    """What became of each, and which one overtook it."""
    names = {room.item(ref).id: ref for ref in items}
    found = [disposition(room, item) for item in items]
    return [(each.kind.value, names.get(each.other_id or 0, "")) if each else None for each in found]


def test_one_click_accepts_one_and_answers_that_the_other_is_overtaken(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        browser = here.browser()
        page = browser.get(here.address(3)).text
        assert set(buttons(page)) == {"Accept A1, A2 is overtaken", "Accept A2, A1 is overtaken"}
        done = settled(here, browser, "Accept A2, A1 is overtaken")
        assert done.status_code == 303 and done.location.endswith("#undo")
        assert given(here.room, "A1", "A2") == [("overtaken", "A2"), ("accepted", "")]
        reason = disposition(here.room, "A1").reason  # type: ignore[union-attr]
        assert reason == "A2 is accepted instead: the text cannot have both."
        words = without_tags(browser.get(done.location).text)
        assert "Accepted: A2. Overtaken: A1." in words and 'name="settle"' not in browser.page
        issue(here.room)
        assert here.room.blocks()[3].text == "This is a moment of decision for the Court of Waters."


def test_amendments_of_one_effect_are_accepted_together_and_three_are_settled_at_once(opened: Any) -> None:
    with opened(CRITICAL, DECISION, SAME) as here:
        browser = here.browser()
        page = browser.get(here.address(3)).text
        assert set(buttons(page)) == {"Accept A1, A3, A2 is overtaken", "Accept A2, A1, A3 are overtaken"}
        assert settled(here, browser, "Accept A1, A3, A2 is overtaken").status_code == 303
        assert given(here.room, "A1", "A2", "A3") == [("accepted", ""), ("overtaken", "A1"), ("accepted", "")]


def test_what_else_was_typed_is_kept_with_it_and_a_reason_that_was_typed_stays(opened: Any) -> None:
    with opened(CRITICAL, DECISION, {**HOUR, "proposal": "the people of Waters"}) as here:
        browser = here.browser()
        more = {"A3_kind": "accepted", "A2_reason": "Shorter."}
        assert settled(here, browser, "Accept A1, A2 is overtaken", **more).status_code == 303
        assert given(here.room, "A1", "A2", "A3") == [("accepted", ""), ("overtaken", "A1"), ("accepted", "")]
        assert disposition(here.room, "A2").reason == "Shorter."  # type: ignore[union-attr]
        assert "1 other answer is saved." in without_tags(browser.get(here.address(3)).text)


def test_the_button_does_what_it_says_though_something_else_is_not_complete_and_that_comes_back(opened: Any) -> None:
    with opened(CRITICAL, DECISION, HOUR, COMMENT) as here:
        browser = here.browser()
        more = {"A3_kind": "not_accepted", "C1_reason": "A good question."}
        back = settled(here, browser, "Accept A1, A2 is overtaken", **more)
        words = without_tags(back.text)
        assert back.status_code == 422 and "Give a reason for your answer to A3." in words
        assert "Choose an answer to C1." in words and "Accepted: A1. Overtaken: A2." in words
        assert "The other answers on this page are not saved yet: 2 things to correct." in words
        assert "Not saved yet" not in words and "2 answers are saved" not in words
        assert given(here.room, "A1", "A2", "A3", "C1") == [("accepted", ""), ("overtaken", "A1"), None, None]
        again = fields(back.text)
        assert (again["A3_kind"], again["C1_reason"]) == ("not_accepted", "A good question.")
        sent = {**again, "A3_reason": "Too wide.", "C1_kind": "noted"}
        assert browser.post(here.address(3), sent).status_code == 303
        assert given(here.room, "A1", "A2") == [("accepted", ""), ("overtaken", "A1")]
        assert given(here.room, "A3", "C1") == [("not_accepted", ""), ("noted", "")]


def test_where_the_conflict_itself_lacks_something_nothing_is_kept_and_all_comes_back(opened: Any) -> None:
    with opened(CRITICAL, DECISION, HOUR) as here:
        browser = here.browser()
        back = settled(here, browser, "Accept A1, A2 is overtaken", A2_reason="x" * 100_000, A3_kind="accepted")
        assert back.status_code == 422 and fields(back.text)["A3_kind"] == "accepted"
        assert given(here.room, "A1", "A2", "A3") == [None, None, None]


def test_other_answers_that_cannot_stand_together_keep_the_button_from_nothing(opened: Any) -> None:
    two = [{**HOUR, "proposal": words} for words in ("the people", "the public")]
    with opened(CRITICAL, DECISION, *two) as here:
        back = settled(here, here.browser(), "Accept A1, A2 is overtaken", A3_kind="accepted", A4_kind="accepted")
        assert back.status_code == 422 and "Accept at most one of them in full." in without_tags(back.text)
        assert given(here.room, "A1", "A2", "A3", "A4") == [("accepted", ""), ("overtaken", "A1"), None, None]
        again = fields(back.text)
        assert (again["A1_kind"], again["A2_kind"], again["A4_kind"]) == ("accepted", "overtaken", "accepted")


def test_what_another_penholder_answered_meanwhile_is_a_conflict_that_changes_nothing(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        browser = here.browser()
        page = browser.get(here.address(3)).text
        answer(here.room, "A2", "not_accepted", reason="Too long.", by="sol")
        sent = {**fields(page), "settle": buttons(page)["Accept A1, A2 is overtaken"]}
        back = browser.post(here.address(3), sent)
        assert back.status_code == 409 and "Another penholder answered A2" in without_tags(back.text)
        assert given(here.room, "A1", "A2") == [None, ("not_accepted", "")]


def test_a_conflict_that_another_amendment_has_joined_is_answered_by_no_old_button(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        browser = here.browser()
        page = browser.get(here.address(3)).text
        back = browser.post(here.address(3), {**fields(page), "settle": "A1/A2,A9"})
        assert back.status_code == 409 and "Amendments have joined or left the group of A1, A2, A9" in back.text
        assert given(here.room, "A1", "A2") == [None, None]


def test_words_that_changed_meanwhile_are_looked_at_again(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        browser = here.browser()
        page = browser.get(here.address(3)).text
        with record.transaction() as session:
            session.get_one(Item, here.room.item("A1").id).wording = 2
        back = browser.post(here.address(3), {**fields(page), "settle": "A1/A2"})
        assert back.status_code == 409
        assert given(here.room, "A1", "A2") == [None, None]


def test_a_removal_and_the_changes_that_it_excludes_are_settled_by_one_click(opened: Any) -> None:
    remove = {"kind": REMOVE, "paragraph": 3, "by": "nadia"}
    with opened(CRITICAL, DECISION, remove) as here:
        browser = here.browser()
        page = browser.get(here.address(3)).text
        assert buttons(page)["Accept A1, A2, A3 are overtaken"] == "A1/A2,A3"
        assert "Accept A3, A1, A2 are overtaken" in buttons(page)
        assert settled(here, browser, "Accept A3, A1, A2 are overtaken").status_code == 303
        assert given(here.room, "A1", "A2", "A3") == [("overtaken", "A3"), ("overtaken", "A3"), ("accepted", "")]


def test_an_amendment_for_the_penholder_only_overtakes_nothing(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        with record.transaction() as session:
            session.get_one(Item, here.room.item("A1").id).private = True
        page = here.browser().get(here.address(3)).text
        assert set(buttons(page)) == {"Accept A2, A1 is overtaken"}


def test_a_settled_conflict_and_amendments_that_can_stand_together_have_no_such_button(opened: Any) -> None:
    moves = {"kind": MOVE, "paragraph": 3, "after": 0, "by": "nadia"}
    with opened(CRITICAL, DECISION, SALUTE, moves) as here:
        accept(here.room, "A1")
        answer(here.room, "A2", "overtaken", other="A1")
        browser = here.browser()
        assert buttons(browser.get(here.address(3)).text) == {}
        assert buttons(browser.get(here.address(2)).text) == {}


def test_the_return_key_saves_and_settles_nothing(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        page = here.browser().get(here.address(3)).text
        form = page[page.index('action="/statements/' + here.room.key + "/consolidation?") :]
        first = re.search(r"<button[^>]*>\s*([^<]*?)\s*</button>", form)
        assert first and first[1] == "Save" and "settle" not in first[0]


@pytest.mark.parametrize("who", [("dana", "delta"), ("nadia", "nahr")])
def test_a_member_settles_nothing(opened: Any, who: tuple[str, str]) -> None:
    with opened(CRITICAL, DECISION) as here:
        assert here.browser(*who).post(here.address(3), {"settle": "A1/A2"}).status_code == 404
        assert given(here.room, "A1", "A2") == [None, None]


NEW: dict[str, Any] = {"kind": ADD, "after": 0, "proposal": "Let us begin.", "by": "lucie"}
MOVED: dict[str, Any] = {"kind": MOVE, "paragraph": 3, "after": 0, "by": "nadia"}
GONE: dict[str, Any] = {"kind": REMOVE, "paragraph": 3, "by": "fred"}


def notices(page: str) -> dict[str, list[str]]:
    """The sentence of each notice about a conflict -> what its buttons say."""
    found = re.findall(r'<div class="notice(?: care)?">\s*<p>(.*?)</p>(.*?)\n  </div>', page, re.S)
    return {without_tags(said).strip(): list(buttons(rest)) for said, rest in found}


def test_a_notice_has_the_buttons_that_answer_it_and_none_where_both_can_be_accepted(opened: Any) -> None:
    with opened(CRITICAL, NEW, MOVED, GONE) as here:
        browser = here.browser()
        page = browser.get(here.address(3)).text
        found = notices(page)
        both = [each for each in found if "You can accept" in each]
        assert len(both) == 2 and not any(found[each] for each in both)
        (removal,) = [each for each in found if "A4 would remove" in each]
        assert set(found[removal]) == {
            "Accept A1, A4 is overtaken", "Accept A3, A4 is overtaken", "Accept A4, A1, A3 are overtaken",
        }  # fmt: skip
        said = re.findall(r'<button class="btn" name="settle" value="([^"]*)"', page)
        assert len(said) == len(set(said))


def test_a_conflict_whose_other_side_is_overtaken_already_has_no_button_for_it(opened: Any) -> None:
    with opened(CRITICAL, NEW, MOVED, GONE) as here:
        accept(here.room, "A3")
        answer(here.room, "A4", "overtaken", other="A3")
        page = here.browser().get(here.address(3)).text
        assert disposition(here.room, "A1") is None and "is overtaken" not in " ".join(buttons(page))


def test_an_answer_that_was_given_is_overwritten_by_no_click(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        answer(here.room, "A2", "not_accepted", reason="An hour of careful reasons.")
        browser = here.browser()
        page = browser.get(here.address(3)).text
        assert set(buttons(page)) == set()
        back = browser.post(here.address(3), {**fields(page), "settle": "A1/A2"})
        assert back.status_code == 409
        assert given(here.room, "A1", "A2") == [None, ("not_accepted", "")]
        assert disposition(here.room, "A2").reason == "An hour of careful reasons."  # type: ignore[union-attr]


def test_what_says_already_what_the_click_would_say_stays_as_it_is(opened: Any) -> None:
    with opened(CRITICAL, DECISION, SAME) as here:
        answer(here.room, "A1", "accepted", reason="Yes.")
        browser = here.browser()
        assert set(buttons(browser.get(here.address(3)).text)) == {"Accept A1, A3, A2 is overtaken"}
        settled(here, browser, "Accept A1, A3, A2 is overtaken")
        assert given(here.room, "A1", "A2", "A3") == [("accepted", ""), ("overtaken", "A1"), ("accepted", "")]
        first = disposition(here.room, "A1")
        assert first is not None and (first.reason, first.serial) == ("Yes.", 1)


def test_the_reason_typed_for_equal_amendments_goes_with_the_click(opened: Any) -> None:
    with opened(CRITICAL, DECISION, SAME) as here:
        browser = here.browser()
        more = {"GA1_kind": "accepted", "GA1_reason": "Shorter."}
        assert settled(here, browser, "Accept A1, A3, A2 is overtaken", **more).status_code == 303
        assert [disposition(here.room, ref).reason for ref in ("A1", "A3")] == ["Shorter."] * 2  # type: ignore[union-attr]


def undoing(page: str) -> str | None:
    """What the button brings back that undoes the last click; None where there is none."""
    found = re.search(r'<button class="btn" name="undo" value="([^"]*)">', page)
    return found[1] if found else None


def test_the_click_is_undone_by_another_and_nobody_hears_of_either(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        browser = here.browser()
        page = browser.get(settled(here, browser, "Accept A2, A1 is overtaken").location).text
        assert "Answered by one click: A2, A1." in without_tags(page) and undoing(page) == "A2.1,A1.1"
        assert page.count('id="undo"') == 1
        done = browser.post(here.address(3), {**fields(page), "undo": undoing(page)})
        assert done.status_code == 303 and given(here.room, "A1", "A2") == [None, None]
        page = browser.get(done.location).text
        assert "Undone: no answer is given to A2, A1, as before." in without_tags(page)
        assert undoing(page) is None and set(buttons(page)) == {
            "Accept A1, A2 is overtaken",
            "Accept A2, A1 is overtaken",
        }
        settled(here, browser, "Accept A1, A2 is overtaken")
        assert given(here.room, "A1", "A2") == [("accepted", ""), ("overtaken", "A1")]
        issue(here.room)
        table = here.browser("dana", "delta").get(f"/statements/{here.room.key}/response-table").text
        assert ">A1<" in table and "An earlier answer no longer applies" not in table


def test_the_click_is_undone_where_another_answer_of_the_page_is_not_complete(opened: Any) -> None:
    with opened(CRITICAL, DECISION, COMMENT) as here:
        browser = here.browser()
        back = settled(here, browser, "Accept A2, A1 is overtaken", C1_reason="A good question.").text
        assert undoing(back) == "A2.1,A1.1"
        done = browser.post(here.address(3), {**fields(back), "undo": undoing(back)})
        assert given(here.room, "A1", "A2", "C1") == [None, None, None]
        assert fields(done.text)["C1_reason"] == "A good question."
        assert "Undone: no answer is given to A2, A1, as before." in without_tags(done.text)


def test_the_click_is_undone_where_other_answers_cannot_stand_together(opened: Any) -> None:
    two = [{**HOUR, "proposal": words} for words in ("the people", "the public")]
    with opened(CRITICAL, DECISION, *two) as here:
        browser = here.browser()
        back = settled(here, browser, "Accept A2, A1 is overtaken", A3_kind="accepted", A4_kind="accepted").text
        assert "Not saved yet" not in without_tags(back)
        browser.post(here.address(3), {**fields(back), "undo": undoing(back)})
        assert given(here.room, "A1", "A2", "A3", "A4") == [None, None, None, None]


def test_it_is_undone_only_while_nothing_was_answered_since(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        browser = here.browser()
        after = settled(here, browser, "Accept A2, A1 is overtaken").location
        page = browser.get(after).text
        answer(here.room, "A1", "overtaken", other="A2", reason="Another reason.", by="sol")
        back = browser.post(here.address(3), {**fields(page), "undo": undoing(page)})
        assert back.status_code == 409 and "cannot be undone any more" in without_tags(back.text)
        assert given(here.room, "A1", "A2") == [("overtaken", "A2"), ("accepted", "")]
        assert undoing(browser.get(after).text) is None


@pytest.mark.parametrize("forged", ["A2.1,A2.1", "A9.1", "A1", "", "A2.1"])
def test_an_undo_of_something_else_changes_nothing(opened: Any, forged: str) -> None:
    with opened(CRITICAL, DECISION) as here:
        browser = here.browser()
        settled(here, browser, "Accept A2, A1 is overtaken")
        page = browser.get(here.address(3)).text
        assert browser.post(here.address(3), {**fields(page), "undo": forged}).status_code == 409
        assert given(here.room, "A1", "A2") == [("overtaken", "A2"), ("accepted", "")]


def test_another_penholder_undoes_nothing_of_it(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        browser, other = here.browser(), here.browser("sol", "office")
        page = browser.get(settled(here, browser, "Accept A2, A1 is overtaken").location).text
        other.get(here.address(3))
        assert other.post(here.address(3), {**fields(page), "undo": undoing(page)}).status_code == 409
        assert given(here.room, "A1", "A2") == [("overtaken", "A2"), ("accepted", "")]


def test_what_was_typed_for_others_stays_in_the_form_when_a_click_is_undone(opened: Any) -> None:
    with opened(CRITICAL, DECISION, {**HOUR, "proposal": "the people of Waters"}) as here:
        browser = here.browser()
        page = browser.get(settled(here, browser, "Accept A1, A2 is overtaken").location).text
        typed = {"A3_kind": "not_accepted", "A3_reason": "Typed since."}
        back = browser.post(here.address(3), {**fields(page), **typed, "undo": undoing(page)})
        assert back.status_code == 200 and given(here.room, "A1", "A2", "A3") == [None, None, None]
        there = fields(back.text)
        assert "data-unsaved" in back.text and "data-unsaved" not in page
        assert there["A3_reason"] == "Typed since." and there["A3_kind"] == "not_accepted"
        assert "A1_kind" not in there and not there["A2_reason"]
        assert browser.post(here.address(3), there).status_code == 303
        assert given(here.room, "A1", "A2", "A3") == [None, None, ("not_accepted", "")]


def test_a_second_press_of_the_same_button_finds_it_done_and_can_be_undone_too(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        browser = here.browser()
        page = browser.get(here.address(3)).text
        sent = {**fields(page), "settle": buttons(page)["Accept A1, A2 is overtaken"]}
        first, second = (browser.post(here.address(3), sent) for _ in range(2))
        assert first.status_code == second.status_code == 303
        assert undoing(browser.get(second.location).text) == "A1.1,A2.1"
        assert (
            "Accepted: A1. Overtaken: A2." in without_tags(browser.page) and browser.page.count("Overtaken: A2.") == 1
        )
        assert given(here.room, "A1", "A2") == [("accepted", ""), ("overtaken", "A1")]

"""Amendments of the same wish on the consolidation: one answer for all, each with a disposition of its own."""

import re
from typing import Any

import pytest

from bench.counting import counted
from tests.conflicts import agrees, handed, offers
from tests.consolidations import ADD, CRITICAL, DECISION, MOVE, REMOVE, TITLE, answer, disposition
from tests.rooms import OPENS, Room
from tests.web.consolidation_site import COMMENT, HOUR, fields, opened, without_tags
from workflow import database as record
from workflow.database import engine
from workflow.models.item import Item, Support
from workflow.models.person import Person
from workflow.services.items import replying
from workflow.services.statements import changing_settings

__all__ = ["opened"]

SAME: dict[str, Any] = {"paragraph": 3, "words": "a difficult moment", "proposal": "a critical moment", "by": "fred"}
LONG: dict[str, Any] = {
    "paragraph": 3,
    "words": "This is a difficult moment",
    "proposal": "We all know that this is a grave and difficult moment",
}
NEAR: dict[str, Any] = {
    **LONG,
    "proposal": "We all know that this is a difficult and a grave moment",
    "by": "fred",
}


def given(room: Room, *items: str) -> list[tuple[str, str, str, int | None]]:
    """What became of the items: kind, words taken, reason, what overtook it."""
    found = [disposition(room, item) for item in items]
    return [(each.kind.value, each.taken, each.reason, each.other_id) for each in found if each is not None]


def test_amendments_overtaken_by_their_common_wording_are_in_no_group_with_it(opened: Any) -> None:
    with opened(CRITICAL, {**DECISION, "proposal": "decisive moment"}) as here:
        conflict = handed(here.room)
        offers(here.room, "fred", conflict, "critical moment")
        agrees(here.room, "dana", conflict)
        browser = here.browser()
        page = browser.get(here.address(3)).text
        assert "GA1_kind" not in page and "A3_kind" in page
        assert browser.post(here.address(3), {**fields(page), "A3_kind": "accepted"}).status_code == 303
        assert given(here.room, "A3")[0][0] == "accepted"


def test_amendments_with_one_effect_are_shown_as_one_with_who_proposed_and_why(opened: Any) -> None:
    with opened(CRITICAL, {**SAME, "reason": "Say what it is."}) as here:
        page = without_tags(here.browser().get(here.address(3)).text)
        assert "2 amendments ask for the same change" in page
        assert "It says more." in page and "Say what it is." in page
        assert "Answer to A1, A2" in page
        assert "change the same words" not in page


def test_one_answer_is_given_to_each_of_them(opened: Any) -> None:
    with opened(CRITICAL, SAME, HOUR) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text) | {"GA1_kind": "accepted", "GA1_reason": "Stronger."}
        answered = browser.post(here.address(3), sent)
        assert answered.status_code == 303
        assert given(here.room, "A1", "A2") == [("accepted", "", "Stronger.", None)] * 2
        assert disposition(here.room, "A3") is None
        page = browser.get(answered.location).text
        assert "2 answers are saved." in page
        assert fields(page)["GA1_kind"] == "accepted" and fields(page)["GA1_reason"] == "Stronger."
        assert browser.post(here.address(3), fields(page)).status_code == 303
        assert [disposition(here.room, item).serial for item in ("A1", "A2")] == [1, 1]  # type: ignore[union-attr]


def test_one_of_them_may_be_answered_differently(opened: Any) -> None:
    with opened(CRITICAL, SAME) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        sent |= {"GA1_kind": "accepted", "A2_kind": "overtaken", "A2_other": "a1"}
        assert browser.post(here.address(3), sent).status_code == 303
        one = here.room.item("A1").id
        assert given(here.room, "A1", "A2") == [("accepted", "", "", None), ("overtaken", "", "", one)]
        page = browser.get(here.address(3)).text
        assert "Overtaken by A1" in page
        assert fields(page)["A2_kind"] == "overtaken" and fields(page)["A2_other"] == "A1"


def test_a_part_is_taken_of_each_in_its_own_place(opened: Any) -> None:
    with opened(CRITICAL, SAME) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        assert sent["GA1_taken"] == "critical"
        sent |= {"GA1_kind": "part", "GA1_taken": "most critical", "GA1_reason": "For the ear."}
        assert browser.post(here.address(3), sent).status_code == 303
        assert given(here.room, "A1", "A2") == [
            ("part", "most critical", "For the ear.", None),
            ("part", "a most critical moment", "For the ear.", None),
        ]
        page = browser.get(here.address(3)).text
        assert fields(page)["GA1_kind"] == "part" and fields(page)["GA1_taken"] == "most critical"
        assert "does not match the text" not in page


@pytest.mark.parametrize(("rest", "kind"), [("overtaken", "overtaken"), ("part", "part")])
def test_of_two_wordings_one_is_taken_and_the_other_becomes_what_was_chosen(opened: Any, rest: str, kind: str) -> None:
    with opened(LONG, NEAR) as here:
        browser = here.browser()
        page = browser.get(here.address(3)).text
        assert "2 amendments ask for almost the same change" in page
        sent = fields(page) | {"GA1_kind": "accepted", "GA1_wording": "A2", "GA1_rest": rest, "GA1_reason": "Better."}
        assert browser.post(here.address(3), sent).status_code == 303
        other = here.room.item("A2").id if kind == "overtaken" else None
        taken = NEAR["proposal"] if kind == "part" else ""
        assert given(here.room, "A2", "A1") == [("accepted", "", "Better.", None), (kind, taken, "Better.", other)]
        back = fields(browser.get(here.address(3)).text)
        assert (back["GA1_kind"], back["GA1_wording"], back["GA1_rest"]) == ("accepted", "A2", rest)


def test_a_part_for_all_needs_a_reason_and_says_so_once(opened: Any) -> None:
    with opened(LONG, NEAR) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text) | {"GA1_kind": "not_accepted"}
        back = browser.post(here.address(3), sent)
        assert back.status_code == 422
        assert re.search(r'<a href="#GA1_reason">[^<]*Give a reason for your answer to A1.</a>', back.text)
        assert given(here.room, "A1", "A2") == []


def test_a_group_that_has_another_member_meanwhile_is_not_answered_unseen(opened: Any) -> None:
    with opened(CRITICAL, SAME) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        sent |= {"GA1_kind": "not_accepted", "GA1_reason": "Clear without it.", "GA1_items": "A1,A2,A3"}
        back = browser.post(here.address(3), sent)
        assert back.status_code == 422
        assert "Amendments have joined or left the group of A1, A2, A3" in back.text
        assert fields(back.text)["GA1_reason"] == "Clear without it."
        assert given(here.room, "A1", "A2") == []
        assert browser.post(here.address(3), fields(back.text)).status_code == 303


def test_words_for_a_group_that_is_no_longer_there_are_given_back(opened: Any) -> None:
    with opened(CRITICAL, HOUR) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        sent |= {"GA1_kind": "not_accepted", "GA1_reason": "Clear without it.", "GA1_items": "A1,A2"}
        back = browser.post(here.address(3), sent)
        assert back.status_code == 409
        assert "Clear without it." in back.text and "group of A1, A2" in back.text


def test_the_second_penholder_sees_the_others_answer_at_each_of_a_group(opened: Any) -> None:
    with opened(CRITICAL, SAME) as here:
        browser = here.browser("sol")
        sent = fields(browser.get(here.address(3)).text) | {"GA1_kind": "noted", "GA1_reason": "We know."}
        answer(here.room, "A2", "accepted", reason="It is.")
        back = browser.post(here.address(3), sent)
        assert back.status_code == 409
        assert "Another penholder has answered in the meantime" in back.text and "It is." in back.text
        assert fields(back.text)["GA1_reason"] == "We know."
        assert given(here.room, "A1", "A2") == [("accepted", "", "It is.", None)]


def test_a_conflict_and_missing_reasons_are_told_at_once(opened: Any) -> None:
    decision = {"paragraph": 3, "words": "difficult moment", "proposal": "moment of decision", "by": "fred"}
    with opened(CRITICAL, decision, COMMENT) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        sent |= {"A1_kind": "accepted", "A2_kind": "accepted", "C1_kind": "not_accepted"}
        back = browser.post(here.address(3), sent)
        assert back.status_code == 422
        assert "Not saved yet: 2 things to correct" in back.text
        assert "A1, A2 change the same words." in back.text and "Give a reason for your answer to C1." in back.text


def test_what_stands_against_what_is_said_over_the_items(opened: Any) -> None:
    remove = {"paragraph": 3, "kind": REMOVE, "by": "lucie"}
    move = {"paragraph": 3, "kind": MOVE, "after": 0, "by": "fred"}
    with opened(CRITICAL, remove, move) as here:
        page = without_tags(here.browser().get(here.address(3)).text)
        assert "A2 would remove the paragraph that A1, A3 would change or move." in page
        assert "A3 would move the paragraph that A1 would change. You can accept both: the change moves" in page


def test_words_in_part_begin_with_those_proposed_and_must_have_something_of_them(opened: Any) -> None:
    with opened({"kind": ADD, "paragraph": 2, "after": 2, "proposal": "We pay for the gates."}) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(2)).text)
        assert sent["A1_taken"] == "We pay for the gates."
        whole = browser.post(here.address(2), sent | {"A1_kind": "part", "A1_reason": "Shorter."})
        assert whole.status_code == 422 and "These are all the proposed words." in whole.text
        foreign = {"A1_kind": "part", "A1_taken": "All is well.", "A1_reason": "Shorter."}
        back = browser.post(here.address(2), sent | foreign)
        assert back.status_code == 422 and "Nothing in these words comes from the amendment." in back.text
        assert fields(back.text)["A1_taken"] == "All is well."


def test_what_is_prefilled_and_left_alone_is_no_answer(opened: Any) -> None:
    with opened(CRITICAL, HOUR) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text) | {"A1_kind": "accepted"}
        assert browser.post(here.address(3), sent).status_code == 303
        assert given(here.room, "A1", "A2") == [("accepted", "", "", None)]


def test_an_amendment_overtaken_by_one_that_is_not_accepted_comes_back(opened: Any) -> None:
    with opened(CRITICAL, HOUR) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text) | {"A1_kind": "overtaken", "A1_other": ""}
        back = browser.post(here.address(3), sent)
        assert back.status_code == 422 and "Choose the amendment that overtook A1." in back.text
        back = browser.post(here.address(3), sent | {"A1_other": "A2"})
        assert back.status_code == 422 and "A2 is not accepted." in back.text
        assert fields(back.text)["A1_other"] == "A2"


def test_a_long_paragraph_comes_by_pages(opened: Any) -> None:
    comments = [{"paragraph": 3, "comment": f"Remark {number}.", "by": "lucie"} for number in range(90)]
    with opened(CRITICAL, *comments) as here:
        browser = here.browser()
        first, last = (browser.get(f"{here.address(3)}&page={page}").text for page in (1, 2))
        assert 'id="a1"' in first and 'id="c90"' not in first
        assert 'id="c90"' in last and 'id="a1"' not in last
        sent = fields(last) | {"C90_kind": "noted"}
        answered = browser.post(f"{here.address(3)}&page=2", sent)
        assert answered.location.endswith("&page=2")
        assert given(here.room, "C90") == [("noted", "", "", None)]


def test_who_supports_an_amendment_is_named_and_a_protected_organisation_is_in_the_total_alone(opened: Any) -> None:
    with opened(CRITICAL) as here:
        with record.transaction() as session:
            item = here.room.item("A1").id
            for name, who in (("fen", "fred"), ("estero", "elena")):
                organisation, person = here.room.organisations[name], here.room.people[who]
                session.add(Support(item_id=item, organisation_id=organisation, person_id=person, since=OPENS))
            dana = session.get_one(Person, here.room.people["dana"]).key
        here.room.do("sara", changing_settings.hand_over_pen, to=[dana])
        page = without_tags(here.browser("dana", "delta").get(here.address(3)).text)
        assert "supported by 2 organisations" in page
        assert "Who supports A1" in page and "by name: Fenland Water Society" in page
        assert "protected" not in page and "Vigías" not in page


def test_replies_and_the_marks_of_an_item_stand_at_the_consolidation(opened: Any) -> None:
    with opened(CRITICAL, COMMENT) as here:
        here.room.do("fred", replying.post_reply, item="A1", body="We could live with it.", language="en")
        with record.transaction() as session:
            session.get_one(Item, here.room.item("C1").id).private = True
            session.get_one(Item, here.room.item("A1").id).late = True
        page = without_tags(here.browser().get(here.address(3)).text)
        assert "We could live with it." in page
        assert "For the penholder only" in page and "Late" in page


@pytest.mark.parametrize("remarks", [0, 30])
def test_the_consolidation_takes_ten_statements_at_most_however_many_items_there_are(opened: Any, remarks: int) -> None:
    many = [{"paragraph": 3, "comment": f"Remark {number}.", "by": "lucie"} for number in range(remarks)]
    with opened(CRITICAL, SAME, HOUR, *many) as here:
        browser, page = here.browser(), here.address(3)
        with counted(engine()) as seen:
            assert browser.get(page).status_code == 200
        assert len(seen) <= 10, "\n".join(sorted(seen))


def test_titles_stand_by_themselves_and_one_of_them_is_taken(opened: Any) -> None:
    titles: list[dict[str, Any]] = [
        {"kind": TITLE, "proposal": "For open gates", "by": name} for name in ("dana", "fred")
    ]
    with opened(*titles, {"kind": TITLE, "proposal": "On the Court of Waters", "by": "lucie"}) as here:
        browser = here.browser()
        page = browser.get(here.address("text"))
        words = without_tags(page.text)
        assert "On the title" in words and "2 amendments ask for the same change" in words
        assert "Accept at most one of these amendments in full: A1 = A2, A3." in words
        both = fields(page.text) | {"GA1_kind": "accepted", "A3_kind": "accepted"}
        back = browser.post(here.address("text"), both)
        assert back.status_code == 422 and given(here.room, "A1", "A2", "A3") == []
        sent = fields(page.text) | {"GA1_kind": "accepted", "A3_kind": "overtaken", "A3_other": "A1"}
        assert browser.post(here.address("text"), sent).status_code == 303
        assert [each[0] for each in given(here.room, "A1", "A2", "A3")] == ["accepted", "accepted", "overtaken"]


def test_answers_of_the_further_kinds_are_counted_over_the_consolidation(opened: Any) -> None:
    with opened(CRITICAL, COMMENT) as here:
        answer(here.room, "A1", "deferred")
        answer(here.room, "C1", "out_of_scope", reason="Elsewhere.")
        page = without_tags(here.browser().get(here.address(3)).text)
        assert "0 noted · 1 out of scope · 1 deferred" in page
        assert "Deferred to the next statement" in page and "Out of scope" in page

"""The consolidation in a browser: one form a paragraph, beside the paragraph as it will read."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests import calls, posting
from tests.consolidations import (
    ADD,
    CRITICAL,
    DECISION,
    MOVE,
    SALUTE,
    TITLE,
    answer,
    as_it_will_read,
    disposition,
    draft,
    issue,
    send,
    write,
)
from tests.decisions import newest
from tests.rooms import Room, furnished_open
from tests.web.consolidation_site import (
    COMMENT,
    GENERAL,
    HOUR,
    Open,
    added,
    fields,
    opened,
    removed,
    without_tags,
)
from tests.web.site import source
from workflow import app as roof
from workflow import database as record
from workflow.config import Settings
from workflow.models.person import Person
from workflow.models.version import Edition, Version
from workflow.services.consolidation import issuing
from workflow.services.consultation import consulting
from workflow.services.items import sending
from workflow.services.shared.choosing import SECRETARIAT
from workflow.services.statements import changing_settings

__all__ = ["opened"]


def test_the_consolidation_shows_the_items_of_the_first_paragraph_that_has_something_left(opened: Any) -> None:
    with opened(SALUTE, CRITICAL, COMMENT) as here:
        answer(here.room, "A1", "noted")
        page = here.browser().get(here.address()).text
        assert "1 of 3 answered" in page and "0 accepted · 0 in part · 0 not accepted · 1 noted" in page
        assert 'id="a2"' in page and 'id="c1"' in page and 'id="a1"' not in page
        assert "Paragraph 3 as it will read" in page


def test_amendments_that_change_the_same_words_stand_together_and_comments_last(opened: Any) -> None:
    with opened(COMMENT, CRITICAL, HOUR, DECISION) as here:
        page = here.browser().get(here.address(3)).text
        words = without_tags(page)
        assert "2 amendments change the same words" in words
        assert "Accept at most one of these amendments in full: A1, A3." in words
        assert "On “difficult moment”" in words
        places = [page.index(f'id="{anchor}"') for anchor in ("a1", "a3", "a2", "c1")]
        assert places == sorted(places)
        assert page.count('class="conflict"') == 1


def test_an_amendment_is_shown_as_the_change_that_it_would_make(opened: Any) -> None:
    with opened(CRITICAL) as here:
        page = here.browser().get(here.address(3)).text
        assert removed("difficult") + added("critical") in source(page)
        assert "removed: difficult added: critical" in without_tags(page)
        assert "It says more." in page


def test_a_protected_organisation_is_named_to_the_secretariat_and_to_no_other_penholder(opened: Any) -> None:
    with opened(HOUR) as here:
        assert "Vigías del Estero" in here.browser().get(here.address(3)).text
        with record.reading() as session:
            dana = session.get_one(Person, here.room.people["dana"]).key
        here.room.do("sara", changing_settings.hand_over_pen, to=[dana])
        page = here.browser("dana", "delta").get(here.address(3)).text
        assert "Vigías" not in page and "Member organisation" in page


def test_what_a_member_wrote_is_words_and_no_markup(opened: Any) -> None:
    with opened(COMMENT) as here:
        assert "For which Court? &lt;b&gt;Say&lt;/b&gt; it." in here.browser().get(here.address(3)).text


def test_one_post_saves_all_dispositions_of_the_paragraph(opened: Any) -> None:
    with opened(CRITICAL, COMMENT, SALUTE) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        sent |= {
            "A1_kind": "part",
            "A1_taken": "critical point",
            "A1_reason": "Shorter.",
            "C1_kind": "noted",
            "C1_reason": "Ours.",
        }
        answered = browser.post(here.address(3), sent)
        assert answered.status_code == 303
        kept = [disposition(here.room, item) for item in ("A1", "C1", "A2")]
        assert [(k.kind, k.taken, k.reason) if k else None for k in kept] == [
            ("part", "critical point", "Shorter."),
            ("noted", "", "Ours."),
            None,
        ]
        page = browser.get(answered.location).text
        assert "2 answers are saved." in page
        assert fields(page)["A1_kind"] == "part" and fields(page)["A1_taken"] == "critical point"


def test_where_no_answer_is_saved_nobody_is_told_that_0_are(opened: Any) -> None:
    with opened(CRITICAL, COMMENT) as here:
        browser = here.browser()
        untouched = browser.post(here.address(3), fields(browser.get(here.address(3)).text))
        page = browser.get(untouched.location).text
        assert "You changed no answer, so nothing was saved." in page and "0 answers" not in page


def test_the_reason_of_a_former_answer_is_not_told_with_one_that_takes_none(opened: Any) -> None:
    with opened(CRITICAL, COMMENT) as here:
        answer(here.room, "A1", "not_accepted", reason="Too weak.")
        answer(here.room, "C1", "not_accepted", reason="Out of our hands.")
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        browser.post(here.address(3), {**sent, "A1_kind": "bracketed", "C1_kind": "noted"})
        kept = [disposition(here.room, item) for item in ("A1", "C1")]
        assert [each.reason for each in kept if each] == ["", "Out of our hands."]


def test_the_answer_to_a_private_item_is_for_its_organisation_and_no_standard_reply(opened: Any) -> None:
    with opened({**CRITICAL, "private": True}) as here:
        page = here.browser().get(here.address(3)).text
        assert "Reason, told only to its organisation" in page
        assert "shown to all members" not in page and "A1_keep" not in page


def test_what_is_left_as_it_was_is_not_saved_again(opened: Any) -> None:
    with opened(CRITICAL, COMMENT) as here:
        answer(here.room, "A1", "accepted")
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text) | {"C1_kind": "noted"}
        answer(here.room, "A1", "noted", by="sol")
        assert browser.post(here.address(3), sent).status_code == 303
        given = disposition(here.room, "A1")
        assert given is not None and given.kind == "noted"


def test_the_next_paragraph_with_something_left_comes_next_and_the_version_after_the_last(opened: Any) -> None:
    with opened(CRITICAL, SALUTE, GENERAL) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(2)).text) | {"A2_kind": "accepted", "next": "1"}
        assert browser.post(here.address(2), sent).location.endswith(here.address(3))
        sent = fields(browser.get(here.address(3)).text) | {"A1_kind": "accepted", "next": "1"}
        assert browser.post(here.address(3), sent).location.endswith(here.address("text"))
        sent = fields(browser.get(here.address("text")).text) | {"C1_kind": "noted", "next": "1"}
        assert browser.post(here.address("text"), sent).location.endswith(here.versions)


def test_a_missing_reason_brings_the_page_back_full(opened: Any) -> None:
    with opened(CRITICAL, HOUR) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        sent |= {"A1_kind": "not_accepted", "A2_kind": "part", "A2_taken": "", "A2_reason": "Half of it."}
        back = browser.post(here.address(3), sent)
        assert back.status_code == 422
        assert "Not saved yet: 2 things to correct" in back.text and 'role="alert" tabindex="-1" autofocus' in back.text
        assert re.search(r'<a href="#A1_reason">[^<]*Give a reason for your answer to A1.</a>', back.text)
        assert re.search(r'<a href="#A2_taken">[^<]*Write the words that you accept from A2.</a>', back.text)
        assert fields(back.text)["A1_kind"] == "not_accepted" and fields(back.text)["A2_reason"] == "Half of it."
        assert re.search(r"<title>\s*2 problems", back.text)
        assert disposition(here.room, "A1") is None


def test_words_without_a_choice_are_not_dropped(opened: Any) -> None:
    with opened(COMMENT) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text) | {"C1_reason": "The one in the title."}
        back = browser.post(here.address(3), sent)
        assert back.status_code == 422
        assert "Choose an answer to C1." in back.text and "The one in the title." in back.text


def test_a_conflict_brings_back_what_is_in_it_and_saves_the_other_answers(opened: Any) -> None:
    with opened(CRITICAL, DECISION, COMMENT) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        sent |= {"A1_kind": "accepted", "A2_kind": "accepted", "C1_kind": "noted", "C1_reason": "Ours."}
        back = browser.post(here.address(3), sent)
        assert back.status_code == 422
        assert "A1, A2 change the same words. Accept at most one of them in full." in back.text
        assert "1 answer is saved. The others are not" in without_tags(back.text)
        assert fields(back.text)["A2_kind"] == "accepted" and fields(back.text)["C1_reason"] == "Ours."
        assert [disposition(here.room, item) for item in ("A1", "A2")] == [None, None]
        kept = disposition(here.room, "C1")
        assert kept is not None and (kept.kind, kept.reason) == ("noted", "Ours.")
        again = browser.post(here.address(3), fields(back.text) | {"A2_kind": "not_accepted", "A2_reason": "A1 does."})
        assert again.status_code == 303
        assert [getattr(disposition(here.room, item), "serial", 0) for item in ("A1", "A2", "C1")] == [1, 1, 1]


def test_a_conflict_alone_saves_nothing(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text) | {"A1_kind": "accepted", "A2_kind": "accepted"}
        back = browser.post(here.address(3), sent)
        assert back.status_code == 422 and "saved. The others" not in without_tags(back.text)
        assert [disposition(here.room, item) for item in ("A1", "A2")] == [None, None]


def test_what_the_page_offers_where_the_text_says_two_that_conflict_is_taken(opened: Any) -> None:
    repeatedly = {"paragraph": 3, "words": "difficult", "proposal": "most difficult"}
    with opened(repeatedly, {**repeatedly, "proposal": "very difficult", "by": "fred"}) as here:
        write(here.room, 3, "This is a most very difficult moment for the Court of Waters.")
        browser = here.browser()
        page = browser.get(here.address(3)).text
        assert without_tags(page).count("Your text already says this.") == 2
        assert "Accept at most one" not in without_tags(page)
        for item in ("A1", "A2"):
            sent = fields(browser.get(here.address(3) + f"&fill={item}").text)
            assert sent[f"{item}_kind"] == "accepted"
            assert browser.post(here.address(3), sent).status_code == 303
        issue(here.room)


def test_titles_that_differ_are_said_to_be_titles(opened: Any) -> None:
    titles = [
        {"kind": TITLE, "proposal": words, "by": by} for words, by in (("On gates", "dana"), ("On wells", "fred"))
    ]
    with opened(*titles) as here:
        browser = here.browser()
        page = browser.get(here.address()).text
        assert "2 amendments propose another title" in without_tags(page)
        back = browser.post(here.address("text"), fields(page) | {"A1_kind": "accepted", "A2_kind": "accepted"})
        assert "A1, A2 change the same words. Accept at most one of them in full." in back.text


def test_titles_that_merge_are_accepted_together_and_each_word_names_who_asked_for_it(opened: Any) -> None:
    titles = [
        {"kind": TITLE, "proposal": words, "by": by}
        for words, by in (("On open rivers and lakes", "dana"), ("On rivers", "fred"))
    ]
    with opened(*titles) as here:
        browser = here.browser()
        page = browser.get(here.address()).text
        assert "propose another title" not in without_tags(page)
        sent = fields(page) | {"A1_kind": "accepted", "A2_kind": "accepted"}
        assert browser.post(here.address("text"), sent).status_code == 303
        page = browser.get(here.address("text")).text
        assert "On removed: open A2 rivers added: and lakes A1" in without_tags(page)
        issue(here.room)
        page = browser.get(f"/statements/{here.room.key}/changes?from=1&to=2").text
        assert "On removed: open A2 rivers added: and lakes A1" in without_tags(page)


def test_what_a_title_written_by_hand_says_already_is_filled_in(opened: Any) -> None:
    with opened({"kind": TITLE, "proposal": "On open rivers and lakes"}) as here:
        was = draft(here.room)
        facts = {"language": "en", "occasion": "", "serial": was.serial, "blocks": was.blocks}
        here.room.do("sara", calls.save_draft, title="On rivers and lakes", **facts)
        page = here.browser().get(here.address("text")).text
        assert "Your text already says this." in without_tags(page) and "Choose “Accept”" in without_tags(page)


def test_the_second_penholder_keeps_its_words_and_sees_the_others(opened: Any) -> None:
    with opened(CRITICAL) as here:
        browser = here.browser("sol")
        sent = fields(browser.get(here.address(3)).text)
        sent |= {"A1_kind": "not_accepted", "A1_reason": "Clear without it."}
        answer(here.room, "A1", "part", taken="critical point", reason="Shorter, and heard.")
        back = browser.post(here.address(3), sent)
        assert back.status_code == 409
        words = without_tags(back.text)
        assert "Another penholder has answered in the meantime" in words and "Shorter, and heard." in words
        assert fields(back.text)["A1_reason"] == "Clear without it."
        again = browser.post(here.address(3), fields(back.text))
        assert again.status_code == 303
        given = disposition(here.room, "A1")
        assert given is not None and (given.kind, given.serial) == ("not_accepted", 2)


def test_who_answered_in_another_window_is_not_told_of_another_penholder(opened: Any) -> None:
    with opened(CRITICAL) as here:
        browser = here.browser("sara")
        sent = fields(browser.get(here.address(3)).text) | {"A1_kind": "not_accepted", "A1_reason": "Clear."}
        answer(here.room, "A1", "noted")
        back = browser.post(here.address(3), sent)
        words = without_tags(back.text)
        assert back.status_code == 409 and "Another penholder" not in words
        assert "You answered A1 in another window while you were writing here." in words
        assert "You have answered this in another window" in words
        assert fields(back.text)["A1_reason"] == "Clear."


def test_words_come_back_when_the_stage_has_moved_on(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "accepted")
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        sent |= {"A1_kind": "not_accepted", "A1_reason": "On second thoughts."}
        _send_to_decision(here.room)
        back = browser.post(here.address(3), sent)
        assert back.status_code in (403, 409)
        assert "On second thoughts." in back.text


def _send_to_decision(room: Room) -> None:
    closes_at = room.clock() + timedelta(days=1)
    room.do("sara", issuing.issue_version)
    room.do("sara", calls.open_ballot, version=2, languages=["en"], closes_at=closes_at)


def test_the_paragraph_is_shown_as_it_will_read_with_its_references(opened: Any) -> None:
    with opened(CRITICAL, HOUR) as here:
        answer(here.room, "A1", "accepted")
        page = here.browser().get(here.address(3)).text
        preview = page[page.index('id="pv"') :]
        assert (
            f'{added("critical")}<sup class="ref"><span class="vh">\u00a0</span><a href="#a1"><bdi>A1</bdi></a></sup>'
            in source(preview)
        )
        assert "all of us" not in preview


def test_what_the_penholder_wrote_by_hand_says_so(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "accepted")
        write(here.room, 3, "This is a grave hour for the Court of Waters.")
        page = source(here.browser().get(here.address(3)).text)
        assert "1 answer does not match the text" in page
        assert f'{added("grave hour")}<sup class="ref"><span class="vh">\u00a0</span><bdi>penholder</bdi></sup>' in page


def test_new_and_moved_paragraphs_are_shown_where_they_would_stand(opened: Any) -> None:
    new: dict[str, Any] = {"kind": ADD, "paragraph": 1, "after": 1, "proposal": "The Court must have its means."}
    move: dict[str, Any] = {"kind": MOVE, "paragraph": 3, "after": 0, "by": "fred"}
    with opened(new, move) as here:
        for item in ("A1", "A2"):
            answer(here.room, item, "accepted")
        browser = here.browser()
        page = browser.get(here.address(1)).text
        preview = without_tags(page[page.index('id="pv"') :])
        assert "New paragraph" in preview and "The Court must have its means." in preview
        preview = without_tags(browser.get(here.address(3)).text)
        assert "Move after “Excellencies, ladies and gentlemen,”" in preview
        assert "Moved here from paragraph 3" in preview


def test_words_and_speaking_time_are_shown_against_the_limits(opened: Any) -> None:
    with opened(CRITICAL) as here:
        here.room.do("sara", calls.change_settings, word_limit=40, minutes_limit=0.25)
        words = as_it_will_read(here.room).words
        page = without_tags(here.browser().get(here.address(3)).text)
        assert f"{words} of 40 {words - 40} too many" in page
        assert "of 15 seconds Too long" in page


@pytest.mark.parametrize(("name", "house"), [("dana", "delta"), ("lucie", "lacs"), ("fred", "fen")])
def test_the_consolidation_is_there_for_penholders_alone(opened: Any, name: str, house: str) -> None:
    with opened(CRITICAL) as here:
        browser = here.browser(name, house)
        for address in (here.address(3), here.versions):
            assert browser.get(address).status_code == 404
            assert browser.post(address, {"A1_kind": "accepted"}).status_code in (403, 404)
        assert disposition(here.room, "A1") is None


def test_while_the_consultation_is_open_there_is_no_consolidation(database: Engine, settings: Settings) -> None:
    with furnished_open() as room:
        here = Open(room, roof.create_app(settings), settings.base_url)
        assert "There is no such page" not in here.browser().get(here.address()).text
        assert here.browser().get(here.versions).status_code == 404


def test_items_whose_words_are_gone_are_still_there(opened: Any) -> None:
    with opened(CRITICAL, {**COMMENT, "paragraph": 2}) as here:
        write(here.room, 3, "All is well with the Court of Waters today.")
        answer(here.room, "C1", "noted")
        here.room.do("sara", issuing.issue_version, carry_over=True)
        page = without_tags(here.browser().get(here.address(3)).text)
        assert "On words that are no longer in the text" in page and "difficult" in page
        assert "Say where these words are now" in page


def test_the_consolidation_of_a_consultation_without_items_offers_what_comes_next(opened: Any) -> None:
    with opened() as here:
        page = without_tags(here.browser().get(here.address()).text)
        assert "There are no comments or amendments to answer" in page
        assert "Version 1 is unchanged since it was issued." in page


def test_an_item_reworded_in_a_reopened_consultation_is_looked_at_before_it_is_answered(opened: Any) -> None:
    with opened(CRITICAL) as here:
        browser = here.browser()
        old = fields(browser.get(here.address(3)).text)
        later = here.room.clock.at + timedelta(days=1)
        here.room.do("sara", consulting.reopen_consultation, closes_at=later, reason="Two could not sign in.")
        item = here.room.item("A1")
        changed = {"body": item.body, "proposal": "grave", "seen": sending.sign(item), "version": 1}
        here.room.do("dana", posting.edit_item, item="A1", language="en", **changed)
        here.room.do("sara", consulting.close_consultation)
        refused = browser.post(here.address(3), {**old, "A1_kind": "accepted"})
        assert refused.status_code == 409
        assert "The words of A1 have changed since you opened this page." in without_tags(refused.text)
        assert added("grave") in source(refused.text)
        assert disposition(here.room, "A1") is None
        assert browser.post(here.address(3), {**fields(refused.text), "A1_kind": "accepted"}).status_code == 303
        assert disposition(here.room, "A1") is not None


def test_a_second_press_shows_the_version_that_the_first_one_issued(opened: Any) -> None:
    with opened(CRITICAL) as here:
        answer(here.room, "A1", "accepted")
        browser = here.browser()
        page = browser.get(here.versions).text
        sent = dict(re.findall(r'name="(seen|last)"[^>]* value="([^"]*)"', page))
        first, second = (browser.post(here.versions, sent) for _ in range(2))
        assert first.status_code == second.status_code == 303
        assert first.location == second.location
        assert browser.get(second.location).text.count("Version 2 is issued.") == 2
        assert here.room.version(2) and newest(Version).number == 2
        again = dict(re.findall(r'name="(seen|last)"[^>]* value="([^"]*)"', browser.get(here.versions).text))
        assert "Nothing has changed since the last version" in browser.post(here.versions, again).text


def test_of_amendments_that_do_not_all_exclude_one_another_the_page_names_those_that_do(opened: Any) -> None:
    longer = {"paragraph": 3, "words": "difficult moment for the Court", "proposal": "hour for the Court"}
    first = {"paragraph": 3, "words": "difficult", "proposal": "critical", "by": "fred"}
    last = {"paragraph": 3, "words": "moment", "proposal": "day", "by": "lucie"}
    with opened(longer, first, last) as here:
        page = " ".join(without_tags(here.browser().get(here.address(3)).text).split())
        assert "Do not accept A1 in full together with A2, A3." in page and "Accept at most one" not in page


def test_of_words_in_one_place_the_page_says_once_that_they_exclude_one_another(opened: Any) -> None:
    with opened(
        {"paragraph": 3, "words": "moment", "proposal": "patient moment"},
        {"paragraph": 3, "words": "moment", "proposal": "steady moment", "by": "fred"},
    ) as here:
        page = " ".join(without_tags(here.browser().get(here.address(3)).text).split())
        assert "2 amendments add words in the same place" in page and "change the same words" not in page
        assert page.count("Accept at most one of") == 1


def test_no_page_shows_half_a_mark_of_words_that_are_quoted_across_the_end_of_an_emphasis(
    database: Engine, settings: Settings
) -> None:
    text = "We deplore the _slow, uneven and costly_ response to the floods, as the [full report](https://a.org) says."
    with furnished_open() as room:
        with record.transaction() as session:
            edition = session.scalars(select(Edition).where(Edition.language == "en")).one()
            edition.blocks = [*edition.blocks[:3], replace(edition.blocks[3], text=text)]
        send(room, paragraph=3, words="slow, uneven", proposal="slow and uneven")
        send(room, paragraph=3, words="uneven and costly response", proposal="uneven response", by="fred")
        send(room, paragraph=3, words="deplore the slow", proposal="regret the slow", by="lucie")
        send(room, paragraph=3, words="costly response to", comment="Which?", by="lucie")
        send(room, paragraph=3, words="the full report says", proposal="the whole report says", by="lucie")
        room.do("sara", changing_settings.hand_over_pen, to=[SECRETARIAT])
        room.do("sara", consulting.close_consultation)
        here = Open(room, roof.create_app(settings), settings.base_url)
        browser, statement = here.browser(), f"/statements/{room.key}"
        write(room, 3, text)
        for accepted in ("A1", "A2", "A3", "A4"):
            answer(room, accepted, "accepted")
        answer(room, "C1", "noted")
        pages = [here.address(3), statement, f"{statement}/comments", here.versions]
        assert not [mark for page in pages for mark in _bare_marks(browser.get(page).text)]
        issue(room)
        assert room.blocks()[3].text == (
            "We regret the _slow and uneven_ response to the floods, as the [whole report](https://a.org) says."
        )
        table = f"{statement}/response-table"
        pages = [table, f"{table}.csv", f"{statement}/changes?from=1&to=2", f"{statement}/comments"]
        assert not [mark for page in pages for mark in _bare_marks(browser.get(page).text)]


def _bare_marks(page: str) -> list[str]:
    """The marks of style that a page shows outside its fields, with what stands around them."""
    words = without_tags(re.sub(r"<textarea.*?</textarea>", "", page, flags=re.DOTALL))
    assert "slow" in words
    return re.findall(r".{40}(?:(?<!\w)_|_(?!\w)|\]\().{40}", words)

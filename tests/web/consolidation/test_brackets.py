"""Words left open in square brackets, on the consolidation and before a ballot, in a browser."""

import re
from typing import Any

from sqlalchemy import update

from tests.consolidations import COMMENT, CRITICAL, DECISION, accept, answer, disposition, draft, issue, texts, write
from tests.web.consolidation_site import opened, without_tags
from workflow import database
from workflow.models.person import Person
from workflow.rules.items.kinds import ItemKind
from workflow.services.shared.checking import REASON_LIMIT
from workflow.text.document import open_brackets

__all__ = ["opened"]


def leave_open(room: Any, *items: str) -> None:
    for item in items:
        answer(room, item, "bracketed")


def settling(here: Any, choice: int) -> dict[str, Any]:
    newest = draft(here.room)
    at = open_brackets(newest.blocks)[0]
    why = "The other alternative was kept: A2."
    at_ = {"block": at.block, "start": at.start, "paragraph": at.block}
    return {"serial": newest.serial, "choice": choice, "reason": why, **at_}


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found is not None
    return found[1]


def ballot(here: Any) -> str:
    return f"/statements/{here.room.key}/ballot"


def tabled(browser: Any) -> dict[str, Any]:
    """What the page of the ballot would send for the English edition."""
    closes_at = re.search(r'name="closes_at"[^>]*value="([^"]+)"', browser.page)
    return {"version": 2, "languages": "en", "closes_at": closes_at[1] if closes_at else ""}


def test_the_consolidation_counts_what_is_open_and_names_who_is_behind_each_alternative(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        leave_open(here.room, "A1", "A2")
        page = here.browser().get(here.address(3)).text
        words = " ".join(without_tags(page).split())
        assert "1 passage with open words" in words
        assert "[difficult moment] · the original words" in words
        assert "[critical moment] · A1" in words and "[moment of decision] · A2" in words
        assert "Your answers to A1, A2 leave these words open." in words
        assert "/brackets" not in page


def test_a_passage_of_an_issued_version_is_settled_by_a_button_and_says_so(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        leave_open(here.room, "A1", "A2")
        issue(here.room)
        browser = here.browser()
        page = browser.get(here.address()).text
        words = " ".join(without_tags(page).split())
        assert "1 passage with open words" in words and "[critical moment] · A1" in words
        assert page.count(f'action="/statements/{here.room.key}/brackets"') == 3
        assert 'value="The other alternative was kept: A2."' in page
        sent = browser.post(f"/statements/{here.room.key}/brackets", settling(here, 2))
        assert sent.status_code == 303
        assert texts(draft(here.room).blocks)[3] == "This is a moment of decision for the Court of Waters."
        after = browser.get(here.address(3)).text
        assert "The open words are settled" in after and "The text already says this." in after
        assert disposition(here.room, "A1").reason == "The other alternative was kept: A2."
        browser.post(here.versions, {"seen": hidden(browser.get(here.versions).text, "seen")})
        response_table = without_tags(browser.get(f"/statements/{here.room.key}/response-table").text)
        assert response_table.count("Left open in [square brackets]") == 4, (
            "to choose by, counted, and as version 2 told of each"
        )
        assert "The other alternative was kept: A2." in response_table
        assert response_table.count("Answered again in version 3") == 2


def test_words_that_gave_way_when_a_passage_was_settled_bear_the_reference_of_what_was_kept(opened: Any) -> None:
    wide = {**CRITICAL, "words": "a difficult moment", "proposal": "a critical moment"}
    with opened(wide, {**CRITICAL, "proposal": "grave", "by": "fred"}) as here:
        leave_open(here.room, "A1", "A2")
        issue(here.room)
        browser = here.browser()
        assert browser.post(f"/statements/{here.room.key}/brackets", settling(here, 1)).status_code == 303
        issue(here.room)
        page = without_tags(browser.get(f"/statements/{here.room.key}/changes?from=1&to=3").text)
        said = " ".join(page.replace("\xa0", " ").split())
        assert "This is a removed: difficult added: critical A1 moment for the Court" in said


def test_a_version_is_refused_whose_text_does_not_say_what_is_accepted_and_each_is_linked(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        leave_open(here.room, "A1", "A2")
        write(here.room, 3, "This is a grave hour.")
        browser = here.browser()
        page = browser.get(here.versions).text
        assert "2 answers do not match the text" in page and "#a2" in page
        refused = browser.post(here.versions, {"seen": hidden(page, "seen")})
        assert refused.status_code == 422
        assert "A1, A2 should be open in [square brackets], but the text has no brackets for them." in refused.text


def test_a_passage_that_was_settled_meanwhile_is_answered_with_a_sentence(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        leave_open(here.room, "A1", "A2")
        issue(here.room)
        browser, where, late = here.browser(), f"/statements/{here.room.key}/brackets", settling(here, 1)
        browser.post(where, settling(here, 2))
        refused = browser.post(where, {**late, "reason": "A reason I typed."})
        assert refused.status_code == 409
        assert "nothing was settled" in refused.text and "A reason I typed." in refused.text
        assert "As it will read" in refused.text, "it is the consolidation's page"
        assert browser.post(where, {**late, "choice": "x"}).status_code == 422


def test_the_page_of_the_ballot_says_beforehand_that_words_are_open_and_refuses_them(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        leave_open(here.room, "A1", "A2")
        issue(here.room)
        browser, where = here.browser(), ballot(here)
        page = browser.get(where).text
        assert "1 passage has open words in [square brackets]" in without_tags(page)
        assert not re.search(r'value="en"\s+checked', page)
        assert "[difficult moment] [critical moment] [moment of decision]" in page and "#brackets" in page
        refused = browser.post(where, tabled(browser))
        assert refused.status_code == 422
        assert "has open words in [square brackets], in paragraph 3." in refused.text
        assert "or leave the edition out" not in refused.text, "it is the original"
        none_chosen = browser.post(where, {name: said for name, said in tabled(browser).items() if name != "languages"})
        assert "has open words in [square brackets], in paragraph 3." in none_chosen.text
        for other in ("", "/decision"):
            page = browser.get(f"/statements/{here.room.key}{other}").text
            assert "1 passage has open words in [square brackets]" in page and "#brackets" in page


def test_a_title_left_open_is_listed_and_counted_like_a_paragraph_and_named_when_it_is_refused(opened: Any) -> None:
    title = {"kind": ItemKind.TITLE, "proposal": "On [open] [free] rivers"}
    with opened(CRITICAL, DECISION, title) as here:
        leave_open(here.room, "A1", "A2")
        accept(here.room, "A3")
        browser = here.browser()
        words = without_tags(browser.get(here.address(3)).text)
        assert "2 passages with open words" in words and "Title [open] · the original words [free] · A3" in words
        # No other answer to A3 leaves these words, so no change of answers alone settles them.
        assert "The square brackets come from A3." in words
        issue(here.room)
        page = browser.get(here.address()).text
        assert len(re.findall(r'name="block"\s+value="title"', page)) == 2 and "Edit the title" in page
        assert "2 passages have open words in [square brackets]" in without_tags(browser.get(ballot(here)).text)
        assert "in its title and in paragraph 3." in browser.post(ballot(here), tabled(browser)).text


def test_of_two_passages_that_read_alike_each_is_settled_where_it_stands(opened: Any) -> None:
    with opened({**CRITICAL, "words": "moment", "proposal": "hour"}) as here:
        write(here.room, 3, "States [shall] [should] come at a difficult moment, and [shall] [should] stay.")
        accept(here.room, "A1")
        page = here.browser().get(here.address()).text
        assert "the original words" not in here.browser().get(here.address()).text, "no amendment is behind them"
        starts = [int(at) for at in re.findall(r'name="start"\s+value="(\d+)"', page)]
        one, other = (each.start for each in open_brackets(draft(here.room).blocks))
        assert starts == [one, one, other, other]


def test_a_refused_reason_comes_back_at_its_field_on_the_page_of_the_consolidation(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        leave_open(here.room, "A1", "A2")
        issue(here.room)
        browser, where = here.browser(), f"/statements/{here.room.key}/brackets"
        sent = {**settling(here, 1), "reason": "It says\u202e more."}
        refused = browser.post(where, sent)
        field = rf'id="why-{sent["block"]}-{sent["start"]}-1"\s+name="reason"'
        shown = re.search(rf'name="clean".*?{field}[^>]*>', refused.text, re.DOTALL)
        assert refused.status_code == 422 and "Consolidate the comments" in refused.text
        assert shown and 'aria-invalid="true"' in shown[0] and 'value="It says\u202e more."' in shown[0]
        assert f'href="#why-{sent["block"]}-{sent["start"]}-1"' in refused.text
        assert "1 problem" in refused.text.split("</title>")[0]
        too_long = browser.post(where, {**sent, "reason": "x" * (REASON_LIMIT + 1)})
        assert too_long.status_code == 422 and f'value="{"x" * (REASON_LIMIT + 1)}"' in too_long.text
        assert browser.post(where, {**sent, "reason": " "}).status_code == 422
        assert browser.post(where, {**sent, "clean": "1"}).status_code == 303
        assert disposition(here.room, "A2").reason == "It says more."


def test_the_reason_that_is_offered_is_in_the_language_of_the_statement_and_names_no_private_item(opened: Any) -> None:
    with opened(CRITICAL, {**DECISION, "private": True}) as here:
        leave_open(here.room, "A1", "A2")
        write(here.room, 3, "This is a [critical moment] [moment of decision] for the Court of Waters.")
        with database.transaction() as session:
            session.execute(update(Person).values(language="fr"))
        page = here.browser().get(here.address()).text
        assert '<html lang="fr"' in page
        assert 'value="The other alternative was kept: A1."' in page and 'value="The other words were kept."' in page


def test_nothing_is_said_of_answers_where_settling_gives_none(opened: Any) -> None:
    with opened(COMMENT) as here:
        write(here.room, 3, "This is a [critical] [hard] moment for the Court of Waters.")
        browser = here.browser()
        assert 'name="reason"' not in browser.get(here.address()).text.split('id="brackets"')[1].split("</details>")[0]
        sent = {**settling(here, 0), "reason": ""}
        assert browser.post(f"/statements/{here.room.key}/brackets", sent).status_code == 303
        page = browser.get(here.address(3)).text
        assert "The open words are settled." in page and "on them are answered" not in page


GRAVE: dict[str, Any] = {**CRITICAL, "proposal": "grave", "by": "fred"}


def test_the_page_of_the_version_says_which_answers_its_open_words_belie_and_issues_none(opened: Any) -> None:
    with opened(CRITICAL, GRAVE) as here:
        write(here.room, 3, "This is a [critical] [grave] moment for the Court of Waters.")
        for item in ("A1", "A2"):
            answer(here.room, item, "not_accepted", reason="No.")
        browser = here.browser()
        said = "A1, A2 are not accepted, but their words are still open in [square brackets]."
        page = browser.get(f"/statements/{here.room.key}/versions").text
        words = " ".join(without_tags(page).split()).replace(" ,", ",")
        assert "2 answers do not match the text" in words and said in words
        facts = {name: hidden(page, name) for name in ("seen", "last")}
        refused = browser.post(f"/statements/{here.room.key}/versions", facts)
        assert refused.status_code in (409, 422)
        assert said in " ".join(without_tags(refused.text).split())


def test_a_passage_from_which_answers_took_alternatives_is_settled_by_those_that_are_left(opened: Any) -> None:
    with opened(CRITICAL, GRAVE, {**GRAVE, "proposal": "grim", "by": "lucie"}) as here:
        write(here.room, 3, "This is a [difficult] [critical] [grave] [grim] moment for the Court of Waters.")
        answer(here.room, "A1", "not_accepted", reason="No.")
        browser = here.browser()
        page = " ".join(without_tags(browser.get(here.address(3)).text).split())
        box = page.split("1 passage with open words")[1].split("Edit this paragraph")[0]
        # The draft has the passage, so each alternative that is left has its button, and no sentence sends people away.
        assert "[critical]" not in box and box.count("Keep this alternative") == 3
        assert "leave these words open" not in page
        assert browser.post(f"/statements/{here.room.key}/brackets", settling(here, 2)).status_code == 303
        assert texts(draft(here.room).blocks)[3] == "This is a grave moment for the Court of Waters."

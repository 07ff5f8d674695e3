"""House reasons in a browser without scripts: chosen beside the reason, kept with a box, retired on a page."""

from typing import Any

from tests.consolidations import CRITICAL, answer, disposition
from tests.web.consolidation_site import HOUR, fields, opened, without_tags
from workflow.services.consolidation import standard_replies

__all__ = ["opened"]

SAID = "Said in another paragraph already."


def _kept(here: Any) -> int:
    made: int = here.room.do("sara", standard_replies.save_standard_reply, body=SAID, language="en").id
    return made


def test_a_standard_reply_is_the_reason_where_none_is_written(opened: Any) -> None:
    with opened(CRITICAL, HOUR) as here:
        chosen = {"A1_kind": "not_accepted", "A1_house": str(_kept(here))}
        chosen |= {"A2_kind": "not_accepted", "A2_house": chosen["A1_house"], "A2_reason": "It is fine."}
        browser = here.browser()
        answered = browser.post(here.address(3), fields(browser.get(here.address(3)).text) | chosen)
        assert answered.status_code == 303
        found = [disposition(here.room, item) for item in ("A1", "A2")]
        assert [each.reason for each in found if each] == [SAID, "It is fine."]
        assert fields(browser.get(here.address(3)).text)["A1_reason"] == SAID


def test_a_refused_form_shows_the_reason_that_was_chosen(opened: Any) -> None:
    with opened(CRITICAL, HOUR) as here:
        chosen = {"A1_kind": "not_accepted", "A1_house": str(_kept(here)), "A2_kind": "not_accepted"}
        browser = here.browser()
        back = browser.post(here.address(3), fields(browser.get(here.address(3)).text) | chosen)
        assert back.status_code == 422
        assert fields(back.text)["A1_reason"] == SAID


def test_a_reason_is_kept_for_all_statements_by_its_box(opened: Any) -> None:
    with opened(CRITICAL) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        sent |= {"A1_kind": "not_accepted", "A1_reason": SAID, "A1_keep": "y"}
        assert browser.post(here.address(3), sent).status_code == 303
        assert SAID in browser.get(f"/statements/{here.room.key}/standard-replies").text
        assert "Standard reply" in browser.get(here.address(3)).text


def test_reasons_are_kept_and_retired_on_a_page_of_their_own(opened: Any) -> None:
    with opened(CRITICAL) as here:
        browser, page = here.browser(), f"/statements/{here.room.key}/standard-replies"
        assert "There are no standard replies yet." in browser.get(page).text
        assert browser.post(page, {"body": " "}).status_code == 422
        assert browser.post(page, {"body": SAID}).status_code == 303
        assert SAID in browser.get(page).text
        kept = _kept(here)
        browser.get(page)
        assert browser.post(f"{page}/{kept}/retiring", {}).status_code == 303
        assert "There are no standard replies yet." in without_tags(browser.get(page).text)
        assert browser.post(f"{page}/nine/retiring", {}).status_code == 404


def test_a_reason_in_another_language_says_which(opened: Any) -> None:
    with opened(CRITICAL) as here:
        _kept(here)
        here.room.do("sara", standard_replies.save_standard_reply, body="Ya se dice en otro lugar.", language="es")
        page, browser = f"/statements/{here.room.key}/standard-replies", here.browser()
        assert "Ya se dice en otro lugar. Spanish ·" in " ".join(without_tags(browser.get(page).text).split())
        offered = without_tags(browser.get(here.address(3)).text)
        assert "Ya se dice en otro lugar. (Spanish)" in offered and f"{SAID} (" not in offered


def test_nobody_else_sees_the_standard_replies(opened: Any) -> None:
    with opened(CRITICAL) as here:
        _kept(here)
        for name, house in (("dana", "delta"), ("lucie", "lacs")):
            answer = here.browser(name, house).get(f"/statements/{here.room.key}/standard-replies")
            assert answer.status_code == 404 and SAID not in answer.text


def test_a_reason_is_changed_and_stays_as_it_was_where_it_was_given(opened: Any) -> None:
    with opened(CRITICAL) as here:
        browser, page, kept = here.browser(), f"/statements/{here.room.key}/standard-replies", _kept(here)
        answer(here.room, "A1", "not_accepted", reason=SAID)
        assert f'href="{page}?change={kept}#body"' in browser.get(page).text
        assert SAID in fields(browser.get(f"{page}?change={kept}").text)["body"]
        assert browser.post(f"{page}/{kept}", {"body": " "}).status_code == 422
        assert browser.post(f"{page}/{kept}", {"body": "Said in paragraph 2."}).status_code == 303
        left = without_tags(browser.get(page).text)
        assert "Said in paragraph 2." in left and SAID not in left
        given = disposition(here.room, "A1")
        assert given is not None and given.reason == SAID
        assert browser.post(f"{page}/999", {"body": "Where?"}).status_code == 404


def test_what_the_penholder_is_to_know_of_the_draft_is_told_to_penholders_alone(opened: Any) -> None:
    with opened(CRITICAL) as here:
        said = {
            who: "Amendments that you accept" in here.browser(*who).get(f"/statements/{here.room.key}/draft").text
            for who in (("sara", "office"), ("dana", "delta"))
        }
        assert said == {("sara", "office"): True, ("dana", "delta"): False}

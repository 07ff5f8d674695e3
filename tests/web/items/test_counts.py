"""Words and speaking time, per language, with or without footnotes, against the limits."""

from datetime import timedelta
from typing import Any

from tests import calls
from tests.consolidations import CRITICAL, issue
from tests.web.consolidation_site import opened, without_tags
from tests.web.house import hidden
from workflow.services.consultation import consulting
from workflow.text.document import plain

__all__ = ["opened"]


def read(page: str) -> str:
    return " ".join(without_tags(page).split())


def test_the_consolidation_counts_each_language_at_its_own_pace(opened: Any) -> None:
    with opened(CRITICAL) as here:
        block = here.room.blocks()[3].id
        facts = {"language": "fr", "serial": 0, "block": block, "text": "C’est un moment difficile pour la Cour."}
        here.room.do("sara", calls.save_paragraph, **facts)
        here.room.do("sara", calls.change_settings, minutes_limit=0.25, words_a_minute=60, paces={"fr": 70})
        page = read(here.browser().get(here.address(3)).text)
        assert "Too long" in page
        assert "French 7 words, 6 seconds of 15 seconds" in page


def test_footnotes_are_counted_or_not_as_the_settings_say(opened: Any) -> None:
    with opened(CRITICAL) as here:
        browser, where = here.browser(), f"/statements/{here.room.key}"
        facts = {
            "language": "en",
            "serial": 1,
            "block": "",
            "text": "[^1]: Nine words that nobody ever says in a speech.",
        }
        here.room.do("sara", calls.save_paragraph, **facts)
        counted = read(browser.get(here.address(3)).text)
        here.room.do("sara", calls.change_settings, count_notes=False)
        left_out = read(browser.get(here.address(3)).text)
        words = int(counted.split("Words, whole text")[1].split()[0])
        assert f"Words, whole text without footnotes {words - 9} " in left_out
        assert f"{words - 9} words," in read(browser.get(f"{where}/draft").text), "the bar of the draft"
        issue(here.room, carry_over=True)
        here.room.do("sara", calls.open_consultation, closes_at=here.room.clock.at + timedelta(days=1))
        note, said = here.room.blocks()[-1], here.room.blocks()[1]
        for block, counts in ((said, True), (note, False)):
            address = f"{where}/amendments/new?paragraph={block.id}"
            form = browser.get(address).text
            assert f"Whole text: {words - 9} words." in read(form)
            typed = {**hidden(form), "edited": f"{plain(block.text)} Once more.", "show": "1"}
            form = read(browser.post(address, typed).text)
            assert (f"2 words more. Whole text: {words - 7} words." in form) is counts
            assert (f"Whole text: {words - 9} words." in form) is not counts, "in a footnote nothing counts"
        addition = browser.get(f"{where}/items/new?kind=addition").text
        assert f"Whole text: {words - 9} words." in read(addition) and "count-words" in addition.split("<script")[0]
        here.room.do("sara", consulting.close_consultation)
        assert f"English · {words - 9} words" in read(browser.get(f"{where}/ballot").text), "the page of the decision"


def test_the_terms_form_sets_paces_and_footnotes_and_says_what_is_wrong(opened: Any) -> None:
    with opened(CRITICAL) as here:
        browser, where = here.browser(), f"/statements/{here.room.key}/settings"
        page = browser.get(where).text
        assert "Leave empty for the usual 100." in read(page) and 'name="pace_en"' not in page
        sent = {**browser.filled(where), "count_notes": "without", "pace_ar": "95", "pace_fr": ""}
        assert browser.post(where, sent).status_code == 303
        shown = browser.filled(where)
        assert shown["pace_ar"] == ["95"]
        assert here.room.statement().paces == {"ar": 95} and here.room.statement().count_notes is False
        refused = browser.post(where, {**shown, "pace_ar": "5"})
        assert refused.status_code == 422 and 'value="5"' in refused.text
        few = {"voice": "coalition", "words_a_minute": "130", "seen": shown["seen"]}
        assert browser.post(where, few).status_code == 303
        assert here.room.statement().paces == {"ar": 95} and here.room.statement().count_notes is False

"""The consolidation's one script, in a real browser: it opens the reason of an item when the answer chosen needs
one.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

SCRIPT = Path(__file__).parents[3] / "workflow/static/reason-fields.js"
ITEM = """<div data-behaviour="reason-fields" id="{0}"><fieldset><legend>{0}</legend>
<label><input type="radio" name="{0}" value="accepted"> Accept</label>
<label><input type="radio" name="{0}" value="part"> Accept in part</label>
<label><input type="radio" name="{0}" value="not_accepted"> Do not accept</label>
<details><summary>Other answers</summary><input type="radio" name="{0}" value="out_of_scope"></details></fieldset>
<details><summary>Who supports it</summary></details>
<details data-reason><summary>Reason</summary><textarea name="{0}r"></textarea></details></div>"""


def show(page: Page, items: str) -> None:
    """The items on a page whose script has run."""
    page.set_content(f"<!doctype html><title>Desk</title>{items}")
    ran = "\ndocument.documentElement.dataset.ran = '';"
    page.add_script_tag(content=SCRIPT.read_text("utf-8") + ran, type="module")
    page.locator("html[data-ran]").wait_for()


@pytest.mark.parametrize(("choice", "opens"), [("accepted", False), ("part", True), ("not_accepted", True)])
def test_the_reason_opens_for_the_answers_that_need_one(chromium: Browser, choice: str, opens: bool) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        show(page, f"{ITEM.format('a1')}{ITEM.format('a2')}")
        page.check(f"#a1 input[value={choice}]")
        shown = [page.evaluate(f"document.querySelector('#{item} details[data-reason]').open") for item in ("a1", "a2")]
        assert shown == [opens, False]


def test_a_reason_that_was_opened_stays_open_when_the_answer_changes(chromium: Browser) -> None:
    with chromium.new_context() as context:
        page = context.new_page()
        show(page, ITEM.format("a1"))
        page.check("#a1 input[value=part]")
        page.fill("#a1 textarea", "Half of it.")
        page.check("#a1 input[value=accepted]")
        assert page.is_visible("#a1 textarea")

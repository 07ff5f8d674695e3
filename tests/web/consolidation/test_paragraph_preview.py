"""The paragraph as it would read with the answers of the form: drawn without keeping anything, and put on the page."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from sqlalchemy import func, select

from tests.consolidations import CRITICAL, DECISION, disposition
from tests.web.consolidation_site import added, fields, opened, removed
from tests.web.site import source
from workflow import database as record
from workflow.models.event import Event

__all__ = ["opened"]
SCRIPTS = Path(__file__).parents[3] / "workflow/static"


def _events() -> int:
    with record.reading() as session:
        return session.scalar(select(func.count()).select_from(Event)) or 0


def test_the_preview_shows_the_answers_of_the_form_and_keeps_none(opened: Any) -> None:
    with opened(CRITICAL, DECISION) as here:
        browser = here.browser()
        sent = fields(browser.get(here.address(3)).text)
        before, address = _events(), here.address(3).replace("consolidation?", "consolidation/preview?")
        drawn = browser.post(address, sent | {"A1_kind": "accepted", "A1_reason": "Not read."})
        assert drawn.status_code == 200 and "<html" not in drawn.text
        assert added("critical") in source(drawn.text) and removed("difficult") in source(drawn.text)
        assert "With the answers in the form, which have not been saved yet." in drawn.text
        part = browser.post(address, sent | {"A2_kind": "part", "A2_taken": "decision"})
        assert "decision" in part.text and added("critical") not in source(part.text)
        assert disposition(here.room, "A1") is None and _events() == before
        assert here.browser("dana", "delta").post(address, sent).status_code == 404


def test_the_page_is_redrawn_after_an_answer_is_chosen_and_stays_where_the_server_fails(chromium: Browser) -> None:
    page_of = """<!doctype html><title>Desk</title><form data-behaviour="redraw" data-redrawn="/drawn">
<input type="radio" name="A1_kind" value="accepted"><input type="radio" name="A1_kind" value="noted"></form>
<div data-preview>as saved</div>"""
    with chromium.new_context() as context:
        page, sent = context.new_page(), []

        def answer(route: Any) -> None:
            sent.append(route.request.post_data)
            good = "accepted" in (route.request.post_data or "")
            route.fulfill(status=200 if good else 409, body="<div data-preview>redrawn</div><p>more</p>")

        page.route("http://home.example/", lambda route: route.fulfill(body=page_of, content_type="text/html"))
        page.route("http://home.example/drawn", answer)
        page.route("http://home.example/*.js", lambda route: route.fulfill(path=SCRIPTS / Path(route.request.url).name))
        page.goto("http://home.example/")
        page.add_script_tag(url="/redraw.js", type="module")
        page.check("input[value=accepted]")
        page.get_by_text("redrawn").wait_for()
        with page.expect_response("**/drawn"):
            page.check("input[value=noted]")
        assert page.inner_text("[data-preview]") == "redrawn" and "more" not in page.inner_text("body")
        assert sent == ["A1_kind=accepted", "A1_kind=noted"]

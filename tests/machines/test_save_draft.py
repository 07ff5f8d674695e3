"""A draft that is saved while it is written, in a real browser: what is sent and said, and that no word is lost."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect
from sqlalchemy import Engine, delete, update
from werkzeug.serving import make_server

from tests.provide.chromium import PATIENCE
from tests.services.writing import created
from tests.supervisor.processes import free_port
from tests.web.drafts.test_drafts import blocks, saves
from tests.web.site import Site, open_site
from workflow import database as record
from workflow.config import Settings
from workflow.models.person import SignIn
from workflow.models.statement import Penholder
from workflow.models.version import Draft
from workflow.services.people.signins import start_sign_in

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
_HEAR = """() => {
    const state = document.querySelector('[data-behaviour="save-draft"]'), kept = document.documentElement.dataset;
    kept.heard = "";
    const hears = new MutationObserver(() => { kept.heard += `${state.textContent}; `; });
    hears.observe(state, { childList: true, subtree: true });
}"""


@dataclass(frozen=True)
class Served:
    """The application at an address of its own, with a statement that Dana and Dilip write."""

    site: Site
    key: str
    chromium: Browser

    def cookie(self, name: str) -> dict[str, Any]:
        """What signs that person in."""
        with record.transaction() as session:
            token = start_sign_in(session, self.site.cast[name].id)
        client = self.site.app.test_client()
        with client.session_transaction(base_url=self.site.base) as kept:
            kept["sign_in"] = token
        cookie = client.get_cookie("session", domain="127.0.0.1")
        assert cookie is not None
        return {"name": "session", "value": cookie.value, "url": self.site.base}

    @contextmanager
    def browser(self, name: str = "dana", *, scripts: bool = True) -> Iterator[BrowserContext]:
        """That person's browser."""
        context = self.chromium.new_context(java_script_enabled=scripts)
        context.set_default_timeout(PATIENCE)
        context.add_cookies([self.cookie(name)])  # type: ignore[list-item]
        yield context
        context.close()

    def open(self, context: BrowserContext, path: str = "") -> Page:
        """The draft in a further tab."""
        page = context.new_page()
        page.goto(f"{self.site.base}/statements/{self.key}/draft{path}")
        return page


@pytest.fixture
def served(database: Engine, settings: Settings, chromium: Browser) -> Iterator[Served]:
    port = free_port()
    site = open_site(database, settings, base_url=f"http://127.0.0.1:{port}")
    key = created(site.cast, "dana", penholders=[site.cast.organisations["delta"].key]).key
    server = make_server("127.0.0.1", port, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Served(site, key, chromium)
    server.shutdown()
    thread.join(5)
    server.server_close()


def first(page: Page, held: list[Route]) -> Route:
    """The request that is held back, waited for."""
    for _ in range(400):
        if held:
            break
        page.wait_for_timeout(50)
    return held[0]


def says(page: Page, words: str) -> None:
    expect(page.locator('[data-behaviour="save-draft"]')).to_contain_text(words)


def listens_to_what_is_said(page: Page) -> None:
    """Keep every word beside the button, also what stands there for a moment only."""
    page.evaluate(_HEAR)


def says_in_turn(page: Page, *words: str) -> None:
    """Wait until all that was said since the last time has these words in it, in this order."""
    in_order = re.compile(".*".join(map(re.escape, words)), re.DOTALL)
    expect(page.locator("html")).to_have_attribute("data-heard", in_order)
    page.evaluate("document.documentElement.dataset.heard = ''")


def write(page: Page, words: str) -> None:
    """The words typed at the end of the box."""
    box = page.locator("[name=text]")
    box.focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(words)


def sent(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(request.post_data or "", keep_blank_values=True).items()}


def last() -> str:
    """What was written behind the last line."""
    return blocks()[-1].text.removeprefix("Thank you. ")


def listen(page: Page) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    page.on("request", lambda each: found.append(sent(each)) if each.method == "POST" else None)
    return found


def test_the_draft_is_saved_by_itself_as_what_changed(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        posted = listen(page)
        assert not page.locator('[data-behaviour="save-draft"]').is_visible()
        listens_to_what_is_said(page)
        write(page, "More 😀 — مرتين. ")
        says_in_turn(page, "Not saved yet", "Saved today")
        write(page, "And more.")
        says_in_turn(page, "Not saved yet", "Saved today")
        assert last() == "More 😀 — مرتين. And more."
        assert [("delta" in each, "text" in each) for each in posted] == [(True, False)] * 2
        assert [each.copy.value for each in saves()] == ["kept", "passed", "open"]
        page.reload()
        assert "And more." in page.input_value("[name=text]")
        page.goto(f"{page.url}/saves")
        assert page.locator("tbody tr").count() == 2


def test_the_button_sends_what_changed_and_leads_on(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        posted = listen(page)
        write(page, "More.")
        with page.expect_navigation():
            page.get_by_role("button", name="Save the draft").click()
        expect(page.get_by_text("Saved: ")).to_be_visible()
        assert last() == "More." and [each.copy.value for each in saves()] == ["kept", "kept"]
        assert ["delta" in each for each in posted] == [True]


def test_the_button_while_a_save_is_under_way_waits_for_that(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        held: list[Route] = []
        page.route("**/draft?**", lambda route: held.append(route) if not held else route.continue_())
        write(page, "More.")
        says(page, "Saving…")
        write(page, " And more.")
        page.get_by_role("button", name="Save the draft").click()
        page.wait_for_timeout(500)
        with page.expect_navigation():
            first(page, held).continue_()
        expect(page.get_by_text("Saved: ")).to_be_visible()
        assert last() == "More. And more." and saves()[-1].copy.value == "kept"


def test_after_a_lost_line_all_that_was_typed_is_saved(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        page.route("**/draft?**", lambda route: route.abort())
        write(page, "More.")
        says(page, "The connection was lost.")
        write(page, " And more.")
        page.unroute("**/draft?**")
        says(page, "Saved today")
        expect(page.locator("[data-loud]")).to_have_text("")
        assert last() == "More. And more."


def test_a_save_whose_answer_was_lost_is_no_other_persons(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)

        def lose(route: Route) -> None:
            route.fetch()
            route.abort()

        page.route("**/draft?**", lose)
        write(page, "More.")
        says(page, "The connection was lost.")
        assert last() == "More."
        write(page, " And more.")
        page.unroute("**/draft?**")
        says(page, "Saved today")
        assert last() == "More. And more."


def test_the_second_of_two_tabs_is_told_and_its_button_shows_both_texts(served: Served) -> None:
    with served.browser() as context:
        first, second = served.open(context), served.open(context)
        write(first, "From the first.")
        says(first, "Saved today")
        write(second, "From the second.")
        says(second, "Not saved: this text was changed in another tab or by another person.")
        assert last() == "From the first."
        with second.expect_navigation():
            second.get_by_role("button", name="Save the draft").click()
        assert "Not saved: you saved in another window" in second.inner_text("main")
        assert "From the first." in second.inner_text("main")
        assert any("From the second." in each.input_value() for each in second.locator("textarea").all())
        assert last() == "From the first."


def test_when_the_sign_in_is_over_it_goes_on_after_one_in_another_tab(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        with record.transaction() as session:
            session.execute(delete(SignIn))
        write(page, "More.")
        says(page, "You are signed out")
        assert page.get_by_role("link", name="Sign in").get_attribute("target") == "_blank"
        assert len(saves()) == 1 and "More." in page.input_value("[name=text]")
        context.add_cookies([served.cookie("dana")])  # type: ignore[list-item]
        says(page, "Saved today")
        assert last() == "More."
        with page.expect_navigation():
            page.get_by_role("button", name="Save the draft").click()
        assert saves()[-1].copy.value == "kept"


def test_words_are_never_saved_under_the_name_of_who_signed_in_meanwhile(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        context.add_cookies([served.cookie("dilip")])  # type: ignore[list-item]
        write(page, "More.")
        says(page, "Not saved: another person has signed in with this browser.")
        assert len(saves()) == 1 and "More." in page.input_value("[name=text]")


def test_who_gave_the_pen_away_is_told_and_keeps_the_words(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        with record.transaction() as session:
            session.execute(delete(Penholder))
        write(page, "More.")
        says(page, "Not saved: you can no longer edit this text.")
        assert len(saves()) == 1 and "More." in page.input_value("[name=text]")


def test_what_cannot_be_saved_is_said_and_tried_again_when_it_is_put_right(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        posted = listen(page)
        write(page, "All \u202ewell.")
        says(page, "invisible character")
        page.wait_for_timeout(4000)
        assert len(posted) == 1 and len(saves()) == 1, "the same is not sent again and again"
        page.locator("[name=text]").fill(page.input_value("[name=text]").replace("\u202e", ""))
        says(page, "Saved today")
        assert last() == "All well."


def test_a_text_that_the_server_cannot_put_together_is_sent_whole(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        posted = listen(page)
        with record.transaction() as session:
            other = (replace(blocks()[0], text="Another text."), *blocks()[1:])
            session.execute(update(Draft).values(blocks=other))
        write(page, "More.")
        says(page, "Saved today")
        assert ["delta" in each for each in posted] == [True, False]
        assert "delta" not in posted[1] and posted[1]["text"].endswith("More.") and last() == "More."


def test_a_title_is_saved_once_it_is_left(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        page.locator("[name=title]").fill("On the riv")
        page.wait_for_timeout(3500)
        assert len(saves()) == 1, "half a title would stand in everybody's lists"
        page.locator("[name=title]").fill("On the river of all")
        page.locator("[name=text]").focus()
        says(page, "Saved today")
        assert saves()[-1].title == "On the river of all"


def test_one_paragraph_is_saved_by_itself_and_two_by_the_button(served: Served) -> None:
    block = blocks()[1]
    with served.browser() as context:
        page = served.open(context, f"/{block.id}")
        posted = listen(page)
        write(page, " More.")
        says(page, "Saved today")
        assert blocks()[1].text == f"{block.text} More." and blocks()[1].id == block.id
        write(page, "\n\nA second.")
        says(page, "saved when you press the button")
        assert len(blocks()) == 4
        with page.expect_navigation():
            page.get_by_role("button", name="Save the paragraph").click()
        assert [each.text for each in blocks()][1:3] == [f"{block.text} More.", "A second."]
        assert len(posted) == 3


def test_without_script_the_form_is_as_it_was(served: Served) -> None:
    with served.browser(scripts=False) as context:
        page = served.open(context)
        assert not page.locator('[data-behaviour="save-draft"]').is_visible()
        page.locator("[name=text]").fill("Only this.")
        page.get_by_role("button", name="Save the draft").click()
        expect(page.get_by_text("Saved: ")).to_be_visible()
        assert last() == "Only this." and [each.copy.value for each in saves()] == ["kept", "kept"]


def test_a_press_that_a_lost_line_held_up_leaves_only_when_what_was_typed_since_is_saved_too(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        page.route("**/draft?**", lambda route: route.abort())
        write(page, "Before the press.")
        page.get_by_role("button", name="Save the draft").click()
        says(page, "The connection was lost.")
        write(page, " Typed after it.")
        page.unroute("**/draft?**")
        expect(page.get_by_text("Saved: ")).to_be_visible()
        assert last() == "Before the press. Typed after it." and saves()[-1].copy.value == "kept"


def test_a_slow_press_waits_for_a_pause_and_saves_what_was_typed_meanwhile_before_it_leaves(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        held: list[Route] = []
        page.route("**/draft?**", lambda route: held.append(route) if not held else route.continue_())
        posted = listen(page)
        write(page, "Before.")
        page.get_by_role("button", name="Save the draft").click()
        write(page, " While it is under way.")
        first(page, held).continue_()
        says(page, "Not saved yet")
        write(page, " And on.")
        expect(page.get_by_text("Saved: ")).to_be_visible()
        assert last() == "Before. While it is under way. And on." and len(posted) == 2
        assert ["delta" in each for each in posted] == [True, True]


def test_one_paragraph_whose_press_was_slow_is_saved_with_what_was_typed_meanwhile(served: Served) -> None:
    block = blocks()[1]
    with served.browser() as context:
        page = served.open(context, f"/{block.id}")
        held: list[Route] = []
        page.route(f"**/{block.id}?**", lambda route: held.append(route) if not held else route.continue_())
        write(page, " Before.")
        page.get_by_role("button", name="Save the paragraph").click()
        write(page, " While it is under way.")
        first(page, held).continue_()
        expect(page.get_by_text("Saved: ")).to_be_visible()
        assert blocks()[1].text == f"{block.text} Before. While it is under way." and blocks()[1].id == block.id


def test_two_paragraphs_whose_press_was_slow_come_back_beside_what_was_typed_meanwhile(served: Served) -> None:
    block = blocks()[1]
    with served.browser() as context:
        page = served.open(context, f"/{block.id}")
        held: list[Route] = []
        page.route(f"**/{block.id}?**", lambda route: held.append(route) if not held else route.continue_())
        write(page, "\n\nA second.")
        page.get_by_role("button", name="Save the paragraph").click()
        write(page, " While it is under way.")
        first(page, held).continue_()
        expect(page.get_by_text("Not saved: you saved in another window")).to_be_visible()
        assert page.input_value("[name=text]").endswith("A second. While it is under way.")
        assert [each.text for each in blocks()][1:3] == [block.text, "A second."]


def test_nothing_can_be_typed_into_a_page_that_is_being_left(served: Served) -> None:
    with served.browser() as context:
        context.add_init_script(
            "addEventListener('pagehide', () => sessionStorage.left ??= document.querySelector('[name=text]')?.value)"
        )
        page = served.open(context)
        held: list[Route] = []
        write(page, "All.")
        page.route("**/draft?**", lambda each: each.continue_() if each.request.method == "POST" else held.append(each))
        page.get_by_role("button", name="Save the draft").click(no_wait_after=True)
        while not held:
            page.wait_for_timeout(100)
        page.keyboard.press("Shift+Tab")  # from the button, into the box
        page.keyboard.insert_text("Lost.")
        first(page, held).continue_()
        expect(page.get_by_text("Saved: ")).to_be_visible()
        assert page.evaluate("sessionStorage.left").endswith("All.") and last() == "All."


def test_a_page_that_is_gone_back_to_as_it_was_left_is_opened_anew(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        write(page, "All.")
        page.route(
            "**/draft?**", lambda each: each.continue_() if each.request.method == "POST" else each.fulfill(status=204)
        )
        page.get_by_role("button", name="Save the draft").click()
        expect(page.locator("[name=text]")).not_to_be_editable()
        # The way on that led nowhere may fail only now: what is waited for is the page that is opened anew.
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
        expect(page.locator("[name=text]")).to_be_editable()
        assert page.input_value("[name=serial]") == "2" and page.input_value("[name=text]").endswith("All.\n")


def test_a_page_whose_text_was_refused_is_not_left_without_a_question(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context)
        asked: list[str] = []
        page.on("dialog", lambda each: (asked.append(each.type), each.dismiss()))
        write(page, "All \u202ewell.")
        with page.expect_navigation():
            page.get_by_role("button", name="Save the draft").click()
        expect(page.get_by_role("alert").first).to_be_visible()
        page.get_by_role("link", name="Back to the text").click(no_wait_after=True)
        page.wait_for_timeout(500)
        assert asked == ["beforeunload"] and "\u202ewell." in page.input_value("[name=text]")


def leaves(page: Page, link: str) -> list[str]:
    """What the page asks before it is left by that link; it stays where it asks."""
    asked: list[str] = []
    page.on("dialog", lambda each: (asked.append(each.type), each.dismiss()))
    page.get_by_role("link", name=link).first.click(no_wait_after=True)
    page.wait_for_timeout(700)
    return asked


def test_a_new_paragraph_is_not_left_without_a_question(served: Served) -> None:
    with served.browser() as context:
        page = served.open(context, "/new")
        write(page, "A new one.")
        assert leaves(page, "Back to the draft") == ["beforeunload"]
        assert page.input_value("[name=text]") == "A new one."
        with page.expect_navigation():
            page.get_by_role("button", name="Save the paragraph").click()
        assert blocks()[-1].text == "A new one."
        page = served.open(context, "/new")
        assert leaves(page, "Back to the draft") == [] and "/new" not in page.url


def test_words_that_came_second_are_left_by_a_question_save_where_they_are_discarded(served: Served) -> None:
    with served.browser() as context:
        first, second = served.open(context), served.open(context)
        write(first, "From the first.")
        says(first, "Saved today")
        write(second, "From the second.")
        says(second, "Not saved: this text was changed in another tab or by another person.")
        with second.expect_navigation():
            second.get_by_role("button", name="Save the draft").click()
        second.locator("#text").focus()
        second.keyboard.press("End")
        assert leaves(second, "Statements") == ["beforeunload"]
        assert "From the second." in second.input_value("#text")
        assert leaves(second, "Discard my words") == [] and "From the first." in second.input_value("[name=text]")

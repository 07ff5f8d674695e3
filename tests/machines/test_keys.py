"""The room in a browser: keys only for those who switch them on and never while something is typed; a form's fields."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine
from werkzeug.serving import make_server

from tests import posting
from tests.provide.chromium import PATIENCE
from tests.supervisor.processes import free_port
from tests.web.house import House, house_of
from workflow.config import Settings

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
_HERE = "document.querySelector('[data-here]')?.id ?? ''"


@dataclass(frozen=True)
class Served:
    """A room with two comments, and a browser to visit it with."""

    house: House
    chromium: Browser

    @contextmanager
    def page(self, path: str = "", *, scripts: bool = True) -> Iterator[Page]:
        """Nadia's window at a page of the statement."""
        kept = self.house.visitor("nadia").client.get_cookie("session", domain="127.0.0.1")
        assert kept is not None
        context = self.chromium.new_context(java_script_enabled=scripts)
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "session", "value": kept.value, "url": self.house.base}])
        page = context.new_page()
        page.goto(f"{self.house.base}{self.house.address}{path}")
        yield page
        context.close()


@pytest.fixture
def served(database: Engine, settings: Settings, chromium: Browser) -> Iterator[Served]:
    """The application at an address of its own."""
    port = free_port()
    with house_of(replace(settings, base_url=f"http://127.0.0.1:{port}")) as house:
        for paragraph in (1, 3):
            facts = {"version": 1, "body": "Say more.", "language": "en", "block": house.room.blocks()[paragraph].id}
            house.room.do("dana", posting.post_comment, **facts)
        server = make_server("127.0.0.1", port, house.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Served(house, chromium)
        server.shutdown()
        thread.join(5)
        server.server_close()


def test_keys_are_off_until_they_are_switched_on_and_then_go_through_paragraphs_and_notes(served: Served) -> None:
    ids = [block.id for block in served.house.room.blocks()]
    with served.page() as page:
        button = page.locator("[data-behaviour=keys]")
        expect(button).to_have_text("Keyboard shortcuts: off")
        page.keyboard.press("j")
        assert page.evaluate(_HERE) == ""
        button.click()
        expect(button).to_have_text("Keyboard shortcuts: on")
        gone_to = [(page.keyboard.press(key), page.evaluate(_HERE))[1] for key in "jjknnp"]
        assert gone_to == [ids[0], ids[1], ids[0], "c1", "c2", "c1"]
        page.keyboard.press("/")
        page.wait_for_url("**/comments#q")
        page.go_back()
        page.keyboard.press("c")
        assert page.url.endswith(served.house.address), "no paragraph is chosen"
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("a")
        page.wait_for_url(f"**/amendments/new?paragraph={ids[1]}*")


def test_no_key_does_anything_while_something_is_typed(served: Served) -> None:
    with served.page("/comments") as page:
        page.locator("[data-behaviour=keys]").click()
        page.keyboard.press("/")
        search = page.locator("#q")
        expect(search).to_be_focused()
        page.keyboard.type("jknp/?")
        assert (search.input_value(), page.evaluate(_HERE)) == ("jknp/?", "")


def test_each_kind_has_a_form_with_what_it_needs_and_leads_to_the_others_without_scripts(served: Served) -> None:
    block = served.house.room.blocks()[2].id
    shown = {
        "Comment instead": {"where", "words", "body"},
        "Amend instead": {"edited", "reason"},
        "Remove the paragraph": {"body"},
        "Move the paragraph": {"after", "body"},
    }
    fields = ("where", "words", "edited", "proposal", "after", "body", "reason")
    with served.page(f"/amendments/new?paragraph={block}", scripts=False) as page:
        for way, wanted in [*shown.items(), *reversed(shown.items())]:
            if page.get_by_role("link", name=way, exact=True).count():
                with page.expect_navigation():
                    page.get_by_role("link", name=way, exact=True).click()
            if "words" in wanted:
                page.locator("[name=where][value=words]").check()
            there = {each for each in fields if page.is_visible(f"#{each}")}
            assert there == wanted, way
            assert f"paragraph={block}" in page.url


def test_what_was_changed_is_shown_without_scripts_and_stays_in_the_box(served: Served) -> None:
    with served.page(f"/amendments/new?paragraph={served.house.room.blocks()[2].id}", scripts=False) as page:
        typed = page.locator("#edited").input_value().replace("gates", "sluices")
        page.locator("#edited").fill(typed)
        page.locator("#reason").fill("So they are called.")
        with page.expect_navigation():
            page.locator("button[name=show]").click()
        assert page.locator("#changes .changes > li").count() == 1
        assert (page.locator("#edited").input_value(), page.url.rpartition("#")[2]) == (typed, "changes")
        assert page.locator("#reason").input_value() == "So they are called."


def test_the_changes_are_shown_while_one_types(served: Served) -> None:
    with served.page(f"/amendments/new?paragraph={served.house.room.blocks()[2].id}") as page:
        typed = page.locator("#edited").input_value().replace("gates", "sluices").replace("thank", "greet")
        page.locator("#edited").fill(typed)
        expect(page.locator("#changes .changes > li")).to_have_count(2)
        expect(page.locator("[data-send]")).to_have_text("Send 2 amendments")
        page.locator("[name=division][value=together]").check()
        expect(page.locator("#changes .changes > li")).to_have_count(1)
        expect(page.locator("[data-send]")).to_have_text("Send the amendment")
        assert page.locator("#edited").input_value() == typed


def test_a_form_is_sent_by_the_press_that_ends_the_typing(served: Served) -> None:
    block = served.house.room.blocks()[2].id
    for path, box in ((f"/items/new?kind=comment&paragraph={block}", "#body"), ("/items/C1/replies", "#body")):
        with served.page(path) as page:
            page.locator(box).fill("So say we.")
            page.locator("main button.primary").click()
            page.wait_for_url("**?open=*")


def test_the_characters_that_are_left_are_said_as_one_types(served: Served) -> None:
    with served.page("/items/C1/replies") as page:
        page.locator("#body").fill("So say we.")
        page.locator("#body").blur()
        expect(page.locator("#body-limit")).to_have_text("Characters left: 4990.")


_SELECT = """([block, start, end]) => {
    const words = document.querySelector(`#${block} > .txt p`).firstChild;
    const range = document.createRange();
    range.setStart(words, start);
    range.setEnd(words, end);
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
}"""


def test_words_that_were_selected_lead_straight_to_their_paragraph_in_the_box(served: Served) -> None:
    block = served.house.room.blocks()[3]
    with served.page() as page:
        page.evaluate(_SELECT, [block.id, 2, 9])  # from the middle of a word
        link = page.get_by_role("link", name="Amend these words")
        assert "/amendments/new?" in str(link.get_attribute("href"))
        link.click()
        page.wait_for_url("**/amendments/new?*")
        chosen = page.locator("#edited").evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
        assert chosen == "This is a"  # whole words

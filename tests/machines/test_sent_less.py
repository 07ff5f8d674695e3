"""Long points over a thin line: what changed in them is sent, the whole where the server asks, and no word is lost."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from sqlalchemy import Engine, select
from werkzeug.serving import make_server

from tests import calls, posting
from tests.provide.chromium import PATIENCE
from tests.rooms import CLOSES
from tests.supervisor.processes import free_port
from tests.web.house import House, house_of
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Item
from workflow.services.items.sending import sign
from workflow.text.document import parse

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LONG = ("The river rises where the snow goes early. 😀 " * 40).strip()


@dataclass(frozen=True)
class Served:
    """A room at an address of its own, and a browser for it. posted: the bodies of forms as they were sent."""

    house: House
    chromium: Browser
    posted: list[dict[str, list[str]]]

    @contextmanager
    def page(self, path: str, who: str = "nadia") -> Iterator[Page]:
        """That person's window at a page of the statement."""
        kept = self.house.visitor(who).client.get_cookie("session", domain="127.0.0.1")
        assert kept is not None
        context = self.chromium.new_context()
        context.set_default_timeout(PATIENCE)
        context.add_cookies([{"name": "session", "value": kept.value, "url": self.house.base}])
        page = context.new_page()
        page.on("request", lambda request: self.note(request))  # noqa: PLW0108  (Playwright marks a bound method)
        page.goto(f"{self.house.base}{self.house.address}{path}")
        yield page
        context.close()

    def note(self, request: Request) -> None:
        if request.method == "POST" and request.post_data:
            self.posted.append(parse_qs(request.post_data))

    def comment(self, body: str = LONG) -> Item:
        """A comment of Nadia's that nobody has seen yet."""
        block = self.house.room.blocks()[1].id
        return self.house.room.do(
            "nadia", posting.post_comment, version=1, body=body, language="en", block=block, keep=True
        )


@pytest.fixture
def served(database: Engine, settings: Settings, chromium: Browser) -> Iterator[Served]:
    port = free_port()
    with house_of(replace(settings, base_url=f"http://127.0.0.1:{port}"), opened=False) as house:
        room, blocks = house.room, parse(f"Excellencies,\n\n{LONG}")
        room.do("sara", calls.save_draft, language="en", serial=1, title="T", occasion="", blocks=blocks)
        room.do("sara", calls.open_consultation, closes_at=CLOSES, guidance="")
        server = make_server("127.0.0.1", port, house.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Served(house, chromium, [])
        server.shutdown()
        thread.join(5)
        server.server_close()


def bodies() -> list[str]:
    with record.reading() as session:
        return [each.body for each in session.scalars(select(Item).order_by(Item.id))]


def test_of_a_long_comment_that_is_edited_the_change_alone_is_sent(served: Served) -> None:
    item = served.comment()
    with served.page(f"/items/{item.id}/edit") as page:
        typed = page.locator("#body").input_value().replace("😀 The river rises", "😁 The river falls", 1)
        page.locator("#body").fill(typed)
        page.locator("button[name=draft]").click()
        page.wait_for_url("**/statements/*")
    assert bodies() == [typed]
    (form,) = served.posted
    assert "body" not in form
    assert form["draft"] == ["1"], "kept, as its button said, not sent"
    assert len(form["body.delta"][0]) < 60


def test_a_text_that_cannot_be_rebuilt_is_sent_whole(served: Served) -> None:
    item = served.comment()
    with served.page(f"/items/{item.id}/edit") as page:
        page.locator("#body").evaluate("box => box.defaultValue = box.defaultValue + '!'")
        typed = LONG + " And later."
        page.locator("#body").fill(typed)
        page.locator("button[name=draft]").click()
        page.wait_for_url("**/statements/*")
    assert bodies() == [typed]
    assert ["body.delta" in form for form in served.posted] == [True, False]


def test_what_a_colleague_changed_meanwhile_is_shown_beside_the_words(served: Served) -> None:
    item = served.comment()
    with served.page(f"/items/{item.id}/edit") as page:
        page.locator("#body").fill(LONG + " Mine.")
        served.house.room.clock.at += timedelta(minutes=1)
        hers = {"version": 1, "language": "en", "body": LONG + " Hers."}
        served.house.room.do("nadia", posting.edit_item, item=item.id, seen=sign(item), **hers)
        page.locator("button[name=draft]").click()
        expect(page.locator(".notice.fail")).to_be_visible()
        assert page.locator("#body").input_value() == LONG + " Mine."
        assert "Hers." in page.content()
    assert bodies() == [LONG + " Hers."]


def test_of_a_paragraph_that_is_amended_the_change_alone_is_sent_and_drawn(served: Served) -> None:
    with served.page(f"/amendments/new?paragraph={served.house.room.blocks()[1].id}") as page:
        typed = page.locator("#edited").input_value().replace("early", "late", 1)
        page.locator("#edited").fill(typed)
        expect(page.locator("#changes .changes > li")).to_have_count(1)
        page.locator("#reason").fill("So it does.")
        page.locator("button[data-send]").click()
        page.wait_for_url("**open=A1*")
    with record.reading() as session:
        (item,) = session.scalars(select(Item))
        assert (item.quote, item.proposal) == ("early", "late")
    assert all("edited" not in form and "edited.delta" in form for form in served.posted), "drawn, and sent"


def test_without_anything_kept_on_the_device_a_short_and_a_long_point_are_sent(served: Served) -> None:
    block = served.house.room.blocks()[0].id
    for who, body in (("elena", "Short."), ("elena", LONG)):
        with served.page(f"/items/new?kind=comment&paragraph={block}", who=who) as page:
            page.locator("#body").fill(body)
            with page.expect_navigation():
                page.locator("main button.primary").click()
    item = bodies()
    assert item == ["Short.", LONG]
    with served.page("/items/C2/edit", who="elena") as page:
        page.locator("#body").fill(f"{LONG} More.")
        with page.expect_navigation():
            page.locator("main button.primary").click()
    assert bodies() == ["Short.", f"{LONG} More."]

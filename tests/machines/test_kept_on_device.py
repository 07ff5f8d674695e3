"""What is typed is kept on the device until it was sent: over a reload, a dead line, another person, a quiet exit."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect
from sqlalchemy import Engine, select
from werkzeug.serving import make_server

from tests import posting
from tests.provide.chromium import PATIENCE
from tests.services.items.test_commenting import reopened_on_version_2
from tests.supervisor.processes import free_port
from tests.web.house import House, house_of
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Item
from workflow.services.items.sending import sign

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('words ')).length"
SAID = "p[data-kept]"


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The application at an address of its own."""
    port = free_port()
    with house_of(replace(settings, base_url=f"http://127.0.0.1:{port}")) as opened:
        server = make_server("127.0.0.1", port, opened.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield opened
        server.shutdown()
        thread.join(5)
        server.server_close()


@pytest.fixture
def device(chromium: Browser) -> Iterator[BrowserContext]:
    """One telephone."""
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


def sign_in(house: House, device: BrowserContext, who: str) -> None:
    kept = house.visitor(who).client.get_cookie("session", domain="127.0.0.1")
    assert kept is not None
    device.add_cookies([{"name": "session", "value": kept.value, "url": house.base}])


def at(house: House, device: BrowserContext, path: str = "") -> Page:
    page = device.new_page()
    page.goto(f"{house.base}{path or amend(house)}")
    return page


def amend(house: House) -> str:
    return f"{house.address}/amendments/new?paragraph={house.room.blocks(1)[3].id}"


def sent() -> list[str]:
    with record.reading() as session:
        return [f"{each.quote} → {each.proposal}: {each.body}" for each in session.scalars(select(Item))]


def test_what_was_typed_is_back_after_a_reload_and_gone_where_it_is_discarded(
    house: House, device: BrowserContext
) -> None:
    sign_in(house, device, "nadia")
    page = at(house, device)
    before = page.locator("#edited").input_value()
    page.locator("#edited").fill(before.replace("difficult", "critical"))
    page.locator("#reason").fill("Because it is.")
    expect(page.locator(SAID)).to_have_text("What you type is kept on this device until it is sent.")
    page.reload()
    expect(page.locator(SAID)).to_contain_text("What you typed here before is back.")
    assert page.locator("#edited").input_value() == before.replace("difficult", "critical")
    assert page.locator("#reason").input_value() == "Because it is."
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator("#edited")).to_have_value(before)
    assert page.evaluate(KEPT) == 0
    page.reload()
    expect(page.locator("#edited")).to_have_value(before)


def test_on_a_dead_line_sending_waits_and_says_so_and_goes_on_by_itself_once(
    house: House, device: BrowserContext
) -> None:
    sign_in(house, device, "nadia")
    page = at(house, device)
    page.locator("#edited").fill(page.locator("#edited").input_value().replace("difficult", "critical"))
    page.locator("#reason").fill("Because it is.")
    device.set_offline(True)
    page.locator("button[data-send]").click()
    page.locator("button[data-send]").click()
    expect(page.locator(SAID)).to_contain_text("No connection. Your words are kept here; trying again in")
    device.set_offline(False)
    page.wait_for_url("**open=A1*")
    assert sent() == ["difficult → critical: Because it is."]
    assert page.evaluate(KEPT) == 0


def test_a_page_closed_on_a_dead_line_loses_nothing(house: House, device: BrowserContext) -> None:
    sign_in(house, device, "nadia")
    page = at(house, device)
    page.locator("#reason").fill("Half a thought")
    device.set_offline(True)
    page.close()
    device.set_offline(False)
    again = at(house, device)
    expect(again.locator("#reason")).to_have_value("Half a thought")


def test_another_version_meanwhile_the_words_come_back_with_what_they_were_written_on(
    house: House, device: BrowserContext
) -> None:
    sign_in(house, device, "nadia")
    page = at(house, device)
    text = page.locator("#edited").input_value()
    page.locator("#edited").fill(text.replace("difficult", "critical"))
    expect(page.locator(SAID)).to_contain_text("kept on this device")
    token = page.locator("[name=form_token]").input_value()
    page.close()
    reopened_on_version_2(house.room, "It is known to all.")
    page = at(house, device, f"{amend(house)}&version=2")
    expect(page.locator(SAID)).to_contain_text("is back. It has not been sent.")
    assert page.locator("[name=form_token]").input_value() == token, "sent twice, it would be two"
    assert page.locator("[name=version]").input_value() == "1", "what it was written on is asked about"
    page.locator("#reason").fill("Because it is.")
    with page.expect_navigation():
        page.locator("button[data-send]").click()
    assert "critical" in page.locator("#edited").input_value() or "critical" in page.locator("main").inner_text()


def test_of_a_form_whose_paragraph_is_gone_what_was_typed_is_shown_and_not_what_was_chosen(
    house: House, device: BrowserContext
) -> None:
    sign_in(house, device, "nadia")
    gone = f"{house.address}/amendments/new?paragraph={house.room.blocks(1)[1].id}"
    page = at(house, device, gone)
    page.locator("#edited").fill("Other words.")
    expect(page.locator(SAID)).to_contain_text("kept on this device")
    page.close()
    reopened_on_version_2(house.room, "")
    page = at(house, device, gone)
    expect(page.locator("[data-words-left]")).to_contain_text("Copy what you need.")
    assert page.locator("[data-words-left] .txt").all_inner_texts() == ["Other words."]


def test_a_refused_form_is_kept_as_the_page_before_was(house: House, device: BrowserContext) -> None:
    sign_in(house, device, "nadia")
    page = at(house, device)
    typed = page.locator("#edited").input_value().replace("difficult", "critical")
    page.locator("#edited").fill(typed)
    with page.expect_navigation():
        page.locator("button[data-send]").click()
    expect(page.locator(".notice.fail").first).to_contain_text("Give a reason.")
    page.close()
    page = at(house, device)
    expect(page.locator("#edited")).to_have_value(typed)
    page.locator("#reason").fill("Because it is.")
    page.locator("button[data-send]").click()
    page.wait_for_url("**open=A1*")
    assert page.evaluate(KEPT) == 0


def test_a_fault_on_the_way_is_no_arrival(house: House, device: BrowserContext) -> None:
    sign_in(house, device, "nadia")
    page = at(house, device)
    page.locator("#edited").fill(page.locator("#edited").input_value().replace("difficult", "critical"))
    page.locator("#reason").fill("Because it is.")
    posts = lambda route: route.fulfill(status=502, body="Bad gateway")  # noqa: E731
    page.route(lambda address: "try=" in address, posts)
    with page.expect_navigation():
        page.locator("button[data-send]").click()
    page.unroute_all()
    page.goto(f"{house.base}{house.address}")
    page.goto(f"{house.base}{amend(house)}")
    expect(page.locator(SAID)).to_contain_text("It may have been sent already")
    page.locator("button[data-send]").click()
    page.wait_for_url("**open=A1*")
    assert sent() == ["difficult → critical: Because it is."]
    assert page.evaluate(KEPT) == 0


def test_an_answer_that_was_lost_makes_no_second_point(house: House, device: BrowserContext) -> None:
    sign_in(house, device, "nadia")
    page = at(house, device)
    page.locator("#edited").fill(page.locator("#edited").input_value().replace("difficult", "critical"))
    page.locator("#reason").fill("Because it is.")

    before: list[Any] = list(device.cookies())
    answers: list[int] = []

    def lose_answer(route: Route) -> None:
        answers.append(route.fetch(max_redirects=0).status)
        route.abort("connectionreset")

    page.route(lambda address: "try=" in address, lose_answer)
    with page.expect_event("requestfailed", lambda request: request.is_navigation_request()):
        page.locator("button[data-send]").click()
    assert answers == [303]
    page.unroute_all()
    assert sent() == ["difficult → critical: Because it is."]
    device.clear_cookies()
    device.add_cookies(before)  # Playwright took those of the answer that was lost
    page.goto(f"{house.base}{amend(house)}")
    expect(page.locator(SAID)).to_contain_text("It may have been sent already")
    page.locator("#reason").fill("Because it is so.")
    with page.expect_navigation():
        page.locator("button[data-send]").click()
    expect(page.locator(".notice.fail").first).to_contain_text("You have already sent this form with other words.")
    assert len(sent()) == 1
    assert page.locator("#reason").input_value() == "Because it is so."


def test_two_tabs_keep_their_own_words_and_a_killed_one_is_taken_up(house: House, device: BrowserContext) -> None:
    sign_in(house, device, "nadia")
    one, other = at(house, device), at(house, device)
    for page, words in ((one, "In one tab"), (other, "In the other")):
        page.locator("#reason").fill(words)
        expect(page.locator(SAID)).to_contain_text("kept on this device")
    one.reload()
    expect(one.locator("#reason")).to_have_value("In one tab")
    other.reload()
    expect(other.locator("#reason")).to_have_value("In the other")
    one.close()
    other.close()
    found = set()
    for _ in range(2):
        page = at(house, device)
        expect(page.locator(SAID)).to_contain_text("is back")
        found.add(page.locator("#reason").input_value())
        with page.expect_navigation():
            page.get_by_role("button", name="Discard it").click()
        page.close()
    assert found == {"In one tab", "In the other"}


def test_a_page_that_fell_asleep_and_was_killed_loses_nothing(house: House, device: BrowserContext) -> None:
    sign_in(house, device, "nadia")
    page = at(house, device)
    page.locator("#reason").fill("Half a thought")
    expect(page.locator(SAID)).to_contain_text("kept on this device")
    line = device.new_cdp_session(page)
    line.send("Page.setWebLifecycleState", {"state": "frozen"})
    with suppress(Error):
        page.goto("chrome://crash")  # as a phone does it: nothing is told to the page
    again = at(house, device)
    expect(again.locator(SAID)).to_contain_text("is back. It has not been sent.")
    assert again.locator("#reason").input_value() == "Half a thought"


def test_a_colleagues_words_are_not_overwritten_by_those_that_come_back(house: House, device: BrowserContext) -> None:
    block = house.room.blocks(1)[3].id
    item = house.room.do("nadia", posting.post_comment, version=1, body="First.", language="en", block=block, keep=True)
    sign_in(house, device, "nadia")
    page = at(house, device, f"{house.address}/items/{item.id}/edit")
    page.locator("#body").fill("Mine.")
    expect(page.locator(SAID)).to_contain_text("kept on this device")
    house.room.clock.at += timedelta(minutes=1)
    facts = {"version": 1, "language": "en", "body": "Hers."}
    house.room.do("nadia", posting.edit_item, item=item.id, seen=sign(item), **facts)
    page.reload()
    expect(page.locator("#body")).to_have_value("Mine.")
    with page.expect_navigation():
        page.locator("button[name=draft]").click()
    assert "Hers." in page.locator("main").inner_text()
    with record.reading() as session:
        assert session.get_one(Item, item.id).body == "Hers."


def test_of_a_protected_organisation_nothing_is_kept(house: House, device: BrowserContext) -> None:
    sign_in(house, device, "elena")
    page = at(house, device)
    page.locator("#reason").fill("Nobody may find this.")
    page.wait_for_timeout(1000)
    assert page.evaluate("localStorage.length") == 0
    assert page.locator(SAID).count() == 0


def test_another_person_on_the_device_sees_nothing(house: House, device: BrowserContext) -> None:
    sign_in(house, device, "nadia")
    page = at(house, device)
    page.locator("#reason").fill("Ours alone.")
    expect(page.locator(SAID)).to_contain_text("kept on this device")
    page.close()
    sign_in(house, device, "dana")
    other = at(house, device)
    other.wait_for_timeout(500)
    assert other.locator("#reason").input_value() == ""


@pytest.mark.parametrize("leave", ["Sign out", "Quiet exit"])
@pytest.mark.parametrize("from_form", [True, False])
def test_who_leaves_takes_all_words_from_the_device_whatever_is_open(
    house: House, device: BrowserContext, leave: str, from_form: bool
) -> None:
    sign_in(house, device, "nadia")
    page, other = at(house, device), at(house, device)
    for each in (page, other):
        each.locator("#reason").fill("Ours alone.")
        expect(each.locator(SAID)).to_contain_text("kept on this device")
    if not from_form:
        page.goto(f"{house.base}{house.address}")
    assert page.evaluate(KEPT) == 2
    page.locator("details.menu summary").click()
    with page.expect_navigation():
        page.get_by_role("button", name=leave).click()
    if leave == "Quiet exit":
        assert page.title() == "New tab" and page.locator("body").inner_text() == ""
    expect(other.locator(SAID)).to_be_hidden()
    assert other.locator("#reason").input_value() == ""
    assert other.evaluate("document.querySelector('main form').inert"), "nobody sends what was typed under another name"
    other.goto(f"{house.base}/sign-in")
    assert other.evaluate("localStorage.length") == 0
    if leave == "Quiet exit":
        page.go_back()
        expect(page.locator("h1")).to_have_text("Sign in")


def test_a_reason_of_its_own_stays_while_the_changes_are_drawn_after_a_reload_and_when_its_change_goes(
    house: House, device: BrowserContext
) -> None:
    sign_in(house, device, "nadia")
    page = at(house, device)
    before = page.locator("#edited").input_value()
    twice = before.replace("difficult", "critical") + " So be it."
    page.locator("#edited").fill(twice)
    page.locator("[data-reasons] summary").click()
    page.get_by_label("Reason for change 2 alone").fill("An end.")
    page.locator("#edited").fill(twice.replace("critical", "decisive"))
    expect(page.locator("#changes")).to_contain_text("decisive")
    expect(page.get_by_label("Reason for change 2 alone")).to_have_value("An end.")
    page.reload()
    expect(page.locator("#changes .changes > li")).to_have_count(2)
    expect(page.get_by_label("Reason for change 2 alone")).to_have_value("An end.")
    page.locator("#edited").fill(before.replace("difficult", "decisive"))
    expect(page.locator("#changes .changes > li")).to_have_count(1)
    expect(page.locator("textarea[name^=reason-]")).to_have_value("An end.")
    page.locator("#reason").fill("Because it is.")
    page.locator("button[data-send]").click()
    page.wait_for_url("**open=A1*")
    assert sent() == ["difficult → decisive: Because it is.\n\nAn end."]


def test_the_word_to_the_penholder_stays_after_a_draft_was_moved_and_another_page_was_opened(
    house: House, device: BrowserContext
) -> None:
    for at_ in (2, 3):
        block = house.room.blocks(1)[at_].id
        facts = {"version": 1, "body": "Ours.", "language": "en", "block": block}
        house.room.do("nadia", posting.post_comment, keep=True, **facts)
    sign_in(house, device, "nadia")
    page = at(house, device, f"{house.address}/our-points")
    page.locator("#note").fill("The second matters most.")
    expect(page.locator(SAID)).to_contain_text("kept on this device")
    with page.expect_navigation():
        page.get_by_role("button", name="Move up").first.click()
    expect(page.locator("#note")).to_have_value("The second matters most.")
    page.goto(f"{house.base}{house.address}")
    page.goto(f"{house.base}{house.address}/our-points")
    expect(page.locator("#note")).to_have_value("The second matters most.")

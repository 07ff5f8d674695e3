"""What is typed is kept on the device until it was sent: over a reload, a dead line, another person, a quiet exit."""

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import Engine, select
from werkzeug.serving import make_server

from tests.provide.chromium import PATIENCE
from tests.supervisor.processes import free_port
from tests.web.house import House, house_of
from workflow import database as record
from workflow.config import Settings
from workflow.models.item import Item

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
    page.locator("#reason").fill("Because it is.")
    expect(page.locator(SAID)).to_contain_text("kept on this device")
    token = page.locator("[name=form_token]").input_value()
    page.reload()
    expect(page.locator(SAID)).to_contain_text("is back")
    assert page.locator("[name=form_token]").input_value() == token, "sent twice, it would be two"
    assert page.locator("[name=version]").input_value() == "1"


def test_of_a_protected_organisation_nothing_is_kept(house: House, device: BrowserContext) -> None:
    sign_in(house, device, "elena")
    page = at(house, device)
    page.locator("#reason").fill("Nobody may find this.")
    page.wait_for_timeout(1000)
    assert page.evaluate("localStorage.length") == 0
    assert page.locator(SAID).count() == 0


def test_another_person_on_the_device_sees_nothing_and_sign_out_and_quiet_exit_take_it_away(
    house: House, device: BrowserContext
) -> None:
    for leave in ("Sign out", "Quiet exit"):
        sign_in(house, device, "nadia")
        page = at(house, device)
        page.locator("#reason").fill("Ours alone.")
        expect(page.locator(SAID)).to_contain_text("kept on this device")
        sign_in(house, device, "dana")
        other = at(house, device)
        assert other.locator("#reason").input_value() == ""
        sign_in(house, device, "nadia")
        page.goto(f"{house.base}{house.address}")
        page.locator("details.menu summary").click()
        with page.expect_navigation():
            page.get_by_role("button", name=leave).click()
        if leave == "Quiet exit":
            assert page.title() == "New tab" and page.locator("body").inner_text() == ""
            page.go_back()
            expect(page.locator("h1")).to_have_text("Sign in")
        assert page.evaluate(KEPT) == 0
        other.close()
        page.close()

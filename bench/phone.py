"""A member's phone on a thin line: seconds and bytes from the first visit to the first act, taps, screens scrolled.

python -m bench.phone [--items N] [--kbit 50] [--latency 400]

Chromium at 390×844 with an empty cache, the web server as `communique run` starts it. The line is what Chromium's
DevTools make of it: so many bits a second each way, the latency before each answer; the handshakes of TCP and TLS are
not in it. A screen is 844 px of scrolling to what is tapped next; the keyboard of a phone, which hides a part of the
page, is not in it. A tap into a field counts, typing does not.
"""

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from bench import coalition, life, processes
from bench.records import House, house
from tests.provide.broker import own_broker
from tests.provide.chromium import browser

WIDTH, HEIGHT = 390, 844
AIMS = {"seconds": 10.0, "taps to comment on a sentence": 5, "taps to reply": 3, "screens": 3.0}


@dataclass
class Phone:
    """A page of a phone. loaded: address -> bytes that came over the line for it."""

    page: Page
    base: str
    taps: int = 0
    screens: float = 0.0
    loaded: dict[str, float] = field(default_factory=dict)
    _address: dict[str, str] = field(default_factory=dict)

    def watch(self, kbit: float | None, latency: float) -> None:
        """Count what is loaded, over a line as thin as that."""
        line = self.page.context.new_cdp_session(self.page)
        line.send("Network.enable")
        if kbit:
            speed = kbit * 1000 / 8
            given = {"downloadThroughput": speed, "uploadThroughput": speed, "latency": latency, "offline": False}
            line.send("Network.emulateNetworkConditions", given)
        line.on("Network.requestWillBeSent", lambda told: self._begin(told))  # noqa: PLW0108  (a bound method is marked)
        line.on("Network.loadingFinished", lambda told: self._end(told))  # noqa: PLW0108

    def _begin(self, told: dict[str, Any]) -> None:
        self._address[told["requestId"]] = told["request"]["url"].removeprefix(self.base)

    def _end(self, told: dict[str, Any]) -> None:
        address = self._address.get(told["requestId"], "?").partition("?")[0]
        self.loaded[address] = self.loaded.get(address, 0) + told["encodedDataLength"]

    def opens(self, path: str) -> float:
        """Seconds until the page is loaded, its scripts too."""
        began = time.perf_counter()
        self.page.goto(self.base + path, wait_until="load")
        return time.perf_counter() - began

    def tap(self, what: Locator, *, leads_on: bool = False) -> float:
        """One tap, scrolled to first as far as it takes; seconds until the page that it leads to is loaded."""
        before = self.page.evaluate("scrollY")
        what.evaluate("it => it.scrollIntoView({ block: 'nearest' })")
        self.screens += abs(self.page.evaluate("scrollY") - before) / HEIGHT
        self.taps += 1
        began = time.perf_counter()
        if leads_on:
            with self.page.expect_navigation(wait_until="load"):
                what.tap()
        else:
            what.tap()
        return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--items", type=int, default=100)
    wanted.add_argument("--kbit", type=float, default=50)
    wanted.add_argument("--latency", type=float, default=400)
    args = wanted.parse_args()
    with own_broker() as broker, house(None, broker) as here, browser() as chromium:
        address = f"/statements/{life.opened(here.members, args.items).key}"
        with processes.web(here.environ) as (port, _):
            base = f"http://127.0.0.1:{port}"
            for way, scripts in ((way, scripts) for way in ("Comment", "Amend") for scripts in (True, False)):
                _first_act(here, chromium, base, address, args, way, scripts=scripts)
            _ways(here, chromium, base, address)


def _first_act(
    here: House, chromium: Any, base: str, address: str, args: argparse.Namespace, way: str, *, scripts: bool
) -> None:
    with _phone(here, chromium, base, scripts=scripts) as phone:
        phone.watch(args.kbit, args.latency)
        there = phone.opens(address)
        so_far = sum(phone.loaded.values())
        on = phone.tap(_way(phone, way), leads_on=True)
        total = there + on
        print(f"first visit to {way}, {'with' if scripts else 'without'} scripts: {total:.1f} s", end=" ")
        print(f"(aim {AIMS['seconds']:.0f}); the room {there:.1f} s and {so_far / 1000:.1f} kB, the form {on:.1f} s")
        for path, size in sorted(phone.loaded.items(), key=lambda each: -each[1]):
            print(f"    {size / 1000:7.1f} kB  {path}")


def _ways(here: House, chromium: Any, base: str, address: str) -> None:
    with _phone(here, chromium, base) as phone:
        phone.opens(address)
        phone.tap(_way(phone, "Comment", 2), leads_on=True)
        phone.tap(phone.page.locator("#where summary"))
        phone.tap(phone.page.locator("[name=where][value='1']"))
        _write(phone, "#body", "This sentence says too little.")
        phone.tap(phone.page.locator("button.primary:not([tabindex])"), leads_on=True)
        _say("to comment on a sentence of paragraph 3", phone, AIMS["taps to comment on a sentence"])
    with _phone(here, chromium, base) as phone:
        phone.opens(address)
        phone.tap(_way(phone, "Amend", 2), leads_on=True)
        _write(phone, "#edited", phone.page.locator("#edited").input_value().replace(" ", " indeed ", 1))
        _write(phone, "#reason", "It is so.")
        phone.tap(phone.page.locator("button[data-send]"), leads_on=True)
        _say("to amend paragraph 3", phone, None)
    with _phone(here, chromium, base) as phone:
        phone.opens(f"{address}?open=C1#c1")
        phone.tap(phone.page.locator("#c1 a[href*='/replies']").first, leads_on=True)
        _write(phone, "#body", "We agree with this.")
        phone.tap(phone.page.locator("main button.primary:not([tabindex])").first, leads_on=True)
        _say("to reply, from a mail’s link", phone, AIMS["taps to reply"])


def _way(phone: Phone, name: str, nth: int = 0) -> Locator:
    """A link beside the text, of the paragraph that comes so far down it."""
    return phone.page.locator("article").get_by_role("link", name=name).nth(nth)


def _write(phone: Phone, where: str, words: str) -> None:
    box = phone.page.locator(where)
    phone.tap(box)
    box.fill(words)


def _say(what: str, phone: Phone, aim: float | None) -> None:
    said = f" (aim {aim:.0f})" if aim else ""
    print(f"{what}: {phone.taps} taps{said}, {phone.screens:.1f} screens (aim {AIMS['screens']:.0f})")


@contextmanager
def _phone(here: House, chromium: Any, base: str, *, scripts: bool = True) -> Iterator[Phone]:
    held: Browser = chromium
    # A page that still glides to the point that its address names would pass for scrolled by hand.
    context = held.new_context(
        viewport={"width": WIDTH, "height": HEIGHT},
        has_touch=True,
        is_mobile=True,
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    context.set_default_timeout(60_000)
    _sign_in(here, context, base)
    yield Phone(context.new_page(), base)
    context.close()


def _sign_in(here: House, context: BrowserContext, base: str) -> None:
    client = coalition.browser(here.app, here.members.focal[-1])
    cookie = client.get_cookie("session", domain="127.0.0.1")
    assert cookie is not None
    context.add_cookies([{"name": "session", "value": cookie.value, "url": base}])


if __name__ == "__main__":
    main()

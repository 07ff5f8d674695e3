"""A person in a browser of their own: everything that reaches it is kept, and every page is looked at by axe."""

import re
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response

from tests.provide.chromium import PATIENCE

_AXE = Axe()


@dataclass
class Visitor:
    """One browser window. received: address -> the bytes that came from it, headers first."""

    name: str
    context: BrowserContext
    page: Page
    address: str
    scripts: bool
    received: list[tuple[str, bytes]] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)

    def goes_to(self, path: str) -> Page:
        """The page at `path`, looked at."""
        self.page.goto(path if path.startswith("http") else self.address + path)
        self.looks()
        return self.page

    def presses(self, button: str | Locator) -> Page:
        """The page that follows a press of a button (a selector, or the locator itself), looked at."""
        found = self.page.locator(button) if isinstance(button, str) else button
        with self.page.expect_navigation():
            found.first.click()
        self.looks()
        return self.page

    def sends(self) -> Page:
        """The page that follows the one primary button."""
        return self.presses("main button.primary")

    def says(self, **fields: str) -> None:
        """Fill in fields by their names."""
        for name, value in fields.items():
            self.page.locator(f"main [name={name}]").first.fill(value)

    def chooses(self, name: str, value: str) -> None:
        """Choose one of the radio buttons or boxes of that name."""
        self.page.locator(f"main [name='{name}'][value='{value}']").check()

    def looks(self) -> None:
        """Fail on a fault, or where axe (with scripts) finds something on a kind of page not seen yet."""
        main = self.page.locator("main").inner_text()
        assert "went wrong on our side" not in main, (self.name, self.page.url, main)
        kind = re.sub(r"/[bcdfghjkmnpqrstvwxz2-9]{7,10}(?=/|$)", "/<key>", self.page.url.partition("?")[0])
        if self.scripts and kind not in self.looked_at:
            self.looked_at.add(kind)
            found = _AXE.run(self.page).response["violations"]
            assert not found, (self.name, self.page.url, [(each["id"], each["nodes"][0]["html"]) for each in found])


def visitor(
    browser: Browser, name: str, address: str, *, scripts: bool, width: int = 390, locale: str = "en"
) -> Visitor:
    """A new window, as wide as a phone unless it is said otherwise."""
    # The content security policy would stop axe's own script; the policy has tests of its own.
    context = browser.new_context(
        viewport={"width": width, "height": 844}, java_script_enabled=scripts, locale=locale, bypass_csp=True
    )
    context.set_default_timeout(PATIENCE)
    made = Visitor(name, context, context.new_page(), address, scripts)
    context.on("response", lambda response: _keep(made, response))
    return made


def _keep(visitor: Visitor, response: Response) -> None:
    head = repr(sorted(response.headers.items())).encode()
    # What only asks whether the line is there brings nothing, and a browser may keep nobody waiting for it.
    is_empty = response.status in (303, 302, 304) or response.request.method == "HEAD"
    body = b"" if is_empty else response.body()
    visitor.received.append((response.url, head + b"\n" + body))

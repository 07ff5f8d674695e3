"""A real browser before the application of a test: what Chromium asks for is answered by the test's own client."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from tests.provide.chromium import PATIENCE
from tests.web.site import Visitor

PHONE, DESK = (390, 844), (1440, 900)


@contextmanager
def window(browser: Browser, visitor: Visitor, size: tuple[int, int] = DESK, *, scripts: bool = True) -> Iterator[Page]:
    """A page of a window of that size in which `visitor` is signed in; only what is asked for by GET is answered."""
    width, height = size
    with browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts) as context:
        context.set_default_timeout(PATIENCE)
        context.route("**/*", lambda route: _answer(route, visitor))
        yield context.new_page()


def _answer(route: Route, visitor: Visitor) -> None:
    asked = urlsplit(route.request.url)
    if route.request.method != "GET":
        return route.fulfill(status=204)
    answer = visitor.client.get(asked.path + (f"?{asked.query}" if asked.query else ""), base_url=visitor.base)
    head = {name: value for name, value in answer.headers.items() if name.lower() != "set-cookie"}
    return route.fulfill(status=answer.status_code, headers=head, body=answer.data)

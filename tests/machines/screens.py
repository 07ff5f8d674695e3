"""Every page as small screens show it: what sticks out sideways, what axe finds, what is too small to be pressed.

`collect` reads every page that the walk's table names, follows the links on them once, and sends every form as it
stands and empty, so that refusals are pages too. `thin` leaves those that show a kind of element that no page before
had. `Screens` shows them in Chromium.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route
from sqlalchemy import update

import workflow
from tests.machines.asking import Ground, Kept
from tests.machines.test_walk import OPEN, QUERIES, TABLE
from tests.machines.town import STRANGER
from tests.machines.walking import IN, Walk
from workflow import database
from workflow.models.person import Person
from workflow.rules.shared.lifecycle import Stage

PHONE, SMALL = 390, 320
STATIC = Path(workflow.__file__).parent / "static"
READERS = ("penholder", "participant", "committee", "secretariat", STRANGER)
_BESIDE = frozenset({"static", "mailbox.html", "public.icon", "account.sign_out", "account.exit_quietly"})
_ABSENT = (("absent", STRANGER, "/nothing-here"), ("absent", "participant", "/statements/bcdfghjkmn"))
_KEYS = re.compile(r"[bcdfghjkmnpqrstvwxz2-9]{10}|\d+")
_VOID = frozenset({"br", "img", "input", "link", "meta", "hr", "wbr", "base", "col", "source", "rect", "line"})
_LINK = re.compile(r'<a\b[^>]*?\shref="([/?][^/"][^"]*)"')
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)([^>]*)>")
_TOLD = re.compile(r'(class|type|role|open|disabled|hidden)(?:="([^"]*)")?')
_AXE = Axe()
_RULES = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
# What is not in a scroll box of its own and lies beyond an edge, the widest first: its mark-up's beginning.
_STICKS_OUT = """() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= innerWidth) return [];
  const out = [...document.body.querySelectorAll('*')].filter(one => {
    const box = one.getBoundingClientRect();
    if (!box.width || !one.checkVisibility() || (box.right <= innerWidth + .5 && box.left >= -.5)) return false;
    for (let at = one.parentElement; at && at !== document.body; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== 'visible') return false;
    return true;
  });
  return [page.scrollWidth + ' px', ...out.filter(one => !out.some(other => one !== other && one.contains(other)))
    .map(one => [one, one.getBoundingClientRect().width])
    .sort((a, b) => b[1] - a[1]).slice(0, 4)
    .map(([one, wide]) => `${Math.round(wide)} in ${one.parentElement.localName}.${one.parentElement.className}: ` +
      one.outerHTML.replace(/\\s+/g, ' ').slice(0, 140))];
}"""
_OPENED = "() => document.querySelectorAll('details:not([open])').forEach(one => { one.open = true; })"
# To the pixel what a browser does whose default font size is 32 px: all is measured in rem.
_TWICE = "() => { document.documentElement.style.fontSize = '200%'; }"
# Where SVG is switched off, its elements are unknown ones: their words are read, their shapes are gone.
_SAFEST = b"<style>svg{display:inline!important;inline-size:auto!important}svg *{display:none}</style>"
_FRAME = """() => [
  [document.querySelectorAll('h1').length === 1, 'one h1'],
  [document.title.trim().length > 0, 'a title'],
  [document.querySelectorAll('main').length === 1, 'one main part'],
  [document.querySelector('a[href], button, input, summary')?.hash === '#main', 'a skip link first'],
  [!!document.getElementById('main'), 'where the skip link leads'],
]"""
_BLANK = frozenset({"account.quiet"})  # looks as if nothing had been there
_ADDRESSED = frozenset({"public.statement", "public.plain"})  # speak the language that their address names


@dataclass(frozen=True)
class Sheet:
    """One page as one person got it; fields: what was sent to get it, None where it was only asked for."""

    endpoint: str
    who: str
    path: str
    language: str
    stage: Stage | None
    status: int
    page: bytes = field(repr=False)
    fields: Mapping[str, Any] | None = field(default=None, repr=False)

    @property
    def said(self) -> str:
        """Where it was found."""
        sent = "" if self.fields is None else f" sent {sorted(self.fields)[:6]}"
        return f"{self.endpoint} [{self.who}, {self.stage}, {self.language}] {self.path}{sent}"


@dataclass
class Pages:
    """The pages of a town, in one language at a time; the record is as before whatever was sent.

    more: endpoints and addresses of pages that the table does not lead to, for the penholder.
    """

    ground: Ground
    more: Sequence[tuple[str, str]] = ()
    language: str = "en"

    def __post_init__(self) -> None:
        self._speak(self.language)

    def _speak(self, language: str) -> None:
        with database.transaction() as session:
            session.execute(update(Person).values(language=language))
        self.language = language
        self._kept = Kept(self.ground.settings.data / "town.sqlite3")
        self._walk = Walk(self.ground.town, self.ground.browsers, TABLE, self._kept, self.ground.mail)

    def collect(self) -> list[Sheet]:
        """Every page that somebody may see, as each reader is shown it."""
        found = [*self._read(), *self._sent()]
        return [*found, *self._linked(found)]

    def again(self, sheets: Iterable[Sheet], language: str) -> list[Sheet]:
        """The same pages in another language."""
        self._speak(language)
        got = (self._ask(each.endpoint, each.who, each.path, each.stage, each.fields) for each in sheets)
        return [each for each in got if each]

    def _ask(
        self, endpoint: str, who: str, path: str, stage: Stage | None, fields: Mapping[str, Any] | None = None
    ) -> Sheet | None:
        asked = path
        if who == STRANGER and self.language != "en":
            asked = f"{path}{'&' if '?' in path else '?'}lang={self.language}"
        browsers = self.ground.browsers
        got = browsers.ask(who, "GET", asked) if fields is None else browsers.send(who, asked, fields)
        if fields is not None and not self._kept.is_unchanged():
            self._kept.put_back()
        if not got.data.startswith(b"<!DOCTYPE"):  # it leads on, or is a file, or a piece that a script asks for
            return None
        return Sheet(endpoint, who, path, self.language, stage, got.status_code, got.data, fields)

    def _read(self) -> Iterator[Sheet]:
        walk = self._walk
        for rule, line, place in walk.ways(TABLE):
            if line.get is None or rule.endpoint in _BESIDE:
                continue
            wanted = [(walk.query(rule, place), line.get)]
            wanted += [(query.format(block=place.block), may) for name, query, may in QUERIES if name == rule.endpoint]
            for (query, may), who in product(wanted, READERS):
                is_public = rule.endpoint in OPEN
                if is_public == (who == STRANGER) and walk.expected(who, place, rule, may, is_public) == IN:
                    got = self._ask(rule.endpoint, who, walk.path(rule, place) + query, place.stage)
                    yield from [got] if got else []
        for endpoint, who, path in (*_ABSENT, *((name, "penholder", path) for name, path in self.more)):
            got = self._ask(endpoint, who, path, None)
            yield from [got] if got else []

    def _sent(self) -> Iterator[Sheet]:
        """What is answered to a form that is sent empty, and as it stands where that changes nothing."""
        walk = self._walk
        for rule, line, place in walk.ways(TABLE):
            if line.post is None or rule.endpoint in _BESIDE:
                continue
            for who in (STRANGER,) if rule.endpoint in OPEN else READERS:
                if walk.expected(who, place, rule, line.post, rule.endpoint in OPEN) == IN:
                    path = walk.path(rule, place) + walk.query(rule, place)
                    for fields in ({}, {} if line.works else walk.typed(rule, line, place)):
                        got = self._ask(rule.endpoint, who, path, place.stage, fields)
                        yield from [got] if got else []
                    break

    def _linked(self, sheets: list[Sheet]) -> Iterator[Sheet]:
        """The pages that these lead to by an address of a shape that none of them has."""
        routes = self.ground.browsers.app.url_map.bind("")
        seen = {(each.stage, _shape(each.path)) for each in sheets if each.status == 200}
        for sheet in sheets:
            for href in {html.unescape(each).partition("#")[0] for each in _LINK.findall(sheet.page.decode())}:
                path = sheet.path.partition("?")[0] + href if href.startswith("?") else href
                one = (sheet.stage, _shape(path))
                if one in seen or "lang=" in path or not routes.test(urlsplit(path).path, "GET"):
                    continue
                seen.add(one)
                endpoint = str(routes.match(urlsplit(path).path, "GET")[0])
                if endpoint not in _BESIDE and (got := self._ask(endpoint, sheet.who, path, sheet.stage)):
                    yield got


def _shape(path: str) -> str:
    parts = urlsplit(path)
    asked = sorted((name, value if value.isalpha() else "") for name, value in parse_qsl(parts.query))
    return f"{_KEYS.sub('*', parts.path)} {asked}"


def _kinds(page: str) -> set[str]:
    """The kinds of element of a page: each with its classes and those of what it stands in."""
    found: set[str] = set()
    within: list[tuple[str, str]] = []
    for closes, tag, rest in _TAG.findall(page):
        if closes:
            while any(each == tag for each, _ in within) and within.pop()[0] != tag:
                pass
        else:
            told = " ".join(sorted(f"{name}={value}" for name, value in _TOLD.findall(rest)))
            kind = f"{tag} {told}"
            found.add(f"{within[-1][1] if within else ''}>{kind}")
            if tag not in _VOID:
                within.append((tag, kind))
    return found


def thin(sheets: Iterable[Sheet]) -> list[Sheet]:
    """As few as show every kind of element that all show together, and of each endpoint at least one page."""
    read = [(_kinds(each.page.decode()) | {each.endpoint if each.status == 200 else ""}, each) for each in sheets]
    # The one that adds most comes next; what another adds can only have become less since it was counted.
    heap = [(-len(kinds), at) for at, (kinds, _) in enumerate(read)]
    heapify(heap)
    chosen: list[Sheet] = []
    seen: set[str] = set()
    while heap:
        counted, at = heappop(heap)
        kinds, sheet = read[at]
        if (adds := len(kinds - seen)) == -counted:
            seen |= kinds
            chosen.append(sheet)
        elif adds:
            heappush(heap, (-adds, at))
    return chosen


@dataclass
class Screens:
    """A browser before sheets that were read before. faults: what was found, each with the sheet it was found on."""

    browser: Browser
    base: str
    faults: list[str] = field(default_factory=list)
    shown: int = 0
    _now: bytes = b""

    @contextmanager
    def window(self, width: int, *, scripts: bool = True) -> Iterator[Page]:
        """A window of that width."""
        size: Any = {"width": width, "height": 844}
        with self.browser.new_context(viewport=size, java_script_enabled=scripts, bypass_csp=True) as context:
            context.set_default_timeout(30_000)
            context.route("**/*", self._answer)
            yield context.new_page()

    def _answer(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if route.request.resource_type == "document":
            return route.fulfill(status=200, content_type="text/html; charset=utf-8", body=self._now)
        if route.request.method != "GET" or not asked.path.startswith("/static/"):
            return route.fulfill(status=204)
        return route.fulfill(path=STATIC / asked.path.removeprefix("/static/"))

    def show(self, page: Page, sheet: Sheet, *, safest: bool = False) -> None:
        """Bring the sheet before the browser."""
        # Not added by a script: where there are none, nobody hears that it was loaded.
        self._now = sheet.page.replace(b"</title>", b"</title>" + (_SAFEST if safest else b""), 1)
        self.shown += 1
        page.goto(self.base + sheet.path, wait_until="load")

    def sticks_out(self, page: Page, sheet: Sheet, *, twice: bool = False, safest: bool = False) -> None:
        """What scrolls sideways, with everything that can be opened closed and open."""
        self.show(page, sheet, safest=safest)
        if twice:
            page.evaluate(_TWICE)
        how = f"{page.viewport_size['width'] if page.viewport_size else ''}{' twice' if twice else ''}"
        found = page.evaluate(_STICKS_OUT)
        if not found:
            page.evaluate(_OPENED)
            found = page.evaluate(_STICKS_OUT)
        if found:
            self.faults.append(f"{sheet.said} at {how}: " + "\n    ".join(found))

    def axe(self, page: Page, sheet: Sheet) -> None:
        """What axe finds, with everything that can be opened open, and what every page has."""
        if sheet.endpoint in _BLANK:
            return
        self.show(page, sheet)
        page.evaluate(_OPENED)
        for each in _AXE.run(page, options=_RULES).response["violations"]:
            marks = [f"{node['html'][:140]} {node['failureSummary'][:160]!r}" for node in each["nodes"][:3]]
            self.faults.append(f"{sheet.said}: {each['id']} ({len(each['nodes'])})\n    " + "\n    ".join(marks))
        self.faults += [f"{sheet.said}: not {what}" for holds, what in page.evaluate(_FRAME) if not holds]
        spoken = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
        if spoken != [sheet.language, "rtl" if sheet.language == "ar" else "ltr"] and sheet.endpoint not in _ADDRESSED:
            self.faults.append(f"{sheet.said}: speaks {spoken}")

    def found_nothing(self) -> None:
        """Fail with everything that was found."""
        assert not self.faults, f"{len(self.faults)} faults:\n" + "\n".join(self.faults)

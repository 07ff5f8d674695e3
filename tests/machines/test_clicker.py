"""The clicker: whatever opens the links of a mail before its reader does changes nothing, and is shown nothing."""

import html
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser
from werkzeug.serving import make_server

from tests.machines.asking import Ground, checksum, moved_in
from tests.machines.letters import TOLD, Mail, every_mail
from tests.supervisor.processes import free_port
from tests.web.site import Visitor
from workflow import database
from workflow.rules.notifications.events import EventKind

_URL = re.compile(r"https?://[^\s<>\"']+")
_LINK = re.compile(r'\b(?:href|src|action)="([^"]*)"')


@dataclass(frozen=True)
class Post:
    """What was sent, and the place whose mails they are."""

    ground: Ground
    mails: list[Mail]

    @property
    def urls(self) -> dict[str, EventKind]:
        """Every address in every mail: its text, its page, its headers."""
        return {url: mail.kind for mail in self.mails for url in _urls(mail)}

    def whole_record(self) -> str:
        """A checksum of every table, those of visits too."""
        return checksum(database.engine(), frozenset())


def _urls(mail: Mail) -> set[str]:
    page = mail.part("html")
    headers = " ".join(str(value) for value in mail.letter.message.values())
    found = set(_URL.findall(mail.part("plain"))) | set(_URL.findall(headers)) | set(_URL.findall(html.unescape(page)))
    found |= {html.unescape(link) for link in _LINK.findall(page)}
    return {url for url in found if not url.startswith(("#", "mailto:"))}


@pytest.fixture(scope="module")
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    """A mail of every kind, from a house that is served at the address in them."""
    folder, port = tmp_path_factory.mktemp("clicker"), free_port()
    base = f"http://127.0.0.1:{port}"
    ground = moved_in(folder, f"sqlite:///{folder / 'town.sqlite3'}", COMMUNIQUE_BASE_URL=base)
    made = Post(ground, every_mail(ground.browsers.app, ground.settings, ground.town, most=3))
    server = make_server("127.0.0.1", port, ground.browsers.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    thread.join(5)
    server.server_close()
    database.engine().dispose()


def test_every_mail_leads_to_this_house_alone(post: Post) -> None:
    assert {mail.kind for mail in post.mails if _urls(mail)} == TOLD
    for url in post.urls:
        assert url.startswith(post.ground.settings.base_url + "/"), url


def test_a_robot_that_opens_every_link_and_all_links_behind_it_changes_nothing(post: Post) -> None:
    before, robot = post.whole_record(), post.ground.browsers.app.test_client(use_cookies=False)
    for url in post.urls:
        path = url.removeprefix(post.ground.settings.base_url)
        for method in ("HEAD", "GET", "OPTIONS"):
            answer = robot.open(path, method=method, base_url=post.ground.settings.base_url)
            assert answer.status_code in (200, 303), (url, method, answer.status_code)
            assert post.whole_record() == before, (method, url)
        for link in {html.unescape(each) for each in _LINK.findall(robot.get(path, follow_redirects=True).text)}:
            if link.startswith("/") and not link.startswith("/static"):
                robot.get(link, base_url=post.ground.settings.base_url)
                assert post.whole_record() == before, (url, link)


def test_a_browser_with_scripts_that_opens_every_link_changes_nothing(post: Post, chromium: Browser) -> None:
    before = post.whole_record()
    for url in post.urls:
        context = chromium.new_context()
        page = context.new_page()
        answer = page.goto(url, wait_until="networkidle")
        assert answer is not None
        assert answer.ok, (url, answer.status)
        context.close()
        assert post.whole_record() == before, url


def test_a_forwarded_mail_lets_nobody_read(post: Post) -> None:
    robot = post.ground.browsers.app.test_client(use_cookies=False)
    for url, kind in post.urls.items():
        if urlsplit(url).path.startswith("/statements/"):
            answer = robot.get(url, base_url=post.ground.settings.base_url)
            assert answer.status_code == 303, (kind, url)
            assert answer.headers["Location"].startswith("/sign-in?next="), (kind, url)


def test_the_links_are_still_good_for_their_reader(post: Post) -> None:
    for purpose, kind in (("invitation", EventKind.PERSON_INVITED), ("reset", EventKind.PASSWORD_FORGOTTEN)):
        url = next(each for each, found in post.urls.items() if found is kind and f"/{purpose}/" in each)
        reader = Visitor(post.ground.browsers.app.test_client(), post.ground.settings.base_url)
        before = post.whole_record()
        reader.get(urlsplit(url).path)
        assert post.whole_record() == before
        fields = {"name": "Ivy", "password": "four tall herons stand"}
        assert reader.post(urlsplit(url).path, fields).status_code == 303, reader.page
        assert post.whole_record() != before

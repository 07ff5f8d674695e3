"""One browser for each person of the town, and the record that can be compared and put back."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from tests.beginnings import begin
from tests.machines.forms import token_of
from tests.machines.town import Town, build
from workflow import app as roof
from workflow import database, mailbox
from workflow.config import Settings
from workflow.models import Base

MAIL = b"Subject: A\r\nContent-Type: text/html\r\n\r\n<p>A</p>\r\n"
PASSING = frozenset({"sign_in", "limit_count", "pulse", "look", "seen_item"})
"""Tables that say who came by, and nothing else."""


def checksum(engine: Engine, passing: frozenset[str] = PASSING) -> str:
    """The same for two records where everything but what passes is equal."""
    found = hashlib.sha256()
    with engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name not in passing:
                rows = sorted(repr(tuple(row)) for row in connection.execute(table.select()))
                found.update(f"{table.name} {len(rows)}\n".encode() + "\n".join(rows).encode())
    return found.hexdigest()


class Kept:
    """A record on SQLite as it was at first; `is_unchanged` looks, `put_back` makes it so again."""

    def __init__(self, path: Path) -> None:
        self.path, self._pristine = path, path.with_suffix(".pristine")
        self._fold_in()
        shutil.copyfile(path, self._pristine)
        self.sum = checksum(database.engine())
        self._watch()

    def is_unchanged(self) -> bool:
        """Whether the record is what it was; costs nothing where nobody wrote."""
        if (seen := self._version()) == self._seen:
            return True
        self._seen = seen
        return checksum(database.engine()) == self.sum

    def put_back(self) -> None:
        """Make the record what it was."""
        database.engine().dispose()
        self._watcher.close()
        for ending in ("-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
        shutil.copyfile(self._pristine, self.path)
        self._watch()

    def _fold_in(self) -> None:
        with database.engine().connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.engine().dispose()

    def _watch(self) -> None:
        self._watcher = sqlite3.connect(self.path)
        self._seen = self._version()

    def _version(self) -> Any:
        # SQLite counts the commits of all other connections: no row need be read to know that none was written.
        return self._watcher.execute("PRAGMA data_version").fetchone()[0]


@dataclass
class Browsers:
    """What everybody may send: each person's cookie, and the token that its forms would carry."""

    app: Flask
    base: str
    sign_ins: Mapping[str, str]
    client: FlaskClient = field(init=False)
    cookies: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = self.app.test_client(use_cookies=False)

    def ask(self, who: str, method: str, path: str, **more: Any) -> TestResponse:
        """The answer to a request with that person's cookie."""
        headers = {"Cookie": f"session={self._cookie(who)}", **more.pop("headers", {})}
        return self.client.open(path, method=method, base_url=self.base, headers=headers, **more)

    def send(self, who: str, path: str, fields: Mapping[str, Any] | None = None, **more: Any) -> TestResponse:
        """The answer to a form of that person, with a good token."""
        self._cookie(who)
        method = more.pop("method", "POST")
        return self.ask(who, method, path, data={"csrf_token": self.tokens[who], **(fields or {})}, **more)

    def _cookie(self, who: str) -> str:
        if who not in self.cookies:
            browser = self.app.test_client()
            if who in self.sign_ins:
                with browser.session_transaction(base_url=self.base) as session:
                    session["sign_in"] = self.sign_ins[who]
            # Those who are shut out look at the page that they are sent to.
            page = browser.get("/settings", base_url=self.base, follow_redirects=True).text
            self.tokens[who] = token_of(page)
            cookie = browser.get_cookie("session", domain=self.base.partition("//")[2].partition(":")[0])
            assert cookie is not None
            self.cookies[who] = cookie.value
        return self.cookies[who]


def without(page: bytes, *parts: str, hidden: Callable[[str], str] = token_of) -> bytes:
    """The page's bytes without the token of its forms and without the address that was asked for."""
    token = hidden(page.decode())
    for part in (token, *parts):
        page = page.replace(part.encode(), b"") if part else page
    return page


@dataclass(frozen=True)
class Ground:
    """The town with the application over it. mail: the name of a mail in the local mailbox."""

    town: Town
    browsers: Browsers
    settings: Settings
    mail: str


def moved_in(folder: Path, url: str, **more: str) -> Ground:
    """The town in an empty database, and an application with its files in `folder`; `more` settings."""
    environ = {"COMMUNIQUE_DATA": str(folder), "COMMUNIQUE_SECRET_KEY": "machines-only-" * 3, **more}
    settings = Settings.from_environment({**environ, "COMMUNIQUE_DATABASE_URL": url, "COMMUNIQUE_TIME_ZONE": "UTC"})
    app = roof.create_app(settings)
    Base.metadata.create_all(database.engine())
    town = begin("town", build)
    mail = mailbox.keep(settings.mailbox, "a@b.example", ["c@d.example"], MAIL)
    return Ground(town, Browsers(app, settings.base_url, town.tokens), settings, mail)

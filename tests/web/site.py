"""One application with the cast in its record, and browsers that visit it."""

import re
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, MetaData
from werkzeug.test import TestResponse

from tests.cast import PASSWORD, Cast, cast
from tests.machines.forms import forms_of
from workflow import app as roof
from workflow.config import Settings
from workflow.database import transaction
from workflow.models import Base

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Visitor:
    """A browser: it has cookies, and fills forms with the token of the page it looks at."""

    client: FlaskClient
    base: str
    page: str = ""

    def get(self, path: str, **more: Any) -> TestResponse:
        """The answer to a link."""
        return self._seen(self.client.get(path, base_url=self.base, **more))

    def post(self, path: str, fields: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """The answer to a form of the page that was looked at last."""
        found = _TOKEN.search(self.page)
        data = {"csrf_token": found[1] if found else "", **(fields or {})}
        return self._seen(self.client.post(path, base_url=self.base, data=data, **more))

    def filled(self, path: str, *, page: str | None = None) -> dict[str, Any]:
        """The fields of the form that sends to `path` as that page shows it; it stands there, or on `page`."""
        self.get(page or path)
        forms = forms_of(self.page)
        return next(form.fields for form in forms if form.method == "post" and form.action in (path, ""))

    def sign_in(self, name: str, house: str) -> "Visitor":
        """Sign in as one of the cast."""
        self.get("/sign-in")
        answer = self.post("/sign-in", {"email": f"{name}@{house}.example", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        self.get("/settings/password")  # a small page whose form has the token
        return self

    def _seen(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html" and answer.status_code != 303:
            self.page = answer.text
        return answer


def source(page: str) -> str:
    """The mark-up of a page without the white space by which its templates are wrapped: none beside tags' ends.

    A no-break space is no wrapping: it stays.
    """
    return re.sub(r" (?=[<>])|(?<=>) ", "", re.sub(r"[ \t\r\n]+", " ", page))


@dataclass
class Site:
    """The application and its cast."""

    app: Flask
    cast: Cast
    base: str

    def visitor(self) -> Visitor:
        """A new browser without cookies."""
        return Visitor(self.app.test_client(), self.base)

    def signed_in(self, name: str) -> Visitor:
        """A new browser in which that person is signed in."""
        return self.visitor().sign_in(*self.cast[name].email.removesuffix(".example").split("@"))


def open_site(database: Engine, settings: Settings, **changes: Any) -> Site:
    """The application on `database` with the cast in it; `changes` are to the settings."""
    chosen = replace(settings, **changes)
    app = roof.create_app(chosen)
    with transaction() as session:
        here = cast(session)
    return Site(app, here, chosen.base_url)


def rows(database: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table: two of these are equal where nothing was written between them."""
    tables: MetaData = Base.metadata
    with database.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(table.select())), key=repr)
            for name, table in tables.tables.items()
        }


@pytest.fixture
def site(database: Engine, settings: Settings) -> Site:
    """The application with its cast, on each database in turn."""
    return open_site(database, settings)

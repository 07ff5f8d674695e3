"""The consultation room behind a browser: the application over `tests.rooms`, and its people as visitors."""

import html
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import update
from werkzeug.test import TestResponse

from tests.rooms import Room, furnished, furnished_open
from tests.web.site import Visitor
from workflow import app as roof
from workflow.config import Settings
from workflow.database import transaction
from workflow.models.person import Person
from workflow.services.people.signins import start_sign_in

_FIELD = re.compile(r'<(?:input|button)[^>]*\bname="([^"]+)"[^>]*\bvalue="([^"]*)"')


@dataclass
class House:
    """The application and the room in it."""

    room: Room
    app: Flask
    base: str

    @property
    def address(self) -> str:
        """The room's page."""
        return f"/statements/{self.room.key}"

    def visitor(self, name: str) -> Visitor:
        """A browser in which that person is signed in."""
        with transaction() as record:
            token = start_sign_in(record, self.room.people[name])
        client = self.app.test_client()
        with client.session_transaction(base_url=self.base) as session:
            session["sign_in"] = token  # the door itself is tested elsewhere, and a password takes its time
        return Visitor(client, self.base)

    def send(self, visitor: Visitor, path: str, **fields: Any) -> TestResponse:
        """The form of the page at `path`, sent with its hidden fields and these."""
        visitor.get(path)
        return visitor.post(path, {**hidden(visitor.page), **fields})


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms, without those that stand for buttons."""
    wanted = ("form_token", "version", "seen", "prefix", "suffix", "selected", "kind", "known", "mandate")
    return {name: html.unescape(value) for name, value in _FIELD.findall(_hidden_inputs(page)) if name in wanted}


def _hidden_inputs(page: str) -> str:
    return "\n".join(tag for tag in re.findall(r"<input[^>]*>", page) if 'type="hidden"' in tag)


def words(page: str) -> str:
    """The words of a page as they are read."""
    text = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main")])
    return re.sub(r"\s+", " ", html.unescape(text))


def element(page: str, id_: str) -> str:
    """The page from the element with that id to its end or the next one's."""
    start = page.index(f'id="{id_}"')
    return page[page.rindex("<", 0, start) :]


@contextmanager
def house_of(
    settings: Settings, *, opened: bool = True, begun: Callable[[], AbstractContextManager[Room]] | None = None
) -> Iterator[House]:
    """The application on the present database, with a consultation open or before it, or the room of `begun`."""
    with (begun or (furnished_open if opened else furnished))() as room:
        with transaction() as record:
            record.execute(update(Person).values(language="en"))  # the tests read what the pages say
        yield House(room, roof.create_app(settings), settings.base_url)

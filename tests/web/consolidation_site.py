"""A consolidation with its pages as a browser sees them, and what is read from a page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.consolidations import consolidation
from tests.machines.forms import forms_of
from tests.rooms import Room
from tests.web.site import Visitor, source
from workflow import app as roof
from workflow.config import Settings

HOUR: dict[str, Any] = {"paragraph": 3, "words": "the Court of Waters", "proposal": "all of us", "by": "elena"}
COMMENT: dict[str, Any] = {"paragraph": 3, "comment": "For which Court? <b>Say</b> it.", "by": "lucie"}
GENERAL: dict[str, Any] = {"comment": "Well said.", "by": "nadia"}
_OF_AN_ITEM = re.compile(r"G?[AC]\d+_\w+|body")


@dataclass
class Open:
    """A consolidation and its pages as one penholder sees them."""

    room: Room
    app: Any
    base: str

    def browser(self, name: str = "sara", house: str = "office") -> Visitor:
        """A browser in which that person is signed in."""
        return Visitor(self.app.test_client(), self.base).sign_in(name, house)

    def address(self, paragraph: int | str | None = None) -> str:
        """The consolidation's page; of one paragraph, counted from 0."""
        key = self.room.blocks()[paragraph].id if isinstance(paragraph, int) else paragraph
        return f"/statements/{self.room.key}/consolidation" + (f"?paragraph={key}" if key else "")

    @property
    def versions(self) -> str:
        """The page that issues a version."""
        return f"/statements/{self.room.key}/versions"


@pytest.fixture
def opened(database: Engine, settings: Settings) -> Any:
    """Opens a consolidation with the items given."""

    @contextmanager
    def opening(*items: dict[str, Any]) -> Iterator[Open]:
        with consolidation(*items) as room:
            yield Open(room, roof.create_app(settings), settings.base_url)

    return opening


def fields(page: str) -> dict[str, str]:
    """What the page's form of answers would send as it stands: hidden fields, words, and the radio that is chosen."""
    return {
        name: values[-1].strip("\r\n")
        for form in forms_of(page)
        for name, values in form.fields.items()
        if _OF_AN_ITEM.fullmatch(name)
    }


def without_tags(page: str) -> str:
    """The page's words alone."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def added(words: str) -> str:
    """Added words as the source of a page marks them."""
    return source(f'<ins><span class="vh">added: </span>{words}</ins>')


def removed(words: str) -> str:
    """Removed words as the source of a page marks them."""
    return source(f'<del><span class="vh">removed: </span>{words}</del>')
